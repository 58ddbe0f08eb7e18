"""Arrays of numbers as lists of lines and pixmap fragments, without making an object for each.

`QPainter.drawLines` of 15,000 lines costs 28 ms when the lines are made from Python numbers and 7 ms when Python
objects that were made once look into an array; `drawPixmapFragments` takes the array itself: 1 ms for 10,000.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt
import shiboken6
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap

Array = npt.NDArray[np.float64]

_LINE_BYTES = 4 * 8
_LEAST_LINES, _MOST_LINES = 256, 4096
_LEAST_RECTS = 64
_VECTOR_ENGINES = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)


class LineBuffer:
    """Lines in an array that Qt can see; it grows as needed, and more than `_MOST_LINES` go through it in turns.

    A Python object for a line takes some 200 octets, six times the line itself.
    """

    def __init__(self) -> None:
        self._array: Array = np.empty((0, 4))
        self._lines: list[QLineF] = []

    def draw(self, painter: QPainter, ends: Array) -> None:
        """Draw lines given as rows of x1, y1, x2, y2 with the painter's pen."""
        for begin in range(0, len(ends), _MOST_LINES):
            part = ends[begin : begin + _MOST_LINES]
            if len(part) > len(self._lines):
                self._grow(len(part))
            self._array[: len(part)] = part
            painter.drawLines(self._lines[: len(part)])

    def _grow(self, count: int) -> None:
        size = max(_LEAST_LINES, 1 << (count - 1).bit_length())
        self._lines = []
        self._array = np.zeros((size, 4))
        start = self._array.ctypes.data
        wrap = shiboken6.Shiboken.wrapInstance
        self._lines = [cast("QLineF", wrap(start + i * _LINE_BYTES, QLineF)) for i in range(size)]


class RectBuffer:
    """Rectangles in an array that Qt can see."""

    def __init__(self) -> None:
        self._array: Array = np.empty((0, 4))
        self._rects: list[QRectF] = []

    def draw(self, painter: QPainter, corners: Array) -> None:
        """Draw rectangles given as rows of left, top, right, bottom with the painter's pen and brush."""
        count = len(corners)
        if not count:
            return
        if count > len(self._rects):
            self._rects = []
            self._array = np.zeros((max(_LEAST_RECTS, 1 << (count - 1).bit_length()), 4))
            start, wrap = self._array.ctypes.data, shiboken6.Shiboken.wrapInstance
            size = len(self._array)
            self._rects = [cast("QRectF", wrap(start + i * _LINE_BYTES, QRectF)) for i in range(size)]
        self._array[:count, :2] = corners[:, :2]
        self._array[:count, 2:] = corners[:, 2:] - corners[:, :2]
        painter.drawRects(self._rects[:count])


class Fragments:
    """Copies of parts of one pixmap, drawn in one call."""

    X, Y, SOURCE_X, SOURCE_Y, WIDTH, HEIGHT, SCALE_X, SCALE_Y, ROTATION, OPACITY = range(10)

    def __init__(self) -> None:
        self._array: Array = np.zeros((0, 10))

    def draw(
        self, painter: QPainter, pixmap: QPixmap, middles: Array, corners: Array, size_px: float, scale: float = 1.0
    ) -> None:
        """Draw squares of `pixmap` around `middles`, `scale` times as large as they are.

        `corners` are the top left corners of the squares in the pixmap and `size_px` their side, both in device pixels.
        """
        count = len(middles)
        if not count:
            return
        if painter.paintEngine().type() in _VECTOR_ENGINES:
            _draw_one_by_one(painter, pixmap, middles, corners, size_px, scale)
            return
        if count > len(self._array):
            self._array = np.zeros((1 << (count - 1).bit_length(), 10))
        rows = self._array[:count]
        rows[:, : self.SOURCE_X] = middles
        rows[:, self.SOURCE_X : self.WIDTH] = corners
        rows[:, self.WIDTH : self.SCALE_X] = size_px
        rows[:, self.SCALE_X : self.ROTATION] = scale / pixmap.devicePixelRatio()
        rows[:, self.OPACITY] = 1.0
        first = shiboken6.Shiboken.wrapInstance(self._array.ctypes.data, QPainter.PixmapFragment)
        painter.drawPixmapFragments(cast("QPainter.PixmapFragment", first), count, pixmap)


def _draw_one_by_one(
    painter: QPainter, pixmap: QPixmap, middles: Array, corners: Array, size_px: float, scale: float
) -> None:
    """For files: the engines of SVG and PDF know no parts of pixmaps."""
    parts: dict[tuple[float, float], QPixmap] = {}
    half = size_px * scale / pixmap.devicePixelRatio() / 2
    for (x, y), (left, top) in zip(middles.tolist(), corners.tolist(), strict=True):
        if (left, top) not in parts:
            parts[left, top] = pixmap.copy(round(left), round(top), round(size_px), round(size_px))
        part = parts[left, top]
        painter.drawPixmap(QRectF(x - half, y - half, 2 * half, 2 * half), part, QRectF(part.rect()))
