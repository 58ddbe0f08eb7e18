"""What the inventory's writer thread does: one transaction for all that waits, and what follows where it fails."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

import msgspec

from nocscape.base.clock import Clock
from nocscape.base.counters import Counters
from nocscape.base.i18n import Text, msg, tr
from nocscape.store.conditions import Conditions
from nocscape.store.errors import StoreError, StoreFullError
from nocscape.store.readers import Readers
from nocscape.store.sqlite_file import SqliteFile, is_damage
from nocscape.store.writer import Job

RETRY_S = 1.0
"""Pause before writing is tried again on a full disk."""
COPY_EVERY_S = 6 * 3600.0
"""A copy of the file is kept this often and at the end, to fall back on where the file gets damaged."""
_CANNOT_WRITE = "inventory cannot write"

Put = Callable[[sqlite3.Connection, float], Any]
Key = tuple[str, str]
Outcome = tuple[Any, Exception | None]

log = logging.getLogger(__name__)


class Mailbox:
    """The latest state for each key that was not written yet; safe from any thread."""

    def __init__(self, counters: Counters, limit: int = 200_000) -> None:
        self.counters = counters
        self._limit = limit
        self._puts: dict[Key, Put] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._puts)

    def put(self, key: Key, put: Put) -> None:
        """Replace what waits under `key`; a new key is dropped and counted where too many wait."""
        with self._lock:
            if len(self._puts) >= self._limit and key not in self._puts:
                self.counters.add("inventory.dropped.full")
                return
            self._puts[key] = put

    def take(self) -> dict[Key, Put]:
        """Everything that waits."""
        with self._lock:
            taken, self._puts = self._puts, {}
            return taken

    def give_back(self, taken: dict[Key, Put]) -> None:
        """What could not be written waits again, but for keys that have a later state by now."""
        with self._lock:
            self._puts = taken | self._puts


class InventorySink:
    """Owns the writing connection."""

    def __init__(
        self, file: SqliteFile, mailbox: Mailbox, conditions: Conditions, clock: Clock, readers: Readers | None
    ) -> None:
        self._file = file
        self._mailbox = mailbox
        self._counters = mailbox.counters
        self._conditions = conditions
        self._clock = clock
        self._readers = readers
        self._copied_at = clock.monotonic()
        self.connection = file.open()

    def write(self, jobs: Sequence[Job[sqlite3.Connection]]) -> float | None:
        """Commit what waits; on a full disk fail the jobs and keep the rest for later."""
        states = self._mailbox.take()
        try:
            outcomes = self._commit(states, jobs)
        except sqlite3.Error as error:
            self._mailbox.give_back(states)
            return self._failed(error, jobs)
        self._conditions.end(_CANNOT_WRITE)
        for job, (value, fault) in zip(jobs, outcomes, strict=True):
            job.succeed(value) if fault is None else job.fail(fault)
        self._copy_when_due()
        return None

    def close(self) -> None:
        """Keep a copy and close; a file that nobody wrote to since the last copy is copied all the same."""
        try:
            self._file.keep_copy(self.connection)
        except (sqlite3.Error, OSError) as error:
            self._conditions.begin(_CANNOT_WRITE, _reason(error))
        self.connection.close()

    def _commit(self, states: dict[Key, Put], jobs: Sequence[Job[sqlite3.Connection]]) -> list[Outcome]:
        db, now = self.connection, self._clock.now()
        db.execute("PRAGMA synchronous = FULL" if jobs else "PRAGMA synchronous = NORMAL")
        db.execute("BEGIN IMMEDIATE")
        try:
            for key, put in states.items():
                self._put(key, put, now)
            outcomes = [_attempt(db, job.run) for job in jobs]
            db.execute("COMMIT")
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")
        return outcomes

    def _put(self, key: Key, put: Put, now: float) -> None:
        _, fault = _attempt(self.connection, lambda db: put(db, now))
        if fault is not None:
            self._counters.add("inventory.dropped.unwritable")
            log.error("%s %s is not kept: %s", *key, fault)

    def _failed(self, error: sqlite3.Error, jobs: Sequence[Job[sqlite3.Connection]]) -> float:
        if is_damage(error) and self._file.path is not None:
            self.connection.close()
            self.connection = self._file.replace_damaged()
            if self._readers is not None:
                self._readers.renew()
            fault = StoreError(tr("The inventory was damaged and is being restored."), hint=tr("Try again."))
        else:
            self._conditions.begin(_CANNOT_WRITE, _reason(error))
            fault = StoreFullError(str(_reason(error)), hint=tr("Free space on the disk, then do it again."))
        for job in jobs:
            job.fail(fault)
        return RETRY_S

    def _copy_when_due(self) -> None:
        if self._clock.monotonic() - self._copied_at > COPY_EVERY_S:
            self._copied_at = self._clock.monotonic()
            self._file.keep_copy(self.connection)


def _attempt(db: sqlite3.Connection, run: Callable[[sqlite3.Connection], Any]) -> Outcome:
    """One piece of work in a savepoint, so that its own mistake undoes nothing but itself."""
    db.execute("SAVEPOINT attempt")
    try:
        outcome: Outcome = run(db), None
    except (sqlite3.IntegrityError, ArithmeticError, TypeError, ValueError, msgspec.MsgspecError) as error:
        db.execute("ROLLBACK TO attempt")
        outcome = None, StoreError(tr("The inventory cannot keep this: {reason}.", reason=str(error)))
    db.execute("RELEASE attempt")
    return outcome


def _reason(error: Exception) -> Text:
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
        return msg("The disk is full: the inventory is not being kept.")
    return msg("The inventory cannot be written: {reason}.", reason=str(error))
