"""What the history's writer thread does: samples into the file of their hour, at least once a second."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import time
from collections.abc import Sequence

import duckdb
import msgspec
import numpy as np

from nocscape.base.clock import Clock
from nocscape.base.counters import Counters
from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import Text, msg, tr
from nocscape.store.columns import Rows
from nocscape.store.conditions import Conditions
from nocscape.store.duck_files import DuckFiles, is_damage, is_full
from nocscape.store.errors import StoreFullError
from nocscape.store.history_rows import rows_of
from nocscape.store.history_tables import checkpoint, insert_loose, insert_series, known_series, read_series, roll_back
from nocscape.store.id_set import IdSet
from nocscape.store.periods import DAY_S, HOUR_S, Keeping, PeriodFile, closed_hour, live_hour
from nocscape.store.series_book import REFUSED, Entry, SeriesBook
from nocscape.store.tail import Part, Tail
from nocscape.store.writer import Job

log = logging.getLogger(__name__)

RESERVE_BYTES = 64 << 20
"""Writing of samples stops at this much free space, so that the inventory can go on and DuckDB never meets the end."""
RETRY_S = 1.0
GRACE_S = 120
"""An hour's file is closed this long after the hour, when what is still under way has come."""
MOST_KEPT_ROWS = 200_000
"""Rows of an hour's file, in memory or in its write-ahead log, before the file is let go of. DuckDB keeps what was
written up to its limit, though hardly anybody reads it: 4 MB more each minute, for an hour."""
_CANNOT_WRITE = "history cannot write"
_LOOK_AFTER_EVERY_S = 5.0

Faults = (duckdb.Error, sqlite3.Error, OSError, NocscapeError)


class DiskFullError(StoreFullError):
    """Less free space than the reserve."""


class _LiveHour(msgspec.Struct):
    """A file that is held."""

    alias: str
    known: IdSet
    """Series whose meaning the file has."""
    rows: int = 0
    """Written since it was attached."""


class HistorySink:
    """Owns the files of the hours that are being written."""

    def __init__(
        self,
        files: DuckFiles,
        book: SeriesBook,
        tail: Tail,
        *,
        conditions: Conditions,
        clock: Clock,
        counters: Counters,
        keeping: Keeping,
    ) -> None:
        self._files = files
        self._keeping = keeping
        self._book = book
        self._tail = tail
        self._conditions = conditions
        self._clock = clock
        self._counters = counters
        self._cursor = files.cursor()
        self._live: dict[str, _LiveHour] = {}
        self._is_loaded = False
        self._looked_at = float("-inf")

    @property
    def book(self) -> SeriesBook:
        """Numbers of series, for jobs that run on this thread."""
        return self._book

    def write(self, jobs: Sequence[Job[HistorySink]]) -> float | None:
        """Put everything that waits on disk; where that fails it goes on waiting, bounded, and is tried again."""
        try:
            self._load()
            self._flush()
            self._look_after_files()
        except Faults as error:
            self._say(error)
            for job in jobs:
                job.fail(StoreFullError(str(_reason(error)), hint=tr("Free space on the disk, then do it again.")))
            return RETRY_S
        self._conditions.end(_CANNOT_WRITE)
        for job in jobs:
            self._run(job)
        return None

    def close(self) -> None:
        """Let go of the files."""
        for name in self._live:
            self._files.release(name)
        self._cursor.close()
        try:
            self._book.close()
        except Faults as error:
            self._say(error)

    def _run(self, job: Job[HistorySink]) -> None:
        try:
            job.succeed(job.run(self))
        except Faults as error:
            job.fail(error)

    def _load(self) -> None:
        if not self._is_loaded:
            if not self._book.load():
                self._book.restore(entry for file in self._files.files() for entry in self._entries_in(file))
            self._is_loaded = True

    def _entries_in(self, file: PeriodFile) -> list[Entry]:
        with self._files.pinned(lambda _: [file]) as aliases:
            return [entry for alias in aliases.values() for entry in read_series(self._cursor, alias)]

    def _flush(self) -> None:
        unwritten, arrived = self._tail.take()
        rows = [*unwritten, *self._columns(arrived)]
        self._tail.writing(rows, len(arrived))
        if rows:
            self._store(Rows.joined(rows))
            self._tail.written()

    def _columns(self, parts: list[Part]) -> list[Rows]:
        samples = [sample for part in parts if not isinstance(part, Rows) for sample in part]
        columns = [part for part in parts if isinstance(part, Rows)]
        if samples:
            columns.append(rows_of(samples, self._book.number([sample.key for sample in samples])))
        now = int(self._clock.now())
        return [kept for rows in columns if len(kept := self._kept(rows, now))]

    def _kept(self, rows: Rows, now: int) -> Rows:
        is_future = rows.times > now + DAY_S
        is_expired = rows.times < max(now - self._keeping.now.raw_days * DAY_S, 0)
        is_refused = rows.series == REFUSED
        is_dropped = is_future | is_expired | is_refused
        if not is_dropped.any():
            return rows
        for reason, chosen in (("future", is_future), ("expired", is_expired), ("too_many_series", is_refused)):
            if chosen.any():
                self._counters.add(f"history.dropped.{reason}", int(chosen.sum()))
        return rows.take(~is_dropped)

    def _store(self, rows: Rows) -> None:
        if self._files.folder is not None and shutil.disk_usage(self._files.folder).free < RESERVE_BYTES:
            raise DiskFullError(tr("The disk is full."))
        hours = rows.times // HOUR_S
        for hour in np.unique(hours).tolist():
            name = live_hour(hour * HOUR_S)
            try:
                self._insert(name, rows.take(hours == hour))
            except duckdb.Error as error:
                if is_damage(error):
                    self._give_up(name, error)
                raise

    def _insert(self, name: str, rows: Rows) -> None:
        hour = self._open_hour(name)
        new = hour.known.new_of(rows.series)
        self._cursor.begin()
        try:
            if len(new):
                insert_series(self._cursor, hour.alias, self._book.entries(new.tolist()))
            insert_loose(self._cursor, hour.alias, rows)
            self._cursor.commit()
        except duckdb.Error:
            roll_back(self._cursor)
            raise
        hour.known.add(new)
        hour.rows += len(rows)

    def _open_hour(self, name: str) -> _LiveHour:
        if name not in self._live:
            alias = self._files.create(name)
            try:
                self._live[name] = _LiveHour(alias, IdSet(known_series(self._cursor, alias)))
            except duckdb.Error:
                self._files.release(name)
                raise
        return self._live[name]

    def _give_up(self, name: str, error: duckdb.Error) -> None:
        if self._live.pop(name, None) is not None:
            self._files.release(name)
        self._files.quarantine(name, str(error))

    def _look_after_files(self) -> None:
        if self._clock.monotonic() - self._looked_at >= _LOOK_AFTER_EVERY_S:
            self._looked_at = self._clock.monotonic()
            self._close_hours()
            if self._files.folder is not None:
                self._free_memory()

    def _close_hours(self) -> None:
        """Give up the files of hours that are over: to the keeper, or in memory, where there is no other, for good."""
        in_memory = self._files.folder is None
        over = self._clock.now() - (self._keeping.now.raw_days * DAY_S if in_memory else GRACE_S)
        for file in self._files.files():
            if not file.is_live or file.end > over:
                continue
            if self._live.pop(file.name, None) is not None:
                self._files.release(file.name)
            if in_memory:
                self._files.unlink(file.name)
            else:
                self._files.move(file.name, closed_hour(file.start, f"{time.time_ns():x}"))

    def _free_memory(self) -> None:
        """Attach files anew to which much was written; a checkpoint comes first, since nobody can read meanwhile."""
        for name in [name for name, hour in self._live.items() if hour.rows >= MOST_KEPT_ROWS]:
            checkpoint(self._cursor, self._live[name].alias)
            known = self._live.pop(name).known
            self._files.release(name)
            self._files.let_go(name)
            self._live[name] = _LiveHour(self._files.create(name), known)

    def _say(self, error: Exception) -> None:
        log.info("history: %s", error)
        self._conditions.begin(_CANNOT_WRITE, _reason(error))


def _reason(error: Exception) -> Text:
    if isinstance(error, DiskFullError) or (isinstance(error, duckdb.Error) and is_full(error)):
        return msg("The disk is full: samples are not being kept.")
    return msg("Samples cannot be written: {reason}.", reason=str(error).splitlines()[0])
