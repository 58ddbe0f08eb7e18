"""The chart of what is selected, live and back in time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QStackedLayout, QVBoxLayout, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.console.bridge import Bridge
from nocscape.console.charts.curve import Joined
from nocscape.console.charts.legend import Legend
from nocscape.console.charts.loader import SeriesLoader
from nocscape.console.charts.marks import EventMarks
from nocscape.console.charts.scene import Drawn, Scene
from nocscape.console.charts.subject import CurveSpec, Subject, View, of_devices, of_interface
from nocscape.console.parts.fields import Choice, IconButton
from nocscape.console.parts.flow import FlowLayout
from nocscape.console.parts.hint import EmptyHint, plain_label
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme

if TYPE_CHECKING:
    from nocscape.console.charts.plot import TimePlot

SPANS_S: dict[str, int] = {
    mark("15 min"): 900,
    mark("1 h"): 3600,
    mark("24 h"): 86_400,
    mark("7 d"): 604_800,
}
DAY_S = 86_400
OWNER = "chart"
FAST_S, SLOW_S = 5.0, 30.0
"""How often a watched series is polled, with up to an hour in sight and with more."""
LEAST_TICK_MS, MOST_TICK_MS = 1000, 30_000
USUAL_WIDTH = 800
LOW = 300


class ChartPanel(QWidget):
    """Traffic, errors and discards of the selected port, or readings of the selected devices.

    Nothing is watched, asked or drawn while the panel is hidden. `now` gives UTC seconds.
    """

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        selection: Selection,
        parent: QWidget | None = None,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self._now = now
        self._subject: Subject | None = None
        self._plot: TimePlot | None = None
        self._is_following = True
        self._loader = SeriesLoader(bridge, now=now, parent=self)
        self._yesterday = SeriesLoader(bridge, shift_s=DAY_S, now=now, parent=self)
        self._marks = EventMarks(bridge, self)
        self._tick = QTimer(self)
        self._soon = QTimer(self)
        self._lay_out()
        self._connect()
        self._complain("")
        self.retranslate()

    def _lay_out(self) -> None:
        self._title = plain_label(role="heading")
        self._views = QComboBox()
        self._views.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._spans = Choice(SPANS_S)
        self._live = IconButton(self._theme, "activity", is_toggle=True)
        self._problem = plain_label(role="small", tone="crit")
        self._legend = Legend(self._theme)
        head = QWidget()
        head.setObjectName("panelHeader")
        flow = FlowLayout(head, spacing=GRID)
        flow.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        for widget in (self._title, self._views, self._spans, self._live, self._problem):
            flow.addWidget(widget)
        self._chart = QWidget()
        column = QVBoxLayout(self._chart)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        legend_row = QVBoxLayout()
        legend_row.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        legend_row.addWidget(self._legend)
        column.addLayout(legend_row)
        self._empty = EmptyHint(self._theme, "chart-line")
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._chart)

    def _connect(self) -> None:
        self._tick.timeout.connect(self._follow)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._draw)
        for changed in (self._loader.changed, self._yesterday.changed, self._marks.changed):
            changed.connect(self._soon.start)
        self._loader.failed.connect(self._complain)
        self._views.activated.connect(self._look)
        self._spans.chosen.connect(self._choose_span)
        self._live.clicked.connect(self._go_live)
        self._selection.devices_selected.connect(self._select)
        self._selection.interface_selected.connect(self._select)
        self._selection.link_selected.connect(self._select)
        self._bridge.devices_changed.connect(self._devices_changed)

    @property
    def subject(self) -> Subject | None:
        """What is charted."""
        return self._subject

    @property
    def plot(self) -> TimePlot | None:
        """The plot, once there was something to show."""
        return self._plot

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to watch; what came meanwhile is read from the history."""
        super().showEvent(event)
        self._loader.forget()
        self._select()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """A chart that nobody sees costs nothing."""
        super().hideEvent(event)
        self._tick.stop()
        self._bridge.watch.want(OWNER, ())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A low panel is for the curves."""
        super().resizeEvent(event)
        self._legend.set_compact(is_compact=event.size().height() < LOW)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for name in SPANS_S:
            self._spans.name(name, tr(name))
        self._live.say(tr("Live: keep the newest values in sight"))
        self._empty.say(
            tr("Nothing to chart yet"),
            tr("Select a port, a link or a device on the map, in the tree or in the inspector."),
        )
        self._select()

    @Slot()
    def _select(self) -> None:
        """Take up what is selected, if anybody looks."""
        if self.isVisible():
            self._show_subject(self._chosen_subject())

    @Slot(object)
    def _devices_changed(self, devices: set[str]) -> None:
        if self._subject is None or devices & set(self._subject.devices):
            self._select()

    def _chosen_subject(self) -> Subject | None:
        live = self._bridge.live
        if (port := self._selection.interface) is not None:
            return of_interface(live, *port)
        if self._selection.link is not None and (link := live.links.get(self._selection.link)) is not None:
            ends = [end for end in (link.a, link.b) if end.interface is not None]
            return of_interface(live, ends[0].device, ends[0].interface or "") if ends else None
        return of_devices(live, self._selection.devices)

    def _show_subject(self, subject: Subject | None) -> None:
        self._subject = subject
        self._marks.choose(subject)
        if subject is None:
            self._tick.stop()
            self._bridge.watch.want(OWNER, ())
            self._pages.setCurrentWidget(self._empty)
            return
        self._title.setText(subject.title)
        self._offer_views(subject)
        self._pages.setCurrentWidget(self._chart)
        self._loader.choose(c.key for v in subject.views for c in v.curves)
        self._ensure_plot()
        self._watch()

    def _offer_views(self, subject: Subject) -> None:
        """Offer what can be charted of it; the view in front stays where the other subject has it too."""
        before = self._views.currentData()
        self._views.clear()
        for view in subject.views:
            self._views.addItem(view.title, view.name)
        self._views.setCurrentIndex(max(0, self._views.findData(before)))

    def _ensure_plot(self) -> None:
        if self._plot is None:
            from nocscape.console.charts.plot import TimePlot  # noqa: PLC0415 - pyqtgraph takes 0.5 s

            self._plot = TimePlot(self._theme)
            self._plot.moved.connect(self._moved)
            layout = self._chart.layout()
            assert isinstance(layout, QVBoxLayout)  # noqa: S101 - made above
            layout.addWidget(self._plot, 1)
            self._live.setChecked(True)

    @property
    def _view(self) -> View | None:
        if self._subject is None:
            return None
        return next((v for v in self._subject.views if v.name == self._views.currentData()), self._subject.views[0])

    @property
    def _span_s(self) -> float:
        if (known := SPANS_S.get(self._spans.current)) is not None:
            return known
        since, until = self._plot.view_range if self._plot else (0.0, 3600.0)
        return until - since

    def _watch(self) -> None:
        """Ask for live samples as often as the span in sight deserves, and look."""
        if self._subject is None or not self.isVisible():
            return
        interval_s = FAST_S if self._span_s <= SPANS_S["1 h"] else SLOW_S
        self._bridge.watch.want(OWNER, (c.key for v in self._subject.views for c in v.curves), interval_s)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """Bring the newest into sight, as long as the operator did not move away from it."""
        if self._plot is None or self._subject is None:
            return
        if self._is_following:
            now = self._now()
            self._plot.set_range(now - self._span_s, now)
        width = max(1, self._plot.width())
        self._tick.start(int(max(LEAST_TICK_MS, min(MOST_TICK_MS, self._span_s / width * 1000))))
        self._look()

    @Slot()
    def _look(self) -> None:
        """Have loaded what is in sight, and draw it."""
        if self._plot is None:
            return
        since, until = self._plot.view_range
        width = self._plot.width() or USUAL_WIDTH
        self._loader.look_at(since, until, width)
        past = self._past_curve()
        self._yesterday.choose(() if past is None else (past.key,))
        if past is not None:
            self._yesterday.look_at(since, until, width)
        self._draw()

    def _past_curve(self) -> CurveSpec | None:
        """Which curve is compared with the day before: the first one, where a day or less is in sight."""
        view = self._view
        if view is None or view.unit != "b/s" or self._span_s > DAY_S:
            return None
        return view.curves[0]

    @Slot()
    def _draw(self) -> None:
        view = self._view
        if self._plot is None or view is None or not self.isVisible():
            return
        since, until = self._plot.view_range
        curves = [Drawn(c.label, c.token, self._loader.joined(c.key), c.is_below) for c in view.curves]
        if (past := self._past_curve()) is not None:
            joined = _later(self._yesterday.joined(past.key), DAY_S)
            curves.append(Drawn(tr("in, a day before"), "faint", joined, is_past=True))
        self._plot.show_scene(
            Scene(
                unit=view.unit,
                curves=tuple(curves),
                marks=self._marks.between(since, until),
                capacity=view.capacity,
                note=tr("Reading…") if self._loader.is_waiting else tr("No values in this time"),
                is_filled=len(view.curves) <= 2,
            )
        )
        self._legend.show_curves(curves, view.unit, since, until)

    @Slot(str)
    def _choose_span(self, _name: str) -> None:
        self._is_following = True
        self._live.setChecked(True)
        self._watch()

    @Slot()
    def _go_live(self) -> None:
        if not self._spans.current:
            self._spans.choose(next(iter(SPANS_S)))
        self._choose_span("")

    @Slot(float, float)
    def _moved(self, since: float, until: float) -> None:
        """The operator panned or zoomed: stay there, unless the newest is in sight still."""
        span = until - since
        is_at_end = until >= self._now() - span * 0.02
        if abs(span - self._span_s) > 1.0 or not is_at_end:
            self._spans.release()
            self._is_following = False
            self._live.setChecked(False)
        self._look()

    @Slot(str)
    def _complain(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))


def _later(curve: Joined, shift_s: int) -> Joined:
    return curve._replace(times=[at + shift_s for at in curve.times], gaps=())
