"""Alarm rules in a whole engine without a network: told, shown, kept quiet, ended."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np
import pytest
from msgspec.structs import replace

from nocscape.base.clock import FakeClock
from nocscape.base.errors import InputError
from nocscape.engine.core import Engine
from nocscape.engine.watching.alarms import TICK_S, AlarmRoom
from nocscape.model.alarms import AlarmRule, Level, Side
from nocscape.model.batches import StatusChanged
from nocscape.model.maintenance import MaintenanceWindow
from nocscape.model.metrics import Sample, SeriesKey
from nocscape.model.net import DeviceStatus
from nocscape.model.status import Severity, Status
from nocscape.polling import PollResult, PortBlock, PortLayout, Verdict
from nocscape.polling.rates import Rates
from tests.unit.alarms.made import WARNING, rule
from tests.unit.store.things import switch

UP = DeviceStatus(device="d1", status=Status.UP)


class Desk:
    """One switch that is up, and what is said of it."""

    def __init__(self, engine: Engine, clock: FakeClock) -> None:
        self.rooms = engine.rooms
        self.clock = clock
        self.rooms.state.put_devices([switch(1)])
        self.rooms.state.put_statuses([UP])
        self.seen = len(self.rooms.state.events)

    @property
    def alarms(self) -> AlarmRoom:
        return self.rooms.watch.alarms

    def brings(self, value: float | None, metric: str = "cpu_percent") -> None:
        """A poll that brings this, half a minute after the last."""
        self.clock._now += 30
        sample = Sample(SeriesKey("d1", metric), int(self.clock.now()), value)
        self.alarms.take_samples("d1", [sample])

    def told(self) -> list[tuple[Severity, str]]:
        """Events since the last look."""
        news, self.seen = list(self.rooms.state.events)[self.seen :], len(self.rooms.state.events)
        return [(event.severity, str(event.text)) for event in news]

    def shown(self) -> tuple[Status, str]:
        """The state that a console is told."""
        items = [item for item in self.rooms.state.everything() if isinstance(item, StatusChanged)]
        (status,) = items[0].devices
        return status.status, str(status.reason or "")


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    clock = FakeClock()
    engine = Engine(None, clock)
    await engine.start()
    yield Desk(engine, clock)
    await engine.stop()


def wanted(*levels: Level, **fields: object) -> AlarmRule:
    return replace(rule(*levels, **fields), id="")


async def test_a_value_beyond_its_limit_is_an_event_and_a_state_until_it_is_back(desk: Desk) -> None:
    await desk.alarms.put(wanted(for_s=60.0), "kim")
    for value in (50.0, 85.0, 85.0, 97.0):
        desk.brings(value)
    assert desk.told() == [(Severity.WARNING, "sw-1: Processor load 97 % for 1 min (limit 80 %)")]
    assert desk.shown() == (Status.WARNING, "Processor load 97 % for 1 min (limit 80 %)")
    desk.brings(10.0)
    assert desk.told() == [(Severity.CLEAR, "sw-1: Processor load is well again at 10 % after 1 min 30 s")]
    assert desk.shown() == (Status.UP, "")


async def test_the_state_is_the_worst_of_all_alarms_and_of_what_the_poll_found(desk: Desk) -> None:
    await desk.alarms.put(wanted(), "kim")
    await desk.alarms.put(wanted(metric="memory_percent"), "kim")
    desk.brings(85.0)
    desk.brings(99.0, "memory_percent")
    assert desk.shown()[0] is Status.CRITICAL
    desk.brings(10.0, "memory_percent")
    assert desk.shown()[0] is Status.WARNING
    desk.rooms.state.put_statuses([DeviceStatus(device="d1", status=Status.UNREACHABLE)])
    assert desk.shown()[0] is Status.UNREACHABLE


async def test_ports_are_told_by_their_names_in_the_words_of_the_rule(desk: Desk) -> None:
    await desk.alarms.put(wanted(WARNING, metric="if_in_bps", text="{name} {instance}: {value} > {limit}"), "kim")
    desk.alarms.take(poll("if_in_bps", ("Gi0/1", "Gi0/2"), 10.0, 4e9))
    assert desk.told() == [(Severity.WARNING, "sw-1 Gi0/2: 4 Gb/s > 80 b/s")]
    assert desk.rooms.state.events[-1].interface == "Gi0/2"


async def test_a_share_of_the_speed_follows_the_port_to_another_speed(desk: Desk) -> None:
    await desk.alarms.put(wanted(WARNING, metric="if_in_bps", condition="utilisation"), "kim")
    known = switch(1)
    port = replace(known.interfaces[0], speed_bps=1_000_000)
    desk.alarms.assign(replace(known, interfaces=(port,)))
    desk.alarms.take(poll("if_in_bps", ("Gi0/1",), 900_000.0))
    assert desk.told() == [
        (Severity.WARNING, "sw-1: Traffic in at Gi0/1 · Share of the port's speed 90 % (limit 80 %)")
    ]
    desk.alarms.assign(replace(known, interfaces=(replace(port, speed_bps=10_000_000),)))
    desk.alarms.take(poll("if_in_bps", ("Gi0/1",), 900_000.0, at=200))
    assert [severity for severity, _ in desk.told()] == [Severity.CLEAR]


def poll(metric: str, ports: tuple[str, ...], *values: float, at: int = 100) -> PollResult:
    layout = PortLayout("d1", (metric,), ports)
    block = PortBlock(layout, at, Rates(np.array(values), np.zeros(len(values), np.uint8)))
    return PollResult(device="d1", at=at, samples=(), block=block, ports={}, status=UP, verdict=Verdict(Status.UP))


async def test_nothing_is_told_in_maintenance(desk: Desk) -> None:
    await desk.alarms.put(wanted(), "kim")
    now = desk.clock.now()
    window = MaintenanceWindow(scope="all", since=now, until=now + 100)
    await desk.rooms.maintenance.put(window, "kim")
    desk.brings(99.0)
    assert desk.told() == []
    desk.clock._now += 100
    desk.brings(99.0)
    assert [severity for severity, _ in desk.told()] == [Severity.CRITICAL]


async def test_a_series_that_brings_nothing_is_told_after_a_while(desk: Desk) -> None:
    await desk.alarms.put(wanted(Level(severity=Severity.MINOR, limit=300), condition="missing"), "kim")
    desk.brings(10.0)
    await desk.clock.advance(300 + TICK_S)
    assert desk.told()[0][0] is Severity.MINOR
    desk.brings(10.0)
    assert [severity for severity, _ in desk.told()] == [Severity.CLEAR]


async def test_what_a_rule_told_ends_with_the_rule_and_with_its_switch(desk: Desk) -> None:
    kept = await desk.alarms.put(wanted(), "kim")
    desk.brings(99.0)
    desk.told()
    await desk.alarms.put(replace(kept, is_on=False), "kim")
    assert desk.told() == [(Severity.CLEAR, "sw-1: Processor load is judged by that threshold no more")]
    assert desk.shown()[0] is Status.UP
    await desk.alarms.put(kept, "kim")
    desk.brings(99.0)
    assert [len(info.alarms) for info in desk.alarms.infos()] == [1]
    await desk.alarms.drop(kept.id)
    assert [severity for severity, _ in desk.told()] == [Severity.CRITICAL, Severity.CLEAR]
    assert desk.alarms.infos() == ()


async def test_a_device_that_is_forgotten_takes_its_alarms_with_it(desk: Desk) -> None:
    await desk.alarms.put(wanted(), "kim")
    desk.brings(99.0)
    desk.told()
    desk.alarms.forget("d1")
    assert desk.told() == []
    assert (await desk.rooms.inventory.load()).alarms == ()


async def test_what_was_told_is_still_told_after_a_start_and_not_twice(desk: Desk) -> None:
    kept = await desk.alarms.put(wanted(), "kim")
    desk.brings(99.0)
    await desk.rooms.inventory.flush()
    stored = await desk.rooms.inventory.load()
    desk.alarms.forget("d1")
    after = AlarmRoom(desk.rooms)
    after.restore(stored.settings, stored.alarms)
    after.assign(switch(1))
    desk.told()
    assert [(info.rule, len(info.alarms)) for info in after.infos()] == [(kept, 1)]
    assert desk.shown()[0] is Status.CRITICAL
    after.take_samples("d1", [Sample(SeriesKey("d1", "cpu_percent"), int(desk.clock.now()) + 1, 99.0)])
    assert desk.told() == []


async def test_rules_that_make_no_sense_are_refused(desk: Desk) -> None:
    kept = await desk.alarms.put(wanted(), "kim")
    for wrong, words in (
        (wanted(metric="moon"), "moon"),
        (wanted(scope="moon"), "no scope"),
        (wanted(), f"already: {kept.id}"),
        (replace(wanted(), id="nine"), "no threshold nine"),
        (wanted(instance="\x00"), "cannot be printed"),
    ):
        with pytest.raises(InputError, match=words):
            await desk.alarms.put(wrong, "kim")
    with pytest.raises(InputError, match="no threshold nine"):
        await desk.alarms.drop("nine")


async def test_limits_are_suggested_by_what_a_series_did(desk: Desk) -> None:
    key = SeriesKey("d1", "icmp_rtt_ms")
    start = int(desk.clock.now()) - 6000
    desk.rooms.history.append([Sample(key, start + 30 * n, n / 2) for n in range(200)])
    found = await desk.alarms.suggest(key, Side.ABOVE)
    assert (found.unit, found.title) == ("ms", "Round-trip time")
    assert found.latest == pytest.approx(98, abs=3)
    assert found.percentile == pytest.approx(94, abs=3)
    assert [level.limit for level in found.levels] == [110.0, 140.0]
    low = await desk.alarms.suggest(key, Side.BELOW)
    assert low.levels[1].limit < low.levels[0].limit < 8
    assert {info.name for info in found.conditions} == {"threshold", "change", "missing"}
