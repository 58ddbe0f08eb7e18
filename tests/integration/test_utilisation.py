"""The utilisation of a real agent's port: ranked, watched, read back, joined, and refused where it makes no sense."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from nocscape.cli.main import main
from nocscape.engine.client import EngineClient, EngineError, open_client, value
from nocscape.model.alarms import AlarmRule, Level, PutAlarmRule
from nocscape.model.batches import SamplesArrived
from nocscape.model.commands import (
    ListSeries,
    PollNow,
    ReadHistory,
    ReadTogether,
    ReadTop,
    StartDiscovery,
    SweepSpec,
    WatchSeries,
)
from nocscape.model.metric_asks import Ranking
from nocscape.model.metrics import SeriesData, SeriesKey
from nocscape.model.status import Severity
from nocscape.model.utilisation import TRAFFIC, UTILISATION
from nocscape.model.watching import ExportFormat, ExportHistory
from tests.integration.snmpd import needs_snmpd, running_snmpd, v2c
from tests.integration.test_watching import Ear

pytestmark = needs_snmpd


@pytest.fixture
def client(tmp_path: Path) -> Iterator[EngineClient]:
    with running_snmpd(tmp_path / "snmpd") as agent, closing(open_client(tmp_path / "p", origin="cli")) as opened:
        sweep = SweepSpec(targets=("127.0.0.1",))
        opened.call(StartDiscovery(sweep=sweep, snmp_port=agent.port, credentials=(v2c(),)), timeout_s=60)
        yield opened


def test_the_utilisation_of_a_real_port_is_watched_ranked_read_and_joined(
    client: EngineClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ear = Ear(client)
    key = SeriesKey(ear.device(), UTILISATION, "lo")
    ear.call(WatchSeries(keys=(key,), interval_s=5.0))

    def heard() -> list[float]:
        told = [s for item in ear.items if isinstance(item, SamplesArrived) for s in item.samples]
        assert {s.key for s in told} <= {key}
        return [s.value for s in told if s.value is not None]

    for _ in range(2):
        ear.call(PollNow(device=key.device))
    ear.until(lambda: bool(heard()))
    now = int(time.time())
    since, until = now - 600, now + 60
    top = ReadTop(metric=UTILISATION, since=since, until=until)
    assert key in value(client.call(ListSeries(device=key.device)), tuple[SeriesKey, ...])
    (data,) = value(client.call(ReadHistory(keys=(key,), since=since, until=until)), tuple[SeriesData, ...])
    assert any(v == pytest.approx(heard()[0]) for v in data.values if v is not None)

    def ranked() -> set[SeriesKey]:
        return {ranked for ranked, _ in value(client.call(top), Ranking).rows}

    ear.until(lambda: key in ranked())  # once it is on disk
    joined = value(
        client.call(ReadTogether(metric=UTILISATION, combine="highest", since=since, until=until)), SeriesData
    )
    assert joined.values
    assert main(["top", "--profile", str(tmp_path / "p"), "--json", "-"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["metric"], shown["unit"], shown["rows"][0]["part"]) == (UTILISATION, "%", "lo")


def test_utilisation_is_neither_judged_nor_exported_by_itself(client: EngineClient, tmp_path: Path) -> None:
    rule = AlarmRule(metric=UTILISATION, scope="all", levels=(Level(severity=Severity.WARNING, limit=80.0),))
    with pytest.raises(EngineError, match="condition of its traffic"):
        client.call(PutAlarmRule(rule=rule))
    ask = ExportHistory(path=str(tmp_path / "x.csv"), since=0, until=1, metrics=(UTILISATION,), format=ExportFormat.CSV)
    with pytest.raises(EngineError, match="is not stored") as refused:
        client.call(ask)
    assert TRAFFIC[0] in str(refused.value.hint)


def test_what_is_ranked_on_the_command_line_has_to_exist(
    client: EngineClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client.call(PollNow(device=Ear(client).device()))
    assert main(["top", "no_such_metric", "--profile", str(tmp_path / "p")]) == 1
    assert "no_such_metric" in capsys.readouterr().err
    assert main(["top", "icmp_rtt_ms", "--site", "nowhere", "--profile", str(tmp_path / "p")]) == 0
    assert "No values in this time" in capsys.readouterr().out
