"""The area between two lines as an image, a column of pixels at a time.

Qt fills a path of a thousand steep edges in 50 ms, since each crosses every row and is sorted into each; a mask of rows
and columns takes 2 ms, whatever the lines are like.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from nocscape.console.charts.curve import Floats
from nocscape.console.charts.scene import Frame


class Shade:
    """Which pixels of the drawing area lie between two lines."""

    def __init__(self, corner: QPointF, mask: npt.NDArray[np.bool_]) -> None:
        self._corner = corner
        self._mask = mask
        self._image = QImage()
        self._rgba = -1

    def paint(self, painter: QPainter, color: QColor) -> None:
        """Lay a colour over them."""
        if color.rgba() != self._rgba:
            self._rgba = color.rgba()
            pixels = np.where(self._mask, np.uint32(_premultiplied(color)), np.uint32(0))
            rows, columns = pixels.shape
            kind = QImage.Format.Format_ARGB32_Premultiplied
            self._image = QImage(pixels.tobytes(), columns, rows, columns * 4, kind).copy()
        painter.drawImage(self._corner, self._image)


def between(frame: Frame, xs: Floats, one: Floats, other: Floats) -> Shade | None:
    """The area between two lines (in pixels, over the same places); None where there is none. Gaps stay free."""
    left, top = int(frame.area.left()), int(frame.area.top())
    columns = np.arange(left, int(frame.area.right()) + 1, dtype=np.float64)
    rows = np.arange(top, int(frame.area.bottom()) + 1, dtype=np.float64)
    if xs.size < 2 or not rows.size or not columns.size:
        return None
    first, second = (np.interp(columns, xs, line, left=np.nan, right=np.nan) for line in (one, other))
    upper, lower = np.fmin(first, second), np.fmax(first, second)
    is_known = np.isfinite(first) & np.isfinite(second)
    mask = (rows[:, None] >= upper[None, :]) & (rows[:, None] <= lower[None, :]) & is_known[None, :]
    return Shade(QPointF(left, top), mask)


def _premultiplied(color: QColor) -> int:
    """0xAARRGGBB with the channels times the alpha."""
    alpha = color.alpha()
    red, green, blue = (round(c * alpha / 255) for c in (color.red(), color.green(), color.blue()))
    return alpha << 24 | red << 16 | green << 8 | blue
