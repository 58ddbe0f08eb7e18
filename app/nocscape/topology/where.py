"""Where is it? From an IP or MAC address to the port that it stands at."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.model.answers import Place
from nocscape.model.net import DeviceId, Inventory, PortRef, Station
from nocscape.topology.claims import ClaimBook
from nocscape.topology.homes import Home
from nocscape.topology.ports import Ports
from nocscape.topology.wires import shown
from nocscape.topology.wiring import Wiring

_MAC_DIGITS = re.compile(r"[0-9a-f]{12}")
_ACCESS, _OWN, _RESOLVED = range(3)


class Known(Protocol):
    """What is asked of the topology."""

    inventories: dict[DeviceId, Inventory]
    claims: ClaimBook

    def ports(self, device: DeviceId) -> Ports:
        """Lookups over the ports of a device of the directory."""
        ...


def stations(device: DeviceId, wiring: Wiring) -> Iterator[Station]:
    """Addresses whose access port is one of a bridge's, by port and address."""
    for mac, home in sorted(wiring.broadcast.homes_at(device), key=lambda found: (found[1].port, found[0])):
        owner = wiring.owners.of(mac)
        if owner != device:
            addresses = _addresses(mac, wiring)
            yield Station(
                mac=mac,
                addresses=addresses,
                port=shown(PortRef(device, home.port)),
                vlan=home.vlan,
                is_direct=home.is_direct,
                device=owner,
                last_seen=home.at,
                evidence="fdb+arp" if addresses else "fdb",
            )


def find_places(address: str, known: Known, wiring: Wiring) -> tuple[Place, ...]:
    """All places of an address, the best first; `evidence` of each joins the words of everything that says so."""
    mac, ip = _parsed(address)
    found: list[tuple[int, Place]] = []
    owners = {d for d, i in known.inventories.items() if ip and ip in i.device.addresses}
    macs = {mac} if mac else {r.mac for a in wiring.resolved.placed(ip) if (r := wiring.resolved.mac_of(a)) is not None}
    for one in macs:
        found += [(_ACCESS, _at_home(one, home, wiring, ip)) for home in [wiring.broadcast.home_of(one)] if home]
        found += [(_RESOLVED, place) for place in _resolved(one, known, wiring)]
        if (owner := wiring.owners.of(one)) is not None:
            owners.add(owner)
    for owner in owners:
        found.append((_OWN, _owned(owner, mac, ip, known)))
        found += [(_ACCESS, place) for place in _announced(owner, known)]
    return _merged(found)


def _parsed(address: str) -> tuple[str, str]:
    """A MAC address in any of its spellings, or an IP address, in canonical form."""
    text = address.strip().casefold()
    digits = re.sub(r"[:.\-\s]", "", text)
    if _MAC_DIGITS.fullmatch(digits):
        return ":".join(digits[n : n + 2] for n in range(0, 12, 2)), ""
    try:
        return "", str(ipaddress.ip_address(text))
    except ValueError:
        raise InputError(tr("{text} is neither an IP nor a MAC address", text=address)) from None


def _addresses(mac: str, wiring: Wiring) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.rpartition("|")[2] for a in wiring.resolved.addresses_of(mac)))


def _at_home(mac: str, home: Home, wiring: Wiring, ip: str) -> Place:
    port = shown(PortRef(home.bridge, home.port))
    return Place(
        device=port.device,
        interface=port.interface,
        vlan=home.vlan,
        last_seen=home.at,
        evidence="fdb+arp" if ip else "fdb",
        mac=mac,
        addresses=_addresses(mac, wiring),
    )


def _owned(owner: DeviceId, mac: str, ip: str, known: Known) -> Place:
    inventory = known.inventories[owner]
    having = (i for i in inventory.interfaces if (mac and i.mac == mac) or ip in [a.split("/")[0] for a in i.addresses])
    interface = next(having, None)
    return Place(
        device=owner,
        interface=interface.key if interface is not None else None,
        last_seen=inventory.device.last_seen,
        evidence="own",
        mac=mac or (interface.mac if interface is not None else ""),
        addresses=(ip,) if ip else inventory.device.addresses,
    )


def _announced(owner: DeviceId, known: Known) -> Iterator[Place]:
    for claim in known.claims.to(owner):
        yield Place(
            device=claim.owner,
            interface=claim.local.key,
            last_seen=claim.seen.at,
            evidence=claim.seen.source,
            addresses=known.inventories[owner].device.addresses,
        )


def _resolved(mac: str, known: Known, wiring: Wiring) -> Iterator[Place]:
    for device, resolution in wiring.resolved.resolutions_to(mac):
        key = known.ports(device).at_index(resolution.if_index)
        addresses = _addresses(mac, wiring)
        yield Place(device=device, interface=key, last_seen=resolution.at, evidence="arp", mac=mac, addresses=addresses)


def _merged(found: list[tuple[int, Place]]) -> tuple[Place, ...]:
    """One place a port, with all its evidence; among equals the newest first."""
    ranks: dict[PortRef, int] = {}
    merged: dict[PortRef, list[Place]] = {}
    for rank, place in sorted(found, key=lambda f: f[0]):
        port = PortRef(place.device, place.interface)
        ranks.setdefault(port, rank)
        merged.setdefault(port, []).append(place)
    places = {port: _joined(same) for port, same in merged.items()}
    order: Mapping[PortRef, tuple[object, ...]] = {
        port: (ranks[port], -p.last_seen, p.device, p.interface or "") for port, p in places.items()
    }
    return tuple(places[port] for port in sorted(places, key=lambda p: order[p]))


def _joined(same: list[Place]) -> Place:
    words = dict.fromkeys(word for place in same for word in place.evidence.split("+"))
    return Place(
        device=same[0].device,
        interface=same[0].interface,
        vlan=next((p.vlan for p in same if p.vlan is not None), None),
        last_seen=max(p.last_seen for p in same),
        evidence="+".join(words),
        mac=next((p.mac for p in same if p.mac), ""),
        addresses=tuple(dict.fromkeys(a for p in same for a in p.addresses)),
    )
