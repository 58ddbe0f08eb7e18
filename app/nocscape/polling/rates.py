"""Counters to rates: never a spike that did not happen, never a silent gap.

A counter says how much it grew only between two readings of the same life of an agent. RFC 2578 section 7.1.6 and
RFC 2863 section 3.1.5 say when that is: sysUpTime has not gone back, and ifCounterDiscontinuityTime has not changed.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from nocscape.model.metrics import Gap

UPTIME_WRAP = 2**32
"""sysUpTime counts hundredths of a second in 32 bits: 497 days."""
UPTIME_SLACK_S = 60.0
"""How far an agent's clock may be off when a wrap of sysUpTime is told from a restart."""
SLACK = 1.05
"""A link may seem a little faster than it is, since agents refresh their counters late."""


class Width(IntEnum):
    """Bits of a counter (RFC 2578: Counter32, Counter64)."""

    C32 = 32
    C64 = 64


class Life(NamedTuple):
    """What tells one life of a counter from the next: hundredths of seconds, None where the agent does not say."""

    uptime_ticks: int | None = None
    discontinuity_ticks: int | None = None


class Rate(NamedTuple):
    """A rate in units a second, or the reason why there is none."""

    value: float | None
    gap: Gap | None = None


def has_restarted(before: Life, after: Life, elapsed_s: float) -> bool:
    """Whether the agent began anew between two readings; a wrap of sysUpTime after 497 days is not that."""
    if before.uptime_ticks is None or after.uptime_ticks is None or after.uptime_ticks >= before.uptime_ticks:
        return False
    through_wrap_s = (after.uptime_ticks + UPTIME_WRAP - before.uptime_ticks) / 100
    return abs(through_wrap_s - elapsed_s) > UPTIME_SLACK_S


def growth(before: int, after: int, width: Width) -> int:
    """How much a counter grew if it wrapped at most once."""
    return (after - before) % (1 << width)


class Counter:
    """One counter of one agent. `limit_per_s` is the most it can grow by in a second (None: not known)."""

    __slots__ = ("_at_s", "_life", "_value", "width")

    def __init__(self, width: Width) -> None:
        self.width = width
        self._at_s: float | None = None
        self._value = 0
        self._life = Life()

    def read(self, value: int, at_s: float, life: Life, limit_per_s: float | None = None) -> Rate | None:
        """The rate since the reading before; None for a first, a repeated or a belated reading (it is left out).

        `at_s` is monotonic time.
        """
        if self._at_s is None:
            self._keep(value, at_s, life)
            return None
        elapsed_s = at_s - self._at_s
        if elapsed_s <= 0:
            return None
        rate = self._rate(value, elapsed_s, life, limit_per_s)
        self._keep(value, at_s, life)
        return rate

    def _rate(self, value: int, elapsed_s: float, life: Life, limit_per_s: float | None) -> Rate:
        if has_restarted(self._life, life, elapsed_s):
            return Rate(None, Gap.RESET)
        if life.discontinuity_ticks != self._life.discontinuity_ticks:
            return Rate(None, Gap.DISCONTINUITY)
        if value < self._value and (self.width is Width.C64 or limit_per_s is None):
            return Rate(None, Gap.RESET)
        most = None if limit_per_s is None else limit_per_s * elapsed_s * SLACK
        if most is not None and most >= 1 << self.width:
            return Rate(None, Gap.IMPOSSIBLE)
        grown = growth(self._value, value, self.width)
        if most is not None and grown > most + 1:
            return Rate(None, Gap.RESET if value < self._value else Gap.IMPOSSIBLE)
        return Rate(grown / elapsed_s)

    def _keep(self, value: int, at_s: float, life: Life) -> None:
        self._value, self._at_s, self._life = value, at_s, life
