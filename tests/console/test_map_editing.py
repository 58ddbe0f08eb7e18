"""Lasso, guides, putting in line, selecting more, clipboard, ways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from nocscape.console.bridge import Bridge
from nocscape.console.map.clipboard import MAP_MIME, from_mime
from nocscape.model.mapdoc import MapDocument
from tests.console.fake_line import FakeLine
from tests.console.map_stage import LEFT, NO_KEYS, Stage, stage

pytestmark = pytest.mark.qt


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        yield made


def around(on_stage: Stage, device: str, by: int = 25) -> list[QPoint]:
    at = on_stage.at(device)
    return [at + QPoint(dx * by, dy * by) for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def draw_lasso(on_stage: Stage, corners: list[QPoint]) -> None:
    on_stage.view.map_actions["lasso"].trigger()
    QTest.mousePress(on_stage.canvas, LEFT, NO_KEYS, corners[0])
    for corner in corners[1:]:
        QTest.mouseMove(on_stage.canvas, corner)


def test_a_lasso_selects_what_it_goes_around(on_stage: Stage) -> None:
    corners = around(on_stage, "ap-a1")
    draw_lasso(on_stage, corners)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, corners[-1])
    assert on_stage.selection.devices == ("ap-a1",)
    assert not on_stage.edits


def test_esc_in_the_middle_of_a_lasso_selects_what_was_selected_before(on_stage: Stage) -> None:
    on_stage.click(on_stage.at("core-1"))
    draw_lasso(on_stage, around(on_stage, "ap-a1"))
    assert on_stage.selection.devices == ("ap-a1",)
    on_stage.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, on_stage.at("ap-a1"))
    assert on_stage.selection.devices == ("core-1",)


def test_a_node_dragged_close_to_a_line_with_another_is_drawn_to_it(on_stage: Stage) -> None:
    target = on_stage.nodes["ap-a4"]
    end = on_stage.pixel(on_stage.nodes["ap-a1"][0], target[1] + 40) + QPoint(0, 0)
    on_stage.drag(on_stage.at("ap-a1"), end)
    assert on_stage.nodes["ap-a1"][1] != target[1]
    on_stage.drag(on_stage.at("ap-a1"), on_stage.pixel(on_stage.nodes["ap-a1"][0] + 15, target[1]) + QPoint(0, 3))
    assert on_stage.nodes["ap-a1"][1] == target[1]


def test_selected_nodes_are_aligned_as_one_edit_and_undo_puts_them_back(on_stage: Stage) -> None:
    before = on_stage.nodes
    on_stage.selection.select_devices(("ap-a1", "acc-a2", "dist-a"))
    on_stage.view.map_actions["align_top"].trigger()
    assert {on_stage.nodes[d][1] for d in ("ap-a1", "acc-a2", "dist-a")} == {before["dist-a"][1]}
    assert len(on_stage.edits) == 1
    assert str(on_stage.view.model.undo_title()) == "Aligned 3 devices"
    on_stage.view.commands.undo()
    assert on_stage.nodes == before


@pytest.mark.parametrize("name", ["turn_right", "turn_left", "mirror_across", "distribute_across", "distribute_down"])
def test_other_ways_to_put_in_line_are_one_edit_each(on_stage: Stage, name: str) -> None:
    on_stage.selection.select_devices(("ap-a1", "acc-a2", "dist-a", "core-1"))
    on_stage.view.map_actions[name].trigger()
    assert len(on_stage.edits) == 1


def test_a_locked_map_is_not_put_in_line(on_stage: Stage) -> None:
    on_stage.selection.select_devices(("ap-a1", "acc-a2"))
    on_stage.view.map_actions["lock"].trigger()
    on_stage.view.map_actions["align_left"].trigger()
    on_stage.view.map_actions["pin"].trigger()
    assert not on_stage.edits


def test_pinning_is_kept_in_the_document(on_stage: Stage) -> None:
    on_stage.selection.select_devices(("ap-a1",))
    on_stage.view.map_actions["pin"].trigger()
    assert on_stage.view.model.document.nodes["ap-a1"].is_pinned
    on_stage.view.map_actions["pin"].trigger()
    assert not on_stage.view.model.document.nodes["ap-a1"].is_pinned


def test_devices_of_the_same_kind_vendor_and_state_are_selected(on_stage: Stage) -> None:
    on_stage.selection.select_devices(("fw-1",))
    on_stage.view.map_actions["select_kind"].trigger()
    assert set(on_stage.selection.devices) == {"fw-1", "fw-2"}
    on_stage.selection.select_devices(("ap-b2",))
    on_stage.view.map_actions["select_status"].trigger()
    assert set(on_stage.selection.devices) == {"ap-b2", "cam-b2"}
    on_stage.selection.select_devices(("db-1",))
    on_stage.view.map_actions["select_vendor"].trigger()
    assert set(on_stage.selection.devices) == {"db-1", "san-1"}


def test_neighbours_and_what_depends_on_a_device_are_selected(on_stage: Stage) -> None:
    on_stage.selection.select_devices(("acc-a3",))
    on_stage.view.map_actions["select_around"].trigger()
    assert set(on_stage.selection.devices) == {"acc-a3", "dist-a", "prn-a"}
    on_stage.selection.select_devices(("dist-b2",))
    on_stage.view.map_actions["select_behind"].trigger()
    assert set(on_stage.selection.devices) == {"dist-b2", "ap-b2", "cam-b2"}


def test_the_shortest_way_between_two_devices_is_marked(on_stage: Stage) -> None:
    on_stage.selection.select_devices(("ap-a1", "core-1"))
    on_stage.view.map_actions["show_way"].trigger()
    marks = on_stage.view.scene.highlights
    assert set(marks.devices) == {"ap-a1", "acc-a1", "dist-a", "core-1"}
    assert len(marks.links) == 3
    on_stage.view.map_actions["clear_marks"].trigger()
    assert not marks.devices


def test_what_was_copied_on_one_map_is_pasted_on_another(on_stage: Stage, line: FakeLine) -> None:
    on_stage.selection.select_devices(("ap-a1", "acc-a1"))
    on_stage.view.map_actions["copy"].trigger()
    spots = {d: on_stage.nodes[d] for d in ("ap-a1", "acc-a1")}
    on_stage.view.map_actions["paste"].trigger()
    assert not on_stage.edits, "a device stands on a map once"
    on_stage.view.show_map("other")
    on_stage.view.map_actions["paste"].trigger()
    assert on_stage.nodes == spots
    assert set(on_stage.view.model.document.groups) == {"site:HQ/Building A"}
    on_stage.view.commands.undo()
    assert on_stage.view.model.document.nodes == MapDocument(id="other", title="").nodes


def test_what_was_done_on_one_map_is_not_offered_back_on_another(on_stage: Stage) -> None:
    on_stage.view.commands.keep_note("", "rack 4")
    assert on_stage.view.chip.isVisible()
    on_stage.view.show_map("other")
    assert not on_stage.view.chip.isVisible()


def test_a_note_is_duplicated_beside_itself(on_stage: Stage) -> None:
    on_stage.view.commands.keep_note("", "rack 4")
    on_stage.view.map_actions["duplicate"].trigger()
    notes = list(on_stage.view.model.document.notes.values())
    assert [note.text for note in notes] == ["rack 4", "rack 4"]
    assert notes[0].x != notes[1].x


@pytest.mark.parametrize("raw", [b"", b"{", b"[1]", b'{"nodes": 3}', b"x" * 9_000_000])
def test_a_damaged_clipboard_is_not_pasted(on_stage: Stage, raw: bytes) -> None:
    mime = QMimeData()
    mime.setData(MAP_MIME, raw)
    assert from_mime(mime) is None
    QGuiApplication.clipboard().setMimeData(mime)
    on_stage.view.map_actions["paste"].trigger()
    assert not on_stage.edits
