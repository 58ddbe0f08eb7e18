"""The arrays that mirror document and network, and what is found in them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape.console.live import LiveNetwork
from nocscape.console.map.camera import Camera, Rect
from nocscape.console.map.paint.clip import clipped
from nocscape.console.map.scene import hit
from nocscape.console.map.scene.links import lane_px, load_step, width_class
from nocscape.console.map.scene.nodes import STATUS_CODE
from nocscape.console.map.scene.scene import Scene
from nocscape.model.batches import DeviceChanged, LinksChanged, LoadChanged, StatusChanged
from nocscape.model.mapdoc import (
    Change,
    DrawnLink,
    DropItems,
    Group,
    MapDocument,
    Node,
    PutItems,
    apply,
    items_named,
)
from nocscape.model.net import DeviceStatus, Inventory, Kind, Link, LinkLoad, PortRef, link_id
from nocscape.model.status import LinkState, Status
from tests.unit.map.networks import device

NAMES = ("a", "b", "c", "d")


def link(one: str, other: str, port: str = "1", state: LinkState = LinkState.UP) -> Link:
    a, b = sorted((PortRef(one, port), PortRef(other, port)))
    return Link(id=link_id(a, b), a=a, b=b, state=state, speed_bps=10_000_000_000)


def network() -> LiveNetwork:
    live = LiveNetwork()
    for name in NAMES:
        live.take(DeviceChanged(inventory=Inventory(device=device(name, Kind.SWITCH))))
    live.take(LinksChanged(links=(link("a", "b"), link("a", "b", "2"), link("b", "c"), link("c", "d"))))
    live.take(LoadChanged(loads=(LinkLoad(link("a", "b").id, 8e9, 1e9, 80.0, 10.0),)))
    live.take(StatusChanged(devices=(DeviceStatus(device="b", status=Status.CRITICAL),)))
    return live


def document(**spots: tuple[float, float]) -> MapDocument:
    nodes = {name: Node(device=name, x=x, y=y) for name, (x, y) in spots.items()}
    return MapDocument(id="m", title="", nodes=nodes)


ids = st.sampled_from(NAMES)
places = st.integers(-50, 50).map(float)
nodes = st.builds(Node, device=ids, x=places, y=places, group=st.none() | st.sampled_from(["g", "h"]))
groups = st.builds(Group, id=st.sampled_from(["g", "h"]), title=st.just("t"), parent=st.none() | st.just("h"))
changes: st.SearchStrategy[Change] = st.builds(
    PutItems, nodes=st.lists(nodes, max_size=3).map(tuple), groups=st.lists(groups, max_size=2).map(tuple)
) | st.builds(
    DropItems, nodes=st.lists(ids, max_size=2).map(tuple), groups=st.lists(st.just("g"), max_size=1).map(tuple)
)


@given(st.lists(changes, max_size=8))
def test_a_scene_brought_up_to_date_step_by_step_is_the_one_made_anew(sequence: list[Change]) -> None:
    live, now = network(), document(a=(0, 0), b=(10, 0))
    scene = Scene(now, live)
    for change in sequence:
        now = apply(now, change)
        scene.take_items(now, items_named(now, change))
        _ = scene.links, scene.groups
    fresh = Scene(now, live)
    order = [scene.nodes.row[name] for name in fresh.nodes.ids]
    assert sorted(scene.nodes.ids) == sorted(fresh.nodes.ids)
    assert scene.nodes.xy[order].tolist() == fresh.nodes.xy.tolist()
    assert scene.nodes.status[order].tolist() == fresh.nodes.status.tolist()
    assert scene.nodes.names == [live.devices[name].device.name for name in scene.nodes.ids]
    assert set(scene.links.ids) == set(fresh.links.ids)
    assert scene.groups.ids == fresh.groups.ids
    assert scene.groups.frames.tolist() == fresh.groups.frames.tolist()
    assert scene.groups.counts.tolist() == fresh.groups.counts.tolist()


def test_links_are_drawn_only_between_nodes_that_are_on_the_map() -> None:
    scene = Scene(document(a=(0, 0), b=(100, 0)), network())
    assert {scene.links.a.tolist()[0], scene.links.b.tolist()[0]} == {0, 1}
    assert len(scene.links) == 2


def test_a_link_that_the_operator_rejected_is_gone_and_one_drawn_by_hand_is_there() -> None:
    live, start = network(), document(a=(0, 0), b=(100, 0), d=(0, 100))
    rejected = DrawnLink(id=link("a", "b").id, a="a", b="b", is_rejected=True)
    change = PutItems(links=(rejected, DrawnLink(id="mine", a="a", b="d")))
    scene = Scene(apply(start, change), live)
    assert set(scene.links.ids) == {link("a", "b", "2").id, "mine"}


def test_parallel_links_lie_side_by_side() -> None:
    scene = Scene(document(a=(0, 0), b=(100, 0)), network())
    assert sorted(scene.links.lane.tolist()) == [-0.5, 0.5]
    rows = [hit.link_at(scene, Camera(50, 0, 1.0, 200, 200), 100, 100 + side * lane_px(1.0) / 2) for side in (-1, 1)]
    assert set(rows) == {0, 1}


@pytest.mark.parametrize(
    ("percent", "expected"),
    [(None, 0), (0, 0), (0.1, 1), (25, 1), (26, 2), (50, 2), (75, 3), (76, 4), (90, 4), (90.1, 5), (400, 5)],
)
def test_a_load_belongs_to_the_step_of_the_legend(percent: float | None, expected: int) -> None:
    assert load_step(percent) == expected


def test_faster_links_are_drawn_wider() -> None:
    classes = [width_class(speed) for speed in (10**7, 10**8, 10**9, 10**10, 10**11, 4 * 10**11)]
    assert classes == [0, 0, 1, 2, 3, 4]


def test_a_frame_holds_its_nodes_and_counts_their_states() -> None:
    live, start = network(), document(a=(0, 0), b=(200, 100))
    start = apply(start, PutItems(groups=(Group(id="g", title="G"),)))
    start = apply(start, PutItems(nodes=tuple(Node(device=d, x=n.x, y=n.y, group="g") for d, n in start.nodes.items())))
    scene = Scene(start, live)
    rect = scene.groups.rect(0)
    assert rect.holds(0, 0)
    assert rect.holds(200, 130)
    assert scene.groups.counts[0, STATUS_CODE[Status.CRITICAL]] == 1
    assert scene.groups.worst.tolist() == [STATUS_CODE[Status.CRITICAL]]


def test_groups_that_stand_in_each_other_in_a_circle_end_somewhere() -> None:
    start = document(a=(0, 0))
    ring = (Group(id="g", title="G", parent="h"), Group(id="h", title="H", parent="g"))
    start = apply(start, PutItems(groups=ring, nodes=(Node(device="a", x=0, y=0, group="g"),)))
    assert set(Scene(start, network()).groups.ids) == {"g", "h"}


def test_the_node_under_the_pointer_is_found_by_its_body_and_its_name() -> None:
    scene, camera = Scene(document(a=(0, 0), b=(300, 0)), network()), Camera(0, 0, 1.0, 800, 600)
    assert hit.node_at(scene, camera, 400 + 15, 300 - 15) == 0
    assert hit.node_at(scene, camera, 400, 300 + 30) == 0
    assert hit.node_at(scene, camera, 400 + 60, 300) is None


def test_a_node_is_found_as_a_dot_far_out() -> None:
    scene, camera = Scene(document(a=(0, 0)), network()), Camera(0, 0, 0.05, 800, 600)
    assert hit.node_at(scene, camera, 405, 303) == 0
    assert hit.node_at(scene, camera, 412, 300) is None


spots = st.floats(-1e4, 1e4)


@given(spots, spots, st.floats(0.02, 4), spots, spots)
def test_a_point_of_the_scene_comes_back_from_the_view(x: float, y: float, scale: float, px: float, py: float) -> None:
    camera = Camera(x, y, scale, 800, 600)
    assert camera.point(*camera.to_scene(px, py)) == pytest.approx((px, py), abs=1e-6)


@given(st.floats(0.1, 10), st.floats(0, 800), st.floats(0, 600))
def test_zooming_holds_the_point_under_the_pointer(factor: float, px: float, py: float) -> None:
    camera = Camera(30, 40, 0.5, 800, 600)
    held = camera.to_scene(px, py)
    assert camera.zoomed(factor, px, py).point(*held) == pytest.approx((px, py), abs=1e-6)


@given(spots, spots, st.floats(1, 5000), st.floats(1, 5000))
def test_fitting_shows_all_of_a_rectangle(x: float, y: float, width: float, height: float) -> None:
    rect = Rect(x, y, x + width, y + height)
    camera = Camera(width=800, height=600).fitted(rect, below_px=30)
    seen = camera.seen()
    assert seen.left <= rect.left
    assert seen.right >= rect.right
    assert seen.top <= rect.top
    assert seen.bottom >= rect.bottom


whole = st.integers(-300, 300).map(float)


@given(st.lists(st.tuples(whole, whole, whole, whole), min_size=1, max_size=6))
def test_a_clipped_line_is_the_part_of_it_that_is_seen(ends: list[tuple[float, float, float, float]]) -> None:
    area = Rect(-100, -80, 100, 80)
    lines = np.array(ends)
    parts, kept = clipped(lines, area)
    assert len(parts) == np.count_nonzero(kept)
    for line, part in zip(lines[kept], parts, strict=True):
        for x, y in (part[:2], part[2:]):
            assert area.grown(1e-6).holds(float(x), float(y))
            along, own = line[2:] - line[:2], np.array((x, y)) - line[:2]
            assert abs(along[0] * own[1] - along[1] * own[0]) < 1e-6 * max(1.0, float(np.abs(along).max()) ** 2)
    for line in lines[~kept]:
        middle = np.linspace(line[:2], line[2:], 101)
        assert not any(area.grown(-1e-6).holds(float(x), float(y)) for x, y in middle)


def test_the_dashes_of_a_clipped_line_stay_where_they_were() -> None:
    parts, _ = clipped(np.array([(-1003.0, 0.0, 500.0, 0.0)]), Rect(-100, -80, 100, 80), np.array([10.0]))
    periods = (parts[0, 0] + 1003.0) / 10
    assert periods == pytest.approx(round(periods))
    assert -110 < parts[0, 0] <= -100


def test_a_fitted_map_keeps_its_nodes_from_below_what_floats_in_the_corner() -> None:
    camera, rect = Camera(width=800, height=600), Rect(0, 0, 500, 500)
    corner = np.array([(500.0, 500.0)])
    plain = camera.fitted(rect)
    beside = camera.fitted_beside(rect, corner, (180.0, 120.0), 0.0)
    x, y = plain.point(500, 500)
    assert (x > 800 - 180, y > 600 - 120) == (False, True) or beside != plain
    x, y = beside.point(500, 500)
    assert x <= 800 - 180 or y <= 600 - 120
    assert beside.scale >= 0.88 * plain.scale


def test_what_floats_along_the_top_is_given_room_above_the_map() -> None:
    camera, rect = Camera(width=680, height=430), Rect(0.0, 0.0, 1000.0, 900.0)
    fitted = camera.fitted_beside(rect, np.empty((0, 2)), (0.0, 0.0), 0.0, 40.0)
    assert fitted.rect(rect).top >= 40.0
    assert fitted.rect(rect).bottom <= 430
    assert camera.fitted(rect).rect(rect).top < 40.0


def test_a_map_of_any_size_is_whole_in_a_small_view() -> None:
    rect = Rect(0, 0, 60_000, 40_000)
    camera = Camera(width=168, height=108).fitted(rect, 8.0)
    shown = camera.rect(rect)
    assert (shown.left, shown.top) >= (0, 0)
    assert shown.right <= 168
    assert shown.bottom <= 108
    assert camera.zoomed(0.5, 10, 10).scale == camera.scale
    assert camera.zoomed(2.0, 10, 10).scale == 2 * camera.scale
