"""Device-supplied text and numbers for people."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from nocscape.base import text, units


@given(st.binary(max_size=3000))
def test_no_bytes_from_the_wire_leave_control_or_direction_characters(raw: bytes) -> None:
    shown = text.from_wire(raw)
    assert len(shown) <= text.MAX_TEXT
    assert not {unicodedata.category(c) for c in shown if c not in "\n\t"} & {"Cc", "Cf", "Cs", "Co"}


@given(st.text(alphabet="가나다라마바사 abc", min_size=1))
def test_korean_names_survive_in_both_encodings(name: str) -> None:
    assert text.decode(name.encode()) == name
    assert text.decode(name.encode("euc-kr")) == name


@given(st.floats(1e-3, 1e17))
def test_a_prefixed_number_is_within_half_a_percent_of_its_value(value: float) -> None:
    number, unit = units.si(value, "b/s").split(" ")
    power = {"": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}[unit.removesuffix("b/s")]
    assert abs(float(number) * 10**power - value) <= 0.005 * value


def test_durations_show_their_two_largest_units() -> None:
    shown = [units.duration(s) for s in (0.035, 7, 134, 3600, 90061, 41 * 86400 + 3 * 3600)]
    assert shown == ["35 ms", "7 s", "2 min 14 s", "1 h", "1 d 1 h", "41 d 3 h"]
