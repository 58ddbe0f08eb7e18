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
    Step,
    Together,
    apply,
    exchange,
    items_named,
)
from tests.property.of_changes import CHANGES, COLLECTIONS, IDS, STEPS

places = st.integers(-500, 500).map(float)

Plain = dict[str, dict[str, object]]


def take(plain: Plain, step: Step) -> None:
    """Change the dicts as somebody would who never heard of documents."""
    match step:
        case PutItems():
            for kind in COLLECTIONS:
                for item in getattr(step, kind):
                    plain[kind][item.device if isinstance(item, Node) else item.id] = item
        case DropItems():
            for kind in COLLECTIONS:
                for name in getattr(step, kind):
                    plain[kind].pop(name, None)
        case Retitle(title=title):
            plain["title"][""] = title


class EditingAMap(RuleBasedStateMachine):
    """Edits of every kind, undo and redo in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.document = MapDocument(id="m", title="map")
        self.done: list[tuple[Items, Items]] = []
        self.undone: list[tuple[Items, Items]] = []
        self.plain: Plain = {kind: {} for kind in COLLECTIONS} | {"title": {"": "map"}}
        self.before: list[Plain] = []
        self.after: list[Plain] = []

    @rule(change=CHANGES)
    def edit(self, change: Change) -> None:
        expected = items_named(self.document, change)
        self.document = apply(self.document, change)
        self.done.append((expected, items_named(self.document, change)))
        self.undone.clear()
        self.before.append(copy.deepcopy(self.plain))
        self.after.clear()
        for step in change.changes if isinstance(change, Together) else (change,):
            take(self.plain, step)

    @rule(device=IDS, x=places, group=st.none() | IDS)
    def put_or_move(self, device: str, x: float, group: str | None) -> None:
        self.edit(PutItems(nodes=(Node(device=device, x=x, y=0.0, group=group),)))

    @rule(group=IDS, is_collapsed=st.booleans())
    def group(self, group: str, is_collapsed: bool) -> None:
        self.edit(PutItems(groups=(Group(id=group, title=group, is_collapsed=is_collapsed),)))

    @rule(names=st.lists(IDS, max_size=3), kind=st.sampled_from(COLLECTIONS))
    def take_off(self, names: list[str], kind: str) -> None:
        self.edit(DropItems(**{kind: tuple(names)}))

    @rule(first=STEPS, second=STEPS)
    def do_together(self, first: Step, second: Step) -> None:
        self.edit(Together(changes=(first, second)))

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
        for kind in COLLECTIONS:
            assert getattr(self.document, kind) == self.plain[kind]
        assert self.document.title == self.plain["title"][""]


TestEditingAMap = EditingAMap.TestCase
TestEditingAMap.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
