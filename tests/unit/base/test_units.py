"""Numbers as people read them, at the places where the prefix, the sign or the number of digits changes."""

from __future__ import annotations

import math

import pytest

from nocscape.base.units import NO_VALUE, bps, grouped, measured, octets, percent, si, significant


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0 b/s"),
        (999, "999 b/s"),
        (999.4, "999 b/s"),
        (999.5, "1 kb/s"),
        (1000, "1 kb/s"),
        (7_940_000_000, "7.94 Gb/s"),
        (-1500, "−1.5 kb/s"),
        (999e18, "999 Eb/s"),
        (12_345e18, "12345 Eb/s"),
        (None, NO_VALUE),
        (math.inf, NO_VALUE),
        (math.nan, NO_VALUE),
    ],
)
def test_a_rate_takes_the_prefix_that_leaves_one_to_three_digits(value: float | None, shown: str) -> None:
    assert bps(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1023, "1023 B"),
        (1023.6, "1 KiB"),
        (1024, "1 KiB"),
        (1536, "1.5 KiB"),
        (1024**2, "1 MiB"),
        (10 * 1024**3, "10 GiB"),
    ],
)
def test_memory_is_counted_in_powers_of_1024(value: float, shown: str) -> None:
    assert octets(value) == shown


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [(0, 3, "0"), (0.0, 3, "0"), (12.0, 3, "12"), (1.2345, 3, "1.23"), (0.012345, 2, "0.012"), (120, 1, "120")],
)
def test_significant_digits_leave_no_trailing_zeros(value: float, digits: int, shown: str) -> None:
    assert significant(value, digits) == shown


def test_a_value_without_a_unit_has_no_space_behind_it() -> None:
    assert si(5, "") == "5"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (61, "%", "61 %"),
        (0.8, "ms", "0.8 ms"),
        (0.1234, "ms", "0.12 ms"),
        (999.0, "ms", "999 ms"),
        (1000.0, "ms", "1 s"),
        (-6.8, "dBm", "−6.8 dBm"),
        (2048, "B", "2 KiB"),
        (1500, "bit/s", "1.5 kb/s"),
        (12, "1/s", "12 /s"),
        (3, "1", "3"),
        (None, "%", NO_VALUE),
        (math.inf, "°C", NO_VALUE),
    ],
)
def test_a_measured_value_is_written_as_the_field_writes_it(value: float | None, unit: str, shown: str) -> None:
    assert measured(value, unit) == shown


def test_a_share_that_is_not_known_is_no_zero() -> None:
    assert percent(None) == percent(math.nan) == NO_VALUE
    assert percent(0) == "0 %"


def test_a_share_of_next_to_nothing_is_no_row_of_zeros() -> None:
    assert percent(0.0000104) == "< 0.01 %"
    assert percent(0.01) == "0.01 %"


def test_large_counts_are_grouped_by_narrow_spaces() -> None:
    assert grouped(1_234_567) == "1\u202f234\u202f567"
    assert grouped(999) == "999"
