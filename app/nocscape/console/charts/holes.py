"""Where a curve is silent though nothing says why: much longer than samples are apart around there."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

HOLE_STEPS = 3
"""So many usual distances between samples without one are a hole."""
RECENT = 200
"""Samples at the end of a stretch that tell its usual distance."""
AROUND = 7
"""Distances before and behind one that tell what is usual there: a series that is looked at is polled more often."""

Times = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def usual_distance(times: Times) -> float:
    """Seconds between the last samples; 0 where there are too few."""
    recent = times[-RECENT:]
    return float(np.median(np.diff(recent))) if recent.size > 1 else 0.0


def holes(times: Times, is_known: Mask, least_s: float) -> Mask:
    """Between which neighbours there is a hole: longer than `least_s`, and than what is usual before and behind it."""
    steps = times[1:] - times[:-1]
    is_hole = steps > least_s
    if not is_hole.any():
        return is_hole
    is_hole &= is_known[1:] & is_known[:-1]
    places = np.flatnonzero(is_hole)
    if places.size:
        padded = np.concatenate((np.full(AROUND, np.nan), steps, np.full(AROUND, np.nan)))
        around = places[:, None] + np.arange(AROUND)
        usual = np.maximum(_middles(padded[around]), _middles(padded[around + AROUND + 1]))
        is_hole[places] = steps[places] > HOLE_STEPS * usual
    return is_hole


def _middles(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The lower median of what is known in each row; 0 where nothing is."""
    ordered = np.sort(rows, axis=1)
    counts = np.isfinite(rows).sum(axis=1)
    middle = np.maximum(0, (counts - 1) // 2)
    return np.where(counts > 0, np.take_along_axis(ordered, middle[:, None], axis=1)[:, 0], 0.0)
