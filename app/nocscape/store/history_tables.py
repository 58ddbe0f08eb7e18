"""Tables inside the history's files, and the SQL that fills and reads them.

`loose` holds raw samples as they came or merged by the hour. `runs` holds days (numbered within the file) of one class,
each sorted by series: `rank` is the place of a series in that order, and `tick` counts on from one series to the next
(`rank` × values a day + place in the day). So neighbouring ticks differ by the interval of the samples even where one
series ends and the next begins, and DuckDB packs them into 2 or 3 bits instead of 17. Series whose value never changed
that day come first, so that whole stretches of values pack into nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import duckdb
import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from nocscape.store.columns import Buckets, Counts, Ids, Rows, Table, Values
from nocscape.store.duck_files import Cursor
from nocscape.store.periods import DAY_S, PeriodFile
from nocscape.store.series_book import Entry

log = logging.getLogger(__name__)

_SERIES = "series (id UINTEGER, device VARCHAR, metric VARCHAR, instance VARCHAR)"
_LOOSE = "loose (series UINTEGER, time_s UINTEGER, value DOUBLE, gap UTINYINT)"
_ORDER = "run USMALLINT, series UINTEGER, rank UINTEGER, tick UBIGINT"
_RAW_RUNS = f"runs ({_ORDER}, value DOUBLE, gap UTINYINT)"
_ROLLED_RUNS = (
    f"runs ({_ORDER}, average DOUBLE, minimum DOUBLE, maximum DOUBLE, p95 DOUBLE, samples UINTEGER, gap UTINYINT)"
)

Columns = dict[str, pa.Array | NDArray[Any] | list[Any]]


def make_tables(cursor: Cursor, alias: str, is_raw: bool) -> None:  # noqa: FBT001 - a callback of `DuckFiles`
    """Create what is missing, all of it or nothing."""
    cursor.begin()
    try:
        for table in (_SERIES, _LOOSE, _RAW_RUNS) if is_raw else (_SERIES, _ROLLED_RUNS):
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {alias}.{table}")
        cursor.commit()
    except duckdb.Error:
        roll_back(cursor)
        raise


def known_series(cursor: Cursor, alias: str) -> Ids:
    """Numbers whose meaning the file has."""
    found: Ids = cursor.execute(f"SELECT id FROM {alias}.series").fetchnumpy()["id"]  # noqa: S608
    return found


def read_series(cursor: Cursor, alias: str) -> list[Entry]:
    """What the file says that numbers mean."""
    return cursor.execute(f"SELECT id, device, metric, instance FROM {alias}.series").fetchall()  # noqa: S608


def insert_series(cursor: Cursor, alias: str, entries: Sequence[Entry]) -> None:
    """Tell the file what numbers mean."""
    numbers, devices, metrics, instances = zip(*entries, strict=True)
    columns: Columns = {
        "id": np.array(numbers, np.uint32),
        "device": list(devices),
        "metric": list(metrics),
        "instance": list(instances),
    }
    _insert(cursor, f"{alias}.series", columns)


def copy_series(cursor: Cursor, source: str, target: str) -> None:
    """Tell `target` what the numbers of `source` mean."""
    cursor.execute(
        f"INSERT INTO {target}.series SELECT DISTINCT * FROM {source}.series "  # noqa: S608 - our own names
        f"WHERE id NOT IN (SELECT id FROM {target}.series)"
    )


def insert_loose(cursor: Cursor, alias: str, rows: Rows) -> None:
    """Append raw samples as they came."""
    order: Columns = {"series": rows.series, "time_s": rows.times.astype(np.uint32)}
    _insert(cursor, f"{alias}.loose", {**order, **_values(rows)})


def raw_run(ranks: Ids, rows: Rows) -> pa.Table:
    """A part of a day's run of raw samples, sorted by rank and time."""
    return pa.table({**_order(0, rows.series, ranks, rows.times % DAY_S, DAY_S), **_values(rows)})


def rolled_run(file: PeriodFile, ranks: Ids, buckets: Buckets, p95: Values) -> pa.Table:
    """A part of a day's run of averages, sorted by rank and time."""
    run = (int(buckets.times[0]) - file.start) // DAY_S
    places = buckets.times % DAY_S // file.grain.step_s
    is_empty = buckets.samples == 0
    numbers = {"average": buckets.average, "minimum": buckets.minimum, "maximum": buckets.maximum, "p95": p95}
    values: Columns = {name: pa.array(column, mask=is_empty) for name, column in numbers.items()}
    last: Columns = {"samples": buckets.samples.astype(np.uint32), "gap": buckets.gaps}
    return pa.table({**_order(run, buckets.series, ranks, places, file.grain.per_day), **values, **last})


def insert_run(cursor: Cursor, alias: str, parts: Sequence[pa.Table]) -> None:
    """Append parts of a run. Few large ones: what does not fill a row group is written twice, and leaves a hole."""
    cursor.from_arrow(pa.concat_tables(parts)).insert_into(f"{alias}.runs")


def _order(run: int, series: Ids, ranks: Ids, places: Counts, per_day: int) -> Columns:
    tick = ranks.astype(np.uint64) * np.uint64(per_day) + places.astype(np.uint64)
    return {"run": np.full(len(series), run, np.uint16), "series": series, "rank": ranks, "tick": tick}


def _values(rows: Rows) -> Columns:
    return {"value": pa.array(rows.values, mask=rows.gaps != 0), "gap": rows.gaps}


def _insert(cursor: Cursor, table: str, columns: Columns) -> None:
    """Through a relation: a block that is registered by name is held in memory until the transaction ends."""
    cursor.from_arrow(pa.table(columns)).insert_into(table)


class Stretch(msgspec.Struct, frozen=True):
    """From when until when, in UTC seconds (both included), but for the averages of some days (their starts)."""

    since: int
    until: int
    without_days: frozenset[int] = frozenset()


def read_raw(cursor: Cursor, alias: str, file: PeriodFile, which: str, stretch: Stretch) -> Rows:
    """Samples of a raw file between two times (both included); `which` is SQL that chooses series."""
    found = cursor.execute(
        f"SELECT series, time_s::BIGINT AS t, coalesce(value, 'nan'::DOUBLE) AS v, gap FROM {alias}.loose "  # noqa: S608
        f"WHERE {which} AND time_s BETWEEN $since AND $until "
        f"UNION ALL SELECT series, {time_of(file)} AS t, coalesce(value, 'nan'::DOUBLE), gap FROM {alias}.runs "
        f"WHERE {which} AND t BETWEEN $since AND $until",
        {"since": max(stretch.since, 0), "until": stretch.until},
    ).fetchnumpy()
    return Rows(found["series"], found["t"], found["v"], found["gap"])


def read_rolled(cursor: Cursor, alias: str, file: PeriodFile, which: str, stretch: Stretch) -> Buckets:
    """Averages of a file that begin between two times (both included)."""
    found = cursor.execute(
        f"SELECT series, {time_of(file)} AS t, coalesce(average, 'nan'::DOUBLE) AS average, "  # noqa: S608
        "coalesce(minimum, 'nan'::DOUBLE) AS minimum, coalesce(maximum, 'nan'::DOUBLE) AS maximum, "
        f"samples::BIGINT AS samples, gap FROM {alias}.runs WHERE {which} AND {days_in(file, stretch)} "
        "AND t BETWEEN $since AND $until",
        {"since": stretch.since, "until": stretch.until},
    ).fetchnumpy()
    names = ("series", "t", "average", "minimum", "maximum", "samples", "gap")
    return Buckets(*(found[name] for name in names))


@dataclass(frozen=True, slots=True)
class Sums(Table):
    """Sum and number of the samples of each series."""

    total: Values
    samples: Counts


@dataclass(frozen=True, slots=True)
class SeriesTotals(Table):
    """How many samples each series has in a file, and between which values (infinite where it has gaps alone)."""

    samples: Counts
    minimum: Values
    maximum: Values


def read_totals(cursor: Cursor, alias: str) -> SeriesTotals:
    """Totals of a raw file."""
    found = cursor.execute(
        "SELECT series, count(*) AS n, coalesce(min(value), 'inf'::DOUBLE) AS low, "  # noqa: S608 - our own names
        f"coalesce(max(value), '-inf'::DOUBLE) AS high FROM (SELECT series, value FROM {alias}.loose "
        f"UNION ALL SELECT series, value FROM {alias}.runs) GROUP BY series"
    ).fetchnumpy()
    return SeriesTotals(found["series"], found["n"], found["low"], found["high"])


def drop_run(cursor: Cursor, alias: str, file: PeriodFile, day: int) -> None:
    """Take out the averages of a day, to put better ones in."""
    cursor.execute(f"DELETE FROM {alias}.runs WHERE run = {(day - file.start) // DAY_S}")  # noqa: S608


def merge_loose(cursor: Cursor, source: str, target: str) -> None:
    """Append the samples of one file to another, sorted by series, in one transaction."""
    cursor.begin()
    try:
        copy_series(cursor, source, target)
        cursor.execute(
            f"INSERT INTO {target}.loose SELECT series, time_s, value, gap FROM {source}.loose "  # noqa: S608
            "ORDER BY series, time_s, rowid"
        )
        cursor.commit()
    except duckdb.Error:
        roll_back(cursor)
        raise


def checkpoint(cursor: Cursor, alias: str) -> None:
    """Put what is in the write-ahead log into the file; it stays in the log where that cannot be done now."""
    try:
        cursor.execute(f"CHECKPOINT {alias}")
    except duckdb.Error as error:
        log.info("%s stays in its log: %s", alias, error)


def roll_back(cursor: Cursor) -> None:
    """Undo what was begun, where DuckDB did not do so itself."""
    with suppress(duckdb.Error):
        cursor.rollback()


def probe(cursor: Cursor, alias: str) -> None:
    """Read the file from end to end. Raises duckdb.Error where it is damaged."""
    tables = cursor.execute(f"SELECT table_name FROM duckdb_tables() WHERE database_name = '{alias}'")  # noqa: S608
    for (table,) in tables.fetchall():
        cursor.execute(f"SELECT max(hash(t)) FROM {alias}.{table} t").fetchall()  # noqa: S608 - our own names


def sums_of_raw(cursor: Cursor, alias: str, file: PeriodFile, metric: str, stretch: Stretch) -> Sums:
    """Sum and number of the samples of every series of a metric in a raw file."""
    which = f"series IN (SELECT id FROM {alias}.series WHERE metric = $metric)"  # noqa: S608 - our own names
    query = (
        f"SELECT series, sum(value) AS total, count(value) AS n FROM (SELECT series, value FROM {alias}.loose "  # noqa: S608
        f"WHERE {which} AND time_s BETWEEN $since AND $until UNION ALL SELECT series, value FROM {alias}.runs "
        f"WHERE {which} AND {time_of(file)} BETWEEN $since AND $until) GROUP BY series HAVING n > 0"
    )
    return _sums(cursor, query, metric, stretch)


def sums_of_rolled(cursor: Cursor, alias: str, file: PeriodFile, metric: str, stretch: Stretch) -> Sums:
    """Sum and number of the samples of every series of a metric that a file's averages are made of."""
    query = (
        f"SELECT series, sum(average * samples) AS total, sum(samples)::BIGINT AS n FROM {alias}.runs "  # noqa: S608
        f"WHERE series IN (SELECT id FROM {alias}.series WHERE metric = $metric) AND {days_in(file, stretch)} "
        f"AND {time_of(file)} BETWEEN $since AND $until GROUP BY series HAVING n > 0"
    )
    return _sums(cursor, query, metric, stretch)


def _sums(cursor: Cursor, query: str, metric: str, stretch: Stretch) -> Sums:
    values = {"metric": metric, "since": max(stretch.since, 0), "until": stretch.until}
    found = cursor.execute(query, values).fetchnumpy()
    return Sums(found["series"], found["total"], found["n"])


def of_series(numbers: Iterable[int]) -> str:
    """SQL that chooses these series."""
    return f"series IN ({', '.join(map(str, numbers))})"


def time_of(file: PeriodFile) -> str:
    """SQL for the UTC seconds of a row of `runs`."""
    per_day, step_s = file.grain.per_day, file.grain.step_s
    return f"({file.start} + run::BIGINT * {DAY_S} + (tick::BIGINT - rank::BIGINT * {per_day}) * {step_s})"


def days_in(file: PeriodFile, stretch: Stretch) -> str:
    """SQL that chooses the days of a stretch out of `runs`."""
    first, last = ((at - file.start) // DAY_S for at in (stretch.since, stretch.until))
    without = {(day - file.start) // DAY_S for day in stretch.without_days}
    return " AND ".join([f"run BETWEEN {max(first, 0)} AND {max(last, 0)}", *(f"run <> {run}" for run in without)])
