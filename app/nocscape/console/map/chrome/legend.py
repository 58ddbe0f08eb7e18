"""What the colours of links, or of the metric that colours the map, mean; a press offers other metrics."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.base.units import significant
from nocscape.console.map.chrome.floating import SHADOW_PX, Floating
from nocscape.console.map.heat.heat import Heat
from nocscape.console.map.scene.links import LOAD_LIMITS, STEP_SAMPLES
from nocscape.console.theme import GRID, Theme

_HEIGHT = 30
_SWATCH = (22.0, 4.0)
_GAP = 3.0
_SIDE = 3.0 * GRID
_CHEVRON_PX = 14


class Legend(Floating):
    """The steps with their colours and limits. `pressed()`: another metric is wanted."""

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._heat: Heat | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.retranslate()

    def show_heat(self, heat: Heat | None) -> None:
        """Explain the steps of this metric; None for the traffic of links."""
        self._heat = heat
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        heat = self._heat
        limits = LOAD_LIMITS if heat is None else heat.limits
        unit = "%" if heat is None else heat.metric.unit.replace("bit/s", "b/s")
        self._title = tr("Utilisation") if heat is None else tr(heat.metric.title)
        self._samples = STEP_SAMPLES if heat is None else STEP_SAMPLES[1:]
        self._limits = f"{' · '.join(_short(limit) for limit in limits)} {unit}"
        self.setAccessibleName(f"{self._title}: {self._limits}")
        self.setToolTip(tr("Colour the map by another metric"))
        self.resize(self.sizeHint())
        self.redraw()

    def sizeHint(self) -> QSize:
        """As wide as its words and colours."""
        metrics = QFontMetricsF(self.theme.font("small"))
        words = metrics.horizontalAdvance(self._title) + metrics.horizontalAdvance(self._limits)
        colours = len(self._samples) * (_SWATCH[0] * self.theme.text_scale + _GAP)
        width = words + colours + 2 * _SIDE + 5 * GRID + _CHEVRON_PX
        return QSize(round(width) + 2 * SHADOW_PX, round(_HEIGHT * self.theme.text_scale) + 2 * SHADOW_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Offer metrics."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter press it."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.theme.font("small")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self.theme.color("text" if self.hasFocus() else "dim"))
        middle = self.inner().center().y()
        base = middle + metrics.capHeight() / 2
        x = SHADOW_PX + _SIDE
        painter.drawText(QPointF(x, base), self._title)
        x += metrics.horizontalAdvance(self._title) + GRID
        chevron = self.theme.pixmap("chevron-up", "faint", _CHEVRON_PX)
        painter.drawPixmap(QPointF(round(x), round(middle - _CHEVRON_PX / 2)), chevron)
        x += _CHEVRON_PX + 2 * GRID
        painter.setPen(Qt.PenStyle.NoPen)
        wide, high = (length * self.theme.text_scale for length in _SWATCH)
        for sample in self._samples:
            painter.setBrush(self.theme.utilisation_color(sample))
            painter.drawRoundedRect(QRectF(x, middle - high / 2, wide, high), high / 2, high / 2)
            x += wide + _GAP
        painter.setPen(self.theme.color("text"))
        painter.drawText(QPointF(x + 2 * GRID - _GAP, base), self._limits)
        painter.end()


def _short(limit: float) -> str:
    """A limit in few letters: `2.5M`."""
    for size, prefix in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if limit >= size:
            return f"{significant(limit / size, 2)}{prefix}"
    return f"{limit:g}"
