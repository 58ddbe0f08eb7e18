"""Who cannot be reached because something nearer is down: the effect is told apart from the cause."""

from __future__ import annotations

import ipaddress
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping

import psutil

from nocscape.model.answers import Place
from nocscape.model.net import DeviceId, Inventory, Kind, Layer, Link

_GATEWAYS = frozenset({Kind.ROUTER, Kind.L3_SWITCH, Kind.FIREWALL})


def causes(
    links: Iterable[Link], position: Collection[DeviceId], down: Collection[DeviceId]
) -> dict[DeviceId, DeviceId]:
    """For each device that every path from `position` leads to through a device that is `down`: the nearest such.

    A device that is down itself and that an unbroken path leads to has no cause but itself, and is left out.
    """
    neighbours = _neighbours(links)
    near = _reached(neighbours, position, down)
    found: dict[DeviceId, DeviceId] = {}
    edge = deque((device, device) for device in near if device in down)
    while edge:
        device, cause = edge.popleft()
        for beyond in neighbours[device]:
            if beyond not in near and beyond not in found:
                found[beyond] = cause
                edge.append((beyond, cause))
    return found


def _reached(
    neighbours: Mapping[DeviceId, list[DeviceId]], position: Iterable[DeviceId], down: Collection[DeviceId]
) -> dict[DeviceId, None]:
    """What unbroken paths lead to, nearest first, with the first broken device on each."""
    found = dict.fromkeys(sorted(position))
    edge = deque(found)
    while edge:
        device = edge.popleft()
        for near in neighbours[device] if device not in down else ():
            if near not in found:
                found[near] = None
                edge.append(near)
    return found


def _neighbours(links: Iterable[Link]) -> defaultdict[DeviceId, list[DeviceId]]:
    neighbours: defaultdict[DeviceId, list[DeviceId]] = defaultdict(list)
    for link in links:
        if link.layer is Layer.PHYSICAL:
            neighbours[link.a.device].append(link.b.device)
            neighbours[link.b.device].append(link.a.device)
    return neighbours


def own_position(known: Mapping[DeviceId, Inventory], where: Callable[[str], Iterable[Place]]) -> set[DeviceId]:
    """Where this machine hangs on the network: itself, the port that its MAC address is behind, or its gateways.

    Where none of these is known, everything in its own subnets counts as near.
    """
    own, networks, macs = _own_addresses()
    found = {i.device.id for i in known.values() if own.intersection(i.device.addresses)}
    found |= {place.device for mac in macs for place in list(where(mac))[:1]}
    if found:
        return found
    near = [i.device for i in known.values() if any(_is_in(i.device.endpoint.address, net) for net in networks)]
    return {d.id for d in near if d.kind in _GATEWAYS} or {d.id for d in near}


Networks = list[ipaddress.IPv4Network | ipaddress.IPv6Network]


def _own_addresses() -> tuple[set[str], Networks, list[str]]:
    """Addresses (but for loopback), subnets and MAC addresses of this machine; simulated devices are on loopback's."""
    addresses: set[str] = set()
    networks: Networks = []
    macs: list[str] = []
    for told in (a for interface in psutil.net_if_addrs().values() for a in interface):
        if told.family == psutil.AF_LINK:
            macs += [told.address.casefold().replace("-", ":")] if told.address.strip("0:-") else []
            continue
        address = told.address.partition("%")[0]
        if told.netmask:
            networks.append(_network(address, told.netmask))
        if told.netmask and not ipaddress.ip_address(address).is_loopback:
            addresses.add(address)
    return addresses, networks, macs


def _network(address: str, mask: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    length = int(ipaddress.ip_address(mask)).bit_count()
    return ipaddress.ip_network(f"{address}/{length}", strict=False)


def _is_in(address: str, network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    try:
        return ipaddress.ip_address(address) in network
    except ValueError:
        return False
