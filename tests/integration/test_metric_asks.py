"""Metrics of a real agent: chosen, measured, stored, ranked, reckoned with."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from nocscape.engine.client import EngineClient, EngineError, open_client, value
from nocscape.model.batches import DeviceChanged, Item
from nocscape.model.commands import (
    ChooseMetrics,
    ListMetrics,
    ListSeries,
    PollNow,
    ReadFormula,
    StartDiscovery,
    Subscribe,
    SweepSpec,
)
from nocscape.model.metrics import MetricProfileInfo, Sample, SeriesData, SeriesKey
from tests.integration.snmpd import Snmpd, needs_snmpd, running_snmpd, v2c

pytestmark = needs_snmpd


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[Snmpd]:
    with running_snmpd(tmp_path / "snmpd") as running:
        yield running


@pytest.fixture
def client(agent: Snmpd, tmp_path: Path) -> Iterator[EngineClient]:
    with closing(open_client(tmp_path / "profile", origin="cli")) as opened:
        sweep = SweepSpec(targets=("127.0.0.1",))
        opened.call(StartDiscovery(sweep=sweep, snmp_port=agent.port, credentials=(v2c(),)), timeout_s=60)
        yield opened


def polled(client: EngineClient) -> dict[SeriesKey, float | None]:
    """What one more poll of the only device brings."""
    device = the_device(client)
    return {s.key: s.value for s in value(client.call(PollNow(device=device)), tuple[Sample, ...])}


def the_device(client: EngineClient) -> str:
    """The id of the only device."""
    heard: list[Item] = []
    client.call(Subscribe(), on_item=heard.append)
    for _ in range(100):
        found = [item.inventory.device.id for item in heard if isinstance(item, DeviceChanged)]
        if found:
            return found[0]
        heard.extend(item for batch in client.receive(0.1) for item in batch.items)
    raise AssertionError("no device was told")


def test_a_host_is_measured_by_what_its_agent_has(client: EngineClient) -> None:
    metrics = {key.metric for key in polled(client)}
    assert {"processes", "load_average", "filesystem_percent", "tcp_connections"} <= metrics
    assert not {"ups_charge_percent", "optical_rx_dbm"} & metrics


def test_the_operators_choice_counts_and_is_kept(client: EngineClient, tmp_path: Path) -> None:
    device = the_device(client)
    client.call(ChooseMetrics(scope=f"device:{device}", profile="host", is_on=False))
    assert "processes" not in {key.metric for key in polled(client)}
    client.close()
    with closing(open_client(tmp_path / "profile", origin="cli")) as again:
        infos = value(again.call(ListMetrics()), tuple[MetricProfileInfo, ...])
    assert {i.name: i.choices for i in infos if i.choices} == {"host": {f"device:{device}": False}}


@pytest.mark.parametrize(
    ("scope", "profile"), [("planet:mars", "host"), ("device:", "host"), ("kind:switch", "nothing")]
)
def test_a_choice_of_nothing_is_refused(client: EngineClient, scope: str, profile: str) -> None:
    with pytest.raises(EngineError):
        client.call(ChooseMetrics(scope=scope, profile=profile, is_on=True))


def test_a_formula_over_what_was_stored_is_checked_by_its_units(client: EngineClient) -> None:
    device = the_device(client)
    polled(client)
    now = int(time.time())
    series = value(client.call(ListSeries(device=device)), tuple[SeriesKey, ...])
    load = next(key for key in series if key.metric == "load_average")
    rtt = SeriesKey(device, "icmp_rtt_ms")
    ask = ReadFormula(formula="a + a", series={"a": load, "b": rtt}, unit="1", since=now - 600, until=now)
    doubled = value(client.call(ask), SeriesData)
    assert doubled.values
    assert all(v is not None and v >= 0 for v in doubled.values)
    with pytest.raises(EngineError):
        client.call(ReadFormula(formula="a + b", series={"a": load, "b": rtt}, unit="1", since=now - 600, until=now))
