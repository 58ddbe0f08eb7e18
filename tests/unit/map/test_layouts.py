"""Places that a fresh map gets."""

from __future__ import annotations

import random

import numpy as np
import numpy.typing as npt
import pytest
from msgspec.structs import replace

from nocscape.console.map.geometry import FRAME_BOTTOM, FRAME_SIDE, FRAME_TOP
from nocscape.console.map.layouts.graph import Places, Plan, Vertex, natural_key, neighbours
from nocscape.console.map.layouts.grouping import group_of, grouping
from nocscape.console.map.layouts.jobs import ArrangeAll, work
from nocscape.console.map.layouts.layered import VIEW, layered
from nocscape.console.map.layouts.nearby import Frame, nearby
from nocscape.console.map.layouts.planning import make_plan
from nocscape.console.map.layouts.quality import crossings, overlaps, passes
from nocscape.console.map.layouts.spread import side_by_side, spread
from nocscape.console.map.layouts.tiers import depths
from nocscape.console.map.layouts.ways import Way, place
from nocscape.model.net import Kind
from tests.console.campus import DEVICES, WIRES
from tests.unit.map.networks import device, enterprise, grouped_plan, redundant_campus

ANYWHERE = [way for way in Way if way is not Way.GEOGRAPHIC]
"""Ways that need to know nothing of the earth."""

Array = npt.NDArray[np.float64]


def campus_plan() -> Plan:
    devices = [device(name, kind, site, address) for name, kind, site, address in DEVICES]
    return grouped_plan(devices, [(a, b) for a, b, *_ in WIRES])


def boxes(plan: Plan, places: Places) -> Array:
    rows = [(places[v.id], v.width / 2) for v in plan.vertices]
    return np.array([(x - w, y - 22, x + w, y + 44) for (x, y), w in rows])


def frames(plan: Plan, places: Places) -> list[Frame]:
    spans = boxes(plan, places)
    found = []
    for group in sorted({v.group for v in plan.vertices if v.group}):
        own = spans[[v.group == group for v in plan.vertices]]
        low, high = own.min(axis=0), own.max(axis=0)
        found.append(
            Frame(group, low[0] - FRAME_SIDE, low[1] - FRAME_TOP, high[2] + FRAME_SIDE, high[3] + FRAME_BOTTOM)
        )
    return found


def points(plan: Plan, places: Places) -> Array:
    return np.array([places[v.id] for v in plan.vertices], dtype=float)


@pytest.mark.parametrize("count", [60, 200, 600])
def test_a_fresh_map_has_no_overlapping_nodes_or_frames(count: int) -> None:
    plan = grouped_plan(*enterprise(count))
    places = layered(plan)
    assert set(places) == {v.id for v in plan.vertices}
    assert overlaps(*boxes(plan, places).T) == 0
    edges = np.array([(f.left, f.top, f.right, f.bottom) for f in frames(plan, places)])
    assert overlaps(*edges.T) == 0


def test_the_campus_is_drawn_with_at_most_two_crossings() -> None:
    plan = campus_plan()
    assert crossings(points(plan, layered(plan)), plan.edges) <= 2


def test_a_fresh_map_crosses_far_less_than_the_order_of_discovery_would() -> None:
    plan = grouped_plan(*enterprise(200))
    found = points(plan, layered(plan))
    shuffled = np.random.default_rng(1).permutation(found)
    assert 20 * crossings(found, plan.edges) < crossings(shuffled, plan.edges)


def test_a_campus_on_two_cores_can_be_read_in_a_window_without_touching_it() -> None:
    plan = grouped_plan(*redundant_campus())
    places = layered(plan)
    edges = np.array([(f.left, f.top, f.right, f.bottom) for f in frames(plan, places)])
    width, height = edges[:, 2:].max(axis=0) - edges[:, :2].min(axis=0)
    assert min(VIEW[0] / width, VIEW[1] / height) > 0.5
    names = sorted({v.group for v in plan.vertices if v.group})
    owner = [names.index(v.group) if v.group else -1 for v in plan.vertices]
    assert passes(points(plan, places), plan.edges, edges, owner) <= 4, "at most corners are cut"
    pairs = len([1 for a, b in plan.edges if "core" in plan.vertices[a].name + plan.vertices[b].name]) // 2 - 1
    assert crossings(points(plan, places), plan.edges) <= pairs * (pairs - 1) // 2


def test_a_line_through_a_strange_box_is_counted_and_through_its_own_is_not() -> None:
    spots = np.array([(0.0, 0.0), (100.0, 0.0), (50.0, 80.0)])
    boxes_ = np.array([(40.0, -10.0, 60.0, 10.0), (-10.0, -10.0, 10.0, 10.0)])
    assert passes(spots, [(0, 1), (0, 2)], boxes_, [1, -1, -1]) == 1


def test_roles_stand_above_each_other() -> None:
    places = layered(campus_plan())
    heights = [places[name][1] for name in ("internet", "fw-1", "core-1", "dist-a", "acc-a1", "ap-a1")]
    assert heights == sorted(heights)
    assert len(set(heights)) == 6


def test_a_chain_of_a_thousand_devices_is_placed_without_overflow() -> None:
    devices = [device(f"n{i}", Kind.SWITCH) for i in range(1000)]
    wires = [(f"n{i}", f"n{i + 1}") for i in range(999)]
    plan = make_plan(devices, wires, {})
    assert overlaps(*boxes(plan, layered(plan)).T) == 0


def test_unlinked_devices_stand_in_a_block_and_not_in_a_line() -> None:
    plan = make_plan([device(f"n{i}", Kind.SERVER) for i in range(100)], [], {})
    width, height = np.ptp(points(plan, layered(plan)), axis=0)
    assert 0.5 < width / height < 4


def test_a_server_with_many_neighbours_carries_them_whatever_it_calls_itself() -> None:
    devices = [device(name, Kind.SERVER) for name in ("a", "b", "c", "hub")]
    plan = make_plan(devices, [("hub", "a"), ("hub", "b"), ("hub", "c")], {})
    assert depths(plan, neighbours(4, plan.edges)) == [1, 1, 1, 0]


def test_a_redundant_pair_stands_in_one_row() -> None:
    devices = [device("c1", Kind.L3_SWITCH), device("c2", Kind.L3_SWITCH)]
    devices += [device(f"s{i}", Kind.SWITCH) for i in range(3)]
    wires = [(c, f"s{i}") for c in ("c1", "c2") for i in range(3)]
    plan = make_plan(devices, wires, {})
    assert depths(plan, neighbours(5, plan.edges)) == [0, 0, 1, 1, 1]


def test_sites_make_frames_and_what_stands_above_them_is_left_loose() -> None:
    devices = [device(name, kind, site, address) for name, kind, site, address in DEVICES]
    found = grouping(devices, make_plan(devices, [], {}))
    assert sorted(g.title for g in found.groups.values()) == ["Building A", "Building B", "Core", "Server room"]
    assert "internet" not in found.of


def test_subnets_make_frames_where_no_site_is_known() -> None:
    devices = [device(f"n{i}", Kind.SERVER, "", f"10.0.{i % 3}.{i + 1}") for i in range(12)]
    found = grouping(devices, make_plan(devices, [], {}))
    assert sorted(g.title for g in found.groups.values()) == ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]


def test_one_flat_subnet_is_framed_by_what_hangs_on_what() -> None:
    devices, wires = enterprise(120)
    flat = [replace(d, site="", endpoint=replace(d.endpoint, address="10.0.0.1")) for d in devices]
    found = grouping(flat, make_plan(flat, wires, {}))
    assert found.of["core-1"] == "top:core"
    assert found.of["acc-1-1"].startswith("top:dist-1")


def test_a_small_network_gets_no_frames() -> None:
    devices = [device(f"n{i}", Kind.SERVER, f"site {i % 2}") for i in range(6)]
    assert not grouping(devices, make_plan(devices, [], {})).groups


def test_what_comes_later_is_placed_below_its_switch_in_its_frame_without_moving_anything() -> None:
    plan = campus_plan()
    places = layered(plan)
    late = ("ap-a1", "ap-b3", "app-2")
    known = {one: spot for one, spot in places.items() if one not in late}
    got = nearby(plan, known, frames(plan, known | {one: places[one] for one in late}))
    assert set(got) == set(late)
    assert got["ap-a1"][1] > known["acc-a1"][1]
    assert overlaps(*boxes(plan, known | got).T) == 0


def test_a_hundred_new_devices_on_one_switch_find_room_without_overlap() -> None:
    devices, wires = enterprise(60)
    places = layered(grouped_plan(devices, wires))
    more = [device(f"new-{i}", Kind.CAMERA, "HQ/Building 1") for i in range(100)]
    plan = grouped_plan([*devices, *more], [*wires, *((d.id, "acc-1-1") for d in more)])
    got = nearby(plan, places, frames(grouped_plan(devices, wires), places))
    assert overlaps(*boxes(plan, places | got).T) == 0


def test_devices_without_neighbours_are_placed_below_the_map() -> None:
    plan = make_plan([device("a", Kind.SWITCH), device("b", Kind.SERVER)], [], {})
    assert nearby(plan, {"a": (0.0, 0.0)})["b"][1] >= 100


def test_boxes_in_a_row_come_as_near_to_their_wish_as_others_allow() -> None:
    assert spread([0, 100, 200], side_by_side([10, 10, 10], 5)) == [0, 100, 200]
    assert spread([50, 50], side_by_side([10, 10], 0)) == [45, 55]
    assert spread([100, 0], side_by_side([10, 10], 10)) == [40, 60]


def test_names_sort_as_people_count() -> None:
    assert sorted(["sw-10", "sw-2", "Sw-1"], key=natural_key) == ["Sw-1", "sw-2", "sw-10"]


def test_the_two_rails_of_a_ladder_stand_in_one_row() -> None:
    devices = [device(name, Kind.FIREWALL) for name in ("fw-1", "fw-2")]
    devices += [device(name, Kind.L3_SWITCH) for name in ("core-1", "core-2")]
    plan = make_plan(devices, [("fw-1", "fw-2"), ("fw-1", "core-1"), ("fw-2", "core-2"), ("core-1", "core-2")], {})
    assert depths(plan, neighbours(4, plan.edges)) == [0, 0, 1, 1]


def test_a_chain_of_routers_is_no_ladder() -> None:
    devices = [device(f"r{i}", Kind.ROUTER) for i in range(5)]
    plan = make_plan(devices, [(f"r{i}", f"r{i + 1}") for i in range(4)], {})
    assert depths(plan, neighbours(5, plan.edges)) == [2, 1, 0, 1, 2]


def test_places_that_devices_report_are_read_as_paths() -> None:
    devices = [replace(device(f"n{i}", Kind.SERVER), sys_location=f" HQ / Building {'AB'[i % 2]}/") for i in range(10)]
    found = grouping(devices, make_plan(devices, [], {}))
    assert sorted(g.title for g in found.groups.values()) == ["Building A", "Building B"]
    assert group_of(devices[0], found.groups) == "site:HQ/Building A"


@pytest.mark.parametrize("way", ANYWHERE)
@pytest.mark.parametrize("is_grouped", [True, False])
def test_no_way_to_lay_out_lets_nodes_or_frames_overlap(way: Way, is_grouped: bool) -> None:
    devices, wires = enterprise(120)
    plan = grouped_plan(devices, wires) if is_grouped else make_plan(devices, wires, {})
    places = place(plan, way)
    assert set(places) == {v.id for v in plan.vertices}
    assert overlaps(*boxes(plan, places).T) == 0
    if is_grouped:
        edges = np.array([(f.left, f.top, f.right, f.bottom) for f in frames(plan, places)])
        assert overlaps(*edges.T) == 0


@pytest.mark.parametrize("way", ANYWHERE)
def test_every_way_takes_one_device_and_many_without_links(way: Way) -> None:
    assert len(place(make_plan([device("a", Kind.SWITCH)], [], {}), way)) == 1
    alone = make_plan([device(f"n{i}", Kind.SERVER) for i in range(30)], [], {})
    assert overlaps(*boxes(alone, place(alone, way)).T) == 0


def test_rings_grow_with_the_steps_from_the_root() -> None:
    devices = [device("root", Kind.ROUTER), *(device(f"s{i}", Kind.SWITCH) for i in range(6))]
    devices += [device(f"h{i}", Kind.SERVER) for i in range(12)]
    wires = [("root", f"s{i}") for i in range(6)] + [(f"s{i % 6}", f"h{i}") for i in range(12)]
    places = place(make_plan(devices, wires, {}), Way.RADIAL)
    away = {name: np.hypot(*(np.array(places[name]) - places["root"])) for name in places}
    assert max(away[f"s{i}"] for i in range(6)) < min(away[f"h{i}"] for i in range(12))


def fabric(leaves: int = 8) -> Plan:
    """Two pairs of spines, each pair over every other leaf, three devices on each leaf."""
    devices = [device(f"spine{n}", Kind.L3_SWITCH) for n in range(1, 5)]
    wires = [("spine1", "spine2"), ("spine3", "spine4")]
    for number in range(leaves):
        leaf, half = f"leaf{number}", number % 2
        hosts = [f"host{number}-{n}" for n in range(3)]
        devices += [device(leaf, Kind.L3_SWITCH), *(device(host, Kind.SERVER) for host in hosts)]
        wires += [(f"spine{1 + half}", leaf), (f"spine{3 + half}", leaf), *((leaf, host) for host in hosts)]
    return grouped_plan(devices, wires)


def test_all_spines_of_a_fabric_stand_in_the_top_row_whichever_leaves_they_carry() -> None:
    plan = fabric()
    depth = depths(plan, neighbours(len(plan.vertices), plan.edges))
    assert {v.name for v, row in zip(plan.vertices, depth, strict=True) if row == 0} == {
        f"spine{n}" for n in range(1, 5)
    }
    assert len({v.group for v in plan.vertices}) == 9, "the spines, and each leaf with what hangs on it"


def test_spines_over_the_same_leaves_stand_side_by_side_with_few_crossings() -> None:
    plan = fabric()
    places = layered(plan)
    order = sorted((f"spine{n}" for n in range(1, 5)), key=lambda name: places[name][0])
    assert {*order[:2]} in ({"spine1", "spine3"}, {"spine2", "spine4"})
    assert overlaps(*boxes(plan, places).T) == 0
    assert crossings(points(plan, places), plan.edges) <= 16


def test_devices_that_come_one_by_one_and_are_linked_to_nothing_stand_in_a_block() -> None:
    devices = [device(f"n{i}", Kind.SERVER) for i in range(60)]
    placed: Places = {}
    for count in range(1, len(devices) + 1):
        placed |= nearby(make_plan(devices[:count], [], {}), placed)
    plan = make_plan(devices, [], {})
    assert overlaps(*boxes(plan, placed).T) == 0
    width, height = np.ptp(points(plan, placed), axis=0)
    assert 0.8 < width / height < 4


def test_a_drawing_that_would_be_strewn_among_others_stands_below_them() -> None:
    chance = random.Random(5)
    vertices = tuple(Vertex(id=str(one), name=str(one), kind=Kind.SWITCH, width=60.0) for one in range(1600))
    now = {vertex.id: (chance.uniform(0, 4000), chance.uniform(0, 3000)) for vertex in vertices}
    moved = vertices[:800]
    places = work(ArrangeAll(Plan(moved, ()), Way.GRID, now, others=vertices))
    assert places.keys() == {vertex.id for vertex in moved}
    assert min(y for _, y in places.values()) > max(y for device, (_, y) in now.items() if device not in places)
