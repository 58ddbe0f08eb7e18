"""Room for words, so that none lies on another."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nocscape.console.map.camera import Camera

Array = npt.NDArray[np.float64]


class Room:
    """Which parts of the view are taken, on a grid of a few pixels; words that find no room are left out."""

    _CELL = 6

    def __init__(self, camera: Camera) -> None:
        self._taken = np.zeros((camera.height // self._CELL + 2, camera.width // self._CELL + 2), dtype=bool)

    def block(self, middles: Array, halves: Array) -> None:
        """Take squares around points, given by half their sides."""
        for (x, y), half in zip(middles.tolist(), halves.tolist(), strict=True):
            self._part(x - half, y - half, x + half, y + half)[:] = True

    def take(self, x: float, y: float, width: float, height: float) -> bool:
        """Take a rectangle given by its corner, if it is free and whole in view."""
        if x < 0 or y < 0:
            return False
        part = self._part(x, y, x + width, y + height)
        if part.size == 0 or part.any():
            return False
        part[:] = True
        return True

    def _part(self, left: float, top: float, right: float, bottom: float) -> npt.NDArray[np.bool_]:
        cell = self._CELL
        rows = slice(max(0, int(top // cell)), max(0, int(bottom // cell) + 1))
        columns = slice(max(0, int(left // cell)), max(0, int(right // cell) + 1))
        return self._taken[rows, columns]
