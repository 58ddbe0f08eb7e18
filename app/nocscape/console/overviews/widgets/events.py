"""The newest events, of everything or of one device."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from PySide6.QtWidgets import QVBoxLayout

from nocscape.base.i18n import mark, tr
from nocscape.console.events.book import EventFilter
from nocscape.console.events.table import EventsTable
from nocscape.console.overviews.kind import Context, Tile, WidgetKind
from nocscape.console.overviews.schema import Control, setting
from nocscape.console.parts.naming import device_name
from nocscape.model.status import Severity

_LEVELS = {"all": Severity.CLEAR, "warning": Severity.WARNING, "minor": Severity.MINOR, "critical": Severity.CRITICAL}


class EventsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Which events."""

    device: Annotated[str, setting(mark("Device"), Control.DEVICE)] = ""
    at_least: Annotated[Literal["all", "warning", "minor", "critical"], setting(mark("At least"))] = "all"
    is_open_only: Annotated[bool, setting(mark("Only what nobody acknowledged"))] = False


class EventsTile(Tile):
    """The table of the events panel."""

    def __init__(self, context: Context, settings: EventsSettings, _name: str) -> None:
        super().__init__(context)
        self._settings = settings
        self.table = EventsTable(context.bridge, context.theme, context.selection)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    @property
    def title(self) -> str:
        """Whose events."""
        device = self._settings.device or self.scope.device
        return tr("Events of {name}", name=device_name(self.context.bridge.live, device)) if device else ""

    def refresh(self) -> None:
        """Choose again."""
        device = self._settings.device or self.scope.device or None
        self.table.show_device(device)
        level = _LEVELS[self._settings.at_least]
        self.table.choose(EventFilter(device=device, at_least=level, is_open_only=self._settings.is_open_only))
        self.titled.emit()


KIND = WidgetKind("events", mark("Event list"), "clipboard-list", (6, 6), EventsSettings, EventsTile)
