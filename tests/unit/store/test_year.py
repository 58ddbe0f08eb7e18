"""A year of samples, day after day as it would pass, against aggregates that are reckoned from all of them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.store.history import HistoryStore, open_history
from nocscape.store.periods import DAY_S, FIVE_MINUTES, HOURLY, Grain, parse

NEW_YEAR = 1_735_689_600
"""2025-01-01, UTC."""
HOURS = (0, 11, 23)
"""Of each day, in which there are samples: an hour has a file of its own, and files are what takes time."""
EVERY_S = 60
GAPS_OF_100 = 2
IDLE, SMOOTH, NOISY = (SeriesKey("d1", "if_in_bps", name) for name in ("idle", "smooth", "noisy"))


class Row(NamedTuple):
    """One average, as files hold it."""

    average: float
    minimum: float
    maximum: float
    p95: float
    samples: int


Value = Callable[[int, random.Random], float]
SHAPES: dict[SeriesKey, Value] = {
    IDLE: lambda _, __: 0.0,
    SMOOTH: lambda at, _: round(5e8 * (1 - math.cos(2 * math.pi * at / DAY_S))),
    NOISY: lambda _, dice: float(dice.randrange(10**9)),
}


def day_of(key: SeriesKey, since: int) -> list[Sample]:
    """The samples of one day, each up to a second late, some of them missing; the same in every run."""
    dice = random.Random(f"{key}{since}")
    samples: list[Sample] = []
    for start in (since + hour * 3600 + n for hour in HOURS for n in range(0, 3600, EVERY_S)):
        at = start + dice.randrange(2)
        is_gap = dice.randrange(100) < GAPS_OF_100
        value = SHAPES[key](at, dice)
        samples.append(Sample(key, at, None, Gap.NO_ANSWER) if is_gap else Sample(key, at, value))
    return samples


def exact(samples: Sequence[Sample], step_s: int) -> dict[int, Row]:
    """What the averages of these samples must be, by when each begins; without those that have gaps alone."""
    found: dict[int, list[float]] = {}
    for sample in samples:
        if sample.value is not None:
            found.setdefault(sample.at // step_s * step_s, []).append(sample.value)
    return {at: row_of(sorted(values)) for at, values in found.items()}


def row_of(values: list[float]) -> Row:
    p95 = values[math.ceil(len(values) * 0.95) - 1]
    return Row(math.fsum(values) / len(values), values[0], values[-1], p95, len(values))


def stored(folder: Path, grain: Grain) -> dict[str, dict[int, Row]]:
    """What the files of a class hold, by instance and time."""
    rows: dict[str, dict[int, Row]] = {}
    for path in sorted((folder / grain.folder).glob("*.duckdb")):
        file = parse(f"{grain.folder}/{path.name}")
        assert file is not None
        time_s = f"{file.start} + run::BIGINT * {DAY_S} + (tick - rank::BIGINT * {grain.per_day}) * {grain.step_s}"
        columns = "average, minimum, maximum, p95, samples"
        query = f"SELECT instance, {time_s}, {columns} FROM runs JOIN series ON series = id WHERE samples > 0"  # noqa: S608
        with duckdb.connect(str(path), read_only=True) as db:
            for instance, at, *row in db.execute(query).fetchall():
                rows.setdefault(instance, {})[at] = Row(*row)
    return rows


async def pass_year(store: HistoryStore, clock: FakeClock, days: int) -> dict[SeriesKey, list[Sample]]:
    """Let the days go by, each measured and rolled up; returns all that was measured."""
    told: dict[SeriesKey, list[Sample]] = {key: [] for key in SHAPES}
    for since in range(NEW_YEAR, NEW_YEAR + days * DAY_S, DAY_S):
        for key, samples in told.items():
            day = day_of(key, since)
            samples.extend(day)
            store.append(day)
        await pass_day(store, clock)
    await pass_day(store, clock)
    return told


async def pass_day(store: HistoryStore, clock: FakeClock) -> None:
    await store.flush()
    await clock.advance(DAY_S)
    await store.flush()
    await store.tidy()


@pytest.mark.parametrize("days", [3, pytest.param(365, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
async def test_averages_of_a_year_are_those_of_all_its_samples(tmp_path: Path, days: int) -> None:
    clock = FakeClock(NEW_YEAR)
    store = open_history(tmp_path, Counters(), clock)
    told = await pass_year(store, clock, days)
    shown = await store.read([NOISY], NEW_YEAR, NEW_YEAR + days * DAY_S - 1, points=24 * days)
    await store.close()
    for grain in (FIVE_MINUTES, HOURLY):
        kept = stored(tmp_path / "history", grain)
        for key, samples in told.items():
            wanted = exact(samples, grain.step_s)
            assert kept[key.instance].keys() == wanted.keys()
            times = sorted(wanted)
            found, right = (np.array([rows[at] for at in times]) for rows in (kept[key.instance], wanted))
            np.testing.assert_allclose(found, right, rtol=1e-12)
    hours = exact(told[NOISY], shown[0].step_s)
    assert dict(zip(shown[0].times, shown[0].maximum or [], strict=True)) == {at: r.maximum for at, r in hours.items()}
