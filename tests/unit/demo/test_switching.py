"""What the demo's switches learned fits how they are cabled."""

from __future__ import annotations

import networkx as nx
import pytest

from nocscape.base.clock import FakeClock
from nocscape.demo.campus import Campus
from nocscape.demo.naming import octets, station_mac
from nocscape.demo.network import DemoNetwork
from nocscape.demo.plan import Box, Lan
from nocscape.demo.switching import bridge_ports, learned
from nocscape.demo.tree import behind, hops
from nocscape.wire.snmp.simulated import protocol
from nocscape.wire.snmp.simulated.objects import Objects

CAMPUS = Campus(scale=2)
LANS = pytest.mark.parametrize("lan", CAMPUS.lans, ids=lambda lan: lan.boxes[0].name)


def bridges(lan: Lan) -> list[Box]:
    return [box for box in lan.boxes if box.is_bridge]


@LANS
def test_what_is_not_blocked_reaches_every_device_one_way(lan: Lan) -> None:
    edges = {(c.a.name, c.b.name) for box in lan.boxes for c in hops(box, lan) if not c.is_blocked}
    assert nx.is_tree(nx.Graph(sorted(edges)))


def test_the_server_room_has_two_cables_in_reserve() -> None:
    assert [c.name for c in CAMPUS.cables if c.is_blocked] == ["core-2:4--leaf-1:2", "core-2:5--leaf-2:2"]


def test_what_is_in_reserve_carries_next_to_nothing() -> None:
    assert all(c.down_bps <= 20e3 for c in CAMPUS.cables if c.is_blocked)


@LANS
def test_a_switch_hears_every_other_station_at_one_port(lan: Lan) -> None:
    everybody = {station_mac(b) for b in lan.boxes} | {octets(c.mac) for b in lan.boxes for c in b.clients}
    for box in bridges(lan):
        heard = [mac for _, mac, _ in learned(box, lan)]
        assert len(heard) == len(set(heard))
        assert set(heard) == everybody - {station_mac(box)}


@LANS
def test_two_switches_hear_each_other_through_complementary_ports(lan: Lan) -> None:
    """What is behind a cable at one end and what is behind it at the other are all that there is, and share nothing."""
    for cable in {c for box in bridges(lan) for c in hops(box, lan) if not c.is_blocked}:
        ends = [set(behind(box, cable, lan)) for box in (cable.a, cable.b)]
        assert ends[0] & ends[1] == set()
        assert ends[0] | ends[1] == set(lan.boxes)


@LANS
def test_bridge_ports_are_counted_from_one_and_map_to_interfaces(lan: Lan) -> None:
    for box in bridges(lan):
        ports = bridge_ports(box, lan)
        assert sorted(ports.values()) == list(range(1, len(ports) + 1))


def numbers(objects: Objects, column: str) -> dict[str, int]:
    """A column of integers by the rest of its OID."""
    prefix = protocol.key(column)
    found = {}
    for oid, value in objects.following(prefix, 0.0):
        if oid[: len(prefix)] != prefix:
            break
        found[".".join(map(str, oid[len(prefix) :]))] = int.from_bytes(value[2:], "big", signed=True)
    return found


def test_only_the_far_ends_of_reserve_cables_block() -> None:
    network = DemoNetwork(Campus(), FakeClock())
    states = {d.box.name: numbers(d.objects, "1.3.6.1.2.1.17.2.15.1.3") for d in network.devices}
    assert {name: list(s.values()).count(2) for name, s in states.items() if 2 in s.values()} == {
        "leaf-1": 1,
        "leaf-2": 1,
    }


def test_routers_see_each_other_over_every_routed_cable_and_lose_it_with_the_cable() -> None:
    network = DemoNetwork(Campus(), FakeClock())
    routed = [c for c in network.campus.cables if c.network]
    seen = [state for d in network.devices for state in numbers(d.objects, "1.3.6.1.2.1.14.10.1.6").values()]
    assert seen == [8] * 2 * len(routed)


def test_a_gateway_resolved_whom_its_switches_hear() -> None:
    network = DemoNetwork(Campus(), FakeClock())
    gateways = [d for d in network.devices if numbers(d.objects, "1.3.6.1.2.1.4.22.1.1")]
    for lan in network.campus.lans:
        gateway = next(d for d in gateways if d.box is lan.boxes[0])
        vlan = lan.vlans[1]
        rows = numbers(gateway.objects, "1.3.6.1.2.1.4.22.1.1")
        resolved = [row for row, index in rows.items() if index == 6000 + vlan.number]
        assert len(resolved) == sum(not b.is_bridge for b in lan.boxes) + sum(len(b.clients) for b in lan.boxes)
