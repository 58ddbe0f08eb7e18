"""History gives back what was measured, at once and for years, as it was or as exact averages."""

from __future__ import annotations

import math
import random
from collections.abc import AsyncIterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.model.metrics import Combine, Gap, Sample, SeriesKey
from nocscape.store import roll_up
from nocscape.store.columns import Rows
from nocscape.store.history import HistoryStore, open_history
from nocscape.store.periods import DAY_S, Retention

MIDNIGHT = 1_750_032_000
HOURS = (0, 1, 5, 23)
"""Of the day, in which there are samples."""
IN, OUT = SeriesKey("d1", "if_in_bps", "Gi0/1"), SeriesKey("d1", "if_out_bps", "Gi0/1")
FLAT = SeriesKey("d2", "cpu_percent")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(MIDNIGHT)


@pytest.fixture
def counters() -> Counters:
    return Counters()


@pytest.fixture
async def store(tmp_path: Path, clock: FakeClock, counters: Counters) -> AsyncIterator[HistoryStore]:
    opened = open_history(tmp_path, counters, clock)
    yield opened
    await opened.close()


def minutes_of(since: int) -> list[int]:
    return [since + hour * 3600 + minute * 60 for hour in HOURS for minute in range(60)]


def day_of(seed: int, since: int = MIDNIGHT) -> dict[SeriesKey, list[Sample]]:
    """Some hours of a day: a series that varies with gaps in it, one that does not, one with jitter."""
    dice, times = random.Random(seed), minutes_of(since)
    varied = [
        Sample(IN, at, None, Gap.NO_ANSWER) if dice.random() < 0.1 else Sample(IN, at, float(dice.randrange(10**9)))
        for at in times
    ]
    varied[100:112] = [Sample(IN, s.at, None, Gap.RESET) for s in varied[100:112]]
    jittery = [Sample(OUT, at + dice.randrange(2), dice.random() * 1e6) for at in times]
    return {IN: varied, OUT: jittery, FLAT: [Sample(FLAT, at, 7.0) for at in times]}


async def pass_days(store: HistoryStore, clock: FakeClock, days: float) -> None:
    """Let time go by until hours and days are closed."""
    await clock.advance(days * DAY_S)
    for _ in range(2):
        await clock.advance(300)
        await store.flush()
        await store.tidy()


async def raw_of(store: HistoryStore, key: SeriesKey, since: int = MIDNIGHT) -> list[tuple[int, float | None]]:
    (data,) = await store.read([key], since, since + DAY_S - 1, points=10**6)
    assert data.step_s == 0
    return list(zip(data.times, data.values, strict=True))


def pairs(samples: list[Sample]) -> list[tuple[int, float | None]]:
    return [(s.at, s.value) for s in samples]


async def test_what_is_appended_is_read_at_once_and_after_every_step_of_its_life(
    store: HistoryStore, clock: FakeClock
) -> None:
    day = day_of(1)
    for samples in day.values():
        store.append(samples)
    assert {key: await raw_of(store, key) for key in day} == {key: pairs(s) for key, s in day.items()}
    await store.flush()
    assert {key: await raw_of(store, key) for key in day} == {key: pairs(s) for key, s in day.items()}
    await pass_days(store, clock, 1.1)
    assert [file.name for file in store._files.files()] == [
        "1h/2025.duckdb",
        "5min/2025-06.duckdb",
        "raw/2025-06-16.duckdb",
    ]
    assert {key: await raw_of(store, key) for key in day} == {key: pairs(s) for key, s in day.items()}
    assert (await store.read([IN], MIDNIGHT, MIDNIGHT + DAY_S))[0].gaps == {s.at: s.gap for s in day[IN] if s.gap}


@pytest.mark.parametrize(("step_s", "points"), [(300, 288), (3600, 24)])
async def test_averages_are_exact_before_and_after_a_day_is_rolled_up(
    store: HistoryStore, clock: FakeClock, step_s: int, points: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll_up, "MOST_AT_ONCE", 2000)
    day = day_of(2)
    for samples in day.values():
        store.append(samples)
    before = await store.read(list(day), MIDNIGHT, MIDNIGHT + DAY_S - 1, points)
    await pass_days(store, clock, 1.1)
    after = await store.read(list(day), MIDNIGHT, MIDNIGHT + DAY_S - 1, points)
    assert after == before
    for data, samples in zip(after, day.values(), strict=True):
        assert data.step_s == step_s
        for at, *found in zip(data.times, data.values, data.minimum or [], data.maximum or [], strict=True):
            values = [s.value for s in samples if s.at // step_s * step_s == at and s.value is not None]
            if values:
                exact = [math.fsum(values) / len(values), min(values), max(values)]
                assert found == pytest.approx(exact, rel=1e-12)
            else:
                assert found == [None, None, None]
                assert data.gaps[at] in {Gap.NO_ANSWER, Gap.RESET}


async def test_stored_percentiles_and_counts_are_exact(store: HistoryStore, clock: FakeClock, tmp_path: Path) -> None:
    samples = day_of(3)[IN]
    store.append(samples)
    await pass_days(store, clock, 1.1)
    await store.close()
    with duckdb.connect(str(tmp_path / "history" / "1h" / "2025.duckdb")) as db:
        stored = db.execute("SELECT tick - rank * 24, p95, samples FROM runs ORDER BY tick").fetchall()
    for hour, p95, count in stored:
        values = sorted(s.value for s in samples if (s.at - MIDNIGHT) // 3600 == hour and s.value is not None)
        assert count == len(values)
        assert p95 == values[math.ceil(len(values) * 0.95) - 1]


async def test_late_samples_of_a_rolled_up_day_are_seen_and_rolled_up_again(
    store: HistoryStore, clock: FakeClock
) -> None:
    store.append([s for s in day_of(4)[FLAT] if s.at % 7200 < 3600])
    await pass_days(store, clock, 1.1)
    late = [Sample(FLAT, s.at, 1000.0) for s in day_of(4)[FLAT] if s.at % 7200 >= 3600]
    store.append(late)
    hourly = (await store.read([FLAT], MIDNIGHT, MIDNIGHT + DAY_S - 1, points=24))[0]
    assert hourly.values == [7.0, 1000.0, 1000.0, 1000.0]
    await pass_days(store, clock, 0.1)
    assert not [file for file in store._files.files() if file.is_loose]
    assert (await store.read([FLAT], MIDNIGHT, MIDNIGHT + DAY_S - 1, points=24))[0] == hourly
    assert len(await raw_of(store, FLAT)) == 240


async def test_averages_of_a_day_that_is_rolled_up_again_stand_once(
    store: HistoryStore, clock: FakeClock, tmp_path: Path
) -> None:
    day = day_of(4)[FLAT]
    store.append(day[:120])
    await pass_days(store, clock, 1.1)
    store.append(day[120:])
    await pass_days(store, clock, 0.1)
    await store.close()
    for name, step_s in (("1h/2025.duckdb", 3600), ("5min/2025-06.duckdb", 300)):
        with duckdb.connect(str(tmp_path / "history" / name)) as db:
            stored = db.execute("SELECT count(*), count(DISTINCT tick), sum(samples) FROM runs").fetchone()
        buckets = len({s.at // step_s for s in day})
        assert stored == (buckets, buckets, len(day))


async def test_the_last_of_several_samples_for_one_second_stays(store: HistoryStore, clock: FakeClock) -> None:
    for value in (1.0, 2.0, 3.0):
        store.append([Sample(FLAT, MIDNIGHT + 5, value)])
        await store.flush()
    assert await raw_of(store, FLAT) == [(MIDNIGHT + 5, 3.0)]
    await pass_days(store, clock, 1.1)
    assert await raw_of(store, FLAT) == [(MIDNIGHT + 5, 3.0)]


async def test_columns_are_kept_like_samples(store: HistoryStore) -> None:
    ids = await store.series_ids([IN, OUT])
    times = np.array([MIDNIGHT, MIDNIGHT + 60], np.int64)
    store.append_columns(Rows(ids, times, np.array([1.5, np.nan]), np.array([0, 2], np.uint8)))
    found = await store.read([IN, OUT], MIDNIGHT, MIDNIGHT + 60)
    assert [(d.times, d.values, d.gaps) for d in found] == [
        ([MIDNIGHT], [1.5], {}),
        ([MIDNIGHT + 60], [None], {MIDNIGHT + 60: Gap.RESET}),
    ]


async def test_numbers_that_are_none_become_gaps(store: HistoryStore) -> None:
    store.append([Sample(IN, MIDNIGHT, math.inf), Sample(IN, MIDNIGHT + 1, math.nan), Sample(IN, MIDNIGHT + 2, None)])
    await store.flush()
    (data,) = await store.read([IN], MIDNIGHT, MIDNIGHT + 9)
    assert data.values == [None, None, None]
    assert data.gaps == {MIDNIGHT: Gap.IMPOSSIBLE, MIDNIGHT + 1: Gap.IMPOSSIBLE}


async def test_samples_from_the_future_or_beyond_retention_are_counted_not_kept(
    store: HistoryStore, counters: Counters
) -> None:
    store.append([Sample(IN, MIDNIGHT + 3 * DAY_S, 1.0), Sample(IN, MIDNIGHT - 20 * DAY_S, 1.0), Sample(IN, -5, 1.0)])
    await store.flush()
    assert counters.snapshot() == {"history.dropped.future": 1, "history.dropped.expired": 2}


async def test_a_device_that_names_its_series_otherwise_at_every_poll_is_cut_off_and_counted(
    store: HistoryStore, counters: Counters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nocscape.store.series_book.MOST_OF_A_DEVICE", 3)
    keys = [SeriesKey("noisy", "m", str(number)) for number in range(5)] + [SeriesKey("calm", "m")]
    await store.flush()
    for _ in range(2):
        store.append([Sample(key, MIDNIGHT + 60, 1.0) for key in keys])
        await store.flush()
    assert [bool(data.times) for data in await store.read(keys, MIDNIGHT, MIDNIGHT + 120)] == [True] * 3 + [
        False,
        False,
        True,
    ]
    assert counters.get("history.dropped.too_many_series") == 4
    assert await store.series_of("noisy") == keys[:3]


async def test_an_unknown_series_is_empty(store: HistoryStore) -> None:
    (data,) = await store.read([SeriesKey("nobody", "cpu_percent")], MIDNIGHT, MIDNIGHT + 9)
    assert (data.times, data.values) == ([], [])


async def test_top_ranks_by_average_over_rolled_and_open_days(store: HistoryStore, clock: FakeClock) -> None:
    keys = [SeriesKey(f"d{n}", "if_in_bps", "Gi0/1") for n in range(30)]
    for at in range(MIDNIGHT, MIDNIGHT + DAY_S, 21_600):
        store.append([Sample(key, at, float(n)) for n, key in enumerate(keys)])
    await pass_days(store, clock, 1.1)
    later = MIDNIGHT + DAY_S + 60
    store.append([Sample(key, later, 1000.0 if n == 3 else float(n)) for n, key in enumerate(keys)])
    store.append([Sample(FLAT, later, 1e12)])
    await store.flush()
    best = await store.top("if_in_bps", MIDNIGHT, later, most=3)
    assert [key.device for key, _ in best] == ["d3", "d29", "d28"]
    assert best[0][1] == pytest.approx((4 * 3 + 1000) / 5)
    low = await store.top("if_in_bps", MIDNIGHT, later, most=2, devices=("d1", "d2", "d0"))
    assert [key.device for key, _ in low] == ["d2", "d1"]


async def test_many_series_are_read_as_one_over_rolled_and_open_days(store: HistoryStore, clock: FakeClock) -> None:
    keys = [SeriesKey(f"d{n}", "cpu_percent") for n in range(4)]

    def hour_of(begin: int) -> list[Sample]:
        told = [Sample(key, begin + at, 10.0 * n) for n, key in enumerate(keys) for at in range(0, 3600, 60)]
        return [*told, Sample(keys[0], begin + 3600, None, Gap.NO_ANSWER)]

    store.append([*hour_of(MIDNIGHT), Sample(SeriesKey("d0", "memory_percent"), MIDNIGHT, 1e6)])
    await pass_days(store, clock, 1.1)
    store.append(hour_of(MIDNIGHT + DAY_S))
    await store.flush()
    until = MIDNIGHT + DAY_S + 7200
    wanted: dict[Combine, float] = {"average": 15.0, "sum": 60.0, "highest": 30.0, "lowest": 0.0}
    for combine, value in wanted.items():
        for points in (2, 26, 2000):
            read = await store.together("cpu_percent", MIDNIGHT, until, combine=combine, points=points)
            assert read.values == pytest.approx([value] * len(read.times)), (combine, points)
            assert read.times
    fine = await store.together("cpu_percent", MIDNIGHT, until, points=60)
    assert fine.step_s == 1800
    few = await store.together("cpu_percent", MIDNIGHT, until, devices=("d1", "d2"), points=26)
    assert (few.step_s, few.times) == (3600, [MIDNIGHT, MIDNIGHT + DAY_S])
    assert set(few.values) == {15.0}
    nobody = await store.together("cpu_percent", MIDNIGHT, until, devices=("nobody",))
    assert nobody.values == []


async def test_ports_are_read_as_one_by_their_fuller_way_over_rolled_and_open_days(
    store: HistoryStore, clock: FakeClock
) -> None:
    """Three ports of 100, 200 and 400 units; the third is fuller in the other way; the fourth has no speed."""
    rates = {"if_in_bps": (50.0, 20.0, 40.0, 1e9), "if_out_bps": (10.0, 0.0, 120.0, 1e9)}
    keys = {(m, n): SeriesKey("d1", m, f"p{n}") for m in rates for n in range(4)}

    def hour_of(begin: int) -> list[Sample]:
        return [Sample(k, begin + at, rates[m][n]) for (m, n), k in keys.items() for at in range(0, 3600, 60)]

    store.append(hour_of(MIDNIGHT))
    await pass_days(store, clock, 1.1)
    store.append(hour_of(MIDNIGHT + DAY_S))
    await store.flush()
    factors = {("d1", f"p{n}"): 100 / speed for n, speed in enumerate((100, 200, 400))} | {("d2", "p0"): 1.0}
    wanted: dict[Combine, float] = {"average": 30.0, "sum": 90.0, "highest": 50.0, "lowest": 10.0}
    for combine, value in wanted.items():
        for points in (2, 26, 2000):
            read = await store.together(
                "share", MIDNIGHT, MIDNIGHT + DAY_S + 7200, combine=combine, points=points, ways=tuple(rates),
                factors=factors,
            )  # fmt: skip
            assert read.values == pytest.approx([value] * len(read.times)), (combine, points)
            assert read.times
    nothing = await store.together("share", MIDNIGHT, MIDNIGHT + DAY_S, ways=tuple(rates), factors={})
    assert nothing.values == []


async def test_what_is_too_old_is_unlinked_class_by_class(store: HistoryStore, clock: FakeClock) -> None:
    store.append([Sample(IN, MIDNIGHT + 60, 1.0)])
    await pass_days(store, clock, 1.1)
    await pass_days(store, clock, 15)
    assert [file.name for file in store._files.files()] == ["1h/2025.duckdb", "5min/2025-06.duckdb"]
    await pass_days(store, clock, 400)
    assert [file.name for file in store._files.files()] == ["1h/2025.duckdb"]


async def test_the_oldest_raw_files_go_where_all_are_too_large(tmp_path: Path, clock: FakeClock) -> None:
    store = open_history(tmp_path, Counters(), clock, Retention(most_bytes=5_000_000))
    for day in range(4):
        store.append(day_of(day, MIDNIGHT + day * DAY_S)[IN])
        await pass_days(store, clock, 1)
    await pass_days(store, clock, 0.1)
    names = [file.name for file in store._files.files() if file.name.startswith("raw/")]
    assert "raw/2025-06-16.duckdb" not in names
    assert "raw/2025-06-19.duckdb" in names
    await store.close()


async def test_in_memory_the_same_calls_keep_a_day(clock: FakeClock) -> None:
    store = open_history(None, Counters(), clock)
    day = day_of(5)
    store.append(day[IN])
    await store.flush()
    await clock.advance(DAY_S / 2)
    await store.flush()
    await store.tidy()
    assert await raw_of(store, IN) == pairs(day[IN])
    assert (await store.read([IN], MIDNIGHT, MIDNIGHT + DAY_S - 1, points=24))[0].step_s == 3600
    await clock.advance(2 * DAY_S)
    await store.flush()
    assert store._files.files() == []
    await store.close()


async def test_series_keep_their_numbers_over_a_restart(tmp_path: Path, clock: FakeClock) -> None:
    numbers = []
    for _ in range(2):
        store = open_history(tmp_path, Counters(), clock)
        numbers.append((await store.series_ids([IN, OUT, FLAT])).tolist())
        await store.close()
    assert numbers == [[1, 2, 3], [1, 2, 3]]
