"""Which series a file knows."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nocscape.store.columns import ids_array
from nocscape.store.id_set import IdSet

NUMBERS = st.lists(st.integers(0, 20_000), max_size=50)


@given(NUMBERS, st.lists(NUMBERS, max_size=5))
def test_it_knows_what_it_was_told_and_nothing_else(first: list[int], later: list[list[int]]) -> None:
    known, model = IdSet(ids_array(first)), set(first)
    for numbers in later:
        new = known.new_of(ids_array(numbers))
        assert new.tolist() == sorted(set(numbers) - model)
        assert new.dtype == np.uint32
        known.add(new)
        model |= set(numbers)
