"""What values of named objects mean."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape.base.text import plain
from nocscape.profiles import Number, Pool, Word, amounts, column_of, number, word
from nocscape.wire.snmp import SnmpValue, Syntax

OID = "1.3.6.1.4.1.9.1"
ANY = st.none() | st.integers() | st.floats() | st.binary(max_size=64) | st.text(max_size=64)


def test_text_is_asked_for_as_text_and_numbers_as_numbers() -> None:
    assert column_of(Number(OID)).syntax is Syntax.INTEGER
    assert column_of(Number(OID, find=r"(\d+)")).syntax is column_of(Word(OID)).syntax is Syntax.OCTETS


@pytest.mark.parametrize(
    ("named", "value", "meant"),
    [
        (Number(OID, times=0.1), 415, 41.5),
        (Number(OID, is_left=True), 93, 7.0),
        (Number(OID, find=r"(\d+) ?%"), "사용 12 %".encode("euc-kr"), 12.0),
        (Number(OID, find=r"(\S+)"), b"inf", None),
        (Number(OID, find=r"(\S+)"), 12, None),
        (Number(OID), b"12", None),
    ],
)
def test_a_number_is_what_its_object_says_in_our_unit(named: Number, value: SnmpValue, meant: float | None) -> None:
    assert number(named, value) == meant


@given(ANY, st.sampled_from([Number(OID), Number(OID, find=r"([\d.]+)"), Number(OID, times=0.01, is_left=True)]))
def test_no_value_breaks_a_number(value: SnmpValue, named: Number) -> None:
    found = number(named, value)
    assert found is None or math.isfinite(found)


@given(ANY, st.sampled_from([Word(OID), Word(OID, r"(\S+)"), Word(OID, r"(\w)(\w*) => \2\1")]))
def test_no_value_breaks_a_word(value: SnmpValue, named: Word) -> None:
    found = word(named, value)
    assert plain(found) == found
    assert len(found.splitlines()) <= 1
    assert len(found) <= 80


@given(ANY, ANY, ANY, st.integers(1, 2**20))
def test_a_pool_is_never_more_than_full(used: SnmpValue, free: SnmpValue, total: SnmpValue, unit_bytes: int) -> None:
    found = amounts(Pool(used=OID, free=OID, total=OID, unit_bytes=unit_bytes), used, free, total)
    assert found is None or (0 <= found.used_bytes <= found.total_bytes and 0 <= found.percent <= 100)
