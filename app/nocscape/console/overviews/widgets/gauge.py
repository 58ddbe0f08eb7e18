"""A gauge: a value between two ends, with the ranges in which it is bad."""

from __future__ import annotations

from typing import Annotated

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from nocscape.base.i18n import mark
from nocscape.console.charts.axes import value_text
from nocscape.console.overviews.figure_tile import FigureSettings, FigureTile, tone_of
from nocscape.console.overviews.figures import unit_of
from nocscape.console.overviews.kind import Context, WidgetKind
from nocscape.console.overviews.schema import setting
from nocscape.console.theme import GRID
from nocscape.model.metrics import Combine

START, SWEEP = 210.0, -240.0
"""Degrees, counter-clockwise from three o'clock."""
LEAST_SIDE, MOST_STROKE, END_WIDTH, END_HEIGHT = 40, 14, 80, 18


class GaugeSettings(FigureSettings, frozen=True, kw_only=True):
    """Which value, and between which ends."""

    combine: Annotated[Combine, setting(mark("Of several devices"))] = "highest"
    least: Annotated[float, setting(mark("Left end"))] = 0.0
    most: Annotated[float, setting(mark("Right end"))] = 100.0
    warning: Annotated[float, setting(mark("Warning from (0 for none)"))] = 75.0
    critical: Annotated[float, setting(mark("Critical from (0 for none)"))] = 90.0


class GaugeTile(FigureTile):
    """Painted as an arc, with the value in its middle."""

    def __init__(self, context: Context, settings: GaugeSettings, name: str) -> None:
        super().__init__(context, settings, name)
        self._settings = settings
        self._value: float | None = None
        context.theme.changed.connect(self.update)

    @Slot()
    def show_figure(self) -> None:
        """Paint it anew where it is another."""
        value = self.feed.figure(self._settings.combine).value
        if value != self._value:
            self._value = value
            words = value_text(value, unit_of(self.context, self._settings.metric))
            self.setAccessibleName(f"{self.title} {words}")
            self.update()

    def share(self, value: float) -> float:
        """Where a value stands between the ends, 0 to 1."""
        span = self._settings.most - self._settings.least
        return min(1.0, max(0.0, (value - self._settings.least) / span)) if span else 0.0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Ground, ranges, value."""
        px = self.context.theme.px
        side = min(self.width() - 6 * GRID, (self.height() - 4 * GRID - px(END_HEIGHT)) / 0.83)
        if side < px(LEAST_SIDE):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke = min(px(MOST_STROKE), side / 9)
        box = QRectF((self.width() - side) / 2, 2 * GRID, side, side).adjusted(stroke, stroke, -stroke, -stroke)
        self._paint_arc(painter, box, "line", 0.0, 1.0, stroke)
        settings = self._settings
        if self._value is not None:
            token = tone_of(self._value, settings.warning, settings.critical) or "ok"
            self._paint_arc(painter, box, token, 0.0, self.share(self._value), stroke)
        outer = box.adjusted(-stroke, -stroke, stroke, stroke)
        for limit, token in ((settings.warning, "warn"), (settings.critical, "crit")):
            if limit:
                self._paint_arc(painter, outer, token, self.share(limit), 1.0, stroke / 4)
        self._paint_words(painter, box)
        painter.end()

    def _paint_arc(self, painter: QPainter, box: QRectF, token: str, start: float, end: float, width: float) -> None:
        pen = QPen(self.context.theme.color(token), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(box, round((START + SWEEP * start) * 16), round(SWEEP * (end - start) * 16))

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        theme, unit = self.context.theme, unit_of(self.context, self._settings.metric)
        painter.setFont(theme.font("title"))
        painter.setPen(theme.color("text" if self._value is not None else "faint"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, value_text(self._value, unit))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("dim"))
        ends = (self._settings.least, self._settings.most)
        for value, x in zip(ends, (box.left(), box.right()), strict=True):
            at = QPointF(x, box.top() + box.height() * 0.83)
            words = QRectF(at.x() - theme.px(END_WIDTH) / 2, at.y(), theme.px(END_WIDTH), theme.px(END_HEIGHT))
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, value_text(value, unit))


KIND = WidgetKind("gauge", mark("Gauge"), "gauge", (3, 5), GaugeSettings, GaugeTile)
