"""What stands out besides its state: devices and links that some panel marked, and handles of the selected link."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nocscape.console.map.camera import FAR, Camera, Rect
from nocscape.console.map.paint.links import segments
from nocscape.console.map.scene import hit
from nocscape.console.map.scene.scene import Scene
from nocscape.console.theme import RADIUS_NODE, Theme

Array = npt.NDArray[np.float64]

MARKS: dict[str, tuple[str, str]] = {
    "added": ("ok", "+"),
    "removed": ("crit", "\u2212"),
    "changed": ("warn", "~"),
    "moved": ("maint", "\u2192"),
    "found": ("accent", ""),
}
"""Colour and sign of each word of `Highlights`; the sign says it without the colour."""

_OTHER = ("accent", "")
_RIM_PX = 5.0
_PLATE_PX = 15.0
_HALO_PX = 8.0


class MarkPainter:
    """Draws marks in the order of the layers: halos of links below the nodes, rims of devices above them."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def draw_links(self, painter: QPainter, scene: Scene, points: Array, camera: Camera) -> None:
        """A broad pale line along each marked link."""
        view = Rect(0, 0, camera.width, camera.height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for link, word in scene.highlights.links.items():
            if (row := scene.links.row.get(link)) is None:
                continue
            seen = segments(scene.links, points, camera.scale, view, np.array([row], dtype=np.intp))
            color = self._theme.color(MARKS.get(word, _OTHER)[0])
            color.setAlphaF(0.4)
            painter.setPen(QPen(color, _HALO_PX, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            for (x1, y1), (x2, y2) in zip(seen.start.tolist(), seen.end.tolist(), strict=True):
                painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))

    def draw_devices(self, painter: QPainter, scene: Scene, points: Array, camera: Camera) -> None:
        """A rim around each marked device, with its sign."""
        seen = Rect(0, 0, camera.width, camera.height).grown(60.0)
        for device, word in scene.highlights.devices.items():
            row = scene.nodes.row.get(device)
            if row is None:
                continue
            x, y = points[row].tolist()
            if seen.holds(x, y):
                half = max(4.0, float(scene.nodes.side[row]) * camera.scale / 2) + _RIM_PX
                self._draw_rim(painter, x, y, half, word, has_sign=camera.scale > FAR)

    def draw_handles(self, painter: QPainter, scene: Scene, camera: Camera) -> None:
        """Dots by which the ends of the selected link can be taken."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), 1.6))
        painter.setBrush(self._theme.color("panel"))
        for x, y in hit.link_handles(scene, camera):
            painter.drawEllipse(QPointF(x, y), hit.HANDLE_PX * 0.6, hit.HANDLE_PX * 0.6)
        for x, y in hit.bend_handles(scene, camera):
            painter.drawRect(QRectF(x - 3.5, y - 3.5, 7.0, 7.0))

    def _draw_rim(self, painter: QPainter, x: float, y: float, half: float, word: str, *, has_sign: bool) -> None:
        token, sign = MARKS.get(word, _OTHER)
        color = self._theme.color(token)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color, 2.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(x - half, y - half, 2 * half, 2 * half), RADIUS_NODE + 3, RADIUS_NODE + 3)
        if not sign or not has_sign:
            return
        plate = QRectF(x - half - _PLATE_PX / 2, y - half - _PLATE_PX / 2, _PLATE_PX, _PLATE_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(plate)
        painter.setPen(self._theme.color("bg"))
        painter.setFont(self._theme.font("strong"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, sign)
