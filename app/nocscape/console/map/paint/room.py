"""Room for words, so that none lies on another."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nocscape.console.map.camera import Camera

Array = npt.NDArray[np.float64]

_CELL = 4


class Room:
    """Which parts of the view are taken, on a grid of a few pixels; words that find no room are left out.

    Each row of the grid is one number with a bit for each cell: a word is looked up in a microsecond. The grid reaches
    `margin_px` beyond the view, and `shifted` makes it go with a map that is pushed so far at most.
    """

    def __init__(self, rows: list[int], origin: tuple[float, float], margin_px: int) -> None:
        self._rows, self._origin, self._margin_px = rows, origin, margin_px

    @classmethod
    def of_view(cls, camera: Camera, margin_px: int = 0) -> Room:
        """All of it free."""
        rows = [0] * ((camera.height + 2 * margin_px) // _CELL + 1)
        return cls(rows, (float(margin_px), float(margin_px)), margin_px)

    def shifted(self, dx: float, dy: float) -> Room:
        """What is taken after the map was pushed by so many pixels; taking more of it leaves this one as it is."""
        return Room(self._rows.copy(), (self._origin[0] - dx, self._origin[1] - dy), self._margin_px)

    def joined(self, other: Room) -> Room:
        """What is taken in either of two of the same size and place."""
        rows = [own | more for own, more in zip(self._rows, other._rows, strict=True)]
        return Room(rows, self._origin, self._margin_px)

    def is_around(self, slack_px: float) -> bool:
        """Whether the grid reaches so far beyond the view on all sides, however it was shifted."""
        return all(slack_px <= edge <= 2 * self._margin_px - slack_px for edge in self._origin)

    def block(self, middles: Array, halves: Array) -> None:
        """Take squares around points, given by half their sides."""
        for (x, y), half in zip((middles + self._origin).tolist(), halves.tolist(), strict=True):
            mask = _mask(x - half, x + half)
            for row in self._span(y - half, y + half):
                self._rows[row] |= mask

    def take(self, x: float, y: float, width: float, height: float) -> bool:
        """Take a rectangle given by its corner, if it is free and begins on the grid."""
        x, y = x + self._origin[0], y + self._origin[1]
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
        x, y = x + self._origin[0], y + self._origin[1]
        row = int(y) // _CELL
        return 0 <= row < len(self._rows) and not self._rows[row] >> max(0, int(x) // _CELL) & 1

    def _span(self, top: float, bottom: float) -> range:
        return range(max(0, int(top) // _CELL), min(len(self._rows), int(bottom) // _CELL + 1))


def _mask(left: float, right: float) -> int:
    first, last = max(0, int(left) // _CELL), int(right) // _CELL
    return ((1 << (last - first + 1)) - 1) << first if last >= first else 0
