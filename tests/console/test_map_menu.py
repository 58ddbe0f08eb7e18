"""The menu of the map: everything is in it, it acts on what is below the pointer, and titles count like people do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from nocscape.console.bridge import Bridge
from nocscape.console.map.actions import ACTIONS
from nocscape.console.map.exchange.graph import IMPORTED
from nocscape.console.map.layouts.graph import Places
from nocscape.model.batches import MapLoaded
from nocscape.model.mapdoc import DrawnLink, Group, MapDocument, Node, Note, PutItems
from nocscape.model.mapparts import Arrivals, Bend, Canvas, LinkWay, Shape, ShapeKind, way_id
from nocscape.model.net import PortRef, link_id
from tests.console.fake_line import FakeLine
from tests.console.map_stage import Stage, stage

pytestmark = pytest.mark.qt

ISP, CLOUD = f"{IMPORTED}isp", f"{IMPORTED}cloud"
WAN = link_id(PortRef(ISP), PortRef(CLOUD))
FREE = QPoint(40, 60)


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        yield made


def within(menu: QMenu) -> Iterator[QAction]:
    """All actions of a menu and of the menus in it."""
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from within(below)
        else:
            yield action


def open_menu(on_stage: Stage, at: QPoint) -> None:
    on_stage.view.open_menu(at, on_stage.canvas.mapToGlobal(at))
    for menu in on_stage.view.findChildren(QMenu):
        menu.close()


def test_everything_that_can_be_done_is_in_the_menu(on_stage: Stage) -> None:
    menu = on_stage.view.map_actions.menu(on_stage.view)
    found = {action.objectName() for action in within(menu)}
    menu.close()
    assert {f"map.{spec.name.replace('_', '-')}" for spec in ACTIONS} <= found


def test_a_menu_asked_for_on_a_link_is_about_that_link(on_stage: Stage) -> None:
    links = on_stage.bridge.live.links.values()
    between = {link.id for link in links if {link.a.device, link.b.device} == {"core-1", "dist-a"}}
    assert not on_stage.view.map_actions["way_reset"].isEnabled()
    open_menu(on_stage, on_stage.between("core-1", "dist-a"))
    assert on_stage.selection.link in between
    assert on_stage.view.map_actions["way_reset"].isEnabled()


def test_a_menu_asked_for_on_a_note_or_a_drawing_is_about_it(on_stage: Stage) -> None:
    x, y = on_stage.canvas.camera.to_scene(FREE.x(), FREE.y())
    note = Note(id="n", x=x - 10, y=y - 10, text="rack 4")
    box = Shape(id="s", kind=ShapeKind.RECTANGLE, x=x - 10, y=y + 200, width=60, height=40, fill="ok")
    on_stage.view.model.edit_quietly(PutItems(notes=(note,), parts=(box,)))
    on_stage.selection.select_devices(("core-1",))
    open_menu(on_stage, FREE)
    assert on_stage.canvas.picks.notes == ("n",)
    assert on_stage.selection.devices == ()
    open_menu(on_stage, on_stage.pixel(x + 10, y + 220))
    assert on_stage.canvas.picks.shapes == ("s",)


def test_a_menu_asked_for_on_one_of_several_keeps_them_selected(on_stage: Stage) -> None:
    on_stage.selection.select_devices(("core-1", "core-2"))
    open_menu(on_stage, on_stage.at("core-2"))
    assert set(on_stage.selection.devices) == {"core-1", "core-2"}


@pytest.mark.parametrize("attribute", ["model", "os"])
def test_groups_can_be_made_by_what_devices_are(on_stage: Stage, attribute: str) -> None:
    on_stage.selection.select_devices(())
    on_stage.view.map_actions[f"group_by_{attribute}"].trigger()
    on_stage.key(Qt.Key.Key_Return)
    nodes, live = on_stage.view.model.document.nodes, on_stage.bridge.live.devices
    grouped = {d: node.group for d, node in nodes.items() if (node.group or "").startswith(f"{attribute}:")}
    assert grouped
    assert all(group == f"{attribute}:{getattr(live[device].device, attribute)}" for device, group in grouped.items())


def test_one_thing_is_not_called_several(on_stage: Stage) -> None:
    on_stage.selection.select_devices(("core-1",))
    on_stage.view.map_actions["lock_items"].trigger()
    assert str(on_stage.view.model.undo_title()) == "Locked 1 device"
    on_stage.selection.select_devices(("core-1", "core-2"))
    on_stage.view.map_actions["lock_items"].trigger()
    assert str(on_stage.view.model.undo_title()) == "Locked 2 devices"


# -- from map to map --------------------------------------------------------------------------------------------------


def other_map(on_stage: Stage, spots: Places) -> None:
    """Show a map of a part of the network."""
    nodes = {device: Node(device=device, x=x, y=y) for device, (x, y) in spots.items()}
    part = Canvas(arrivals=Arrivals.IGNORE)
    other = MapDocument(id="wan", title="WAN", revision=1, nodes=nodes, parts={part.id: part})
    on_stage.line.tell(MapLoaded(document=other))
    on_stage.bridge.tick()
    on_stage.view.show_map("wan")


def test_nodes_of_a_file_and_what_is_drawn_between_them_are_pasted_on_another_map(on_stage: Stage) -> None:
    way = LinkWay(id=way_id(WAN), link=WAN, bends=(Bend(0.5, 0.3),))
    put = PutItems(
        nodes=tuple(Node(device=d, x=x, y=700.0, label=d, group="in") for d, x in ((ISP, 0.0), (CLOUD, 200.0))),
        groups=(Group(id="out", title="WAN"), Group(id="in", title="ISP", parent="out")),
        links=(DrawnLink(id=WAN, a=ISP, b=CLOUD),),
        parts=(way,),
    )
    on_stage.view.model.edit_quietly(put)
    on_stage.selection.select_devices((ISP, CLOUD))
    on_stage.view.map_actions["copy"].trigger()
    other_map(on_stage, {"core-1": (0.0, 0.0)})
    before = on_stage.view.model.document
    on_stage.view.map_actions["paste"].trigger()
    after = on_stage.view.model.document
    assert (after.nodes, after.groups, after.links) == (
        before.nodes | {node.device: node for node in put.nodes},
        {group.id: group for group in put.groups},
        {WAN: put.links[0]},
    )
    assert after.parts[way.id] == way
    assert str(on_stage.view.model.undo_title()) == "Pasted 2 items"
    on_stage.view.commands.undo()
    undone = on_stage.view.model.document
    assert (undone.nodes, undone.groups, undone.links, undone.parts) == (
        before.nodes,
        before.groups,
        before.links,
        before.parts,
    )


def test_ways_of_links_go_along_to_another_map(on_stage: Stage) -> None:
    link = next(x for x in on_stage.bridge.live.links.values() if {x.a.device, x.b.device} == {"core-1", "dist-a"})
    way = LinkWay(id=way_id(link.id), link=link.id, bends=(Bend(0.4, 0.1),))
    on_stage.view.model.edit_quietly(PutItems(parts=(way,)))
    on_stage.selection.select_devices(("core-1", "dist-a"))
    on_stage.view.map_actions["copy"].trigger()
    other_map(on_stage, {})
    on_stage.view.map_actions["paste"].trigger()
    assert set(on_stage.nodes) == {"core-1", "dist-a"}
    assert on_stage.view.model.document.parts[way.id] == way


def test_devices_that_are_on_the_map_already_are_not_pasted_and_that_is_said(on_stage: Stage) -> None:
    on_stage.selection.select_devices(("core-1",))
    on_stage.view.map_actions["copy"].trigger()
    on_stage.view.map_actions["paste"].trigger()
    assert "already" in on_stage.view.chip.text
    assert not on_stage.edits
