"""A day that is over: its samples sorted by series into one file, and rolled up into averages.

Done in stretches of some million samples, so that memory does not grow with the network. Nothing replaces anything
before all of it is on disk; a day that was interrupted is done again from the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing

import numpy as np
import pyarrow as pa

from nocscape.store.columns import Ids, Rows, aggregate, percentile_95
from nocscape.store.duck_files import Cursor, DuckFiles
from nocscape.store.history_tables import (
    SeriesTotals,
    Stretch,
    copy_series,
    drop_run,
    insert_run,
    raw_run,
    read_raw,
    read_totals,
    rolled_run,
)
from nocscape.store.periods import (
    DAY_S,
    FIVE_MINUTES,
    HOURLY,
    RAW,
    PeriodFile,
    day_file,
    parse,
    rolled_file,
    unfinished_day,
)

MOST_AT_ONCE = 250_000
"""Samples in memory at a time. With more, NumPy holds the interpreter for so long that the engine's loop notices: a
million stopped it for up to 637 ms on a busy machine, these for up to 67."""
WRITTEN_AT_ONCE = 8 * 122_880
"""Rows; whole row groups of DuckDB."""


class DayRollUp:
    """One day's work. `check` is called between stretches and may raise to give up."""

    def __init__(self, files: DuckFiles, day: int, check: Callable[[], None]) -> None:
        self._files = files
        self._day = day
        self._check = check
        self._sources = [f for f in files.files() if f.grain is RAW and f.day == day]

    def run(self) -> None:
        """Make the day's file and its averages, and remove the file of its hours. Raises duckdb.Error."""
        self._files.unlink(unfinished_day(self._day))
        with self._files.pinned(lambda _: self._sources) as aliases, ExitStack() as stack:
            read = stack.enter_context(closing(self._files.cursor()))
            outputs = self._outputs(stack, list(aliases.values()))
            for ids, ranks in _stretches(SeriesTotals.joined(read_totals(read, alias) for alias in aliases.values())):
                self._check()
                rows = self._read(read, aliases, ids)
                for output in outputs:
                    output.add(ids, ranks, rows)
            for output in outputs:
                output.commit()
        self._files.move(unfinished_day(self._day), day_file(self._day))
        for source in self._sources:
            if source.is_loose:
                self._files.unlink(source.name)

    def _outputs(self, stack: ExitStack, sources: Sequence[str]) -> list[_Output]:
        names = (rolled_file(FIVE_MINUTES, self._day), rolled_file(HOURLY, self._day), unfinished_day(self._day))
        outputs: list[_Output] = []
        for name in names:
            file = parse(name)
            alias = self._files.create(name)
            stack.callback(self._files.release, name)
            cursor = stack.enter_context(closing(self._files.cursor()))
            outputs.append(_Output(cursor, alias, file, self._day))
            for source in sources:
                copy_series(cursor, source, alias)
        return outputs

    def _read(self, cursor: Cursor, aliases: dict[str, str], ids: Ids) -> Rows:
        which = f"series BETWEEN {ids.min()} AND {ids.max()}"
        day = Stretch(self._day, self._day + DAY_S - 1)
        sources = [f for f in self._sources if f.name in aliases]
        rows = Rows.joined(read_raw(cursor, aliases[f.name], f, which, day) for f in sources)
        return rows.take(np.isin(rows.series, ids)).latest()


class _Output:
    """A file that is filled in one transaction: with averages, or (where it has no period) with the day's samples."""

    def __init__(self, cursor: Cursor, alias: str, file: PeriodFile | None, day: int) -> None:
        self._cursor = cursor
        self._alias = alias
        self._file = file
        self._parts: list[pa.Table] = []
        cursor.begin()
        if file is not None:
            drop_run(cursor, alias, file, day)

    def add(self, ids: Ids, ranks: Ids, rows: Rows) -> None:
        """Append the samples of further series: `ids` ascending with their ranks, rows sorted by series and time."""
        if self._file is None:
            self._parts.append(raw_run(ranks[np.searchsorted(ids, rows.series)], rows))
        else:
            step_s = self._file.grain.step_s
            buckets = aggregate(rows, step_s)
            ranked = ranks[np.searchsorted(ids, buckets.series)]
            self._parts.append(rolled_run(self._file, ranked, buckets, percentile_95(rows, step_s)))
        if sum(part.num_rows for part in self._parts) >= WRITTEN_AT_ONCE:
            self._write()

    def commit(self) -> None:
        """Make it stand."""
        self._write()
        self._cursor.commit()

    def _write(self) -> None:
        if self._parts:
            insert_run(self._cursor, self._alias, self._parts)
            self._parts.clear()


def _stretches(totals: SeriesTotals) -> Iterator[tuple[Ids, Ids]]:
    """Series (ascending) and their ranks: those that never changed first, each stretch small enough for memory."""
    ids, where = np.unique(totals.series, return_inverse=True)
    counts = np.bincount(where, totals.samples)
    low, high = np.full(len(ids), np.inf), np.full(len(ids), -np.inf)
    np.minimum.at(low, where, totals.minimum)
    np.maximum.at(high, where, totals.maximum)
    is_busy = low < high
    order = np.lexsort((ids, is_busy))
    stretch = np.cumsum(counts[order]) // MOST_AT_ONCE * 2 + is_busy[order]
    ranks = np.arange(len(ids), dtype=np.uint32)
    for number in np.unique(stretch).tolist():
        chosen = stretch == number
        yield ids[order][chosen], ranks[chosen]
