"""However the tables of a bridged network arrive, the same network follows, and nothing of it stays when it goes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nocscape.model.net import Link, PortRef
from nocscape.topology.infer import Topology
from nocscape.topology.observations import DeviceReading, FdbEntry, ForwardingTable
from tests.simulated.plan import campus
from tests.simulated.readings import read_all
from tests.unit.topology.made import NOW, later

SEEDS = st.integers(0, 11)


@cache
def network(seed: int) -> tuple[DeviceReading, ...]:
    return tuple(read_all(campus(seed, 30), seed))


def at_end(readings: Iterable[DeviceReading]) -> float:
    return max(r.at for r in readings)


def applied(readings: Iterable[DeviceReading], size: int = 1000) -> Topology:
    topology, waiting = Topology(), list(readings)
    now = at_end(waiting)
    for start in range(0, len(waiting), size):
        topology.apply(waiting[start : start + size], now)
    return topology


def picture(topology: Topology) -> list[object]:
    """Devices, links and stations, with addresses in place of ids."""

    def end(port: PortRef) -> tuple[str, str]:
        inventory = topology.inventories[port.device]
        return inventory.device.endpoint.address or inventory.device.name, str(port.interface)

    def link(one: Link) -> tuple[object, ...]:
        return sorted((end(one.a), end(one.b))), one.state, one.confidence, len(one.members), one.vlans

    stations = [
        (end(s.port), s.mac, s.addresses, s.vlan, s.is_direct)
        for device in topology.inventories
        for s in topology.stations_of(device)
    ]
    faces = [end(PortRef(d)) for d in topology.inventories]
    return [sorted(faces), sorted(map(link, topology.links.values()), key=repr), sorted(stations, key=repr)]


def check_sane(topology: Topology) -> None:
    ends = [tuple(sorted((x.a, x.b))) for x in topology.links.values()]
    assert all(a.device != b.device for a, b in ends)
    assert len(ends) == len(set(ends))
    assert {p.device for pair in ends for p in pair} <= topology.inventories.keys()


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.randoms(use_true_random=False), st.integers(1, 40))
def test_the_order_of_tables_does_not_matter(seed: int, random: Random, size: int) -> None:
    readings = list(network(seed))
    whole = picture(applied(readings))
    random.shuffle(readings)
    assert picture(applied(readings, size)) == whole


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.data())
def test_applying_twice_changes_nothing(seed: int, data: st.DataObject) -> None:
    readings = network(seed)
    topology = applied(readings)
    before = picture(topology)
    again = data.draw(st.lists(st.sampled_from(readings), min_size=1, max_size=5))
    delta = topology.apply(again, at_end(readings))
    assert picture(topology) == before
    assert (delta.links, delta.links_gone, delta.gone) == ({}, set(), {})


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.data())
def test_a_device_that_goes_leaves_no_trace(seed: int, data: st.DataObject) -> None:
    readings = network(seed)
    lost = data.draw(st.sampled_from(readings))
    topology = applied(readings)
    device = topology.directory.at(lost.endpoint)
    assert device is not None
    topology.forget(device, at_end(readings))
    assert picture(topology) == picture(applied([r for r in readings if r is not lost]))


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.data())
def test_deltas_add_up_and_links_stay_sane(seed: int, data: st.DataObject) -> None:
    readings = data.draw(st.permutations(network(seed)))
    topology, devices, links = Topology(), dict[str, object](), dict[str, object]()
    for start in range(0, len(readings), 5):
        delta = topology.apply(readings[start : start + 5], at_end(readings))
        for gone in delta.gone:
            devices.pop(gone)
        for link in delta.links_gone:
            links.pop(link)
        devices |= delta.inventories
        links |= delta.links
        check_sane(topology)
    assert devices == topology.inventories
    assert links == topology.links


tables = st.lists(
    st.builds(
        FdbEntry,
        st.integers(0, 20).map(lambda n: f"00:1b:00:{n:02x}:00:{n % 3:02x}"),
        st.integers(-3, 12),
        st.one_of(st.none(), st.integers(1, 3)),
        st.booleans(),
    ),
    max_size=30,
).map(tuple)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.data())
def test_tables_of_nonsense_never_draw_a_link_twice_or_to_itself(seed: int, data: st.DataObject) -> None:
    readings = list(network(seed))
    for n in range(0, len(readings), 3):
        lie = data.draw(tables)
        told = ForwardingTable(source="fdb", at=NOW, seen_from=readings[n].endpoint, entries=lie)
        readings[n] = replace(readings[n], observations=(*readings[n].observations, told))
    topology = applied(readings, 7)
    check_sane(topology)
    topology.apply([later(r, 60, forgets=True) for r in readings[::2]], at_end(readings) + 60)
    check_sane(topology)
