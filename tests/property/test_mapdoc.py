"""A map's Changes and their inverses."""

from __future__ import annotations

from typing import get_args

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect
from msgspec.structs import fields

from nocscape.model import mapdoc
from nocscape.model.mapdoc import (
    Change,
    DrawnLink,
    DropItems,
    Group,
    Items,
    MapDocument,
    Node,
    Note,
    PutItems,
    Together,
    apply,
    difference,
    exchange,
    inverse,
    items_named,
)
from nocscape.model.mapparts import Part
from tests.property.of_changes import CHANGES, COLLECTIONS, IDS, OF_STEPS, content
from tests.property.of_structs import structs


@given(st.lists(CHANGES, max_size=6))
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


@given(st.lists(CHANGES, max_size=5))
def test_the_revision_counts_changes_however_many_steps_they_have(sequence: list[Change]) -> None:
    document = MapDocument(id="m", title="map", revision=7)
    for change in sequence:
        document = apply(document, change)
    assert document.revision == 7 + len(sequence)


@given(CHANGES, CHANGES)
def test_redo_after_undo_gives_the_same_document(first: Change, second: Change) -> None:
    document = apply(MapDocument(id="m", title="map"), first)
    after = apply(document, second)
    back = apply(after, inverse(document, second))
    assert content(apply(back, inverse(after, inverse(document, second)))) == content(after)


@given(CHANGES, CHANGES)
def test_an_undo_beside_somebody_elses_edit_leaves_that_edit_alone(own: Change, other: Change) -> None:
    start = MapDocument(id="m", title="map")
    mine = apply(start, own)
    before, after = items_named(start, own), items_named(mine, own)
    both = apply(mine, other)
    undo = exchange(both, after, before)
    undone = both if undo is None else apply(both, undo)
    theirs = items_named(both, other)
    for kind in COLLECTIONS:
        for name, item in getattr(theirs, kind).items():
            if item != getattr(mine, kind).get(name):
                assert getattr(undone, kind).get(name) == item
        for name in getattr(after, kind).keys() - getattr(theirs, kind).keys():
            assert getattr(undone, kind).get(name) == getattr(start, kind).get(name)


@given(CHANGES)
def test_exchange_undoes_and_redoes_an_edit_that_nobody_touched(change: Change) -> None:
    start = MapDocument(id="m", title="map")
    done = apply(start, change)
    before, after = items_named(start, change), items_named(done, change)
    undo = exchange(done, after, before)
    undone = done if undo is None else apply(done, undo)
    assert content(undone) == content(start)
    redo = exchange(undone, before, after)
    assert content(undone if redo is None else apply(undone, redo)) == content(done)


@given(st.lists(CHANGES, max_size=6))
def test_saving_and_loading_a_document_is_the_identity(sequence: list[Change]) -> None:
    document = MapDocument(id="m", title="map")
    for change in sequence:
        document = apply(document, change)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(document), type=MapDocument) == document
    assert msgspec.json.decode(msgspec.json.encode(document), type=MapDocument) == document


@given(CHANGES, CHANGES)
def test_the_difference_of_two_documents_leads_from_one_to_the_other(one: Change, other: Change) -> None:
    before, after = (apply(MapDocument(id="m", title="map"), change) for change in (one, other))
    between = difference(before, after)
    assert content(before if between is None else apply(before, between)) == content(after)
    assert difference(after, after) is None


def classes_in(kind: inspect.Type) -> set[type[msgspec.Struct]]:
    """The structs that stand directly in a type."""
    match kind:
        case inspect.StructType():
            return {kind.cls}
        case inspect.UnionType():
            return {cls for one in kind.types for cls in classes_in(one)}
        case inspect.VarTupleType():
            return classes_in(kind.item_type)
        case _:
            return set()


# -- nothing is left out ----------------------------------------------------------------------------------------------


def test_every_kind_of_change_is_generated() -> None:
    tagged = {one for one in vars(mapdoc).values() if isinstance(one, type) and issubclass(one, msgspec.Struct)}
    kinds = {one for one in tagged if one.__struct_config__.tag is not None and one.__module__ == mapdoc.__name__}
    assert kinds == set(get_args(Change)), "a kind of Change that is no member of the union"
    assert set(OF_STEPS) | {Together} == kinds


def test_every_collection_of_a_document_can_be_put_dropped_and_named() -> None:
    for kind in (PutItems, DropItems):
        assert {f.name for f in fields(kind)} == set(COLLECTIONS)
    assert {f.name for f in fields(Items)} == {*COLLECTIONS, "title"}


def test_every_kind_of_part_and_every_field_of_an_item_is_generated() -> None:
    told = inspect.type_info(PutItems)
    assert isinstance(told, inspect.StructType)
    made = {one for field in told.fields for one in classes_in(field.type)}
    assert set(get_args(Part)) <= made
    assert {Node, Group, DrawnLink, Note} <= made
    for kind in made:
        structs(kind, IDS).validate()
