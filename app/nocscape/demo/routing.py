"""What a router says of its neighbours: ARP of IP-MIB, OSPF-MIB, and the interfaces that stand for VLANs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nocscape.demo.naming import LOOPBACK, VLAN_INTERFACE, octets, port_mac, station_mac
from nocscape.demo.plan import Box, Cable, Lan, Vlan
from nocscape.demo.ports import L3_IP_VLAN, SOFTWARE_LOOPBACK, Port, put_address, put_port
from nocscape.wire.snmp.simulated.objects import Objects

IP_FORWARDING = "1.3.6.1.2.1.4.1.0"
NET_TO_MEDIA = "1.3.6.1.2.1.4.22.1"
OSPF = "1.3.6.1.2.1.14"
OSPF_AREA, OSPF_IF, OSPF_NBR = f"{OSPF}.2.1", f"{OSPF}.7.1", f"{OSPF}.10.1"

DYNAMIC = 3
POINT_TO_POINT, IF_DOWN, IF_POINT_TO_POINT = 3, 1, 4
NEIGHBOUR_DOWN, NEIGHBOUR_FULL = 1, 8
BACKBONE = "0.0.0.0"  # noqa: S104 - the name of OSPF's area 0


def put_routing(put: Objects, box: Box, lan: Lan | None, is_down: Callable[[Cable, float], bool]) -> None:
    """Addresses of routed cables, OSPF over them, the loopback that names the router, and its part as a gateway."""
    put.number(IP_FORWARDING, 1)
    _loopback(put, box)
    _ospf(put, box)
    for cable in box.cables:
        if cable.network:
            _neighbour(put, box, cable, partial(is_down, cable))
    if lan is not None and box is lan.boxes[0]:
        _gateway(put, box, lan)


def _loopback(put: Objects, box: Box) -> None:
    put_port(put, Port(index=LOOPBACK, name="Loopback0", type=SOFTWARE_LOOPBACK))
    put_address(put, box.router_id, LOOPBACK, "255.255.255.255")


def _ospf(put: Objects, box: Box) -> None:
    put.address(f"{OSPF}.1.1.0", box.router_id)
    put.number(f"{OSPF}.1.2.0", 1)
    put.number(f"{OSPF}.1.3.0", 2)
    put.address(f"{OSPF_AREA}.1.{BACKBONE}", BACKBONE)
    put.number(f"{OSPF_AREA}.10.{BACKBONE}", 1)


def _neighbour(put: Objects, box: Box, cable: Cable, is_down: Callable[[float], bool]) -> None:
    port, other = cable.port_at(box), cable.other_end(box)
    mine, theirs = cable.address_at(box), cable.address_at(other)
    put_address(put, mine, port, "255.255.255.252")
    _resolved(put, port, theirs, port_mac(other, cable.port_at(other)))
    row = f"{mine}.0"
    put.address(f"{OSPF_IF}.1.{row}", mine)
    put.number(f"{OSPF_IF}.2.{row}", 0)
    put.address(f"{OSPF_IF}.3.{row}", BACKBONE)
    put.number(f"{OSPF_IF}.4.{row}", POINT_TO_POINT)
    put.number(f"{OSPF_IF}.5.{row}", 1)
    put.live_number(f"{OSPF_IF}.12.{row}", lambda now: IF_DOWN if is_down(now) else IF_POINT_TO_POINT)
    row = f"{theirs}.0"
    put.address(f"{OSPF_NBR}.1.{row}", theirs)
    put.number(f"{OSPF_NBR}.2.{row}", 0)
    put.address(f"{OSPF_NBR}.3.{row}", other.router_id)
    put.number(f"{OSPF_NBR}.4.{row}", 2)
    put.number(f"{OSPF_NBR}.5.{row}", 1)
    put.live_number(f"{OSPF_NBR}.6.{row}", lambda now: NEIGHBOUR_DOWN if is_down(now) else NEIGHBOUR_FULL)


def _gateway(put: Objects, box: Box, lan: Lan) -> None:
    """The interface in each routed VLAN, and whom it resolved there."""
    for vlan in lan.vlans:
        if not vlan.network:
            continue
        index = VLAN_INTERFACE + vlan.number
        name = box.gear.vlan_port.replace("{n}", str(vlan.number))
        put_port(put, Port(index=index, name=name, mac=octets(box.mac), alias=vlan.name, type=L3_IP_VLAN))
        put_address(put, vlan.address(1), index, vlan.mask)
        for address, mac in members(lan, vlan):
            _resolved(put, index, address, mac)


def members(lan: Lan, vlan: Vlan) -> list[tuple[str, bytes]]:
    """Addresses and MAC addresses of all that use the VLAN."""
    hosts = [box for box in lan.boxes if not box.is_bridge]
    found = [(vlan.address(host_number(lan, box)), station_mac(box)) for box in hosts]
    return found + [(c.address, octets(c.mac)) for box in lan.boxes for c in box.clients if c.vlan == vlan.number]


def host_number(lan: Lan, box: Box) -> int:
    """The number of a device in the network of its VLAN, after those of the clients."""
    return 150 + lan.boxes.index(box)


def _resolved(put: Objects, index: int, address: str, mac: bytes) -> None:
    row = f"{index}.{address}"
    put.number(f"{NET_TO_MEDIA}.1.{row}", index)
    put.text(f"{NET_TO_MEDIA}.2.{row}", mac)
    put.address(f"{NET_TO_MEDIA}.3.{row}", address)
    put.number(f"{NET_TO_MEDIA}.4.{row}", DYNAMIC)
