"""A map that is only looked at, on a wall or in a window of its own beside the main one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nocscape.console.bridge import Bridge
from nocscape.console.map.sheet import Sheet
from nocscape.console.map.window import GuestMap
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme


class WatchedMap(GuestMap):
    """Takes no input."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, selection, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tool_bar.hide()
        self.seeing.stay()
        self.map_actions["minimap"].setChecked(False)

    def _turn_to(self, sheet: Sheet) -> None:
        sheet.model.set_locked(True)
        super()._turn_to(sheet)
