"""Reading the inventory: everything as it is now, or as it was at a time. Runs on read connections."""

from __future__ import annotations

import logging
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from operator import attrgetter
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from nocscape.base import collector
from nocscape.model.alarms import Alarm
from nocscape.model.credentials import CredentialInfo
from nocscape.model.decisions import Decision
from nocscape.model.events import Event
from nocscape.model.mapdoc import Change, MapDocument, apply
from nocscape.model.net import (
    Device,
    DeviceId,
    Evidence,
    Interface,
    Inventory,
    Layer,
    Link,
    LinkId,
    LinkMember,
    PortRef,
    Station,
)
from nocscape.model.status import LinkState, Severity
from nocscape.store.inventory_rows import MapEdit, Readings

log = logging.getLogger(__name__)

T = TypeVar("T")

_NOW = "valid_to IS NULL"
THEN = "valid_from <= :at AND (valid_to IS NULL OR valid_to > :at)"
"""A row of a versioned table holds at the time `at`."""

_device = msgspec.msgpack.Decoder(Device).decode
_readings = msgspec.msgpack.Decoder(Readings).decode
_interface = msgspec.msgpack.Decoder(Interface).decode
_credential = msgspec.msgpack.Decoder(CredentialInfo).decode
_event = msgspec.msgpack.Decoder(Event).decode
_document = msgspec.msgpack.Decoder(MapDocument).decode
_alarm = msgspec.msgpack.Decoder(Alarm).decode
_decision = msgspec.msgpack.Decoder(Decision).decode
_station = msgspec.msgpack.Decoder(Station).decode
_members = msgspec.msgpack.Decoder(tuple[LinkMember, ...]).decode
_contradictions = msgspec.msgpack.Decoder(tuple[Evidence, ...]).decode
_change: Callable[[bytes], Change] = msgspec.msgpack.Decoder(Change).decode


class Override(msgspec.Struct, frozen=True):
    """The operator's own name and site for a device; None where he gave none."""

    name: str | None = None
    site: str | None = None


class StoredState(msgspec.Struct, frozen=True, kw_only=True):
    """What the inventory holds. Events come newest first, credentials in the order in which they are to be tried."""

    devices: tuple[Inventory, ...] = ()
    links: tuple[Link, ...] = ()
    maps: tuple[MapDocument, ...] = ()
    events: tuple[Event, ...] = ()
    overrides: dict[DeviceId, Override] = {}
    credentials: tuple[CredentialInfo, ...] = ()
    settings: dict[str, bytes] = {}
    """msgpack by key."""
    decisions: tuple[Decision, ...] = ()
    """What operators decided about the topology, oldest first."""
    stations: tuple[Station, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    """What rules told and have not taken back."""


def read_state(db: sqlite3.Connection, events: int) -> StoredState:
    """Everything as it is now, with that many of the newest events."""
    with snapshot(db), collector.paused():
        return StoredState(
            devices=tuple(_devices(db, _NOW, {})),
            links=tuple(_links(db, _NOW, {})),
            maps=tuple(_maps(db, None)),
            events=read_events(db, events, None, None),
            overrides=_overrides(db),
            credentials=tuple(_all(_credential, db.execute("SELECT body FROM credentials ORDER BY rank"))),
            settings=dict(db.execute("SELECT key, body FROM settings").fetchall()),
            decisions=tuple(_all(_decision, db.execute("SELECT body FROM decisions ORDER BY at, id"))),
            stations=tuple(_all(_station, db.execute("SELECT body FROM stations WHERE valid_to IS NULL ORDER BY mac"))),
            alarms=tuple(_all(_alarm, db.execute("SELECT body FROM alarms ORDER BY since"))),
        )


def read_state_at(db: sqlite3.Connection, at: float, events: int) -> StoredState:
    """Devices, links and maps as they were at that time (UTC seconds), with that many events before it."""
    with snapshot(db), collector.paused():
        return StoredState(
            devices=tuple(_devices(db, THEN, {"at": at})),
            links=tuple(_links(db, THEN, {"at": at})),
            maps=tuple(_maps(db, at)),
            events=read_events(db, events, None, at),
        )


def read_events(
    db: sqlite3.Connection,
    most: int,
    device: DeviceId | None,
    until: float | None,
    *,
    since: float | None = None,
    severity: Severity | None = None,
) -> tuple[Event, ...]:
    """The newest events from `since` up to `until`, of one device and one severity or of all."""
    rows = db.execute(
        "SELECT body FROM events WHERE (?1 IS NULL OR device = ?1) AND (?2 IS NULL OR at <= ?2) "
        "AND (?3 IS NULL OR at >= ?3) AND (?4 IS NULL OR severity = ?4) ORDER BY at DESC, rowid DESC LIMIT ?5",
        (device, until, since, severity, most),
    )
    return tuple(_all(_event, rows))


def read_journal(db: sqlite3.Connection, map_id: str, since: int) -> tuple[MapEdit, ...]:
    """The edits of a map after revision `since`, in order."""
    rows = db.execute(
        "SELECT revision, at, actor, edit, body FROM map_changes WHERE map = ? AND revision > ? ORDER BY revision",
        (map_id, since),
    )
    return tuple(
        MapEdit(map=map_id, revision=revision, at=at, actor=actor, edit=edit, change=change)
        for revision, at, actor, edit, body in rows
        if (change := _decoded(_change, body)) is not None
    )


def _devices(db: sqlite3.Connection, when: str, values: dict[str, float]) -> Iterator[Inventory]:
    interfaces: defaultdict[DeviceId, list[Interface]] = defaultdict(list)
    for owner, body in db.execute(f"SELECT device, body FROM interfaces WHERE {when}", values):  # noqa: S608
        if (interface := _decoded(_interface, body)) is not None:
            interfaces[owner].append(interface)
    query = f"SELECT body, last_seen, uptime_s, readings FROM devices WHERE {when} ORDER BY id"  # noqa: S608
    for body, last_seen, uptime_s, raw in db.execute(query, values):
        device = _decoded(_device, body)
        if device is None:
            continue
        readings = _decoded(_readings, raw) or Readings()
        yield Inventory(
            device=replace(device, last_seen=last_seen, sys_uptime_s=uptime_s),
            interfaces=tuple(sorted(interfaces[device.id], key=attrgetter("if_index", "key"))),
            processors=readings.processors,
            memory=readings.memory,
            storage=readings.storage,
            vlans=readings.vlans,
            entities=readings.entities,
            sensors=readings.sensors,
        )


def links_then(db: sqlite3.Connection, at: float) -> Iterator[Link]:
    """Links as they were at a time, without their evidence."""
    for row in db.execute(_LINKS.format(when=THEN), {"at": at}):
        yield _link(row, ())


def maps_then(db: sqlite3.Connection, at: float) -> Iterator[MapDocument]:
    """Maps as they were at a time."""
    return _maps(db, at)


def device_of(body: bytes) -> Device | None:
    """A stored device; None where its bytes are damaged."""
    return _decoded(_device, body)


def interface_of(body: bytes) -> Interface | None:
    """A stored interface; None where its bytes are damaged."""
    return _decoded(_interface, body)


def event_of(body: bytes) -> Event | None:
    """A stored event; None where its bytes are damaged."""
    return _decoded(_event, body)


_LINKS = (
    "SELECT id, a_device, a_interface, b_device, b_interface, state, confidence, speed_bps, last_seen, layer, "
    "subject, members, vlans, decision, contradictions FROM links WHERE {when} ORDER BY id"
)


def _links(db: sqlite3.Connection, when: str, values: dict[str, float]) -> Iterator[Link]:
    evidence: defaultdict[LinkId, list[Evidence]] = defaultdict(list)
    query = f"SELECT link, source, seen_from, detail, at FROM evidence WHERE {when} ORDER BY row"  # noqa: S608
    for link, *parts in db.execute(query, values):
        evidence[link].append(Evidence(*parts))
    for row in db.execute(_LINKS.format(when=when), values):
        yield _link(row, tuple(evidence[row[0]]))


def _link(row: tuple[Any, ...], evidence: tuple[Evidence, ...]) -> Link:
    (link, a, a_if, b, b_if, state, confidence, speed_bps, last_seen) = row[:9]
    (layer, subject, members, vlans, decision, contradictions) = row[9:]
    return Link(
        id=link,
        a=PortRef(a, a_if),
        b=PortRef(b, b_if),
        state=LinkState(state),
        confidence=confidence,
        speed_bps=speed_bps,
        evidence=evidence,
        last_seen=last_seen,
        layer=Layer(layer),
        subject=subject,
        members=(_decoded(_members, members) or ()) if members else (),
        vlans=tuple(map(int, vlans.split())),
        decision=decision,
        contradictions=(_decoded(_contradictions, contradictions) or ()) if contradictions else (),
    )


def _maps(db: sqlite3.Connection, at: float | None) -> Iterator[MapDocument]:
    """Each map: its last whole copy up to `at` with the edits since then replayed."""
    newest = "SELECT map, max(revision), body FROM map_snapshots WHERE ?1 IS NULL OR at <= ?1 GROUP BY map ORDER BY map"
    for map_id, revision, body in db.execute(newest, (at,)).fetchall():
        document = _decoded(_document, body)
        if document is None:
            continue
        for entry in read_journal(db, map_id, revision):
            if at is None or entry.at <= at:
                document = replace(apply(document, entry.change), revision=entry.revision)
        yield document


def _overrides(db: sqlite3.Connection) -> dict[DeviceId, Override]:
    rows = db.execute("SELECT device, nullif(name, ''), nullif(site, '') FROM overrides")
    return {device: Override(name, site) for device, name, site in rows}


def _all(decode: Callable[[bytes], T], rows: Iterable[tuple[bytes]]) -> Iterator[T]:
    return (value for (body,) in rows if (value := _decoded(decode, body)) is not None)


def _decoded(decode: Callable[[bytes], T], body: bytes) -> T | None:
    """SQLite keeps no checksums: a body that was overwritten on disk is left out rather than stopping the start."""
    try:
        return decode(body)
    except (msgspec.MsgspecError, TypeError, ValueError) as error:
        log.error("a stored entry cannot be read and is left out: %s", error)  # noqa: TRY400 - expected, no trace
        return None


@contextmanager
def snapshot(db: sqlite3.Connection) -> Iterator[None]:
    """Several queries see one state, whatever the writer does meanwhile."""
    is_outer = not db.in_transaction
    if is_outer:
        db.execute("BEGIN")
    try:
        yield
    finally:
        if is_outer and db.in_transaction:
            db.execute("COMMIT")
