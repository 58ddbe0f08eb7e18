"""One chart: curves of one unit, live and back in time, with their legend. Panels and overviews are made of these."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.charts.crosshair import Crosshair
from nocscape.console.charts.curve import Joined
from nocscape.console.charts.drawing import Options, scene_of
from nocscape.console.charts.formulas import FormulaLoader
from nocscape.console.charts.legend import Legend
from nocscape.console.charts.loader import SeriesLoader
from nocscape.console.charts.marks import EventMarks
from nocscape.console.charts.past import PastCurves, compared
from nocscape.console.charts.ranking import Ranking
from nocscape.console.charts.saving import Saving
from nocscape.console.charts.scene import Drawn
from nocscape.console.charts.subject import CurveSpec, View
from nocscape.console.dragging import is_chartable
from nocscape.console.parts.language import Retranslated
from nocscape.console.theme import GRID, Theme
from nocscape.console.thresholds.book import RuleBook
from nocscape.console.thresholds.lines import limits_of
from nocscape.console.thresholds.menu import offer
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import DeviceId

if TYPE_CHECKING:
    from nocscape.console.charts.plot import TimePlot

HOUR_S = 3600
FAST_S, SLOW_S = 5.0, 30.0
"""How often a watched series is polled, with up to an hour in sight and with more."""
LEAST_TICK_MS, MOST_TICK_MS = 1000, 30_000
LEGEND_MS = 900
"""The figures in the legend change no more often than this."""
USUAL_WIDTH = 800
LOW = 260
MOST_WATCHED = 200
"""Series of one chart that are polled more often while it is seen."""


@dataclass(frozen=True, slots=True)
class About:
    """Whose events are marked in a chart."""

    devices: tuple[DeviceId, ...] = ()
    interface: str | None = None


class ChartView(Retranslated, QWidget):
    """Nothing is watched, asked or drawn while it is hidden. `owner` is its name towards the engine, unique in the
    console; `now` gives UTC seconds.

    Signals: moved(since, until) after the operator panned or zoomed away from now; failed(str) with what is wrong, or
    empty; event_clicked(event id); dropped(QMimeData) with devices, ports or series.
    """

    moved = Signal(float, float)
    failed = Signal(str)
    event_clicked = Signal(str)
    dropped = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        owner: str,
        crosshair: Crosshair | None = None,
        *,
        now: Callable[[], float] = time.time,
        is_card: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._owner = owner
        self._now = now
        self._is_card = is_card
        self._view: View | None = None
        self._about = About()
        self._span_s = 900.0
        self._is_following = True
        self._plot: TimePlot | None = None
        self.options = Options()
        self.crosshair = crosshair or Crosshair(self)
        self.loader = SeriesLoader(bridge, now=now, parent=self)
        self._past = PastCurves(bridge, now=now, parent=self)
        self._formulas = FormulaLoader(bridge, now=now, parent=self)
        self._marks = EventMarks(bridge, self)
        self._ranking = Ranking()
        self._rules = RuleBook.of(bridge)
        self._filled: tuple[bool, ...] = ()
        self._tick, self._soon, self._later = QTimer(self), QTimer(self), QTimer(self)
        self.legend = Legend(theme)
        self.saving = Saving(lambda: (self,), self)
        self.saving.failed.connect(self.failed)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QVBoxLayout()
        row.setContentsMargins((3 if self._is_card else 2) * GRID, GRID, 2 * GRID, 0)
        row.addWidget(self.legend)
        column.addLayout(row)
        self._column = column
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        for timer, wait_ms, todo in ((self._soon, 0, self._draw), (self._later, LEGEND_MS, self._word)):
            timer.setSingleShot(True)
            timer.setInterval(wait_ms)
            timer.timeout.connect(todo)
        self._tick.timeout.connect(self._follow)
        for changed in (
            self.loader.changed,
            self._formulas.changed,
            self._marks.changed,
            self._rules.changed,
            self._past.changed,
        ):
            changed.connect(self._soon.start)
        self.loader.failed.connect(self.failed)
        self._formulas.failed.connect(self.failed)
        self.legend.pointed.connect(self._legend_pointed)
        self.crosshair.ranged.connect(self._range_elsewhere)

    # what is shown

    @property
    def plot(self) -> TimePlot | None:
        """The plot, once there was something to show."""
        return self._plot

    @property
    def view(self) -> View | None:
        """The curves that are shown."""
        return self._view

    @property
    def is_following(self) -> bool:
        """Whether the newest values are kept in sight."""
        return self._is_following

    @property
    def span_s(self) -> float:
        """How much time is in sight."""
        if self._is_following or self._plot is None:
            return self._span_s
        since, until = self._plot.view_range
        return until - since

    @property
    def curves(self) -> tuple[Drawn, ...]:
        """What is drawn now."""
        return self._plot.scene.curves if self._plot else ()

    def show_view(self, view: View | None, about: About | None = None) -> None:
        """Show these curves; what is known of those that stay is kept. `about` says whose events are marked."""
        self._view = view
        self._about = about or About()
        if view is None:
            self._rest()
            return
        self.loader.choose(c.key for c in view.curves if c.formula is None)
        self._formulas.choose(view.curves)
        self._ranking.forget()
        self._mark()
        self._watch()

    def set_options(self, options: Options) -> None:
        """Draw it otherwise."""
        self.options = options
        self._mark()
        self._look()

    def follow(self, span_s: float) -> None:
        """Keep the newest values in sight, and so many seconds before them."""
        self._span_s, self._is_following = span_s, True
        self._watch()

    def set_range(self, since: float, until: float) -> None:
        """Bring this stretch into sight and stay there, UTC seconds."""
        self._is_following = False
        self._span_s = until - since
        if self._plot is not None:
            self._plot.set_range(since, until)
            self._watch()

    def forget(self) -> None:
        """Read everything again at the next look."""
        self.loader.forget()

    def retranslate(self) -> None:
        """Words of the chart follow the language; those of the curves come with another view."""
        self._soon.start()

    # seen or not

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to watch; what came meanwhile is read from the history."""
        super().showEvent(event)
        self.loader.forget()
        self._rules.read()
        self._watch()

    def hideEvent(self, event: QHideEvent) -> None:
        """A chart that nobody sees costs nothing."""
        super().hideEvent(event)
        self._rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low chart is for the curves."""
        super().resizeEvent(event)
        self.legend.set_compact(is_compact=event.size().height() < self._theme.px(LOW))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the curve that the legend's pointer is at, or with all; the plot asks by itself."""
        is_by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        if is_by_key or self.legend.geometry().contains(event.pos()):
            self._open_menu(event.globalPos())

    @Slot(QPoint)
    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        offer(menu, self._bridge, self._theme, self._pointed_series(), self)
        menu.addSeparator()
        menu.addAction(self._theme.icon("copy", "dim", 16), tr("Copy the chart")).triggered.connect(self.saving.copy)
        export = menu.addAction(self._theme.icon("file-down", "dim", 16), tr("Export the chart…"))
        export.triggered.connect(self.saving.ask_where)
        menu.popup(at)

    def _pointed_series(self) -> dict[str, SeriesKey]:
        """The series of the curve that is pointed at, or of all, by their names."""
        curves = self._view.curves if self._view is not None else ()
        place = self._plot.scene.highlight if self._plot is not None else None
        meant = curves[place : place + 1] if place is not None and place < len(curves) else curves
        return {c.label: c.key for c in meant if c.formula is None}

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Devices, ports and series can be put here."""
        if is_chartable(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on what was put here."""
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())

    def _rest(self) -> None:
        self._tick.stop()
        self._bridge.watch.want(self._owner, ())

    def _watch(self) -> None:
        """Ask for live samples as often as the span in sight deserves, and look."""
        if self._view is None or not self.isVisible():
            return
        keys = [c.key for c in self._view.curves if c.formula is None]
        self._bridge.watch.want(self._owner, keys[:MOST_WATCHED], FAST_S if self.span_s <= HOUR_S else SLOW_S)
        self._ensure_plot()
        self._follow()

    def _ensure_plot(self) -> None:
        if self._plot is not None:
            return
        from nocscape.console.charts.plot import TimePlot  # noqa: PLC0415 - pyqtgraph takes 0.5 s

        self._plot = TimePlot(self._theme, self.crosshair, is_card=self._is_card)
        self._plot.moved.connect(self._moved)
        self._plot.mark_clicked.connect(self.event_clicked)
        self._plot.curve_pointed.connect(self.legend.highlight)
        self._plot.menu_asked.connect(self._open_menu)
        self._column.addWidget(self._plot, 1)

    # the range in sight

    @Slot()
    def _follow(self) -> None:
        """Bring the newest into sight, as long as the operator did not move away from it."""
        if self._plot is None or self._view is None:
            return
        if self._is_following:
            now = self._now()
            self._plot.move_to(now - self._span_s, now)
        width = max(1, self._plot.width())
        self._tick.start(int(max(LEAST_TICK_MS, min(MOST_TICK_MS, self.span_s / width * 1000))))
        self._look()

    @Slot()
    def _look(self) -> None:
        """Have loaded what is in sight, and draw it."""
        if self._plot is None or self._view is None:
            return
        since, until = self._plot.view_range
        width = self._plot.width() or USUAL_WIDTH
        self.loader.look_at(since, until, width)
        self._formulas.look_at(since, until, width)
        coloured = [c.key for c in self.curves if not c.is_past and not c.is_quiet]
        past = compared(self._view, self.options, until - since, coloured)
        self._past.look_at(past, self.options.compare_s, (since, until), width)
        self._draw()

    @Slot(float, float)
    def _moved(self, since: float, until: float) -> None:
        """The operator panned or zoomed: stay there, unless the newest is in sight still."""
        self._take_range(since, until)
        self.crosshair.show_range(since, until, self)
        self.moved.emit(since, until)

    @Slot(float, float, QObject)
    def _range_elsewhere(self, since: float, until: float, chart: QObject) -> None:
        if chart is not self and self._plot is not None and self.isVisible():
            self._plot.set_range(since, until)
            self._take_range(since, until)

    def _take_range(self, since: float, until: float) -> None:
        span = until - since
        is_at_end = until >= self._now() - span * 0.02
        if self._is_following and (abs(span - self._span_s) > 1.0 or not is_at_end):
            self._is_following = False
        self._look()

    # drawing

    def _mark(self) -> None:
        has_events = self.options.has_events and self._view is not None
        self._marks.choose(*((self._about.devices, self._about.interface) if has_events else ((), None)))

    @Slot()
    def _draw(self) -> None:
        if self._plot is None or self._view is None or not self.isVisible():
            return
        since, until = self._plot.view_range
        drawn = [Drawn(c.label, c.token, self._joined(c), c.is_below, key=c.key) for c in self._view.curves]
        drawn = self._ranking.ranked(drawn, since, until, self.options.most)
        drawn += self._past.drawn(self.options, {c.key: c.token for c in drawn})
        marks = self._marks.between(since, until) if self.options.has_events else ()
        note = tr("Reading…") if self.loader.is_waiting else tr("No values in this time")
        limits = limits_of(self._rules, self._view)
        self._plot.show_scene(scene_of(self._view, drawn, marks, note, self.options, (since, until), limits))
        filled = tuple(c.joined.times.size > 0 for c in self.curves)
        if not self._later.isActive() or filled != self._filled:
            self._filled = filled
            self._word()
            self._later.start()

    def _joined(self, curve: CurveSpec) -> Joined:
        joined = (self.loader if curve.formula is None else self._formulas).joined(curve.key)
        return joined if curve.factor == 1.0 else joined.scaled(curve.factor)

    @Slot()
    def _word(self) -> None:
        """Write the legend."""
        if self._plot is not None and self._view is not None and self.isVisible():
            self.legend.show_curves(self.curves, self._view.unit, *self._plot.view_range)

    @Slot(int)
    def _legend_pointed(self, place: int) -> None:
        if self._plot is not None:
            self._plot.highlight(place if place >= 0 else None)
