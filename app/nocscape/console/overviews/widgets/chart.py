"""A chart: of the series that were put into it, of one metric of a device or site, or of the ports with most of it."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QCursor, QShowEvent
from PySide6.QtWidgets import QToolTip, QVBoxLayout

from nocscape.base.i18n import mark, tr
from nocscape.console.charts.drawing import DAY_S, WEEK_S, Options
from nocscape.console.charts.objects import ObjectSeries
from nocscape.console.charts.subject import keys_of_device, of_series
from nocscape.console.charts.view import About, ChartView
from nocscape.console.dragging import devices_in, objects_in, ports_in, series_in
from nocscape.console.overviews.greatest import Greatest
from nocscape.console.overviews.kind import Context, Tile, WidgetKind
from nocscape.console.overviews.schema import Control, setting
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.naming import device_name
from nocscape.console.parts.words import plain_tip
from nocscape.model.metric_asks import Ranking
from nocscape.model.metrics import SeriesKey
from nocscape.model.overview import Scope

_COMPARISONS = {"nothing": 0, "yesterday": DAY_S, "last week": WEEK_S}


class ChartSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a chart shows and how."""

    metric: Annotated[str, setting(mark("Metric"), Control.METRIC)] = "if_in_bps"
    device: Annotated[str, setting(mark("Device"), Control.DEVICE)] = ""
    port: Annotated[str, setting(mark("Port"), Control.PORT)] = ""
    series: Annotated[tuple[str, ...], setting(mark("Series that were put here"), Control.SERIES)] = ()
    most: Annotated[int, setting(mark("Most curves"), ge=1, le=200)] = 8
    compare: Annotated[Literal["nothing", "yesterday", "last week"], setting(mark("Compare with"))] = "nothing"
    is_log: Annotated[bool, setting(mark("Logarithmic scale"))] = False
    has_percentile: Annotated[bool, setting(mark("Line of the 95th percentile"))] = False
    has_events: Annotated[bool, setting(mark("Events"))] = True
    threshold: Annotated[float, setting(mark("Line at a threshold (0 for none)"))] = 0.0


class ChartTile(Tile):
    """Signal: put_here(list of SeriesKey) after series were dragged onto it."""

    put_here = Signal(object)

    def __init__(self, context: Context, settings: ChartSettings, name: str) -> None:
        super().__init__(context)
        self._settings = settings
        self._greatest = Greatest(self)
        self._greatest.found.connect(self._show_greatest)
        owner = f"{context.owner}-{name}"
        self.chart = ChartView(context.bridge, context.theme, owner, context.crosshair, now=context.now, is_card=True)
        self.chart.follow(self.scope.span_s)
        self.chart.set_options(_options(settings))
        self.chart.event_clicked.connect(context.selection.open_event)
        self.chart.dropped.connect(self._take_drop)
        self.chart.saving.failed.connect(self._tell)
        self._objects = ObjectSeries(context.bridge, self)
        self._objects.found.connect(self.put_here)
        self._objects.failed.connect(self._tell)
        self._objects.begun.connect(self._begun)
        context.book.changed.connect(self.refresh)
        self._empty = plain_label(tone="dim")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.chart)
        layout.addWidget(self._empty, 1)

    @property
    def title(self) -> str:
        """The metric, and whose."""
        settings = self._settings
        if settings.series:
            view = self.chart.view
            return view.title if view else ""
        parts = [device_name(self.context.bridge.live, d) for d in (settings.device,) if d]
        return " · ".join([*parts, self.context.book.title(settings.metric)])

    def show_scope(self, scope: Scope) -> None:
        """Another site, device or stretch of time."""
        if not self.chart.is_following or scope.span_s != self.scope.span_s:
            self.chart.follow(scope.span_s)
        super().show_scope(scope)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask again which ports have most, as that may be different now."""
        super().showEvent(event)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Find out which series these are now."""
        if not self.isVisible():
            return
        settings = self._settings
        if settings.series:
            self._show([key for text in settings.series if (key := key_of(text)) is not None])
        elif settings.port:
            devices = self.context.devices(self.scope, settings.device)
            self._show([SeriesKey(device, settings.metric, settings.port) for device in devices[:1]])
        else:
            self._greatest.ask(settings.metric, settings.device, settings.most)

    @Slot(object)
    def _show_greatest(self, found: Ranking) -> None:
        self._show([key for key, _ in found.rows])

    def _show(self, keys: list[SeriesKey]) -> None:
        subject = of_series(self.context.bridge.live, self.context.book, keys, self.scope.device)
        self._empty.setText(tr("No values in this time") if subject is None else "")
        self._empty.setVisible(subject is None)
        self.chart.setVisible(subject is not None)
        if subject is not None:
            self.chart.show_view(subject.views[0], About(subject.devices if len(subject.devices) < 4 else ()))
        self.titled.emit()

    @Slot(QMimeData)
    def _take_drop(self, mime: QMimeData) -> None:
        keys = series_in(mime) + [
            SeriesKey(d, m, key) for d, key in ports_in(mime) for m in ("if_in_bps", "if_out_bps")
        ]
        keys += [key for device in devices_in(mime) for key in keys_of_device(self.chart.view, device)]
        self._objects.ask_for(objects_in(mime))
        if keys:
            self.put_here.emit(keys)

    @Slot(str)
    def _begun(self, words: str) -> None:
        self.context.book.read_again()
        self._tell(words)

    @Slot(str)
    def _tell(self, words: str) -> None:
        QToolTip.showText(QCursor.pos(), plain_tip(words), self)


def key_of(text: str) -> SeriesKey | None:
    """A series as settings hold it: device, metric and instance, with tabs between."""
    parts = text.split("\t")
    return SeriesKey(parts[0], parts[1], "\t".join(parts[2:])) if len(parts) >= 2 else None


def text_of(key: SeriesKey) -> str:
    """The inverse of `key_of`."""
    return f"{key.device}\t{key.metric}\t{key.instance}"


def _options(settings: ChartSettings) -> Options:
    return Options(
        compare_s=_COMPARISONS[settings.compare],
        is_log=settings.is_log,
        has_percentile=settings.has_percentile,
        has_events=settings.has_events,
        thresholds=(settings.threshold,) if settings.threshold else (),
    )


KIND = WidgetKind("chart", mark("Chart"), "chart-line", (6, 6), ChartSettings, ChartTile)
