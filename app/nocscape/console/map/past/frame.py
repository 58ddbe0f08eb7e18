"""The sign that what the map shows is over: a frame around it, and the time in words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.console.parts.words import full_time
from nocscape.console.theme import GRID, RADIUS_FIELD, Theme

_LINE_PX = 3.0
_PLATE_HEIGHT = 28.0
_EDGE_PX = 2.0 * GRID + _LINE_PX


class PastFrame(QWidget):
    """Lies over the whole map and takes no mouse."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self.head_px = 0.0
        """How much of the upper left corner is taken; the words stand below that."""
        self.corner = (0.0, 0.0)
        """What the tool bar takes of the upper right corner; where both do not stand side by side, it comes first."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        theme.changed.connect(self.update)
        self.hide()

    def say(self, at: float | None, *, has_own_places: bool = True) -> None:
        """Tell the time that is shown, and whether the map was drawn then; nothing for the present."""
        self.setVisible(at is not None)
        if at is not None:
            time = full_time(at)
            self._text = (
                tr("As it was: {time}, devices where they stood then", time=time)
                if has_own_places
                else tr("As it was: {time}, devices where they stand now", time=time)
            )
            self.setAccessibleName(self._text)
            self.update()

    def plate(self) -> QRectF:
        """Where the words stand: devices are seldom in that corner."""
        width = QFontMetricsF(self._theme.font("strong")).horizontalAdvance(self._text) + 6 * GRID
        is_beside = width + 2 * _EDGE_PX + self.corner[0] <= self.width()
        top = self.head_px + _EDGE_PX + (0.0 if is_beside else self.corner[1])
        return QRectF(_EDGE_PX, top, width, _PLATE_HEIGHT * self._theme.text_scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame and plate."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("warn"), _LINE_PX))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = _LINE_PX / 2
        painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
        plate = self.plate()
        painter.setPen(QPen(self._theme.color("warn"), 1.0))
        painter.setBrush(self._theme.color("panel"))
        painter.drawRoundedRect(plate, RADIUS_FIELD, RADIUS_FIELD)
        painter.setFont(self._theme.font("strong"))
        painter.setPen(self._theme.color("text"))
        base = plate.center().y() + QFontMetricsF(painter.font()).capHeight() / 2
        painter.drawText(QPointF(plate.left() + 3 * GRID, base), self._text)
        painter.end()
        event.accept()
