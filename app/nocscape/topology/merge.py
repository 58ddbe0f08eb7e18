"""All readings of one device as one inventory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from nocscape.model.net import Inventory
from nocscape.topology.identity import KnownDevice
from nocscape.topology.observations import DeviceReading
from nocscape.topology.rekey import known_again
from nocscape.topology.signs import own_addresses

OUTDATED_S = 30.0
"""No device is read more often: what its agent said so much later at another address was said since."""
_OF_ONE_AGENT = ("chassis_id", "serial", "mac")


def current_readings(known: KnownDevice) -> list[DeviceReading]:
    """What its addresses said, without those at which its agent was silent since it answered at another one.

    An address on a port that went down would say for ever that the port is up. Several agents of one device, at other
    ports or joined by an operator, all have their say.
    """
    readings = [m.reading for m in known.members.values()]
    if len(readings) == 1:
        return readings
    newest: dict[tuple[str, int], DeviceReading] = {}
    for reading in sorted((r for r in readings if r.is_polled), key=_read_at):
        newest[_place(reading)] = reading
    return [r for r in readings if not r.is_polled or not _is_outdated(r, newest[_place(r)])]


def _read_at(reading: DeviceReading) -> float:
    return reading.at


def _place(reading: DeviceReading) -> tuple[str, int]:
    return reading.endpoint.realm, reading.endpoint.port


def _is_outdated(reading: DeviceReading, newer: DeviceReading) -> bool:
    if newer.at - reading.at <= OUTDATED_S:
        return False
    one, other = reading.inventory.device.identity, newer.inventory.device.identity
    return any(not set(one.get(sign, ())).isdisjoint(other.get(sign, ())) for sign in _OF_ONE_AGENT)


def merged_inventory(known: KnownDevice) -> Inventory:
    """What its polled address said first, with the addresses and signs of all; times span all readings.

    Where that address is silent now, what another one said since, under the interface keys that are known.
    """
    readings = [m.reading for m in known.members.values()]
    first = next((r for r in readings if r.is_polled), readings[0])
    told = _told(first, current_readings(known))
    device = told.inventory.device
    merged = replace(
        device,
        id=known.id,
        endpoint=first.endpoint,
        credential=first.inventory.device.credential,
        snmp=first.inventory.device.snmp,
        addresses=_addresses(readings, told, first),
        identity=_identity(readings) if len(readings) > 1 else device.identity,
        protocols=tuple(dict.fromkeys(p for r in readings for p in r.inventory.device.protocols)),
        first_seen=min(r.inventory.device.first_seen for r in readings),
        last_seen=max(r.inventory.device.last_seen for r in readings),
    )
    return replace(told.inventory, device=merged)


def _told(first: DeviceReading, current: Sequence[DeviceReading]) -> DeviceReading:
    if any(reading is first for reading in current):
        return first
    return known_again(max((r for r in current if r.is_polled and _place(r) == _place(first)), key=_read_at), first)


def _addresses(readings: Iterable[DeviceReading], told: DeviceReading, first: DeviceReading) -> tuple[str, ...]:
    """Where it answers, the polled address first; then what its interfaces have."""
    answered = dict.fromkeys([first.endpoint.address, *(r.endpoint.address for r in readings)])
    owned = own_addresses(told.inventory.device.addresses, first.endpoint)
    return tuple(a for a in dict.fromkeys([*answered, *owned]) if a)


def _identity(readings: Iterable[DeviceReading]) -> dict[str, tuple[str, ...]]:
    signs: dict[str, dict[str, None]] = {}
    for reading in readings:
        for sign, values in reading.inventory.device.identity.items():
            signs.setdefault(sign, {}).update(dict.fromkeys(values))
    return {sign: tuple(values) for sign, values in signs.items()}
