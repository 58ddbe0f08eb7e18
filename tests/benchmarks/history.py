"""How fast samples are kept, how small they become, and how soon a chart has them.

The generator is seeded: 60 % of the series idle or constant, 30 % smooth over the day with 1 % of noise, 10 % noisy, in
whole bits a second at whole seconds with a second of jitter. RRDtool keeps 2,000 of the series beside it, as 5-minute
averages for thirty days.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.model.metrics import IF_METRICS, Sample, SeriesKey
from nocscape.store.columns import Buckets, Ids, Rows, Values
from nocscape.store.history import HistoryStore, open_history
from nocscape.store.history_tables import insert_run, insert_series, rolled_run
from nocscape.store.periods import DAY_S, FIVE_MINUTES, parse, rolled_file
from tests.benchmarks import rrdtool
from tests.benchmarks.result import Part, Peer, result

START = 1_748_736_000
"""2025-06-01 UTC: thirty days are one file."""
BURST = 100_000
WRITTEN = 60_000_000
"""A minute at the rate asked for."""
AS_SAMPLES = 500_000
DAY_SERIES = 4_000
STORED_DAYS = 30
DIFFERENT_DAYS = 2
"""Generated and stored again and again, to save time; every day is packed for itself."""
PORT_METRICS = 10


def _keys(series: int) -> list[SeriesKey]:
    metrics = IF_METRICS
    return [
        SeriesKey(f"device-{n // PORT_METRICS // 48:04}", metrics[n % PORT_METRICS], f"Gi1/0/{n // PORT_METRICS % 48}")
        for n in range(series)
    ]


def _values(dice: np.random.Generator, ids: Ids, since: int, step_s: int, count: int) -> Values:
    """One row for each series, one column for each step."""
    kind = ids % 10
    angle = (since + np.arange(count) * step_s) % DAY_S * (2 * np.pi / DAY_S)
    smooth = 1e8 * (1.2 + np.sin(angle[None, :] + ids[:, None])) * (1 + 0.01 * dice.standard_normal((len(ids), count)))
    noisy = np.abs(dice.standard_normal((len(ids), count))) * 1e8
    constant = np.where(ids % 2 == 0, 0.0, ids * 1000.0)[:, None]
    varied = np.where(kind[:, None] < 9, smooth, noisy)
    return np.round(np.where(kind[:, None] < 6, constant, varied)).astype(np.float64)


async def _append(store: HistoryStore, rows: Rows) -> None:
    """As fast as the store takes them."""
    store.append_columns(rows)
    if store.queue > 3_000_000:
        await store.flush()


async def _write_rate(folder: Path) -> tuple[Part, Part, int]:
    store = open_history(folder, counters := Counters(), FakeClock(START))
    ids = await store.series_ids(_keys(BURST))
    dice, none = np.random.default_rng(1), np.zeros(BURST, np.uint8)
    blocks = _values(dice, ids, START, 60, 20)
    began, used = time.perf_counter(), time.process_time()
    for second in range(WRITTEN // BURST):
        times = START + second * 6 + dice.integers(0, 2, BURST)
        await _append(store, Rows(ids, times, blocks[:, second % 20].copy(), none))
    await store.flush()
    rate, rate_of_processor = WRITTEN / (time.perf_counter() - began), WRITTEN / (time.process_time() - used)
    await store.close(30.0)
    print(
        f"{WRITTEN:,} samples of {BURST:,} series on disk at {rate:,.0f}/s, {counters.total('history.dropped')} dropped"
    )
    return (
        Part("samples written", round(rate), "samples/s", 1e6, rate >= 1e6),
        Part("the same, of processor time", round(rate_of_processor), "samples/s", None, is_met=True),
        counters.total("history.dropped"),
    )


async def _sample_rate(folder: Path) -> Part:
    store = open_history(folder, Counters(), FakeClock(START))
    keys = _keys(10_000)
    samples = [Sample(keys[n % len(keys)], START + n // len(keys), float(n)) for n in range(AS_SAMPLES)]
    await store.flush()
    began = time.perf_counter()
    for at in range(0, AS_SAMPLES, 1000):
        store.append(samples[at : at + 1000])
    await store.flush()
    rate = AS_SAMPLES / (time.perf_counter() - began)
    await store.close(30.0)
    print(f"handed over as Sample objects: {rate:,.0f}/s")
    return Part("written as Sample objects", round(rate), "samples/s", None, is_met=True)


async def _closed_day(folder: Path) -> list[Part]:
    """A day of minutes through its whole life: written, merged by the hour, rolled up, read."""
    store = open_history(folder, Counters(), clock := FakeClock(START))
    keys = _keys(DAY_SERIES)
    ids = await store.series_ids(keys)
    dice, none = np.random.default_rng(2), np.zeros(DAY_SERIES, np.uint8)
    values = _values(dice, ids, START, 60, 1440)
    for minute in range(1440):
        times = START + minute * 60 + dice.integers(0, 2, DAY_SERIES)
        await _append(store, Rows(ids, times, values[:, minute].copy(), none))
    await store.flush()
    await clock.advance(DAY_S + 3600)
    began = time.perf_counter()
    await store.flush()
    await store.tidy()
    tidied_s = time.perf_counter() - began
    path = folder / "history/raw/2025-06-01.duckdb"
    bytes_each = path.stat().st_size / values.size
    print(f"a day of {values.size:,} samples: {bytes_each:.2f} bytes each, sorted and rolled up in {tidied_s:.1f} s")
    raw_ms = await _median_ms(lambda: _read_port(store, keys, 77, START, START + DAY_S - 1, 1500), PORT_METRICS * 1440)
    await store.close(30.0)
    return [
        Part("size after compaction", round(bytes_each, 3), "bytes/sample", 3.0, bytes_each <= 3.0),
        Part("rolled up", round(values.size / tidied_s), "samples/s", None, is_met=True),
        *raw_ms.parts("one port's 24 h, every sample", 20.0),
    ]


async def _read_port(store: HistoryStore, keys: list[SeriesKey], port: int, since: int, until: int, points: int) -> int:
    chosen = keys[port * PORT_METRICS : (port + 1) * PORT_METRICS]
    return sum(len(data.values) for data in await store.read(chosen, since, until, points))


class _Median(NamedTuple):
    """How long a question took, and how much processor time, in milliseconds."""

    waited: float
    used: float

    def parts(self, name: str, budget: float) -> tuple[Part, Part]:
        """With its budget, and beside it what a busy machine does not blur."""
        return (
            Part(name, round(self.waited, 1), "ms", budget, self.waited <= budget),
            Part("the same, processor time", round(self.used, 1), "ms", None, is_met=True),
        )


async def _median_ms(query: Callable[[], Awaitable[int]], expected: int) -> _Median:
    waited, used = [], []
    for _ in range(15):
        began, before = time.perf_counter(), time.process_time()
        found = await query()
        waited.append((time.perf_counter() - began) * 1000)
        used.append((time.process_time() - before) * 1000)
        assert found == expected, f"{found} instead of {expected} values"
    return _Median(statistics.median(waited), statistics.median(used))


def _fill_month(store: HistoryStore, keys: list[SeriesKey], ids: Ids) -> None:
    """Thirty days of averages, as rolling up would have left them."""
    name = rolled_file(FIVE_MINUTES, START)
    file, alias = parse(name), store._files.create(name)
    assert file is not None
    cursor = store._files.cursor()
    insert_series(cursor, alias, [(i, k.device, k.metric, k.instance) for i, k in zip(ids.tolist(), keys, strict=True)])
    calm_first = ids[np.argsort(ids % 10 >= 6, kind="stable")]
    dice = np.random.default_rng(3)
    parts = [calm_first[at : at + 20_000] for at in range(0, len(ids), 20_000)]
    days = [[_day_of_averages(dice, part, START) for part in parts] for _ in range(DIFFERENT_DAYS)]
    for day in range(STORED_DAYS):
        for number, (buckets, p95) in enumerate(days[day % DIFFERENT_DAYS]):
            ranks = np.arange(number * 20_000, number * 20_000 + len(parts[number]), dtype=np.uint32).repeat(288)
            moved = replace(buckets, times=buckets.times + day * DAY_S)
            insert_run(cursor, alias, [rolled_run(file, ranks, moved, p95)])
    cursor.close()
    store._files.release(name)


def _day_of_averages(dice: np.random.Generator, ids: Ids, since: int) -> tuple[Buckets, Values]:
    average = _values(dice, ids, since, 300, 288).ravel()
    spread = np.where((ids % 10 >= 6).repeat(288), 2e6, 0.0)
    times = np.tile(since + np.arange(288) * 300, len(ids))
    samples, gaps = np.full(len(times), 5), np.zeros(len(times), np.uint8)
    buckets = Buckets(ids.repeat(288), times, average, average - spread, average + spread, samples, gaps)
    return buckets, average + spread


async def _stored_month(folder: Path, series: int) -> list[Part]:
    clock = FakeClock(START + STORED_DAYS * DAY_S)
    store = open_history(folder, Counters(), clock)
    keys = _keys(series)
    ids = await store.series_ids(keys)
    began = time.perf_counter()
    await asyncio.to_thread(_fill_month, store, keys, ids)
    size = store._files.size_bytes(rolled_file(FIVE_MINUTES, START))
    values = series * STORED_DAYS * 288
    print(f"{values:,} averages of {series:,} series stored in {time.perf_counter() - began:.0f} s")
    each = round(size / values, 1)
    print(f"{each} bytes each, of average, minimum, maximum, 95th percentile and count")
    last = START + STORED_DAYS * DAY_S - 1
    port = series // PORT_METRICS // 2
    day_ms = await _median_ms(lambda: _read_port(store, keys, port, last - DAY_S + 1, last, 288), PORT_METRICS * 288)
    month_ms = await _median_ms(lambda: _read_port(store, keys, port, START, last, 8640), PORT_METRICS * 8640)

    async def top() -> int:
        return len(await store.top("if_in_bps", last - DAY_S + 1, last, 20))

    top_ms = await _median_ms(top, 20)
    await store.close(30.0)
    return [
        Part("an average with all that belongs to it", each, "bytes", None, is_met=True),
        *day_ms.parts("one port's 24 h", 20.0),
        *month_ms.parts("one port's 30 days", 50.0),
        *top_ms.parts("top 20 of all ports over 24 h", 500.0),
    ]


def run(*, is_long: bool) -> dict[str, object]:
    """20,000 series with 30 days of averages, 100,000 with `is_long`."""
    with tempfile.TemporaryDirectory(prefix="nocscape-history-") as name:
        folder = Path(name)
        rate, rate_of_processor, dropped = asyncio.run(_write_rate(folder / "rate"))
        parts = [
            rate_of_processor,
            Part("samples dropped", dropped, "samples", 0, dropped == 0),
            asyncio.run(_sample_rate(folder / "objects")),
            *asyncio.run(_closed_day(folder / "day")),
            *asyncio.run(_stored_month(folder / "month", 100_000 if is_long else 20_000)),
        ]
    peer = _beside_rrdtool(parts) if rrdtool.RRDTOOL else None
    for part in parts:
        print(f"{part.name}: {part.figure} {part.unit}")
    return result("history", rate, parts, peer)


def _beside_rrdtool(parts: list[Part]) -> Peer:
    """Its figures, without budgets, after ours."""
    theirs = rrdtool.measure(START)
    parts += [
        Part("RRDtool: an average, a minimum and a maximum", round(theirs.bytes_each, 1), "bytes", None, is_met=True),
        Part("RRDtool: one port's 24 h", round(theirs.day_ms, 1), "ms", None, is_met=True),
        Part("RRDtool: one port's 30 days", round(theirs.month_ms, 1), "ms", None, is_met=True),
    ]
    return Peer("RRDtool, updates/s", round(theirs.updates_per_s))
