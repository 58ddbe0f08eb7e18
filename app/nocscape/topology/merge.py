"""All readings of one device as one inventory."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from nocscape.model.net import Inventory
from nocscape.topology.identity import KnownDevice
from nocscape.topology.observations import DeviceReading
from nocscape.topology.signs import own_addresses


def merged_inventory(known: KnownDevice) -> Inventory:
    """What its polled address said first, with the addresses and signs of all; times span all readings."""
    readings = [m.reading for m in known.members.values()]
    first = next((r for r in readings if r.is_polled), readings[0])
    device = first.inventory.device
    merged = replace(
        device,
        id=known.id,
        addresses=_addresses(readings, first),
        identity=_identity(readings) if len(readings) > 1 else device.identity,
        protocols=tuple(dict.fromkeys(p for r in readings for p in r.inventory.device.protocols)),
        first_seen=min(r.inventory.device.first_seen for r in readings),
        last_seen=max(r.inventory.device.last_seen for r in readings),
    )
    return replace(first.inventory, device=merged)


def _addresses(readings: Iterable[DeviceReading], first: DeviceReading) -> tuple[str, ...]:
    """Where it answers, the polled address first; then what its interfaces have."""
    answered = dict.fromkeys([first.endpoint.address, *(r.endpoint.address for r in readings)])
    owned = own_addresses(first.inventory.device.addresses, first.endpoint)
    return tuple(a for a in dict.fromkeys([*answered, *owned]) if a)


def _identity(readings: Iterable[DeviceReading]) -> dict[str, tuple[str, ...]]:
    signs: dict[str, dict[str, None]] = {}
    for reading in readings:
        for sign, values in reading.inventory.device.identity.items():
            signs.setdefault(sign, {}).update(dict.fromkeys(values))
    return {sign: tuple(values) for sign, values in signs.items()}
