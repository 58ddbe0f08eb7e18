"""What is pinned or locked in its place stays there, and what moves makes room for it."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRect, Qt

from nocscape.console.bridge import Bridge
from nocscape.console.map.camera import Camera
from nocscape.console.map.geometry import CHIP_BAND, NODE_HEIGHT
from nocscape.console.map.layouts.quality import overlaps
from nocscape.model.mapdoc import PutItems
from nocscape.model.mapparts import Shape, ShapeKind
from nocscape.model.net import DeviceId
from tests.console.fake_line import FakeLine
from tests.console.map_stage import Stage, stage

pytestmark = pytest.mark.qt

CTRL = Qt.KeyboardModifier.ControlModifier
LAYOUTS = ("layout_layered", "layout_radial", "layout_circular", "layout_grid")


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        yield made


def hold(on_stage: Stage, *devices: DeviceId, is_pinned: bool = False) -> None:
    """Pin devices, or lock them in their places."""
    known = on_stage.view.model.document.nodes
    nodes = (replace(known[device], is_pinned=is_pinned, is_locked=not is_pinned) for device in devices)
    on_stage.view.model.edit_quietly(PutItems(nodes=tuple(nodes)))


def covered(on_stage: Stage) -> int:
    """How many pairs of nodes lie on each other."""
    nodes = on_stage.view.scene.nodes
    (x, y), half = nodes.xy.T, nodes.side / 2
    return overlaps(x - half, y - CHIP_BAND / 2, x + half, y - CHIP_BAND / 2 + NODE_HEIGHT)


@pytest.mark.parametrize("is_pinned", [True, False])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_held_stays_and_nothing_is_laid_on_it(on_stage: Stage, layout: str, is_pinned: bool) -> None:
    chance = random.Random(layout)
    held = chance.sample(sorted(on_stage.nodes), 5)
    spots = dict(zip(held, chance.sample(sorted(on_stage.nodes.values()), 5), strict=True))
    known = on_stage.view.model.document.nodes
    moved = (replace(known[device], x=x + 900.0, y=y + 60.0) for device, (x, y) in spots.items())
    on_stage.view.model.edit_quietly(PutItems(nodes=tuple(moved)))
    hold(on_stage, *held, is_pinned=is_pinned)
    before = on_stage.nodes
    on_stage.selection.select_devices(())
    on_stage.view.map_actions[layout].trigger()
    on_stage.key(Qt.Key.Key_Return)
    assert {device: on_stage.nodes[device] for device in held} == {device: before[device] for device in held}
    assert on_stage.nodes != before
    assert covered(on_stage) == 0


def test_a_selection_is_not_laid_out_over_the_rest(on_stage: Stage) -> None:
    on_stage.selection.select_devices(tuple(sorted(on_stage.nodes)[:12]))
    on_stage.view.map_actions["layout_grid"].trigger()
    on_stage.key(Qt.Key.Key_Return)
    assert on_stage.edits
    assert covered(on_stage) == 0


def test_grouping_by_an_attribute_frames_what_is_held_where_it_stands(on_stage: Stage) -> None:
    hold(on_stage, "core-1", "ap-a1", is_pinned=True)
    before = on_stage.nodes
    on_stage.selection.select_devices(())
    on_stage.view.map_actions["group_by_kind"].trigger()
    on_stage.key(Qt.Key.Key_Return)
    assert [on_stage.nodes[device] for device in ("core-1", "ap-a1")] == [before["core-1"], before["ap-a1"]]
    assert on_stage.view.model.document.nodes["ap-a1"].group == "kind:access_point"
    assert on_stage.nodes["ap-a2"] != before["ap-a2"]


def test_where_everything_is_held_a_layout_says_so(on_stage: Stage) -> None:
    hold(on_stage, *on_stage.nodes, is_pinned=True)
    asked = len(on_stage.edits)
    on_stage.view.map_actions["layout_circular"].trigger()
    assert "pinned" in on_stage.view.chip.text
    assert not on_stage.canvas.preview.is_shown
    assert len(on_stage.edits) == asked


@pytest.mark.parametrize("action", ["align_left", "distribute_across", "turn_right", "mirror_down"])
def test_what_is_locked_is_not_put_in_line(on_stage: Stage, action: str) -> None:
    chosen = ("core-1", "dist-a", "ap-a1")
    box = Shape(id="s", kind=ShapeKind.RECTANGLE, x=-300.0, y=40.0, width=50.0, height=20.0, is_locked=True)
    on_stage.view.model.edit_quietly(PutItems(parts=(box,)))
    hold(on_stage, "core-1")
    before = on_stage.nodes
    on_stage.selection.select_devices(chosen)
    on_stage.view.map_actions[action].trigger()
    assert on_stage.nodes["core-1"] == before["core-1"]
    assert on_stage.nodes != before
    assert on_stage.view.model.document.parts["s"] == box


def test_keys_move_what_is_not_locked(on_stage: Stage) -> None:
    hold(on_stage, "core-1")
    before = on_stage.nodes
    on_stage.selection.select_devices(("core-1", "core-2"))
    on_stage.key(Qt.Key.Key_Right, CTRL)
    assert on_stage.nodes["core-1"] == before["core-1"]
    assert on_stage.nodes["core-2"][0] > before["core-2"][0]


def test_keys_move_a_collapsed_group_as_it_is(on_stage: Stage) -> None:
    group = on_stage.view.model.document.nodes["ap-a1"].group
    members = [device for device, node in on_stage.view.model.document.nodes.items() if node.group == group]
    before = on_stage.nodes
    on_stage.selection.select_devices(tuple(members))
    on_stage.view.map_actions["collapse"].trigger()
    on_stage.key(Qt.Key.Key_Down, CTRL)
    ways = np.array([np.subtract(on_stage.nodes[device], before[device]) for device in members])
    assert len(members) > 2
    assert (ways == ways[0]).all()
    assert ways[0][1] > 0


def test_what_holds_its_place_has_a_sign_that_says_by_what(on_stage: Stage) -> None:
    on_stage.canvas.look(near(on_stage, "core-1"))
    hold(on_stage, "core-1", is_pinned=True)
    hold(on_stage, "core-2")
    assert on_stage.view.scene.held == {"core-1": "pin", "core-2": "lock"}
    marked = corner(on_stage, "core-1")
    known = on_stage.view.model.document.nodes
    free = tuple(replace(known[device], is_locked=False, is_pinned=False) for device in ("core-1", "core-2"))
    on_stage.view.model.edit_quietly(PutItems(nodes=free))
    assert on_stage.view.scene.held == {}
    assert corner(on_stage, "core-1") != marked


def near(on_stage: Stage, device: DeviceId) -> Camera:
    """A camera near a device."""
    x, y = on_stage.nodes[device]
    return dataclasses.replace(on_stage.canvas.camera, x=x, y=y, scale=1.2)


def corner(on_stage: Stage, device: DeviceId) -> bytes:
    """The lower right corner of a device as it is drawn."""
    on_stage.canvas.settle()
    at = on_stage.at(device)
    image = on_stage.canvas.grab(QRect(at.x() + 8, at.y() + 8, 24, 24)).toImage()
    return bytes(image.constBits())
