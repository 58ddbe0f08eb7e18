"""One SQLite file: opening, migrating, copying, and what is done when it turns out to be damaged.

WAL mode: a commit is in the operating system's hands when it returns, so that killing this process loses nothing.
Whether it also survives a power cut is chosen for each commit (`synchronous`, see `inventory.py`).
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from nocscape.base.i18n import msg, tr
from nocscape.store import migrations
from nocscape.store.conditions import Conditions
from nocscape.store.errors import StoreError, TooNewError

log = logging.getLogger(__name__)

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def is_damage(error: BaseException) -> bool:
    """Whether SQLite says that the file itself is broken."""
    return isinstance(error, sqlite3.DatabaseError) and (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGED


class SqliteFile:
    """The file at `path`, or a database in memory where it is None; migrated by `steps` (SQL by version number)."""

    def __init__(self, path: Path | None, conditions: Conditions, steps: dict[int, str] | None = None) -> None:
        self.path = path
        self._conditions = conditions
        self._steps = migrations.steps() if steps is None else steps
        self.was_replaced = False
        """Whether the file was damaged and what could not be read is gone."""

    def open(self) -> sqlite3.Connection:
        """A connection for the writer, on a schema that is up to date; a damaged file is replaced by what is readable.

        Raises TooNewError where a later version of the program wrote the file, StoreError where it cannot be opened.
        """
        try:
            return self._open()
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise StoreError(
                    tr("The file {path} cannot be opened: {reason}.", path=str(self.path), reason=str(error)),
                    hint=tr("Check that the folder exists and may be written."),
                ) from error
        return self.replace_damaged()

    def reader(self) -> sqlite3.Connection:
        """A connection that can only read; for files, not for memory."""
        db = _connect(self.path)
        db.execute("PRAGMA query_only = 1")
        return db

    def replace_damaged(self) -> sqlite3.Connection:
        """Move the file aside, begin a new one, and fill it with what can be read of the old one and of its copy."""
        assert self.path is not None  # noqa: S101 - memory cannot be damaged
        aside = _move_aside(self.path)
        self.was_replaced = True
        self._conditions.begin(
            "damaged " + self.path.name,
            msg(
                "The file {path} was damaged. It was moved to {aside}; what could be read was kept.",
                path=str(self.path),
                aside=aside.name,
            ),
        )
        db = self._open()
        tables = {str(name) for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        missing = _refill(db, aside, tables)
        if missing and self.copy_path.exists():
            _refill(db, self.copy_path, missing)
        return db

    @property
    def copy_path(self) -> Path:
        """Where `keep_copy` puts the copy."""
        assert self.path is not None  # noqa: S101 - memory is not copied
        return self.path.parent / "backups" / f"{self.path.stem}.last{self.path.suffix}"

    def keep_copy(self, db: sqlite3.Connection) -> None:
        """Replace the copy beside the file by one of now; does nothing in memory."""
        if self.path is not None:
            copy_database(db, self.copy_path)

    def _open(self) -> sqlite3.Connection:
        was_killed = self.path is not None and _wal_of(self.path).exists()
        db = _connect(self.path)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            if was_killed:
                check(db)
            self._migrate(db)
        except BaseException:
            db.close()
            raise
        return db

    def _migrate(self, db: sqlite3.Connection) -> None:
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        newest = max(self._steps)
        if version > newest:
            raise TooNewError(
                tr("The file {path} was written by a later version of Nocscape.", path=str(self.path)),
                hint=tr("Install that version, or choose another profile."),
            )
        if 0 < version < newest and self.path is not None:
            copy_database(db, self.path.parent / "backups" / f"{self.path.stem}.v{version}{self.path.suffix}")
        for number in range(version + 1, newest + 1):
            _run_step(db, number, self._steps[number])


def _connect(path: Path | None) -> sqlite3.Connection:
    return sqlite3.connect(
        ":memory:" if path is None else path, isolation_level=None, check_same_thread=False, timeout=5.0
    )


def check(db: sqlite3.Connection) -> None:
    """Raise what SQLite raises for a damaged file, where a look at all pages finds damage."""
    found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        error = sqlite3.DatabaseError(found)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _run_step(db: sqlite3.Connection, number: int, script: str) -> None:
    log.info("schema: step %d", number)
    try:
        db.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
    except sqlite3.Error:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def copy_database(db: sqlite3.Connection, target: Path) -> None:
    """A copy of the database as it is now, whole or not at all."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".new")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as copy:
        db.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    unfinished.replace(target)


def _wal_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _move_aside(path: Path) -> Path:
    aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(aside.with_name(aside.name + suffix))
    return aside


def _refill(db: sqlite3.Connection, source: Path, tables: Iterable[str]) -> set[str]:
    """Copy rows that `db` does not have from `source`; returns the tables that could not be read to their end."""
    with closing(_connect(source)) as old:
        return {table for table in sorted(tables) if not _refill_table(db, old, table)}


def _refill_table(db: sqlite3.Connection, old: sqlite3.Connection, table: str) -> bool:
    is_whole = True
    db.execute("BEGIN IMMEDIATE")
    try:
        columns = [name for name in _columns(db, table) if name in _columns(old, table)]
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        for row in old.execute(f"SELECT {names} FROM {table}"):  # noqa: S608 - names of our own schema
            db.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", row)  # noqa: S608
    except sqlite3.DatabaseError as error:
        log.info("table %s of the damaged file: %s", table, error)
        is_whole = False
    db.execute("COMMIT")
    return is_whole


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [str(row[1]) for row in db.execute(f"PRAGMA table_info({table})")]
