"""History: what was measured, as it was measured and as averages. DuckDB, a file for each class and period.

Samples are handed over without waiting and are on disk within a second: `kill -9` loses no more than that. They can be
read at once, written or not. Beyond that nothing is lost but what a counter under `history.dropped` counts.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Container, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import msgspec

from nocscape.base.clock import Clock
from nocscape.base.counters import Counters
from nocscape.base.files import replace_file
from nocscape.base.i18n import Text
from nocscape.base.paths import make_private
from nocscape.model.metrics import Combine, Sample, SeriesData, SeriesKey
from nocscape.model.net import DeviceId
from nocscape.model.watching import ClassUsage, ExportHistory
from nocscape.store.columns import Ids, Rows, ids_array
from nocscape.store.conditions import Conditions
from nocscape.store.duck_files import DuckFiles
from nocscape.store.errors import StoreFullError
from nocscape.store.history_read import HistoryReader
from nocscape.store.history_rows import clean
from nocscape.store.history_sink import HistorySink
from nocscape.store.history_tables import make_tables
from nocscape.store.history_together import Crowd, PortCrowd
from nocscape.store.keeper import Keeper
from nocscape.store.periods import GRAINS, Keeping, Retention
from nocscape.store.series_book import SeriesBook
from nocscape.store.tail import Tail
from nocscape.store.writer import Writer

log = logging.getLogger(__name__)

FOLDER = "history"
FLUSH_S = 1.0
"""Samples wait this long for others, so that one commit takes them all."""
IN_MEMORY = Retention(raw_days=1)
_FOR_GOOD = 36_500
EVERYTHING = Retention(raw_days=_FOR_GOOD, five_minute_days=_FOR_GOOD, hourly_days=_FOR_GOOD)
PLAN = "retention.json"


def open_history(
    profile: Path | None, counters: Counters, clock: Clock, retention: Retention | None = None
) -> HistoryStore:
    """The history in that profile's folder, or one in memory (for a day) where it is None. Raises OSError."""
    folder = None if profile is None else make_private(make_private(profile) / FOLDER)
    return HistoryStore(folder, counters, clock, retention or (IN_MEMORY if folder is None else read_plan(folder)))


def read_plan(folder: Path) -> Retention:
    """The plan that is kept beside the files. Where it cannot be read nothing expires, until it is set again."""
    try:
        return msgspec.json.decode((folder / PLAN).read_bytes(), type=Retention)
    except FileNotFoundError:
        return Retention()
    except (OSError, msgspec.MsgspecError) as error:
        log.info("%s: %s", PLAN, error)
        return EVERYTHING


class HistoryStore:
    """All calls are for the engine's loop; none waits for a disk but in an `await`."""

    def __init__(self, folder: Path | None, counters: Counters, clock: Clock, retention: Retention) -> None:
        self._conditions = Conditions()
        self._folder = folder
        self._keeping = keeping = Keeping(retention)
        self._files = DuckFiles(folder, self._conditions, make_tables)
        self._tail = Tail(counters)
        book = SeriesBook(folder, self._conditions)
        self._reader = HistoryReader(self._files, book, self._tail, keeping, clock)
        sink = HistorySink(
            self._files,
            book,
            self._tail,
            conditions=self._conditions,
            clock=clock,
            counters=counters,
            keeping=keeping,
        )
        self._writer: Writer[HistorySink] = Writer("history", sink, linger_s=FLUSH_S)
        self._keeper = Keeper(self._files, keeping, self._conditions, clock)
        self._tidier: Writer[Keeper] = Writer("history-keeper", self._keeper)
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="history-reader")
        self._is_closed = False
        self._writer.poke()
        self._tidier.poke()

    def append(self, samples: Sequence[Sample]) -> None:
        """Keep these samples. Dropped and counted only where millions wait already (a full disk)."""
        if samples:
            self._tail.put(tuple(samples))
            self._writer.poke()

    async def series_ids(self, keys: Sequence[SeriesKey]) -> Ids:
        """Numbers for these series, for `append_columns`; they stay the same for good."""
        return ids_array(await self._writer.ask(lambda sink: sink.book.number(keys)))

    def append_columns(self, rows: Rows) -> None:
        """Keep many samples at once, at a small part of what `append` costs; `rows` must not change afterwards."""
        if len(rows):
            self._tail.put(clean(rows))
            self._writer.poke()

    async def read(self, keys: Sequence[SeriesKey], since: int, until: int, points: int = 1500) -> list[SeriesData]:
        """The series between two times in UTC seconds (both included), in about `points` values or fewer.

        Samples as they are where those are few enough, else averages with the range that each covers.
        """
        run = asyncio.get_running_loop().run_in_executor
        return await run(self._threads, self._reader.read, list(keys), since, until, points)

    async def top(
        self, metric: str, since: int, until: int, most: int = 20, devices: Container[DeviceId] | None = None
    ) -> list[tuple[SeriesKey, float]]:
        """The series of a metric with the highest averages between two times, highest first; those of `devices` alone
        where they are named."""
        run = asyncio.get_running_loop().run_in_executor
        return await run(self._threads, self._reader.top, metric, since, until, most, devices)

    async def together(
        self,
        metric: str,
        since: int,
        until: int,
        *,
        combine: Combine = "average",
        points: int = 60,
        devices: Sequence[DeviceId] | None = None,
        ways: Sequence[str] = (),
        factors: Mapping[tuple[DeviceId, str], float] | None = None,
    ) -> SeriesData:
        """All series of a metric as one, between two times in UTC seconds, in about `points` steps.

        A metric of ports that is not stored is made of others, its `ways`, each times the port's factor: the greatest
        of them counts.
        """

        def read() -> SeriesData:
            step_s = self._reader.step_for(since, until, points)
            crowd: Crowd | PortCrowd = Crowd(metric, devices, combine, step_s)
            if factors is not None:
                crowd = PortCrowd(metric, ways, factors, combine, step_s)
            return self._reader.together(crowd, since, until)

        return await asyncio.get_running_loop().run_in_executor(self._threads, read)

    async def series_of(self, device: DeviceId) -> list[SeriesKey]:
        """All series of a device."""
        run = asyncio.get_running_loop().run_in_executor
        return await run(self._threads, self._reader.series_of, device)

    async def flush(self) -> None:
        """Come back when everything appended so far is on disk. Raises StoreFullError where it cannot be written."""
        await self._writer.ask(lambda _: None)

    async def tidy(self) -> None:
        """Merge hours, roll up days that are over, and let go of what is too old, now instead of within 30 s."""
        await self._tidier.ask(lambda _: None)

    @property
    def retention(self) -> Retention:
        """The plan in force."""
        return self._keeping.now

    async def retain(self, retention: Retention) -> None:
        """Keep history by this plan from now on; in memory, nothing is kept beyond this engine. Raises OSError."""
        if self._folder is not None:
            await asyncio.to_thread(replace_file, self._folder / PLAN, msgspec.json.encode(retention))
        self._keeping.now = retention
        self._tidier.poke()

    def usage(self) -> tuple[ClassUsage, ...]:
        """What each class takes."""
        known = self._files.files()
        return tuple(
            ClassUsage(
                name=name,
                files=len(files),
                bytes=sum(self._files.size_bytes(file.name) for file in files),
                oldest=min((file.start for file in files), default=None),
            )
            for name, grain in GRAINS.items()
            for files in [[file for file in known if file.grain is grain]]
        )

    async def copy_to(self, folder: Path) -> None:
        """Copy everything as it is now into a folder, while samples go on being written. Raises StoreError."""
        with suppress(StoreFullError):
            await self.flush()
        await self._writer.ask(lambda sink: sink.book.copy_to(folder))
        await self._tidier.ask(lambda keeper: keeper.copy_to(folder))
        if self._folder is not None and (self._folder / PLAN).exists():
            await asyncio.to_thread(shutil.copy2, self._folder / PLAN, folder / PLAN)

    async def export(self, wanted: ExportHistory) -> int:
        """Write series to a file; returns how many values it has. Raises StoreError, also where `close` comes first."""
        from nocscape.store.export import write_series  # noqa: PLC0415 - Arrow's writers take 0.1 s to load

        run = asyncio.get_running_loop().run_in_executor
        return await run(self._threads, write_series, self._reader, wanted, lambda: self._is_closed)

    async def close(self, deadline_s: float = 2.0) -> None:
        """Write what waits and let go of the files; nothing happens the second time."""
        if self._is_closed:
            return
        self._is_closed = True
        self._keeper.stop()
        has_written = await self._writer.close(deadline_s)
        has_tidied = await self._tidier.close(deadline_s)
        await asyncio.to_thread(self._threads.shutdown)
        if has_written and has_tidied:
            await asyncio.to_thread(self._files.close)

    def warnings(self) -> tuple[Text, ...]:
        """Standing faults to show: disk full, damaged files."""
        return self._conditions.texts()

    @property
    def queue(self) -> int:
        """Samples that wait."""
        return len(self._tail)
