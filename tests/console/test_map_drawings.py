"""Drawings, images, ground and locks: every gesture with Esc in its middle, and what it leaves in the document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from nocscape.base.errors import InputError
from nocscape.console.bridge import Bridge
from nocscape.console.map.exchange.images import MOST_SIDE, picture_of
from nocscape.console.map.geometry import NOTE_HEIGHT, NOTE_WIDTH
from nocscape.console.map.paint.vendors import letters_of
from nocscape.console.map.scene import hit
from nocscape.console.map.tools.pointer import Tool
from nocscape.model.batches import MapLoaded
from nocscape.model.mapdoc import MapDocument
from nocscape.model.mapparts import CANVAS, Canvas, Picture, Shape, ShapeKind
from tests.console.fake_line import FakeLine
from tests.console.map_stage import LEFT, NO_KEYS, Stage, drawn_campus, stage

pytestmark = pytest.mark.qt

EMPTY, FAR_CORNER = QPoint(60, 200), QPoint(160, 260)
"""A place of the view where nothing is."""


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        yield made


def shapes(on_stage: Stage) -> list[Shape]:
    return [part for part in on_stage.view.model.document.parts.values() if isinstance(part, Shape)]


def draw(on_stage: Stage, kind: str = "rectangle") -> Shape:
    on_stage.view.map_actions[f"draw_{kind}"].trigger()
    on_stage.drag(EMPTY, FAR_CORNER)
    return shapes(on_stage)[-1]


@pytest.mark.parametrize("kind", ["rectangle", "ellipse", "line", "arrow"])
def test_a_shape_is_drawn_by_pulling_and_the_pointer_selects_again(on_stage: Stage, kind: str) -> None:
    shape = draw(on_stage, kind)
    scale = on_stage.canvas.camera.scale
    assert shape.kind is ShapeKind(kind)
    assert (shape.width, shape.height) == pytest.approx((100 / scale, 60 / scale), abs=5)
    assert on_stage.canvas.selected_shape == shape.id
    assert on_stage.canvas.pointer.tool is Tool.SELECT
    assert str(on_stage.view.model.undo_title()) == "Drew a shape"
    on_stage.canvas.settle()
    on_stage.view.commands.undo()
    assert not shapes(on_stage)


def test_a_text_is_drawn_and_typed_at_once_as_one_undo_step(on_stage: Stage) -> None:
    on_stage.view.map_actions["draw_text"].trigger()
    on_stage.drag(EMPTY, FAR_CORNER)
    editor = on_stage.view.writing.words
    assert editor.isVisible()
    assert not on_stage.edits
    QTest.keyClicks(editor, "Old campus")
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (shape,) = shapes(on_stage)
    assert (shape.kind, shape.text) == (ShapeKind.TEXT, "Old campus")
    assert on_stage.canvas.selected_shape == shape.id
    assert len(on_stage.edits) == 1
    assert str(on_stage.view.model.undo_title()) == "Wrote a text"
    on_stage.view.commands.undo()
    assert not shapes(on_stage)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Tab])
def test_a_text_without_words_is_never_part_of_the_map(on_stage: Stage, key: Qt.Key) -> None:
    on_stage.view.map_actions["draw_text"].trigger()
    on_stage.drag(EMPTY, FAR_CORNER)
    QTest.keyClick(on_stage.view.writing.words, key)
    assert not on_stage.view.writing.words.isVisible()
    assert not on_stage.edits


def test_esc_in_the_middle_of_drawing_draws_nothing(on_stage: Stage) -> None:
    on_stage.view.map_actions["draw_rectangle"].trigger()
    on_stage.drag(EMPTY, FAR_CORNER, is_held=True)
    on_stage.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, FAR_CORNER)
    assert not shapes(on_stage)
    assert not on_stage.edits


def test_a_shape_is_moved_and_made_larger_by_its_corner(on_stage: Stage) -> None:
    before = draw(on_stage)
    edge = on_stage.pixel(before.x, before.y + before.height / 2)
    on_stage.drag(edge, edge + QPoint(30, 20))
    moved = shapes(on_stage)[0]
    assert moved.x > before.x
    assert moved.y > before.y
    assert (moved.width, moved.height) == (before.width, before.height)
    corner = on_stage.pixel(moved.x + moved.width, moved.y + moved.height)
    on_stage.drag(corner, corner + QPoint(40, 40))
    larger = shapes(on_stage)[0]
    assert (larger.x, larger.y) == (moved.x, moved.y)
    assert larger.width > moved.width
    assert len(on_stage.edits) == 3


@pytest.mark.parametrize("is_corner", [False, True])
def test_esc_in_the_middle_of_moving_or_stretching_leaves_a_shape(on_stage: Stage, is_corner: bool) -> None:
    shape = draw(on_stage)
    corner = on_stage.pixel(shape.x + shape.width, shape.y + shape.height)
    start = corner if is_corner else on_stage.pixel(shape.x, shape.y + shape.height / 2)
    on_stage.drag(start, start + QPoint(40, 40), is_held=True)
    on_stage.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, start + QPoint(40, 40))
    assert shapes(on_stage) == [shape]


def test_words_are_typed_into_a_shape_by_a_double_click(on_stage: Stage) -> None:
    shape = draw(on_stage)
    QTest.mouseDClick(on_stage.canvas, LEFT, NO_KEYS, on_stage.pixel(shape.x, shape.y + shape.height / 2))
    editor = on_stage.view.writing.words
    assert editor.isVisible()
    QTest.keyClicks(editor, "Rack room")
    editor.keep()
    assert shapes(on_stage)[0].text == "Rack room"


def test_shapes_are_brought_forward_coloured_duplicated_and_removed(on_stage: Stage) -> None:
    first = draw(on_stage)
    second = replace(first, id="other")
    on_stage.view.map_actions["duplicate"].trigger()
    assert len(shapes(on_stage)) == 2
    on_stage.canvas.select_shape(first.id)
    on_stage.view.map_actions["bring_to_front"].trigger()
    on_stage.view.map_actions["shape_red"].trigger()
    front = max(shapes(on_stage), key=lambda shape: shape.z)
    assert (front.id, front.line, front.fill) == (first.id, "crit", "crit")
    on_stage.view.map_actions["send_to_back"].trigger()
    assert min(shapes(on_stage), key=lambda shape: shape.z).id == first.id
    on_stage.view.map_actions["remove"].trigger()
    assert first.id not in {shape.id for shape in shapes(on_stage)}
    assert second.id not in {shape.id for shape in shapes(on_stage)}


def test_a_locked_drawing_cannot_be_taken_hold_of_until_everything_is_unlocked(on_stage: Stage) -> None:
    shape = draw(on_stage)
    on_stage.view.map_actions["lock_items"].trigger()
    edge = on_stage.pixel(shape.x, shape.y + shape.height / 2)
    on_stage.drag(edge, edge + QPoint(30, 20))
    assert (shapes(on_stage)[0].x, shapes(on_stage)[0].y) == (shape.x, shape.y)
    on_stage.view.map_actions["unlock_all"].trigger()
    on_stage.drag(edge, edge + QPoint(30, 20))
    assert shapes(on_stage)[0].x > shape.x


def test_a_locked_node_stays_when_the_selection_is_dragged(on_stage: Stage) -> None:
    on_stage.selection.select_devices(("ap-a1",))
    on_stage.view.map_actions["lock_items"].trigger()
    before = on_stage.nodes
    on_stage.selection.select_devices(("ap-a1", "ap-a2"))
    start = on_stage.at("ap-a2")
    on_stage.drag(start, start + QPoint(0, 30))
    assert {device for device in before if on_stage.nodes[device] != before[device]} == {"ap-a2"}


def test_nothing_is_drawn_on_a_locked_map(on_stage: Stage) -> None:
    on_stage.view.map_actions["lock"].trigger()
    on_stage.view.map_actions["draw_rectangle"].trigger()
    on_stage.drag(EMPTY, FAR_CORNER)
    assert not on_stage.edits


def plan(path: Path, wide: int = 400, high: int = 300) -> Path:
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    assert image.save(str(path))
    return path


def test_a_floor_plan_is_put_below_everything_and_drawn(on_stage: Stage, tmp_path: Path) -> None:
    other = draw(on_stage)
    on_stage.view.editing.drawings.put_image(str(plan(tmp_path / "plan.png")))
    image = next(shape for shape in shapes(on_stage) if shape.kind is ShapeKind.IMAGE)
    assert (image.width, image.height) == (400.0, 300.0)
    assert image.z < other.z
    on_stage.canvas.settle()
    shot = on_stage.canvas.grab().toImage()
    middle = shot.pixelColor(on_stage.pixel(image.x + 3, image.y + 3))
    assert middle.green() > middle.red()
    on_stage.view.map_actions["remove"].trigger()
    assert not [p for p in on_stage.view.model.document.parts.values() if isinstance(p, Picture)]


def test_an_image_is_stored_no_larger_than_a_map_can_carry(tmp_path: Path) -> None:
    made = picture_of(plan(tmp_path / "large.png", 4000, 1000).read_bytes())
    assert (made.width, made.height) == (MOST_SIDE, MOST_SIDE // 4)


@pytest.mark.parametrize("raw", [b"", b"no image", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_image_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError):
        picture_of(raw)


def test_the_world_lies_below_the_map_where_it_is_wanted(on_stage: Stage) -> None:
    on_stage.view.map_actions["ground_world"].trigger()
    canvas = on_stage.view.model.document.parts[CANVAS]
    assert isinstance(canvas, Canvas)
    assert canvas.ground == "world"
    assert on_stage.view.map_actions["ground_world"].isChecked()
    on_stage.canvas.settle()
    on_stage.view.commands.undo()
    assert not on_stage.view.map_actions["ground_world"].isChecked()


def test_drawings_come_back_with_a_document_that_is_loaded(campus: Bridge, line: FakeLine) -> None:
    shape = Shape(id="s", kind=ShapeKind.ELLIPSE, x=-900.0, y=0.0, width=100.0, height=50.0, text="WAN")
    document = replace(drawn_campus(campus), parts={"s": shape})
    with stage(campus, line, document) as made:
        made.canvas.settle()
        bounds = made.view.scene.bounds()
        assert bounds is not None
        assert bounds.left <= -900.0


def test_a_drawing_is_copied_to_another_map_with_its_picture(on_stage: Stage, tmp_path: Path) -> None:
    on_stage.view.editing.drawings.put_image(str(plan(tmp_path / "plan.png")))
    image = shapes(on_stage)[0]
    on_stage.view.map_actions["copy"].trigger()
    on_stage.line.tell(MapLoaded(document=MapDocument(id="wan", title="WAN", revision=1)))
    on_stage.bridge.tick()
    on_stage.view.show_map("wan")
    on_stage.view.map_actions["paste"].trigger()
    (copy,) = shapes(on_stage)
    assert (copy.width, copy.height) == (image.width, image.height)
    assert copy.id != image.id
    assert copy.picture != image.picture
    assert isinstance(on_stage.view.model.document.parts[copy.picture], Picture)
    on_stage.view.commands.undo()
    assert not on_stage.view.model.document.parts


def test_nodes_say_who_made_them_where_that_is_wanted(on_stage: Stage) -> None:
    on_stage.view.commands.fit()
    on_stage.canvas.settle()
    before = on_stage.canvas.grab().toImage()
    on_stage.view.map_actions["show_vendors"].trigger()
    assert on_stage.view.map_actions["show_vendors"].isChecked()
    on_stage.canvas.settle()
    assert on_stage.canvas.grab().toImage() != before
    on_stage.view.commands.undo()
    on_stage.canvas.settle()
    assert on_stage.canvas.grab().toImage() == before


@pytest.mark.parametrize(
    ("vendor", "letters"),
    [
        ("Cisco", "CI"),
        ("Palo Alto Networks", "PA"),
        ("D-Link", "DL"),
        ("안랩", "안랩"),
        ("3", "3"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_vendor_has_two_letters(vendor: str | None, letters: str) -> None:
    assert letters_of(vendor) == letters


def test_a_new_note_stands_where_it_covers_nothing(on_stage: Stage) -> None:
    on_stage.view.commands.keep_note("", "Call Kim before touching")
    on_stage.view.commands.keep_note("", "And Lee")
    first, second = on_stage.view.model.document.notes.values()
    scene = on_stage.view.scene
    for note in (first, second):
        x, y = note.x + NOTE_WIDTH / 2, note.y + NOTE_HEIGHT / 2
        assert hit.frame_at(scene, x, y) is None
        assert hit.node_at(scene, on_stage.canvas.camera, *on_stage.canvas.camera.point(x, y)) is None
        assert on_stage.canvas.camera.seen().holds(note.x, note.y)
    assert abs(first.x - second.x) >= NOTE_WIDTH or abs(first.y - second.y) >= NOTE_HEIGHT
