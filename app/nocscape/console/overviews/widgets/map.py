"""A saved map, live. It is looked at here and edited in its own place."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import msgspec
from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from nocscape.base.i18n import mark, tr
from nocscape.console.map.chrome.floating import Floating
from nocscape.console.overviews.kind import Context, Tile, WidgetKind
from nocscape.console.overviews.schema import Control, setting

if TYPE_CHECKING:
    from nocscape.console.map.watched import WatchedMap

MAIN_MAP = "main"
FIT_MS = 200


class MapSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Which map."""

    map: Annotated[str, setting(mark("Map"), Control.MAP)] = MAIN_MAP


class MapTile(Tile):
    """The whole map, fitted to its place. Made when it is first seen, as a map is large."""

    def __init__(self, context: Context, settings: MapSettings, _name: str) -> None:
        super().__init__(context)
        self._settings = settings
        self._view: WatchedMap | None = None
        self._fit = QTimer(self)
        self._fit.setSingleShot(True)
        self._fit.setInterval(FIT_MS)
        self._fit.timeout.connect(self._fit_now)
        context.bridge.map_loaded.connect(self._soon)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def title(self) -> str:
        """The map's own."""
        document = self.context.bridge.live.maps.get(self._settings.map)
        return (document.title if document else "") or tr("Network map")

    def showEvent(self, event: QShowEvent) -> None:
        """Make it, and fit it."""
        super().showEvent(event)
        if self._view is None:
            from nocscape.console.map.watched import WatchedMap  # noqa: PLC0415 - large, and not in every overview

            self._view = WatchedMap(self.context.bridge, self.context.theme, self.context.selection, self)
            self._view.show_map(self._settings.map)
            self._column.addWidget(self._view)
        self._soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit it anew."""
        super().resizeEvent(event)
        self._soon()

    def leave(self) -> None:
        """End layouts that go on in other processes, and hear no more of themes: what floats over a map outlives it."""
        if self._view is not None:
            self._view.close_maps()
            for floating in self._view.findChildren(Floating):
                with suppress(RuntimeError):
                    self.context.theme.changed.disconnect(floating.redraw)

    @Slot()
    def _soon(self) -> None:
        self._fit.start()

    @Slot()
    def _fit_now(self) -> None:
        if self._view is not None and self.isVisible():
            self._view.commands.fit()


KIND = WidgetKind("map", mark("Map"), "network", (6, 8), MapSettings, MapTile)
