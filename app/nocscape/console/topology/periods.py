"""Stretches of time that operators compare: named ones, and one of their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from nocscape.base.i18n import mark

HOUR_S = 3600.0


class Period(StrEnum):
    """Named stretches; `custom` is typed."""

    HOUR = "hour"
    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    CUSTOM = "custom"


PERIOD_WORDS: dict[Period, str] = {
    Period.HOUR: mark("Last hour"),
    Period.TODAY: mark("Today"),
    Period.YESTERDAY: mark("Yesterday"),
    Period.WEEK: mark("Last 7 days"),
    Period.CUSTOM: mark("Custom…"),
}


def span(period: Period, now: float) -> tuple[float, float]:
    """Begin and end of a named stretch in UTC seconds; days begin at midnight here, whatever summer time does."""
    here = datetime.fromtimestamp(now).astimezone()
    midnight = datetime(here.year, here.month, here.day)  # noqa: DTZ001 - local midnight is meant
    match period:
        case Period.TODAY:
            return midnight.timestamp(), now
        case Period.YESTERDAY:
            return (midnight - timedelta(days=1)).timestamp(), midnight.timestamp()
        case Period.WEEK:
            return now - 7 * 24 * HOUR_S, now
        case _:
            return now - HOUR_S, now
