"""Between the model's samples and the store's columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from nocscape.model.metrics import GAP_CODES, GAPS, UNSAID, Gap, Sample, SeriesData, SeriesKey
from nocscape.store.columns import Buckets, Codes, Rows, Times, ids_array, optional


def rows_of(samples: Sequence[Sample], numbers: Sequence[int]) -> Rows:
    """Samples as columns; `numbers` are those of their series, one by one."""
    return clean(
        Rows(
            series=ids_array(numbers),
            times=np.array([s.at for s in samples], np.int64),
            values=np.array([np.nan if s.value is None else s.value for s in samples], np.float64),
            gaps=np.array([_gap_code(s) for s in samples], np.uint8),
        )
    )


def clean(rows: Rows) -> Rows:
    """`rows` with numbers that are none (NaN, infinite) marked as gaps."""
    is_wrong = ~np.isfinite(rows.values) & (rows.gaps == 0)
    if not is_wrong.any():
        return rows
    return Rows(rows.series, rows.times, rows.values, np.where(is_wrong, GAP_CODES[Gap.IMPOSSIBLE], rows.gaps))


def _gap_code(sample: Sample) -> int:
    if sample.gap is not None:
        return GAP_CODES[sample.gap]
    return 0 if sample.value is not None else UNSAID


def raw_data(rows: Rows, keys: dict[int, SeriesKey]) -> dict[SeriesKey, SeriesData]:
    """Samples, sorted by series and time, as they were measured."""
    return {
        keys[number]: SeriesData(
            key=keys[number],
            times=rows.times[part].tolist(),
            values=optional(np.where(rows.gaps[part] == 0, rows.values[part], np.nan)),
            gaps=_gaps(rows.times[part], rows.gaps[part]),
        )
        for number, part in _parts(rows)
    }


def bucket_data(buckets: Buckets, keys: dict[int, SeriesKey], step_s: int) -> dict[SeriesKey, SeriesData]:
    """Averages, sorted by series and time, with the range that each covers."""
    return {
        keys[number]: SeriesData(
            key=keys[number],
            times=buckets.times[part].tolist(),
            values=optional(buckets.average[part]),
            minimum=optional(buckets.minimum[part]),
            maximum=optional(buckets.maximum[part]),
            step_s=step_s,
            gaps=_gaps(buckets.times[part], buckets.gaps[part]),
        )
        for number, part in _parts(buckets)
    }


def longest(table: Rows | Buckets) -> int:
    """How many entries the series with the most has."""
    return max((part.stop - part.start for _, part in _parts(table)), default=0)


def _parts(table: Rows | Buckets) -> Iterator[tuple[int, slice]]:
    numbers, starts = np.unique(table.series, return_index=True)
    ends = [*starts[1:].tolist(), len(table)][: len(starts)]
    for number, start, end in zip(numbers.tolist(), starts.tolist(), ends, strict=True):
        yield number, slice(start, end)


def _gaps(times: Times, codes: Codes) -> dict[int, Gap]:
    at = np.flatnonzero(codes)
    reasons = zip(times[at].tolist(), codes[at].tolist(), strict=True)
    return {time_s: gap for time_s, code in reasons if (gap := GAPS[code]) is not None}
