"""Every gesture on the map, and Esc in the middle of each."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nocscape.console.bridge import Bridge
from nocscape.console.map import edits
from nocscape.console.map.tools.pointer import Tool
from nocscape.console.selection import DEVICES_MIME
from nocscape.model.mapdoc import DropItems, MapDocument, PutItems
from tests.console.fake_line import FakeLine
from tests.console.map_stage import LEFT, NO_KEYS, Stage, stage

pytestmark = pytest.mark.qt

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        yield made


def test_dragging_a_node_moves_it_and_nothing_else(on_stage: Stage) -> None:
    before = on_stage.nodes
    on_stage.canvas.is_snapping = False
    start = on_stage.at("ap-a1")
    on_stage.drag(start, start + QPoint(0, 30))
    after = on_stage.nodes
    scale = on_stage.canvas.camera.scale
    assert after["ap-a1"] == pytest.approx((before["ap-a1"][0], before["ap-a1"][1] + 30 / scale), abs=0.1)
    assert {d: after[d] for d in after if d != "ap-a1"} == {d: before[d] for d in before if d != "ap-a1"}
    change = on_stage.edits[-1].change
    assert isinstance(change, PutItems)
    assert [n.device for n in change.nodes] == ["ap-a1"]
    assert str(on_stage.view.model.undo_title()) == "Moved ap-a1"


def test_a_dragged_node_snaps_to_the_grid(on_stage: Stage) -> None:
    start = on_stage.at("ap-a1")
    on_stage.drag(start, start + QPoint(7, 23))
    assert [value % 5 for value in on_stage.nodes["ap-a1"]] == [0, 0]


def test_esc_in_the_middle_of_a_drag_leaves_everything_as_it_was(on_stage: Stage) -> None:
    before = on_stage.nodes
    start = on_stage.at("ap-a1")
    on_stage.drag(start, start + QPoint(60, 60), is_held=True)
    assert on_stage.view.scene.is_moving
    on_stage.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, start + QPoint(60, 60))
    assert on_stage.nodes == before
    assert not on_stage.edits
    assert not on_stage.view.scene.is_moving


def test_several_selected_nodes_move_together(on_stage: Stage) -> None:
    before = on_stage.nodes
    on_stage.selection.select_devices(("ap-a1", "ap-a2"))
    start = on_stage.at("ap-a2")
    on_stage.drag(start, start + QPoint(0, 40))
    after = on_stage.nodes
    moved = {d for d in before if before[d] != after[d]}
    assert moved == {"ap-a1", "ap-a2"}
    assert after["ap-a1"][1] - before["ap-a1"][1] == after["ap-a2"][1] - before["ap-a2"][1]
    assert str(on_stage.view.model.undo_title()) == "Moved 2 devices"


def test_a_press_without_a_move_is_a_click_and_no_edit(on_stage: Stage) -> None:
    on_stage.click(on_stage.at("core-1"))
    assert on_stage.selection.devices == ("core-1",)
    assert not on_stage.edits


def test_ctrl_click_adds_to_the_selection_and_takes_away(on_stage: Stage) -> None:
    on_stage.click(on_stage.at("core-1"))
    on_stage.click(on_stage.at("core-2"), CTRL)
    assert list(on_stage.selection.devices) == ["core-1", "core-2"]
    on_stage.click(on_stage.at("core-1"), CTRL)
    assert list(on_stage.selection.devices) == ["core-2"]


def test_a_click_beside_everything_selects_nothing(on_stage: Stage) -> None:
    on_stage.click(on_stage.at("core-1"))
    on_stage.click(QPoint(20, 400))
    assert on_stage.selection.devices == ()


def test_a_rubber_band_selects_what_it_encloses(on_stage: Stage) -> None:
    first, last = on_stage.at("ap-a1"), on_stage.at("ap-a2")
    on_stage.drag(first - QPoint(25, 25), last + QPoint(25, 25))
    assert set(on_stage.selection.devices) == {"ap-a1", "ap-a2"}
    assert not on_stage.edits


def test_a_rubber_band_with_shift_adds(on_stage: Stage) -> None:
    on_stage.click(on_stage.at("core-1"))
    first, last = on_stage.at("ap-a1"), on_stage.at("ap-a2")
    on_stage.drag(first - QPoint(25, 25), last + QPoint(25, 25), keys=SHIFT)
    assert set(on_stage.selection.devices) == {"core-1", "ap-a1", "ap-a2"}


def test_esc_in_the_middle_of_a_rubber_band_selects_what_was_selected_before(on_stage: Stage) -> None:
    on_stage.click(on_stage.at("core-1"))
    first, last = on_stage.at("ap-a1"), on_stage.at("ap-a2")
    on_stage.drag(first - QPoint(25, 25), last + QPoint(25, 25), is_held=True)
    assert set(on_stage.selection.devices) == {"ap-a1", "ap-a2"}
    on_stage.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, last)
    assert on_stage.selection.devices == ("core-1",)


@pytest.mark.parametrize("way", ["middle button", "space", "hand"])
def test_the_map_can_be_pushed_in_three_ways_and_esc_pushes_it_back(on_stage: Stage, way: str) -> None:
    before = on_stage.canvas.camera
    button = Qt.MouseButton.MiddleButton if way == "middle button" else LEFT
    if way == "space":
        QTest.keyPress(on_stage.canvas, Qt.Key.Key_Space)
    if way == "hand":
        on_stage.view.map_actions["hand"].trigger()
    on_stage.drag(QPoint(20, 400), QPoint(120, 450), button=button)
    after = on_stage.canvas.camera
    assert (before.x - after.x, before.y - after.y) == pytest.approx((100 / before.scale, 50 / before.scale))
    on_stage.drag(QPoint(20, 400), QPoint(80, 80), button=button, is_held=True)
    on_stage.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(on_stage.canvas, button, NO_KEYS, QPoint(80, 80))
    assert on_stage.canvas.camera == after
    assert on_stage.selection.devices == ()


def test_space_let_go_gives_the_pointer_back(on_stage: Stage) -> None:
    QTest.keyPress(on_stage.canvas, Qt.Key.Key_Space)
    QTest.keyRelease(on_stage.canvas, Qt.Key.Key_Space)
    on_stage.click(on_stage.at("core-1"))
    assert on_stage.canvas.pointer.tool is Tool.SELECT
    assert on_stage.selection.devices == ("core-1",)


def test_the_wheel_zooms_and_holds_what_is_below_the_pointer(on_stage: Stage) -> None:
    at = on_stage.at("core-1")
    before = on_stage.canvas.camera.scale
    wheel = QWheelEvent(
        QPointF(at), QPointF(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, NO_KEYS,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(on_stage.canvas, wheel)
    assert on_stage.canvas.camera.scale == pytest.approx(before * 1.2)
    assert (on_stage.at("core-1") - at).manhattanLength() <= 2


def test_two_fingers_on_a_touch_pad_push_the_map(on_stage: Stage) -> None:
    before = on_stage.canvas.camera
    wheel = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(12, -8), QPoint(12, -8), Qt.MouseButton.NoButton, NO_KEYS,
        Qt.ScrollPhase.ScrollUpdate, False,
    )  # fmt: skip
    QApplication.sendEvent(on_stage.canvas, wheel)
    assert on_stage.canvas.camera == before.panned(12, -8)


def test_a_click_on_a_link_selects_it(on_stage: Stage) -> None:
    on_stage.click(on_stage.between("dist-b1", "acc-b3"))
    chosen = on_stage.bridge.live.links[on_stage.selection.link or ""]
    assert {chosen.a.device, chosen.b.device} == {"dist-b1", "acc-b3"}
    assert on_stage.view.scene.selected_link == chosen.id


def test_a_double_click_on_a_node_opens_it(on_stage: Stage) -> None:
    opened: list[str] = []
    on_stage.selection.device_opened.connect(opened.append)
    QTest.mouseDClick(on_stage.canvas, LEFT, NO_KEYS, on_stage.at("core-1"))
    assert opened == ["core-1"]


def header(on_stage: Stage, group: str) -> QPoint:
    """A point on the title strip of a group."""
    groups = on_stage.view.scene.groups
    rect = groups.rect(groups.row[group])
    return on_stage.pixel(rect.left + 60, rect.top + 14)


def test_dragging_a_groups_title_moves_all_its_nodes(on_stage: Stage) -> None:
    before = on_stage.nodes
    start = header(on_stage, "site:HQ/Building A")
    on_stage.drag(start, start + QPoint(-20, 60))
    after = on_stage.nodes
    members = {d for d, n in on_stage.view.model.document.nodes.items() if n.group == "site:HQ/Building A"}
    assert {d for d in before if before[d] != after[d]} == members
    assert len({(after[d][0] - before[d][0], after[d][1] - before[d][1]) for d in members}) == 1


def test_a_node_dropped_in_another_frame_joins_its_group(on_stage: Stage) -> None:
    start = on_stage.at("ap-a1")
    on_stage.drag(start, on_stage.between("ap-b1", "ap-b3") + QPoint(0, 6))
    assert on_stage.view.model.document.nodes["ap-a1"].group == "site:HQ/Building B"
    on_stage.view.commands.undo()
    assert on_stage.view.model.document.nodes["ap-a1"].group == "site:HQ/Building A"


def test_a_node_dragged_out_of_its_frame_stays_in_its_group(on_stage: Stage) -> None:
    start = on_stage.at("ap-a1")
    on_stage.drag(start, QPoint(60, 300))
    assert on_stage.view.model.document.nodes["ap-a1"].group == "site:HQ/Building A"


def test_a_locked_map_is_not_moved_and_says_so(on_stage: Stage) -> None:
    on_stage.view.map_actions["lock"].trigger()
    before = on_stage.nodes
    start = on_stage.at("ap-a1")
    on_stage.drag(start, start + QPoint(60, 60))
    assert on_stage.nodes == before
    assert "locked" in on_stage.view.chip.text


def test_a_map_that_was_unlocked_offers_no_more_to_unlock_it(on_stage: Stage) -> None:
    on_stage.view.map_actions["lock"].trigger()
    on_stage.drag(on_stage.at("app-2"), on_stage.at("app-2") + QPoint(60, 0))
    assert on_stage.view.chip.isVisible()
    on_stage.view.map_actions["lock"].trigger()
    assert not on_stage.view.chip.isVisible()
    on_stage.view.chip.press()
    assert not on_stage.view.model.is_locked


def test_a_move_by_somebody_else_in_the_middle_of_a_drag_is_kept(on_stage: Stage) -> None:
    start = on_stage.at("ap-a1")
    on_stage.drag(start, start + QPoint(0, 40), is_held=True)
    theirs = edits.moved(on_stage.view.model.document, {"core-1": (5.0, 5.0)}, {}, "core-1")
    assert theirs is not None
    on_stage.view.model.edit_quietly(theirs.change)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, start + QPoint(0, 40))
    assert on_stage.nodes["core-1"] == (5.0, 5.0)
    assert str(on_stage.view.model.undo_title()) == "Moved ap-a1"


def test_a_device_that_vanishes_in_the_middle_of_a_drag_ends_the_drag(on_stage: Stage) -> None:
    start = on_stage.at("ap-a1")
    on_stage.drag(start, start + QPoint(0, 40), is_held=True)
    on_stage.view.model.edit_quietly(DropItems(nodes=("ap-a1", "core-1")))
    QTest.mouseMove(on_stage.canvas, start + QPoint(0, 50))
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, start + QPoint(0, 50))
    assert "ap-a1" not in on_stage.nodes
    assert not on_stage.view.model.undo_stack.canUndo()


# -- devices from the tree --------------------------------------------------------------------------------------------


def mime(*devices: str) -> QMimeData:
    data = QMimeData()
    data.setData(DEVICES_MIME, json.dumps(devices).encode())
    return data


def drop(on_stage: Stage, data: QMimeData, at: QPoint) -> bool:
    enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, data, LEFT, NO_KEYS)
    QApplication.sendEvent(on_stage.canvas, enter)
    if enter.isAccepted():
        event = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, LEFT, NO_KEYS)
        QApplication.sendEvent(on_stage.canvas, event)
    return enter.isAccepted()


def test_devices_dropped_on_the_map_stand_where_they_were_dropped(campus: Bridge, line: FakeLine) -> None:
    with stage(campus, line, MapDocument(id="main", title="", revision=1)) as on_stage:
        assert drop(on_stage, mime("core-1", "core-2", "nobody"), QPoint(600, 400))
        assert set(on_stage.nodes) == {"core-1", "core-2"}
        middle = on_stage.between("core-1", "core-2")
        assert (middle - QPoint(600, 400)).manhattanLength() < 12
        assert on_stage.selection.devices == ("core-1", "core-2")
        on_stage.view.commands.undo()
        assert on_stage.nodes == {}


def test_a_device_dropped_in_a_frame_joins_its_group(on_stage: Stage) -> None:
    on_stage.view.model.edit_quietly(DropItems(nodes=("ap-a1",)))
    drop(on_stage, mime("ap-a1"), on_stage.between("ap-b1", "ap-b3"))
    assert on_stage.view.model.document.nodes["ap-a1"].group == "site:HQ/Building B"


def test_what_only_looks_like_devices_is_not_taken(on_stage: Stage) -> None:
    broken = QMimeData()
    broken.setData(DEVICES_MIME, b'{"not": "a list"}')
    assert not drop(on_stage, broken, QPoint(600, 400))
    assert not drop(on_stage, mime("nobody"), QPoint(600, 400))
    text = QMimeData()
    text.setText("core-1")
    assert not drop(on_stage, text, QPoint(600, 400))
    assert not on_stage.edits


def test_esc_while_devices_are_dragged_over_the_map_takes_their_shadow_away(on_stage: Stage) -> None:
    data = mime("core-1")
    enter = QDragEnterEvent(QPoint(600, 400), Qt.DropAction.CopyAction, data, LEFT, NO_KEYS)
    QApplication.sendEvent(on_stage.canvas, enter)
    assert on_stage.canvas.cancel()
    assert not on_stage.canvas.cancel()
    assert not on_stage.edits
