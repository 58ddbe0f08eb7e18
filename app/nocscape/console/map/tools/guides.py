"""Lines that show with which other nodes a dragged one is in line; close to one it is drawn to it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen

from nocscape.console.map.camera import Camera
from nocscape.console.map.scene.scene import Scene
from nocscape.console.theme import Theme

REACH_PX = 5.0
_BEYOND_PX = 24.0


class Guide(NamedTuple):
    """The place along one axis that the node is drawn to, and the other node that it is in line with there."""

    at: float
    other: tuple[float, float]


def guides(scene: Scene, camera: Camera, x: float, y: float) -> tuple[Guide | None, Guide | None]:
    """For a node at a point of the scene: what it is in line with upright, and level; the nearest in view."""
    seen = camera.seen()
    xy = scene.nodes.xy
    still = ~scene.moving
    still &= (xy[:, 0] >= seen.left) & (xy[:, 0] <= seen.right) & (xy[:, 1] >= seen.top) & (xy[:, 1] <= seen.bottom)
    spots = xy[still]
    reach = REACH_PX / camera.scale
    return _nearest(spots, 0, x, y, reach), _nearest(spots, 1, y, x, reach)


def draw_guides(
    painter: QPainter, theme: Theme, camera: Camera, spot: tuple[float, float], found: tuple[Guide | None, Guide | None]
) -> None:
    """A thin line through the node at `spot` and the one that it is in line with."""
    painter.setPen(QPen(theme.color("accent"), 1.0))
    x, y = camera.point(*spot)
    upright, level = found
    if upright is not None:
        _, other = camera.point(*upright.other)
        painter.drawLine(QPointF(x, min(y, other) - _BEYOND_PX), QPointF(x, max(y, other) + _BEYOND_PX))
    if level is not None:
        other, _ = camera.point(*level.other)
        painter.drawLine(QPointF(min(x, other) - _BEYOND_PX, y), QPointF(max(x, other) + _BEYOND_PX, y))


def _nearest(spots: np.typing.NDArray[np.float64], axis: int, own: float, across: float, reach: float) -> Guide | None:
    """Of the nodes in line within `reach`, the one that is nearest along the line."""
    off = np.abs(spots[:, axis] - own)
    close = np.flatnonzero(off <= min(reach, float(off.min(initial=np.inf)) + 0.01))
    if not len(close):
        return None
    best = spots[close[int(np.argmin(np.abs(spots[close, 1 - axis] - across)))]]
    return Guide(float(best[axis]), (float(best[0]), float(best[1])))
