"""The map view: keys, commands, selection, notes, groups, cards, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from nocscape.base import i18n
from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.map import arranger
from nocscape.console.map.facts import device_card, link_card
from nocscape.console.map.tools.keys import step
from nocscape.console.map.watched import WatchedMap
from nocscape.model.batches import DeviceGone, LinksChanged, LoadChanged, MapLoaded, Reply, StatusChanged
from nocscape.model.mapdoc import MapDocument, Node, Note, PutItems
from nocscape.model.net import DeviceStatus, Layer, LinkLoad
from nocscape.model.status import Status
from tests.console.fake_line import FakeLine
from tests.console.map_stage import LEFT, NO_KEYS, Stage, drawn_campus, stage
from tests.console.waiting import until

pytestmark = pytest.mark.qt

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        yield made


# -- keys -------------------------------------------------------------------------------------------------------------


def test_arrows_walk_along_links(on_stage: Stage) -> None:
    on_stage.click(on_stage.at("dist-a"))
    walked = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up):
        on_stage.key(key)
        walked.append(on_stage.selection.devices[0])
    assert walked[0].startswith("acc-a")
    assert walked[1].startswith(("ap-a", "prn-a"))
    assert walked[3:] == ["dist-a", "core-1"]


def test_an_arrow_where_no_link_leads_goes_to_the_nearest_device_there(on_stage: Stage) -> None:
    assert step(on_stage.view.scene, "ap-a1", (1.0, 0.0)) == "ap-a2"


def test_the_first_arrow_begins_at_the_top(on_stage: Stage) -> None:
    on_stage.key(Qt.Key.Key_Down)
    assert on_stage.selection.devices == ("internet",)


def test_shift_with_arrows_adds_to_the_selection(on_stage: Stage) -> None:
    on_stage.click(on_stage.at("dist-a"))
    on_stage.key(Qt.Key.Key_Up, SHIFT)
    assert on_stage.selection.devices == ("core-1", "dist-a")


def test_ctrl_with_arrows_moves_the_selection_and_one_undo_takes_all_steps_back(on_stage: Stage) -> None:
    before = on_stage.nodes["ap-a1"]
    on_stage.click(on_stage.at("ap-a1"))
    for _ in range(3):
        on_stage.key(Qt.Key.Key_Right, CTRL)
    assert on_stage.nodes["ap-a1"] == (before[0] + 60, before[1])
    on_stage.view.commands.undo()
    assert on_stage.nodes["ap-a1"] == before
    on_stage.view.commands.redo()
    assert on_stage.nodes["ap-a1"] == (before[0] + 60, before[1])


def test_enter_opens_what_is_selected(on_stage: Stage) -> None:
    opened: list[str] = []
    on_stage.selection.device_opened.connect(opened.append)
    on_stage.click(on_stage.at("core-1"))
    on_stage.key(Qt.Key.Key_Return)
    assert opened == ["core-1"]


def test_esc_selects_nothing(on_stage: Stage) -> None:
    on_stage.click(on_stage.at("core-1"))
    on_stage.key(Qt.Key.Key_Escape)
    assert on_stage.selection.devices == ()


@pytest.mark.parametrize(
    ("key", "keys", "name"),
    [
        (Qt.Key.Key_A, CTRL, "select-all"),
        (Qt.Key.Key_Plus, NO_KEYS, "zoom-in"),
        (Qt.Key.Key_Minus, NO_KEYS, "zoom-out"),
        (Qt.Key.Key_0, NO_KEYS, "zoom-full"),
        (Qt.Key.Key_F, NO_KEYS, "fit"),
        (Qt.Key.Key_L, CTRL, "lock"),
    ],
)
def test_keys_trigger_the_actions_of_the_map(
    on_stage: Stage, key: Qt.Key, keys: Qt.KeyboardModifier, name: str
) -> None:
    done: list[str] = []
    for action in on_stage.view.actions():
        action.triggered.connect(partial(done.append, action.objectName()))
    on_stage.key(key, keys)
    assert done == [f"map.{name}"]


def test_delete_takes_the_selection_off_the_map_and_undo_brings_it_back(on_stage: Stage) -> None:
    before = on_stage.view.model.document
    on_stage.key(Qt.Key.Key_A, CTRL)
    on_stage.key(Qt.Key.Key_Delete)
    assert not on_stage.view.model.document.nodes
    assert not on_stage.view.model.document.groups
    assert on_stage.view.hint.isVisible()
    on_stage.key(Qt.Key.Key_Z, CTRL)
    assert on_stage.view.model.document.nodes == before.nodes
    assert on_stage.view.model.document.groups == before.groups
    on_stage.key(Qt.Key.Key_Y, CTRL)
    assert not on_stage.view.model.document.nodes


# -- groups and notes -------------------------------------------------------------------------------------------------


def type_title(on_stage: Stage, title: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    editor = on_stage.view.title_editor
    assert editor.isVisible()
    editor.setText(title)
    QTest.keyClick(editor, key)


def test_a_group_is_made_named_and_dissolved(on_stage: Stage) -> None:
    on_stage.selection.select_devices(("leaf-1", "leaf-2"))
    on_stage.view.map_actions["group"].trigger()
    type_title(on_stage, "Spine")
    group = on_stage.view.model.document.nodes["leaf-1"].group or ""
    assert on_stage.view.model.document.groups[group].title == "Spine"
    on_stage.view.map_actions["dissolve"].trigger()
    assert group not in on_stage.view.model.document.groups
    assert on_stage.view.model.document.nodes["leaf-1"].group is None
    assert str(on_stage.view.model.undo_title()) == "Dissolved the group Spine"


def test_esc_leaves_the_title_of_a_group_as_it_was(on_stage: Stage) -> None:
    on_stage.selection.select_devices(("leaf-1",))
    on_stage.view.map_actions["rename_group"].trigger()
    type_title(on_stage, "Nonsense", Qt.Key.Key_Escape)
    assert on_stage.view.model.document.groups["site:HQ/Server room"].title == "Server room"
    assert not on_stage.edits
    assert on_stage.canvas.hasFocus()


def test_a_double_click_on_a_title_renames_the_group(on_stage: Stage) -> None:
    groups = on_stage.view.scene.groups
    rect = groups.rect(groups.row["site:HQ/Server room"])
    QTest.mouseDClick(on_stage.canvas, LEFT, NO_KEYS, on_stage.pixel(rect.left + 60, rect.top + 12))
    type_title(on_stage, "Machine room")
    assert on_stage.view.model.document.groups["site:HQ/Server room"].title == "Machine room"


def test_a_node_is_taken_out_of_its_group_where_it_stands(on_stage: Stage) -> None:
    before = on_stage.nodes
    on_stage.selection.select_devices(("leaf-1",))
    on_stage.view.map_actions["leave_group"].trigger()
    assert on_stage.view.model.document.nodes["leaf-1"].group is None
    assert on_stage.nodes == before


def test_a_note_is_written_moved_changed_and_removed(on_stage: Stage) -> None:
    view = on_stage.view
    view.map_actions["note"].trigger()
    view.note_editor.setPlainText("Fibre work on Friday")
    QTest.keyClick(view.note_editor, Qt.Key.Key_Return, CTRL)
    (note,) = view.model.document.notes.values()
    assert note.text == "Fibre work on Friday"
    start = on_stage.pixel(note.x + 40, note.y + 10)
    on_stage.drag(start, start + QPoint(-50, 20), is_held=True)
    on_stage.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, start)
    assert view.model.document.notes[note.id] == note
    on_stage.drag(start, start + QPoint(-50, 20))
    moved = view.model.document.notes[note.id]
    assert (moved.x < note.x, moved.y > note.y) == (True, True)
    on_stage.click(on_stage.pixel(moved.x + 40, moved.y + 10))
    on_stage.view.map_actions["remove"].trigger()
    assert not view.model.document.notes
    assert str(view.model.undo_title()) == "Removed a note"


def test_esc_throws_a_note_away_that_was_not_finished(on_stage: Stage) -> None:
    on_stage.view.map_actions["note"].trigger()
    on_stage.view.note_editor.setPlainText("never mind")
    QTest.keyClick(on_stage.view.note_editor, Qt.Key.Key_Escape)
    assert not on_stage.view.model.document.notes
    assert not on_stage.edits


# -- other panels -----------------------------------------------------------------------------------------------------


def test_what_other_panels_select_is_marked_and_brought_into_view(on_stage: Stage) -> None:
    camera = on_stage.canvas.camera
    on_stage.canvas.look(camera.zoomed(6.0, 10, 10))
    on_stage.selection.select_devices(("ups-b4",))
    row = on_stage.view.scene.nodes.row["ups-b4"]
    assert on_stage.view.scene.nodes.is_selected[row]
    assert on_stage.canvas.camera.seen().holds(*on_stage.nodes["ups-b4"])


def test_a_selected_link_is_let_go_when_a_device_is_selected(on_stage: Stage) -> None:
    on_stage.selection.select_link(next(iter(on_stage.bridge.live.links)))
    assert on_stage.view.scene.selected_link
    on_stage.selection.select_devices(("core-1",))
    assert on_stage.view.scene.selected_link is None


def test_states_and_loads_reach_the_scene(on_stage: Stage) -> None:
    link = on_stage.bridge.live.links_of("ap-a1")[0]
    on_stage.line.tell(
        StatusChanged(devices=(DeviceStatus(device="ap-a1", status=Status.CRITICAL),)),
        LoadChanged(loads=(LinkLoad(link.id, 1.0, 1.0, 99.0, 0.0),)),
    )
    on_stage.bridge.tick()
    scene = on_stage.view.scene
    group = scene.groups.row["site:HQ/Building A"]
    assert scene.groups.counts[group].tolist()[-1] == 1
    assert scene.links.ab[scene.links.row[link.id]] == 5


def test_a_device_that_was_merged_leaves_its_place_to_the_other(on_stage: Stage) -> None:
    before = on_stage.nodes["ap-a1"]
    on_stage.view.model.edit_quietly(PutItems(nodes=()))
    on_stage.line.tell(DeviceGone(device="ap-a1", into="new-id"), DeviceGone(device="ap-a2"))
    on_stage.bridge.tick()
    assert on_stage.nodes["new-id"] == before
    assert not {"ap-a1", "ap-a2"} & set(on_stage.nodes)


def test_arrivals_are_placed_beside_their_neighbours_as_one_edit(campus: Bridge, line: FakeLine) -> None:
    document = drawn_campus(campus)
    late = ("ap-a1", "cam-b2")
    nodes = {d: n for d, n in document.nodes.items() if d not in late}
    with stage(campus, line, MapDocument(id="main", title="", revision=3, nodes=nodes, groups=document.groups)) as made:
        assert set(made.view.model.unplaced()) == set(late)
        before = made.nodes
        made.view.map_actions["place_arrivals"].trigger()
        assert {d: made.nodes[d] for d in before} == before
        assert made.view.model.document.nodes["ap-a1"].group == "site:HQ/Building A"
        assert made.nodes["ap-a1"][1] > made.nodes["acc-a1"][1]
        made.view.commands.undo()
        assert made.nodes == before


def test_arranging_is_one_edit_that_undo_takes_back(on_stage: Stage) -> None:
    start = on_stage.at("ap-a1")
    on_stage.drag(start, start + QPoint(300, -200))
    before = on_stage.nodes
    on_stage.view.map_actions["arrange"].trigger()
    assert on_stage.nodes == before, "it is shown first"
    on_stage.key(Qt.Key.Key_Return)
    assert on_stage.nodes != before
    assert str(on_stage.view.model.undo_title()) == "Arranged 32 devices"
    on_stage.view.commands.undo()
    assert on_stage.nodes == before


def test_arranging_a_selection_leaves_the_rest_alone(on_stage: Stage) -> None:
    before = on_stage.nodes
    chosen = ("leaf-1", "db-1", "app-1", "hv-1")
    on_stage.selection.select_devices(chosen)
    on_stage.view.map_actions["arrange_selection"].trigger()
    assert "Preview" in on_stage.view.chip.text
    on_stage.view.chip.press()
    assert on_stage.nodes["db-1"] != before["db-1"] or on_stage.nodes["app-1"] != before["app-1"]
    assert {d: on_stage.nodes[d] for d in before if d not in chosen} == {
        d: before[d] for d in before if d not in chosen
    }


def _is_previewed(stage: Stage) -> bool:
    return stage.canvas.preview.is_shown


@pytest.mark.parametrize("name", ["layout_radial", "layout_circular", "layout_grid", "layout_layered"])
def test_esc_puts_a_layout_back_that_was_only_shown(on_stage: Stage, name: str) -> None:
    before = on_stage.nodes
    on_stage.view.map_actions[name].trigger()
    assert _is_previewed(on_stage)
    on_stage.canvas.settle()
    on_stage.drag(on_stage.at("ap-a1"), on_stage.at("ap-a1") + QPoint(60, 0))
    assert _is_previewed(on_stage), "nothing else is dragged meanwhile"
    on_stage.key(Qt.Key.Key_Escape)
    assert not _is_previewed(on_stage)
    assert on_stage.nodes == before
    assert not on_stage.edits


def test_a_preview_is_all_in_view_and_the_view_goes_back_with_it(on_stage: Stage) -> None:
    before = on_stage.canvas.camera.zoomed(4.0, 0.0, 0.0)
    on_stage.canvas.look(before)
    on_stage.view.map_actions["layout_radial"].trigger()
    seen, scene = on_stage.canvas.camera.seen(), on_stage.canvas.scene
    assert all(seen.holds(x, y) for x, y in [*scene.xy_shown.tolist(), *on_stage.nodes.values()])
    on_stage.key(Qt.Key.Key_Escape)
    assert on_stage.canvas.camera == before


def test_whoever_looks_around_during_a_preview_stays_there(on_stage: Stage) -> None:
    on_stage.canvas.look(on_stage.canvas.camera.zoomed(4.0, 0.0, 0.0))
    on_stage.view.map_actions["layout_radial"].trigger()
    wanted = on_stage.canvas.camera.panned(50, 30)
    on_stage.canvas.look(wanted)
    on_stage.key(Qt.Key.Key_Escape)
    assert on_stage.canvas.camera == wanted


def test_a_layout_whose_process_dies_says_so_and_moves_nothing(
    on_stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(arranger, "serve", id)
    on_stage.view.map_actions["layout_force"].trigger()
    until(lambda: not on_stage.view.commands.arranger.is_busy)
    assert "nothing was moved" in on_stage.view.chip.text
    assert not on_stage.canvas.preview.is_shown
    assert not on_stage.edits
    caplog.clear()


def test_a_pinned_device_holds_when_the_rest_is_laid_out(on_stage: Stage) -> None:
    on_stage.selection.select_devices(("ap-a1",))
    on_stage.view.map_actions["pin"].trigger()
    before = on_stage.nodes["ap-a1"]
    on_stage.selection.select_devices(())
    on_stage.view.map_actions["layout_grid"].trigger()
    on_stage.key(Qt.Key.Key_Return)
    assert on_stage.nodes["ap-a1"] == before


def test_each_map_keeps_its_own_nodes_history_and_camera(on_stage: Stage) -> None:
    other = MapDocument(id="wan", title="WAN", revision=1, nodes={"core-1": Node(device="core-1", x=0, y=0)})
    on_stage.line.tell(MapLoaded(document=other))
    on_stage.bridge.tick()
    start = on_stage.at("ap-a1")
    on_stage.drag(start, start + QPoint(0, 40))
    on_stage.canvas.look(on_stage.canvas.camera.panned(30, 0))
    camera = on_stage.canvas.camera
    on_stage.view.show_map("wan")
    assert set(on_stage.nodes) == {"core-1"}
    assert not on_stage.view.model.undo_stack.canUndo()
    on_stage.view.show_map("main")
    assert on_stage.canvas.camera == camera
    assert on_stage.view.model.undo_stack.canUndo()


# -- saying -----------------------------------------------------------------------------------------------------------


def test_the_chip_says_what_was_done_and_a_press_undoes_it(on_stage: Stage) -> None:
    before = on_stage.nodes
    start = on_stage.at("ap-a1")
    on_stage.drag(start, start + QPoint(0, 40))
    assert on_stage.view.chip.isVisible()
    assert on_stage.view.chip.text == "Moved ap-a1"
    on_stage.view.chip.press()
    assert on_stage.nodes == before
    assert on_stage.view.chip.text == "Undone: Moved ap-a1"
    on_stage.view.chip.press()
    assert on_stage.nodes != before


def test_a_refused_edit_says_why(on_stage: Stage) -> None:
    start = on_stage.at("ap-a1")
    on_stage.drag(start, start + QPoint(0, 40))
    on_stage.line.tell(Reply(request=on_stage.line.sent[-1].request, error=msg("The disk is full.")))
    on_stage.bridge.tick()
    assert on_stage.view.chip.text == "The disk is full."


def test_the_card_of_a_device_says_what_is_wrong(campus: Bridge) -> None:
    card = device_card(campus.live, "app-2", "app-2")
    assert (card.title, card.status, card.subtitle) == ("app-2", Status.WARNING, "Dell PowerEdge R650")
    assert ("Reason", "CPU 91 %") in card.facts


def test_the_card_of_a_link_names_both_directions(campus: Bridge) -> None:
    link = next(x for x in campus.live.links_of("dist-b1") if x.a.device == "core-1")
    facts = dict(link_card(campus.live, link).facts)
    assert facts["core-1 → dist-b1"] == "7.9 Gb/s · 79 %"
    assert facts["dist-b1 → core-1"] == "4.6 Gb/s · 46 %"


def test_the_card_of_a_device_counts_its_cables_and_no_neighbourhoods(campus: Bridge) -> None:
    cables = len(campus.live.links_of("dist-b1"))
    link = campus.live.links_of("dist-b1")[0]
    campus.live.take(LinksChanged(links=(replace(link, id="ospf", layer=Layer.OSPF),)))
    assert ("Links", str(cables)) in device_card(campus.live, "dist-b1", "dist-b1").facts


def test_the_view_follows_the_language(on_stage: Stage) -> None:
    i18n.set_language("ko")
    QApplication.sendEvent(on_stage.view, QEvent(QEvent.Type.LanguageChange))
    assert on_stage.view.map_actions["undo"].text() == "실행 취소"
    assert on_stage.view.legend.accessibleName().startswith("사용률")


def test_the_context_menu_offers_what_can_be_done_with_a_device(on_stage: Stage) -> None:
    at = on_stage.at("core-1")
    QTest.mouseClick(on_stage.canvas, Qt.MouseButton.RightButton, NO_KEYS, at)
    on_stage.view.open_menu(at, on_stage.canvas.mapToGlobal(at))
    menu = on_stage.view.findChild(QMenu)
    assert menu is not None
    assert on_stage.selection.devices == ("core-1",)
    offered = {a.objectName() for a in menu.actions() if a.isEnabled()}
    assert {"map.group", "map.remove", "map.collapse"} <= offered
    menu.close()


def test_a_screen_reader_gets_name_state_and_neighbours(on_stage: Stage) -> None:
    spoken = QAccessible.queryAccessibleInterface(on_stage.canvas)
    assert spoken is not None
    assert spoken.childCount() == 32
    row = on_stage.view.scene.nodes.row["dist-b2"]
    node = spoken.child(row)
    assert node.text(QAccessible.Text.Name) == "dist-b2, Switch, Critical"
    heard = node.text(QAccessible.Text.Description)
    assert heard.startswith("Linked to ")
    assert "core-2 (Down)" in heard
    assert spoken.indexOfChild(node) == row
    on_stage.click(on_stage.at("dist-b2"))
    assert node.state().selected
    middle = node.rect().center()
    found = spoken.childAt(middle.x(), middle.y())
    assert found.text(QAccessible.Text.Name) == "dist-b2, Switch, Critical"


def test_notes_survive_a_document_that_is_loaded_again(on_stage: Stage) -> None:
    document = drawn_campus(on_stage.bridge)
    noted = PutItems(notes=(Note(id="n", x=0, y=0, text="hello"),))
    on_stage.view.model.edit(msg("Added a note"), noted)
    on_stage.line.tell(MapLoaded(document=document))
    on_stage.bridge.tick()
    assert on_stage.view.model.document.notes["n"].text == "hello"


def test_a_card_appears_where_the_pointer_rests_and_goes_when_it_moves_on(on_stage: Stage) -> None:
    QTest.mouseMove(on_stage.canvas, on_stage.at("app-2"))
    on_stage.view.hover.show_card()
    assert on_stage.view.card.isVisible()
    QTest.mouseMove(on_stage.canvas, QPoint(15, 400))
    assert not on_stage.view.card.isVisible()
    QTest.mouseMove(on_stage.canvas, on_stage.between("dist-b1", "acc-b3"))
    on_stage.view.hover.show_card()
    assert on_stage.view.card.isVisible()


def test_a_watched_map_fills_a_small_place(on_stage: Stage) -> None:
    watched = WatchedMap(on_stage.bridge, on_stage.canvas.theme, on_stage.selection, on_stage.view)
    watched.resize(745, 288)
    watched.show()
    watched.commands.fit()
    bounds = watched.scene.bounds()
    assert bounds is not None
    shown = watched.canvas.camera.rect(bounds)
    assert shown.height > 0.85 * 288
    assert shown.top >= 0
    assert shown.bottom <= 288
    assert watched.legend.isHidden()
    on_stage.line.tell(MapLoaded(document=MapDocument(id="main/rack", title="Rack")))
    on_stage.bridge.tick()
    watched.show_map("main/rack")
    assert watched.seeing.crumbs.isHidden()
    watched.close_maps()
