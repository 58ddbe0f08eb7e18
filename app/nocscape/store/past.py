"""The network as a map shows it, as of a time: far less is read than for a start, since somebody waits at a slider."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from nocscape.model.events import Event
from nocscape.model.mapdoc import MapDocument
from nocscape.model.net import DeviceId, Interface, Inventory, Link
from nocscape.store import inventory_read as reading

STATE_EVENTS = ("device_down", "device_up", "device_unreachable", "threshold")
"""Kinds of events that say what state a device is in from then on."""


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """What the inventory knows of a time."""

    devices: tuple[Inventory, ...] = ()
    """With the ports at the ends of links alone."""
    links: tuple[Link, ...] = ()
    maps: tuple[MapDocument, ...] = ()
    last_words: dict[DeviceId, Event] = {}
    """The last event before that time that told a device's state."""


def read_past(db: sqlite3.Connection, at: float) -> Past:
    """The network as it was at that time (UTC seconds)."""
    with reading.snapshot(db):
        links = tuple(reading.links_then(db, at))
        ends = {(end.device, end.interface) for link in links for end in (link.a, link.b) if end.interface is not None}
        return Past(
            devices=tuple(_devices(db, at, ends)),
            links=links,
            maps=tuple(reading.maps_then(db, at)),
            last_words=_last_words(db, at),
        )


def _devices(db: sqlite3.Connection, at: float, ends: set[tuple[DeviceId, str]]) -> Iterator[Inventory]:
    ports: defaultdict[DeviceId, list[Interface]] = defaultdict(list)
    query = f"SELECT device, key, body FROM interfaces WHERE {reading.THEN}"  # noqa: S608 - own schema
    for owner, key, body in db.execute(query, {"at": at}):
        if (owner, key) in ends and (port := reading.interface_of(body)) is not None:
            ports[owner].append(port)
    query = f"SELECT body, last_seen FROM devices WHERE {reading.THEN} ORDER BY id"  # noqa: S608 - own schema
    for body, last_seen in db.execute(query, {"at": at}):
        if (device := reading.device_of(body)) is not None:
            bare = replace(device, last_seen=last_seen, identity={}, sys_descr=None)
            yield Inventory(device=bare, interfaces=tuple(ports[device.id]))


def _last_words(db: sqlite3.Connection, at: float) -> dict[DeviceId, Event]:
    marks = ", ".join("?" * len(STATE_EVENTS))
    rows = db.execute(
        f"SELECT body, max(at) FROM events WHERE at <= ? AND kind IN ({marks}) AND device IS NOT NULL "  # noqa: S608
        "GROUP BY device",
        (at, *STATE_EVENTS),
    )
    events = (reading.event_of(body) for body, _ in rows)
    return {event.device: event for event in events if event is not None and event.device is not None}
