"""Curves as lines of pixels: no more points than the screen has columns, and no peak lost.

Lines through the 3,600 points of each of fifty curves take twice as long to make and to draw as those of two points a
column, and show the same.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph.functions as pgf
from PySide6.QtGui import QPolygonF

from nocscape.console.charts.curve import EMPTY, Floats
from nocscape.console.charts.holes import Times
from nocscape.console.charts.scene import Frame

ALONE_PX = 2.0
"""A value between two gaps is drawn as a line so long."""
MIDDLE_PX = 0.5
"""A column is drawn through the middle of its pixels, and not half in each of two."""


class Columns:
    """Which samples fall into which column of pixels: the same for all curves whose samples were taken together.

    Columns are counted from the beginning of time, not from the edge of the chart, so that a peak keeps its samples
    while the chart moves on, and does not flicker.
    """

    def __init__(self) -> None:
        self._times = EMPTY.times
        self._frame: Frame | None = None
        self._part = slice(0)
        self._starts: npt.NDArray[np.intp] | None = None
        self._single, self._double = np.empty(0), np.empty(0)

    def look_at(self, times: Times, frame: Frame) -> None:
        """Be about samples of these times, and what of them is in sight; a neighbour at either side is with them."""
        if frame == self._frame and np.array_equal(times, self._times):
            return
        self._times, self._frame = times, frame
        first, last = times.searchsorted((frame.since, frame.until))
        self._part = slice(max(0, int(first) - 1), int(last) + 1)
        inside = times[self._part]
        columns = max(1, int(frame.area.width()))
        self._starts = None
        if inside.size > 2 * columns:
            column = (inside * (columns / (frame.until - frame.since))).astype(np.int64)
            self._starts = np.concatenate(([0], np.flatnonzero(column[1:] != column[:-1]) + 1))
        self._single = self._double = frame.xs(inside)
        if self._starts is not None:
            self._single = np.floor(self._single[self._starts]) + MIDDLE_PX
            self._double = self._single.repeat(2)

    def both(self, values: Floats) -> tuple[Floats, Floats]:
        """Pixels from the left, and the least and the greatest value of each column; all where that is no more."""
        inside = values[self._part]
        if self._starts is None:
            return self._double, inside
        least, greatest = np.minimum.reduceat(inside, self._starts), np.maximum.reduceat(inside, self._starts)
        if np.isnan(least).any():  # only now, since those that leave them out take longer
            least, greatest = np.fmin.reduceat(inside, self._starts), np.fmax.reduceat(inside, self._starts)
        ends = np.empty(self._double.size)
        ends[0::2], ends[1::2] = least, greatest
        return self._double, ends

    def one(self, values: Floats, *, is_low: bool) -> tuple[Floats, Floats]:
        """The same with the least or the greatest alone."""
        inside = values[self._part]
        if self._starts is None:
            return self._single, inside
        return self._single, (np.fmin if is_low else np.fmax).reduceat(inside, self._starts)


def lines_of(xs: Floats, ys: Floats) -> list[QPolygonF]:
    """Lines through points in pixels, broken where there is no value."""
    is_known = np.isfinite(ys)
    if is_known.all():
        return [_line(xs, ys)] if xs.size else []
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_known, [False])))).tolist()
    return [_line(xs[start:end], ys[start:end]) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _line(xs: Floats, ys: Floats) -> QPolygonF:
    if xs[0] == xs[-1]:
        xs, ys = np.append(xs, xs[-1] + ALONE_PX), np.append(ys, ys[-1])
    return pgf.arrayToQPolygonF(xs, ys)
