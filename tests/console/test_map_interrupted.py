"""Every gesture broken off in its middle, in every way: the document stays byte for byte, with nothing to undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from nocscape.console.bridge import Bridge
from nocscape.console.map.picks import Picks
from nocscape.console.map.scene import hit
from nocscape.console.map.tools.bending import BendLink
from nocscape.console.map.tools.drawing import DrawShape, ShapeGesture, StretchShape
from nocscape.console.map.tools.gestures import Gesture, MoveItems, Pan, RubberBand, Selecting
from nocscape.console.map.tools.labels import PullName, PullRates, name_rect
from nocscape.console.map.tools.lasso import Lasso
from nocscape.console.map.tools.linking import DrawLink
from nocscape.model.batches import MapChanged
from nocscape.model.mapdoc import Change, DropItems, Note, PutItems
from nocscape.model.mapparts import Bend, LinkWay, Shape, ShapeKind, way_id
from nocscape.model.net import LinkId
from tests.console.fake_line import FakeLine
from tests.console.map_stage import LEFT, NO_KEYS, Stage, drawn_campus, stage

pytestmark = pytest.mark.qt

ENDS = ("dist-b1", "acc-b3")
BOX = Shape(id="shape:box", kind=ShapeKind.RECTANGLE, x=-400.0, y=100.0, width=100.0, height=60.0, fill="accent")
NOTE = Note(id="note", x=-440.0, y=320.0, text="rack 4")
MIDDLE = Qt.MouseButton.MiddleButton
EMPTY = QPoint(60, 640)
FOREIGN = MapChanged(map="main", revision=0, change=PutItems(), edit="", actor="somebody")


class Act(NamedTuple):
    """A gesture brought to its middle."""

    kind: type[Gesture]
    begin: Callable[[Stage], QPoint]
    """Ends with a button held; says where."""
    button: Qt.MouseButton = LEFT


def pull(on_stage: Stage, start: QPoint, end: QPoint, button: Qt.MouseButton = LEFT) -> QPoint:
    on_stage.drag(start, end, button=button, is_held=True)
    return end


def link_id(on_stage: Stage) -> LinkId:
    links = on_stage.bridge.live.links.values()
    return next(x.id for x in links if {x.a.device, x.b.device} == set(ENDS))


def way(on_stage: Stage) -> LinkWay:
    return LinkWay(id=way_id(link_id(on_stage)), link=link_id(on_stage), bends=(Bend(0.5, 0.3),))


def move_nodes(on_stage: Stage) -> QPoint:
    on_stage.selection.select_devices(("ap-a1", "ap-a2"))
    return pull(on_stage, on_stage.at("ap-a1"), on_stage.at("ap-a1") + QPoint(30, 60))


def move_group(on_stage: Stage) -> QPoint:
    groups = on_stage.view.scene.groups
    rect = groups.rect(groups.row["site:HQ/Building A"])
    start = on_stage.pixel(rect.left + 60, rect.top + 14)
    return pull(on_stage, start, start + QPoint(20, 60))


def move_drawing(on_stage: Stage) -> QPoint:
    start = on_stage.pixel(BOX.x + 20, BOX.y + 20)
    return pull(on_stage, start, start + QPoint(40, 40))


def move_note(on_stage: Stage) -> QPoint:
    start = on_stage.pixel(NOTE.x + 30, NOTE.y + 12)
    return pull(on_stage, start, start + QPoint(40, 40))


def move_mixed(on_stage: Stage) -> QPoint:
    on_stage.canvas.select(("ap-a1",), Picks(("note",), (BOX.id,)))
    return pull(on_stage, on_stage.at("ap-a1"), on_stage.at("ap-a1") + QPoint(30, 60))


def rubber_band(on_stage: Stage) -> QPoint:
    on_stage.selection.select_devices(("core-1",))
    return pull(on_stage, on_stage.at("ap-a1") - QPoint(25, 25), on_stage.at("ap-a2") + QPoint(25, 25))


def lasso(on_stage: Stage) -> QPoint:
    on_stage.view.map_actions["lasso"].trigger()
    return pull(on_stage, EMPTY, on_stage.at("ap-a2") + QPoint(25, 25))


def pan(on_stage: Stage) -> QPoint:
    return pull(on_stage, EMPTY, EMPTY + QPoint(90, -60), MIDDLE)


def hand(on_stage: Stage) -> QPoint:
    on_stage.view.map_actions["hand"].trigger()
    return pull(on_stage, on_stage.at("core-1"), EMPTY)


def draw(kind: str) -> Callable[[Stage], QPoint]:
    def begin(on_stage: Stage) -> QPoint:
        on_stage.view.map_actions[f"draw_{kind}"].trigger()
        return pull(on_stage, EMPTY, EMPTY + QPoint(90, 60))

    return begin


def stretch(on_stage: Stage) -> QPoint:
    on_stage.canvas.select_shape(BOX.id)
    corner = on_stage.pixel(BOX.x + BOX.width, BOX.y + BOX.height)
    return pull(on_stage, corner, corner + QPoint(40, 40))


def draw_link(on_stage: Stage) -> QPoint:
    on_stage.view.map_actions["link"].trigger()
    return pull(on_stage, on_stage.at("ap-a1"), on_stage.at("core-1"))


def reconnect(on_stage: Stage) -> QPoint:
    on_stage.selection.select_link(link_id(on_stage))

    x, y = hit.link_handles(on_stage.view.scene, on_stage.canvas.camera)[0]
    return pull(on_stage, QPoint(round(x), round(y)), on_stage.at("core-1"))


def is_bare(on_stage: Stage, at: QPoint) -> bool:
    """Whether a press there takes the selected link itself, neither its ends nor its rates nor a device."""
    scene, camera, canvas = on_stage.view.scene, on_stage.canvas.camera, on_stage.canvas
    x, y = at.x(), at.y()
    is_taken = hit.link_end_at(scene, camera, x, y) is not None or canvas.rates_at(x, y) is not None
    row = hit.link_at(scene, camera, x, y)
    return not is_taken and hit.node_at(scene, camera, x, y) is None and row == scene.links.row[link_id(on_stage)]


def bend(on_stage: Stage) -> QPoint:
    on_stage.selection.select_link(link_id(on_stage))
    on_stage.canvas.settle()
    first, last = on_stage.at(ENDS[0]), on_stage.at(ENDS[1])
    at = next(p for p in (first + (last - first) * n / 40 for n in range(1, 40)) if is_bare(on_stage, p))
    return pull(on_stage, at, at + QPoint(60, 10))


def move_bend(on_stage: Stage) -> QPoint:
    on_stage.selection.select_link(link_id(on_stage))

    revision = on_stage.view.model.document.revision + 1
    on_stage.line.tell(replace(FOREIGN, revision=revision, change=PutItems(parts=(way(on_stage),))))
    on_stage.bridge.tick()
    x, y = hit.bend_handles(on_stage.view.scene, on_stage.canvas.camera)[0]
    return pull(on_stage, QPoint(round(x), round(y)), QPoint(round(x) + 30, round(y) + 40))


def pull_name(on_stage: Stage) -> QPoint:
    on_stage.selection.select_devices(("core-1",))
    places = [name_rect(on_stage.canvas, "core-1", side) for side in ("below", "above")]
    start, end = (QPoint(round(p.middle[0]), round(p.middle[1])) for p in places if p is not None)
    return pull(on_stage, start, end)


def pull_rates(on_stage: Stage) -> QPoint:
    on_stage.canvas.settle()
    rect = next(iter(on_stage.canvas.renderer.rates.values()))
    start = QPoint(round(rect.middle[0]), round(rect.middle[1]))
    return pull(on_stage, start, start + QPoint(25, 25))


ACTS = {
    "nodes moved": Act(MoveItems, move_nodes),
    "group moved": Act(MoveItems, move_group),
    "drawing moved": Act(MoveItems, move_drawing),
    "note moved": Act(MoveItems, move_note),
    "mixed moved": Act(MoveItems, move_mixed),
    "rubber band": Act(RubberBand, rubber_band),
    "lasso": Act(Lasso, lasso),
    "pushed": Act(Pan, pan, MIDDLE),
    "hand": Act(Pan, hand),
    **{f"{kind} drawn": Act(DrawShape, draw(kind)) for kind in ("rectangle", "ellipse", "line", "arrow", "text")},
    "stretched": Act(StretchShape, stretch),
    "link drawn": Act(DrawLink, draw_link),
    "link reconnected": Act(DrawLink, reconnect),
    "link bent": Act(BendLink, bend),
    "bend moved": Act(BendLink, move_bend),
    "name pulled": Act(PullName, pull_name),
    "rates pulled": Act(PullRates, pull_rates),
}


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    document = replace(drawn_campus(campus), parts={BOX.id: BOX}, notes={NOTE.id: NOTE})
    with stage(campus, line, document) as made:
        made.view.commands.fit()
        made.canvas.settle()
        yield made


def bytes_of(on_stage: Stage) -> bytes:
    return msgspec.msgpack.encode(on_stage.view.model.document)


def below(kind: type) -> set[type]:
    direct: list[type] = kind.__subclasses__()
    return {deep for one in direct for deep in (one, *below(one))}


def test_every_gesture_that_there_is_has_an_act() -> None:
    assert {act.kind for act in ACTS.values()} == below(Gesture) - {Selecting, ShapeGesture}


def test_every_act_changes_the_document_or_the_view_where_it_is_not_broken_off(on_stage: Stage) -> None:
    """Else leaving everything as it was would show nothing."""
    before = bytes_of(on_stage)
    at = move_mixed(on_stage)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, at)
    assert bytes_of(on_stage) != before


def esc(on_stage: Stage, _at: QPoint) -> None:
    on_stage.key(Qt.Key.Key_Escape)


def right_button(on_stage: Stage, at: QPoint) -> None:
    QTest.mousePress(on_stage.canvas, Qt.MouseButton.RightButton, NO_KEYS, at)
    QTest.mouseRelease(on_stage.canvas, Qt.MouseButton.RightButton, NO_KEYS, at)


def focus_lost(on_stage: Stage, _at: QPoint) -> None:
    lost = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason)
    QApplication.sendEvent(on_stage.canvas, lost)


def window_closed(on_stage: Stage, _at: QPoint) -> None:
    on_stage.view.close()


def other_map(on_stage: Stage, _at: QPoint) -> None:
    on_stage.view.show_map("other")
    on_stage.view.show_map("main")


BREAKS = {"Esc": esc, "right button": right_button, "focus": focus_lost, "closed": window_closed, "map": other_map}


@pytest.mark.parametrize("name", ACTS)
def test_a_gesture_broken_off_in_any_way_leaves_the_document_byte_for_byte(on_stage: Stage, name: str) -> None:
    act, model = ACTS[name], on_stage.view.model
    for how, break_off in BREAKS.items():
        on_stage.view.map_actions["select"].trigger()
        at = act.begin(on_stage)
        before, steps, asks = bytes_of(on_stage), model.undo_stack.count(), len(on_stage.edits)
        assert isinstance(on_stage.canvas.pointer.gesture, act.kind), how
        on_stage.canvas.grab()
        break_off(on_stage, at)
        assert not on_stage.canvas.pointer.is_busy, how
        assert not on_stage.view.scene.is_moving, how
        QTest.mouseRelease(on_stage.canvas, act.button, NO_KEYS, at)
        assert bytes_of(on_stage) == before, how
        assert (model.undo_stack.count(), len(on_stage.edits)) == (steps, asks), how
        assert not on_stage.view.findChildren(QMenu), how


THEIRS: dict[str, Change] = {
    "elsewhere": PutItems(notes=(Note(id="theirs", x=5.0, y=5.0, text="theirs"),)),
    "taken away": DropItems(nodes=("ap-a1", *ENDS, "core-1"), notes=("note",), parts=(BOX.id,)),
}


@pytest.mark.parametrize(
    ("theirs", "ending"), [("elsewhere", "Esc"), ("elsewhere", "let go"), ("taken away", "let go")]
)
@pytest.mark.parametrize("name", ACTS)
def test_what_somebody_else_does_in_the_middle_of_a_gesture_stands(
    on_stage: Stage, line: FakeLine, name: str, theirs: str, ending: str
) -> None:
    act = ACTS[name]
    at = act.begin(on_stage)
    model = on_stage.view.model
    line.tell(
        MapChanged(map="main", revision=model.document.revision + 1, change=THEIRS[theirs], edit="somebody", actor="b")
    )
    on_stage.bridge.tick()
    on_stage.canvas.grab()
    after = model.document
    if ending == "Esc":
        on_stage.key(Qt.Key.Key_Escape)
    QTest.mouseMove(on_stage.canvas, at + QPoint(4, 4))
    QTest.mouseRelease(on_stage.canvas, act.button, NO_KEYS, at + QPoint(4, 4))
    if ending == "Esc":
        assert model.document == after
    gone = THEIRS[theirs]
    if isinstance(gone, DropItems):
        assert not set(gone.nodes) & model.document.nodes.keys()
        assert not set(gone.notes) & model.document.notes.keys()
        assert not set(gone.parts) & model.document.parts.keys()
    else:
        assert model.document.notes["theirs"] == after.notes["theirs"]
    if model.undo_stack.count():
        model.undo()
    assert replace(model.document, revision=0) == replace(after, revision=0)
