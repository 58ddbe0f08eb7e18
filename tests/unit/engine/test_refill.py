"""The gap that a poller left is filled from what the switch kept, and nothing beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.engine.watching.refill import Refill
from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.store.history import HistoryStore, open_history

NOW = 1_750_000_000
KEY = SeriesKey("d", "rmon_bps", "11")
OTHER = SeriesKey("d", "rmon_pps", "11")
STRANGE = SeriesKey("d", "rmon_bps", "12")


@pytest.fixture
async def store() -> AsyncIterator[HistoryStore]:
    opened = open_history(None, Counters(), FakeClock(NOW))
    yield opened
    await opened.close()


@pytest.mark.parametrize("gap_s", [600, 5 * 3600])
async def test_only_what_lies_between_the_last_value_and_now_is_missing(store: HistoryStore, gap_s: int) -> None:
    last = NOW - gap_s
    store.append([Sample(KEY, last - 60 * n, 5.0) for n in range(100)])
    store.append([Sample(KEY, last + 30, None, Gap.NO_ANSWER), Sample(KEY, NOW, 6.0)])
    await store.flush()
    kept = [NOW - 60 * n for n in range(400)]
    found = [Sample(key, at, 7.0) for key in (KEY, OTHER, STRANGE) for at in kept]
    refill = Refill(cast("Any", SimpleNamespace(history=store)))
    missing = await refill.missing(found, NOW)
    assert {s.key for s in missing} == {KEY, OTHER}
    assert sorted({s.at for s in missing}) == sorted(at for at in kept if last < at < NOW)
