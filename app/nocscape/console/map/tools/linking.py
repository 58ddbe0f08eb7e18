"""Drawing links by hand: from device to device, and one end of a link to another device."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nocscape.console.map.scene import hit
from nocscape.console.map.tools.gestures import Gesture
from nocscape.console.map.tools.stage import NewLink, Stage
from nocscape.console.theme import RADIUS_NODE
from nocscape.model.net import DeviceId, LinkId

_RIM_PX = 4.0


class DrawLink(Gesture):
    """A line from a device to the pointer; let go over another device it asks for the link between the two.

    With `instead` it is an end of that link that follows the pointer, `fixed` being the device at the other end.
    """

    def __init__(
        self, stage: Stage, x: float, y: float, fixed: DeviceId, instead: LinkId | None = None, *, is_b: bool = True
    ) -> None:
        super().__init__(stage, x, y)
        self._fixed = fixed
        self._instead = instead
        self._is_b = is_b
        self._end = (x, y)
        self._target: DeviceId | None = None

    def move(self, x: float, y: float) -> None:
        """Follow the pointer."""
        self._end = (x, y)
        scene = self.stage.scene
        row = hit.node_at(scene, self.stage.camera, x, y)
        target = None if row is None else scene.nodes.ids[row]
        self._target = target if target != self._fixed else None
        self.stage.update()

    def finish(self) -> None:
        """Ask for the link."""
        self.stage.update()
        if self._target is not None and self._fixed in self.stage.scene.nodes.row:
            ends = (self._fixed, self._target) if self._is_b else (self._target, self._fixed)
            self.stage.ask_link(NewLink(*ends, self._instead))

    def cancel(self) -> None:
        """Leave everything as it is."""
        self.stage.update()

    def paint(self, painter: QPainter) -> None:
        """The line, and a rim around the device that it would end at."""
        scene, camera = self.stage.scene, self.stage.camera
        row = scene.nodes.row.get(self._fixed)
        if row is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.stage.theme.color("accent"), 2.0, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawLine(QPointF(*camera.point(*scene.nodes.xy[row].tolist())), QPointF(*self._end))
        target = scene.nodes.row.get(self._target or "")
        if target is not None:
            x, y = camera.point(*scene.nodes.xy[target].tolist())
            half = float(scene.nodes.side[target]) * camera.scale / 2 + _RIM_PX
            painter.setPen(QPen(self.stage.theme.color("accent"), 2.0))
            painter.drawRoundedRect(QRectF(x - half, y - half, 2 * half, 2 * half), RADIUS_NODE, RADIUS_NODE)
