"""A map's document beside a plain model of it: dicts that are changed in place, and a list of copies to go back to."""

from __future__ import annotations

import copy

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from nocscape.model.mapdoc import (
    Change,
    DropItems,
    Group,
    Items,
    MapDocument,
    Node,
    PutItems,
    Retitle,
    apply,
    exchange,
    items_named,
)
from nocscape.model.mapparts import Shape, ShapeKind

ids = st.sampled_from("abcde")
places = st.integers(-500, 500).map(float)

Plain = dict[str, dict[str, object]]


class EditingAMap(RuleBasedStateMachine):
    """Puts, moves, drops, groups, undoes and redoes in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.document = MapDocument(id="m", title="map")
        self.done: list[tuple[Items, Items]] = []
        self.undone: list[tuple[Items, Items]] = []
        self.plain: Plain = {"nodes": {}, "groups": {}, "parts": {}, "title": {"": "map"}}
        self.before: list[Plain] = []
        self.after: list[Plain] = []

    def _do(self, change: Change) -> None:
        expected = items_named(self.document, change)
        self.document = apply(self.document, change)
        self.done.append((expected, items_named(self.document, change)))
        self.undone.clear()
        self.before.append(copy.deepcopy(self.plain))
        self.after.clear()

    @rule(device=ids, x=places, y=places)
    def put_or_move(self, device: str, x: float, y: float) -> None:
        node = Node(device=device, x=x, y=y)
        self._do(PutItems(nodes=(node,)))
        self.plain["nodes"][device] = node

    @rule(devices=st.lists(ids, max_size=3))
    def take_off(self, devices: list[str]) -> None:
        self._do(DropItems(nodes=tuple(devices), groups=tuple(devices), parts=tuple(devices)))
        for name in devices:
            for kind in ("nodes", "groups", "parts"):
                self.plain[kind].pop(name, None)

    @rule(group=ids, is_collapsed=st.booleans())
    def group(self, group: str, is_collapsed: bool) -> None:
        made = Group(id=group, title=group, is_collapsed=is_collapsed)
        self._do(PutItems(groups=(made,)))
        self.plain["groups"][group] = made

    @rule(shape=ids, x=places)
    def draw(self, shape: str, x: float) -> None:
        drawn = Shape(id=shape, kind=ShapeKind.RECTANGLE, x=x, y=0.0, width=10.0, height=10.0)
        self._do(PutItems(parts=(drawn,)))
        self.plain["parts"][shape] = drawn

    @rule(title=st.text(max_size=3))
    def retitle(self, title: str) -> None:
        self._do(Retitle(title=title))
        self.plain["title"][""] = title

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        before, after = self.done.pop()
        self._step(after, before)
        self.undone.append((before, after))
        self.after.append(self.plain)
        self.plain = self.before.pop()

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        before, after = self.undone.pop()
        self._step(before, after)
        self.done.append((before, after))
        self.before.append(self.plain)
        self.plain = self.after.pop()

    def _step(self, expected: Items, wanted: Items) -> None:
        change = exchange(self.document, expected, wanted)
        if change is not None:
            self.document = apply(self.document, change)

    @invariant()
    def both_stand_alike(self) -> None:
        assert self.document.nodes == self.plain["nodes"]
        assert self.document.groups == self.plain["groups"]
        assert self.document.parts == self.plain["parts"]
        assert self.document.title == self.plain["title"][""]


TestEditingAMap = EditingAMap.TestCase
TestEditingAMap.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
