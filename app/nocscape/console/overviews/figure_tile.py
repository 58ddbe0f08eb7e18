"""What tiles of one figure have in common: which series it is made of, when it is watched, what it is called."""

from __future__ import annotations

from typing import Annotated

import msgspec
from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QShowEvent

from nocscape.base.i18n import mark
from nocscape.console.overviews.crowd import Crowd
from nocscape.console.overviews.figures import FigureFeed, by_name, keys_for
from nocscape.console.overviews.kind import Context, Tile
from nocscape.console.overviews.schema import Control, setting
from nocscape.console.parts.naming import device_name
from nocscape.model.metrics import Combine, SeriesKey


class FigureSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Which figure, and from which value on it is bad."""

    metric: Annotated[str, setting(mark("Metric"), Control.METRIC)] = "cpu_percent"
    device: Annotated[str, setting(mark("Device"), Control.DEVICE)] = ""
    port: Annotated[str, setting(mark("Port"), Control.PORT)] = ""
    combine: Annotated[Combine, setting(mark("Of several devices"))] = "average"
    warning: Annotated[float, setting(mark("Warning from (0 for none)"))] = 0.0
    critical: Annotated[float, setting(mark("Critical from (0 for none)"))] = 0.0


class FigureTile(Tile):
    """Subclasses show what `feed` brings."""

    def __init__(self, context: Context, settings: FigureSettings, name: str) -> None:
        super().__init__(context)
        self._about = settings
        self.feed = FigureFeed(context, name, self)
        self.feed.changed.connect(self.show_figure)

    @property
    def title(self) -> str:
        """The metric, and whose."""
        return named(self, self._about.metric, self._about.device)

    def refresh(self) -> None:
        """Find out which series these are now."""
        about = self._about
        devices = self.context.measured(about.metric, self.scope, about.device)
        keys = keys_for(self.context, devices, about.metric, about.port)
        self.feed.choose(keys, self.scope.span_s, Crowd(about.metric, devices, about.combine))
        self.show_figure()
        self.titled.emit()

    def series(self) -> dict[str, SeriesKey]:
        """What the figure is made of."""
        return by_name(self.context, self.feed.keys)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to watch."""
        super().showEvent(event)
        self.feed.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees is not watched."""
        super().hideEvent(event)
        self.feed.stop()

    @Slot()
    def show_figure(self) -> None:
        """Show what is known now."""
        raise NotImplementedError


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
