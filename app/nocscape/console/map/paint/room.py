"""Room for words, so that none lies on another."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nocscape.console.map.camera import Camera

Array = npt.NDArray[np.float64]

_CELL = 4


class Room:
    """Which parts of the view are taken, on a grid of a few pixels; words that find no room are left out.

    Each row of the grid is one number with a bit for each cell: a word is looked up in a microsecond.
    """

    def __init__(self, camera: Camera) -> None:
        self._rows = [0] * (camera.height // _CELL + 1)

    def block(self, middles: Array, halves: Array) -> None:
        """Take squares around points, given by half their sides."""
        for (x, y), half in zip(middles.tolist(), halves.tolist(), strict=True):
            mask = _mask(x - half, x + half)
            for row in self._span(y - half, y + half):
                self._rows[row] |= mask

    def take(self, x: float, y: float, width: float, height: float) -> bool:
        """Take a rectangle given by its corner, if it is free and begins in view."""
        if x < 0 or y < 0:
            return False
        mask, span = _mask(x, x + width), self._span(y, y + height)
        rows = self._rows
        for row in span:
            if rows[row] & mask:
                return False
        for row in span:
            rows[row] |= mask
        return bool(span)

    def is_free(self, x: float, y: float) -> bool:
        """Whether a point is free."""
        row = int(y) // _CELL
        return 0 <= row < len(self._rows) and not self._rows[row] >> max(0, int(x) // _CELL) & 1

    def _span(self, top: float, bottom: float) -> range:
        return range(max(0, int(top) // _CELL), min(len(self._rows), int(bottom) // _CELL + 1))


def _mask(left: float, right: float) -> int:
    first, last = max(0, int(left) // _CELL), int(right) // _CELL
    return ((1 << (last - first + 1)) - 1) << first if last >= first else 0
