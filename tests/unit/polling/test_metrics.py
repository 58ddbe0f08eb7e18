"""Metric profiles: what ships, and how they are read from an agent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from nocscape.base.errors import InputError
from nocscape.model.metrics import Sample
from nocscape.model.net import Device, Endpoint, Kind
from nocscape.polling.metrics import MetricProfile, MetricReader, load
from nocscape.polling.metrics.instances import Moment
from nocscape.polling.metrics.library import check, read_file
from nocscape.polling.metrics.reader import RETRY_S
from nocscape.wire.snmp import Column, ColumnTable, RowPlan, Rows, SnmpTarget, SnmpValue
from tests.integration.snmpd import v2c

LIBRARY = load()
TARGET = SnmpTarget(address="192.0.2.1", credential=v2c())


class Agent:
    """Answers from columns and scalars by OID, and counts what it is asked."""

    def __init__(self, objects: dict[str, dict[str, SnmpValue]]) -> None:
        self.objects = objects
        self.asked: list[str] = []

    async def columns(self, _: SnmpTarget, columns: list[Column], *, most_rows: int = 0) -> ColumnTable:
        assert most_rows
        self.asked += [c.oid for c in columns]
        return {c.oid: dict(self.objects.get(c.oid) or self.objects.get(f"{c.oid}.0", {})) for c in columns}

    async def rows(self, target: SnmpTarget, plan: RowPlan) -> Rows:
        return Rows.of_table(plan, await self.columns(target, list(plan.rows), most_rows=1))

    async def after(self, _: SnmpTarget, oids: Sequence[str]) -> dict[str, str]:
        self.asked += oids
        known = sorted(numbers(o if o.endswith(".0") else f"{o}.{i}") for o, rows in self.objects.items() for i in rows)
        following = {oid: next((k for k in known if k > numbers(oid)), ()) for oid in oids}
        return {oid: ".".join(map(str, follower)) for oid, follower in following.items()}


def numbers(oid: str) -> tuple[int, ...]:
    return tuple(map(int, oid.split(".")))


def reader(*names: str) -> MetricReader:
    return MetricReader("d", [LIBRARY.profiles[name] for name in names])


def told(samples: list[Sample]) -> dict[tuple[str, str], float | None]:
    return {(s.key.metric, s.key.instance): s.value for s in samples}


@pytest.mark.parametrize("profile", LIBRARY.profiles.values(), ids=lambda p: p.name)
def test_what_ships_has_the_unit_in_its_name_and_an_object_for_people(profile: MetricProfile) -> None:
    endings = {"%": "percent", "°C": "_c", "dBm": "_dbm", "V": "_v", "W": "_w", "A": "_a", "s": "_s", "B": "bytes"}
    for spec in profile.metrics:
        assert spec.name.endswith(endings.get(spec.unit, "")), spec.name
        assert bool(spec.object) == bool(spec.value)


async def test_a_sensor_is_scaled_as_its_mib_says_and_named_by_its_part() -> None:
    base, name = "1.3.6.1.2.1.99.1.1.1", "1.3.6.1.2.1.47.1.1.1.1.7"
    agent = Agent(
        {
            f"{base}.1": {"1": 8, "2": 8, "3": 10, "4": 8},
            f"{base}.2": {"1": 9, "2": 8, "3": 9, "4": 9},
            f"{base}.3": {"1": 1, "2": 0, "3": 0, "4": 0},
            f"{base}.4": {"1": 415, "2": 38_000, "3": 5400, "4": 999_999},
            f"{base}.5": {"1": 1, "2": 1, "3": 1, "4": 1},
            name: {"1": b"CPU", "2": b"Inlet", "3": b"Fan 1", "4": b"Nowhere"},
        }
    )
    samples = await reader("entity_sensors").read(agent, TARGET, Moment(100, 0.0))
    assert told(samples) == {
        ("sensor_temperature_c", "CPU"): 41.5,
        ("sensor_temperature_c", "Inlet"): 38.0,
        ("fan_rpm", "Fan 1"): 5400.0,
    }


async def test_a_formula_is_reckoned_for_each_instance() -> None:
    base = "1.3.6.1.2.1.25.2.3.1"
    agent = Agent(
        {
            f"{base}.3": {"1": b"/", "2": b"/home"},
            f"{base}.4": {"1": 4096, "2": 4096},
            f"{base}.5": {"1": 1000, "2": 200},
            f"{base}.6": {"1": 250, "2": 200},
        }
    )
    found = told(await reader("filesystems").read(agent, TARGET, Moment(100, 0.0)))
    assert found["filesystem_percent", "/"] == 25.0
    assert found["filesystem_percent", "/home"] == 100.0
    assert found["filesystem_used_bytes", "/"] == 1_024_000.0
    assert ("storage_units", "/") not in found


async def test_counters_become_rates_and_follow_their_instances() -> None:
    agent = Agent({"1.3.6.1.2.1.15.3.1.2": {"10.0.0.1": 6, "10.0.0.2": 1}, "1.3.6.1.2.1.15.3.1.10": {"10.0.0.1": 100}})
    peers = reader("bgp")
    first = told(await peers.read(agent, TARGET, Moment(100, 0.0, 1000)))
    assert first == {("bgp_is_established", "10.0.0.1"): 1.0, ("bgp_is_established", "10.0.0.2"): 0.0}
    agent.objects["1.3.6.1.2.1.15.3.1.10"] = {"10.0.0.2": 7, "10.0.0.1": 700}
    second = told(await peers.read(agent, TARGET, Moment(160, 60.0, 7000)))
    assert second["bgp_updates_per_s", "10.0.0.1"] == 10.0
    assert ("bgp_updates_per_s", "10.0.0.2") not in second


async def test_an_agent_without_the_objects_is_left_alone_for_a_while() -> None:
    agent = Agent({})
    ups = reader("ups")
    for mono_s in (0.0, 60.0, RETRY_S - 60.0):
        assert await ups.read(agent, TARGET, Moment(0, mono_s)) == []
    assert len(agent.asked) == 1
    await ups.read(agent, TARGET, Moment(0, RETRY_S))
    assert len(agent.asked) == 2


async def test_each_profile_has_its_own_interval() -> None:
    agent = Agent({"1.3.6.1.2.1.25.2.3.1.6": {"1": 1}, "1.3.6.1.2.1.25.1.6.0": {"0": 90}})
    both = reader("filesystems", "host")
    processes = 0
    for mono_s in range(0, 270, 30):
        samples = await both.read(agent, TARGET, Moment(0, float(mono_s)))
        processes += sum(s.key.metric == "processes" for s in samples)
    assert processes == 5
    assert agent.asked.count("1.3.6.1.2.1.25.2.3.1.5") == 1


def test_profiles_choose_their_devices() -> None:
    printer = Device(id="p", name="p", endpoint=Endpoint("192.0.2.2"), kind=Kind.PRINTER)
    assert "printer" in {p.name for p in LIBRARY.fitting(printer)}
    assert not {"ups", "optics_juniper"} & {p.name for p in LIBRARY.fitting(printer)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1, 2]",
        "name: x\ntitle: x\nmetrics: [{name: a, title: a, unit: parsec, value: 1.3}]",
        "name: x\ntitle: x\nmetrics: [{name: a, title: a, unit: '%'}]",
        "name: x\ntitle: x\nmetrics: [{name: a, title: a, unit: '%', formula: b / c}]",
        "name: x\ntitle: x\nmetrics: [{name: a, title: a, unit: '%', value: 1.3, colour: red}]",
        "&a [*a]",
        "name: !!python/object/apply:os.system [ls]",
    ],
)
def test_a_file_that_makes_no_sense_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(InputError, match=r"mine\.yaml"):
        read_file(path, MetricProfile, check)
