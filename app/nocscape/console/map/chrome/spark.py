"""A small curve without axes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nocscape.console.theme import Theme

_SIZE = QSize(104, 20)
_EDGE_PX = 2.0


class Spark(QWidget):
    """Draws values from 0 (or the lowest, where all are far above) to the highest; gaps stay open."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values: tuple[float | None, ...] = ()
        self.setFixedSize(_SIZE)

    @property
    def values(self) -> tuple[float | None, ...]:
        """What it draws, oldest first."""
        return self._values

    def draw(self, values: Sequence[float | None]) -> None:
        """Draw these, oldest first."""
        self._values = tuple(values)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The curve, in pieces between gaps."""
        known = [value for value in self._values if value is not None]
        if not known:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("u1"), 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        low, high = min(0.0, *known), max(known)
        span = high - low or 1.0
        step = (self.width() - 2 * _EDGE_PX) / max(1, len(self._values) - 1)
        room = self.height() - 2 * _EDGE_PX
        piece: list[QPointF] = []
        for place, value in enumerate((*self._values, None)):
            if value is not None:
                y = self.height() - _EDGE_PX - (value - low) / span * room
                piece.append(QPointF(_EDGE_PX + place * step, y))
            elif piece:
                painter.drawPolyline(QPolygonF(piece))
                piece = []
        painter.end()
        event.accept()
