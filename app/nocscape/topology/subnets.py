"""Which devices are in one IP subnet, as links of their own layer."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from nocscape.model.net import DeviceId, Evidence, Inventory, Layer, Link, PortRef, link_id
from nocscape.topology.signs import is_factory_address

MOST_ROUTERS = 64
"""A subnet of more routers than this is where they are managed; that they share it says nothing about routes."""
TRANSFER, SHARED = 0.8, 0.6
"""How sure it is that two devices in one subnet can reach each other there: a transfer net, a larger one."""


class Attached(NamedTuple):
    """One interface in a subnet."""

    port: PortRef
    address: str
    at: float
    is_router: bool
    """Its device is in other subnets, too."""


Net = tuple[str, str]
"""Realm and subnet; an address means something only inside its realm."""


def attached(inventory: Inventory) -> dict[Net, Attached]:
    """The subnets that a polled device is in, and where."""
    device = inventory.device
    found: dict[str, tuple[str, str]] = {}
    for interface in inventory.interfaces:
        for text in interface.addresses:
            net = _net(text)
            if net and not is_factory_address(text.partition("/")[0]):
                found.setdefault(net, (interface.key, text))
    return {
        (device.endpoint.realm, net): Attached(PortRef(device.id, key), text, device.last_seen, len(found) > 1)
        for net, (key, text) in found.items()
    }


@lru_cache(maxsize=65536)
def _net(text: str) -> str:
    """The subnet of `10.0.0.1/24`; empty for what only its device knows: hosts' routes, loopback, link-local."""
    if "/" not in text:
        return ""
    net = ipaddress.ip_interface(text).network
    is_shared = net.num_addresses > 1 and net.prefixlen > 0
    return str(net) if is_shared and not (net.is_loopback or net.is_link_local or net.is_multicast) else ""


def linked(net: Net, members: Mapping[DeviceId, Attached]) -> Iterator[Link]:
    """Two devices in a transfer net (/30, /31, /126, /127) are linked; routers in a larger one in the order of their
    addresses, each with the next."""
    subnet = ipaddress.ip_network(net[1])
    is_transfer = subnet.prefixlen >= subnet.max_prefixlen - 2
    chosen = [m for m in members.values() if is_transfer or m.is_router]
    if 2 <= len(chosen) <= (2 if is_transfer else MOST_ROUTERS):
        for one, other in pairwise(sorted(chosen, key=_order)):
            yield _link(net[1], one, other, TRANSFER if is_transfer else SHARED)


def _order(member: Attached) -> tuple[int, DeviceId]:
    return int(ipaddress.ip_interface(member.address).ip), member.port.device


def _link(net: str, one: Attached, other: Attached, sure: float) -> Link:
    a, b = sorted((one, other), key=lambda m: (m.port.device, m.port.interface or ""))
    return Link(
        id=f"{Layer.SUBNET}:{net}:{link_id(a.port, b.port)}",
        a=a.port,
        b=b.port,
        confidence=sure,
        evidence=tuple(_evidence((a, b))),
        last_seen=max(a.at, b.at),
        layer=Layer.SUBNET,
        subject=net,
    )


def _evidence(members: Iterable[Attached]) -> Iterator[Evidence]:
    for member in members:
        yield Evidence("subnet", member.port.device, f"{member.port.interface}: {member.address}", member.at)
