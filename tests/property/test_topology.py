"""However the readings come, the network that follows from them is the same."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nocscape.topology.infer import Topology
from nocscape.topology.observations import DeviceReading, IdType, RawId
from tests.unit.topology.made import NOW, address_of, hears, later, pinged, switch, wired

NAMES = ("a", "b", "c", "d", "e")
PORTS = 4


@st.composite
def networks(draw: st.DrawFn) -> list[DeviceReading]:
    """Readings of a small network: polled, pinged and unknown devices, second addresses, odd announcements."""
    readings = {name: switch(name, PORTS) for name in NAMES}
    free = {name: list(range(1, PORTS + 1)) for name in NAMES}
    for a, b in draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=8)):
        if a != b and free[a] and free[b]:
            readings[a], readings[b] = wired(readings[a], free[a].pop(0), readings[b], free[b].pop(0))
    for a, ghost in draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(("x", "y"))), max_size=4)):
        if free[a]:
            with_chassis = {} if draw(st.booleans()) else {"chassis": RawId(IdType.DEVICE_NAME, ghost)}
            readings[a] = hears(readings[a], free[a].pop(0), ghost, "eth0", **with_chassis)
    silent = draw(st.sets(st.sampled_from(NAMES), max_size=2))
    found = [r for name, r in readings.items() if name not in silent]
    found += [pinged(address_of(name)) for name in draw(st.sets(st.sampled_from((*sorted(silent), "x", "y"))))]
    again = draw(st.sets(st.sampled_from(NAMES), max_size=2)) - silent
    return found + [
        replace(readings[n], endpoint=replace(readings[n].endpoint, address=address_of(n + "2"))) for n in again
    ]


def picture(topology: Topology) -> tuple[object, object]:
    """Devices and links without their ids, which depend on who came first."""
    faces = {
        d: (i.device.name, i.device.is_ghost, i.device.snmp or "", sorted(i.device.addresses), len(i.interfaces))
        for d, i in topology.inventories.items()
    }
    links = [
        (sorted((faces[e.device], str(e.interface)) for e in (x.a, x.b)), x.state, x.confidence)
        for x in topology.links.values()
    ]
    return sorted(faces.values()), sorted(links)


def applied(batches: Iterable[list[DeviceReading]]) -> Topology:
    topology = Topology()
    for batch in batches:
        topology.apply(batch, NOW)
    return topology


@settings(max_examples=150, deadline=None)
@given(networks(), st.randoms(use_true_random=False), st.integers(1, 5))
def test_order_and_batches_do_not_matter(readings: list[DeviceReading], random: Random, size: int) -> None:
    whole = applied([readings])
    shuffled = list(readings)
    random.shuffle(shuffled)
    piecemeal = applied([shuffled[i : i + size] for i in range(0, len(shuffled), size)])
    assert picture(piecemeal) == picture(whole)


@settings(max_examples=60, deadline=None)
@given(networks(), st.data())
def test_reading_one_device_again_changes_nothing(readings: list[DeviceReading], data: st.DataObject) -> None:
    topology = applied([readings])
    before = picture(topology)
    again = data.draw(st.sampled_from(readings))
    topology.apply([later(again, 1)], NOW + 1)
    assert picture(topology) == before


@settings(max_examples=60, deadline=None)
@given(networks(), st.data())
def test_deltas_add_up_to_the_whole(readings: list[DeviceReading], data: st.DataObject) -> None:
    topology = Topology()
    devices: dict[str, object] = {}
    links: dict[str, object] = {}
    for reading in data.draw(st.permutations(readings)):
        delta = topology.apply([reading], NOW)
        for gone in delta.gone:
            devices.pop(gone)
        for link in delta.links_gone:
            links.pop(link)
        devices |= delta.inventories
        links |= delta.links
    assert devices == topology.inventories
    assert links == topology.links
    assert {d for x in topology.links.values() for d in (x.a.device, x.b.device)} <= devices.keys()
