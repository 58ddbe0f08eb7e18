"""Drawing links by hand: from device to device, and one end of a link to another device."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nocscape.console.map.scene import hit
from nocscape.console.map.tools.gestures import Gesture
from nocscape.console.map.tools.ports import device_around, draw_ports, port_at
from nocscape.console.map.tools.stage import NewLink, Stage
from nocscape.console.theme import RADIUS_NODE
from nocscape.model.net import DeviceId, LinkId

_RIM_PX = 4.0


class DrawLink(Gesture):
    """A line from a device, or a port of it, to the pointer; let go over another one it asks for the link between them.

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
        begun = port_at(stage, fixed, x, y) if instead is None else None
        self._fixed_port = begun.key if begun is not None else None
        self._target_port: str | None = None

    def move(self, x: float, y: float) -> None:
        """Follow the pointer."""
        self._end = (x, y)
        scene = self.stage.scene
        row = hit.node_at(scene, self.stage.camera, x, y)
        target = device_around(self.stage, x, y) if row is None else scene.nodes.ids[row]
        self._target = target if target != self._fixed else None
        port = port_at(self.stage, self._target, x, y) if self._target is not None else None
        self._target_port = port.key if port is not None else None
        self.stage.update()

    def finish(self) -> None:
        """Ask for the link."""
        self.stage.update()
        known = self.stage.scene.nodes.row
        if self._target is not None and self._fixed in known and self._target in known:
            fixed, target = (self._fixed, self._fixed_port), (self._target, self._target_port)
            (a, a_port), (b, b_port) = (fixed, target) if self._is_b else (target, fixed)
            self.stage.ask_link(NewLink(a, b, self._instead, a_port, b_port))

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
        begin = self.start if self._fixed_port is not None else camera.point(*scene.nodes.xy[row].tolist())
        painter.drawLine(QPointF(*begin), QPointF(*self._end))
        target = scene.nodes.row.get(self._target or "")
        if target is not None:
            x, y = camera.point(*scene.nodes.xy[target].tolist())
            half = float(scene.nodes.side[target]) * camera.scale / 2 + _RIM_PX
            painter.setPen(QPen(self.stage.theme.color("accent"), 2.0))
            painter.drawRoundedRect(QRectF(x - half, y - half, 2 * half, 2 * half), RADIUS_NODE, RADIUS_NODE)
        draw_ports(painter, self.stage, self._fixed, self._fixed_port)
        if self._target is not None:
            draw_ports(painter, self.stage, self._target, self._target_port)
