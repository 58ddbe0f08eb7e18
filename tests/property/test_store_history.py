"""History against plain Python: what is read is what was appended, and averages are those of a calculator."""

from __future__ import annotations

import asyncio
import math
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.store import periods
from nocscape.store.columns import Rows, aggregate, coarsen, percentile_95
from nocscape.store.history import HistoryStore, open_history
from nocscape.store.history_rows import rows_of
from nocscape.store.periods import DAY_S, FIVE_MINUTES, HOURLY, PeriodFile, parse

MIDNIGHT = 1_750_032_000
KEYS = [SeriesKey("d1", "cpu_percent"), SeriesKey("d1", "if_in_bps", "Gi0/1"), SeriesKey("한국", "if_in_bps", "Gi0/2")]

keys = st.sampled_from(KEYS)
times = st.integers(MIDNIGHT, MIDNIGHT + 3 * 3600)
values = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15)
samples = st.one_of(
    st.builds(Sample, keys, times, values),
    st.builds(lambda key, at, gap: Sample(key, at, None, gap), keys, times, st.sampled_from(Gap)),
)
batches = st.lists(samples, max_size=30)


def columns(batch: list[Sample]) -> Rows:
    return rows_of(batch, [KEYS.index(sample.key) for sample in batch])


def last_of_each_second(batch: list[Sample]) -> dict[tuple[SeriesKey, int], Sample]:
    return {(sample.key, sample.at): sample for sample in batch}


@given(batches, st.sampled_from([60, 300, 3600]))
def test_averages_minima_maxima_and_percentiles_are_exact(batch: list[Sample], step_s: int) -> None:
    rows = columns(batch).latest()
    buckets, p95 = aggregate(rows, step_s), percentile_95(rows, step_s)
    expected: defaultdict[tuple[int, int], list[Sample]] = defaultdict(list)
    for (key, at), sample in sorted(last_of_each_second(batch).items(), key=lambda item: item[0][1]):
        expected[KEYS.index(key), at // step_s * step_s].append(sample)
    assert list(zip(buckets.series.tolist(), buckets.times.tolist(), strict=True)) == sorted(expected)
    for place, (_, members) in enumerate(sorted(expected.items())):
        good = sorted(s.value for s in members if s.value is not None)
        assert buckets.samples[place] == len(good)
        if good:
            assert buckets.average[place] == pytest.approx(math.fsum(good) / len(good), rel=1e-9, abs=1e-3)
            found = (buckets.minimum[place], buckets.maximum[place], p95[place], buckets.gaps[place])
            assert found == (good[0], good[-1], good[math.ceil(0.95 * len(good)) - 1], 0)
        else:
            assert math.isnan(buckets.average[place])
            assert buckets.gaps[place] > 0


@given(batches)
def test_wider_averages_made_of_narrow_ones_are_those_made_of_samples(batch: list[Sample]) -> None:
    rows = columns(batch).latest()
    through, direct = coarsen(aggregate(rows, 300), 3600), aggregate(rows, 3600)
    assert through.series.tolist() == direct.series.tolist()
    assert through.times.tolist() == direct.times.tolist()
    for name in ("samples", "minimum", "maximum", "gaps"):
        np.testing.assert_array_equal(getattr(through, name), getattr(direct, name))
    np.testing.assert_allclose(through.average, direct.average, rtol=1e-9, atol=1e-3)


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from(
        [
            periods.live_hour,
            periods.hours_of_day,
            periods.day_file,
            lambda at: periods.closed_hour(at, "18ea"),
            lambda at: periods.rolled_file(FIVE_MINUTES, at),
            lambda at: periods.rolled_file(HOURLY, at),
        ]
    ),
)
def test_a_files_name_says_which_times_it_holds(at: int, name_of: Callable[[int], str]) -> None:
    file = parse(name_of(at))
    assert isinstance(file, PeriodFile)
    assert file.start <= at < file.end
    assert parse(name_of(file.start)) == parse(name_of(file.end - 1)) == file


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(batches, st.sampled_from(["nothing", "flush", "reopen", "next day"])), max_size=4))
def test_what_is_appended_is_what_is_read_whatever_happens_between(steps: list[tuple[list[Sample], str]]) -> None:
    with tempfile.TemporaryDirectory(prefix="nocscape-history-") as folder:
        asyncio.run(_live(Path(folder), steps))


async def _live(folder: Path, steps: list[tuple[list[Sample], str]]) -> None:
    clock = FakeClock(MIDNIGHT)
    store = open_history(folder, Counters(), clock)
    appended: list[Sample] = []
    for batch, then in steps:
        store.append(batch)
        appended += batch
        if then == "flush":
            await store.flush()
        elif then == "reopen":
            await store.close()
            store = open_history(folder, Counters(), clock)
        elif then == "next day":
            await _pass_a_day(store, clock)
        await _compare(store, appended)
    await store.close()


async def _pass_a_day(store: HistoryStore, clock: FakeClock) -> None:
    await store.flush()
    await clock.advance(DAY_S + 7200)
    await store.flush()
    await store.tidy()


async def _compare(store: HistoryStore, appended: list[Sample]) -> None:
    expected = last_of_each_second(appended)
    for data in await store.read(KEYS, MIDNIGHT, MIDNIGHT + DAY_S - 1, points=10**6):
        own = sorted(s.at for (key, _), s in expected.items() if key == data.key)
        assert data.times == own
        assert data.values == [expected[data.key, at].value for at in own]
        assert data.gaps == {at: s.gap for at in own if (s := expected[data.key, at]).gap is not None}
