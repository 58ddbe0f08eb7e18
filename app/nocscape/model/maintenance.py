"""Maintenance windows: when a device may be silent without anybody being told."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec


class Repeat(StrEnum):
    """How often a window comes again."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"


_DAYS = {Repeat.DAILY: 1, Repeat.WEEKLY: 7}


class MaintenanceWindow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stretch of time, in UTC seconds, in which devices are in maintenance."""

    scope: str
    """`device:ID`, `site:NAME`, `kind:KIND` or `vendor:NAME`."""
    since: float
    until: float
    repeat: Repeat = Repeat.NEVER
    note: str = ""
    id: str = ""
    """Set by the engine, as is who put it there."""
    actor: str = ""

    def is_open(self, at: float) -> bool:
        """Whether a time in UTC seconds lies inside; one that repeats keeps to the clock on this machine's wall."""
        return self.opened(at) is not None

    def opened(self, at: float) -> float | None:
        """When the window that is open at that time has opened; None where none is."""
        if self.repeat is Repeat.NEVER or at < self.since:
            return self.since if self.since <= at < self.until else None
        step = _DAYS[self.repeat]
        first, now = _wall(self.since), _wall(at)
        rounds = (now - first).days // step
        start = (first + dt.timedelta(days=rounds * step)).timestamp()
        return start if start <= at < start + (self.until - self.since) else None

    def is_over(self, at: float) -> bool:
        """Whether it will never be open again."""
        return self.repeat is Repeat.NEVER and at >= self.until


def _wall(at: float) -> dt.datetime:
    """Local time without a zone, so that a day is a day where clocks are changed."""
    return dt.datetime.fromtimestamp(at)  # noqa: DTZ006 - wall time is meant
