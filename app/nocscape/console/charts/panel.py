"""The chart of what is selected, or of what was dragged here, live and back in time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QMimeData, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QSplitter, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.console.bridge import Bridge
from nocscape.console.charts.crosshair import Crosshair
from nocscape.console.charts.device_series import DeviceSeries
from nocscape.console.charts.drawing import DAY_S, Options
from nocscape.console.charts.menu import ChartMenu
from nocscape.console.charts.metric_book import MetricBook
from nocscape.console.charts.objects import ObjectSeries
from nocscape.console.charts.picker import SeriesPicker
from nocscape.console.charts.subject import (
    PORT_METRICS,
    Formula,
    Subject,
    View,
    keys_of_device,
    of_devices,
    of_interface,
    of_series,
)
from nocscape.console.charts.view import About, ChartView
from nocscape.console.dragging import devices_in, is_chartable, objects_in, ports_in, series_in
from nocscape.console.mibs.opening import OpenValues
from nocscape.console.parts.fields import Choice, IconButton, SnugBox
from nocscape.console.parts.flow import FlowLayout
from nocscape.console.parts.hint import EmptyHint, plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.panel import ProblemLabel
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme
from nocscape.model.metrics import SeriesKey

SPANS_S: dict[str, int] = {
    mark("15 min"): 900,
    mark("1 h"): 3600,
    mark("24 h"): 86_400,
    mark("7 d"): 604_800,
    mark("30 d"): 30 * 86_400,
    mark("1 y"): 365 * 86_400,
}
ALL = "all"
"""The choice of all views, one chart above the other."""
MOST_CHARTS = 6
OWNER = "chart"


class ChartPanel(Retranslated, QWidget):
    """Traffic, errors and discards of the selected port, or readings of the selected devices; series that were put
    here stay until they are cleared. Nothing is watched, asked or drawn while the panel is hidden.

    `now` gives UTC seconds.
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
        self._own: list[SeriesKey | Formula] = []
        self._compare_s: int | None = None
        self.options = Options()
        self.book = MetricBook(bridge, self)
        self.crosshair = Crosshair(self)
        self._objects = ObjectSeries(bridge, self)
        self._series = DeviceSeries(bridge, self)
        self._charts: list[ChartView] = []
        self.asking: QDialog | None = None
        """What was opened last."""
        self.menu = ChartMenu(self, theme)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self._title = plain_label(role="heading")
        self._title.setContentsMargins(GRID, 0, GRID, 0)
        self._views = SnugBox()
        self._spans = Choice(SPANS_S)
        self._live = IconButton(self._theme, "activity", is_toggle=True)
        self._more = IconButton(self._theme, "ellipsis-vertical")
        self._more.setMenu(self.menu)
        self.values_action = OpenValues(self._bridge, self._theme, self._selection, self)
        self.menu.insertAction(self.menu.actions()[0], self.values_action)
        self.menu.aboutToShow.connect(self.values_action.offer)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._problem = ProblemLabel()
        head = QWidget()
        head.setObjectName("panelHeader")
        flow = FlowLayout(head, spacing=GRID)
        flow.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        for widget in (self._title, self._views, self._live, self._more, self._spans, self._problem):
            flow.addWidget(widget)
        self._stack = QSplitter(Qt.Orientation.Vertical)
        self._stack.setChildrenCollapsible(False)
        self._page = QWidget()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._stack, 1)
        self._empty = EmptyHint(self._theme, "chart-line")
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._page)

    def _connect(self) -> None:
        self._views.activated.connect(self._show_views)
        self._spans.chosen.connect(self._choose_span)
        self._live.clicked.connect(self._go_live)
        self._selection.devices_selected.connect(self._select)
        self._selection.interface_selected.connect(self._select)
        self._selection.link_selected.connect(self._select)
        self._bridge.devices_changed.connect(self._devices_changed)
        self.book.changed.connect(self._select)
        self._series.changed.connect(self.book.read)
        self._series.changed.connect(self._select)
        self._objects.found.connect(self._found_series)
        self._objects.failed.connect(self._problem.say)
        self._objects.begun.connect(self._begun)
        self.setAcceptDrops(True)
        self._live.setChecked(True)
        self.addActions(self.menu.actions())

    @property
    def subject(self) -> Subject | None:
        """What is charted."""
        return self._subject

    @property
    def charts(self) -> Sequence[ChartView]:
        """The charts, from top to bottom."""
        return tuple(self._charts)

    @property
    def is_own(self) -> bool:
        """Whether it shows what was put here, whatever is selected."""
        return bool(self._own)

    def showEvent(self, event: QShowEvent) -> None:
        """Take up what is selected."""
        super().showEvent(event)
        self._select()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for name in SPANS_S:
            self._spans.name(name, tr(name))
        self._live.say(tr("Live: keep the newest values in sight"))
        self._more.say(tr("What else this chart can do"))
        self.menu.retranslate()
        self._empty.say(
            tr("Nothing to chart yet"),
            tr("Select a port, a link or a device on the map, in the tree or in the inspector."),
        )
        self._select()

    # what is charted

    @Slot(object)
    def add(self, chosen: Sequence[SeriesKey | Formula]) -> None:
        """Put series beside those that are here already, and stay with them."""
        known = {item for item in self._own if isinstance(item, SeriesKey)}
        self._own += [item for item in chosen if isinstance(item, Formula) or item not in known]
        self.book.read()
        self._select()

    def clear_own(self) -> None:
        """Follow the selection again."""
        self._own = []
        self._select()

    @Slot()
    def ask_for_series(self) -> None:
        """Ask which series to add."""
        devices = self._subject.devices if self._subject else ()
        picker = SeriesPicker(self._bridge, self._theme, self.book, devices[0] if devices else None, self)
        picker.chosen.connect(self.add)
        picker.finished.connect(picker.deleteLater)
        self.asking = picker
        picker.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Things can be put here though there is no chart yet."""
        if is_chartable(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Chart what was put here."""
        event.acceptProposedAction()
        self.take_drop(event.mimeData())

    @Slot(QMimeData)
    def take_drop(self, mime: QMimeData) -> None:
        """Add devices, ports or series that were dragged here to what is shown."""
        keys = series_in(mime)
        keys += [SeriesKey(device, metric, key) for device, key in ports_in(mime) for metric in PORT_METRICS]
        view = self._chosen_views()[0] if self._subject else None
        keys += [key for device in devices_in(mime) for key in keys_of_device(view, device)]
        self._add_to(view, keys)
        self._objects.ask_for(objects_in(mime))

    @Slot(str)
    def _begun(self, words: str) -> None:
        """Something is measured that was not before: its name and unit are to be learnt."""
        self.book.read_again()
        self._problem.inform(words)

    @Slot(object)
    def _found_series(self, keys: list[SeriesKey]) -> None:
        """The engine knows which series were meant."""
        self._add_to(self._chosen_views()[0] if self._subject else None, keys)

    def _add_to(self, view: View | None, keys: list[SeriesKey]) -> None:
        """Add series to what is shown, and stay with both."""
        if not keys:
            return
        if not self._own and view is not None:
            self._own = [c.key for c in view.curves]
        self.add(keys)
        self._bring_to_front(keys[-1])

    def _bring_to_front(self, key: SeriesKey) -> None:
        """Show the view that has this series, where each unit has its own."""
        views = self._subject.views if self._subject else ()
        name = next((view.name for view in views if key in {c.key for c in view.curves}), None)
        if name is not None and self._views.currentData() != ALL:
            self._views.setCurrentIndex(self._views.findData(name))
            self._show_views()

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
        if self._own:
            return of_series(live, self.book, self._own)
        if (port := self._selection.interface) is not None:
            return of_interface(live, *port)
        if self._selection.link is not None and (link := live.links.get(self._selection.link)) is not None:
            ends = [end for end in (link.a, link.b) if end.interface is not None]
            return of_interface(live, ends[0].device, ends[0].interface or "") if ends else None
        devices = self._selection.devices
        self._series.choose(devices[0] if len(devices) == 1 else None)
        return of_devices(live, devices, self.book, self._series.keys)

    def _show_subject(self, subject: Subject | None) -> None:
        self._subject = subject
        if subject is None:
            self._have(0)
            self._pages.setCurrentWidget(self._empty)
            return
        self._title.setText(subject.title)
        self._offer_views(subject)
        self._pages.setCurrentWidget(self._page)
        self._show_views()

    def _offer_views(self, subject: Subject) -> None:
        """Offer what can be charted of it; the view in front stays where the other subject has it too."""
        before = self._views.currentData()
        self._views.clear()
        for view in subject.views:
            self._views.addItem(view.title, view.name)
        if len(subject.views) > 1:
            self._views.addItem(tr("All, one above the other"), ALL)
        self._views.setCurrentIndex(max(0, self._views.findData(before)))
        self._views.setVisible(len(subject.views) > 1)

    def _chosen_views(self) -> tuple[View, ...]:
        views = self._subject.views if self._subject else ()
        name = self._views.currentData()
        return views[:MOST_CHARTS] if name == ALL else tuple(v for v in views if v.name == name) or views[:1]

    @Slot()
    def _show_views(self) -> None:
        subject = self._subject
        if subject is None:
            return
        views = self._chosen_views()
        self._have(len(views))
        about = About(subject.devices, subject.interface)
        for chart, view in zip(self._charts, views, strict=True):
            chart.set_options(self._options_for(view))
            chart.show_view(view, about)

    def _have(self, count: int) -> None:
        """Have so many charts; those that are left over are hidden first, so that they stop watching."""
        while len(self._charts) > count:
            chart = self._charts.pop()
            chart.hide()
            chart.deleteLater()
        while len(self._charts) < count:
            owner = f"{OWNER}-{len(self._charts)}"
            chart = ChartView(self._bridge, self._theme, owner, self.crosshair, now=self._now)
            chart.moved.connect(self._moved)
            chart.failed.connect(self._problem.say)
            chart.dropped.connect(self.take_drop)
            chart.event_clicked.connect(self._selection.open_event)
            self._charts.append(chart)
            self._stack.addWidget(chart)
            first = self._charts[0]
            if first.is_following or first.plot is None:
                chart.follow(SPANS_S.get(self._spans.current, first.span_s))
            else:
                chart.set_range(*first.plot.view_range)

    # how it is drawn

    def set_options(self, options: Options) -> None:
        """Draw all charts otherwise."""
        self.options = options
        self._show_views()

    @property
    def compare_s(self) -> int | None:
        """With how many seconds earlier curves are compared; None compares traffic with the day before."""
        return self._compare_s

    def compare(self, shift_s: int | None) -> None:
        """Compare with values of so many seconds earlier; 0 with nothing."""
        self._compare_s = shift_s
        self._show_views()

    def _options_for(self, view: View) -> Options:
        usual = DAY_S if view.unit == "b/s" and not self._own else 0
        return replace(self.options, compare_s=usual if self._compare_s is None else self._compare_s)

    @Slot(str)
    def _choose_span(self, name: str) -> None:
        self._live.setChecked(True)
        for chart in self._charts:
            chart.follow(SPANS_S[name])

    @Slot()
    def _go_live(self) -> None:
        if not self._spans.current:
            self._spans.choose(next(iter(SPANS_S)))
        self._choose_span(self._spans.current)

    @Slot(float, float)
    def _moved(self) -> None:
        """The operator panned or zoomed one of the charts."""
        if not all(chart.is_following for chart in self._charts):
            self._spans.release()
            self._live.setChecked(False)

    @Slot(str)
    def tell(self, words: str) -> None:
        """Say how something went."""
        self._problem.say(words)
