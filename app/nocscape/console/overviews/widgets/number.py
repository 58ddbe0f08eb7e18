"""A number with its trend: the value now, how it went, and whether it rises or falls."""

from __future__ import annotations

from typing import Annotated

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from nocscape.base.i18n import mark, tr
from nocscape.base.units import percent
from nocscape.console.charts.axes import value_text
from nocscape.console.inspector.tiles import Sparkline
from nocscape.console.overviews.figures import Combine, Figure, FigureFeed, by_name, keys_for, unit_of
from nocscape.console.overviews.kind import Context, Tile, WidgetKind
from nocscape.console.overviews.schema import Control, setting
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.parts.naming import device_name
from nocscape.console.theme import GRID
from nocscape.model.metrics import SeriesKey

LEAST_CHANGE = 0.02
"""A change of less than this share is none."""


class NumberSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Which figure, and from which value on it is bad."""

    metric: Annotated[str, setting(mark("Metric"), Control.METRIC)] = "cpu_percent"
    device: Annotated[str, setting(mark("Device"), Control.DEVICE)] = ""
    port: Annotated[str, setting(mark("Port"), Control.PORT)] = ""
    combine: Annotated[Combine, setting(mark("Of several devices"))] = "average"
    warning: Annotated[float, setting(mark("Warning from (0 for none)"))] = 0.0
    critical: Annotated[float, setting(mark("Critical from (0 for none)"))] = 0.0


class NumberTile(Tile):
    """The figure large, its line beside it, its change beneath."""

    def __init__(self, context: Context, settings: NumberSettings, name: str) -> None:
        super().__init__(context)
        self._settings = settings
        self._feed = FigureFeed(context, name, self)
        self._feed.changed.connect(self._show)
        self._figure = plain_label(role="title")
        self._change = plain_label(role="small", tone="dim")
        self._line = Sparkline(context.theme, "s1")
        self._line.setMaximumWidth(16_777_215)
        row = QHBoxLayout()
        row.setSpacing(3 * GRID)
        row.addWidget(self._figure)
        row.addWidget(self._line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 0, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._change)
        column.addStretch(1)
        column.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    @property
    def title(self) -> str:
        """The metric, and whose."""
        return named(self, self._settings.metric, self._settings.device)

    @property
    def words(self) -> str:
        """What is written large."""
        return self._figure.text()

    def refresh(self) -> None:
        """Find out which series these are now."""
        settings = self._settings
        devices = self.context.devices(self.scope, settings.device)
        self._feed.choose(keys_for(self.context, devices, settings.metric, settings.port), self.scope.span_s)
        self._show()
        self.titled.emit()

    def series(self) -> dict[str, SeriesKey]:
        """What the figure is made of."""
        return by_name(self.context, self._feed.keys)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to watch."""
        super().showEvent(event)
        self._feed.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees is not watched."""
        super().hideEvent(event)
        self._feed.stop()

    @Slot()
    def _show(self) -> None:
        figure = self._feed.figure(self._settings.combine)
        self._figure.setText(value_text(figure.value, unit_of(self.context, self._settings.metric)))
        set_tone(self._figure, tone_of(figure.value, self._settings.warning, self._settings.critical))
        self._change.setText(change_words(figure))
        self._line.show_curve(figure.line)


def named(tile: Tile, metric: str, device: str) -> str:
    """The metric, and the device or site that it is of, unless the whole overview is about that device."""
    live = tile.context.bridge.live
    place = device_name(live, device) if device else "" if tile.scope.device else tile.scope.site
    return " · ".join(part for part in (place, tile.context.book.title(metric)) if part)


def tone_of(value: float | None, warning: float, critical: float) -> str:
    """The colour of a value: critical or warning from these on; below them where critical is the smaller one."""
    if value is None:
        return "faint"
    is_low_bad = bool(warning and critical) and critical < warning
    for limit, tone in ((critical, "crit"), (warning, "warn")):
        if limit and (value <= limit if is_low_bad else value >= limit):
            return tone
    return ""


def change_words(figure: Figure) -> str:
    """How a figure has changed against the first half of the stretch in sight."""
    if figure.value is None or figure.before is None or not figure.before:
        return ""
    share = figure.value / figure.before - 1
    if abs(share) < LEAST_CHANGE:
        return tr("→ as before")
    arrow = "↑" if share > 0 else "↓"
    return tr("{arrow} {share} vs. before", arrow=arrow, share=percent(abs(100 * share)))


KIND = WidgetKind("number", mark("Number with trend"), "activity", (3, 3), NumberSettings, NumberTile)
