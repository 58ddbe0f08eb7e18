"""The DuckDB files of the history: one instance of DuckDB in which they are attached while they are used.

A file is pinned by whoever reads or writes it; only a file that nobody pins is detached, renamed or unlinked. What is
damaged is moved aside and reported.
"""

from __future__ import annotations

import itertools
import logging
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Condition

import duckdb
import msgspec

from nocscape.base.i18n import msg
from nocscape.store.conditions import Conditions
from nocscape.store.periods import GRAINS, RAW, UNFINISHED, PeriodFile, parse

log = logging.getLogger(__name__)

THREADS = 1
"""Each query runs on the thread that asks. Several share out an insert so that row groups are not full, which leaves
a third of a day's file empty, and they would take the console's core."""
MEMORY_LIMIT = "128MB"
MOST_OPEN = 48
"""Files that stay attached though nobody uses them; the least recently used go first."""

_HEADERS_BYTES = 3 * 4096
"""Size of a DuckDB file that holds nothing."""
_DAMAGE = re.compile(
    "corrupt|not a valid DuckDB|could not read enough bytes|replaying WAL|does not exist|invalidated", re.IGNORECASE
)
_NO_SPACE = re.compile("no space left|not enough space|disk full", re.IGNORECASE)

Cursor = duckdb.DuckDBPyConnection
MakeTables = Callable[[Cursor, str, bool], None]
"""Creates what is missing in the file of that alias, which holds raw samples or else averages."""


def is_damage(error: duckdb.Error) -> bool:
    """Whether DuckDB says that a file is broken."""
    kinds = (duckdb.SerializationException, duckdb.InternalException, duckdb.FatalException)
    return isinstance(error, kinds) or (not is_full(error) and _DAMAGE.search(str(error)) is not None)


def is_full(error: duckdb.Error) -> bool:
    """Whether DuckDB says that the disk is full."""
    return _NO_SPACE.search(str(error)) is not None


class _Open(msgspec.Struct):
    alias: str
    pins: int = 0
    used: int = 0


class DuckFiles:
    """The files below `folder`, or databases in memory by the same names where it is None. Safe from any thread."""

    def __init__(self, folder: Path | None, conditions: Conditions, make_tables: MakeTables) -> None:
        self.folder = folder
        self._make_tables = make_tables
        self._conditions = conditions
        self._changed = Condition()
        self._count = itertools.count(1)
        self._open: dict[str, _Open] = {}
        self._known: dict[str, PeriodFile] = {}
        self._db = duckdb.connect(":memory:", config={"threads": THREADS, "memory_limit": MEMORY_LIMIT})
        if folder is not None:
            self._prepare(folder)

    def cursor(self) -> Cursor:
        """A connection of its own for one thread; whoever asks closes it."""
        return self._db.cursor()

    def files(self) -> list[PeriodFile]:
        """All files there are, sorted by name."""
        with self._changed:
            return [self._known[name] for name in sorted(self._known)]

    def size_bytes(self, name: str) -> int:
        """Size on disk, 0 in memory."""
        path = self._path(name)
        return path.stat().st_size if path is not None and path.exists() else 0

    def copy(self, name: str, target: Path) -> None:
        """Write the file as it is now to another; nothing where it is gone. Raises duckdb.Error and OSError.

        Through DuckDB, since what was committed last may be in the write-ahead log alone.
        """
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = target.with_name(target.name + ".part")
        unfinished.unlink(missing_ok=True)
        where, alias = str(unfinished).replace("'", "''"), f"copy{next(self._count)}"
        with (
            self.pinned(lambda known: [f for f in known if f.name == name]) as aliases,
            closing(self.cursor()) as cursor,
        ):
            for source in aliases.values():
                cursor.execute(f"ATTACH '{where}' AS {alias}")
                try:
                    cursor.execute(f"COPY FROM DATABASE {source} TO {alias}")
                finally:
                    cursor.execute(f"DETACH {alias}")
                unfinished.replace(target)

    @contextmanager
    def pinned(self, choose: Callable[[Sequence[PeriodFile]], Sequence[PeriodFile]]) -> Iterator[dict[str, str]]:
        """Attach and hold the files that `choose` picks of all there are: alias by name, without the damaged ones."""
        with self._changed:
            chosen = [file.name for file in choose([self._known[name] for name in sorted(self._known)])]
            aliases = {name: alias for name in chosen if (alias := self._pin(name)) is not None}
        try:
            yield aliases
        finally:
            self._unpin(aliases)

    def create(self, name: str) -> str:
        """Attach and hold a file, new or not, undone by `release`; returns its alias. Raises duckdb.Error."""
        with self._changed:
            if self._pin(name) is None:
                self._attach(name)
                self._open[name].pins += 1
            if (period := parse(name)) is not None:
                self._known[name] = period
            return self._open[name].alias

    def release(self, name: str) -> None:
        """No longer hold a file."""
        self._unpin([name])

    def let_go(self, name: str) -> None:
        """Free the memory that a file takes, where nobody holds it; whoever wants it next attaches it again."""
        with self._changed:
            if self.folder is not None and name in self._open and not self._open[name].pins:
                self._detach(name)

    def move(self, name: str, new_name: str) -> None:
        """Give a file another name, in place of a file that has it, once nobody holds either of them."""
        with self._changed:
            self._detach_when_free(name)
            self._detach_when_free(new_name)
            for path in self._paths(new_name):
                path.unlink(missing_ok=True)
            for path, new_path in zip(self._paths(name), self._paths(new_name), strict=True):
                if path.exists():
                    path.replace(new_path)
            self._known.pop(name, None)
            if (period := parse(new_name)) is not None:
                self._known[new_name] = period

    def unlink(self, name: str) -> None:
        """Remove a file once nobody holds it."""
        with self._changed:
            self._detach_when_free(name)
            self._known.pop(name, None)
            for path in self._paths(name):
                path.unlink(missing_ok=True)

    def quarantine(self, name: str, reason: str) -> None:
        """Move a damaged file aside, once nobody holds it, and report it."""
        with self._changed:
            self._detach_when_free(name)
            self._known.pop(name, None)
            self._move_aside(name, reason)

    def close(self) -> None:
        """Detach everything: what is in write-ahead logs goes to the files."""
        with self._changed:
            for name in list(self._open):
                self._detach(name)
            self._known.clear()
        self._db.close()

    def _prepare(self, folder: Path) -> None:
        for grain in GRAINS:
            (folder / grain).mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = folder / "tmp"
        shutil.rmtree(scratch, ignore_errors=True)
        self._db.execute("SET temp_directory = ?", [str(scratch)])
        for path in sorted(folder.glob("*/*.duckdb")):
            name = path.relative_to(folder).as_posix()
            if name.endswith(f".{UNFINISHED}.duckdb") or self._is_unborn(name):
                path.unlink()
            elif (period := parse(name)) is not None:
                self._known[name] = period

    def _is_unborn(self, name: str) -> bool:
        """Whether a process was killed while it created the file, before anything was in it."""
        path, log_path = self._paths(name)
        return path.stat().st_size < _HEADERS_BYTES and not log_path.exists()

    def _pin(self, name: str) -> str | None:
        """Alias of the file, attached and held; None where it turned out to be damaged."""
        if name not in self._open:
            if name not in self._known:
                return None
            try:
                self._attach(name)
            except duckdb.Error as error:
                if not is_damage(error):
                    raise
                return self._pin_without_log(name, str(error))
        entry = self._open[name]
        entry.pins += 1
        entry.used = next(self._count)
        return entry.alias

    def _pin_without_log(self, name: str, reason: str) -> str | None:
        """Where only the write-ahead log is damaged, the file as it was before it is better than nothing."""
        path = self._path(name)
        log_path = None if path is None else path.with_name(path.name + ".wal")
        if path is None or log_path is None or not log_path.exists() or not path.exists():
            self._known.pop(name, None)
            self._move_aside(name, reason)
            return None
        self._report(log_path.name, log_path.replace(_aside(log_path)), reason)
        return self._pin(name)

    def _attach(self, name: str) -> None:
        """With its tables: a process that was killed may have left a file without any."""
        path, period = self._path(name), parse(name)
        where = ":memory:" if path is None else str(path).replace("'", "''")
        alias = f"f{next(self._count)}"
        self._db.execute(f"ATTACH '{where}' AS {alias}")
        try:
            self._make_tables(self._db, alias, period is None or period.grain is RAW)
        except duckdb.Error:
            self._db.execute(f"DETACH {alias}")
            raise
        self._open[name] = _Open(alias, used=next(self._count))

    def _unpin(self, names: Iterable[str]) -> None:
        with self._changed:
            for name in names:
                if name in self._open:
                    self._open[name].pins -= 1
            self._detach_oldest()
            self._changed.notify_all()

    def _detach_oldest(self) -> None:
        if self.folder is None or len(self._open) <= MOST_OPEN:
            return
        idle = sorted((entry.used, name) for name, entry in self._open.items() if not entry.pins)
        for _, name in idle[: len(self._open) - MOST_OPEN]:
            self._detach(name)

    def _detach_when_free(self, name: str) -> None:
        while name in self._open and self._open[name].pins:
            self._changed.wait()
        if name in self._open:
            self._detach(name)

    def _detach(self, name: str) -> None:
        entry = self._open.pop(name)
        try:
            self._db.execute(f"DETACH {entry.alias}")
        except duckdb.Error as error:
            # It is detached all the same; what was not checkpointed stays in its write-ahead log.
            log.info("detaching %s: %s", name, error)

    def _path(self, name: str) -> Path | None:
        return None if self.folder is None else self.folder / name

    def _paths(self, name: str) -> list[Path]:
        path = self._path(name)
        return [] if path is None else [path, path.with_name(path.name + ".wal")]

    def _move_aside(self, name: str, reason: str) -> None:
        for path in self._paths(name):
            if path.exists():
                self._report(name, path.replace(_aside(path)), reason)

    def _report(self, name: str, aside: Path, reason: str) -> None:
        log.info("%s: %s", name, reason)
        self._conditions.begin(
            "damaged " + name,
            msg("The history file {name} was damaged and moved to {aside}.", name=name, aside=aside.name),
        )


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}")
