"""The inventory: what the network is made of, what operators said and did, and what happened. SQLite in WAL mode.

Two ways lead in. What the engine observes (devices, links, events, job positions) is left in a mailbox, latest value
for each key, and written within 0.2 s; these calls return at once. What a person did (map edits, names, credentials,
settings, the audit trail) is awaited: the call comes back when it is on disk.

A commit survives `kill -9` of this process in either case, since it is with the operating system then. A commit with
edits in it is also flushed to the disk (`synchronous=FULL`) and survives a power cut; observations alone are not
(`NORMAL`), may lose the last seconds to a power cut, and will be observed again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from nocscape.base.clock import Clock
from nocscape.base.counters import Counters
from nocscape.base.i18n import Text, tr
from nocscape.base.paths import make_private
from nocscape.model.alarms import Alarm
from nocscape.model.answers import Difference, Place
from nocscape.model.commands import Command
from nocscape.model.credentials import CredentialInfo
from nocscape.model.decisions import Decision
from nocscape.model.events import Event
from nocscape.model.mapdoc import Change, MapDocument
from nocscape.model.net import DeviceId, Inventory, Link, LinkId, Station
from nocscape.model.status import Severity
from nocscape.store import inventory_rows as rows
from nocscape.store.audit import AuditEntry, describe, put_audit, read_audit
from nocscape.store.compare import read_differences
from nocscape.store.conditions import Conditions
from nocscape.store.errors import StoreError
from nocscape.store.inventory_read import StoredState, read_events, read_journal, read_state, read_state_at
from nocscape.store.inventory_sink import InventorySink, Mailbox, Put
from nocscape.store.past import Past, read_past
from nocscape.store.places import read_past_places
from nocscape.store.readers import Readers
from nocscape.store.sqlite_file import SqliteFile, check, copy_database, is_damage
from nocscape.store.writer import Writer

T = TypeVar("T")

FILE_NAME = "inventory.sqlite"


def open_inventory(profile: Path | None, counters: Counters, clock: Clock) -> InventoryStore:
    """The inventory in that folder (created where it is missing), or one in memory where it is None.

    Blocks for the time that opening takes (a migration: seconds). Raises StoreError and TooNewError; a damaged file is
    moved aside and reported among the conditions.
    """
    conditions = Conditions()
    path = None if profile is None else make_private(profile) / FILE_NAME
    return InventoryStore(SqliteFile(path, conditions), conditions, counters, clock)


class InventoryStore:
    """All calls are for the engine's loop; none waits for a disk but in an `await`."""

    def __init__(self, file: SqliteFile, conditions: Conditions, counters: Counters, clock: Clock) -> None:
        self._clock = clock
        self._conditions = conditions
        self._mailbox = Mailbox(counters)
        self._readers = None if file.path is None else Readers("inventory", file.reader)
        self._sink = InventorySink(file, self._mailbox, conditions, clock, self._readers)
        self._writer: Writer[sqlite3.Connection] = Writer("inventory", self._sink)

    async def load(self, *, events: int = 500) -> StoredState:
        """Everything as it is now, with that many of the newest events."""
        return await self._read(lambda db: read_state(db, events))

    async def state_at(self, at: float, *, events: int = 500) -> StoredState:
        """Devices, links and maps as they were at a time in UTC seconds, with the events before it."""
        return await self._read(lambda db: read_state_at(db, at, events))

    async def past(self, at: float) -> Past:
        """Devices, links and maps as a map shows them, and the states that were told last, at a time in UTC seconds."""
        return await self._read(lambda db: read_past(db, at))

    async def differences(self, since: float, until: float) -> tuple[Difference, ...]:
        """What is different between two times in UTC seconds, in order of time."""
        return await self._read(lambda db: read_differences(db, since, until))

    async def past_places(self, address: str) -> tuple[Place, ...]:
        """Where an IP or MAC address, in canonical form, was from when to when; the latest first."""
        return await self._read(lambda db: read_past_places(db, address))

    async def read_events(
        self,
        most: int = 500,
        device: DeviceId | None = None,
        *,
        since: float | None = None,
        severity: Severity | None = None,
    ) -> tuple[Event, ...]:
        """The newest events since a time (UTC seconds), of one device and one severity or of all; newest first."""
        return await self._read(lambda db: read_events(db, most, device, None, since=since, severity=severity))

    async def copy_to(self, folder: Path) -> None:
        """Copy the file as it is now, without holding up those who write."""
        await self.flush()
        await self._read(lambda db: copy_database(db, folder / FILE_NAME))

    async def read_journal(self, map_id: str, since: int = 0) -> tuple[rows.MapEdit, ...]:
        """The edits of a map after revision `since`."""
        return await self._read(lambda db: read_journal(db, map_id, since))

    async def read_audit(self, most: int = 500) -> tuple[AuditEntry, ...]:
        """The newest entries of the audit trail, newest first."""
        return await self._read(lambda db: read_audit(db, most))

    def put_devices(self, devices: Sequence[Inventory]) -> None:
        """Keep these devices as they are now."""
        for inventory in devices:
            self._put_device(inventory)

    def drop_device(self, device: DeviceId, into: DeviceId | None = None) -> None:
        """The device is no more, or was merged `into` another. Await `flush` where an operator waits for it."""
        self._post(("device", device), lambda db, now: rows.drop_device(db, device, into, now))

    def put_links(self, changed: Sequence[Link] = (), gone: Sequence[LinkId] = ()) -> None:
        """Keep these links as they are now, and end those that are gone."""
        for link in changed:
            self._put_link(link)
        for link_id in gone:
            self._drop_link(link_id)

    def put_stations(self, changed: Sequence[Station] = (), gone: Sequence[str] = ()) -> None:
        """Keep where these MAC addresses stand now, and end those that are gone."""
        for station in changed:
            self._put_station(station)
        for mac in gone:
            self._drop_station(mac)

    def put_events(self, events: Sequence[Event]) -> None:
        """Keep new events, and old ones as they are now (acknowledged)."""
        for event in events:
            self._put_event(event)

    def put_alarms(self, changed: Sequence[Alarm] = (), gone: Sequence[Alarm] = ()) -> None:
        """Keep what rules tell now, and forget what they tell no longer."""
        for alarm in changed:
            self._put_alarm(alarm)
        for alarm in gone:
            self._drop_alarm(alarm)

    def put_reading(self, endpoint: str, body: bytes | None) -> None:
        """Keep what an endpoint said last (msgpack of the engine's own), or forget it where `body` is None."""
        now = self._clock.now()
        if body is None:
            self._post(
                ("reading", endpoint), lambda db, _: db.execute("DELETE FROM readings WHERE endpoint = ?", (endpoint,))
            )
        else:
            sql = "INSERT OR REPLACE INTO readings (endpoint, at, body) VALUES (?, ?, ?)"
            self._post(("reading", endpoint), lambda db, _: db.execute(sql, (endpoint, now, body)))

    async def load_readings(self) -> list[bytes]:
        """What all endpoints said last, oldest first."""
        sql = "SELECT body FROM readings ORDER BY at"
        return await self._read(lambda db: [body for (body,) in db.execute(sql)])

    async def put_map_change(
        self, map_id: str, change: Change, revision: int, *, edit: str, actor: str, document: MapDocument
    ) -> None:
        """Keep an edit: `document` is the map after `change`, at `revision`. Raises StoreFullError on a full disk."""
        entry = rows.MapEdit(map=map_id, revision=revision, at=self._clock.now(), actor=actor, edit=edit, change=change)
        await self._writer.ask(lambda db: rows.put_map_edit(db, entry, document))

    async def put_map(self, document: MapDocument) -> None:
        """Keep a whole map, new or imported."""
        now = self._clock.now()
        await self._writer.ask(lambda db: rows.put_map(db, document, now))

    async def put_override(
        self, device: DeviceId, *, name: str | None = None, site: str | None = None, actor: str
    ) -> None:
        """Keep the operator's name or site for a device; None leaves as it is, empty text takes it back."""
        now = self._clock.now()
        await self._writer.ask(lambda db: rows.put_override(db, device, name, site, actor, now))

    async def put_decision(self, decision: Decision) -> None:
        """Keep an operator's decision about the topology."""
        await self._writer.ask(lambda db: rows.put_decision(db, decision))

    async def drop_decision(self, decision: str) -> None:
        """Forget a decision that was taken back."""
        await self._writer.ask(lambda db: db.execute("DELETE FROM decisions WHERE id = ?", (decision,)))

    async def put_credential(self, credential: CredentialInfo) -> None:
        """Keep the reference to a credential whose secret is in the keyring or vault."""
        await self._writer.ask(lambda db: rows.put_credential(db, credential))

    async def drop_credential(self, name: str) -> None:
        """Forget the reference to a credential."""
        sql = "DELETE FROM credentials WHERE name = ?"
        await self._writer.ask(lambda db: db.execute(sql, (name,)))

    async def put_setting(self, key: str, value: Any) -> None:
        """Keep a setting: anything that msgspec can encode."""
        sql = "INSERT OR REPLACE INTO settings (key, body) VALUES (?, ?)"
        body = msgspec.msgpack.encode(value)
        await self._writer.ask(lambda db: db.execute(sql, (key, body)))

    async def drop_setting(self, key: str) -> None:
        """Forget a setting."""
        await self._writer.ask(lambda db: db.execute("DELETE FROM settings WHERE key = ?", (key,)))

    async def audit(self, command: Command, outcome: str = "done") -> None:
        """Write to the audit trail who asked for what from where, without secrets, and what became of it."""
        entry = describe(command, self._clock.now(), outcome)
        await self._writer.ask(lambda db: put_audit(db, entry))

    async def prune(self, before: float) -> None:
        """Forget versions that ended, events and audit entries from before a time in UTC seconds."""
        await self._writer.ask(lambda db: rows.prune(db, before))

    async def flush(self) -> None:
        """Come back when everything put so far is on disk. Raises StoreFullError where it cannot be written."""
        await self._writer.ask(lambda _: None)

    async def close(self, deadline_s: float = 2.0) -> None:
        """Write what waits, keep a copy of the file, and let go of it."""
        await self._writer.close(deadline_s)
        if self._readers is not None:
            self._readers.close()

    def warnings(self) -> tuple[Text, ...]:
        """Standing faults to show: disk full, damaged file."""
        return self._conditions.texts()

    @property
    def queue(self) -> int:
        """Writes that wait."""
        return self._writer.waiting + len(self._mailbox)

    def _put_device(self, inventory: Inventory) -> None:
        self._post(("device", inventory.device.id), lambda db, now: rows.put_device(db, inventory, now))

    def _put_link(self, link: Link) -> None:
        self._post(("link", link.id), lambda db, now: rows.put_link(db, link, now))

    def _drop_link(self, link_id: LinkId) -> None:
        self._post(("link", link_id), lambda db, now: rows.drop_link(db, link_id, now))

    def _put_station(self, station: Station) -> None:
        self._post(("station", station.mac), lambda db, now: rows.put_station(db, station, now))

    def _drop_station(self, mac: str) -> None:
        self._post(("station", mac), lambda db, now: rows.drop_station(db, mac, now))

    def _put_event(self, event: Event) -> None:
        self._post(("event", event.id), lambda db, _: rows.put_event(db, event))

    def _put_alarm(self, alarm: Alarm) -> None:
        self._post(_alarm_key(alarm), lambda db, _: rows.put_alarm(db, alarm))

    def _drop_alarm(self, alarm: Alarm) -> None:
        self._post(_alarm_key(alarm), lambda db, _: rows.drop_alarm(db, alarm.rule, alarm.key))

    def _post(self, key: tuple[str, str], put: Put) -> None:
        self._mailbox.put(key, put)
        self._writer.poke()

    async def _read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        if self._readers is None:
            return await self._writer.ask(query)
        try:
            return await self._readers.run(query)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise StoreError(tr("The inventory cannot be read: {reason}.", reason=str(error))) from error
        with suppress(StoreError):
            await self._writer.ask(check)
        return await self._readers.run(query)


def _alarm_key(alarm: Alarm) -> tuple[str, str]:
    key = alarm.key
    return "alarm", f"{alarm.rule}\x1f{key.device}\x1f{key.metric}\x1f{key.instance}"
