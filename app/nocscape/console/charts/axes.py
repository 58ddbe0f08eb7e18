"""Where the lines of a chart's grid stand and what is written at them. No Qt."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import NamedTuple

from nocscape.base import units

_DAY_S = 86_400
_TIME_STEPS_S = (
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200,
    _DAY_S, 2 * _DAY_S, 7 * _DAY_S, 14 * _DAY_S, 28 * _DAY_S, 91 * _DAY_S, 182 * _DAY_S, 364 * _DAY_S,
)  # fmt: skip
_NICE = (1, 2, 2.5, 5, 10)
_LEAST_TICKS = 2
value_text = units.measured
shown_unit = units.written_unit


class Tick(NamedTuple):
    """A place on an axis and its words."""

    at: float
    text: str


def time_ticks(since: float, until: float, most: int) -> list[Tick]:
    """At most about `most` times between two (UTC seconds), round ones in local time, also over a change to DST."""
    span = until - since
    if span <= 0:
        return []
    step_s = next((s for s in _TIME_STEPS_S if span / s <= max(1, most)), _TIME_STEPS_S[-1])
    then = _floor(datetime.fromtimestamp(since), step_s)  # noqa: DTZ006 - local time is what is written
    ticks: list[Tick] = []
    while (at := then.timestamp()) <= until:
        if at >= since and (not ticks or at > ticks[-1].at):
            ticks.append(Tick(at, _time_text(then, step_s)))
        then += timedelta(seconds=step_s)
    return ticks


def _floor(then: datetime, step_s: int) -> datetime:
    midnight = then.replace(hour=0, minute=0, second=0, microsecond=0)
    if step_s >= _DAY_S:
        return midnight
    return midnight + (then - midnight) // timedelta(seconds=step_s) * timedelta(seconds=step_s)


def _time_text(then: datetime, step_s: int) -> str:
    if step_s >= 91 * _DAY_S:
        return f"{then:%Y-%m}"
    if step_s >= _DAY_S or (then.hour, then.minute, then.second) == (0, 0, 0):
        return f"{then:%m-%d}"
    return f"{then:%H:%M}" if step_s >= 60 else f"{then:%H:%M:%S}"


def value_ticks(low: float, high: float, most: int, unit: str) -> list[Tick]:
    """At most about `most` round values between two, and two at least: a single one is no scale.

    Below zero stands what goes out, so that no sign is written.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    rough = (high - low) / max(1, most)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(n * size for n in _NICE if n * size >= rough * 0.999)
    while len(places := _multiples(low, high, step)) < _LEAST_TICKS:
        step = _finer(step)
    return [Tick(n * step, _tick_text(abs(n * step), unit)) for n in places]


def _tick_text(value: float, unit: str) -> str:
    """As values are written, but for times below a millisecond, which are rounded there: lines stand at 0.025."""
    return f"{units.significant(value)} ms" if unit == "ms" and value < 1 else value_text(value, unit)


def _multiples(low: float, high: float, step: float) -> range:
    return range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)


def _finer(step: float) -> float:
    """The next round step below one."""
    size = 10.0 ** math.floor(math.log10(step) + 1e-9)
    return max(n * s for s in (size, size / 10) for n in _NICE if n * s < step * 0.999)


def log_ticks(low: float, high: float, most: int, unit: str) -> list[Tick]:
    """Powers of ten between two values above zero, and 2 and 5 of each where there is room."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    decades = max(1, last - first)
    parts = (1, 2, 5) if 3 * decades <= most else (1,)
    every = max(1, math.ceil(decades / max(1, most)))
    values = [part * 10.0**power for power in range(first, last + 1, every) for part in parts]
    return [Tick(v, value_text(v, unit)) for v in values if low <= v <= high * (1 + 1e-9)]


def frame_of(low: float, high: float, unit: str) -> tuple[float, float]:
    """Least and greatest value in sight for data between two: zero is always there, and shares of 100 end at 100."""
    low, high = min(low, 0.0), max(high, 0.0)
    if unit == "%" and low == 0.0:
        return 0.0, max(100.0, high)
    if low == high:
        return 0.0, 1.0
    room = (high - low) * 0.08
    return (low - room if low < 0 else 0.0), (high + room if high > 0 else 0.0)


def log_frame_of(low: float, high: float) -> tuple[float, float]:
    """The same on a logarithmic scale, for data above zero: whole powers of ten below and above."""
    bottom = 10.0 ** math.floor(math.log10(low))
    top = 10.0 ** math.ceil(math.log10(high))
    return bottom, top if top > bottom else bottom * 10
