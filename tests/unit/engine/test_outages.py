"""What is down, what only lies behind it, and what an operator is told of both."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from nocscape.base import i18n
from nocscape.base.clock import FakeClock
from nocscape.base.i18n import msg
from nocscape.engine.state import NetworkState
from nocscape.engine.watching.behind import causes
from nocscape.engine.watching.outages import Outages
from nocscape.model.net import DeviceId, DeviceStatus, Layer, Link
from nocscape.model.status import Severity, Status
from tests.unit.engine.test_state import Keeper
from tests.unit.store.things import switch, wire


class Line:
    """d0 – d1 – d2 – d3, with the engine at d0."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.state = NetworkState(self.clock, Keeper(), lambda _: None)
        self.state.put_devices([switch(n) for n in range(4)])
        self.state.put_links([wire(n, n + 1) for n in range(3)])
        self.planned = 0
        self.turned: list[DeviceId] = []
        self.outages = Outages(self.state, lambda: {"d0"}, self.plan, self.turned.append)
        for number in range(4):
            self.poll(number, Status.UP)

    def plan(self) -> None:
        self.planned += 1

    def poll(self, number: int, status: Status) -> None:
        reason = msg("No answer") if status is Status.CRITICAL else None
        now = self.clock.now()
        self.outages.take(DeviceStatus(device=f"d{number}", status=status, reason=reason, since=now))

    def seen(self) -> list[str]:
        return [str(self.state.statuses[f"d{n}"].status) for n in range(4)]

    def told(self) -> list[tuple[str, Severity]]:
        return [(str(e.text), e.severity) for e in self.state.events]


@pytest.fixture
def line() -> Line:
    return Line()


def test_what_lies_behind_an_outage_is_unreachable_and_names_it(line: Line) -> None:
    for number in (3, 2, 1):
        line.poll(number, Status.CRITICAL)
    line.outages.review()
    assert line.seen() == ["up", "critical", "unreachable", "unreachable"]
    assert str(line.state.statuses["d3"].reason) == "behind sw-1"
    assert [s for _, s in line.told()] == [Severity.CRITICAL, Severity.WARNING, Severity.WARNING]
    assert line.turned == ["d1"]


def test_an_effect_that_was_seen_before_its_cause_becomes_one(line: Line) -> None:
    line.poll(2, Status.CRITICAL)
    line.outages.review()
    assert line.seen()[2] == "critical"
    line.poll(1, Status.CRITICAL)
    line.outages.review()
    assert line.seen() == ["up", "critical", "unreachable", "up"]


def test_it_stays_unreachable_until_it_is_polled_again_after_its_cause_came_back(line: Line) -> None:
    line.poll(1, Status.CRITICAL)
    line.poll(2, Status.CRITICAL)
    line.outages.review()
    line.poll(2, Status.CRITICAL)
    line.outages.review()
    line.poll(1, Status.UP)
    line.outages.review()
    assert line.seen()[2] == "unreachable"
    line.poll(2, Status.CRITICAL)
    line.outages.review()
    assert line.seen()[2] == "critical"
    assert line.told()[-1] == ("sw-2 is down: No answer", Severity.CRITICAL)


def test_a_device_that_answers_behind_one_that_is_down_is_up(line: Line) -> None:
    line.poll(1, Status.CRITICAL)
    line.outages.review()
    assert line.seen() == ["up", "critical", "up", "up"]


async def test_an_end_of_an_outage_says_how_long_in_the_language_of_whoever_reads(line: Line) -> None:
    line.poll(1, Status.CRITICAL)
    line.outages.review()
    await line.clock.advance(3 * 3600)
    line.poll(1, Status.UP)
    text = line.state.events[-1].text
    assert str(text) == "sw-1 is up again after 3 h"
    i18n.set_language("ko")
    try:
        assert "3시간" in str(text)
    finally:
        i18n.set_language("en")


def test_a_second_silent_poll_tells_nothing_new(line: Line) -> None:
    for _ in range(2):
        line.poll(1, Status.CRITICAL)
        line.outages.review()
    assert len(line.told()) == 1
    assert line.planned == 1


def test_a_ring_has_a_way_round() -> None:
    ring = [wire(0, 1), wire(1, 2), wire(2, 3), wire(0, 3)]
    assert causes(ring, {"d0"}, {"d1", "d2"}) == {}
    assert causes(ring, {"d0"}, {"d1", "d3"}) == {"d2": "d1"}


def test_neighbourhoods_of_higher_layers_are_no_way() -> None:
    tunnel: Link = replace(wire(0, 3), layer=Layer.OSPF)
    assert causes([wire(0, 1), wire(1, 3), tunnel], {"d0"}, {"d1"}) == {"d3": "d1"}


def test_a_device_that_is_well_again_after_a_warning_is_told_once(line: Line) -> None:
    line.poll(1, Status.WARNING)
    line.poll(1, Status.UP)
    line.poll(1, Status.UP)
    assert line.told() == [("sw-1: ", Severity.WARNING), ("sw-1 is well again", Severity.CLEAR)]


def test_what_went_and_what_came_back_is_both_a_turn(line: Line) -> None:
    line.poll(1, Status.CRITICAL)
    line.outages.review()
    line.poll(1, Status.WARNING)
    assert line.turned == ["d1", "d1"]
    line.poll(1, Status.UP)
    assert line.turned == ["d1", "d1"]


def test_one_that_stays_behind_the_same_outage_is_told_once(line: Line) -> None:
    for _ in range(2):
        line.poll(1, Status.CRITICAL)
        line.poll(2, Status.CRITICAL)
        line.outages.review()
    assert [text for text, _ in line.told()] == ["sw-1 is down: No answer", "sw-2 cannot be reached: behind sw-1"]


def test_one_that_moves_behind_another_outage_says_which(line: Line) -> None:
    line.poll(2, Status.CRITICAL)
    line.poll(3, Status.CRITICAL)
    line.outages.review()
    assert str(line.state.statuses["d3"].reason) == "behind sw-2"
    line.poll(1, Status.CRITICAL)
    line.outages.review()
    assert str(line.state.statuses["d3"].reason) == "behind sw-1"
