"""Samples and averages as columns, and what is computed over them. Plain NumPy, so that it runs outside the GIL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.uint32]
Times = NDArray[np.int64]
Values = NDArray[np.float64]
Codes = NDArray[np.uint8]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of one length, the first of them the numbers of series."""

    series: Ids

    def __len__(self) -> int:
        return len(self.series)

    def take(self, chosen: NDArray[Any] | slice) -> Self:
        """The rows that a mask, an index array or a slice names."""
        return replace(self, **{f.name: getattr(self, f.name)[chosen] for f in fields(self)})

    @classmethod
    def joined(cls, parts: Iterable[Self]) -> Self:
        """One after the other."""
        tables = list(parts)
        return cls(**{f.name: np.concatenate([getattr(t, f.name) for t in tables]) for f in fields(cls)})


@dataclass(frozen=True, slots=True)
class Rows(Table):
    """Raw samples: UTC seconds, values (NaN in a gap), and gap codes (`GAPS`)."""

    times: Times
    values: Values
    gaps: Codes

    @classmethod
    def empty(cls) -> Rows:
        """No samples."""
        return cls(np.empty(0, np.uint32), np.empty(0, np.int64), np.empty(0), np.empty(0, np.uint8))

    def latest(self) -> Rows:
        """Sorted by series and time; of several samples for one second the last one stays."""
        order = np.lexsort((self.times, self.series))
        ordered = self.take(order)
        if len(ordered) < 2:
            return ordered
        is_last = np.ones(len(ordered), np.bool_)
        is_last[:-1] = (np.diff(ordered.series) != 0) | (np.diff(ordered.times) != 0)
        return ordered if is_last.all() else ordered.take(is_last)


@dataclass(frozen=True, slots=True)
class Buckets(Table):
    """Averages over equal stretches of time that begin at `times`, with how many samples each is made of.

    Where there was no sample the numbers are NaN and the gap code says why.
    """

    times: Times
    average: Values
    minimum: Values
    maximum: Values
    samples: Counts
    gaps: Codes

    @classmethod
    def empty(cls) -> Buckets:
        """No averages."""
        none, codes = np.empty(0), np.empty(0, np.uint8)
        return cls(np.empty(0, np.uint32), np.empty(0, np.int64), none, none, none, np.empty(0, np.int64), codes)


def aggregate(rows: Rows, step_s: int) -> Buckets:
    """Averages of samples that are sorted by series and time."""
    if not len(rows):
        return Buckets.empty()
    good = rows.gaps == 0
    return _grouped(
        rows.series,
        rows.times // step_s * step_s,
        sums=np.where(good, rows.values, 0.0),
        lows=np.where(good, rows.values, np.inf),
        highs=np.where(good, rows.values, -np.inf),
        counts=good.astype(np.int64),
        gaps=rows.gaps,
    )


def coarsen(buckets: Buckets, step_s: int) -> Buckets:
    """Wider averages out of narrow ones (sorted by series and time), each counted by its samples."""
    starts_at = buckets.times // step_s * step_s
    if len(_firsts(buckets.series, starts_at)) == len(buckets):
        return replace(buckets, times=starts_at)
    good = buckets.samples > 0
    return _grouped(
        buckets.series,
        starts_at,
        sums=np.where(good, buckets.average * buckets.samples, 0.0),
        lows=np.where(good, buckets.minimum, np.inf),
        highs=np.where(good, buckets.maximum, -np.inf),
        counts=buckets.samples,
        gaps=buckets.gaps,
    )


def _grouped(
    series: Ids, starts_at: Times, *, sums: Values, lows: Values, highs: Values, counts: Counts, gaps: Codes
) -> Buckets:
    first = _firsts(series, starts_at)
    samples = np.add.reduceat(counts, first)
    is_empty = samples == 0
    lasts = np.append(first[1:], len(series)) - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        average = np.add.reduceat(sums, first) / samples
    return Buckets(
        series=series[first],
        times=starts_at[first],
        average=average,
        minimum=np.where(is_empty, np.nan, np.minimum.reduceat(lows, first)),
        maximum=np.where(is_empty, np.nan, np.maximum.reduceat(highs, first)),
        samples=samples,
        gaps=np.where(is_empty, gaps[lasts], 0).astype(np.uint8),
    )


def percentile_95(rows: Rows, step_s: int) -> Values:
    """95th percentile of each bucket of `aggregate`, by nearest rank: the smallest value that 95 % do not exceed."""
    if not len(rows):
        return np.empty(0)
    first = _firsts(rows.series, rows.times // step_s)
    group = np.zeros(len(rows), np.int64)
    group[first[1:]] = 1
    good = rows.gaps == 0
    ranked = np.where(good, rows.values, np.inf)
    ranked = ranked[np.lexsort((ranked, np.cumsum(group)))]
    counts = np.add.reduceat(good.astype(np.int64), first)
    rank = first + np.maximum((95 * counts + 99) // 100 - 1, 0)
    return np.where(counts > 0, ranked[rank], np.nan)


def _firsts(series: Ids, keys: Times) -> NDArray[np.int64]:
    """Where each run of equal (series, key) begins."""
    is_first = np.ones(len(series), np.bool_)
    is_first[1:] = (series[1:] != series[:-1]) | (keys[1:] != keys[:-1])
    return np.flatnonzero(is_first)


def optional(values: Values) -> list[float | None]:
    """A list with None where NaN stands."""
    numbers: list[float | None] = values.tolist()
    for at in np.flatnonzero(np.isnan(values)).tolist():
        numbers[at] = None
    return numbers


def ids_array(ids: Sequence[int]) -> Ids:
    """Series ids as a column."""
    return np.array(ids, dtype=np.uint32)
