"""A panel that floats over the map with rounded corners and a soft shadow.

The shadow is drawn once into a pixmap: an effect of Qt would blur it again in every frame of the map below.
"""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from nocscape.console.theme import RADIUS_TILE, Theme

SHADOW_PX = 10
_DROP_PX = 3
_STRENGTH_DARK, _STRENGTH_LIGHT = 0.42, 0.14


class Floating(QWidget):
    """Ground for what floats over the map; content belongs inside `contentsMargins`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._ground = QPixmap()
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setContentsMargins(QMargins(SHADOW_PX, SHADOW_PX, SHADOW_PX, SHADOW_PX))
        theme.changed.connect(self.redraw)

    @Slot()
    def redraw(self) -> None:
        """Colours are different."""
        self._ground = QPixmap()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size needs another ground."""
        super().resizeEvent(event)
        self._ground = QPixmap()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        ratio = self.devicePixelRatioF()
        if self._ground.isNull() or self._ground.devicePixelRatio() != ratio:
            self._ground = self._draw_ground(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        painter.end()
        event.accept()

    def inner(self) -> QRectF:
        """The panel without its shadow."""
        return QRectF(self.rect()).adjusted(SHADOW_PX, SHADOW_PX, -SHADOW_PX, -SHADOW_PX)

    def _draw_ground(self, ratio: float) -> QPixmap:
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        strength = _STRENGTH_DARK if self.theme.is_dark else _STRENGTH_LIGHT
        inner = self.inner()
        for step in range(SHADOW_PX - _DROP_PX):
            color = QColor(Qt.GlobalColor.black)
            color.setAlphaF(strength / (SHADOW_PX - _DROP_PX) * (1 - step / (SHADOW_PX - _DROP_PX)))
            painter.setBrush(color)
            ring = inner.adjusted(-step, -step, step, step).translated(0, _DROP_PX)
            painter.drawRoundedRect(ring, RADIUS_TILE + step, RADIUS_TILE + step)
        painter.setPen(QPen(self.theme.color("line"), 1.0))
        painter.setBrush(self.theme.color("panel"))
        painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_TILE, RADIUS_TILE)
        painter.end()
        return pixmap
