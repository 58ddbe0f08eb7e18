"""What the colours of links mean."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.console.map.chrome.floating import SHADOW_PX, Floating
from nocscape.console.map.scene.links import LOAD_LIMITS, STEP_SAMPLES
from nocscape.console.theme import GRID, Theme

_HEIGHT = 30
_SWATCH = (22.0, 4.0)
_GAP = 3.0
_SIDE = 3.0 * GRID


class Legend(Floating):
    """The steps of utilisation with their colours and limits."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._title = tr("Utilisation")
        self._limits = " · ".join(f"{limit:g}" for limit in LOAD_LIMITS) + " %"
        self.setAccessibleName(f"{self._title}: {self._limits}")
        self.resize(self.sizeHint())
        self.redraw()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as its words and colours."""
        metrics = QFontMetricsF(self.theme.font("small"))
        words = metrics.horizontalAdvance(self._title) + metrics.horizontalAdvance(self._limits)
        colours = len(STEP_SAMPLES) * (_SWATCH[0] + _GAP)
        return QSize(round(words + colours + 2 * _SIDE + 4 * GRID) + 2 * SHADOW_PX, _HEIGHT + 2 * SHADOW_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.theme.font("small")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self.theme.color("dim"))
        middle = self.inner().center().y()
        base = middle + metrics.capHeight() / 2
        x = SHADOW_PX + _SIDE
        painter.drawText(QPointF(x, base), self._title)
        x += metrics.horizontalAdvance(self._title) + 2 * GRID
        painter.setPen(Qt.PenStyle.NoPen)
        for sample in STEP_SAMPLES:
            painter.setBrush(self.theme.utilisation_color(sample))
            painter.drawRoundedRect(QRectF(x, middle - _SWATCH[1] / 2, *_SWATCH), 2, 2)
            x += _SWATCH[0] + _GAP
        painter.setPen(self.theme.color("text"))
        painter.drawText(QPointF(x + 2 * GRID - _GAP, base), self._limits)
        painter.end()
