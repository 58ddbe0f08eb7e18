"""Small frames with a word or two; a state shows its sign as well."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nocscape.console.theme import GRID, Theme
from nocscape.model.status import Status

SIGN = 12
HEIGHT = 23
RADIUS = 5.0


class StatusChip(QWidget):
    """Sign and words of a state in its colour."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._status = Status.UNKNOWN
        self._text = ""
        theme.changed.connect(self._redraw)

    @property
    def text(self) -> str:
        """The words."""
        return self._text

    def say(self, status: Status, text: str) -> None:
        """Show this state in these words."""
        if (status, text) != (self._status, self._text):
            self._status, self._text = status, text
            self.setAccessibleName(text)
            self._redraw()

    def sizeHint(self) -> QSize:
        """Room for sign and words."""
        metrics = QFontMetrics(self._theme.font("small"))
        return QSize(metrics.horizontalAdvance(self._text) + SIGN + 5 * GRID, max(HEIGHT, metrics.height() + GRID))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Frame, sign, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.status_color(self._status)
        painter.setPen(color)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        sign = self._theme.status_icon(self._status, SIGN)
        painter.drawPixmap(QPointF(1.5 * GRID, (self.height() - SIGN) / 2), sign)
        painter.setFont(self._theme.font("small"))
        box = QRectF(self.rect()).adjusted(SIGN + 2.5 * GRID, 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()

    @Slot()
    def _redraw(self) -> None:
        self.updateGeometry()
        self.update()
