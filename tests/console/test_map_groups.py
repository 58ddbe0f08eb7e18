"""Groups: collapsed to one node and expanded, by attribute, by rule, and as a map of their own."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nocscape.console.bridge import Bridge
from nocscape.console.main import build
from nocscape.console.map.scene.nodes import STATUS_CODE
from nocscape.console.map.view import MapView
from nocscape.model.batches import DeviceChanged, MapChanged, MapLoaded, StatusChanged
from nocscape.model.commands import EditMap
from nocscape.model.mapdoc import DropItems, Group, PutItems, Together
from nocscape.model.mapparts import GroupRule
from nocscape.model.net import Device, DeviceStatus, Endpoint, Inventory
from nocscape.model.status import Status
from tests.console.fake_line import FakeLine
from tests.console.map_stage import LEFT, NO_KEYS, Stage, drawn_campus, stage

pytestmark = pytest.mark.qt


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        made.canvas.is_snapping = False
        yield made


def group_of(on_stage: Stage, device: str) -> str:
    group = on_stage.view.model.document.nodes[device].group
    assert group is not None
    return group


def collapse(on_stage: Stage, device: str = "ap-a1") -> str:
    on_stage.selection.select_devices((device,))
    on_stage.view.map_actions["collapse"].trigger()
    return group_of(on_stage, device)


def fold_at(on_stage: Stage, group: str) -> QPoint:
    folds = on_stage.view.scene.folds
    return on_stage.pixel(*folds.xy[folds.ids.index(group)].tolist())


def test_a_collapsed_group_hides_its_nodes_and_the_document_keeps_where_they_were(on_stage: Stage) -> None:
    before = on_stage.nodes
    group = collapse(on_stage)
    scene = on_stage.view.scene
    members = [scene.nodes.ids[row] for row in np.flatnonzero(scene.folds.is_hidden)]
    assert "ap-a1" in members
    assert "core-1" not in members
    assert on_stage.nodes == before
    assert on_stage.view.model.document.groups[group].is_collapsed
    assert str(on_stage.view.model.undo_title()).startswith("Collapsed ")


def test_links_inside_a_collapsed_group_are_hidden_and_others_end_at_it(on_stage: Stage) -> None:
    scene = on_stage.view.scene
    before = len(scene.links)
    group = collapse(on_stage)
    folds, links = scene.folds, scene.links
    assert 0 < len(links) < before
    a, b = folds.of[links.a], folds.of[links.b]
    assert not ((a >= 0) & (a == b)).any()
    ends = np.concatenate([links.a[a == 0], links.b[b == 0]])
    assert (scene.nodes.xy[ends] == folds.xy[folds.ids.index(group)]).all()


def test_a_collapsed_group_shows_the_worst_state_and_the_counts_of_its_nodes(on_stage: Stage) -> None:
    group = collapse(on_stage)
    state = DeviceStatus(device="ap-a1", status=Status.CRITICAL)
    on_stage.line.tell(StatusChanged(devices=(state,)))
    on_stage.bridge.tick()
    groups = on_stage.view.scene.groups
    row = groups.row[group]
    assert groups.worst[row] == STATUS_CODE[Status.CRITICAL]
    assert sum(groups.numbers[row]) == int(on_stage.view.scene.folds.is_hidden.sum())
    assert not on_stage.canvas.grab().isNull()


def test_undo_expands_it_again(on_stage: Stage) -> None:
    drawn = on_stage.view.scene.nodes.xy.copy()
    collapse(on_stage)
    assert (on_stage.view.scene.nodes.xy != drawn).any()
    on_stage.view.commands.undo()
    assert (on_stage.view.scene.nodes.xy == drawn).all()
    assert not len(on_stage.view.scene.folds)


def test_a_double_click_expands_a_collapsed_group_in_place(on_stage: Stage) -> None:
    before = on_stage.nodes
    group = collapse(on_stage)
    QTest.mouseDClick(on_stage.canvas, LEFT, NO_KEYS, fold_at(on_stage, group))
    assert not on_stage.view.model.document.groups[group].is_collapsed
    assert on_stage.nodes == before


def test_dragging_a_collapsed_group_moves_all_its_nodes_alike(on_stage: Stage) -> None:
    before = on_stage.nodes
    group = collapse(on_stage)
    hidden = {on_stage.view.scene.nodes.ids[row] for row in np.flatnonzero(on_stage.view.scene.folds.is_hidden)}
    start = fold_at(on_stage, group)
    on_stage.drag(start, start + QPoint(0, 50))
    moves = {d: (x - before[d][0], y - before[d][1]) for d, (x, y) in on_stage.nodes.items()}
    down = 50 / on_stage.canvas.camera.scale
    assert all(moves[device] == pytest.approx((0, down), abs=0.2) for device in hidden)
    assert {device for device, move in moves.items() if move != (0, 0)} == hidden


def test_esc_in_the_middle_of_dragging_a_collapsed_group_leaves_it(on_stage: Stage) -> None:
    group = collapse(on_stage)
    before, asked, start = on_stage.nodes, len(on_stage.edits), fold_at(on_stage, group)
    on_stage.drag(start, start + QPoint(30, 50), is_held=True)
    on_stage.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, start + QPoint(30, 50))
    assert on_stage.nodes == before
    assert len(on_stage.edits) == asked


def test_all_groups_collapse_and_expand_in_one_edit_each(on_stage: Stage) -> None:
    on_stage.view.map_actions["collapse_all"].trigger()
    groups = on_stage.view.model.document.groups.values()
    assert all(group.is_collapsed for group in groups if group.parent is None)
    on_stage.view.map_actions["expand_all"].trigger()
    assert not any(group.is_collapsed for group in on_stage.view.model.document.groups.values())
    assert len(on_stage.edits) == 2


def test_grouping_by_vendor_frames_those_alike_and_undo_takes_it_back(on_stage: Stage) -> None:
    before = on_stage.view.model.document
    on_stage.selection.select_devices(())
    on_stage.view.map_actions["group_by_kind"].trigger()
    on_stage.key(Qt.Key.Key_Return)
    document, live = on_stage.view.model.document, on_stage.bridge.live
    for node in document.nodes.values():
        if node.group is not None:
            assert node.group == f"kind:{live.devices[node.device].device.kind}"
    assert document.groups["kind:access_point"].title == "Access point"
    frames = on_stage.view.scene.groups.frames
    assert len(frames) > 3
    on_stage.view.commands.undo()
    after = on_stage.view.model.document
    assert (after.nodes, after.groups) == (before.nodes, before.groups)


def test_groups_by_an_attribute_are_shown_before_they_are_kept_and_esc_leaves_all_as_it_was(on_stage: Stage) -> None:
    before = on_stage.view.model.document
    on_stage.selection.select_devices(())
    on_stage.view.map_actions["group_by_kind"].trigger()
    on_stage.canvas.settle()
    shown, scene = on_stage.view.scene.groups_shown, on_stage.view.scene
    assert on_stage.canvas.preview.is_shown
    assert "Access point" in shown.titles
    inside = [scene.nodes.row[d] for d, i in on_stage.bridge.live.devices.items() if i.device.kind == "access_point"]
    frame = shown.rect(shown.titles.index("Access point"))
    assert all(frame.holds(x, y) for x, y in scene.xy_shown[inside].tolist())
    on_stage.key(Qt.Key.Key_Escape)
    assert scene.groups_shown is scene.groups
    assert on_stage.view.model.document == before
    assert not on_stage.edits


def test_groups_of_devices_that_are_held_in_their_places_need_no_preview(on_stage: Stage) -> None:
    on_stage.view.map_actions["select_all"].trigger()
    on_stage.view.map_actions["pin"].trigger()
    before = on_stage.nodes
    on_stage.view.map_actions["group_by_kind"].trigger()
    assert not on_stage.canvas.preview.is_shown
    assert on_stage.nodes == before
    assert group_of(on_stage, "ap-a1") == "kind:access_point"


def test_grouping_by_what_nobody_shares_says_so(on_stage: Stage) -> None:
    on_stage.view.map_actions["group_by_vlan"].trigger()
    assert "VLAN" in on_stage.view.chip.text
    assert not on_stage.edits


def test_a_locked_map_collapses_nothing(on_stage: Stage) -> None:
    on_stage.view.map_actions["lock"].trigger()
    collapse(on_stage)
    assert not on_stage.edits


def test_a_group_opens_as_a_map_of_its_own_with_the_same_places(on_stage: Stage) -> None:
    wanted: list[str] = []
    on_stage.view.map_wanted.connect(wanted.append)
    group = group_of(on_stage, "ap-a1")
    on_stage.selection.select_devices(("ap-a1",))
    on_stage.view.map_actions["open_submap"].trigger()
    assert wanted == [f"main/{group}"]
    made = on_stage.edits[-1]
    assert made.map == wanted[0]
    assert isinstance(made.change, Together)
    put = made.change.changes[1]
    assert isinstance(put, PutItems)
    assert {n.device: (n.x, n.y) for n in put.nodes}.items() <= on_stage.nodes.items()
    assert "ap-a1" in {n.device for n in put.nodes}


def arrive(on_stage: Stage, name: str) -> None:
    device = Device(id=name, name=name, endpoint=Endpoint("192.0.2.7"), vendor="Acme")
    on_stage.line.tell(DeviceChanged(inventory=Inventory(device=device)))
    on_stage.bridge.tick()


def test_new_devices_wait_until_a_rule_places_them_and_nothing_else_moves(on_stage: Stage) -> None:
    before = on_stage.nodes
    arrive(on_stage, "new-1")
    on_stage.view._sheet.arrivals.place()
    assert on_stage.nodes == before
    on_stage.view.map_actions["place_by_rule"].trigger()
    assert on_stage.view.map_actions["place_by_rule"].isChecked()
    on_stage.view._sheet.arrivals.place()
    assert on_stage.nodes.keys() - before.keys() == {"new-1"}
    assert before.items() <= on_stage.nodes.items()
    on_stage.view.commands.undo()
    assert on_stage.nodes == before


def test_a_rule_of_grouping_puts_a_new_device_into_its_group_which_is_made(on_stage: Stage) -> None:
    rule = GroupRule(id="r", attribute="vendor", pattern="acme")
    on_stage.view.editing.rules.keep((rule,))
    arrive(on_stage, "new-1")
    on_stage.view.commands.place_arrivals()
    document = on_stage.view.model.document
    assert document.nodes["new-1"].group == "vendor:Acme"
    assert document.groups["vendor:Acme"].title == "Acme"


def test_a_group_inside_a_collapsed_one_is_hidden_with_it(on_stage: Stage) -> None:
    model = on_stage.view.model
    inner = group_of(on_stage, "ap-a1")
    outer = Group(id="outer", title="Outer", is_collapsed=True)
    model.edit_quietly(PutItems(groups=(outer, replace(model.document.groups[inner], parent="outer"))))
    scene = on_stage.view.scene
    assert scene.folds.ids == ["outer"]
    assert scene.groups.rect(scene.groups.row[inner]).width == 0
    model.edit_quietly(DropItems(nodes=("ap-a1",)))
    assert len(scene.folds.of) == len(scene.nodes)


def test_a_group_that_is_opened_gets_a_tab_of_the_window(campus: Bridge, line: FakeLine, qapp: QApplication) -> None:
    line.tell(MapLoaded(document=drawn_campus(campus)))
    campus.tick()
    window = build(qapp, campus, None)
    view = window.findChild(MapView)
    assert isinstance(view, MapView)
    view.canvas.select(("ap-a1",))
    view.map_actions["open_submap"].trigger()
    made = next(ask for ask in reversed(line.asks) if isinstance(ask, EditMap))
    told = MapChanged(map=made.map, change=made.change, revision=1, edit=made.edit, actor="kim")
    line.tell(told)
    campus.tick()
    assert window.centre.map_id == made.map
    assert view.model.map_id == made.map
    assert "ap-a1" in view.model.document.nodes
    assert "core-1" not in view.model.document.nodes
    assert view.model.unplaced() == ()
    assert window.inventory.arrivals.waiting == ()
    view.close_maps()
    window.close()
    window.deleteLater()
