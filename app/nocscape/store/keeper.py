"""What the history's second thread does in the background: merge hours, roll days up, let go of what is too old."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event

import duckdb

from nocscape.base.clock import Clock
from nocscape.base.i18n import msg, tr
from nocscape.store.conditions import Conditions
from nocscape.store.duck_files import DuckFiles, is_damage
from nocscape.store.errors import StoreClosedError, StoreError
from nocscape.store.history_sink import RESERVE_BYTES
from nocscape.store.history_tables import merge_loose, probe
from nocscape.store.periods import DAY_S, GRAINS, RAW, Grain, Keeping, PeriodFile, hours_of_day
from nocscape.store.roll_up import DayRollUp
from nocscape.store.writer import Job

log = logging.getLogger(__name__)

EVERY_S = 30.0
COPY_ROUNDS = 5
DAY_GRACE_S = 600
"""A day is rolled up this long after its end, when its last hour has been merged."""
_CANNOT_TIDY = "history cannot tidy"


class _StoppedError(Exception):
    """The history is being closed."""


class Keeper:
    """A sink for a writer thread; a pass goes over all files, and jobs run when it is over."""

    def __init__(self, files: DuckFiles, keeping: Keeping, conditions: Conditions, clock: Clock) -> None:
        self._files = files
        self._keeping = keeping
        self._conditions = conditions
        self._clock = clock
        self._cursor = files.cursor()
        self._stopped = Event()
        self._has_failed = False

    def stop(self) -> None:
        """Give up the pass that runs; it is taken up again by the next start. Safe from any thread."""
        self._stopped.set()
        self._cursor.interrupt()

    def write(self, jobs: Sequence[Job[Keeper]]) -> float:
        """One pass."""
        self._has_failed = False
        with suppress(_StoppedError):
            self._tidy()
        if not self._has_failed:
            self._conditions.end(_CANNOT_TIDY)
        for job in jobs:
            self._run(job)
        return EVERY_S

    def copy_to(self, folder: Path) -> None:
        """Copy all files as they are now; here, nothing is merged or rolled up meanwhile. Raises duckdb.Error, OSError.

        The writer may close an hour and give its file another name: what is there under a new name is copied too.
        """
        for _ in range(COPY_ROUNDS):
            missing = [file for file in self._files.files() if not (folder / file.name).exists()]
            for file in missing:
                self._check()
                self._files.copy(file.name, folder / file.name)
            if not missing:
                return

    def _run(self, job: Job[Keeper]) -> None:
        try:
            job.succeed(job.run(self))
        except (duckdb.Error, OSError) as error:
            reason = str(error).splitlines()[0]
            job.fail(StoreError(tr("The history cannot be copied: {reason}.", reason=reason)))
        except _StoppedError:
            job.fail(StoreClosedError(tr("The store is closed.")))

    def close(self) -> None:
        """Let go of the connection."""
        self._cursor.close()

    def _tidy(self) -> None:
        self._expire()
        if self._files.folder is None or shutil.disk_usage(self._files.folder).free < 2 * RESERVE_BYTES:
            return
        for file in self._files.files():
            if file.is_hour and not file.is_live:
                self._attempt([file.name, hours_of_day(file.start)], partial(self._merge, file))
        for day in self._days_to_roll_up():
            names = [f.name for f in self._files.files() if f.overlaps(day, day + DAY_S - 1)]
            self._attempt(names, DayRollUp(self._files, day, self._check).run)

    def _attempt(self, names: Sequence[str], work: Callable[[], None]) -> None:
        """Do `work` on the files and free their memory; where it fails the other work goes on, and what is damaged is
        moved aside."""
        self._check()
        try:
            work()
            for name in names:
                self._files.let_go(name)
        except (duckdb.Error, OSError) as error:
            self._check()
            if isinstance(error, duckdb.Error) and is_damage(error):
                self._quarantine_damaged(names)
            else:
                self._has_failed = True
                log.info("history: %s", error)
                self._conditions.begin(
                    _CANNOT_TIDY, msg("Old samples cannot be rolled up: {reason}.", reason=str(error))
                )

    def _quarantine_damaged(self, names: Sequence[str]) -> None:
        damaged: dict[str, str] = {}
        with self._files.pinned(lambda known: [f for f in known if f.name in names]) as aliases:
            for name, alias in aliases.items():
                try:
                    probe(self._cursor, alias)
                except duckdb.Error as error:
                    damaged[name] = str(error)
        for name, reason in damaged.items():
            self._files.quarantine(name, reason)

    def _check(self) -> None:
        if self._stopped.is_set():
            raise _StoppedError

    def _merge(self, file: PeriodFile) -> None:
        target = hours_of_day(file.start)
        alias = self._files.create(target)
        try:
            with self._files.pinned(lambda _: [file]) as aliases:
                for source in aliases.values():
                    merge_loose(self._cursor, source, alias)
        finally:
            self._files.release(target)
        self._files.unlink(file.name)

    def _days_to_roll_up(self) -> list[int]:
        raw = [file for file in self._files.files() if file.grain is RAW and file.is_loose]
        busy = {file.day for file in raw if file.is_hour}
        over = self._clock.now() - DAY_S - DAY_GRACE_S
        return sorted({file.day for file in raw if file.day <= over} - busy)

    def _expire(self) -> None:
        now = int(self._clock.now())
        files = [f for f in self._files.files() if f.end <= now and not f.is_live]
        for file in files:
            if file.end <= now - self._keeping.now.days(file.grain) * DAY_S:
                self._files.unlink(file.name)
        grains = list(GRAINS.values())
        for grain in grains:
            self._shrink([grain], self._keeping.now.bytes(grain))
        self._shrink(grains, self._keeping.now.most_bytes)

    def _shrink(self, grains: Sequence[Grain], most_bytes: int | None) -> None:
        """Let go of the oldest files, those of the first class first, until the rest is small enough."""
        if most_bytes is None:
            return
        now = int(self._clock.now())
        known = [file for file in self._files.files() if file.grain in grains]
        files = sorted(known, key=lambda f: (grains.index(f.grain), f.start))
        total = sum(self._files.size_bytes(f.name) for f in files)
        for file in files:
            if total <= most_bytes:
                return
            if file.end <= now and not file.is_hour:
                total -= self._files.size_bytes(file.name)
                self._files.unlink(file.name)
