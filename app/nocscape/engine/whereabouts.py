"""Where an IP or MAC address is."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.discovery.values import mac_in_text
from nocscape.model.answers import Place
from nocscape.model.net import DeviceId, Inventory

OWN = "own"


def canonical(typed: str) -> str:
    """The address that was typed, as it is kept. Raises InputError where it is none."""
    text = typed.strip()
    if mac := mac_in_text(text):
        return mac
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise InputError(
            tr("{text} is no IP or MAC address", text=typed), hint=tr("such as 10.0.0.1 or 00:11:22:33:44:55")
        ) from None


def find_address(known: Mapping[DeviceId, Inventory], inferred: Iterable[Place], address: str) -> tuple[Place, ...]:
    """Every place of an address in canonical form: the device that has it first, then where others see it."""
    found: dict[tuple[DeviceId, str | None], Place] = {}
    for place in (*_own(known, address), *inferred):
        key = (place.device, place.interface)
        found[key] = _joined(found[key], place) if key in found else place
    with_port = {place.device for place in found.values() if place.interface is not None}
    return tuple(p for p in found.values() if p.interface is not None or p.device not in with_port)


def _own(known: Mapping[DeviceId, Inventory], address: str) -> Iterator[Place]:
    for inventory in known.values():
        device = inventory.device
        ports = [i for i in inventory.interfaces if i.mac == address or _has(i.addresses, address)]
        for port in ports:
            yield Place(
                device=device.id,
                interface=port.key,
                last_seen=device.last_seen,
                evidence=OWN,
                mac=port.mac,
                addresses=tuple(a.partition("/")[0] for a in port.addresses),
            )
        if not ports and (address in device.addresses or address in device.identity.get("mac", ())):
            yield Place(device=device.id, last_seen=device.last_seen, evidence=OWN, addresses=device.addresses)


def _has(addresses: Iterable[str], address: str) -> bool:
    return any(a.partition("/")[0] == address for a in addresses)


def _joined(one: Place, other: Place) -> Place:
    words = dict.fromkeys(w for w in f"{one.evidence}+{other.evidence}".split("+") if w)
    return replace(
        one,
        vlan=one.vlan if one.vlan is not None else other.vlan,
        last_seen=max(one.last_seen, other.last_seen),
        evidence="+".join(words),
        mac=one.mac or other.mac,
        addresses=tuple(dict.fromkeys((*one.addresses, *other.addresses))),
    )
