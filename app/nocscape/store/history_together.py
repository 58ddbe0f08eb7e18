"""Many series as one: what a metric was over all devices of a site, in steps of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

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


class PortCrowd(NamedTuple):
    """Ports of which a metric is made of several others (`ways`), and how they are joined."""

    metric: str
    ways: Sequence[str]
    factors: Mapping[tuple[DeviceId, str], float]
    """From the unit of the ways to that of the metric, by device and interface key; other ports are left out."""
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
    series = "count(DISTINCT series)" if crowd.combine == "sum" else "0"
    query = (
        "SELECT second // $step * $step AS t, sum(value * n) AS total, sum(n)::BIGINT AS n, min(value) AS least, "  # noqa: S608
        f"max(value) AS greatest, {series} AS series FROM ({_rows(alias, file, which, stretch)}) "
        "WHERE second BETWEEN $since AND $until AND value IS NOT NULL AND n > 0 GROUP BY t"
    )
    values = {"metric": crowd.metric, **_when(crowd, stretch)}
    if crowd.devices is not None:
        values["devices"] = list(crowd.devices)
    return _steps(cursor, query, values)


def port_steps_of(cursor: Cursor, alias: str, file: PeriodFile, crowd: PortCrowd, stretch: Stretch) -> Steps:
    """The same of ports: in each step a port counts with the way that has more, each way times the port's factor."""
    names = ("device", "instance", "factor")
    columns = ([d for d, _ in crowd.factors], [port for _, port in crowd.factors], list(crowd.factors.values()))
    cursor.register("ports", pa.table(dict(zip(names, columns, strict=True))))
    which = f"series IN (SELECT id FROM {alias}.series WHERE list_contains($ways, metric))"  # noqa: S608
    query = (
        "WITH ways AS (SELECT second // $step * $step AS t, device, instance, "  # noqa: S608
        "factor * sum(value * n) / sum(n) AS mean, sum(n) AS n, "
        "factor * min(value) AS least, factor * max(value) AS greatest "
        f"FROM ({_rows(alias, file, which, stretch)}) AS r JOIN {alias}.series AS s ON r.series = s.id "
        "JOIN ports USING (device, instance) WHERE second BETWEEN $since AND $until AND value IS NOT NULL AND n > 0 "
        "GROUP BY t, device, instance, metric, factor), "
        "worse AS (SELECT t, max(mean) AS mean, max(n) AS n, max(least) AS least, max(greatest) AS greatest "
        "FROM ways GROUP BY t, device, instance) "
        "SELECT t, sum(mean * n) AS total, sum(n)::BIGINT AS n, min(least) AS least, max(greatest) AS greatest, "
        "count(*) AS series FROM worse GROUP BY t"
    )
    return _steps(cursor, query, {"ways": list(crowd.ways), **_when(crowd, stretch)})


def _rows(alias: str, file: PeriodFile, which: str, stretch: Stretch) -> str:
    """SQL for the values of a file's series, each with how many samples it stands for."""
    runs = f"FROM {alias}.runs WHERE {which}"
    if file.grain is RAW:
        return (
            f"SELECT series, time_s::BIGINT AS second, value, 1 AS n FROM {alias}.loose WHERE {which} "  # noqa: S608
            f"UNION ALL SELECT series, {time_of(file)} AS second, value, 1 AS n {runs}"
        )
    return (
        f"SELECT series, {time_of(file)} AS second, average AS value, samples::BIGINT AS n {runs} "
        f"AND {days_in(file, stretch)}"
    )


def _when(crowd: Crowd | PortCrowd, stretch: Stretch) -> dict[str, Any]:
    return {"step": crowd.step_s, "since": max(stretch.since, 0), "until": stretch.until}


def _steps(cursor: Cursor, query: str, values: dict[str, Any]) -> Steps:
    found = cursor.execute(query, values).fetchnumpy()
    return Steps(*(found[name] for name in ("t", "total", "n", "least", "greatest", "series")))


def together(parts: Iterable[Steps], crowd: Crowd | PortCrowd) -> SeriesData:
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
