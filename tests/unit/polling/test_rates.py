"""Single cases of counters and clocks that real agents show."""

from __future__ import annotations

import pytest

from nocscape.model.metrics import Gap
from nocscape.polling.rates import UPTIME_WRAP, Width
from tests.unit.polling.counting import Counter, Life, Rate

GIGABIT = 125e6
"""Octets a second."""


def life(uptime_s: float, discontinuity: int | None = None) -> Life:
    return Life(round(uptime_s * 100) % UPTIME_WRAP, discontinuity)


def second(width: Width, before: int, after: int, lives: tuple[Life, Life], limit: float | None = GIGABIT) -> Rate:
    counter = Counter(width)
    assert counter.read(before, 0, lives[0], limit) is None
    rate = counter.read(after, 30, lives[1], limit)
    assert rate is not None
    return rate


def break_between(before: Life, after: Life, elapsed_s: float) -> Gap | None:
    """The gap between two readings of a counter that stood still."""
    counter = Counter(Width.C64)
    counter.read(5, 0, before)
    rate = counter.read(5, elapsed_s, after)
    assert rate is not None
    return rate.gap


STEADY = (life(1000), life(1030))


def test_a_counter_of_32_bits_that_wrapped_goes_on() -> None:
    assert second(Width.C32, 2**32 - 1000, 2000, STEADY) == Rate(100.0)


def test_a_counter_of_64_bits_that_wrapped_goes_on() -> None:
    assert second(Width.C64, 2**64 - 1000, 2000, STEADY) == Rate(100.0)


def test_a_counter_that_fell_without_a_word_is_a_reset_and_no_spike() -> None:
    assert second(Width.C64, 5_000_000_000, 10, STEADY) == Rate(None, Gap.RESET)
    assert second(Width.C32, 5_000_000, 10, STEADY, limit=None) == Rate(None, Gap.RESET)


def test_a_jump_beyond_the_speed_is_impossible() -> None:
    assert second(Width.C64, 0, 10**12, STEADY) == Rate(None, Gap.IMPOSSIBLE)


def test_where_32_bits_may_have_wrapped_twice_nothing_is_told() -> None:
    assert second(Width.C32, 0, 1000, STEADY, limit=10 * GIGABIT) == Rate(None, Gap.IMPOSSIBLE)


def test_a_restart_is_seen_though_the_new_uptime_is_longer() -> None:
    assert break_between(life(100), life(500), elapsed_s=3600) is Gap.RESET


def test_sysuptime_may_wrap_after_497_days() -> None:
    assert break_between(life(UPTIME_WRAP / 100 - 10), life(20), elapsed_s=30) is None


def test_a_machine_that_slept_tells_no_rate_for_the_time() -> None:
    assert break_between(life(1000), life(9000), elapsed_s=30) is Gap.NOT_POLLED


@pytest.mark.parametrize("drift_s", [-20, -5, 5, 20])
def test_a_slow_answer_is_no_restart(drift_s: float) -> None:
    assert break_between(life(1000), life(1030 + drift_s), elapsed_s=30) is None


@pytest.mark.parametrize("pair", [(None, 5), (5, None), (None, None), (7, 7)])
def test_a_discontinuity_time_that_is_missing_once_says_nothing(pair: tuple[int | None, int | None]) -> None:
    assert break_between(Life(None, pair[0]), Life(None, pair[1]), 30) is None


def test_an_agent_that_refreshes_late_is_capped_at_its_speed() -> None:
    counter = Counter(Width.C64)
    counter.read(0, 0, life(1000), GIGABIT)
    rate = counter.read(int(15 * GIGABIT), 5, life(1005), GIGABIT)
    assert rate is not None
    assert rate.value == pytest.approx(1.05 * GIGABIT)


def test_a_speed_that_is_exceeded_again_and_again_is_not_the_speed() -> None:
    counter = Counter(Width.C64)
    tunnel = 12_500.0
    read = [counter.read(n * 10**9, 30.0 * n, life(1000 + 30 * n), tunnel) for n in range(5)]
    assert [rate.gap for rate in read if rate] == [Gap.IMPOSSIBLE, Gap.IMPOSSIBLE, None, None]
    assert read[3] == Rate(10**9 / 30)


@pytest.mark.parametrize(("drift_s", "gap"), [(100, None), (-100, None), (150, Gap.NOT_POLLED), (-150, Gap.RESET)])
def test_over_hours_an_agents_clock_may_run_one_percent_off_and_no_more(drift_s: float, gap: Gap | None) -> None:
    assert break_between(life(1000), life(11_000 + drift_s), elapsed_s=10_000) is gap
