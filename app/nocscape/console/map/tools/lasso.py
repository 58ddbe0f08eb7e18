"""A free line around nodes that selects what is inside it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from nocscape.console.map.picks import NO_PICKS, picks_within
from nocscape.console.map.scene import hit
from nocscape.console.map.tools.gestures import Gesture
from nocscape.console.map.tools.stage import Stage

_STEP_PX = 3.0


class Lasso(Gesture):
    """Selects while it is drawn; `is_adding` keeps what was selected before."""

    def __init__(self, stage: Stage, x: float, y: float, *, is_adding: bool) -> None:
        super().__init__(stage, x, y)
        self._before = stage.selection.devices, stage.picks
        self._kept = self._before if is_adding else ((), NO_PICKS)
        self._line = [(x, y)]

    def move(self, x: float, y: float) -> None:
        """Draw on, and select what is inside now."""
        last_x, last_y = self._line[-1]
        if abs(x - last_x) + abs(y - last_y) >= _STEP_PX:
            self._line.append((x, y))
        scene, camera, (devices, picks) = self.stage.scene, self.stage.camera, self._kept
        corners = np.array([camera.to_scene(*point) for point in self._line])
        inside = (scene.nodes.ids[row] for row in hit.nodes_within(scene, corners).tolist())
        drawn = picks_within(scene.document, self.stage.theme, corners)
        self.stage.select([*devices, *inside], picks.with_(drawn))
        self.stage.update()

    def finish(self) -> None:
        """Keep the selection."""
        self.stage.update()

    def cancel(self) -> None:
        """Select what was selected before."""
        self.stage.select(*self._before)
        self.stage.update()

    def paint(self, painter: QPainter) -> None:
        """The line, closed."""
        fill = self.stage.theme.color("accent")
        fill.setAlphaF(0.12)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.stage.theme.color("accent"), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in self._line]))
