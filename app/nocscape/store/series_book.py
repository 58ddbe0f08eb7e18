"""Which number stands for which series in the history's files.

Kept in a small SQLite file, always flushed to disk before the first sample with a new number is written, since a number
that was given twice would mix two series up. Every history file has a copy of the numbers it uses, from which the book
is restored if it is damaged.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Event

from nocscape.base import collector
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import DeviceId
from nocscape.store.conditions import Conditions
from nocscape.store.sqlite_file import SqliteFile, copy_database, is_damage

FILE_NAME = "series.sqlite"
_LOADING_S = 5.0
"""Readers wait this long for the book; it takes 2 s for a million series."""
_MOST_SERIES = 50_000_000
"""A number beyond this was never given; it comes out of a damaged file."""
MOST_OF_A_DEVICE = 500_000
"""Series: as many as 20,000 ports have, twice. A page of metrics may name others at every poll, for months."""
REFUSED = 0
"""In place of a number, where a device has too many series already."""
_STEPS = {
    1: "CREATE TABLE series (id INTEGER PRIMARY KEY, device TEXT NOT NULL, metric TEXT NOT NULL, "
    "instance TEXT NOT NULL);"
}
_INSERT = "INSERT OR IGNORE INTO series (id, device, metric, instance) VALUES (?, ?, ?, ?)"

Entry = tuple[int, str, str, str]


class SeriesBook:
    """Numbers are given on the writer's thread; looking one up is safe from any thread and waits for `load`."""

    def __init__(self, folder: Path | None, conditions: Conditions) -> None:
        self._file = SqliteFile(None if folder is None else folder / FILE_NAME, conditions, _STEPS)
        self._db: sqlite3.Connection | None = None
        self._ids: dict[SeriesKey, int] = {}
        self._keys: list[SeriesKey | None] = [None]
        """By number; a list, since a network of 2,000 switches has more than a million of them."""
        self._of_device: defaultdict[DeviceId, int] = defaultdict(int)
        self._loaded = Event()

    def load(self) -> bool:
        """Read the book; False where it was damaged, so that `restore` should be given what the files know."""
        self._db = self._file.open()
        with collector.paused():
            intern = sys.intern
            for number, device, metric, instance in self._db.execute("SELECT id, device, metric, instance FROM series"):
                self._learn(number, SeriesKey(intern(device), intern(metric), intern(instance)))
        self._loaded.set()
        return not self._file.was_replaced

    def restore(self, entries: Iterable[Entry]) -> None:
        """Take over numbers that history files have and the book lost."""
        for number, *names in entries:
            if (key := SeriesKey(*names)) not in self._ids and self._at(number) is None:
                self._learn(number, key)
        self._write(self.entries(range(len(self._keys))))

    def number(self, keys: Sequence[SeriesKey]) -> list[int]:
        """Numbers for these series, new ones where they have none; new ones are on disk when it returns.

        `REFUSED` for a new one of a device that has too many.
        """
        new: list[int] = []
        numbers: list[int] = []
        for key in keys:
            found = self._ids.get(key)
            if found is None and self._of_device[key.device] >= MOST_OF_A_DEVICE:
                found = REFUSED
            elif found is None:
                found = len(self._keys)
                self._learn(found, key)
                new.append(found)
            numbers.append(found)
        if new:
            self._keep(new)
        return numbers

    def find(self, keys: Sequence[SeriesKey]) -> dict[int, SeriesKey]:
        """Those of the series that have a number, by number."""
        self._loaded.wait(_LOADING_S)
        return {number: key for key in keys if (number := self._ids.get(key)) is not None}

    def entries(self, numbers: Iterable[int]) -> list[Entry]:
        """What to copy into a history file that uses these numbers."""
        found = ((number, self._at(number)) for number in numbers)
        return [(number, key.device, key.metric, key.instance) for number, key in found if key is not None]

    def close(self) -> None:
        """Let go of the file, with a copy of it."""
        if self._db is not None:
            self._file.keep_copy(self._db)
            self._db.close()

    def copy_to(self, folder: Path) -> None:
        """Copy the book as it is now; for the writer's thread."""
        if self._db is not None:
            copy_database(self._db, folder / FILE_NAME)

    def every(self) -> list[SeriesKey]:
        """All series, in the order in which they came up."""
        self._loaded.wait(_LOADING_S)
        return [key for key in self._keys if key is not None]

    def key(self, number: int) -> SeriesKey | None:
        """The series that a number stands for."""
        self._loaded.wait(_LOADING_S)
        return self._at(number)

    def of(self, device: DeviceId) -> list[SeriesKey]:
        """All series of a device, in the order in which they came up."""
        self._loaded.wait(_LOADING_S)
        return [key for key in self._keys if key is not None and key.device == device]

    def _at(self, number: int) -> SeriesKey | None:
        return self._keys[number] if 0 <= number < len(self._keys) else None

    def _learn(self, number: int, key: SeriesKey) -> None:
        if number > _MOST_SERIES:
            return
        self._ids[key] = number
        self._of_device[key.device] += 1
        if number >= len(self._keys):
            self._keys += [None] * (number + 1 - len(self._keys))
        self._keys[number] = key

    def _keep(self, new: list[int]) -> None:
        try:
            self._write(self.entries(new))
        except sqlite3.Error as error:
            if is_damage(error) and self._db is not None:
                self._db.close()
                self._db = self._file.replace_damaged()
                self._write(self.entries(range(len(self._keys))))
                return
            for key in self._keys[new[0] :]:
                if key is not None and self._ids.pop(key, None) is not None:
                    self._of_device[key.device] -= 1
            del self._keys[new[0] :]
            raise

    def _write(self, entries: list[Entry]) -> None:
        assert self._db is not None  # noqa: S101 - the writer loads before it writes
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.executemany(_INSERT, entries)
            self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
