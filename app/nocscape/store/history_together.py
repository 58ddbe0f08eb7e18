"""Many series as one: what a metric was over all devices of a site, in steps of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from nocscape.model.metrics import Combine, SeriesData, SeriesKey
from nocscape.model.net import DeviceId
from nocscape.store.columns import Counts, Times, Values
from nocscape.store.duck_files import Cursor
from nocscape.store.history_tables import Stretch, days_in, time_of
from nocscape.store.periods import RAW, PeriodFile


class Crowd(NamedTuple):
    """Whose series of a metric are joined, and how; all there are where `devices` is None."""

    metric: str
    devices: Sequence[DeviceId] | None
    combine: Combine
    step_s: int


class Steps(NamedTuple):
    """What all series together have in each step (its start in UTC seconds): the sum and number of their samples, the
    least and greatest of them, and how many series have any (counted for sums alone)."""

    times: Times
    total: Values
    samples: Counts
    least: Values
    greatest: Values
    series: Counts


def steps_of(cursor: Cursor, alias: str, file: PeriodFile, crowd: Crowd, stretch: Stretch) -> Steps:
    """Those of one file, of its samples or of its averages."""
    chosen = "metric = $metric" if crowd.devices is None else "metric = $metric AND list_contains($devices, device)"
    which = f"series IN (SELECT id FROM {alias}.series WHERE {chosen})"  # noqa: S608 - our own names
    runs = f"FROM {alias}.runs WHERE {which}"
    if file.grain is RAW:
        rows = (
            f"SELECT series, time_s::BIGINT AS second, value, 1 AS n FROM {alias}.loose WHERE {which} "  # noqa: S608
            f"UNION ALL SELECT series, {time_of(file)} AS second, value, 1 AS n {runs}"
        )
    else:
        rows = (
            f"SELECT series, {time_of(file)} AS second, average AS value, samples::BIGINT AS n {runs} "
            f"AND {days_in(file, stretch)}"
        )
    series = "count(DISTINCT series)" if crowd.combine == "sum" else "0"
    query = (
        "SELECT second // $step * $step AS t, sum(value * n) AS total, sum(n)::BIGINT AS n, min(value) AS least, "  # noqa: S608
        f"max(value) AS greatest, {series} AS series FROM ({rows}) "
        "WHERE second BETWEEN $since AND $until AND value IS NOT NULL AND n > 0 GROUP BY t"
    )
    values = {"metric": crowd.metric, "step": crowd.step_s, "since": max(stretch.since, 0), "until": stretch.until}
    if crowd.devices is not None:
        values["devices"] = list(crowd.devices)
    found = cursor.execute(query, values).fetchnumpy()
    return Steps(*(found[name] for name in ("t", "total", "n", "least", "greatest", "series")))


def together(parts: Iterable[Steps], crowd: Crowd) -> SeriesData:
    """One curve of what several files have. A sum is the mean of the samples times the number of series: each series
    counts once a step, however often it was polled."""
    key = SeriesKey("", crowd.metric, crowd.combine)
    known = [part for part in parts if len(part.times)]
    if not known:
        return SeriesData(key=key, step_s=crowd.step_s)
    joined = Steps(*(np.concatenate(column) for column in zip(*known, strict=True)))
    times, where = np.unique(joined.times, return_inverse=True)
    mean = np.bincount(where, joined.total) / np.bincount(where, joined.samples)
    match crowd.combine:
        case "highest":
            values = np.full(len(times), -np.inf)
            np.maximum.at(values, where, joined.greatest)
        case "lowest":
            values = np.full(len(times), np.inf)
            np.minimum.at(values, where, joined.least)
        case "sum":
            counts = np.zeros(len(times))
            np.maximum.at(counts, where, joined.series)
            values = mean * counts
        case _:
            values = mean
    return SeriesData(key=key, times=times.tolist(), values=values.tolist(), step_s=crowd.step_s)
