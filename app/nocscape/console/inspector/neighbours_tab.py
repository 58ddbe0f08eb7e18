"""The tab of a device's neighbours: what stands behind each of its ports."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.inspector.branches import BranchTree
from nocscape.console.inspector.neighbourhood import neighbourhood
from nocscape.console.parts.language import Retranslated
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ReadStations
from nocscape.model.net import DeviceId, PortRef, Station

REREAD_MS = 60_000
"""End stations come and go; while the tab is on show they are read again so often."""


class NeighboursTab(Retranslated, QWidget):
    """Made and asked for only while it is on show."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._selection = selection
        self._device: DeviceId | None = None
        self._read_for: DeviceId | None = None
        self._stations: tuple[Station, ...] = ()
        self.branches = BranchTree(theme, "network", self._go_to)
        self._reread = QTimer(self)
        self._reread.setInterval(REREAD_MS)
        self._reread.timeout.connect(self._read)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.branches)
        self.retranslate()

    def show_device(self, device: DeviceId | None) -> None:
        """Show the neighbours of this device, or show them anew after something changed."""
        if device != self._device:
            self._device, self._stations, self._read_for = device, (), None
        if self.isVisible() and self._read_for != device:
            self._read()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what stands behind the ports."""
        super().showEvent(event)
        self._reread.start()
        self._read()
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees is not read."""
        super().hideEvent(event)
        self._reread.stop()
        self._read_for = None

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.branches.tree.setAccessibleName(tr("Neighbours"))
        self.branches.empty.say(
            tr("No neighbours are known"),
            tr("They are read from LLDP, CDP, bridge and ARP tables when the device answers SNMP."),
        )
        self._show()

    @Slot()
    def _read(self) -> None:
        device = self._read_for = self._device
        if device is None:
            return

        def take(reply: Reply) -> None:
            if reply.error is None and device == self._device:
                self._stations = value(reply, tuple[Station, ...])
                self._show()

        self._bridge.ask(ReadStations(device=device), take)

    def _show(self) -> None:
        if not self.isVisible():
            return
        known = self._bridge.live.devices.get(self._device or "")
        live = self._bridge.live
        self.branches.show_branches(neighbourhood(live, known, self._stations) if known is not None else ())

    def _go_to(self, target: PortRef) -> None:
        if target.device not in self._bridge.live.devices:
            return
        if target.interface is not None and self._bridge.live.interface(target.device, target.interface):
            self._selection.select_interface(target.device, target.interface, self)
        else:
            self._selection.select_devices((target.device,), self)
