"""Limits to begin with, from what a series did so far."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from nocscape.model.alarms import Level, Side
from nocscape.model.status import Severity

LEAST_VALUES = 12
"""Fewer (an hour of 5-minute averages) say nothing about what is usual."""
USUAL_SHARE = 95
SEVERITIES = (Severity.WARNING, Severity.CRITICAL)
ROOM = {Side.ABOVE: (1.2, 1.5), Side.BELOW: (0.8, 0.5)}
"""How far beyond what is usual the limits stand."""
FIXED: dict[tuple[str, Side], tuple[float, float]] = {
    ("%", Side.ABOVE): (80.0, 90.0),
    ("%", Side.BELOW): (20.0, 10.0),
    ("°C", Side.ABOVE): (60.0, 75.0),
    ("d", Side.BELOW): (30.0, 7.0),
    ("1/s", Side.ABOVE): (1.0, 10.0),
}
"""Limits of the field for units that have such, where the series stays within them."""
BACK = 0.05
"""A value is well again this share of the limit before it."""


def usual(values: Sequence[float | None], side: Side) -> float | None:
    """What the values stay within most of the time: the 95th percentile, or the 5th where low ones are bad."""
    known = [value for value in values if value is not None and math.isfinite(value)]
    if len(known) < LEAST_VALUES:
        return None
    return float(np.percentile(known, USUAL_SHARE if side is Side.ABOVE else 100 - USUAL_SHARE))


def levels_for(unit: str, side: Side, percentile: float | None, latest: float | None) -> tuple[Level, ...]:
    """A milder and a worse level; none where nothing is known of the series."""
    base = percentile if percentile is not None else latest
    sign = 1.0 if side is Side.ABOVE else -1.0
    fixed = FIXED.get((unit, side))
    if fixed is not None and (base is None or base * sign < fixed[0] * sign):
        limits = fixed
    elif unit == "%" and side is Side.ABOVE:
        limits = (95.0, 98.0)
    elif base:
        milder, worse = (_round(base * (factor if base > 0 else 2 - factor)) for factor in ROOM[side])
        limits = (milder, worse)
    else:
        return ()
    return levels_at(limits, side)


def levels_at(limits: Sequence[float], side: Side) -> tuple[Level, ...]:
    """Levels at these limits, milder and worse, that end a little before them."""
    sign = 1.0 if side is Side.ABOVE else -1.0
    return tuple(
        Level(severity=severity, limit=limit, clear=limit - sign * abs(limit) * BACK)
        for severity, limit in zip(SEVERITIES, limits, strict=False)
    )


def _round(value: float) -> float:
    """To two digits that mean something."""
    return float(f"{value:.2g}") if value else 0.0
