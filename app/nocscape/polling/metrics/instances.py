"""Numbers by instance: rates of counters that come and go, and formulas over what was just measured."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from nocscape.base.dimensions import Dimension
from nocscape.polling.metrics.formula import Formula
from nocscape.polling.rates import ABSENT, UNSAID_TICKS, CounterBank, Readings, Width


class Moment(NamedTuple):
    """When a poll is made: UTC seconds, monotonic seconds, and the agent's sysUpTime in hundredths of seconds."""

    at: int
    mono_s: float
    uptime: int = UNSAID_TICKS


class Counter(NamedTuple):
    """One counter of a profile: its metric, its instance, its bits."""

    metric: str
    name: str
    width: Width


class RateBook:
    """The counters of a profile by metric and instance, which come and go."""

    def __init__(self) -> None:
        self._counters: list[Counter] = []
        self._bank = CounterBank(0)
        self._blank = _blank([])

    def read(self, values: Mapping[Counter, int], moment: Moment) -> dict[str, dict[str, tuple[float, int]]]:
        """Rate and gap code by metric and instance, where there is anything to tell."""
        if not values:
            return {}
        self._follow(list(values))
        found = np.array(list(values.values()), np.uint64)
        rates = self._bank.read(self._blank._replace(values=found, at_s=moment.mono_s, uptime=moment.uptime))
        told: dict[str, dict[str, tuple[float, int]]] = {}
        for counter, rate, code in zip(self._counters, rates.values.tolist(), rates.gaps.tolist(), strict=True):
            if code != ABSENT:
                told.setdefault(counter.metric, {})[counter.name] = (rate, code)
        return told

    def _follow(self, counters: list[Counter]) -> None:
        if counters == self._counters:
            return
        before = {counter: place for place, counter in enumerate(self._counters)}
        kept = [(place, before[counter]) for place, counter in enumerate(counters) if counter in before]
        bank = CounterBank(len(counters))
        places = np.array(kept, np.intp).reshape(-1, 2)
        bank.adopt(self._bank, places[:, 0], places[:, 1])
        self._counters, self._bank, self._blank = counters, bank, _blank(counters)


def _blank(counters: Sequence[Counter]) -> Readings:
    """A reading of these counters without its values and its time."""
    count = len(counters)
    return Readings(
        values=np.zeros(count, np.uint64),
        is_there=np.ones(count, np.bool_),
        widths=np.array([counter.width for counter in counters], np.uint8),
        discontinuities=np.full(count, UNSAID_TICKS, np.int64),
        limits=np.full(count, np.inf),
        at_s=0.0,
    )


def by_formula(
    formula: Formula,
    known: Mapping[str, Mapping[str, float]],
    units: Mapping[str, Dimension],
    unit: Dimension,
) -> dict[str, float]:
    """For each instance that all operands have; a scalar beside instances counts for each of them."""
    operands = {name: known[name] for name in formula.names}
    of_rows = [set(values) for values in operands.values() if set(values) != {""}]
    names = sorted(set.intersection(*of_rows)) if of_rows else [""]
    if not all(operands.values()) or not names:
        return {}
    arrays = {
        name: np.array([values[""]] if set(values) == {""} else [values[n] for n in names])
        for name, values in operands.items()
    }
    result = formula.values(arrays, units, unit)
    shown = [""] if formula.is_single else names
    return {name: value for name, value in zip(shown, result.tolist(), strict=True) if not math.isnan(value)}


def is_plausible(value: float, least: float | None, most: float | None) -> bool:
    """Whether a value is within its bounds; beyond them agents tell that there is none."""
    return (least is None or value >= least) and (most is None or value <= most)
