"""The one widget that knows pyqtgraph. Importing this module costs 0.5 s, so it is imported with the first chart."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.charts import paint
from nocscape.console.charts.axes import frame_of, log_frame_of
from nocscape.console.charts.crosshair import Crosshair
from nocscape.console.charts.curve import value_at
from nocscape.console.charts.paint import ChartPainter
from nocscape.console.charts.scene import Frame, Mark, Scene
from nocscape.console.charts.strokes import StrokePainter
from nocscape.console.parts.language import Retranslated
from nocscape.console.theme import Theme

LEAST_SPAN_S = 10.0
MOST_SPAN_S = 6.0 * 365 * 86_400
PAN_STEP = 0.1
ZOOM_STEP = 1.25
NEAR_CURVE = 14.0
"""The pointer means a curve when it is so many pixels above or below it."""
NEAR_LIMIT = 1.5
"""A line is in sight when the curves come to within so many times of it."""
CLICK_SLIP = 4
"""A press that moves less than this many pixels is a click and no pan."""


class TimePlot(Retranslated, QWidget):
    """Curves over time with pan and zoom along the time axis; the value axis fits itself to what is in sight.

    Signals: moved(since, until) after the operator panned or zoomed, UTC seconds; mark_clicked(event id);
    curve_pointed(place or -1) when the pointer is at another curve than before; menu_asked(QPoint on the screen) by a
    click with the right button.
    """

    moved = Signal(float, float)
    mark_clicked = Signal(str)
    curve_pointed = Signal(int)
    menu_asked = Signal(QPoint)

    def __init__(
        self, theme: Theme, crosshair: Crosshair | None = None, parent: QWidget | None = None, *, is_card: bool = False
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.ground = "raised" if is_card else "panel"
        """Token of what it is painted on."""
        self.scene = Scene()
        self.crosshair = crosshair or Crosshair(self)
        self._values = (0.0, 1.0)
        self._view = pg.ViewBox(enableMenu=False, defaultPadding=0.0)
        self._canvas = _Canvas(theme, self)
        self._canvas.hold(self._view)
        self._view.setMouseEnabled(x=True, y=False)
        self._view.disableAutoRange()
        self._view.setLimits(minXRange=LEAST_SPAN_S, maxXRange=MOST_SPAN_S)
        self._view.sigRangeChangedManually.connect(self._moved)
        self.crosshair.moved.connect(self._point)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.redraw)
        self.retranslate()

    def retranslate(self) -> None:
        """Say again what it is, to those who do not see it."""
        self.setAccessibleName(tr("Chart"))

    @property
    def view_range(self) -> tuple[float, float]:
        """What is in sight, UTC seconds."""
        since, until = self._view.viewRange()[0]
        return since, until

    @property
    def frame(self) -> Frame:
        """Drawing area and the values at its edges."""
        since, until = self.view_range
        area = self._view.mapRectToScene(self._view.boundingRect())
        return Frame(area, since, until, *self._values, self.scene.is_log)

    def show_scene(self, scene: Scene) -> None:
        """Draw other curves, events and limits; the range in sight stays."""
        scene.cursor_at = self.crosshair.at
        if self.scene.highlight is not None and self.scene.highlight < len(scene.curves):
            scene.highlight = self.scene.highlight
        self.scene = scene
        self._canvas.strokes.show(scene)
        self._fit()

    def set_range(self, since: float, until: float) -> None:
        """Bring this stretch of time into sight, UTC seconds."""
        self.move_to(since, until)
        self._fit()

    def move_to(self, since: float, until: float) -> None:
        """The same where another scene follows at once, to which the value axis will be fitted."""
        self._view.setXRange(since, until, padding=0)

    def highlight(self, place: int | None) -> None:
        """Have one curve stand out, or none."""
        if place != self.scene.highlight:
            self.scene.highlight = place
            self._canvas.viewport().update()

    def draw(self, painter: QPainter) -> None:
        """The whole chart on another device, as for a file."""
        self._canvas.render(painter)

    @Slot()
    def redraw(self) -> None:
        """Colours or language are different."""
        self.show_scene(self.scene)

    @Slot(object)
    def _point(self, at: float | None) -> None:
        self.scene.cursor_at = at
        self._canvas.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines and words find new places."""
        super().resizeEvent(event)
        self._fit()

    def pointer_at(self, place: QPointF) -> None:
        """The pointer is over this place of the canvas."""
        frame = self.frame
        is_inside = frame.area.left() <= place.x() <= frame.area.right()
        at = frame.time(place.x()) if is_inside else None
        nearest = None if at is None or len(self.scene.curves) < 2 else self._nearest(frame, at, place.y())
        if nearest != self.scene.highlight:
            self.scene.highlight = nearest
            self.curve_pointed.emit(-1 if nearest is None else nearest)
            self._canvas.viewport().update()
        self.crosshair.point(at)

    def pointer_gone(self) -> None:
        """The pointer is elsewhere."""
        self.highlight(None)
        self.crosshair.point(None)

    def mark_at(self, place: QPointF) -> Mark | None:
        """The event whose line or sign is at a place of the canvas."""
        frame = self.frame
        near = [m for m in self.scene.marks if abs(frame.x(m.at) - place.x()) <= paint.NEAR]
        return min(near, key=lambda m: abs(frame.x(m.at) - place.x()), default=None)

    def _nearest(self, frame: Frame, at: float, y: float) -> int | None:
        """Which curve is nearest to the pointer, None where none is near."""
        best, distance = None, NEAR_CURVE
        for place, drawn in enumerate(self.scene.curves):
            read = value_at(drawn.joined, at)
            if read is None or read[1] is None or drawn.is_past:
                continue
            away = abs(frame.y(-read[1] if self.scene.is_down(drawn) else read[1]) - y)
            if away < distance:
                best, distance = place, away
        return best

    @Slot()
    def _moved(self) -> None:
        self._fit()
        self.moved.emit(*self.view_range)

    def _with_limits(self, low: float, high: float) -> tuple[float, float]:
        """Let lines that the curves come near be in sight, too."""
        for limit in self.scene.limits:
            value = -limit.value if limit.is_below else limit.value
            high = value if high < value <= NEAR_LIMIT * high else high
            low = value if low > value >= NEAR_LIMIT * low else low
        return low, high

    def _fit(self) -> None:
        """Let the value axis hold what is in sight, with zero in it unless it is logarithmic."""
        since, until = self.view_range
        extent = self._canvas.strokes.extent(since, until, is_log=self.scene.is_log)
        if self.scene.is_log:
            self._values = log_frame_of(*extent) if extent else (1.0, 10.0)
        else:
            low, high = self._with_limits(*(extent or (0.0, 0.0)))
            self._values = frame_of(low, high, self.scene.unit)
        self._canvas.make_room()


class _Canvas(pg.GraphicsView):
    """The view that pans and zooms, with our own painting in it."""

    def __init__(self, theme: Theme, plot: TimePlot) -> None:
        super().__init__(plot, background=None)
        self._theme = theme
        self._plot = plot
        self._painter = ChartPainter(theme)
        self.strokes = StrokePainter(theme)
        self._layout = pg.GraphicsLayout()
        self._pressed_at: QPointF | None = None
        self.setCacheMode(pg.GraphicsView.CacheModeFlag.CacheNone)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)

    def hold(self, view: pg.ViewBox) -> None:
        self._layout.addItem(view, 0, 0)
        self.setCentralItem(self._layout)

    def make_room(self) -> None:
        """Give the words around the drawing area their room, and paint again."""
        self._layout.layout.setContentsMargins(*self._painter.margins(self._plot.frame, self._plot.scene))
        self.viewport().update()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.fillRect(rect, self._theme.color(self._plot.ground))
        self._painter.paint_ground(painter, self._plot.frame, self._plot.scene)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: ARG002 - Qt's signature
        frame, scene = self._plot.frame, self._plot.scene
        painter.save()
        painter.setClipRect(frame.area)
        self.strokes.paint(painter, frame, scene)
        painter.restore()
        self._painter.paint_signs(painter, frame, scene)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._plot.pointer_at(event.position())
        is_at_mark = self._plot.mark_at(event.position()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_at_mark else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._plot.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pressed_at = event.position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed_at = self._pressed_at, None
        is_click = pressed is not None and (event.position() - pressed).manhattanLength() < CLICK_SLIP
        if is_click and event.button() is Qt.MouseButton.RightButton:
            self._plot.menu_asked.emit(event.globalPosition().toPoint())
            return
        mark = self._plot.mark_at(event.position())
        if is_click and mark is not None and mark.event:
            self._plot.mark_clicked.emit(mark.event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._plot.pointer_gone()
