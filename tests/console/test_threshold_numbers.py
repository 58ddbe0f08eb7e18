"""Limits as people type and read them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nocscape.console.thresholds.numbers import shown, typed

UNITS = ("%", "bit/s", "ms", "°C", "dBm", "1/s", "s", "1", "B", "")


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("80", "%", 80.0),
        ("80 %", "%", 80.0),
        ("80,5%", "%", 80.5),
        ("1.2G", "bit/s", 1.2e9),
        ("1.2 Gb/s", "bit/s", 1.2e9),
        ("10 Mi", "B", 10 * 2.0**20),
        ("−6.8 dBm", "dBm", -6.8),
        ("5 min", "s", 300.0),
        ("300 s", "s", 300.0),
        ("2 h", "s", 7200.0),
        ("1e3", "ms", 1000.0),
        ("10 /s", "1/s", 10.0),
        ("3k", "1/s", 3000.0),
    ],
)
def test_a_limit_is_understood_as_it_is_written(text: str, unit: str, number: float) -> None:
    assert typed(text, unit) == pytest.approx(number)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", "%"),
        ("much", "%"),
        ("80 ms", "%"),
        ("80k", "%"),
        ("5 min", "ms"),
        ("1e999", "ms"),
        ("8 0", "%"),
        ("nan", ""),
    ],
)
def test_what_is_no_limit_in_that_unit_is_not_guessed(text: str, unit: str) -> None:
    assert typed(text, unit) is None


@settings(deadline=None)
@given(st.floats(-1e13, 1e13).map(lambda value: float(f"{value:.9g}")), st.sampled_from(UNITS))
def test_what_is_shown_can_be_typed_again(value: float, unit: str) -> None:
    assert typed(shown(value, unit), unit) == pytest.approx(value)
