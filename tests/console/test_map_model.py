"""A map's document, its history, and other people's edits."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from PySide6.QtWidgets import QApplication

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.map import edits
from nocscape.console.map.model import MapModel
from nocscape.engine.client import EngineClient
from nocscape.model.batches import DeviceGone, MapChanged, MapLoaded, Reply
from nocscape.model.commands import EditMap
from nocscape.model.mapdoc import Change, DropItems, MapDocument, Node, PutItems, apply
from tests.console.fake_line import FakeLine
from tests.property.of_changes import CHANGES, content

pytestmark = pytest.mark.qt


def put(name: str, x: float, y: float = 0.0, group: str | None = None) -> PutItems:
    return PutItems(nodes=(Node(device=name, x=x, y=y, group=group),))


def loaded(bridge: Bridge, line: FakeLine, *nodes: Node) -> MapModel:
    document = MapDocument(id="main", title="", revision=len(nodes), nodes={n.device: n for n in nodes})
    line.tell(MapLoaded(document=document))
    bridge.tick()
    return MapModel(bridge)


def sent(line: FakeLine) -> list[EditMap]:
    return [ask for ask in line.asks if isinstance(ask, EditMap)]


def confirm(line: FakeLine, bridge: Bridge, edit: EditMap, revision: int) -> None:
    line.tell(MapChanged(map="main", change=edit.change, revision=revision, edit=edit.edit, actor="me"))
    bridge.tick()


def test_an_edit_is_shown_at_once_and_sent(bridge: Bridge, line: FakeLine) -> None:
    model = loaded(bridge, line)
    assert model.edit(msg("Placed {name}", name="a"), put("a", 10))
    assert model.document.nodes["a"].x == 10
    assert sent(line)[-1].change == put("a", 10)
    assert str(model.undo_title()) == "Placed a"


def test_undo_and_redo_are_edits_of_their_own(bridge: Bridge, line: FakeLine) -> None:
    model = loaded(bridge, line, Node(device="a", x=1, y=0))
    model.edit(msg("Moved {name}", name="a"), put("a", 10))
    model.undo()
    assert model.document.nodes["a"].x == 1
    model.redo()
    assert [e.change for e in sent(line)] == [put("a", 10), put("a", 1), put("a", 10)]
    assert len({e.edit for e in sent(line)}) == 3


def test_an_own_edit_that_comes_back_changes_nothing(bridge: Bridge, line: FakeLine) -> None:
    model = loaded(bridge, line)
    model.edit(msg("Placed {name}", name="a"), put("a", 10))
    told: list[object] = []
    model.changed.connect(told.append)
    confirm(line, bridge, sent(line)[0], 1)
    assert told == []
    assert model.document == apply(MapDocument(id="main", title=""), put("a", 10))


def test_somebody_elses_edit_lies_below_an_edit_that_is_not_confirmed_yet(bridge: Bridge, line: FakeLine) -> None:
    model = loaded(bridge, line, Node(device="a", x=1, y=0))
    model.edit(msg("Moved {name}", name="a"), put("a", 10))
    line.tell(MapChanged(map="main", change=put("a", 99), revision=2, edit="theirs", actor="kim"))
    bridge.tick()
    assert model.document.nodes["a"].x == 10
    confirm(line, bridge, sent(line)[0], 3)
    assert model.document.nodes["a"].x == 10
    assert model.document.revision == 3


def test_undo_leaves_alone_what_somebody_else_moved_meanwhile(bridge: Bridge, line: FakeLine) -> None:
    model = loaded(bridge, line, Node(device="a", x=1, y=0), Node(device="b", x=1, y=0))
    both = PutItems(nodes=(Node(device="a", x=10, y=0), Node(device="b", x=10, y=0)))
    model.edit(msg("Moved {count} devices", count=2), both)
    confirm(line, bridge, sent(line)[0], 3)
    line.tell(MapChanged(map="main", change=put("a", 99), revision=4, edit="theirs", actor="kim"))
    bridge.tick()
    model.undo()
    assert (model.document.nodes["a"].x, model.document.nodes["b"].x) == (99, 1)


def test_undo_goes_on_to_the_last_edit_of_which_something_is_left(bridge: Bridge, line: FakeLine) -> None:
    model = loaded(bridge, line, Node(device="a", x=1, y=0), Node(device="b", x=1, y=0))
    model.edit(msg("Moved {name}", name="b"), put("b", 5))
    model.edit(msg("Moved {name}", name="a"), put("a", 5))
    line.tell(MapChanged(map="main", change=DropItems(nodes=("a",)), revision=3, edit="theirs", actor="kim"))
    for number, edit in enumerate(sent(line)):
        line.tell(MapChanged(map="main", change=edit.change, revision=4 + number, edit=edit.edit, actor="me"))
    line.tell(MapChanged(map="main", change=DropItems(nodes=("a",)), revision=6, edit="again", actor="kim"))
    bridge.tick()
    model.undo()
    assert model.document.nodes == {"b": Node(device="b", x=1, y=0)}
    assert not model.undo_stack.canUndo()


def test_a_refused_edit_is_rolled_back_and_cannot_be_undone(bridge: Bridge, line: FakeLine) -> None:
    model = loaded(bridge, line, Node(device="a", x=1, y=0))
    told: list[str] = []
    model.refused.connect(told.append)
    model.edit(msg("Moved {name}", name="a"), put("a", 10))
    line.tell(Reply(request=line.sent[-1].request, error=msg("No.")))
    bridge.tick()
    assert told == ["No."]
    assert model.document.nodes["a"].x == 1
    model.undo()
    assert len(sent(line)) == 1


def test_nothing_is_edited_once_the_engine_is_gone(
    bridge: Bridge, line: FakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = loaded(bridge, line, Node(device="a", x=1, y=0))

    def gone(_: object) -> int:
        raise ConnectionError

    monkeypatch.setattr(bridge, "ask", lambda *_: gone(None))
    assert not model.edit(msg("Moved {name}", name="a"), put("a", 10))
    assert model.document.nodes["a"].x == 1
    assert not model.undo_stack.canUndo()


def test_a_locked_map_takes_no_edit_and_no_undo(bridge: Bridge, line: FakeLine) -> None:
    model = loaded(bridge, line)
    model.edit(msg("Placed {name}", name="a"), put("a", 10))
    model.set_locked(True)
    assert not model.edit(msg("Placed {name}", name="b"), put("b", 10))
    model.undo()
    assert set(model.document.nodes) == {"a"}


def test_devices_that_are_not_on_the_map_wait(campus: Bridge, line: FakeLine) -> None:
    model = loaded(campus, line, Node(device="core-1", x=0, y=0))
    told: list[int] = []
    model.unplaced_changed.connect(lambda: told.append(len(model.unplaced())))
    assert "core-1" not in model.unplaced()
    model.edit(msg("Placed {name}", name="fw-1"), put("fw-1", 10))
    line.tell(DeviceGone(device="ap-a1"))
    campus.tick()
    assert told == [30, 29]
    model.hold_arrivals(True)
    assert (model.unplaced(), len(model.waiting())) == ((), 29)


def test_a_group_that_is_left_empty_goes_with_its_last_node(bridge: Bridge, line: FakeLine) -> None:
    model = loaded(bridge, line, Node(device="a", x=0, y=0), Node(device="b", x=0, y=0))
    assert model.do(edits.grouped(model.document, ["a", "b"], "g", "Rack 1"))
    assert model.do(edits.removed(model.document, ["a", "b"], [], ""))
    assert not model.document.groups
    model.undo()
    assert model.document.groups["g"].title == "Rack 1"
    assert model.document.nodes["a"].group == "g"


def test_dissolving_a_group_leaves_its_nodes_where_they_stand(bridge: Bridge, line: FakeLine) -> None:
    model = loaded(bridge, line, Node(device="a", x=5, y=6))
    assert model.do(edits.grouped(model.document, ["a"], "g", "Rack 1"))
    assert model.do(edits.dissolved(model.document, "g"))
    assert model.document.nodes["a"] == Node(device="a", x=5, y=6)
    assert not model.document.groups


# -- any order of own edits, undo, redo, other people's edits and confirmations ---------------------------------------

names = st.sampled_from("abcd")
places = st.integers(-3, 3).map(float)


class MapMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.line = FakeLine()
        self.bridge = Bridge(EngineClient(self.line, origin="console", actor="tester"))
        self.line.tell(MapLoaded(document=MapDocument(id="main", title="")))
        self.bridge.tick()
        self.model = MapModel(self.bridge)

    @property
    def asks(self) -> list[EditMap]:
        return sent(self.line)

    def edit(self, change: Change) -> None:
        self.model.edit(msg("Edited"), change)

    @rule(name=names, x=places, group=st.none() | names)
    def moves(self, name: str, x: float, group: str | None) -> None:
        self.edit(put(name, x, 0.0, group))

    @rule(change=CHANGES)
    def does_anything(self, change: Change) -> None:
        self.edit(change)

    @rule(dropped=st.sets(names, min_size=1))
    def drops(self, dropped: set[str]) -> None:
        self.edit(DropItems(nodes=tuple(sorted(dropped))))

    @rule()
    def undoes(self) -> None:
        self.model.undo()

    @rule()
    def redoes(self) -> None:
        self.model.redo()

    def teardown(self) -> None:
        self.bridge.close()


class HistoryMachine(MapMachine):
    """Alone at the map: undo and redo walk along the documents as they were."""

    def __init__(self) -> None:
        super().__init__()
        self.past: list[MapDocument] = []
        self.future: list[MapDocument] = []
        self.now = MapDocument(id="main", title="")

    def edit(self, change: Change) -> None:
        super().edit(change)
        after = content(apply(self.now, change))
        if after != self.now:
            self.past.append(self.now)
        self.future.clear()
        self.now = after

    @rule()
    def undoes(self) -> None:
        super().undoes()
        if self.past:
            self.future.append(self.now)
            self.now = self.past.pop()

    @rule()
    def redoes(self) -> None:
        super().redoes()
        if self.future:
            self.past.append(self.now)
            self.now = self.future.pop()

    @invariant()
    def the_document_is_the_one_of_the_plain_history(self) -> None:
        assert content(self.model.document) == self.now


class SharedMachine(MapMachine):
    """Beside somebody else: once all news has arrived, the document is the engine's."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = MapDocument(id="main", title="")
        self.news: list[MapChanged] = []
        self.arrived = 0
        self.foreign = 0

    def take(self, change: Change, edit: str) -> None:
        self.engine = apply(self.engine, change)
        told = MapChanged(map="main", change=change, revision=self.engine.revision, edit=edit, actor="x")
        self.news.append(told)

    @rule(name=names, x=places)
    def somebody_else_moves(self, name: str, x: float) -> None:
        self.foreign += 1
        self.take(put(name, x), f"foreign {self.foreign}")

    @rule()
    def the_engine_takes_what_was_sent(self) -> None:
        for ask in self.asks[self.arrived :]:
            self.take(ask.change, ask.edit)
        self.arrived = len(self.asks)

    @rule(change=CHANGES)
    def somebody_else_does_anything(self, change: Change) -> None:
        self.foreign += 1
        self.take(change, f"foreign {self.foreign}")

    @precondition(lambda self: self.arrived < len(self.asks))
    @rule()
    def the_engine_refuses_what_comes_next(self) -> None:
        commands = [command for command in self.line.sent if isinstance(command.ask, EditMap)]
        self.line.tell(Reply(request=commands[self.arrived].request, error=msg("No.")))
        self.arrived += 1
        self.bridge.tick()

    @precondition(lambda self: self.news)
    @rule()
    def news_arrives(self) -> None:
        self.line.tell(*self.news)
        self.news.clear()
        self.bridge.tick()

    @invariant()
    def all_agree_once_everything_is_told(self) -> None:
        if self.arrived == len(self.asks) and not self.news:
            assert self.model.document == self.engine


@pytest.mark.parametrize("machine", [HistoryMachine, SharedMachine])
def test_any_order_of_edits_and_news_ends_as_it_should(qapp: QApplication, machine: type[MapMachine]) -> None:
    run_state_machine_as_test(machine, settings=settings(max_examples=60, stateful_step_count=25, deadline=None))
