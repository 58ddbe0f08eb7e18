"""Damaged history files and a full disk: said, survived, never a crash."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.model.metrics import Sample
from nocscape.store import history_sink
from nocscape.store.errors import StoreFullError
from nocscape.store.history import HistoryStore, open_history
from nocscape.store.periods import DAY_S
from tests.unit.store.test_history import FLAT, HOURS, IN, MIDNIGHT, day_of, pairs, pass_days, raw_of


async def two_days(profile: Path, clock: FakeClock) -> None:
    store = open_history(profile, Counters(), clock)
    for day in range(2):
        for samples in day_of(day, MIDNIGHT + day * DAY_S).values():
            store.append(samples)
        await pass_days(store, clock, 1)
    await pass_days(store, clock, 0.1)
    await store.close()


def spoil(path: Path, at: float = 0.5, length: int = 70_000) -> None:
    with path.open("r+b") as file:
        file.seek(int(path.stat().st_size * at))
        file.write(b"\xff" * length)


async def reopened(profile: Path, clock: FakeClock) -> HistoryStore:
    store = open_history(profile, Counters(), clock)
    await store.flush()
    return store


@pytest.mark.parametrize("at", [0.0, 0.2, 0.4, 0.6])
async def test_a_spoiled_day_is_moved_aside_and_the_other_one_is_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, at: float
) -> None:
    clock = FakeClock(MIDNIGHT)
    await two_days(tmp_path, clock)
    spoil(tmp_path / "history/raw/2025-06-16.duckdb", at, 600_000)
    store = await reopened(tmp_path, clock)
    found = await raw_of(store, IN)
    assert await raw_of(store, IN, MIDNIGHT + DAY_S) == pairs(day_of(1, MIDNIGHT + DAY_S)[IN])
    assert found == pairs(day_of(0)[IN]) or "2025-06-16" in str(store.warnings())
    assert (await store.read([FLAT], MIDNIGHT, MIDNIGHT + DAY_S - 1, points=24))[0].values == [7.0] * len(HOURS)
    caplog.clear()
    await store.close()


async def test_a_file_that_was_cut_off_is_moved_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    clock = FakeClock(MIDNIGHT)
    await two_days(tmp_path, clock)
    path = tmp_path / "history/5min/2025-06.duckdb"
    path.write_bytes(path.read_bytes()[:100_000])
    store = await reopened(tmp_path, clock)
    await store.read([IN], MIDNIGHT, MIDNIGHT + DAY_S - 1, points=288)
    assert "5min/2025-06" in str(store.warnings())
    caplog.clear()
    await store.close()


@pytest.mark.parametrize("where", [0.0, 0.5, 0.98])
async def test_a_spoiled_write_ahead_log_costs_no_more_than_itself(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, where: float
) -> None:
    clock = FakeClock(MIDNIGHT)
    store = open_history(tmp_path, Counters(), clock)
    store.append(day_of(1)[FLAT][:30])
    await store.flush()
    shutil.copytree(tmp_path, tmp_path / "killed", ignore=shutil.ignore_patterns("killed", "tmp"))
    await store.close()
    spoil(tmp_path / "killed/history/raw/2025-06-16T00.duckdb.wal", where, 8)
    store = await reopened(tmp_path / "killed", clock)
    store.append([Sample(FLAT, MIDNIGHT + 1800, 8.0)])
    await store.flush()
    assert (await raw_of(store, FLAT))[-1] == (MIDNIGHT + 1800, 8.0)
    caplog.clear()
    await store.close()


async def test_an_hour_that_is_spoiled_before_it_is_merged_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = FakeClock(MIDNIGHT)
    store = open_history(tmp_path, Counters(), clock)
    for samples in day_of(1).values():
        store.append(samples)
    await store.close()
    spoil(tmp_path / "history/raw/2025-06-16T05.duckdb", 0.3, 200_000)
    store = await reopened(tmp_path, clock)
    await pass_days(store, clock, 1.1)
    assert "T05" in str(store.warnings())
    kept = [pair for pair in pairs(day_of(1)[FLAT]) if (pair[0] - MIDNIGHT) // 3600 != 5]
    assert await raw_of(store, FLAT) == kept
    caplog.clear()
    await store.close()


async def test_a_lost_book_of_series_is_restored_from_the_files(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = FakeClock(MIDNIGHT)
    await two_days(tmp_path, clock)
    (tmp_path / "history/series.sqlite").write_bytes(b"\xff" * 8192)
    shutil.rmtree(tmp_path / "history/backups")
    store = await reopened(tmp_path, clock)
    assert await raw_of(store, IN) == pairs(day_of(0)[IN])
    caplog.clear()
    await store.close()


class Usage(NamedTuple):
    free: int


async def test_a_full_disk_stops_writing_says_so_and_resumes_without_loss(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_sink, "RETRY_S", 0.02)
    free = [1 << 40]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free[0]))
    clock = FakeClock(MIDNIGHT)
    store = await reopened(tmp_path, clock)
    free[0] = 1 << 20
    samples = day_of(1)[IN]
    store.append(samples[:100])
    with pytest.raises(StoreFullError, match="disk is full"):
        await store.flush()
    store.append(samples[100:])
    assert "disk is full" in str(store.warnings()[0])
    assert await raw_of(store, IN) == pairs(samples)
    free[0] = 1 << 40
    await store.flush()
    assert store.warnings() == ()
    assert store.queue == 0
    assert await raw_of(store, IN) == pairs(samples)
    caplog.clear()
    await store.close()
