"""A free line around nodes that selects what is inside it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from nocscape.console.map.picks import picks_within
from nocscape.console.map.scene import hit
from nocscape.console.map.tools.gestures import Selecting
from nocscape.console.map.tools.stage import Stage

_STEP_PX = 3.0


class Lasso(Selecting):
    """A line that is closed by itself."""

    def __init__(self, stage: Stage, x: float, y: float, *, is_adding: bool) -> None:
        super().__init__(stage, x, y, is_adding=is_adding)
        self._line = [(x, y)]

    def move(self, x: float, y: float) -> None:
        """Draw on, and select what is inside now."""
        last_x, last_y = self._line[-1]
        if abs(x - last_x) + abs(y - last_y) >= _STEP_PX:
            self._line.append((x, y))
        scene, camera = self.stage.scene, self.stage.camera
        corners = np.array([camera.to_scene(*point) for point in self._line])
        drawn = picks_within(scene.document, self.stage.theme, corners)
        self.take(hit.nodes_within(scene, corners).tolist(), drawn)

    def paint(self, painter: QPainter) -> None:
        """The line, closed."""
        fill = self.stage.theme.color("accent")
        fill.setAlphaF(0.12)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.stage.theme.color("accent"), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in self._line]))
