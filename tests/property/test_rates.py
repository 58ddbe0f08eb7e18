"""Rates against an exact model of an agent: what truly passed, and what of it can be known."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape.model.metrics import Gap
from nocscape.polling.rates import SLACK, UPTIME_WRAP, Width
from tests.unit.polling.counting import Counter, Life, Rate

LIMIT_PER_S = 1000.0
FAST_PER_S = 1e9
"""At this speed a counter of 32 bits wraps several times between two polls."""


class Reading(NamedTuple):
    at_s: float
    value: int
    life: Life


@dataclass
class Agent:
    """A counter that truly counts, in an agent that is restarted and whose line card is replaced."""

    width: Width
    counted: int
    uptime_s: float
    limit_per_s: float = LIMIT_PER_S
    says_uptime: bool = True
    discontinuity: int = 0
    now_s: float = 1000.0
    readings: list[Reading] = field(default_factory=list)
    truth: list[float | Gap] = field(default_factory=list)
    """Before each reading but the first: the true rate, or why it cannot be known."""

    def read(self, truth: float | Gap | None = None) -> None:
        ticks = round(self.uptime_s * 100) % UPTIME_WRAP if self.says_uptime else None
        self.readings.append(Reading(self.now_s, self._shown(self.counted), Life(ticks, self.discontinuity)))
        if truth is not None:
            self.truth.append(truth)

    def go_on(self, seconds: int, load: float) -> None:
        grown = int(load * self.limit_per_s * seconds)
        self._pass(seconds, grown)
        may_wrap_twice = self.limit_per_s * SLACK * seconds >= 1 << self.width
        self.read(Gap.IMPOSSIBLE if may_wrap_twice else grown / seconds)

    def restart(self, seconds: int, load: float) -> None:
        counted = int(load * self.limit_per_s * seconds / 2)
        is_told = self._tells_restart(seconds, counted)
        if not is_told or (self.says_uptime and abs(self.uptime_s - UPTIME_WRAP / 100) < 1000):
            self.go_on(seconds, load)  # a restart just where a counter or sysUpTime wraps looks the same, to anybody
            return
        self._pass(seconds, 0)
        self.uptime_s, self.counted, self.discontinuity = seconds / 2, counted, 0
        self.read(Gap.RESET)

    def _tells_restart(self, seconds: int, counted: int) -> bool:
        """Whether sysUpTime tells it, or a counter that fell further than it can have come by wrapping."""
        before, after = self._shown(self.counted), self._shown(counted)
        has_fallen = after < before and after - before + (1 << self.width) > self.limit_per_s * SLACK * seconds
        return self.says_uptime or (has_fallen and self.discontinuity == 0)

    def replace_card(self, seconds: int, load: float) -> None:
        self._pass(seconds, 0)
        self.counted, self.discontinuity = int(load * self.limit_per_s), round(self.uptime_s * 100) % UPTIME_WRAP
        self.read(Gap.DISCONTINUITY)

    def _shown(self, counted: int) -> int:
        return counted % (1 << self.width)

    def _pass(self, seconds: int, grown: int) -> None:
        self.now_s += seconds
        self.uptime_s += seconds
        self.counted += grown


@st.composite
def agents(draw: st.DrawFn, speeds: tuple[float, ...] = (LIMIT_PER_S, LIMIT_PER_S, FAST_PER_S)) -> Agent:
    width = draw(st.sampled_from(Width))
    near_wrap = (1 << width) - draw(st.integers(1, 200_000))
    agent = Agent(
        width=width,
        counted=draw(st.sampled_from([0, near_wrap]) | st.integers(0, (1 << width) - 1)),
        uptime_s=draw(st.floats(100, 1e6) | st.floats(UPTIME_WRAP / 100 - 2000, UPTIME_WRAP / 100 - 100)),
        limit_per_s=draw(st.sampled_from(speeds)),
        says_uptime=draw(st.booleans()),
    )
    agent.read()
    for _ in range(draw(st.integers(1, 12))):
        step = draw(st.sampled_from([agent.go_on, agent.go_on, agent.go_on, agent.restart, agent.replace_card]))
        step(draw(st.integers(80, 600)), draw(st.just(0.0) | st.floats(0, 1)))
    return agent


def rates(readings: list[Reading], width: Width, limit_per_s: float | None = LIMIT_PER_S) -> list[Rate]:
    counter = Counter(width)
    read = (counter.read(r.value, r.at_s, r.life, limit_per_s) for r in readings)
    return [rate for rate in read if rate is not None]


@given(agents())
def test_each_rate_is_the_true_one_or_a_gap_with_the_true_reason(agent: Agent) -> None:
    told = rates(agent.readings, agent.width, agent.limit_per_s)
    assert len(told) == len(agent.truth)
    for rate, truth in zip(told, agent.truth, strict=True):
        if isinstance(truth, Gap):
            assert rate == Rate(None, truth)
        else:
            assert rate.gap is None
            assert rate.value == pytest.approx(truth)


@given(agents(), st.randoms(use_true_random=False), st.booleans())
def test_duplicates_and_belated_readings_change_nothing(agent: Agent, rng: random.Random, is_speed_known: bool) -> None:
    limit_per_s = agent.limit_per_s if is_speed_known else None
    disturbed: list[Reading] = []
    for reading in agent.readings:
        disturbed.append(reading)
        disturbed += [rng.choice(disturbed) for _ in range(rng.randrange(3))]
    assert rates(disturbed, agent.width, limit_per_s) == rates(agent.readings, agent.width, limit_per_s)


@given(agents(speeds=(LIMIT_PER_S,)))
def test_without_a_known_speed_nothing_false_is_told_either(agent: Agent) -> None:
    for rate, truth in zip(rates(agent.readings, agent.width, None), agent.truth, strict=True):
        assert rate.gap is not None or rate.value == pytest.approx(truth)


readings = st.builds(
    Reading,
    st.floats(0, 1e6),
    st.integers(0, 2**64 - 1),
    st.builds(Life, st.none() | st.integers(0, UPTIME_WRAP - 1), st.none() | st.integers(0, UPTIME_WRAP - 1)),
)


@given(st.lists(readings, max_size=5), st.sampled_from(Width))
def test_whatever_an_agent_says_no_rate_is_above_the_speed_before_it_was_disproved(
    said: list[Reading], width: Width
) -> None:
    for rate in rates([r._replace(value=r.value % (1 << width)) for r in said[:3]], width):
        assert (rate.value is None) != (rate.gap is None)
        assert rate.value is None or 0 <= rate.value <= LIMIT_PER_S * SLACK
