"""Counters to rates: never a spike that did not happen, never a silent gap.

A counter says how much it grew only between two readings of the same life of an agent. RFC 2578 section 7.1.6 and
RFC 2863 section 3.1.5 say when that is: sysUpTime went on, and ifCounterDiscontinuityTime has not changed.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from nocscape.model.metrics import Gap

UPTIME_WRAP = 2**32
"""sysUpTime counts hundredths of a second in 32 bits: 497 days."""
UPTIME_SLACK_S = 30.0
UPTIME_DRIFT = 0.01
"""How far sysUpTime and our clock may come apart between two readings: a slow answer, a clock that is not exact."""
REFRESH_S = 15.0
"""Agents refresh their counters late (net-snmp: 15 s), so that two readings may show what grew in a longer time."""
SLACK = 1.05
"""A link may seem a little faster than it is."""
BELIEVED_AFTER = 3
"""So many readings in a row above an interface's speed disprove the speed: tunnels and bridges declare fancy ones."""


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


def break_between(before: Life, after: Life, elapsed_s: float) -> Gap | None:
    """Why two readings that our clock puts `elapsed_s` apart cannot be compared; None where they can.

    sysUpTime has to go on as our clock does. Where it went further without going back, our clock stood still: the
    machine slept.
    """
    if before.uptime_ticks is not None and after.uptime_ticks is not None:
        advance_s = (after.uptime_ticks - before.uptime_ticks) % UPTIME_WRAP / 100
        slack_s = UPTIME_SLACK_S + UPTIME_DRIFT * elapsed_s
        if abs(advance_s - elapsed_s) > slack_s:
            has_gone_back = after.uptime_ticks < before.uptime_ticks
            return Gap.RESET if has_gone_back or advance_s < elapsed_s else Gap.NOT_POLLED
    known = (before.discontinuity_ticks, after.discontinuity_ticks)
    return Gap.DISCONTINUITY if None not in known and known[0] != known[1] else None


def growth(before: int, after: int, width: Width) -> int:
    """How much a counter grew if it wrapped at most once."""
    return (after - before) % (1 << width)


class Counter:
    """One counter of one agent."""

    __slots__ = ("_at_s", "_life", "_too_fast", "_value", "width")

    def __init__(self, width: Width) -> None:
        self.width = width
        self._at_s: float | None = None
        self._value = 0
        self._life = Life()
        self._too_fast = 0

    def read(self, value: int, at_s: float, life: Life, limit_per_s: float | None = None) -> Rate | None:
        """The rate since the reading before; None for a first, a repeated or a belated reading (it is left out).

        `at_s` is monotonic time. `limit_per_s` is the most that the counter can grow by in a second, None where that
        is not known.
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
        gap = break_between(self._life, life, elapsed_s)
        if gap is not None:
            self._too_fast = 0
            return Rate(None, gap)
        grown = growth(self._value, value, self.width)
        if limit_per_s is None:
            return Rate(None, Gap.RESET) if value < self._value else Rate(grown / elapsed_s)
        limit_per_s *= SLACK
        if value < self._value and grown > limit_per_s * elapsed_s:
            return Rate(None, Gap.RESET)
        if limit_per_s * elapsed_s >= 1 << self.width:
            return Rate(None, Gap.IMPOSSIBLE)  # it may have wrapped more than once
        if grown > limit_per_s * (elapsed_s + REFRESH_S):
            return self._too_fast_rate(grown / elapsed_s)
        if self._too_fast < BELIEVED_AFTER:
            self._too_fast = 0
            return Rate(min(grown / elapsed_s, limit_per_s))
        return Rate(grown / elapsed_s)

    def _too_fast_rate(self, rate: float) -> Rate:
        """More than the interface can carry: impossible, until it was seen so often that the limit must be wrong."""
        if self._too_fast < BELIEVED_AFTER:
            self._too_fast += 1
        is_believed = self.width is Width.C64 and self._too_fast >= BELIEVED_AFTER
        return Rate(rate) if is_believed else Rate(None, Gap.IMPOSSIBLE)

    def _keep(self, value: int, at_s: float, life: Life) -> None:
        self._value, self._at_s, self._life = value, at_s, life
