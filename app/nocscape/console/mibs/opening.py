"""The one action that opens the MIB values of whatever is selected: a device, a port, the port at the end of a link."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.net import PortRef


class OpenValues(QAction):
    """For context menus, where `offer` comes before the menu is shown, and under keys of its own."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self._told: PortRef | None = None
        self.triggered.connect(self.open_values)
        theme.changed.connect(self._retint)
        self._retint()

    @Slot()
    def _retint(self) -> None:
        self.setIcon(self._theme.icon("folder-tree"))

    def retranslate(self) -> None:
        """Words for the palette, in the language in force."""
        self.setText(tr("MIB values of what is selected"))

    def offer(self, told: PortRef | None = None) -> None:
        """Say what would be opened: `told`, or what is selected where that is None."""
        self._told = told
        place = self._place()
        self.setEnabled(place is not None)
        is_port = place is not None and place.interface is not None
        self.setText(tr("MIB values of this port") if is_port else tr("MIB values of this device"))

    def _place(self) -> PortRef | None:
        chosen = self._selection
        if self._told is not None:
            return self._told
        if chosen.interface is not None:
            return PortRef(*chosen.interface)
        if chosen.devices:
            return PortRef(chosen.devices[0])
        link = self._bridge.live.links.get(chosen.link or "")
        if link is None:
            return None
        return link.a if link.a.interface is not None else link.b

    @Slot()
    def open_values(self) -> None:
        """Open them, and read them now."""
        place, self._told = self._place(), None
        if place is None:
            return
        if place.interface is not None:
            self._selection.ask_port_values(place.device, place.interface)
        else:
            self._selection.ask_values(place.device)
