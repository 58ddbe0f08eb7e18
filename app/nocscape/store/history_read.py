"""Reading history: samples or averages of any stretch of time, out of several files and what is not written yet."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from contextlib import closing
from itertools import islice
from typing import TypeVar

import duckdb
import numpy as np

from nocscape.base.clock import Clock
from nocscape.model.metrics import SeriesData, SeriesKey
from nocscape.model.net import DeviceId
from nocscape.store.columns import Buckets, Ids, Rows, aggregate, coarsen, ids_array
from nocscape.store.duck_files import Cursor, DuckFiles, is_damage
from nocscape.store.history_rows import bucket_data, longest, raw_data, rows_of
from nocscape.store.history_tables import (
    Stretch,
    Sums,
    of_series,
    read_raw,
    read_rolled,
    sums_of_raw,
    sums_of_rolled,
)
from nocscape.store.history_together import Crowd, PortCrowd, Steps, port_steps_of, steps_of, together
from nocscape.store.periods import DAY_S, FIVE_MINUTES, HOURLY, RAW, Grain, Keeping, PeriodFile, parse
from nocscape.store.series_book import SeriesBook
from nocscape.store.tail import Tail, TailView

STEPS_S = (10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400)
"""Widths of an average that people can name; beyond the last one, whole days."""
_RAW_UP_TO_S = 150.0
_FIVE_MINUTES_UP_TO_S = 1800.0
_SLACK = 1.5
"""As many times more points than asked for are still given as they are."""
_LAST_NUMBER = 0xFFFF_FFFF

T = TypeVar("T")
Keys = dict[int, SeriesKey]
Query = Callable[[Cursor, str, PeriodFile, frozenset[int]], T]
"""With the alias of the file, what it holds, and the days (their starts) of which raw samples are read."""


class HistoryReader:
    """Queries for threads of their own."""

    def __init__(self, files: DuckFiles, book: SeriesBook, tail: Tail, keeping: Keeping, clock: Clock) -> None:
        self._files = files
        self._book = book
        self._tail = tail
        self._keeping = keeping
        self._clock = clock

    def read(self, keys: Sequence[SeriesKey], since: int, until: int, points: int) -> list[SeriesData]:
        """Each series between two times in UTC seconds (both included), in about `points` values or fewer."""
        view = self._tail.view()
        numbers = self._numbers(keys)
        width_s = (until - self._first(since)) / max(points, 1)
        grain = self._grain(since, width_s)
        waiting = _waiting(view, numbers, since, until)
        if grain is RAW:
            found = self._read_raw(numbers, waiting, Stretch(since, until), width_s, points)
        else:
            stretch = Stretch(since // grain.step_s * grain.step_s, until)
            buckets = self._read_rolled(numbers, waiting, grain, stretch)
            found = _fitting(buckets, numbers, grain.step_s, width_s, points)
        return [found.get(key, SeriesData(key=key)) for key in keys]

    def top(
        self, metric: str, since: int, until: int, most: int, devices: Container[DeviceId] | None = None
    ) -> list[tuple[SeriesKey, float]]:
        """The series of a metric with the highest averages between two times, highest first; those of `devices` alone
        where they are named."""
        grain = FIVE_MINUTES if until - since <= 35 * DAY_S else HOURLY

        def sums(cursor: Cursor, alias: str, file: PeriodFile, raw_days: frozenset[int]) -> Sums:
            stretch = Stretch(since, until, raw_days)
            read = sums_of_raw if file.grain is RAW else sums_of_rolled
            return read(cursor, alias, file, metric, stretch)

        parts = self._gather(_rolled_files(grain, since, until, frozenset()), sums)
        if not parts:
            return []
        joined = Sums.joined(parts)
        ids, where = np.unique(joined.series, return_inverse=True)
        average = np.bincount(where, joined.total) / np.bincount(where, joined.samples)
        ranked = np.argsort(-average, kind="stable").tolist()
        named = ((self._book.key(int(ids[at])), float(average[at])) for at in ranked)
        fitting = ((k, value) for k, value in named if k is not None and (devices is None or k.device in devices))
        return list(islice(fitting, most))

    def together(self, crowd: Crowd | PortCrowd, since: int, until: int) -> SeriesData:
        """All series of a metric as one, in steps of `crowd.step_s` or wider ones where no finer are kept."""
        grain = self._grain(since, crowd.step_s - 1)
        if grain.step_s > crowd.step_s:
            crowd = crowd._replace(step_s=grain.step_s)

        def steps(cursor: Cursor, alias: str, file: PeriodFile, raw_days: frozenset[int]) -> Steps:
            stretch = Stretch(since, until, raw_days)
            if isinstance(crowd, PortCrowd):
                return port_steps_of(cursor, alias, file, crowd, stretch)
            return steps_of(cursor, alias, file, crowd, stretch)

        if grain is RAW:
            parts = self._gather(lambda known: [f for f in known if f.grain is RAW and f.overlaps(since, until)], steps)
        else:
            parts = self._gather(_rolled_files(grain, since, until, frozenset()), steps)
        return together(parts, crowd)

    def step_for(self, since: int, until: int, points: int) -> int:
        """The width of a step, in seconds, where a stretch is to have about so many."""
        return _step((until - self._first(since)) / max(points, 1))

    def series_of(self, device: DeviceId) -> list[SeriesKey]:
        """All series of a device."""
        return self._book.of(device)

    def every_series(self) -> list[SeriesKey]:
        """All series there are."""
        return self._book.every()

    def _numbers(self, keys: Sequence[SeriesKey]) -> Keys:
        """Numbers of the series; those that the writer has not numbered yet get one that no file has."""
        known = self._book.find(keys)
        unknown = set(keys) - set(known.values())
        return known | {_LAST_NUMBER - place: key for place, key in enumerate(sorted(unknown))}

    def _first(self, since: int) -> int:
        """When there is something to show, for a stretch that begins before all history."""
        starts = [file.start for file in self._files.files()]
        return max(since, min(starts)) if starts else since

    def _grain(self, since: int, width_s: float) -> Grain:
        age_days = (self._clock.now() - self._first(since)) / DAY_S
        if width_s < _RAW_UP_TO_S and age_days <= self._keeping.now.raw_days:
            return RAW
        if width_s < _FIVE_MINUTES_UP_TO_S and age_days <= self._keeping.now.five_minute_days:
            return FIVE_MINUTES
        return HOURLY

    def _read_raw(
        self, numbers: Keys, waiting: Rows, stretch: Stretch, width_s: float, points: int
    ) -> dict[SeriesKey, SeriesData]:
        which = of_series(numbers)
        parts = self._gather(
            lambda known: [f for f in known if f.grain is RAW and f.overlaps(stretch.since, stretch.until)],
            lambda cursor, alias, file, _: read_raw(cursor, alias, file, which, stretch),
        )
        rows = Rows.joined([*parts, waiting]).latest()
        if longest(rows) <= points * _SLACK:
            return raw_data(rows, numbers)
        step_s = _step(width_s)
        return bucket_data(aggregate(rows, step_s), numbers, step_s)

    def _read_rolled(self, numbers: Keys, waiting: Rows, grain: Grain, stretch: Stretch) -> Buckets:
        which = of_series(numbers)
        days = frozenset(np.unique(waiting.times // DAY_S * DAY_S).tolist())

        def read(cursor: Cursor, alias: str, file: PeriodFile, raw_days: frozenset[int]) -> Rows | Buckets:
            if file.grain is RAW:
                return read_raw(cursor, alias, file, which, stretch)
            return read_rolled(cursor, alias, file, which, Stretch(stretch.since, stretch.until, raw_days))

        parts = self._gather(_rolled_files(grain, stretch.since, stretch.until, days), read)
        rows = Rows.joined([*(p for p in parts if isinstance(p, Rows)), waiting]).latest()
        buckets = [*(p for p in parts if isinstance(p, Buckets)), aggregate(rows, grain.step_s)]
        joined = Buckets.joined(buckets)
        return coarsen(joined.take(np.lexsort((joined.times, joined.series))), grain.step_s)

    def _gather(self, choose: Callable[[Sequence[PeriodFile]], list[PeriodFile]], query: Query[T]) -> list[T]:
        """What `query` says of each file, in order of time; a file that turns out to be damaged is moved aside."""
        parts: list[T] = []
        damaged: dict[str, str] = {}
        with self._files.pinned(choose) as aliases, closing(self._files.cursor()) as cursor:
            files = [(file, alias) for name, alias in aliases.items() if (file := parse(name)) is not None]
            raw_days = frozenset(file.day for file, _ in files if file.grain is RAW)
            for file, alias in files:
                try:
                    parts.append(query(cursor, alias, file, raw_days))
                except duckdb.Error as error:
                    if not is_damage(error):
                        raise
                    damaged[file.name] = str(error)
        for name, reason in damaged.items():
            self._files.quarantine(name, reason)
        return parts


def _rolled_files(
    grain: Grain, since: int, until: int, days: frozenset[int]
) -> Callable[[Sequence[PeriodFile]], list[PeriodFile]]:
    """The files of averages, and raw files of those days that are not rolled up (and of `days`)."""

    def choose(known: Sequence[PeriodFile]) -> list[PeriodFile]:
        inside = [file for file in known if file.overlaps(since, until)]
        raw_days = days | {file.day for file in inside if file.grain is RAW and file.is_loose}
        return [file for file in inside if file.grain is grain or (file.grain is RAW and file.day in raw_days)]

    return choose


def _waiting(view: TailView, numbers: Keys, since: int, until: int) -> Rows:
    """What is not on disk yet."""
    by_key = {key: number for number, key in numbers.items()}
    wanted: Ids = ids_array(list(numbers))
    samples = [s for part in view.arrived if not isinstance(part, Rows) for s in part if s.key in by_key]
    columns = [*view.writing, *(part for part in view.arrived if isinstance(part, Rows))]
    parts = [rows.take(np.isin(rows.series, wanted)) for rows in columns]
    rows = Rows.joined([Rows.empty(), *parts, rows_of(samples, [by_key[s.key] for s in samples])])
    return rows.take((rows.times >= since) & (rows.times <= until))


def _fitting(buckets: Buckets, numbers: Keys, step_s: int, width_s: float, points: int) -> dict[SeriesKey, SeriesData]:
    """Averages, made wider where there are too many."""
    if longest(buckets) > points * _SLACK:
        step_s = max(_step(width_s), step_s)
        buckets = coarsen(buckets, step_s)
    return bucket_data(buckets, numbers, step_s)


def _step(width_s: float) -> int:
    whole_days = -int(-width_s // DAY_S) * DAY_S
    return next((step for step in STEPS_S if step >= width_s), whole_days)
