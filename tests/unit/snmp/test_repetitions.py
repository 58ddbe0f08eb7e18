"""How many rows one reply is asked to carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("gufo.snmp")

from nocscape.wire.snmp.gufo_backend import evenly


def test_a_column_a_little_longer_than_a_reply_is_cut_in_the_middle() -> None:
    assert evenly(51, 50) == 26
    assert evenly(49, 50) == 50
    assert evenly(3, 50) == 25


@given(st.integers(0, 5000), st.integers(1, 100))
def test_no_more_replies_are_needed_than_with_the_most(rows: int, most: int) -> None:
    repetitions = evenly(rows, most)
    assert 1 <= repetitions <= most
    assert -(-(rows + 1) // repetitions) == -(-(rows + 1) // most)
