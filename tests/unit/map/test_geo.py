"""Where devices are on earth, and the layout that puts them there."""

from __future__ import annotations

from itertools import pairwise

import pytest

from nocscape.console.map.layouts.geo import cities, mercator, place_of, world
from nocscape.console.map.layouts.graph import Plan
from nocscape.console.map.layouts.planning import make_plan
from nocscape.console.map.layouts.ways import Way, place
from nocscape.model.net import Device, Endpoint


def device(name: str, site: str = "", location: str = "") -> Device:
    return Device(id=name, name=name, endpoint=Endpoint("192.0.2.1"), site=site, sys_location=location)


@pytest.mark.parametrize(
    ("site", "location", "city"),
    [
        ("Seoul/DC1", "", "seoul"),
        ("", "Rack 4, New York, NY", "new york"),
        ("서울", "", "서울"),
        ("unknown", "Frankfurt am Main", "frankfurt"),
    ],
)
def test_a_city_named_in_site_or_location_is_found(site: str, location: str, city: str) -> None:
    latitude, longitude = cities()[city]
    assert place_of(device("a", site, location)) == mercator(longitude, latitude)


def test_coordinates_go_before_names() -> None:
    assert place_of(device("a", location="Seoul 37.50, 127.05")) == mercator(127.05, 37.50)


@pytest.mark.parametrize("text", ["", "Rack 12.3", "10.0.0.1, 10.0.0.2", "99.5, 200.1", "Room 4"])
def test_what_names_no_place_has_none(text: str) -> None:
    assert place_of(device("a", location=text)) is None


def test_borders_stay_on_the_map_and_cross_it_nowhere() -> None:
    edge, _ = mercator(180.0, 0.0)
    for ring in world():
        assert all(abs(x) <= edge for x, _ in ring)
        assert all(abs(a[0] - b[0]) < edge for a, b in pairwise(ring))


def plan_of(devices: list[Device], ends: list[tuple[str, str]]) -> Plan:
    return make_plan(devices, ends, {}, is_on_earth=True)


def test_devices_stand_in_a_block_around_their_city_and_others_beside_their_neighbours() -> None:
    devices = [*(device(f"s{i}", "Seoul") for i in range(9)), device("t", "Tokyo"), device("lost")]
    places = place(plan_of(devices, [("t", "lost")]), Way.GEOGRAPHIC)
    assert places.keys() == {one.id for one in devices}
    x, y = mercator(126.98, 37.57)
    assert all(abs(places[f"s{i}"][0] - x) < 400 and abs(places[f"s{i}"][1] - y) < 400 for i in range(9))
    assert len(set(places.values())) == len(devices)
    assert abs(places["lost"][0] - places["t"][0]) < 300
    assert places["t"][0] > places["s0"][0]


def test_nothing_is_moved_where_nothing_is_known() -> None:
    assert place(plan_of([device("a"), device("b")], []), Way.GEOGRAPHIC) == {}
