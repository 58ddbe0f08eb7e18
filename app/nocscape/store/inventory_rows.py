"""How devices, links and maps become rows of the inventory. Every function runs inside the writer's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from nocscape.model.alarms import Alarm
from nocscape.model.credentials import CredentialInfo
from nocscape.model.decisions import Decision
from nocscape.model.events import Event
from nocscape.model.mapdoc import Change, MapDocument
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import (
    DeviceId,
    Entity,
    Interface,
    Inventory,
    Link,
    LinkId,
    Memory,
    Processor,
    Sensor,
    Station,
    Vlan,
)
from nocscape.store.versions import Row, VersionedTable

SNAPSHOT_EVERY = 200
"""Edits of a map between two whole copies of it; the edits since the last copy are replayed when it is loaded."""

_encode = msgspec.msgpack.Encoder().encode


class Readings(msgspec.Struct, frozen=True, array_like=True):
    """What is read inside a device and makes no new version of it."""

    processors: tuple[Processor, ...] = ()
    memory: tuple[Memory, ...] = ()
    storage: tuple[Memory, ...] = ()
    vlans: tuple[Vlan, ...] = ()
    entities: tuple[Entity, ...] = ()
    sensors: tuple[Sensor, ...] = ()


DEVICES = VersionedTable(
    "devices",
    owner="id",
    key=(),
    stable=("name", "kind", "vendor", "model", "serial", "site", "body"),
    volatile=("last_seen", "uptime_s", "readings"),
)
ENDPOINTS = VersionedTable(
    "endpoints", owner="device", key=("realm", "address", "port"), stable=("is_polled", "interface")
)
INTERFACES = VersionedTable(
    "interfaces", owner="device", key=("key",), stable=("if_index", "name", "alias", "mac", "body")
)
LINKS = VersionedTable(
    "links",
    owner="id",
    key=(),
    stable=(
        *("a_device", "a_interface", "b_device", "b_interface", "state", "confidence", "speed_bps"),
        *("layer", "subject", "members", "vlans", "decision"),
    ),
    volatile=("last_seen", "contradictions"),
)
EVIDENCE = VersionedTable("evidence", owner="link", key=("source", "seen_from", "detail"), stable=(), volatile=("at",))
STATIONS = VersionedTable(
    "stations", owner="mac", key=(), stable=("device", "interface", "vlan"), volatile=("last_seen", "body")
)
VERSIONED = (DEVICES, ENDPOINTS, INTERFACES, LINKS, EVIDENCE, STATIONS)


def put_device(db: sqlite3.Connection, inventory: Inventory, now: float) -> None:
    """The device and all its parts, as they are from `now` on."""
    device = inventory.device
    DEVICES.sync(db, device.id, [_device_row(inventory)], now)
    ENDPOINTS.sync(db, device.id, _endpoint_rows(inventory), now)
    INTERFACES.sync(db, device.id, (_interface_row(i) for i in _by_key(inventory.interfaces)), now)


def _device_row(inventory: Inventory) -> Row:
    device = inventory.device
    body = _encode(replace(device, last_seen=0.0, sys_uptime_s=None))
    readings = _encode(Readings(**{name: getattr(inventory, name) for name in Readings.__struct_fields__}))
    return (
        *(device.name, str(device.kind), device.vendor, device.model, device.serial, device.site, body),
        *(device.last_seen, device.sys_uptime_s, readings),
    )


def _endpoint_rows(inventory: Inventory) -> Iterator[Row]:
    """Where it answers and what its interfaces have, each address once."""
    device, polled = inventory.device, inventory.device.endpoint
    owners = {a.partition("/")[0]: i.key for i in reversed(inventory.interfaces) for a in i.addresses}
    yield (polled.realm, polled.address, polled.port, 1, owners.get(polled.address))
    for address in dict.fromkeys(device.addresses):
        if address != polled.address:
            yield (polled.realm, address, polled.port, 0, owners.get(address))


def _by_key(interfaces: tuple[Interface, ...]) -> list[Interface]:
    return list({i.key: i for i in interfaces}.values())


def _interface_row(interface: Interface) -> Row:
    return (
        interface.key,
        *(interface.if_index, interface.name, interface.alias, interface.mac, _encode(interface)),
    )


def drop_device(db: sqlite3.Connection, device: DeviceId, into: DeviceId | None, now: float) -> None:
    """End a device and its parts; the operator's name and site go over to `into` where that has none of its own."""
    for table in (DEVICES, ENDPOINTS, INTERFACES):
        table.sync(db, device, (), now)
    if into not in (None, device):
        db.execute("UPDATE OR IGNORE overrides SET device = ? WHERE device = ?", (into, device))
        db.execute("DELETE FROM overrides WHERE device = ?", (device,))


def put_link(db: sqlite3.Connection, link: Link, now: float) -> None:
    """The link and the evidence for it, as they are from `now` on."""
    a, b = link.a, link.b
    row = (
        *(a.device, a.interface, b.device, b.interface, str(link.state), link.confidence, link.speed_bps),
        *(str(link.layer), link.subject, _encoded(link.members), " ".join(map(str, link.vlans)), link.decision),
        *(link.last_seen, _encoded(link.contradictions)),
    )
    LINKS.sync(db, link.id, [row], now)
    newest = {(e.source, e.seen_from, e.detail): e.at for e in link.evidence}
    EVIDENCE.sync(db, link.id, ((*key, at) for key, at in newest.items()), now)


def _encoded(values: tuple[object, ...]) -> bytes | None:
    return _encode(values) if values else None


def drop_link(db: sqlite3.Connection, link: LinkId, now: float) -> None:
    """End a link and its evidence."""
    LINKS.sync(db, link, (), now)
    EVIDENCE.sync(db, link, (), now)


def put_station(db: sqlite3.Connection, station: Station, now: float) -> None:
    """Where a MAC address stands from `now` on."""
    port = station.port
    row = (port.device, port.interface, station.vlan, station.last_seen, _encode(station))
    STATIONS.sync(db, station.mac, [row], now)


def drop_station(db: sqlite3.Connection, mac: str, now: float) -> None:
    """A MAC address stands nowhere any more."""
    STATIONS.sync(db, mac, (), now)


def put_alarm(db: sqlite3.Connection, alarm: Alarm) -> None:
    """What a rule tells of a series."""
    key = alarm.key
    db.execute(
        "INSERT OR REPLACE INTO alarms (rule, device, metric, instance, since, body) VALUES (?, ?, ?, ?, ?, ?)",
        (alarm.rule, key.device, key.metric, key.instance, alarm.since, _encode(alarm)),
    )


def drop_alarm(db: sqlite3.Connection, rule: str, key: SeriesKey) -> None:
    """The rule tells nothing of the series any more."""
    db.execute(
        "DELETE FROM alarms WHERE rule = ? AND device = ? AND metric = ? AND instance = ?",
        (rule, key.device, key.metric, key.instance),
    )


def put_decision(db: sqlite3.Connection, decision: Decision) -> None:
    """An operator's decision."""
    db.execute(
        "INSERT OR REPLACE INTO decisions (id, at, actor, kind, body) VALUES (?, ?, ?, ?, ?)",
        (decision.id, decision.at, decision.actor, str(decision.kind), _encode(decision)),
    )


def put_event(db: sqlite3.Connection, event: Event) -> None:
    """A new event, or an old one as it is now."""
    db.execute(
        "INSERT OR REPLACE INTO events (id, at, kind, severity, device, body) VALUES (?, ?, ?, ?, ?, ?)",
        (event.id, event.at, event.kind, str(event.severity), event.device, _encode(event)),
    )


class MapEdit(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a map's journal: the Change that led to `revision`, when, by whom, under which name of an edit."""

    map: str
    revision: int
    at: float
    actor: str
    edit: str
    change: Change


def put_map_edit(db: sqlite3.Connection, entry: MapEdit, document: MapDocument) -> None:
    """Write the journal, and now and then the whole `document` as it is after the edit."""
    db.execute(
        "INSERT INTO map_changes (map, revision, at, actor, edit, body) VALUES (?, ?, ?, ?, ?, ?)",
        (entry.map, entry.revision, entry.at, entry.actor, entry.edit, _encode(entry.change)),
    )
    last = db.execute("SELECT max(revision) FROM map_snapshots WHERE map = ?", (entry.map,)).fetchone()[0]
    if last is None or entry.revision - last >= SNAPSHOT_EVERY:
        put_map(db, document, entry.at)
    else:
        _put_title(db, document, entry.at)


def put_map(db: sqlite3.Connection, document: MapDocument, now: float) -> None:
    """A whole map as it is from `now` on."""
    db.execute(
        "INSERT OR REPLACE INTO map_snapshots (map, revision, at, body) VALUES (?, ?, ?, ?)",
        (document.id, document.revision, now, _encode(document)),
    )
    _put_title(db, document, now)


def _put_title(db: sqlite3.Connection, document: MapDocument, now: float) -> None:
    db.execute(
        "INSERT OR REPLACE INTO maps (id, title, revision, changed_at) VALUES (?, ?, ?, ?)",
        (document.id, document.title, document.revision, now),
    )


def put_override(
    db: sqlite3.Connection, device: DeviceId, name: str | None, site: str | None, actor: str, now: float
) -> None:
    """The operator's name and site; None keeps what he said before."""
    db.execute(
        "INSERT INTO overrides (device, name, site, actor, at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (device) DO "
        "UPDATE SET name = coalesce(?2, name), site = coalesce(?3, site), actor = ?4, at = ?5",
        (device, name, site, actor, now),
    )


def put_credential(db: sqlite3.Connection, credential: CredentialInfo) -> None:
    """A reference to a credential; a new one is tried after all others."""
    db.execute(
        "INSERT INTO credentials (name, rank, body) VALUES (?1, (SELECT coalesce(max(rank), 0) + 1 FROM credentials), "
        "?2) ON CONFLICT (name) DO UPDATE SET body = ?2",
        (credential.name, _encode(credential)),
    )


def prune(db: sqlite3.Connection, before: float) -> None:
    """Forget versions that ended, events and audit entries from before that time."""
    for table in VERSIONED:
        table.prune(db, before)
    db.execute("DELETE FROM events WHERE at < ?", (before,))
    db.execute("DELETE FROM audit WHERE at < ?", (before,))
    db.execute(
        "DELETE FROM map_changes WHERE at < ?1 AND revision <= "
        "(SELECT max(revision) FROM map_snapshots s WHERE s.map = map_changes.map AND s.at < ?1)",
        (before,),
    )
    db.execute(
        "DELETE FROM map_snapshots WHERE at < ?1 AND revision < "
        "(SELECT max(revision) FROM map_snapshots s WHERE s.map = map_snapshots.map AND s.at < ?1)",
        (before,),
    )
