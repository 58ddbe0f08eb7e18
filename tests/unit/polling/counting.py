"""One counter of a bank, for tests that look at counters one by one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nocscape.model.metrics import GAPS, Gap
from nocscape.polling.rates import ABSENT, UNSAID_TICKS, CounterBank, Rates, Readings, Width


class Life(NamedTuple):
    """sysUpTime and ifCounterDiscontinuityTime in hundredths of seconds, None where the agent does not say."""

    uptime_ticks: int | None = None
    discontinuity_ticks: int | None = None


class Rate(NamedTuple):
    """A rate in units a second, or the reason why there is none."""

    value: float | None
    gap: Gap | None = None


class Counter:
    """A counter between two others, which are not to disturb it, and by itself, which is to make no difference.

    Banks go a short way where all counters are there, as only those by themselves are.
    """

    def __init__(self, width: Width) -> None:
        self._between, self._alone = CounterBank(3), CounterBank(1)
        self._width = width
        self._widths = np.array([width], np.uint8)
        self._limits: dict[float, NDArray[np.float64]] = {}

    def read(self, value: int, at_s: float, life: Life, limit_per_s: float | None = None) -> Rate | None:
        """The rate since the reading before; None where there is nothing to tell."""
        uptime, discontinuity = (UNSAID_TICKS if ticks is None else ticks for ticks in life)
        limit = np.inf if limit_per_s is None else limit_per_s
        between = Readings(
            values=np.array([7, value, 2**63], np.uint64),
            is_there=np.array([True, True, False]),
            widths=np.array([Width.C64, self._width, Width.C32], np.uint8),
            discontinuities=np.array([UNSAID_TICKS, discontinuity, 3], np.int64),
            limits=np.array([np.inf, limit, 1.0]),
            at_s=at_s,
            uptime=uptime,
        )
        alone = Readings(
            values=between.values[1:2],
            is_there=between.is_there[1:2],
            widths=self._widths,
            discontinuities=between.discontinuities[1:2],
            limits=self._limits.setdefault(limit, np.array([limit])),
            at_s=at_s,
            uptime=uptime,
        )
        found = _rate(self._between.read(between), 1)
        assert _rate(self._alone.read(alone), 0) == found
        return found


def _rate(rates: Rates, place: int) -> Rate | None:
    code = int(rates.gaps[place])
    if code == ABSENT:
        return None
    return Rate(float(rates.values[place])) if code == 0 else Rate(None, GAPS[code])
