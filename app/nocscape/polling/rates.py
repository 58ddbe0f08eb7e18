"""Counters to rates: never a spike that did not happen, never a silent gap.

A counter says how much it grew only between two readings of the same life of an agent. RFC 2578 section 7.1.6 and
RFC 2863 section 3.1.5 say when that is: sysUpTime went on, and ifCounterDiscontinuityTime has not changed.

A device's counters are judged together, as columns: one by one, they would cost more than asking the agent for them.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nocscape.model.metrics import GAP_CODES, Gap

UPTIME_WRAP = 2**32
"""sysUpTime counts hundredths of a second in 32 bits: 497 days."""
_TICKS_PER_S = 100
UPTIME_SLACK_S = 30.0
UPTIME_DRIFT = 0.01
"""How far sysUpTime and our clock may come apart between two readings: a slow answer, a clock that is not exact."""
REFRESH_S = 15.0
"""Agents refresh their counters late (net-snmp: 15 s), so that two readings may show what grew in a longer time."""
SLACK = 1.05
"""A link may seem a little faster than it is."""
BELIEVED_AFTER = 3
"""So many readings in a row above an interface's speed disprove the speed: tunnels and bridges declare fancy ones."""
UNSAID_TICKS = -1
"""A time that the agent does not tell."""
ABSENT = 255
"""In place of a gap's code: there is nothing to tell, not even a gap."""

Values = NDArray[np.uint64]
Numbers = NDArray[np.float64]
Ticks = NDArray[np.int64]
Codes = NDArray[np.uint8]
Mask = NDArray[np.bool_]


class Width(IntEnum):
    """Bits of a counter (RFC 2578: Counter32, Counter64)."""

    C32 = 32
    C64 = 64


class Readings(NamedTuple):
    """What one poll read of counters that lie side by side; all arrays are of one length."""

    values: Values
    is_there: Mask
    widths: Codes
    """Bits of each (`Width`)."""
    discontinuities: Ticks
    """ifCounterDiscontinuityTime, `UNSAID_TICKS` where the agent does not tell."""
    limits: Numbers
    """The most that each can grow by in a second; infinite where that is not known."""
    at_s: float
    """Monotonic time."""
    uptime: int = UNSAID_TICKS
    """sysUpTime in hundredths of seconds."""


class Rates(NamedTuple):
    """Rates in units a second (NaN where there is none), and why: 0, a gap's code, or `ABSENT`.

    A first, a repeated and a belated reading tell nothing.
    """

    values: Numbers
    gaps: Codes


class _Together(NamedTuple):
    """When all counters were read: monotonic time, and sysUpTime in hundredths of seconds."""

    at_s: float
    uptime: int

    def goes_on(self, now: Readings) -> bool:
        """Whether time has passed, and sysUpTime with it."""
        elapsed_s = now.at_s - self.at_s
        advance_s = (now.uptime - self.uptime) / _TICKS_PER_S
        slack_s = UPTIME_SLACK_S + UPTIME_DRIFT * elapsed_s
        return elapsed_s > 0 and self.uptime != UNSAID_TICKS != now.uptime and abs(advance_s - elapsed_s) <= slack_s


class _Steady(NamedTuple):
    """What seldom changes from reading to reading, worked out once as long as it is the same arrays."""

    widths: Codes
    limits: Numbers
    most: Numbers | None
    """Growth a second beyond which a reading is odd; None where nothing is limited."""
    clear_s: float
    """For so long no counter can grow by its whole range."""

    @classmethod
    def of(cls, now: Readings) -> _Steady:
        """That of a reading."""
        most = now.limits * SLACK
        is_limited = np.isfinite(most) & (most > 0)
        spans_s = _ranges(now.widths)[is_limited] / most[is_limited]
        has_limits = bool(np.isfinite(most).any())
        return cls(now.widths, now.limits, most if has_limits else None, float(spans_s.min(initial=np.inf)))

    def is_of(self, now: Readings) -> bool:
        """Whether a reading has the same."""
        return now.widths is self.widths and now.limits is self.limits


class CounterBank:
    """Counters side by side, with what is remembered of each from reading to reading."""

    def __init__(self, count: int) -> None:
        self._at_s: Numbers = np.full(count, np.nan)
        self._values: Values = np.zeros(count, np.uint64)
        self._widths: Codes = np.zeros(count, np.uint8)
        self._uptimes: Ticks = np.full(count, UNSAID_TICKS, np.int64)
        self._discontinuities: Ticks = np.full(count, UNSAID_TICKS, np.int64)
        self._too_fast: Codes = np.zeros(count, np.uint8)
        self._together: _Together | None = None
        """In place of `_at_s` and `_uptimes`, where all were read at one time."""
        self._steady: _Steady | None = None

    def adopt(self, other: CounterBank, ours: NDArray[np.intp], theirs: NDArray[np.intp]) -> None:
        """Go on with counters of another bank, at other places."""
        self._part()
        other._part()
        for name in ("_at_s", "_values", "_widths", "_uptimes", "_discontinuities", "_too_fast"):
            getattr(self, name)[ours] = getattr(other, name)[theirs]

    def read(self, now: Readings) -> Rates:
        """The rates since the reading before."""
        calm = self._calm(now)
        return self._one_by_one(now) if calm is None else calm

    def _calm(self, now: Readings) -> Rates | None:
        """The rates where nothing happened but that all counters went on, as mostly; None where something else did."""
        steady, together = self._steady, self._together
        if together is None or steady is None or not steady.is_of(now):
            return None
        elapsed_s = now.at_s - together.at_s
        if not together.goes_on(now) or elapsed_s >= steady.clear_s or not now.is_there.all():
            return None
        grown = (now.values - self._values).astype(np.float64)
        is_odd = now.values < self._values
        is_odd |= self._discontinuities != now.discontinuities
        if steady.most is not None:
            is_odd |= grown > steady.most * elapsed_s
        if is_odd.any() or self._too_fast.any():
            return None
        np.copyto(self._values, now.values)
        self._together = _Together(now.at_s, now.uptime)
        return Rates(grown / elapsed_s, np.zeros(len(grown), np.uint8))

    def _one_by_one(self, now: Readings) -> Rates:
        self._part()
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            elapsed_s = now.at_s - self._at_s
            is_first = np.isnan(elapsed_s) | (self._widths != now.widths)
            is_news = now.is_there & (is_first | (elapsed_s > 0))
            is_pair = is_news & ~is_first
            rates = self._judged(now, elapsed_s, is_pair)
        self._keep(now, is_news)
        self._together = _Together(now.at_s, now.uptime) if is_news.all() else None
        self._steady = _Steady.of(now)
        return rates

    def _part(self) -> None:
        """Know the time of each counter by itself."""
        if self._together is not None:
            self._at_s[:], self._uptimes[:] = self._together
            self._together = None

    def _judged(self, now: Readings, elapsed_s: Numbers, is_pair: Mask) -> Rates:
        breaks = self._breaks(now, elapsed_s)
        grown = growth(self._values, now.values, now.widths)
        limits = now.limits * SLACK
        has_limit = np.isfinite(limits)
        has_fallen = now.values < self._values
        is_broken = breaks != 0
        is_reset = has_fallen & (~has_limit | (grown > limits * elapsed_s))
        is_unclear = has_limit & (limits * elapsed_s >= _ranges(now.widths))  # it may have wrapped more than once
        is_calm = ~(is_broken | is_reset | is_unclear)
        is_too_fast = is_calm & has_limit & (grown > limits * (elapsed_s + REFRESH_S))
        is_believed = self._believed(now.widths, is_pair, is_broken, is_too_fast, is_calm & has_limit)
        rates = grown / elapsed_s
        gaps = np.select(
            [~is_pair, is_broken, is_reset, is_unclear | (is_too_fast & ~is_believed)],
            [np.uint8(ABSENT), breaks, _RESET, _IMPOSSIBLE],
            np.uint8(0),
        )
        rates = np.where(is_believed, rates, np.minimum(rates, limits))
        return Rates(np.where(gaps == 0, rates, np.nan), gaps)

    def _believed(self, widths: Codes, is_pair: Mask, is_broken: Mask, is_too_fast: Mask, is_judged: Mask) -> Mask:
        """Where readings above the limit came so often that the limit must be wrong; counts them."""
        counts = self._too_fast
        is_disproved = counts >= BELIEVED_AFTER
        counts[is_pair & (is_broken | (is_judged & ~is_too_fast & ~is_disproved))] = 0
        counts[is_pair & is_too_fast & ~is_disproved] += 1
        is_disproved = counts >= BELIEVED_AFTER
        believed: Mask = is_disproved & (~is_too_fast | (widths == Width.C64))
        return believed

    def _breaks(self, now: Readings, elapsed_s: Numbers) -> Codes:
        """Why two readings cannot be compared; 0 where they can.

        sysUpTime has to go on as our clock does. Where it went further without going back, our clock stood still: the
        machine slept.
        """
        advance_s = (now.uptime - self._uptimes) % UPTIME_WRAP / _TICKS_PER_S
        is_off = np.abs(advance_s - elapsed_s) > UPTIME_SLACK_S + UPTIME_DRIFT * elapsed_s
        is_off &= (self._uptimes != UNSAID_TICKS) & (now.uptime != UNSAID_TICKS)
        is_restart = (now.uptime < self._uptimes) | (advance_s < elapsed_s)
        is_known = (self._discontinuities != UNSAID_TICKS) & (now.discontinuities != UNSAID_TICKS)
        is_new_life = is_known & (self._discontinuities != now.discontinuities)
        return np.select([is_off & is_restart, is_off, is_new_life], [_RESET, _NOT_POLLED, _DISCONTINUITY], np.uint8(0))

    def _keep(self, now: Readings, is_news: Mask) -> None:
        self._at_s[is_news] = now.at_s
        self._uptimes[is_news] = now.uptime
        for kept, told in (
            (self._values, now.values),
            (self._widths, now.widths),
            (self._discontinuities, now.discontinuities),
        ):
            np.copyto(kept, told, where=is_news)


_RESET, _DISCONTINUITY, _NOT_POLLED, _IMPOSSIBLE = (
    np.uint8(GAP_CODES[gap]) for gap in (Gap.RESET, Gap.DISCONTINUITY, Gap.NOT_POLLED, Gap.IMPOSSIBLE)
)


def _ranges(widths: Codes) -> Numbers:
    return np.where(widths == Width.C32, 2.0**32, 2.0**64)


def growth(before: Values, after: Values, widths: Codes) -> Numbers:
    """How much each counter grew if it wrapped at most once."""
    grown = after - before
    return np.where(widths == Width.C32, grown & np.uint64(0xFFFF_FFFF), grown).astype(np.float64)
