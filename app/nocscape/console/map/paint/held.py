"""Signs of nodes that hold their places: a pin against layouts, a lock against the pointer, too."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from nocscape.console.map.camera import NAMES, Camera
from nocscape.console.map.scene.scene import Scene
from nocscape.console.theme import Theme

_SIGN_PX, _ROOM_PX = 11, 3.0


def draw_held(
    painter: QPainter, theme: Theme, scene: Scene, points: npt.NDArray[np.float64], camera: Camera, rows: frozenset[int]
) -> None:
    """At the lower right corner of those of these rows that hold, where names are drawn; `points` are view pixels."""
    if camera.scale < NAMES:
        return
    for device, icon in scene.held.items():
        row = scene.nodes.row.get(device, -1)
        if row in rows:
            x, y = points[row].tolist()
            away = float(scene.nodes.side[row]) * camera.scale / 2 - _ROOM_PX
            _draw_sign(painter, theme, icon, QPointF(round(x + away), round(y + away)))


def _draw_sign(painter: QPainter, theme: Theme, icon: str, middle: QPointF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("bg"))
    painter.drawEllipse(middle, _SIGN_PX / 2 + _ROOM_PX, _SIGN_PX / 2 + _ROOM_PX)
    painter.drawPixmap(middle - QPointF(_SIGN_PX / 2, _SIGN_PX / 2), theme.pixmap(icon, "text", _SIGN_PX))
