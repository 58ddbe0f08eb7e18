"""What the history wrote does not stay in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.model.metrics import SeriesKey
from nocscape.store.columns import Ids, Rows, ids_array
from nocscape.store.conditions import Conditions
from nocscape.store.duck_files import DuckFiles
from nocscape.store.history_sink import MOST_KEPT_ROWS, HistorySink
from nocscape.store.history_tables import Stretch, make_tables, read_raw
from nocscape.store.periods import HOUR_S, Keeping, Retention
from nocscape.store.series_book import SeriesBook
from nocscape.store.tail import Tail

HOUR = 1_750_032_000
SERIES = 5_000
POLLS = 4 * MOST_KEPT_ROWS // SERIES
BYTES_A_ROW = 30
"""Before they are packed, in memory or in the log."""


class Writing:
    """A sink over a folder, driven without its thread."""

    def __init__(self, folder: Path) -> None:
        self.conditions = Conditions()
        self.files = DuckFiles(folder, self.conditions, make_tables)
        self.clock = FakeClock(HOUR)
        self.tail = Tail(Counters())
        self.sink = HistorySink(
            self.files,
            SeriesBook(folder, self.conditions),
            self.tail,
            conditions=self.conditions,
            clock=self.clock,
            counters=Counters(),
            keeping=Keeping(Retention()),
        )
        self.sink.write([])
        self.ids: Ids = ids_array(self.sink.book.number([SeriesKey("d1", "if_in_bps", str(n)) for n in range(SERIES)]))

    async def poll(self) -> None:
        """All series once, ten seconds later."""
        await self.clock.advance(10.0)
        values = np.random.default_rng(int(self.clock.now())).random(SERIES)
        times = np.full(SERIES, int(self.clock.now()), np.int64)
        self.tail.put(Rows(self.ids, times, values, np.zeros(SERIES, np.uint8)))
        self.sink.write([])

    def held_bytes(self) -> int:
        """What DuckDB keeps in memory."""
        with closing(self.files.cursor()) as cursor:
            row = cursor.execute("SELECT sum(memory_usage_bytes)::BIGINT FROM duckdb_memory()").fetchone()
        return row[0] if row is not None else 0

    def stored(self) -> int:
        """Samples in the files."""
        with self.files.pinned(list) as aliases, closing(self.files.cursor()) as cursor:
            known = {file.name: file for file in self.files.files()}
            all_times = Stretch(0, 2**32 - 1)
            return sum(len(read_raw(cursor, alias, known[n], "true", all_times)) for n, alias in aliases.items())


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[Writing]:
    made = Writing(tmp_path)
    yield made
    made.sink.close()
    made.files.close()


async def test_what_was_written_does_not_stay_in_memory(writing: Writing) -> None:
    most = 0
    for _ in range(POLLS):
        await writing.poll()
        most = max(most, writing.held_bytes())
    assert most < 2 * MOST_KEPT_ROWS * BYTES_A_ROW  # all of it would be more than twice as much
    assert writing.stored() == POLLS * SERIES


async def test_a_file_that_is_being_read_is_let_go_of_later(writing: Writing) -> None:
    await writing.poll()
    with writing.files.pinned(list) as aliases, closing(writing.files.cursor()) as cursor:
        for _ in range(2 * MOST_KEPT_ROWS // SERIES):
            await writing.poll()
        (alias,) = aliases.values()
        file = writing.files.files()[0]
        while_held = len(read_raw(cursor, alias, file, "true", Stretch(HOUR, HOUR + HOUR_S)))
    held = writing.held_bytes()
    for _ in range(2 * MOST_KEPT_ROWS // SERIES):
        await writing.poll()
    assert while_held == SERIES * (1 + 2 * MOST_KEPT_ROWS // SERIES)
    assert writing.held_bytes() < held
    assert not writing.conditions.texts()
