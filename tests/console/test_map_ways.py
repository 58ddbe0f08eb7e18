"""Ways of links: bends, right angles, curves, and where rates and names stand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from nocscape.console.bridge import Bridge
from nocscape.console.map.paint.links import segments
from nocscape.console.map.scene import hit
from nocscape.console.map.scene.ways import Ways, bend_at, halved, path, point_at
from nocscape.model.mapdoc import MapDocument, PutItems
from nocscape.model.mapparts import Bend, LinkWay, Route, way_id
from tests.console.fake_line import FakeLine
from tests.console.map_stage import LEFT, NO_KEYS, Stage, stage

pytestmark = pytest.mark.qt

places = st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)).map(np.array)
bends = st.lists(st.builds(Bend, along=st.floats(-1, 2), across=st.floats(-1, 1)), max_size=4)


@given(places, places, st.sampled_from(Route), bends)
def test_every_way_leads_from_end_to_end_and_its_halves_are_alike(
    start: np.ndarray[tuple[int], np.dtype[np.float64]],
    end: np.ndarray[tuple[int], np.dtype[np.float64]],
    route: Route,
    over: list[Bend],
) -> None:
    line = path(start, end, route, over)
    assert np.allclose(line[0], start)
    assert np.allclose(line[-1], end)
    both = halved(line)
    assert len(both) % 2 == 1
    length = np.hypot(*(both[1:] - both[:-1]).T)
    assert length[: len(length) // 2].sum() == pytest.approx(length[len(length) // 2 :].sum(), abs=1e-3)
    assert np.allclose(point_at(line, 0.0), start)


@given(places, st.floats(-1, 2), st.floats(-1, 1))
def test_a_bend_is_found_where_it_was_put(
    start: np.ndarray[tuple[int], np.dtype[np.float64]], along: float, across: float
) -> None:
    end = start + np.array((300.0, -120.0))
    spot = path(start, end, Route.STRAIGHT, [Bend(along, across)])[1]
    found = bend_at(start, end, spot)
    assert (found.along, found.across) == pytest.approx((along, across), abs=1e-3)


@given(places, st.sampled_from(Route), bends)
def test_no_way_leaves_the_room_that_is_searched_for_it(
    start: np.ndarray[tuple[int], np.dtype[np.float64]], route: Route, over: list[Bend]
) -> None:
    ways, end = Ways(), start + np.array((300.0, -120.0))
    way = LinkWay(id=way_id("l"), link="l", route=route, bends=tuple(over))
    ways.take(MapDocument(id="m", title="", parts={way.id: way}), {"l": 0})
    far = float(ways.reach(np.array([np.hypot(300.0, 120.0)]))[0]) + 1.0
    line = ways.path(0, start.tolist(), end.tolist())
    assert (line >= np.minimum(start, end) - far).all()
    assert (line <= np.maximum(start, end) + far).all()


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        yield made


LINK_ENDS = ("core-1", "leaf-1")


def link(on_stage: Stage) -> str:
    """Select the link between two devices and return its id."""
    on_stage.click(on_stage.between(*LINK_ENDS))
    chosen = on_stage.selection.link
    assert chosen is not None
    return chosen


def way(on_stage: Stage, name: str) -> LinkWay | None:
    part = on_stage.view.model.document.parts.get(way_id(name))
    return part if isinstance(part, LinkWay) else None


def test_pulling_at_the_selected_link_bends_it_there(on_stage: Stage) -> None:
    name, start = link(on_stage), on_stage.between(*LINK_ENDS)
    on_stage.drag(start, start + QPoint(40, 60))
    made = way(on_stage, name)
    assert made is not None
    assert len(made.bends) == 1
    (x, y) = hit.bend_handles(on_stage.view.scene, on_stage.canvas.camera)[0]
    assert (x, y) == pytest.approx((start.x() + 40, start.y() + 60), abs=1)
    assert str(on_stage.view.model.undo_title()) == "Bent a link"
    on_stage.view.commands.undo()
    assert way(on_stage, name) is None


def test_esc_in_the_middle_of_bending_leaves_the_link(on_stage: Stage) -> None:
    name, start = link(on_stage), on_stage.between(*LINK_ENDS)
    on_stage.drag(start, start + QPoint(40, 60), is_held=True)
    on_stage.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, start + QPoint(40, 60))
    assert way(on_stage, name) is None
    assert not on_stage.edits


def test_a_bend_is_taken_elsewhere_and_taken_out_by_a_double_click(on_stage: Stage) -> None:
    name, start = link(on_stage), on_stage.between(*LINK_ENDS)
    on_stage.drag(start, start + QPoint(40, 60))
    on_stage.drag(start + QPoint(40, 60), start + QPoint(80, 20))
    made = way(on_stage, name)
    assert made is not None
    assert len(made.bends) == 1
    QTest.mouseDClick(on_stage.canvas, LEFT, NO_KEYS, start + QPoint(80, 20))
    made = way(on_stage, name)
    assert made is not None
    assert not made.bends


def test_a_bent_link_is_found_where_it_is_drawn_and_not_where_it_was(on_stage: Stage) -> None:
    name, start = link(on_stage), on_stage.between(*LINK_ENDS)
    on_stage.drag(start, start + QPoint(60, -80))
    scene, camera = on_stage.view.scene, on_stage.canvas.camera
    at = start + QPoint(60, -80)
    row = hit.link_at(scene, camera, at.x(), at.y())
    assert row is not None
    assert scene.links.ids[row] == name
    assert hit.link_at(scene, camera, start.x(), start.y()) != row
    on_stage.canvas.settle()


def test_a_bend_goes_where_the_ends_go(on_stage: Stage) -> None:
    name, start = link(on_stage), on_stage.between(*LINK_ENDS)
    on_stage.drag(start, start + QPoint(40, 60))
    before = hit.bend_handles(on_stage.view.scene, on_stage.canvas.camera)[0]
    on_stage.canvas.is_snapping = False
    on_stage.view.model.edit_quietly(shifted(on_stage, 50.0))
    on_stage.selection.select_link(name)
    after = hit.bend_handles(on_stage.view.scene, on_stage.canvas.camera)[0]
    assert after[0] - before[0] == pytest.approx(50.0 * on_stage.canvas.camera.scale, abs=1)


def shifted(on_stage: Stage, by: float) -> PutItems:
    nodes = on_stage.view.model.document.nodes
    return PutItems(nodes=tuple(replace(nodes[device], x=nodes[device].x + by) for device in LINK_ENDS))


@pytest.mark.parametrize(("action", "route"), [("way_orthogonal", Route.ORTHOGONAL), ("way_curved", Route.CURVED)])
def test_one_link_or_all_go_at_right_angles_or_curved(on_stage: Stage, action: str, route: Route) -> None:
    name = link(on_stage)
    on_stage.view.map_actions[action].trigger()
    made = way(on_stage, name)
    assert made is not None
    assert made.route is route
    on_stage.view.map_actions["way_reset"].trigger()
    on_stage.canvas.select(())
    on_stage.view.map_actions[action].trigger()
    links = on_stage.view.scene.links
    assert links.ways.is_bent.all()
    camera = on_stage.canvas.camera
    points = camera.to_view(on_stage.view.scene.nodes.xy)
    pieces = segments(links, points, camera.scale, on_stage.canvas.camera.rect(camera.seen()))
    assert pieces.half is not None
    if route is Route.ORTHOGONAL:
        off = np.abs(pieces.end - pieces.start)
        assert (off.min(axis=1) < 1e-6).all()
    on_stage.canvas.settle()


def test_rates_and_names_stand_where_the_operator_puts_them(on_stage: Stage) -> None:
    name = link(on_stage)
    on_stage.view.map_actions["label_end"].trigger()
    made = way(on_stage, name)
    assert made is not None
    assert made.label_at == 0.75
    on_stage.canvas.select(("core-1", "core-2"))
    on_stage.view.map_actions["name_above"].trigger()
    nodes = on_stage.view.model.document.nodes
    assert {nodes[device].label_side for device in ("core-1", "core-2")} == {"above"}
    on_stage.view.map_actions["name_hidden"].trigger()
    on_stage.canvas.settle()
    on_stage.view.commands.undo()
    assert on_stage.view.scene.label_sides == {"core-1": "above", "core-2": "above"}


def test_no_way_is_changed_on_a_locked_map(on_stage: Stage) -> None:
    link(on_stage)
    on_stage.view.map_actions["lock"].trigger()
    start = on_stage.between(*LINK_ENDS)
    on_stage.drag(start, start + QPoint(40, 60))
    on_stage.view.map_actions["way_curved"].trigger()
    assert not on_stage.edits
