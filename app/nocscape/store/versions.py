"""Tables whose rows hold from one time to another, so that the past can be read as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

SETTLE_S = 2.0
"""A version younger than this is overwritten instead of kept: a device is told in several steps when it is found. What
changes later than that is a change that somebody may ask for."""

Row = tuple[Any, ...]


class VersionedTable:
    """Rows that belong to an `owner`, known again by `key`, with a new version when one of `stable` changes.

    `volatile` columns (last seen, readings) are overwritten without a new version. All names are our own schema's.
    """

    def __init__(
        self, name: str, *, owner: str, key: tuple[str, ...], stable: tuple[str, ...], volatile: tuple[str, ...] = ()
    ) -> None:
        columns = (*key, *stable, *volatile)
        self._keys = len(key)
        self._fixed = len(key) + len(stable)
        self._current = (
            f"SELECT row, valid_from, {', '.join(columns)} FROM {name} "  # noqa: S608 - names of our own schema
            f"WHERE {owner} = ? AND valid_to IS NULL"
        )
        marks = ", ".join("?" * len(columns))
        self._insert = f"INSERT INTO {name} ({owner}, valid_from, {', '.join(columns)}) VALUES (?, ?, {marks})"  # noqa: S608
        settings = ", ".join(f"{column} = ?" for column in columns)
        self._overwrite = f"UPDATE {name} SET {settings} WHERE row = ?"  # noqa: S608
        self._end = f"UPDATE {name} SET valid_to = ? WHERE row = ?"  # noqa: S608
        self._delete = f"DELETE FROM {name} WHERE row = ?"  # noqa: S608
        self._prune = f"DELETE FROM {name} WHERE valid_to < ?"  # noqa: S608

    def sync(self, db: sqlite3.Connection, owner: str, rows: Iterable[Row], now: float) -> None:
        """From `now` on exactly `rows` (key, stable, volatile columns in that order) hold for `owner`."""
        held = {row[2 : 2 + self._keys]: row for row in db.execute(self._current, (owner,))}
        for row in rows:
            old = held.pop(row[: self._keys], None)
            if old is None:
                db.execute(self._insert, (owner, now, *row))
            elif old[2:] != row:
                self._change(db, owner, old, row, now)
        for old in held.values():
            self._retire(db, old, now)

    def prune(self, db: sqlite3.Connection, before: float) -> None:
        """Forget versions that ended before that time."""
        db.execute(self._prune, (before,))

    def _change(self, db: sqlite3.Connection, owner: str, old: Row, row: Row, now: float) -> None:
        is_same_version = old[2 : 2 + self._fixed] == row[: self._fixed]
        if is_same_version or _is_young(old, now):
            db.execute(self._overwrite, (*row, old[0]))
        else:
            db.execute(self._end, (now, old[0]))
            db.execute(self._insert, (owner, now, *row))

    def _retire(self, db: sqlite3.Connection, old: Row, now: float) -> None:
        if _is_young(old, now):
            db.execute(self._delete, (old[0],))
        else:
            db.execute(self._end, (now, old[0]))


def _is_young(version: Row, now: float) -> bool:
    return now - float(version[1]) < SETTLE_S
