"""A map's Changes and their inverses."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nocscape.model.mapdoc import (
    Change,
    DrawnLink,
    DropItems,
    Group,
    MapDocument,
    Node,
    Note,
    PutItems,
    Retitle,
    Step,
    Together,
    apply,
    difference,
    exchange,
    inverse,
    items_named,
)
from nocscape.model.mapparts import Bend, Canvas, GroupRule, LinkWay, Part, Picture, Route, Shape, ShapeKind, StyleRule

ids = st.sampled_from(["a", "b", "c", "d"])
places = st.floats(-1e6, 1e6)
nodes = st.builds(Node, device=ids, x=places, y=places, group=st.none() | ids)
groups = st.builds(Group, id=ids, title=st.text(max_size=5))
links = st.builds(DrawnLink, id=ids, a=ids, b=ids, is_rejected=st.booleans())
notes = st.builds(Note, id=ids, x=places, y=places, text=st.text(max_size=5))
bends = st.lists(st.builds(Bend, along=places, across=places), max_size=3).map(tuple)
shapes = st.builds(Shape, id=ids, kind=st.sampled_from(ShapeKind), x=places, y=places, width=places, height=places)
ways = st.builds(LinkWay, id=ids, link=ids, route=st.sampled_from(Route), bends=bends)
others = st.builds(Picture, id=ids, data=st.binary(max_size=8)) | st.builds(GroupRule, id=ids) | st.builds(Canvas)
parts: st.SearchStrategy[Part] = shapes | ways | others | st.builds(StyleRule, id=ids, value=st.text(max_size=5))


def some(items: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=4).map(tuple)


puts = st.builds(
    PutItems, nodes=some(nodes), groups=some(groups), links=some(links), notes=some(notes), parts=some(parts)
)
drops = st.builds(DropItems, nodes=some(ids), groups=some(ids), links=some(ids), notes=some(ids), parts=some(ids))
KINDS = ("nodes", "groups", "links", "notes", "parts")
steps: st.SearchStrategy[Step] = puts | drops | st.builds(Retitle, title=st.text(max_size=5))
changes: st.SearchStrategy[Change] = steps | st.builds(Together, changes=st.lists(steps, max_size=5).map(tuple))


def content(document: MapDocument) -> MapDocument:
    return replace(document, revision=0)


@given(st.lists(changes, max_size=12))
def test_undoing_any_sequence_of_changes_leads_back_to_the_start(sequence: list[Change]) -> None:
    start = MapDocument(id="m", title="map")
    states, undos, document = [start], [], start
    for change in sequence:
        undos.append(inverse(document, change))
        document = apply(document, change)
        states.append(document)
    for before, undo in zip(reversed(states[:-1]), reversed(undos), strict=True):
        document = apply(document, undo)
        assert content(document) == content(before)


@given(st.lists(changes, max_size=5))
def test_the_revision_counts_changes_however_many_steps_they_have(sequence: list[Change]) -> None:
    document = MapDocument(id="m", title="map", revision=7)
    for change in sequence:
        document = apply(document, change)
    assert document.revision == 7 + len(sequence)


@given(changes, changes)
def test_redo_after_undo_gives_the_same_document(first: Change, second: Change) -> None:
    document = apply(MapDocument(id="m", title="map"), first)
    after = apply(document, second)
    back = apply(after, inverse(document, second))
    assert content(apply(back, inverse(after, inverse(document, second)))) == content(after)


@given(changes, changes)
def test_an_undo_beside_somebody_elses_edit_leaves_that_edit_alone(own: Change, other: Change) -> None:
    start = MapDocument(id="m", title="map")
    mine = apply(start, own)
    before, after = items_named(start, own), items_named(mine, own)
    both = apply(mine, other)
    undo = exchange(both, after, before)
    undone = both if undo is None else apply(both, undo)
    theirs = items_named(both, other)
    for kind in KINDS:
        for name, item in getattr(theirs, kind).items():
            if item != getattr(mine, kind).get(name):
                assert getattr(undone, kind).get(name) == item
        for name in getattr(after, kind).keys() - getattr(theirs, kind).keys():
            assert getattr(undone, kind).get(name) == getattr(start, kind).get(name)


@given(changes)
def test_exchange_undoes_and_redoes_an_edit_that_nobody_touched(change: Change) -> None:
    start = MapDocument(id="m", title="map")
    done = apply(start, change)
    before, after = items_named(start, change), items_named(done, change)
    undo = exchange(done, after, before)
    undone = done if undo is None else apply(done, undo)
    assert content(undone) == content(start)
    redo = exchange(undone, before, after)
    assert content(undone if redo is None else apply(undone, redo)) == content(done)


@given(st.lists(changes, max_size=6))
def test_saving_and_loading_a_document_is_the_identity(sequence: list[Change]) -> None:
    document = MapDocument(id="m", title="map")
    for change in sequence:
        document = apply(document, change)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(document), type=MapDocument) == document
    assert msgspec.json.decode(msgspec.json.encode(document), type=MapDocument) == document


@given(changes, changes)
def test_the_difference_of_two_documents_leads_from_one_to_the_other(one: Change, other: Change) -> None:
    before, after = (apply(MapDocument(id="m", title="map"), change) for change in (one, other))
    between = difference(before, after)
    assert content(before if between is None else apply(before, between)) == content(after)
    assert difference(after, after) is None
