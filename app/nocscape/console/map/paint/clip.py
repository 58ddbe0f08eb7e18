"""Lines cut to what is in view: Qt walks along every pixel of a line, also where nobody sees it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nocscape.console.map.camera import Rect

Array = npt.NDArray[np.float64]
Kept = npt.NDArray[np.bool_]


def clipped(lines: Array, area: Rect, period_px: float = 0.0) -> tuple[Array, Kept]:
    """The parts of lines (rows of x1, y1, x2, y2) inside an area, and which lines have one (Liang, Barsky 1984).

    With a `period_px` the part begins a whole number of periods after the line does, so that its dashes stay in place.
    """
    start, along = lines[:, :2], lines[:, 2:] - lines[:, :2]
    with np.errstate(divide="ignore", invalid="ignore"):
        low = (np.array((area.left, area.top)) - start) / along
        high = (np.array((area.right, area.bottom)) - start) / along
    outside = (along == 0) & ((start < (area.left, area.top)) | (start > (area.right, area.bottom)))
    enter = np.where(along == 0, -np.inf, np.minimum(low, high)).max(axis=1)
    leave = np.where(along == 0, np.inf, np.maximum(low, high)).min(axis=1)
    enter, leave = np.maximum(enter, 0.0), np.minimum(leave, 1.0)
    seen = (enter <= leave) & ~outside.any(axis=1)
    start, along, enter, leave = start[seen], along[seen], enter[seen, None], leave[seen, None]
    if period_px > 0:
        steps = period_px / np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
        enter = np.floor(enter / steps) * steps
    parts: Array = np.concatenate([start + along * enter, start + along * leave], axis=1)
    return parts, seen
