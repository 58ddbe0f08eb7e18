"""Where grid lines stand and what is written at them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape.console.charts.axes import frame_of, time_ticks, value_text, value_ticks


@pytest.fixture
def berlin() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@given(st.floats(1e9, 2e9), st.floats(5, 3e8), st.integers(10, 20))
def test_time_ticks_lie_inside_grow_and_are_not_too_many(since: float, span: float, most: int) -> None:
    ticks = time_ticks(since, since + span, most)
    assert all(since <= t.at <= since + span for t in ticks)
    assert all(a.at < b.at for a, b in pairwise(ticks))
    assert len(ticks) <= most + 2


@given(st.floats(-1e12, 0), st.floats(1e-3, 1e12), st.integers(2, 12))
def test_value_ticks_lie_inside_and_are_not_too_many(low: float, high: float, most: int) -> None:
    ticks = value_ticks(low, high, most, "b/s")
    room = (high - low) * 1e-6
    assert all(low - room <= t.at <= high + room for t in ticks)
    assert 1 <= len(ticks) <= most + 2


def test_ticks_stay_on_full_hours_over_a_change_to_winter_time(berlin: None) -> None:
    since = 1_761_436_800  # 2025-10-26 02:00 CEST, an hour before the clocks go back
    texts = [t.text for t in time_ticks(since, since + 86_400, 8)]
    assert texts == ["03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "10-27"]


def test_midnight_shows_the_date(berlin: None) -> None:
    assert [t.text for t in time_ticks(1_750_000_000, 1_750_086_400, 4)] == ["18:00", "06-16", "06:00", "12:00"]


def test_below_zero_no_sign_is_written() -> None:
    assert [t.text for t in value_ticks(-5e9, 10e9, 4, "b/s")] == ["5 Gb/s", "0 b/s", "5 Gb/s", "10 Gb/s"]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (7.94e9, "b/s", "7.94 Gb/s"),
        (61.0, "%", "61 %"),
        (0.8, "ms", "0.8 ms"),
        (1500.0, "ms", "1.5 s"),
        (0.0148, "ms", "0.01 ms"),
        (41.25, "°C", "41.2 °C"),
        (1200.0, "/s", "1.2 k/s"),
        (None, "%", "–"),
        (float("nan"), "ms", "–"),
    ],
)
def test_values_carry_their_unit(value: float | None, unit: str, text: str) -> None:
    assert value_text(value, unit) == text


def test_the_frame_always_holds_zero_and_shares_end_at_a_hundred() -> None:
    assert frame_of(20, 60, "%") == (0.0, 100.0)
    assert frame_of(0, 130, "%") == (0.0, 130)
    assert frame_of(0, 0, "b/s") == (0.0, 1.0)
    low, high = frame_of(-50, 100, "b/s")
    assert low < -50
    assert high > 100


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_low_chart_has_a_scale_of_two_values_at_least(most: int) -> None:
    ticks = value_ticks(-1.2e9, 1.3e9, most, "b/s")
    assert [t.text for t in ticks] == ["1 Gb/s", "0 b/s", "1 Gb/s"]
    assert len(value_ticks(0.0, 0.9, most, "ms")) >= 2


def test_the_words_at_lines_are_where_the_lines_are() -> None:
    assert [t.text for t in value_ticks(0.0, 0.075, 3, "ms")] == ["0 ms", "0.025 ms", "0.05 ms", "0.075 ms"]
