"""What a kind of widget is, and what every widget of an overview has in common."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from nocscape.console.bridge import Bridge
from nocscape.console.charts.crosshair import Crosshair
from nocscape.console.charts.metric_book import MetricBook
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.metrics import ENGINE, SeriesKey
from nocscape.model.net import DeviceId
from nocscape.model.overview import Scope, Setting


@dataclass
class Context:
    """What widgets work with; one for each overview that is shown. `now` gives UTC seconds."""

    bridge: Bridge
    theme: Theme
    selection: Selection
    book: MetricBook
    crosshair: Crosshair
    owner: str
    """Begins the names under which series are watched."""
    now: Callable[[], float] = field(default=time.time)

    def devices(self, scope: Scope, own: DeviceId = "") -> tuple[DeviceId, ...]:
        """Whom a widget is about: the device that it names itself, or that the overview is about, or a site's."""
        if own or scope.device:
            return (own or scope.device,)
        return tuple(self._of_site(scope.site))

    def measured(self, metric: str, scope: Scope, own: DeviceId = "") -> tuple[DeviceId, ...]:
        """Whose series of a metric a widget is about; the engine's own figures are of no device."""
        return (ENGINE,) if metric.startswith(f"{ENGINE}_") else self.devices(scope, own)

    def _of_site(self, site: str) -> Iterator[DeviceId]:
        for device, inventory in self.bridge.live.devices.items():
            place = inventory.device.site
            if not site or place == site or place.startswith(f"{site}/"):
                yield device


class Tile(QWidget):
    """The inside of a widget. Signal: titled() after its own title is another."""

    titled = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.scope = Scope()

    @property
    def title(self) -> str:
        """What it is called where the operator gave it no name."""
        return ""

    def show_scope(self, scope: Scope) -> None:
        """Be about another site, device or stretch of time."""
        self.scope = scope
        self.refresh()

    def refresh(self) -> None:
        """Show what it is about anew."""

    def series(self) -> dict[str, SeriesKey]:
        """The series that it shows, by what tells them apart; none where a menu of its own knows them."""
        return {}

    def leave(self) -> None:
        """It is taken off for good: let go of what would outlive it."""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
            self.titled.emit()


class WidgetKind(NamedTuple):
    """One kind of widget, as each file of `widgets/` declares it."""

    name: str
    title: str
    """English source, marked for translation."""
    icon: str
    size: tuple[int, int]
    """Columns and rows of a new one."""
    settings: type[msgspec.Struct]
    """A frozen struct whose fields all have defaults; `schema` makes a form of it."""
    make: Callable[[Context, Any, str], Tile]
    """Makes the inside of one; the last argument is the widget's id."""

    def read(self, settings: dict[str, Setting]) -> msgspec.Struct:
        """Settings of a document; what does not fit, or is of another version, falls back to the default."""
        known = {name: settings[name] for name in self.settings.__struct_fields__ if name in settings}
        while True:
            try:
                return msgspec.convert(known, self.settings, strict=False)
            except msgspec.ValidationError as error:
                wrong = next((name for name in known if f"$.{name}" in str(error)), None)
                if wrong is None:
                    return self.settings()
                del known[wrong]
