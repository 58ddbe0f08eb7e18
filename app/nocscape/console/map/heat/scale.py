"""The steps by which values of a metric have their colours. No Qt."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable

from nocscape.base.units import significant

STEPS = 5
"""Colours above the one of nothing; a value belongs to the first step whose limit it does not exceed."""

_KNOWN: dict[str, tuple[float, ...]] = {
    "icmp_rtt_ms": (2, 10, 50, 150),
    "icmp_loss_percent": (0, 1, 5, 20),
    "temperature_c": (30, 45, 60, 75),
}
_PERCENT = (25.0, 50.0, 75.0, 90.0)
_PER_SECOND = (0.0, 0.01, 0.1, 1.0)
"""Errors and discards: any is worth a colour."""


def limits_of(metric: str, unit: str, values: Iterable[float]) -> tuple[float, ...]:
    """The four limits between five steps: known ones, those of a percentage, or round parts of the largest value."""
    if metric in _KNOWN:
        return _KNOWN[metric]
    if unit == "%":
        return _PERCENT
    if "error" in metric or "discard" in metric:
        return _PER_SECOND
    largest = max((value for value in values if math.isfinite(value)), default=0.0)
    if largest <= 0:
        return (0.0, 1.0, 2.0, 3.0)
    return tuple(_rounded(largest * share) for share in (0.1, 0.25, 0.5, 0.75))


def step_of(value: float, limits: tuple[float, ...]) -> int:
    """1 to 5."""
    return 1 + bisect_left(limits, value)


def text_of(value: float, unit: str) -> str:
    """A value with its unit, short enough for a map."""
    for size, prefix in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if unit in ("bit/s", "1/s", "B") and abs(value) >= size:
            return f"{significant(value / size, 2)} {prefix}{_unit(unit)}"
    return f"{significant(value, 2 if abs(value) < 100 else 3)} {_unit(unit)}".rstrip()


def _unit(unit: str) -> str:
    return {"bit/s": "b/s", "1/s": "/s", "1": ""}.get(unit, unit)


def _rounded(value: float) -> float:
    """To two digits, as people would put a limit."""
    return float(f"{value:.2g}")
