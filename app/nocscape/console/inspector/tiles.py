"""Key figures of a device with how they went in the last hour."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nocscape.console.charts.curve import EMPTY, Joined
from nocscape.console.dragging import series_mime
from nocscape.console.parts.drag_out import DragOut
from nocscape.console.parts.elided import ElidedLabel
from nocscape.console.parts.hint import plain_label
from nocscape.console.theme import GRID, Theme
from nocscape.model.metrics import SeriesKey

LINE = 1.4
LEAST_WIDTH, USUAL_WIDTH, HEIGHT = 24, 70, 18
LEAST_RANGE = 0.02
"""A line that hardly moves is drawn flat: the height stands for at least this share of the greatest value."""


class Sparkline(QWidget):
    """A line without axes; gaps break it."""

    def __init__(self, theme: Theme, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._token = token
        self._curve = EMPTY
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(2 * USUAL_WIDTH)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A line about as wide as two words."""
        return QSize(self._theme.px(USUAL_WIDTH), self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A line that can still be made out."""
        return QSize(LEAST_WIDTH, self._theme.px(HEIGHT))

    def show_curve(self, curve: Joined) -> None:
        """Draw this."""
        self._curve = curve
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """One polyline for each stretch without a gap."""
        known = self._curve.values[np.isfinite(self._curve.values)]
        if known.size < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color(self._token), LINE * self._theme.text_scale))
        for part in self._parts(float(known.min()), float(known.max())):
            painter.drawPolyline(part)
        painter.end()

    def _parts(self, low: float, high: float) -> list[QPolygonF]:
        times, values = self._curve.times, self._curve.values
        span = max(1, int(times[-1] - times[0]))
        room = max(high - low, abs(high) * LEAST_RANGE, 1e-9)
        xs = (times - times[0]) / span * (self.width() - 2) + 1
        ys = self.height() / 2 - (values - (high + low) / 2) / room * (self.height() - 4)
        parts: list[list[QPointF]] = [[]]
        for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
            if math.isnan(y):
                parts.append([])
            else:
                parts[-1].append(QPointF(x, y))
        return [QPolygonF(points) for points in parts if points]


class MetricTile(QFrame):
    """What it is, the figure, and its line. Signal: menu_asked(SeriesKey, QPoint on the screen)."""

    menu_asked = Signal(object, QPoint)

    def __init__(self, theme: Theme, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key: SeriesKey | None = None
        """What the figure is of; it can be dragged onto a chart then."""
        DragOut(self, self.mime_at)
        self.setProperty("card", True)
        self._title = plain_label(role="small", tone="dim")
        self._figure = plain_label(role="figure")
        self._line = Sparkline(theme, token)
        self._whose = ElidedLabel()
        self._whose.setProperty("role", "small")
        self._whose.setProperty("tone", "dim")
        self._whose.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._whose.hide()
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self._figure)
        row.addWidget(self._line, 1)
        row.addWidget(self._whose, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID - 1, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addLayout(row)

    @property
    def figure(self) -> str:
        """What is written large."""
        return self._figure.text()

    def name(self, title: str) -> None:
        """Say what the figure is."""
        self._title.setText(title)

    def say_whose(self, name: str) -> None:
        """Say in the place of the line whose figure it is."""
        self._whose.setText(name)
        self._whose.setVisible(bool(name))
        self._line.setVisible(not name)

    def mime_at(self, _: QPointF) -> QMimeData | None:
        """The figure's series, on its way to a chart."""
        return None if self.key is None else series_mime([self.key])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Somebody wants to do something with the figure."""
        if self.key is not None:
            self.menu_asked.emit(self.key, event.globalPos())

    def show_figure(self, words: str, curve: Joined = EMPTY) -> None:
        """Write the figure, and draw how it went."""
        self._figure.setText(words)
        self._line.show_curve(curve)
