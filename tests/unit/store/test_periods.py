"""What the name of a history file says, at the ends of months and years."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nocscape.store import periods
from nocscape.store.periods import FIVE_MINUTES, HOURLY, PeriodFile, parse


def at(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[arg-type, misc]


def parsed(name: str) -> PeriodFile:
    found = parse(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("raw/2026-12-31T23.duckdb", at(2026, 12, 31, 23), at(2027, 1, 1)),
        ("raw/2026-12-31.duckdb", at(2026, 12, 31), at(2027, 1, 1)),
        ("5min/2026-11.duckdb", at(2026, 11, 1), at(2026, 12, 1)),
        ("5min/2026-12.duckdb", at(2026, 12, 1), at(2027, 1, 1)),
        ("5min/2028-02.duckdb", at(2028, 2, 1), at(2028, 3, 1)),
        ("1h/2028.duckdb", at(2028, 1, 1), at(2029, 1, 1)),
    ],
)
def test_a_file_holds_its_period_and_the_first_second_after_is_outside(name: str, start: int, end: int) -> None:
    file = parsed(name)
    assert (file.start, file.end) == (start, end)
    assert file.overlaps(start, start)
    assert file.overlaps(end - 1, end)
    assert not file.overlaps(start - 9, start - 1)
    assert not file.overlaps(end, end + 9)


@pytest.mark.parametrize("name", ["raw/2026-11-21T07.duckdb", "raw/2026-11-21T07.x1.duckdb", "raw/2026-11-21.duckdb"])
def test_every_raw_file_lies_in_its_day(name: str) -> None:
    assert parsed(name).day == at(2026, 11, 21)


def test_only_an_hour_without_a_token_is_still_written_to() -> None:
    moment = at(2026, 11, 21, 7)
    live, closed = parsed(periods.live_hour(moment)), parsed(periods.closed_hour(moment, "x1"))
    merged, day = parsed(periods.hours_of_day(moment)), parsed(periods.day_file(moment))
    assert [file.is_live for file in (live, closed, merged, day)] == [True, False, False, False]
    assert [file.is_loose for file in (live, closed, merged, day)] == [True, True, True, False]


def test_averages_are_in_the_file_of_their_month_or_year() -> None:
    moment = at(2026, 12, 31, 23)
    assert periods.rolled_file(FIVE_MINUTES, moment) == "5min/2026-12.duckdb"
    assert periods.rolled_file(HOURLY, moment) == "1h/2026.duckdb"


@pytest.mark.parametrize(
    "name",
    [
        periods.unfinished_day(0),
        "raw/2026-13-01.duckdb",
        "raw/2026-02-30.duckdb",
        "raw/2026-11-21T24.duckdb",
        "other/2026.duckdb",
        "raw/2026-11-21.duckdb.wal",
    ],
)
def test_what_is_no_finished_history_file_is_none(name: str) -> None:
    assert parse(name) is None
