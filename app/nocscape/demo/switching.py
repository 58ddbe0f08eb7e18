"""What a switch says of its broadcast domain: BRIDGE-MIB, Q-BRIDGE-MIB and IEEE8023-LAG-MIB."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from nocscape.demo.naming import BUNDLE, logical_port, octets, station_mac
from nocscape.demo.plan import Box, Cable, Lan, Vlan
from nocscape.demo.tree import behind, distances, hops, parent_cable
from nocscape.wire.snmp.simulated.objects import Objects
from nocscape.wire.snmp.simulated.protocol import COUNTER32, GAUGE32, TIME_TICKS

BRIDGE = "1.3.6.1.2.1.17"
STP, STP_PORT, FDB = f"{BRIDGE}.2", f"{BRIDGE}.2.15.1", f"{BRIDGE}.4.3.1"
Q_BRIDGE = f"{BRIDGE}.7.1"
VLAN_FDB, CURRENT_VLAN, STATIC_VLAN, PVID = (f"{Q_BRIDGE}.{part}" for part in ("2.2.1", "4.2.1", "4.3.1", "4.5.1.1"))
LAG_MIB = "1.2.840.10006.300.43.1"

LEARNED, PERMANENT, ACTIVE = 3, 2, 1
IEEE_8021D, BLOCKING, FORWARDING = 3, 2, 5
HOP_COST = 4
ROOT_PRIORITY, PRIORITY = 4096, 32768

Place = tuple[int, bytes, int]
"""VLAN, MAC address, ifIndex."""


def put_switching(put: Objects, box: Box, lan: Lan) -> None:
    """All that a switch knows of the domain that it stands in."""
    ports = bridge_ports(box, lan)
    put.text(f"{BRIDGE}.1.1.0", octets(box.mac))
    put.number(f"{BRIDGE}.1.2.0", len(ports))
    put.number(f"{BRIDGE}.1.3.0", 2)
    for index, number in ports.items():
        put.number(f"{BRIDGE}.1.4.1.1.{number}", number)
        put.number(f"{BRIDGE}.1.4.1.2.{number}", index)
    _spanning_tree(put, box, lan)
    _forwarding(put, [(vlan, mac, ports[index]) for vlan, mac, index in learned(box, lan)])
    _vlans(put, box, lan, ports)


def bridge_ports(box: Box, lan: Lan) -> dict[int, int]:
    """dot1dBasePort by ifIndex: routed ports are no part of the bridge, so the two are not the same."""
    indexes = [logical_port(box, cable) for cable in hops(box, lan)] + [client.port for client in box.clients]
    return {index: number for number, index in enumerate(indexes, 1)}


def learned(box: Box, lan: Lan) -> Iterator[Place]:
    """Where the switch hears each address; switches are heard in the first VLAN, others in the second."""
    management, users = (vlan.number for vlan in lan.vlans[:2])
    for cable in hops(box, lan):
        port = logical_port(box, cable)
        for other in () if cable.is_blocked else behind(box, cable, lan):
            yield (management if other.is_bridge else users), station_mac(other), port
            for client in other.clients:
                yield client.vlan, octets(client.mac), port
    for client in box.clients:
        yield client.vlan, octets(client.mac), client.port


def put_bundles(put: Objects, box: Box) -> None:
    """Aggregations and their members, with LACP's names for both ends."""
    bundles: defaultdict[int, list[Cable]] = defaultdict(list)
    for cable in box.cables:
        if cable.bundle:
            bundles[cable.bundle].append(cable)
    for number, cables in bundles.items():
        index, partner = BUNDLE + number, cables[0].other_end(box)
        table = f"{LAG_MIB}.1.1.1"
        put.text(f"{table}.2.{index}", octets(box.mac))
        put.number(f"{table}.3.{index}", PRIORITY)
        put.text(f"{table}.4.{index}", octets(box.mac))
        put.number(f"{table}.5.{index}", 1)
        put.text(f"{table}.8.{index}", octets(partner.mac))
        put.number(f"{table}.9.{index}", PRIORITY)
        for cable in cables:
            _member(put, cable.port_at(box), index, box, partner)


def _member(put: Objects, port: int, index: int, box: Box, partner: Box) -> None:
    table = f"{LAG_MIB}.2.1.1"
    put.text(f"{table}.3.{port}", octets(box.mac))
    put.text(f"{table}.9.{port}", octets(partner.mac))
    put.number(f"{table}.12.{port}", index)
    put.number(f"{table}.13.{port}", index)
    put.number(f"{table}.14.{port}", port)


def _bridge_id(box: Box, lan: Lan) -> bytes:
    """RFC 4188, BridgeId: two octets of priority before the address."""
    priority = ROOT_PRIORITY if box is lan.boxes[0] else PRIORITY
    return priority.to_bytes(2, "big") + octets(box.mac)


def _spanning_tree(put: Objects, box: Box, lan: Lan) -> None:
    root, away = lan.boxes[0], distances(lan)
    towards = parent_cable(box, lan, away)
    put.number(f"{STP}.1.0", IEEE_8021D)
    put.number(f"{STP}.2.0", ROOT_PRIORITY if box is root else PRIORITY)
    put.unsigned(f"{STP}.3.0", TIME_TICKS, 8640000)
    put.unsigned(f"{STP}.4.0", COUNTER32, 7)
    put.text(f"{STP}.5.0", _bridge_id(root, lan))
    put.number(f"{STP}.6.0", HOP_COST * away[box])
    put.number(f"{STP}.7.0", bridge_ports(box, lan)[logical_port(box, towards)] if towards is not None else 0)
    for column, centiseconds in ((8, 2000), (9, 200), (10, 100), (11, 1500), (12, 2000), (13, 200), (14, 1500)):
        put.number(f"{STP}.{column}.0", centiseconds)
    for cable in hops(box, lan):
        _tree_port(put, box, cable, lan, away)


def _tree_port(put: Objects, box: Box, cable: Cable, lan: Lan, away: dict[Box, int]) -> None:
    """Who is nearer to the root is designated; of two as near, who has the smaller bridge id."""
    other = cable.other_end(box)
    rivals = [end for end in (box, other) if end.is_bridge]
    designated = min(rivals, key=lambda end: (away[end], _bridge_id(end, lan)))
    port, far_port = (bridge_ports(end, lan)[logical_port(end, cable)] for end in (box, designated))
    is_blocked = cable.is_blocked and designated is not box
    put.number(f"{STP_PORT}.1.{port}", port)
    put.number(f"{STP_PORT}.2.{port}", 128)
    put.number(f"{STP_PORT}.3.{port}", BLOCKING if is_blocked else FORWARDING)
    put.number(f"{STP_PORT}.4.{port}", 1)
    put.number(f"{STP_PORT}.5.{port}", HOP_COST)
    put.text(f"{STP_PORT}.6.{port}", _bridge_id(lan.boxes[0], lan))
    put.number(f"{STP_PORT}.7.{port}", HOP_COST * away[designated])
    put.text(f"{STP_PORT}.8.{port}", _bridge_id(designated, lan))
    put.text(f"{STP_PORT}.9.{port}", (0x8000 | far_port).to_bytes(2, "big"))
    put.unsigned(f"{STP_PORT}.10.{port}", COUNTER32, 1)


def _forwarding(put: Objects, places: list[Place]) -> None:
    for vlan, mac, port in places:
        row = ".".join(map(str, mac))
        put.text(f"{FDB}.1.{row}", mac)
        put.number(f"{FDB}.2.{row}", port)
        put.number(f"{FDB}.3.{row}", LEARNED)
        put.number(f"{VLAN_FDB}.2.{vlan}.{row}", port)
        put.number(f"{VLAN_FDB}.3.{vlan}.{row}", LEARNED)


def _vlans(put: Objects, box: Box, lan: Lan, ports: dict[int, int]) -> None:
    """Trunks carry all VLANs, the first untagged; hosts and clients are in the second, untagged."""
    trunks = {ports[logical_port(box, c)] for c in hops(box, lan) if c.other_end(box).is_bridge}
    access = set(ports.values()) - trunks
    management, users = lan.vlans[:2]
    for port in ports.values():
        put.unsigned(f"{PVID}.{port}", GAUGE32, management.number if port in trunks else users.number)
    _vlan(put, management, trunks, trunks)
    _vlan(put, users, trunks | access, access)


def _vlan(put: Objects, vlan: Vlan, members: set[int], untagged: set[int]) -> None:
    put.unsigned(f"{CURRENT_VLAN}.3.0.{vlan.number}", GAUGE32, vlan.number)
    put.text(f"{CURRENT_VLAN}.4.0.{vlan.number}", _port_list(members))
    put.text(f"{CURRENT_VLAN}.5.0.{vlan.number}", _port_list(untagged))
    put.number(f"{CURRENT_VLAN}.6.0.{vlan.number}", PERMANENT)
    put.text(f"{STATIC_VLAN}.1.{vlan.number}", vlan.name)
    put.text(f"{STATIC_VLAN}.2.{vlan.number}", _port_list(members))
    put.text(f"{STATIC_VLAN}.4.{vlan.number}", _port_list(untagged))
    put.number(f"{STATIC_VLAN}.5.{vlan.number}", ACTIVE)


def _port_list(ports: set[int]) -> bytes:
    """RFC 4363, PortList: a bit for each bridge port, the first in the highest bit."""
    bits = bytearray((max(ports, default=0) + 7) // 8)
    for port in ports:
        bits[(port - 1) // 8] |= 0x80 >> (port - 1) % 8
    return bytes(bits)
