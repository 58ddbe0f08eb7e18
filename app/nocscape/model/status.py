"""States and severities, and how several become one.

The order is worst last. `unreachable` ranks below `critical`: it is the effect, not the cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Status(StrEnum):
    """The state of a device, a port, a link or a group."""

    UNKNOWN = "unknown"
    MAINTENANCE = "maintenance"
    UP = "up"
    WARNING = "warning"
    MINOR = "minor"
    UNREACHABLE = "unreachable"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """How bad it is; higher is worse."""
        return _RANK[self]

    @property
    def is_bad(self) -> bool:
        """Whether an operator should look."""
        return self.rank >= Status.WARNING.rank


_RANK = {status: rank for rank, status in enumerate(Status)}


class Severity(StrEnum):
    """How much an event matters (ITU-T X.733 words, `info` and `clear` beside them)."""

    CLEAR = "clear"
    INFO = "info"
    WARNING = "warning"
    MINOR = "minor"
    CRITICAL = "critical"


def worst(states: Iterable[Status]) -> Status:
    """The worst of `states`; unknown when there are none."""
    return max(states, key=lambda s: s.rank, default=Status.UNKNOWN)


class LinkState(StrEnum):
    """What a link does: carries traffic, is down, is blocked by spanning tree, or was not seen for a while."""

    UP = "up"
    DOWN = "down"
    BLOCKED = "blocked"
    STALE = "stale"
