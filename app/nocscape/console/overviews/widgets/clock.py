"""A clock, of here or of another place."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout

from nocscape.base.i18n import mark
from nocscape.console.overviews.kind import Context, WidgetKind
from nocscape.console.overviews.schema import setting
from nocscape.console.overviews.ticking_tile import TickingTile
from nocscape.console.parts.hint import plain_label
from nocscape.console.theme import GRID

SECOND_MS = 1000


class ClockSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where."""

    zone: Annotated[str, setting(mark("Time zone, such as Asia/Seoul (empty for here)"))] = ""
    has_seconds: Annotated[bool, setting(mark("Seconds"))] = True


class ClockTile(TickingTile):
    """Time and date; it stands still while nobody sees it."""

    def __init__(self, context: Context, settings: ClockSettings, _name: str) -> None:
        super().__init__(context, SECOND_MS)
        self._settings = settings
        self._time = plain_label(role="title")
        self._date = plain_label(role="small", tone="dim")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, GRID)
        layout.setSpacing(0)
        layout.addStretch(1)
        for label in (self._time, self._date):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch(1)

    @property
    def title(self) -> str:
        """The place."""
        return self._settings.zone.rpartition("/")[2].replace("_", " ")

    @Slot()
    def refresh(self) -> None:
        """Say what time it is."""
        then = datetime.fromtimestamp(self.context.now()).astimezone(self._zone())
        self._time.setText(f"{then:%H:%M:%S}" if self._settings.has_seconds else f"{then:%H:%M}")
        self._date.setText(f"{then:%Y-%m-%d} {then.tzname() or ''}")

    def _zone(self) -> ZoneInfo | None:
        try:
            return ZoneInfo(self._settings.zone) if self._settings.zone else None
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None


KIND = WidgetKind("clock", mark("Clock"), "clock", (3, 2), ClockSettings, ClockTile)
