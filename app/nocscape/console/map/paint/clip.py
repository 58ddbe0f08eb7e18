"""Lines cut to what is in view: Qt walks along every pixel of a line, also where nobody sees it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nocscape.console.map.camera import Rect

Array = npt.NDArray[np.float64]
Kept = npt.NDArray[np.bool_]


def clipped(lines: Array, area: Rect, periods_px: Array | None = None) -> tuple[Array, Kept]:
    """The parts of lines (rows of x1, y1, x2, y2) inside an area, and which lines have one (Liang, Barsky 1984).

    With `periods_px`, one for each line, that of a dashed one begins a whole number of periods after the line does, so
    that its dashes stay in place; a solid one has 0.
    """
    whole = _inside(lines, area)
    if whole.all():
        return lines, whole
    x1, y1, x2, y2 = lines.T
    enter_x, leave_x = _span(x1, x2 - x1, area.left, area.right)
    enter_y, leave_y = _span(y1, y2 - y1, area.top, area.bottom)
    enter = np.maximum(np.maximum(enter_x, enter_y), 0.0)
    leave = np.minimum(np.minimum(leave_x, leave_y), 1.0)
    seen: Kept = enter <= leave
    start, along = lines[seen, :2], lines[seen, 2:] - lines[seen, :2]
    enter, leave = enter[seen, None], leave[seen, None]
    if periods_px is not None:
        steps = (periods_px[seen] / np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9))[:, None]
        enter = np.where(steps > 0, np.floor(enter / np.where(steps > 0, steps, 1.0)) * steps, enter)
    parts: Array = np.concatenate([start + along * enter, start + along * leave], axis=1)
    return parts, seen


def _inside(lines: Array, area: Rect) -> Kept:
    """Which lines are in the area from end to end."""
    x1, y1, x2, y2 = lines.T
    is_in: Kept = (np.minimum(x1, x2) >= area.left) & (np.maximum(x1, x2) <= area.right)
    is_in &= (np.minimum(y1, y2) >= area.top) & (np.maximum(y1, y2) <= area.bottom)
    return is_in


def _span(start: Array, along: Array, low: float, high: float) -> tuple[Array, Array]:
    """The shares of their ways at which lines enter and leave a band; a line that never does enters after it leaves."""
    still = along == 0.0
    steps = np.where(still, 1.0, along)
    one, other = (low - start) / steps, (high - start) / steps
    enter, leave = np.minimum(one, other), np.maximum(one, other)
    if still.any():
        is_in = (start >= low) & (start <= high)
        enter[still] = np.where(is_in[still], -np.inf, np.inf)
        leave[still] = np.where(is_in[still], np.inf, -np.inf)
    return enter, leave
