"""Overviews: whatever is put where, no two widgets share a cell, and what is shared comes back as it was."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.model.overview import (
    COLUMNS,
    Cells,
    Overview,
    Scope,
    Widget,
    check,
    drop,
    free_cells,
    from_file,
    put,
    to_file,
)

cells = st.builds(Cells, st.integers(-3, 14), st.integers(-3, 40), st.integers(0, 15), st.integers(0, 9))
settings = st.dictionaries(
    st.text(max_size=8),
    st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.text(max_size=20)
    | st.lists(st.text(max_size=5), max_size=3).map(tuple),
    max_size=4,
)
widgets = st.builds(
    Widget,
    id=st.sampled_from([f"w{n}" for n in range(12)]),
    kind=st.sampled_from(["chart", "gauge", "of a later version"]),
    cells=cells,
    title=st.text(max_size=10),
    settings=settings,
)
placed = st.builds(Widget, id=st.sampled_from([f"w{n}" for n in range(12)]), kind=st.just("chart"), cells=cells)
"""Where only the places count."""
steps = st.lists(placed | st.sampled_from([f"w{n}" for n in range(12)]), max_size=25)


def built(steps: list[Widget | str]) -> Overview:
    overview = Overview(id="o", title="Overview")
    for step in steps:
        overview = drop(overview, step) if isinstance(step, str) else put(overview, step)
    return overview


@given(steps)
def test_no_two_widgets_ever_share_a_cell(steps: list[Widget | str]) -> None:
    overview = built(steps)
    check(overview)
    assert not [1 for a, b in combinations(overview.widgets, 2) if a.cells.overlaps(b.cells)]


@given(steps, widgets)
def test_what_is_put_stands_where_it_was_put_and_the_others_only_move_down(
    steps: list[Widget | str], widget: Widget
) -> None:
    before = built(steps)
    after = put(before, widget)
    placed = after.widget(widget.id)
    assert placed is not None
    if widget.cells.is_inside():
        assert placed.cells == widget.cells
    for other in before.widgets:
        if other.id != widget.id:
            now = after.widget(other.id)
            assert now is not None
            assert now.cells.y >= other.cells.y
            assert (now.cells.x, now.cells.w, now.cells.h) == (other.cells.x, other.cells.w, other.cells.h)


@given(steps, st.integers(1, COLUMNS), st.integers(1, 9))
def test_a_free_place_is_free(steps: list[Widget | str], w: int, h: int) -> None:
    overview = built(steps)
    place = free_cells(overview, w, h)
    assert place.is_inside()
    assert not any(place.overlaps(widget.cells) for widget in overview.widgets)


@given(st.lists(widgets, max_size=6), st.text(max_size=10), st.integers(60, 10**9))
def test_an_overview_that_is_shared_comes_back_as_it_was(shown: list[Widget], site: str, span_s: int) -> None:
    overview = replace(built([*shown]), scope=Scope(site=site, span_s=span_s), revision=7)
    assert from_file(to_file(overview)) == replace(overview, revision=0)


@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_a_file_that_is_no_overview_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(InputError):
        from_file(raw)


def test_widgets_over_each_other_in_a_file_are_refused() -> None:
    one, other = (Widget(id=name, kind="text", cells=Cells(0, 0, 4, 2)) for name in "ab")
    with pytest.raises(InputError, match="one place"):
        from_file(to_file(Overview(id="o", title="", widgets=(one, other))))
