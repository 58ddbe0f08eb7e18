"""What is different between two times, from the rows that began or ended between them: nothing else is read."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from nocscape.model.answers import ChangeKind, Difference
from nocscape.model.net import Device, DeviceId, Interface

DEVICE_FIELDS = (
    *("name", "kind", "vendor", "model", "os", "os_version", "serial", "sys_object_id", "sys_descr", "sys_location"),
    *("sys_contact", "snmp", "site", "is_ghost", "profile", "protocols"),
)
INTERFACE_FIELDS = ("name", "descr", "alias", "if_index", "type", "mac", "mtu", "speed_bps", "admin", "oper")
LINK_FIELDS = ("state", "speed_bps", "layer", "subject", "vlans", "decision")

_device = msgspec.msgpack.Decoder(Device).decode
_interface = msgspec.msgpack.Decoder(Interface).decode

Names = Mapping[DeviceId, str]
Key = tuple[Any, ...]
Place = tuple[DeviceId, str | None]


class _Version(NamedTuple):
    """A row that began or ended between the two times."""

    key: Key
    valid_from: float
    valid_to: float | None
    values: tuple[Any, ...]

    def holds(self, at: float) -> bool:
        return self.valid_from <= at and (self.valid_to is None or self.valid_to > at)


class _Pair(NamedTuple):
    """One thing at both times; None where it was not there."""

    before: _Version | None
    after: _Version | None
    at: float
    """When it became what it is at the later time."""


def read_differences(db: sqlite3.Connection, since: float, until: float) -> tuple[Difference, ...]:
    """What has to be done to the network of `since` to get that of `until` (UTC seconds), in order of time."""
    names = _names(db)
    found = [
        *_devices(db, since, until, names),
        *_interfaces(db, since, until, names),
        *_links(db, since, until, names),
        *_addresses(db, since, until, names),
    ]
    return tuple(sorted(found, key=lambda d: (d.at, _ORDER.index(d.object), d.id, d.field)))


_ORDER = ("device", "interface", "link", "address")


def _names(db: sqlite3.Connection) -> Names:
    """The latest name of every device that ever was, its address where it has none."""
    names = dict(db.execute("SELECT device, address FROM endpoints WHERE is_polled ORDER BY valid_from"))
    names |= dict(db.execute("SELECT id, name FROM devices WHERE name <> '' ORDER BY valid_from"))
    return names


def _versions(
    db: sqlite3.Connection, table: str, keys: Sequence[str], values: Sequence[str], since: float, until: float
) -> Iterator[_Version]:
    columns = ", ".join(("valid_from", "valid_to", *keys, *values))
    query = (
        f"SELECT {columns} FROM {table} WHERE valid_from > :low AND valid_from <= :high "  # noqa: S608 - own schema
        f"UNION ALL SELECT {columns} FROM {table} WHERE valid_to > :low AND valid_to <= :high AND valid_from <= :low"
    )
    span = {"low": min(since, until), "high": max(since, until)}
    for valid_from, valid_to, *rest in db.execute(query, span):
        yield _Version(tuple(rest[: len(keys)]), valid_from, valid_to, tuple(rest[len(keys) :]))


def _pairs(versions: Iterator[_Version], since: float, until: float) -> Iterator[tuple[Key, _Pair]]:
    """Each thing whose version is another one at both times."""
    by_key: defaultdict[Key, list[_Version]] = defaultdict(list)
    for version in versions:
        by_key[version.key].append(version)
    for key, rows in by_key.items():
        before = next((v for v in rows if v.holds(since)), None)
        after = next((v for v in rows if v.holds(until)), None)
        if before is not after:
            yield key, _Pair(before, after, _changed_at(before, after, rows))


def _changed_at(before: _Version | None, after: _Version | None, rows: Sequence[_Version]) -> float:
    """When it became what it is; where it was not there before, when it came to stay."""
    if after is None:
        return before.valid_to or 0.0 if before is not None else 0.0
    came = after.valid_from
    began_at = {row.valid_to: row.valid_from for row in rows if row.valid_to != row.valid_from}
    while before is None and came in began_at:
        came = began_at[came]
    return came


def _devices(db: sqlite3.Connection, since: float, until: float, names: Names) -> Iterator[Difference]:
    for (device,), pair in _pairs(_versions(db, "devices", ("id",), ("body",), since, until), since, until):
        told = _Told("device", device, names.get(device, device), device, pair.at)
        yield from told.compared(
            _fields(pair.before, _device, DEVICE_FIELDS), _fields(pair.after, _device, DEVICE_FIELDS)
        )


def _interfaces(db: sqlite3.Connection, since: float, until: float, names: Names) -> Iterator[Difference]:
    versions = _versions(db, "interfaces", ("device", "key"), ("body",), since, until)
    for (device, key), pair in _pairs(versions, since, until):
        told = _Told("interface", f"{device}:{key}", _port((device, key), names), device, pair.at)
        before, after = (_fields(v, _interface, INTERFACE_FIELDS) for v in (pair.before, pair.after))
        yield from told.compared(before, after)


def _links(db: sqlite3.Connection, since: float, until: float, names: Names) -> Iterator[Difference]:
    ends = ("a_device", "a_interface", "b_device", "b_interface")
    for (link,), pair in _pairs(_versions(db, "links", ("id",), (*ends, *LINK_FIELDS), since, until), since, until):
        version = pair.after or pair.before
        if version is None:
            continue
        a, a_port, b, b_port = version.values[:4]
        name = f"{_port((a, a_port), names)} – {_port((b, b_port), names)}"
        before, after = (
            dict(zip(LINK_FIELDS, map(_text, v.values[4:]), strict=True)) if v is not None else None
            for v in (pair.before, pair.after)
        )
        yield from _Told("link", link, name, a, pair.at).compared(before, after)


def _addresses(db: sqlite3.Connection, since: float, until: float, names: Names) -> Iterator[Difference]:
    """Addresses of devices and of stations; one can be in several places at once."""
    before: defaultdict[str, dict[Place, float]] = defaultdict(dict)
    after: defaultdict[str, dict[Place, float]] = defaultdict(dict)
    for address, pair in _address_pairs(db, since, until):
        for version, places in ((pair.before, before), (pair.after, after)):
            if version is not None:
                device, interface = version.values
                places[address][(device, interface)] = pair.at
    for address in before.keys() | after.keys():
        was, is_now = before[address], after[address]
        gone = sorted(was.keys() - is_now.keys(), key=repr)
        new = sorted(is_now.keys() - was.keys(), key=repr)
        for index in range(max(len(gone), len(new))):
            left = gone[index] if index < len(gone) else None
            came = new[index] if index < len(new) else None
            at = is_now[came] if came is not None else was[gone[index]]
            yield _moved(address, left, came, at, names)


def _address_pairs(db: sqlite3.Connection, since: float, until: float) -> Iterator[tuple[str, _Pair]]:
    keys, values = ("device", "realm", "address", "port"), ("device", "interface")
    for (_, realm, address, _), pair in _pairs(_versions(db, "endpoints", keys, values, since, until), since, until):
        yield f"{realm}|{address}" if realm else address, pair
    for (mac,), pair in _pairs(_versions(db, "stations", ("mac",), values, since, until), since, until):
        yield mac, pair


def _moved(address: str, left: Place | None, came: Place | None, at: float, names: Names) -> Difference:
    if left is None or came is None:
        kind = ChangeKind.ADDED if left is None else ChangeKind.REMOVED
    elif left[0] == came[0] and None in (left[1], came[1]):
        kind = ChangeKind.CHANGED
    else:
        kind = ChangeKind.MOVED
    place = came or left
    return Difference(
        kind=kind,
        object="address",
        id=address,
        name=address,
        field="port" if kind in (ChangeKind.CHANGED, ChangeKind.MOVED) else "",
        before=_port(left, names) if left is not None else None,
        after=_port(came, names) if came is not None else None,
        at=at,
        device=place[0] if place is not None else None,
    )


class _Told(NamedTuple):
    """The thing that differences are about."""

    object: str
    id: str
    name: str
    device: DeviceId
    at: float

    def compared(
        self, before: dict[str, str | None] | None, after: dict[str, str | None] | None
    ) -> Iterator[Difference]:
        """One difference where it came or went, else one for each field."""
        if before is None or after is None:
            yield self._difference(ChangeKind.ADDED if before is None else ChangeKind.REMOVED, "", None, None)
            return
        for field, was in before.items():
            if was != after[field]:
                yield self._difference(ChangeKind.CHANGED, field, was, after[field])

    def _difference(self, kind: ChangeKind, field: str, before: str | None, after: str | None) -> Difference:
        return Difference(
            kind=kind,
            object=self.object,
            id=self.id,
            name=self.name,
            field=field,
            before=before,
            after=after,
            at=self.at,
            device=self.device,
        )


def _fields(
    version: _Version | None, decode: Callable[[bytes], Device | Interface], names: Sequence[str]
) -> dict[str, str | None] | None:
    if version is None:
        return None
    try:
        thing = decode(version.values[0])
    except (msgspec.MsgspecError, ValueError):
        return dict.fromkeys(names)
    return {name: _text(getattr(thing, name)) for name in names}


def _text(value: object) -> str | None:
    """A field as a person would write it; None where it is empty."""
    if value is None or value in ("", ()):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _port(place: Place, names: Names) -> str:
    device, interface = place
    name = names.get(device, device)
    return f"{name}:{interface}" if interface is not None else name
