"""How a demo device numbers and names its ports, and what addresses they have."""

from __future__ import annotations

from nocscape.demo.plan import Box, Cable

BUNDLE = 5000
"""ifIndex of a link aggregation is this and its number; VLAN interfaces and the loopback likewise."""
VLAN_INTERFACE = 6000
LOOPBACK = 10_999


def octets(mac: str) -> bytes:
    """A MAC address as it goes on the wire."""
    return bytes.fromhex(mac.replace(":", ""))


def port_name(box: Box, index: int) -> str:
    """ifName of a port."""
    return box.gear.port.replace("{n}", str(index))


def port_mac(box: Box, index: int) -> bytes:
    """ifPhysAddress of a port: the chassis address with the port's number in its second and third octets."""
    chassis = octets(box.mac)
    return bytes((chassis[0], 0x80 | index >> 8, index & 255)) + chassis[3:]


def logical_port(box: Box, cable: Cable) -> int:
    """ifIndex of the interface that bridges and routes at this end: the bundle's, where it is a member of one."""
    return BUNDLE + cable.bundle if cable.bundle else cable.port_at(box)


def station_mac(box: Box) -> bytes:
    """The source address of what a device itself sends: its chassis for a switch, its first port for a host."""
    return octets(box.mac) if box.is_bridge else port_mac(box, 1)
