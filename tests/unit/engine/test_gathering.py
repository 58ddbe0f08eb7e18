"""Readings that come one by one are taken in together, the more seldom the more each time costs."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.tasks import Supervisor
from nocscape.engine.finding.gathering import COALESCE_S, MOST_PAUSE_S, REST, Gathering
from nocscape.topology.observations import DeviceReading
from tests.unit.topology.made import pinged


class Taking:
    """Notes what is taken in; each time takes `cost_s`."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.tasks = Supervisor("test")
        self.cost_s = 0.0
        self.taken: list[int] = []
        self.gathering = Gathering(self.clock, self.tasks, self.take)

    def take(self, readings: tuple[DeviceReading, ...]) -> None:
        self.taken.append(len(readings))
        self.clock._step_to(self.clock.monotonic() + self.cost_s)


@pytest.fixture
async def taking() -> AsyncIterator[Taking]:
    made = Taking()
    yield made
    await made.tasks.close()


READING = pinged("10.0.0.1")


async def test_readings_of_one_moment_are_taken_in_together(taking: Taking) -> None:
    for _ in range(3):
        taking.gathering.put(READING)
    assert taking.taken == []
    await taking.clock.advance(COALESCE_S)
    assert taking.taken == [3]


async def test_the_pause_behind_it_follows_from_what_it_cost(taking: Taking) -> None:
    taking.cost_s = 0.1
    taking.gathering.put(READING)
    await taking.clock.advance(1.0)
    for _ in range(4):
        taking.gathering.put(READING)
        await taking.clock.advance(REST * taking.cost_s / 5)
    assert taking.taken == [1]
    await taking.clock.advance(REST * taking.cost_s / 5)
    assert taking.taken == [1, 4]


async def test_the_pause_has_an_end_however_much_it_costs(taking: Taking) -> None:
    taking.cost_s = 60.0
    taking.gathering.put(READING)
    await taking.clock.advance(COALESCE_S + taking.cost_s)
    taking.gathering.put(READING)
    await taking.clock.advance(MOST_PAUSE_S)
    assert taking.taken == [1, 1]


async def test_nothing_is_begun_when_the_engine_is_closed(taking: Taking) -> None:
    await taking.tasks.close()
    taking.gathering.put(READING)
    await taking.clock.advance(COALESCE_S)
    assert taking.taken == []
