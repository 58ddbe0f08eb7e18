"""Devices, notes and drawings selected together: every gesture and command takes all of them, as one edit."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from nocscape.console.bridge import Bridge
from nocscape.console.map.clipboard import from_mime
from nocscape.console.map.picks import Picks
from nocscape.model.batches import MapLoaded
from nocscape.model.mapdoc import MapDocument, Note
from nocscape.model.mapparts import Shape, ShapeKind
from tests.console.fake_line import FakeLine
from tests.console.map_stage import LEFT, NO_KEYS, Stage, drawn_campus, stage

pytestmark = pytest.mark.qt

CTRL = Qt.KeyboardModifier.ControlModifier
BOX = Shape(id="shape:box", kind=ShapeKind.RECTANGLE, x=-400.0, y=100.0, width=100.0, height=60.0, fill="accent")
ARROW = Shape(id="shape:arrow", kind=ShapeKind.ARROW, x=-400.0, y=240.0, width=80.0, height=40.0)
NOTE = Note(id="note", x=-440.0, y=320.0, text="rack 4")
BOTH = Picks(("note",), ("shape:box", "shape:arrow"))


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    drawn = drawn_campus(campus)
    document = replace(drawn, parts={BOX.id: BOX, ARROW.id: ARROW}, notes={NOTE.id: NOTE})
    with stage(campus, line, document) as made:
        made.view.commands.fit()
        yield made


def document(on_stage: Stage) -> MapDocument:
    return replace(on_stage.view.model.document, revision=0)


def shape(on_stage: Stage, name: str) -> Shape:
    found = on_stage.view.model.document.parts[name]
    assert isinstance(found, Shape)
    return found


def edge(on_stage: Stage) -> QPoint:
    return on_stage.pixel(BOX.x + 20, BOX.y + 20)


def corners(on_stage: Stage) -> tuple[QPoint, QPoint]:
    """Two points of the view around the note and the drawings."""
    return on_stage.pixel(-460, 80), on_stage.pixel(-240, 480)


def test_a_rubber_band_selects_notes_and_drawings_that_lie_wholly_inside(on_stage: Stage) -> None:
    first, last = corners(on_stage)
    on_stage.drag(first, last)
    assert set(on_stage.canvas.picks.shapes) == {BOX.id, ARROW.id}
    assert on_stage.canvas.picks.notes == ("note",)
    on_stage.drag(first, on_stage.pixel(BOX.x + 50, BOX.y + 50))
    assert not on_stage.canvas.picks


def test_a_lasso_selects_what_has_all_its_corners_inside(on_stage: Stage) -> None:
    first, last = corners(on_stage)
    on_stage.view.map_actions["lasso"].trigger()
    QTest.mousePress(on_stage.canvas, LEFT, NO_KEYS, first)
    for at in (QPoint(last.x(), first.y()), last, QPoint(first.x(), last.y())):
        QTest.mouseMove(on_stage.canvas, at)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, QPoint(first.x(), last.y()))
    assert on_stage.canvas.picks.holds(BOTH)


def test_select_all_takes_notes_and_drawings_but_not_locked_ones(on_stage: Stage) -> None:
    on_stage.canvas.select_shape(BOX.id)
    on_stage.view.map_actions["lock_items"].trigger()
    on_stage.view.map_actions["select_all"].trigger()
    assert on_stage.canvas.picks == Picks(("note",), (ARROW.id,))
    assert set(on_stage.selection.devices) == set(on_stage.nodes)


def test_ctrl_click_adds_drawings_to_devices_and_takes_them_away(on_stage: Stage) -> None:
    on_stage.click(on_stage.at("core-1"))
    on_stage.click(edge(on_stage), CTRL)
    assert on_stage.selection.devices == ("core-1",)
    assert on_stage.canvas.picks == Picks(shapes=(BOX.id,))
    on_stage.click(on_stage.at("core-2"), CTRL)
    assert on_stage.canvas.picks == Picks(shapes=(BOX.id,))
    on_stage.click(edge(on_stage), CTRL)
    assert not on_stage.canvas.picks
    assert set(on_stage.selection.devices) == {"core-1", "core-2"}


@pytest.mark.parametrize("held", ["device", "drawing", "note"])
def test_whatever_is_pulled_of_a_mixed_selection_everything_moves_as_one_edit(on_stage: Stage, held: str) -> None:
    before = document(on_stage)
    on_stage.canvas.select(("ap-a1", "ap-a2"), BOTH)
    start = {
        "device": on_stage.at("ap-a1"),
        "drawing": edge(on_stage),
        "note": on_stage.pixel(NOTE.x + 60, NOTE.y + 12),
    }[held]
    on_stage.drag(start, start + QPoint(0, 40))
    after = document(on_stage)
    ways = {after.nodes[d].y - before.nodes[d].y for d in ("ap-a1", "ap-a2")}
    ways |= {shape(on_stage, s.id).y - s.y for s in (BOX, ARROW)} | {after.notes["note"].y - NOTE.y}
    assert len({round(way, 1) for way in ways}) == 1
    assert ways != {0.0}
    assert len(on_stage.edits) == 1
    assert str(on_stage.view.model.undo_title()) == "Moved 5 items"
    on_stage.view.commands.undo()
    assert document(on_stage) == before
    on_stage.view.commands.redo()
    assert document(on_stage) == after


def test_a_drawing_that_is_not_selected_is_pulled_alone(on_stage: Stage) -> None:
    on_stage.canvas.select(("ap-a1",), Picks(("note",)))
    before = document(on_stage)
    on_stage.drag(edge(on_stage), edge(on_stage) + QPoint(30, 0))
    assert document(on_stage).nodes == before.nodes
    assert document(on_stage).notes == before.notes
    assert shape(on_stage, BOX.id).x > BOX.x
    assert str(on_stage.view.model.undo_title()) == "Moved a drawing"


def test_a_locked_drawing_stays_when_the_selection_is_pulled(on_stage: Stage) -> None:
    on_stage.canvas.select_shape(ARROW.id)
    on_stage.view.map_actions["lock_items"].trigger()
    on_stage.canvas.select(("ap-a1",), BOTH)
    start = on_stage.at("ap-a1")
    on_stage.drag(start, start + QPoint(0, 40))
    assert (shape(on_stage, ARROW.id).x, shape(on_stage, ARROW.id).y) == (ARROW.x, ARROW.y)
    assert shape(on_stage, BOX.id).y > BOX.y


def test_keys_move_a_mixed_selection_and_one_undo_takes_all_steps_back(on_stage: Stage) -> None:
    before = document(on_stage)
    on_stage.canvas.select(("ap-a1",), BOTH)
    for _ in range(3):
        on_stage.key(Qt.Key.Key_Right, CTRL)
    assert shape(on_stage, BOX.id).x == BOX.x + 60
    assert document(on_stage).nodes["ap-a1"].x == before.nodes["ap-a1"].x + 60
    on_stage.view.commands.undo()
    assert document(on_stage) == before


def test_everything_selected_is_removed_by_one_key_and_comes_back_by_one_undo(on_stage: Stage) -> None:
    before = document(on_stage)
    on_stage.canvas.select(("ap-a1",), BOTH)
    on_stage.view.map_actions["remove"].trigger()
    after = document(on_stage)
    assert "ap-a1" not in after.nodes
    assert not after.notes
    assert not after.parts
    assert str(on_stage.view.model.undo_title()) == "Removed 4 items from the map"
    on_stage.view.commands.undo()
    assert document(on_stage) == before


def test_a_mixed_selection_is_pasted_on_another_map_where_it_stood(on_stage: Stage, line: FakeLine) -> None:
    on_stage.canvas.select(("ap-a1",), BOTH)
    spot = on_stage.nodes["ap-a1"]
    on_stage.view.map_actions["copy"].trigger()
    clip = from_mime(QGuiApplication.clipboard().mimeData())
    assert clip is not None
    assert (len(clip.nodes), len(clip.notes), len(clip.parts)) == (1, 1, 2)
    line.tell(MapLoaded(document=MapDocument(id="other", title="Other", revision=1)))
    on_stage.bridge.tick()
    on_stage.view.show_map("other")
    on_stage.view.map_actions["paste"].trigger()
    pasted = document(on_stage)
    assert on_stage.nodes == {"ap-a1": spot}
    assert {(note.x, note.y) for note in pasted.notes.values()} == {(NOTE.x, NOTE.y)}
    assert len(on_stage.canvas.picks.shapes) == 2
    assert on_stage.selection.devices == ("ap-a1",)
    on_stage.view.map_actions["paste"].trigger()
    assert sorted(note.x for note in document(on_stage).notes.values()) == [NOTE.x, NOTE.x + 20]


def test_duplicates_of_notes_and_drawings_lie_beside_them_and_are_selected(on_stage: Stage) -> None:
    on_stage.canvas.select((), BOTH)
    on_stage.view.map_actions["duplicate"].trigger()
    assert len(document(on_stage).notes) == 2
    assert len(document(on_stage).parts) == 4
    assert not set(on_stage.canvas.picks.shapes) & {BOX.id, ARROW.id}
    assert len(on_stage.edits) == 1


def test_a_mixed_selection_is_aligned_by_its_edges(on_stage: Stage) -> None:
    on_stage.canvas.select(("ap-a1",), BOTH)
    on_stage.view.map_actions["align_left"].trigger()
    after = document(on_stage)
    scene = on_stage.view.scene
    half = scene.nodes.side[scene.nodes.row["ap-a1"]] / 2
    lefts = {shape(on_stage, BOX.id).x, shape(on_stage, ARROW.id).x, after.notes["note"].x}
    assert lefts == {NOTE.x}
    assert after.nodes["ap-a1"].x - half == NOTE.x
    assert str(on_stage.view.model.undo_title()) == "Aligned 4 items"


def test_a_mixed_selection_is_distributed_with_even_gaps(on_stage: Stage) -> None:
    on_stage.canvas.select((), BOTH)
    on_stage.view.map_actions["distribute_down"].trigger()
    box, arrow, note = shape(on_stage, BOX.id), shape(on_stage, ARROW.id), document(on_stage).notes["note"]
    assert arrow.y - (box.y + box.height) == pytest.approx(note.y - (arrow.y + arrow.height), abs=0.2)
    assert (box.y, note.y) == (BOX.y, NOTE.y)


@pytest.mark.parametrize(("there", "back"), [("turn_right", "turn_left"), ("mirror_across", "mirror_across")])
def test_turning_or_mirroring_a_mixed_selection_and_back_is_the_identity(
    on_stage: Stage, there: str, back: str
) -> None:
    before = document(on_stage)
    on_stage.canvas.select(("ap-a1",), BOTH)
    on_stage.view.map_actions[there].trigger()
    assert document(on_stage) != before
    on_stage.view.map_actions[back].trigger()
    after = document(on_stage)
    for name in (BOX.id, ARROW.id):
        one, other = before.parts[name], shape(on_stage, name)
        assert isinstance(one, Shape)
        assert (other.x, other.y, other.width, other.height) == pytest.approx(
            (one.x, one.y, one.width, one.height), abs=0.3
        )
    assert after.nodes["ap-a1"].x == pytest.approx(before.nodes["ap-a1"].x, abs=0.3)


def test_a_line_alone_can_be_turned_and_mirrored(on_stage: Stage) -> None:
    on_stage.canvas.select_shape(ARROW.id)
    on_stage.view.map_actions["turn_right"].trigger()
    assert (shape(on_stage, ARROW.id).width, shape(on_stage, ARROW.id).height) == (-40.0, 80.0)
    on_stage.view.map_actions["mirror_across"].trigger()
    assert shape(on_stage, ARROW.id).width == 40.0


def test_all_selected_drawings_are_coloured_and_locked_as_one_edit_each(on_stage: Stage) -> None:
    on_stage.canvas.select(("ap-a1",), BOTH)
    on_stage.view.map_actions["shape_red"].trigger()
    assert {shape(on_stage, name).line for name in (BOX.id, ARROW.id)} == {"crit"}
    on_stage.view.map_actions["lock_items"].trigger()
    assert all(shape(on_stage, name).is_locked for name in (BOX.id, ARROW.id))
    assert document(on_stage).nodes["ap-a1"].is_locked
    assert len(on_stage.edits) == 2


def test_esc_in_the_middle_of_a_mixed_drag_leaves_everything_and_the_selection(on_stage: Stage) -> None:
    before = document(on_stage)
    on_stage.canvas.select(("ap-a1",), BOTH)
    on_stage.drag(edge(on_stage), edge(on_stage) + QPoint(50, 50), is_held=True)
    on_stage.canvas.settle()
    on_stage.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, edge(on_stage) + QPoint(50, 50))
    assert document(on_stage) == before
    assert not on_stage.edits
    assert on_stage.canvas.picks == BOTH


def test_what_is_selected_elsewhere_is_selected_alone(on_stage: Stage) -> None:
    on_stage.canvas.select((), BOTH)
    on_stage.selection.select_devices(("core-1",))
    assert not on_stage.canvas.picks
    on_stage.canvas.select((), BOTH)
    on_stage.selection.select_link(next(iter(on_stage.bridge.live.links)))
    assert not on_stage.canvas.picks


WORK = (
    *("align_left", "align_middle", "distribute_across", "turn_right", "mirror_down", "duplicate", "remove", "pin"),
    *("bring_to_front", "bring_forward", "send_backward", "send_to_back", "shape_red", "lock_items", "unlock_all"),
    *("group", "dissolve", "leave_group", "collapse_all", "expand_all", "name_above", "words_reset", "way_curved"),
    *("ground_world", "ground_dots", "show_vendors", "copy", "paste"),
)


def test_fifty_edits_of_all_kinds_are_undone_and_redone_one_by_one(on_stage: Stage) -> None:
    dice, model = random.Random(7), on_stage.view.model
    states = [document(on_stage)]
    while len(states) <= 50:
        devices = dice.sample(sorted(model.document.nodes), min(3, len(model.document.nodes)))
        parts = [part.id for part in model.document.parts.values() if isinstance(part, Shape)]
        on_stage.canvas.select(devices, Picks(tuple(model.document.notes), tuple(parts[:3])))
        on_stage.view.map_actions[dice.choice(WORK)].trigger()
        if (after := document(on_stage)) != states[-1]:
            states.append(after)
    assert model.undo_stack.count() == 50
    for before in reversed(states[:-1]):
        on_stage.view.map_actions["undo"].trigger()
        assert document(on_stage) == before
    for after in states[1:]:
        on_stage.view.map_actions["redo"].trigger()
        assert document(on_stage) == after
    assert not on_stage.canvas.grab().isNull()
