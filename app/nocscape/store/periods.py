"""How history is cut into files: a class of samples, and a period of time that one file holds.

    raw/2026-11-21T07.duckdb            the hour that is being written
    raw/2026-11-21T07.<token>.duckdb    an hour that is written no more and waits to be merged
    raw/2026-11-21.hours.duckdb         the merged hours of a day that is not rolled up yet, each sorted by series
    raw/2026-11-21.duckdb               a day that is over: sorted by series, and rolled up into the two below
    5min/2026-11.duckdb  1h/2026.duckdb averages over a month and a year, a stretch for each day

What expires is unlinked, since a DuckDB file never shrinks. Periods are UTC. A day is rolled up if it has no file of
hours; where late samples came for a rolled-up day it has one again, until it is rolled up once more.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import msgspec

from nocscape.model.watching import RetentionPlan

HOUR_S = 3600
DAY_S = 86_400


class Grain(msgspec.Struct, frozen=True):
    """A class of samples: its folder, and the width of one value in seconds (1 where every sample is kept)."""

    folder: str
    step_s: int

    @property
    def per_day(self) -> int:
        """Most values of one series in a day."""
        return DAY_S // self.step_s


RAW = Grain("raw", 1)
FIVE_MINUTES = Grain("5min", 300)
HOURLY = Grain("1h", 3600)
GRAINS = {grain.folder: grain for grain in (RAW, FIVE_MINUTES, HOURLY)}


class Retention(RetentionPlan, frozen=True, kw_only=True):
    """How long each class is kept, and how large it may grow."""

    def days(self, grain: Grain) -> int:
        """For how many days this class is kept."""
        return {RAW: self.raw_days, FIVE_MINUTES: self.five_minute_days, HOURLY: self.hourly_days}[grain]

    def bytes(self, grain: Grain) -> int | None:
        """How much this class may take; None: as much as it needs."""
        return {RAW: self.raw_bytes, FIVE_MINUTES: self.five_minute_bytes, HOURLY: self.hourly_bytes}[grain]


class Keeping:
    """The retention in force; replaced as a whole, so that any thread may look."""

    def __init__(self, retention: Retention) -> None:
        self.now = retention


_NAME = re.compile(
    r"(?P<folder>raw|5min|1h)/(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)(T(?P<hour>\d\d))?)?)?"
    r"(\.(?P<token>\w+))?\.duckdb"
)
_HOURS = "hours"
UNFINISHED = "new"
"""Token of a file that is being made and will replace another."""


class PeriodFile(msgspec.Struct, frozen=True, kw_only=True):
    """What a file's name says. Times in UTC seconds, `end` is the first that is outside."""

    name: str
    """Relative to the history's folder, with slashes."""
    grain: Grain
    start: int
    end: int
    is_hour: bool
    token: str

    @property
    def is_live(self) -> bool:
        """Whether samples are still written to it."""
        return self.is_hour and not self.token

    @property
    def is_loose(self) -> bool:
        """Whether it holds samples of a day that are not rolled up."""
        return self.is_hour or self.token == _HOURS

    @property
    def day(self) -> int:
        """Start of the day it lies in, for raw files."""
        return self.start - self.start % DAY_S

    def overlaps(self, since: int, until: int) -> bool:
        """Whether it may hold something between the two times, both included."""
        return self.start <= until and since < self.end


def parse(name: str) -> PeriodFile | None:
    """What the name says, None where it is not a history file's."""
    found = _NAME.fullmatch(name)
    if found is None or found["token"] == UNFINISHED:
        return None
    part = {key: int(text) for key, text in found.groupdict().items() if key not in ("folder", "token") and text}
    try:
        start = datetime(part["year"], part.get("month", 1), part.get("day", 1), part.get("hour", 0), tzinfo=UTC)
    except ValueError:
        return None
    return PeriodFile(
        name=name,
        grain=GRAINS[found["folder"]],
        start=int(start.timestamp()),
        end=_end(start, part),
        is_hour="hour" in part,
        token=found["token"] or "",
    )


def _end(start: datetime, part: dict[str, int]) -> int:
    if "hour" in part:
        return int(start.timestamp()) + HOUR_S
    if "day" in part:
        return int(start.timestamp()) + DAY_S
    if "month" in part:
        after = start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
        return int(after.timestamp())
    return int(start.replace(year=start.year + 1).timestamp())


def live_hour(time_s: int) -> str:
    """File that the samples of that hour are written to."""
    return f"raw/{_utc(time_s):%Y-%m-%dT%H}.duckdb"


def closed_hour(time_s: int, token: str) -> str:
    """Name that an hour's file gets when nothing more is written to it."""
    return f"raw/{_utc(time_s):%Y-%m-%dT%H}.{token}.duckdb"


def hours_of_day(time_s: int) -> str:
    """File of the merged hours of that day."""
    return f"raw/{_utc(time_s):%Y-%m-%d}.{_HOURS}.duckdb"


def day_file(time_s: int) -> str:
    """File of that day, when it is over."""
    return f"raw/{_utc(time_s):%Y-%m-%d}.duckdb"


def unfinished_day(time_s: int) -> str:
    """File that a day's samples are sorted into, until it becomes the day's."""
    return f"raw/{_utc(time_s):%Y-%m-%d}.{UNFINISHED}.duckdb"


def rolled_file(grain: Grain, time_s: int) -> str:
    """File that averages of that time are in."""
    return f"{grain.folder}/{_utc(time_s):{'%Y-%m' if grain is FIVE_MINUTES else '%Y'}}.duckdb"


def _utc(time_s: int) -> datetime:
    return datetime.fromtimestamp(time_s, UTC)
