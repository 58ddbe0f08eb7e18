"""Nodes put in line."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape.console.map.shaping import Edge, aligned, distributed, middle, mirrored, turned

spots = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.tuples(st.integers(-9999, 9999).map(float), st.integers(-9999, 9999).map(float)),
    min_size=2,
    max_size=12,
)


@given(spots, st.sampled_from(list(Edge)))
def test_aligning_twice_is_aligning_once_and_changes_one_coordinate(
    given_: dict[str, tuple[float, float]], edge: Edge
) -> None:
    once = aligned(given_, edge)
    assert aligned(once, edge) == once
    axis = 0 if edge in (Edge.LEFT, Edge.CENTRE, Edge.RIGHT) else 1
    assert len({spot[axis] for spot in once.values()}) == 1
    assert {d: spot[1 - axis] for d, spot in once.items()} == {d: spot[1 - axis] for d, spot in given_.items()}


@given(spots, st.booleans())
def test_distributing_keeps_the_outermost_and_evens_the_rest(
    given_: dict[str, tuple[float, float]], across: bool
) -> None:
    after = distributed(given_, is_across=across)
    axis = 0 if across else 1
    values = sorted(spot[axis] for spot in after.values())
    assert values[0] == min(spot[axis] for spot in given_.values())
    assert values[-1] == pytest.approx(max(spot[axis] for spot in given_.values()))
    steps = [b - a for a, b in itertools.pairwise(values)]
    assert max(steps) == pytest.approx(min(steps), abs=1e-6)


@given(spots, st.booleans())
def test_mirroring_twice_leads_back(given_: dict[str, tuple[float, float]], across: bool) -> None:
    assert mirrored(mirrored(given_, is_across=across), is_across=across) == given_


@given(spots)
def test_four_quarters_lead_back_and_keep_the_middle(given_: dict[str, tuple[float, float]]) -> None:
    after = given_
    for _ in range(4):
        after = turned(after, 90.0)
        assert middle(after) == pytest.approx(middle(given_))
    for device, spot in given_.items():
        assert after[device] == pytest.approx(spot, abs=1e-6)
