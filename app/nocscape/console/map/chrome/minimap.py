"""The whole map in a corner, with what is in view; press or drag to go there."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.console.map.camera import Camera, Rect
from nocscape.console.map.chrome.floating import SHADOW_PX, Floating
from nocscape.console.map.paint.raw import Fragments, LineBuffer
from nocscape.console.map.scene.nodes import LEAST_BAD, STATUSES
from nocscape.console.map.scene.scene import Scene
from nocscape.console.theme import RADIUS_FIELD, Theme

SIZE = QSize(168, 108)
REDRAW_MS = 700
_MARGIN_PX = 8.0
_MOST_FINE, _MOST_LINKS = 2_000, 4_000
_MOST_DOTS = 3_000
"""Of more devices only those in trouble are drawn, on the frames alone: the rest would be one stain."""


class Minimap(Floating):
    """Drawn again at most every 0.7 s. `wanted(x, y)` is the scene point that should be in the middle."""

    wanted = Signal(float, float)

    def __init__(self, scene: Scene, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._scene = scene
        self._camera = Camera()
        self._own = Camera()
        self._is_ground_old = True
        self._below = QPixmap()
        self._picture = QPixmap()
        self._lines = LineBuffer()
        self._dots = Fragments()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(REDRAW_MS)
        self._pause.timeout.connect(self._catch_up)
        self.resize(SIZE.width() + 2 * SHADOW_PX, SIZE.height() + 2 * SHADOW_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.setAccessibleName(tr("Overview of the map"))

    def set_scene(self, scene: Scene) -> None:
        """Show another map."""
        self._scene = scene
        self.redraw()

    def look(self, camera: Camera) -> None:
        """The view over the map is another one."""
        self._camera = camera
        self.update()

    def outdate(self, *, is_ground: bool) -> None:
        """States, or nodes, frames and links (`is_ground`) are different: draw them again soon."""
        self._is_ground_old = self._is_ground_old or is_ground
        if not self._pause.isActive():
            self._pause.start()

    @Slot()
    def redraw(self) -> None:
        """Draw everything anew."""
        self._below = QPixmap()
        self._picture = QPixmap()
        super().redraw()

    @Slot()
    def _catch_up(self) -> None:
        if self._is_ground_old:
            self.redraw()
        else:
            self._picture = QPixmap()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, and the frame around what is in view."""
        super().paintEvent(event)
        ratio = self.devicePixelRatioF()
        if self._picture.isNull() or self._picture.devicePixelRatio() != ratio:
            self._picture = self._draw(ratio)
        painter = QPainter(self)
        painter.drawPixmap(SHADOW_PX, SHADOW_PX, self._picture)
        seen = self._own.rect(self._camera.seen())
        whole = Rect(0, 0, SIZE.width(), SIZE.height())
        left, top = max(seen.left, whole.left + 1), max(seen.top, whole.top + 1)
        right, bottom = min(seen.right, whole.right - 1), min(seen.bottom, whole.bottom - 1)
        if left < right and top < bottom:
            fill = self.theme.color("accent")
            fill.setAlphaF(0.10)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.theme.color("accent"), 1.4))
            painter.setBrush(fill)
            painter.drawRoundedRect(QRectF(SHADOW_PX + left, SHADOW_PX + top, right - left, bottom - top), 3, 3)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        at = event.position() - QPointF(SHADOW_PX, SHADOW_PX)
        self.wanted.emit(*self._own.to_scene(at.x(), at.y()))

    def _draw(self, ratio: float) -> QPixmap:
        """The picture: frames and links as they were drawn last, and all nodes in the colour of their state."""
        if self._below.isNull() or self._below.devicePixelRatio() != ratio:
            self._below = self._draw_below(ratio)
            self._is_ground_old = False
        pixmap = QPixmap(self._below)
        painter = QPainter(pixmap)
        nodes = self._scene.nodes
        points = self._own.to_view(nodes.xy)
        is_crowded = len(nodes) > _MOST_DOTS
        if not is_crowded:
            self._draw_dots(painter, points[nodes.status < LEAST_BAD], self.theme.color("dim"), 1.5)
        for code in range(LEAST_BAD, len(STATUSES)):
            size = 1.5 if is_crowded else 3.0
            self._draw_dots(painter, points[nodes.status == code], self.theme.status_color(STATUSES[code]), size)
        painter.end()
        return pixmap

    def _draw_below(self, ratio: float) -> QPixmap:
        pixmap = QPixmap(SIZE * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("bg"))
        painter.drawRoundedRect(QRectF(1, 1, SIZE.width() - 2, SIZE.height() - 2), RADIUS_FIELD, RADIUS_FIELD)
        bounds = self._scene.bounds()
        if bounds is not None:
            self._own = Camera(width=SIZE.width(), height=SIZE.height()).fitted(bounds, _MARGIN_PX)
            self._draw_map(painter)
        painter.end()
        return pixmap

    def _draw_map(self, painter: QPainter) -> None:
        scene, own = self._scene, self._own
        points, links = own.to_view(scene.nodes.xy), scene.links
        is_fine = len(links) <= _MOST_FINE
        painter.setBrush(self.theme.color("group"))
        painter.setPen(QPen(self.theme.color("groupline"), 0.7))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_fine)
        frames = (own.rect(scene.groups.rect(row)) for row in range(len(scene.groups)))
        painter.drawRects([QRectF(rect.left, rect.top, rect.width, rect.height) for rect in frames])
        painter.setPen(QPen(self.theme.color("u1"), 0.8 if is_fine else 1.2))
        if len(links) <= _MOST_LINKS:
            self._lines.draw(painter, np.concatenate([points[links.a], points[links.b]], axis=1))

    def _draw_dots(self, painter: QPainter, points: np.typing.NDArray[np.float64], color: QColor, size: float) -> None:
        ratio = self.devicePixelRatioF()
        dot = QPixmap(max(1, round(size * ratio)), max(1, round(size * ratio)))
        dot.setDevicePixelRatio(ratio)
        dot.fill(color)
        self._dots.draw(painter, dot, points, np.zeros_like(points), float(dot.width()))
