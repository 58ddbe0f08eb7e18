"""What the signs of devices and the lines of links mean, on a card over the legend."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import mark, tr
from nocscape.base.units import bps
from nocscape.console.map.chrome.floating import SHADOW_PX, Floating
from nocscape.console.map.paint.links import DOTS, TOKENS
from nocscape.console.map.scene.links import WIDTHS
from nocscape.console.parts.words import LINK_WORDS, status_word
from nocscape.console.theme import GRID, Theme
from nocscape.model.status import LinkState, Status

_STATES = (
    *(Status.UP, Status.WARNING, Status.MINOR, Status.CRITICAL),
    *(Status.UNREACHABLE, Status.UNKNOWN, Status.MAINTENANCE),
)
_HOLDS = (("pin", mark("Pinned against layouts")), ("lock", mark("Locked in its place")))
_BROKEN = (LinkState.DOWN, LinkState.BLOCKED, LinkState.STALE)
_SPEEDS = (1e8, 1e9, 1e10, 1e11, None)
_FASTER = mark("faster")
_ROW_PX = 20.0
_SAMPLE_PX = 34.0
_SIGN_PX = 13
_SIDE = 3.0 * GRID


class Signs(Floating):
    """Two columns: states of devices and what holds them; kinds and widths of links."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._states = [*(status_word(status) for status in _STATES), *(tr(word) for _, word in _HOLDS)]
        speeds = [tr(_FASTER) if speed is None else bps(speed) for speed in _SPEEDS]
        self._links = [*(tr(LINK_WORDS[state]) for state in _BROKEN), *speeds]
        self.setAccessibleName("; ".join((*self._states, *self._links)))
        self.resize(self.sizeHint())
        self.redraw()

    def sizeHint(self) -> QSize:
        """As large as its words."""
        rows = max(len(self._states), len(self._links))
        width = self._left_width() + _SAMPLE_PX + 2 * GRID + self._widest(self._links) + 2 * _SIDE + 5 * GRID
        height = rows * self._row_px() + 2 * _SIDE
        return QSize(round(width) + 2 * SHADOW_PX, round(height) + 2 * SHADOW_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.theme.font("small"))
        left, top = SHADOW_PX + _SIDE, SHADOW_PX + _SIDE
        signs = [self.theme.status_icon(status, _SIGN_PX) for status in _STATES]
        signs += [self.theme.pixmap(icon, "text", _SIGN_PX) for icon, _ in _HOLDS]
        for place, (sign, word) in enumerate(zip(signs, self._states, strict=True)):
            middle = top + (place + 0.5) * self._row_px()
            painter.drawPixmap(QPointF(left, middle - _SIGN_PX / 2), sign)
            self._write(painter, left + _SIGN_PX + 2 * GRID, middle, word)
        left += self._left_width() + 5 * GRID
        for place, word in enumerate(self._links):
            middle = top + (place + 0.5) * self._row_px()
            painter.setPen(self._pen(place))
            painter.drawLine(QPointF(left, middle), QPointF(left + _SAMPLE_PX, middle))
            self._write(painter, left + _SAMPLE_PX + 2 * GRID, middle, word)
        painter.end()

    def _pen(self, place: int) -> QPen:
        """Of the line of a broken link, or of one of a width."""
        if place >= len(_BROKEN):
            return QPen(self.theme.color("u1"), WIDTHS[place - len(_BROKEN)])
        state = _BROKEN[place]
        pen = QPen(self.theme.color(TOKENS[state]), 2.0)
        pen.setDashPattern(DOTS[state])
        return pen

    def _write(self, painter: QPainter, left: float, middle: float, word: str) -> None:
        painter.setPen(self.theme.color("text"))
        painter.drawText(QPointF(left, middle + QFontMetricsF(painter.font()).capHeight() / 2), word)

    def _row_px(self) -> float:
        return _ROW_PX * self.theme.text_scale

    def _left_width(self) -> float:
        return _SIGN_PX + 2 * GRID + self._widest(self._states)

    def _widest(self, words: list[str]) -> float:
        metrics = QFontMetricsF(self.theme.font("small"))
        return max(metrics.horizontalAdvance(word) for word in words)
