"""The sign that a wall must not be trusted: a veil, a broad hatched rim, and words across the screen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.console.theme import Theme
from nocscape.console.wall.freshness import Freshness
from nocscape.console.wall.sizes import READABLE, SECONDARY, letters

_RIM = 0.028
_BAND = 0.2
_VEIL = 0.72
_LARGEST = 0.055


class StaleSign(QWidget):
    """Lies over the whole wall while the data is stale."""

    def __init__(self, freshness: Freshness, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._freshness = freshness
        self._theme = theme
        freshness.ticked.connect(self.refresh)
        theme.changed.connect(self.update)
        self.hide()

    @Slot()
    def refresh(self) -> None:
        """Show or hide it, and say how old the data is now."""
        is_stale = self._freshness.is_stale
        if is_stale:
            self.setAccessibleName(self._freshness.warning())
            self.raise_()
            self.update()
        self.setVisible(is_stale)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Veil, rim, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = self._theme.color("bg")
        veil.setAlphaF(_VEIL)
        painter.fillRect(self.rect(), veil)
        rim = _RIM * self.height()
        whole = QRectF(self.rect())
        for band in (
            QRectF(0, 0, whole.width(), rim),
            QRectF(0, whole.height() - rim, whole.width(), rim),
            QRectF(0, rim, rim, whole.height() - 2 * rim),
            QRectF(whole.width() - rim, rim, rim, whole.height() - 2 * rim),
        ):
            self._hatch(painter, band, rim)
        self._write(painter, whole)
        painter.end()
        event.accept()

    def _hatch(self, painter: QPainter, band: QRectF, step: float) -> None:
        painter.save()
        painter.setClipRect(band)
        painter.fillRect(band, self._theme.color("crit"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("bg"))
        at = -self.height() // step * step
        while at < band.width() + band.height():
            x, y, long = band.left() + at, band.top(), band.height()
            points = (
                QPointF(x, y + long),
                QPointF(x + long, y),
                QPointF(x + long + step, y),
                QPointF(x + step, y + long),
            )
            painter.drawPolygon(QPolygonF(points))
            at += 2 * step
        painter.restore()

    def _write(self, painter: QPainter, whole: QRectF) -> None:
        high = _BAND * whole.height()
        band = QRectF(0, (whole.height() - high) / 2, whole.width(), high)
        painter.fillRect(band, self._theme.color("crit"))
        painter.setPen(self._theme.color("bg"))
        painter.setFont(letters(self._theme, "title", self._cap_px(whole)))
        upper = QRectF(band.left(), band.top(), band.width(), band.height() * 0.64)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, self._freshness.warning())
        painter.setFont(letters(self._theme, "figure", SECONDARY * whole.height()))
        lower = QRectF(band.left(), upper.bottom(), band.width(), band.height() * 0.28)
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, self._reason())

    def _cap_px(self, whole: QRectF) -> float:
        """As large as fits across the screen, and never too small to be read."""
        wide = len(self._freshness.warning()) * 1.1
        return max(READABLE * whole.height(), min(_LARGEST * whole.height(), whole.width() / wide))

    def _reason(self) -> str:
        if self._freshness.is_lost:
            return tr("The engine has stopped. What is shown is how it was.")
        return tr("The engine says nothing. What is shown is how it was.")
