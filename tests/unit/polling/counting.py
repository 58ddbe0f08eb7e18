"""One counter of a bank, for tests that look at counters one by one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nocscape.model.metrics import GAPS, Gap
from nocscape.polling.rates import ABSENT, UNSAID_TICKS, CounterBank, Readings, Width


class Life(NamedTuple):
    """sysUpTime and ifCounterDiscontinuityTime in hundredths of seconds, None where the agent does not say."""

    uptime_ticks: int | None = None
    discontinuity_ticks: int | None = None


class Rate(NamedTuple):
    """A rate in units a second, or the reason why there is none."""

    value: float | None
    gap: Gap | None = None


class Counter:
    """A counter between two others, which are not to disturb it."""

    def __init__(self, width: Width) -> None:
        self._bank = CounterBank(3)
        self._width = width

    def read(self, value: int, at_s: float, life: Life, limit_per_s: float | None = None) -> Rate | None:
        """The rate since the reading before; None where there is nothing to tell."""
        uptime, discontinuity = (UNSAID_TICKS if ticks is None else ticks for ticks in life)
        rates = self._bank.read(
            Readings(
                values=np.array([7, value, 2**63], np.uint64),
                is_there=np.array([True, True, False]),
                widths=np.array([Width.C64, self._width, Width.C32], np.uint8),
                discontinuities=np.array([UNSAID_TICKS, discontinuity, 3], np.int64),
                limits=np.array([np.inf, np.inf if limit_per_s is None else limit_per_s, 1.0]),
                at_s=at_s,
                uptime=uptime,
            )
        )
        code = int(rates.gaps[1])
        if code == ABSENT:
            return None
        return Rate(float(rates.values[1])) if code == 0 else Rate(None, GAPS[code])
