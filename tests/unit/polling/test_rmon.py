"""RMON history: what a switch measured by itself, in the series of what is read of it live."""

from __future__ import annotations

import pytest

from nocscape.model.metrics import SeriesKey
from nocscape.polling import objects, rmon
from nocscape.polling.metrics import load
from nocscape.wire.snmp import Column, ColumnTable, SnmpTarget, SnmpValue
from tests.unit.polling.agents import TARGET

NOW = 1_750_000_000
UPTIME_S = 100_000
GRANTED = 10


class Switch:
    """Two ports; a history of 30 s and one of 1800 s of the first, the latter of the second alone."""

    def __init__(self, uptime_s: int = UPTIME_S) -> None:
        self.uptime = uptime_s * 100 % 2**32
        self.objects: ColumnTable = {
            rmon.STATS_SOURCE.oid: {"11": "1.3.6.1.2.1.2.2.1.1.1", "12": "1.3.6.1.2.1.2.2.1.1.2"},
            rmon.CONTROL_SOURCE.oid: {
                "1": "1.3.6.1.2.1.2.2.1.1.1",
                "2": "1.3.6.1.2.1.2.2.1.1.1",
                "3": "1.3.6.1.2.1.2.2.1.1.2",
                "4": "1.3.6.1.2.1.2.2.1.1.99",
            },
            rmon.CONTROL_INTERVAL.oid: {"1": 30, "2": 1800, "3": 1800, "4": 30},
        }
        starts: dict[str, SnmpValue] = {}
        octets: dict[str, SnmpValue] = {}
        for index, interval_s in {"1": 30, "2": 1800, "3": 1800, "4": 30}.items():
            for number in range(1, GRANTED + 1):
                start_s = uptime_s - (GRANTED + 1 - number) * interval_s
                starts[f"{index}.{number}"] = start_s * 100 % 2**32
                octets[f"{index}.{number}"] = 1000 * interval_s
        self.objects |= {rmon.INTERVAL_START.oid: starts, rmon.MEASURES[0].column.oid: octets}

    async def scalars(self, _: SnmpTarget, columns: list[Column]) -> dict[str, SnmpValue]:
        return {c.oid: self.uptime for c in columns if c == objects.SYS_UPTIME}

    async def columns(self, _: SnmpTarget, columns: list[Column], *, most_rows: int = 0) -> ColumnTable:
        assert most_rows
        return {c.oid: dict(self.objects.get(c.oid, {})) for c in columns}


@pytest.mark.parametrize("uptime_s", [UPTIME_S, 2**32 // 100 + 60])
async def test_buckets_become_rates_at_their_ends_the_finest_first(uptime_s: int) -> None:
    samples = await rmon.read_history(Switch(uptime_s), TARGET, "d", NOW)
    assert {s.key for s in samples} == {SeriesKey("d", "rmon_bps", "11"), SeriesKey("d", "rmon_bps", "12")}
    assert {s.value for s in samples} == {8000.0}
    first = sorted(s.at for s in samples if s.key.instance == "11")
    fine = [NOW - 30 * n for n in range(GRANTED - 1, -1, -1)]
    coarse = [NOW - 1800 * n for n in range(GRANTED - 1, 0, -1)]
    assert first == coarse + fine
    assert sorted(s.at for s in samples if s.key.instance == "12") == [*coarse, NOW]


async def test_a_device_without_rmon_is_asked_once_and_says_nothing() -> None:
    switch = Switch()
    switch.objects.clear()
    assert await rmon.read_history(switch, TARGET, "d", NOW) == []


async def test_rows_that_make_no_sense_are_left_out() -> None:
    switch = Switch()
    switch.objects[rmon.CONTROL_INTERVAL.oid] = {"1": 0, "2": -5, "3": b"soon"}
    assert await rmon.read_history(switch, TARGET, "d", NOW) == []
    switch = Switch()
    switch.objects[rmon.INTERVAL_START.oid] = {"1.1": b"then", "3.1": (UPTIME_S + 50) * 100}
    assert await rmon.read_history(switch, TARGET, "d", NOW) == []


def test_each_metric_of_the_history_is_one_that_is_read_live() -> None:
    live = {spec.name: spec.factor for spec in load().profiles["rmon"].metrics}
    assert {measure.metric: measure.factor for measure in rmon.MEASURES}.items() <= live.items()
