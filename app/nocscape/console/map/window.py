"""A map in a window of its own, beside the main one."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.map.sheet import Look, Sheet
from nocscape.console.map.view import MapView
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme

FIRST_SIZE = QSize(1200, 800)


class Room(NamedTuple):
    """What windows share with the main one."""

    bridge: Bridge
    theme: Theme
    selection: Selection
    look: Look


class GuestMap(MapView):
    """A map that can be edited, and never places what discovery finds: that is the main window's."""

    def _turn_to(self, sheet: Sheet) -> None:
        sheet.growth.leave()
        super()._turn_to(sheet)


class MapWindow(QWidget):
    """Follows the shared selection; each window looks where its operator wants. `ended(MapWindow)` as it closes."""

    ended = Signal(object)

    def __init__(self, room: Room, map_id: str) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = room.bridge
        self.view = GuestMap(room.bridge, room.theme, room.selection, room.look.layers, room.look.highlights)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.resize(FIRST_SIZE)
        self.view.map_wanted.connect(self.show_map)
        self.show_map(map_id)

    @Slot(str)
    def show_map(self, map_id: str) -> None:
        """Show this map."""
        self.view.show_map(map_id)
        document = self._bridge.live.maps.get(map_id)
        title = document.title if document is not None else ""
        self.setWindowTitle(f"{title or tr('Network map')} – Nocscape")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the map."""
        self.view.close_maps()
        super().closeEvent(event)
        self.ended.emit(self)
