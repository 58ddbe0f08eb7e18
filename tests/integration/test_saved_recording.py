"""A device recorded into a file by the engine, as the window asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from nocscape.engine.client import EngineClient, EngineError, open_client, value
from nocscape.model.batches import Item, JobProgress
from nocscape.model.commands import CancelJob, SaveRecording, StartDiscovery, SweepSpec
from nocscape.model.mibs import Recorded
from tests.integration.recorded import replayed, table
from tests.integration.snmpd import Snmpd, needs_snmpd, running_snmpd, v2c
from tests.integration.test_metric_asks import the_device

pytestmark = needs_snmpd

ROWS = 50_000
"""Too many to have been recorded before a cancel arrives."""


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[Snmpd]:
    with running_snmpd(tmp_path / "snmpd") as running:
        yield running


@pytest.fixture
def client(agent: Snmpd, tmp_path: Path) -> Iterator[EngineClient]:
    with closing(open_client(tmp_path / "profile", origin="console")) as opened:
        discover(opened, agent.port)
        yield opened


def discover(client: EngineClient, port: int) -> None:
    sweep = SweepSpec(targets=("127.0.0.1",))
    client.call(StartDiscovery(sweep=sweep, snmp_port=port, credentials=(v2c(),)), timeout_s=60)


def save(client: EngineClient, path: Path | str, told: list[Item] | None = None, **fields: bool) -> Recorded:
    ask = SaveRecording(job="record", device=the_device(client), path=str(path), **fields)
    return value(client.call(ask, on_item=(told if told is not None else []).append, timeout_s=60), Recorded)


def test_everything_is_in_the_file_and_no_name_where_none_is_wanted(client: EngineClient, tmp_path: Path) -> None:
    plain, other, told = tmp_path / "a.snmprec", tmp_path / "b.snmprec", list[Item]()
    recorded = save(client, plain, told)
    lines = plain.read_text(encoding="utf-8").splitlines()
    assert recorded == Recorded(ended="done", values=len(lines))
    assert recorded.values > 200
    assert any(isinstance(item, JobProgress) and item.job == "record" for item in told)
    save(client, other, is_anonymised=True)
    names = [line for line in other.read_text(encoding="utf-8").splitlines() if line.startswith("1.3.6.1.2.1.1.5.0|")]
    assert names[0].startswith("1.3.6.1.2.1.1.5.0|4|device-")


def test_a_recording_that_is_cancelled_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "a.snmprec"
    with (
        replayed(table(tmp_path / "large.snmprec", ROWS)) as port,
        closing(open_client(tmp_path / "profile", origin="console")) as client,
    ):
        discover(client, port)

        def cancel(item: Item) -> None:
            if isinstance(item, JobProgress):
                client.ask(CancelJob(job="record"))

        ask = SaveRecording(job="record", device=the_device(client), path=str(path))
        assert value(client.call(ask, on_item=cancel, timeout_s=60), Recorded).ended == "cancelled"
    assert not path.exists()


def test_a_place_that_cannot_be_written_is_named(client: EngineClient, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="no whole path"):
        save(client, "a.snmprec")
    with pytest.raises(EngineError, match="Cannot write"):
        save(client, tmp_path / "nowhere" / "a.snmprec")
