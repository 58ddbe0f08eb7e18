"""The strip at the top of a wall: what is shown, how many devices are in which state, the time, the age of the data."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nocscape.console.live import LiveNetwork
from nocscape.console.parts.words import status_word
from nocscape.console.theme import Theme
from nocscape.console.wall.freshness import Freshness
from nocscape.console.wall.sizes import HEAD, READABLE, SECONDARY, letters
from nocscape.model.status import Status

SHOWN = (Status.CRITICAL, Status.UNREACHABLE, Status.MINOR, Status.WARNING, Status.UNKNOWN, Status.UP)
"""In the order in which they matter; those that nobody is in are left out, but for the last."""
_SIDE = 0.02


class WallHead(QWidget):
    """Paints itself in shares of `height_px`, the height of the screen."""

    def __init__(self, live: LiveNetwork, freshness: Freshness, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._live = live
        self._freshness = freshness
        self._theme = theme
        self._title = ""
        self._height_px = 1080.0
        freshness.ticked.connect(self.refresh)
        theme.changed.connect(self.update)

    def resize_for(self, height_px: int) -> None:
        """Be as high as suits a screen of that height."""
        self._height_px = float(height_px)
        self.setFixedHeight(round(HEAD * height_px))

    def say(self, title: str) -> None:
        """What the page shows."""
        self._title = title
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Another second, other states, another page."""
        counts = ", ".join(f"{status_word(status)}: {count}" for status, count in self._counts())
        self.setAccessibleName(f"{self._title}. {counts}. {self._freshness.words()}")
        self.update()

    def _counts(self) -> list[tuple[Status, int]]:
        counts = Counter(state.status for state in self._live.statuses.values())
        return [(status, counts[status]) for status in SHOWN if counts[status] or status is Status.UP]

    def paintEvent(self, event: QPaintEvent) -> None:
        """From the right: clock and age; then the counts; the title has what is left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color("panel"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), self._theme.color("line"))
        left = self._draw_clock(painter, self.width() - _SIDE * self._height_px)
        left = self._draw_counts(painter, left - 2 * _SIDE * self._height_px)
        side = _SIDE * self._height_px
        self._draw_title(painter, QRectF(side, 0, max(0.0, left - 2 * side), self.height()))
        painter.end()
        event.accept()

    def _draw_clock(self, painter: QPainter, right: float) -> float:
        """The time over the age of the data; returns where they begin."""
        now = datetime.fromtimestamp(self._freshness.now()).astimezone()
        large = letters(self._theme, "title", READABLE * 1.1 * self._height_px)
        small = letters(self._theme, "body", SECONDARY * 1.1 * self._height_px)
        words = self._freshness.words()
        doubt = self._freshness.is_stale or self._freshness.is_late
        time = f"{now:%H:%M:%S}"
        width = max(_width(large, time), _width(small, words))
        middle = self.height() / 2
        painter.setFont(large)
        painter.setPen(self._theme.color("text"))
        painter.drawText(QPointF(right - _width(large, time), middle), time)
        base = middle + 0.038 * self._height_px
        painter.setFont(small)
        painter.setPen(self._theme.color("crit" if self._freshness.is_stale else "warn" if doubt else "dim"))
        painter.drawText(QPointF(right - _width(small, words), base), words)
        return right - width

    def _draw_counts(self, painter: QPainter, right: float) -> float:
        font = letters(self._theme, "title", READABLE * self._height_px)
        sign_px = round(0.045 * self._height_px)
        base = (self.height() + READABLE * self._height_px) / 2
        for status, count in reversed(self._counts()):
            text = str(count)
            right -= _width(font, text)
            painter.setFont(font)
            painter.setPen(self._theme.color("text"))
            painter.drawText(QPointF(right, base), text)
            right -= sign_px + 0.012 * self._height_px
            sign = self._theme.status_icon(status, sign_px)
            painter.drawPixmap(QPointF(round(right), round((self.height() - sign_px) / 2)), sign)
            right -= 0.03 * self._height_px
        return right

    def _draw_title(self, painter: QPainter, room: QRectF) -> None:
        font = letters(self._theme, "title", READABLE * self._height_px)
        text = QFontMetricsF(font).elidedText(self._title, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def _width(font: QFont, text: str) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)
