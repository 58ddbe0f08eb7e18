"""The one widget that knows pyqtgraph. Importing this module costs 0.5 s, so it is imported with the first chart."""

from __future__ import annotations

from itertools import zip_longest

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QGraphicsPathItem, QVBoxLayout, QWidget

from nocscape.console.charts import paint
from nocscape.console.charts.axes import frame_of
from nocscape.console.charts.paint import ChartPainter
from nocscape.console.charts.scene import Drawn, Frame, Scene
from nocscape.console.theme import Theme

Floats = npt.NDArray[np.float64]

LEAST_SPAN_S = 10.0
MOST_SPAN_S = 3.0 * 365 * 86_400
PAN_STEP = 0.1
ZOOM_STEP = 1.25
FILL_ALPHA = 42
BAND_ALPHA = 60


class TimePlot(QWidget):
    """Curves over time with pan and zoom along the time axis; the value axis fits itself to what is in sight.

    Signals: moved(since, until) after the operator panned or zoomed, UTC seconds.
    """

    moved = Signal(float, float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.scene = Scene()
        self._items: list[_CurveItems] = []
        self._view = pg.ViewBox(enableMenu=False, defaultPadding=0.0)
        self._canvas = _Canvas(theme, self)
        self._canvas.hold(self._view)
        self._view.setMouseEnabled(x=True, y=False)
        self._view.disableAutoRange()
        self._view.setLimits(minXRange=LEAST_SPAN_S, maxXRange=MOST_SPAN_S)
        self._view.sigRangeChangedManually.connect(self._moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.redraw)

    @property
    def view_range(self) -> tuple[float, float]:
        """What is in sight, UTC seconds."""
        since, until = self._view.viewRange()[0]
        return since, until

    @property
    def frame(self) -> Frame:
        """Drawing area and the values at its edges."""
        (since, until), (low, high) = self._view.viewRange()
        return Frame(self._view.mapRectToScene(self._view.boundingRect()), since, until, low, high)

    def show_scene(self, scene: Scene) -> None:
        """Draw other curves, events and limits; the range in sight stays."""
        scene.cursor_x = self.scene.cursor_x
        self.scene = scene
        for items, drawn in zip_longest(self._items[:], scene.curves):
            if drawn is None:
                items.remove_from(self._view)
                self._items.remove(items)
                continue
            if items is None:
                items = _CurveItems(self._view)  # noqa: PLW2901 - one more is needed
                self._items.append(items)
            items.draw(drawn, self._theme, is_filled=scene.is_filled)
        self._fit()

    def set_range(self, since: float, until: float) -> None:
        """Bring this stretch of time into sight, UTC seconds."""
        self._view.setXRange(since, until, padding=0)
        self._fit()

    @Slot()
    def redraw(self) -> None:
        """Colours or language are different."""
        self.show_scene(self.scene)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows pan, plus and minus zoom."""
        span = self.view_range[1] - self.view_range[0]
        match event.key():
            case Qt.Key.Key_Left:
                self._view.translateBy(x=-PAN_STEP * span)
            case Qt.Key.Key_Right:
                self._view.translateBy(x=PAN_STEP * span)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._view.scaleBy(x=1 / ZOOM_STEP)
            case Qt.Key.Key_Minus:
                self._view.scaleBy(x=ZOOM_STEP)
            case _:
                super().keyPressEvent(event)
                return
        self._moved()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lines and words find new places."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _moved(self) -> None:
        self._fit()
        self.moved.emit(*self.view_range)

    def _fit(self) -> None:
        """Let the value axis hold what is in sight, with zero in it."""
        since, until = self.view_range
        lows, highs = (
            zip(*(items.extent(since, until) for items in self._items), strict=True) if self._items else ((), ())
        )
        low, high = frame_of(min(lows, default=0.0), max(highs, default=0.0), self.scene.unit)
        self._view.setYRange(low, high, padding=0)
        self._canvas.make_room()


class _CurveItems:
    """The graphics items of one curve: the line with its filling, and the band between least and greatest."""

    def __init__(self, view: pg.ViewBox) -> None:
        self._band = QGraphicsPathItem()
        self._line = pg.PlotCurveItem(connect="finite", antialias=True)
        self._band.setPen(QPen(Qt.PenStyle.NoPen))
        view.addItem(self._band, ignoreBounds=True)
        view.addItem(self._line, ignoreBounds=True)
        self._times: Floats = np.empty(0)
        self._low: Floats = np.empty(0)
        self._high: Floats = np.empty(0)

    def remove_from(self, view: pg.ViewBox) -> None:
        view.removeItem(self._band)
        view.removeItem(self._line)

    def draw(self, drawn: Drawn, theme: Theme, *, is_filled: bool) -> None:
        joined, sign = drawn.joined, -1.0 if drawn.is_below else 1.0
        values = np.array(joined.values, dtype=np.float64) * sign
        self._times = np.array(joined.times, dtype=np.float64)
        self._low = values if joined.low is None else np.array(joined.low, dtype=np.float64) * sign
        self._high = values if joined.high is None else np.array(joined.high, dtype=np.float64) * sign
        color = theme.color("faint" if drawn.is_past else drawn.token)
        pen = QPen(color, 1.0)
        pen.setCosmetic(True)
        if drawn.is_past:
            pen.setDashPattern([4, 4])
        fill = theme.color(drawn.token)
        fill.setAlpha(FILL_ALPHA)
        has_fill = is_filled and not drawn.is_past
        self._line.setPen(pen)
        self._line.setBrush(QBrush(fill) if has_fill else None)
        self._line.setFillLevel(0.0 if has_fill else None)
        self._line.setData(self._times, values)
        fill.setAlpha(BAND_ALPHA)
        self._band.setBrush(fill)
        self._draw_band(is_shown=joined.low is not None and not drawn.is_past)

    def extent(self, since: float, until: float) -> tuple[float, float]:
        """Least and greatest value between two times, 0 and 0 where there is none."""
        first, last = np.searchsorted(self._times, (since, until))
        part = np.concatenate((self._low[max(0, first - 1) : last + 1], self._high[max(0, first - 1) : last + 1]))
        part = part[np.isfinite(part)]
        return (float(part.min()), float(part.max())) if part.size else (0.0, 0.0)

    def _draw_band(self, *, is_shown: bool) -> None:
        path = self._band.path()
        path.clear()
        if is_shown:
            is_known = np.isfinite(self._low) & np.isfinite(self._high)
            edges = np.flatnonzero(np.diff(np.concatenate(([0], is_known.astype(np.int8), [0]))))
            for first, last in zip(edges[::2], edges[1::2], strict=True):
                part = slice(first, last)
                path.addPolygon(_ribbon(self._times[part], self._low[part], self._high[part]))
        self._band.setPath(path)


def _ribbon(times: Floats, low: Floats, high: Floats) -> QPolygonF:
    there = [QPointF(x, y) for x, y in zip(times.tolist(), high.tolist(), strict=True)]
    back = [QPointF(x, y) for x, y in zip(times[::-1].tolist(), low[::-1].tolist(), strict=True)]
    return QPolygonF([*there, *back])


class _Canvas(pg.GraphicsView):
    """The view that holds the curves, with our own painting below and above them."""

    def __init__(self, theme: Theme, plot: TimePlot) -> None:
        super().__init__(plot, background=None)
        self._theme = theme
        self._plot = plot
        self._painter = ChartPainter(theme)
        self._layout = pg.GraphicsLayout()
        self.setCacheMode(pg.GraphicsView.CacheModeFlag.CacheNone)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)

    def hold(self, view: pg.ViewBox) -> None:
        self._layout.addItem(view, 0, 0)
        self._layout.layout.setContentsMargins(60, paint.TOP, paint.RIGHT, paint.BOTTOM)
        self.setCentralItem(self._layout)

    def make_room(self) -> None:
        """Give the words at the value axis their width, and paint again."""
        left = self._painter.left_margin(self._plot.frame, self._plot.scene)
        self._layout.layout.setContentsMargins(left, paint.TOP, paint.RIGHT, paint.BOTTOM)
        self.viewport().update()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: N802 - Qt's name
        painter.fillRect(rect, self._theme.color("panel"))
        self._painter.paint_ground(painter, self._plot.frame, self._plot.scene)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: ARG002, N802 - Qt's name
        self._painter.paint_signs(painter, self._plot.frame, self._plot.scene)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mouseMoveEvent(event)
        self._plot.scene.cursor_x = event.position().x()
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._plot.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        self._plot.scene.cursor_x = None
        self.viewport().update()
