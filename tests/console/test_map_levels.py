"""A link passes below the frames that stand in its way, and lies on those of its own ends; names find room."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from nocscape.console.bridge import Bridge
from nocscape.console.map.camera import Camera, Rect
from nocscape.console.map.paint.levels import by_level, inner_ends
from nocscape.console.map.scene.scene import Scene
from nocscape.engine.client import EngineClient
from nocscape.model.batches import DeviceChanged, LinksChanged, LoadChanged
from nocscape.model.mapdoc import Group, MapDocument, Node
from nocscape.model.net import Inventory, Kind, Link, LinkLoad, PortRef, link_id
from tests.console.fake_line import FakeLine
from tests.console.map_stage import Stage, stage
from tests.unit.map.networks import device

pytestmark = pytest.mark.qt

PLACES = {"upper": (0.0, 0.0), "passed-1": (-60.0, 300.0), "passed-2": (60.0, 300.0), "lower": (0.0, 600.0)}
GROUPS = {"upper": "one", "passed-1": "two", "passed-2": "two", "lower": "inner"}


def wire(a: str, b: str) -> Link:
    ends = sorted((PortRef(a, "1"), PortRef(b, "1")))
    return Link(id=link_id(*ends), a=ends[0], b=ends[1], speed_bps=10**10)


LONG, SHORT = wire("upper", "lower"), wire("passed-1", "passed-2")


@pytest.fixture
def on_stage(qapp: QApplication) -> Iterator[Stage]:
    line = FakeLine()
    bridge = Bridge(EngineClient(line, origin="console"))
    for name in PLACES:
        bridge.live.take(DeviceChanged(inventory=Inventory(device=device(name, Kind.SWITCH, "HQ"))))
    bridge.live.take(LinksChanged(links=(LONG, SHORT)))
    bridge.live.take(LoadChanged(loads=(LinkLoad(LONG.id, 9.5e9, 9.5e9, 95.0, 95.0),)))
    groups = [Group(id=name, title=name) for name in ("one", "two", "outer")]
    groups.append(Group(id="inner", title="inner", parent="outer"))
    nodes = {name: Node(device=name, x=x, y=y, group=GROUPS[name]) for name, (x, y) in PLACES.items()}
    with stage(
        bridge, line, MapDocument(id="main", title="Levels", nodes=nodes, groups={g.id: g for g in groups})
    ) as made:
        made.view.minimap.hide()
        yield made
    bridge.close()


def picture(on_stage: Stage) -> QImage:
    on_stage.canvas.settle()
    return on_stage.canvas.grab().toImage()


def strongest(image: QImage, color: QColor, at: tuple[int, int], reach: int = 4) -> int:
    """How close to a colour the closest pixel around a point is: the largest difference of a channel."""
    x, y = at
    near = [image.pixelColor(x + dx, y + dy) for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1)]
    return min(
        max(abs(p.red() - color.red()), abs(p.green() - color.green()), abs(p.blue() - color.blue())) for p in near
    )


def frame_of(scene: Scene, group: str) -> Rect:
    return scene.groups.rect(scene.groups.row[group])


def test_a_link_is_faint_in_a_frame_that_it_only_passes_and_clear_in_its_own(on_stage: Stage) -> None:
    image, loaded = picture(on_stage), on_stage.canvas.theme.color("u5")
    scene = on_stage.view.scene
    own, passed = frame_of(scene, "one"), frame_of(scene, "two")
    clear = on_stage.pixel(0.0, own.bottom - 4.0)
    between = on_stage.pixel(0.0, (own.bottom + passed.top) / 2)
    faint = on_stage.pixel(0.0, passed.bottom - 6.0)
    assert strongest(image, loaded, clear.toTuple()) <= 12
    assert strongest(image, loaded, between.toTuple()) <= 12
    assert strongest(image, loaded, faint.toTuple()) > 90


def test_links_have_the_level_of_the_frames_around_both_ends(on_stage: Stage) -> None:
    scene, canvas = on_stage.view.scene, on_stage.canvas
    seen = canvas.renderer.still_links(canvas.camera, Rect(0, 0, *canvas.size().toTuple()))
    levels = by_level(seen, scene.links, scene.groups)
    named = [[scene.links.ids[row] for row in one.rows.tolist()] for one in levels]
    assert named == [[LONG.id], [SHORT.id], []]


def test_the_inner_ends_of_a_link_reach_to_the_edges_of_its_outermost_frames(on_stage: Stage) -> None:
    scene, canvas = on_stage.view.scene, on_stage.canvas
    camera: Camera = canvas.camera
    seen = canvas.renderer.still_links(camera, Rect(0, 0, *canvas.size().toTuple()))
    ends = inner_ends(by_level(seen, scene.links, scene.groups)[0], 0, scene.links, scene.groups, camera)
    reached = sorted(camera.to_scene(*point)[1] for point in ends.end.tolist())
    assert reached == pytest.approx([frame_of(scene, "one").bottom, frame_of(scene, "outer").top])
    assert ends.length is not None
    assert ends.length == pytest.approx(np.full(2, 600.0 * camera.scale))


def test_a_name_without_room_is_made_smaller_before_it_is_left_out(on_stage: Stage) -> None:
    scene, text = on_stage.view.scene, on_stage.canvas.theme.color("text")
    on_stage.canvas.look(Camera(0.0, 300.0, 0.86, *on_stage.canvas.size().toTuple()))
    scene.nodes.xy[[scene.nodes.row["passed-1"], scene.nodes.row["passed-2"]]] = (-31.0, 300.0), (31.0, 300.0)
    image = picture(on_stage)
    for x in (-31.0, 31.0):
        below = on_stage.pixel(x, 300.0 + 19.0 + 12.0)
        assert strongest(image, text, below.toTuple(), reach=9) < 40
