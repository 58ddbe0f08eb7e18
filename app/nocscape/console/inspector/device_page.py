"""One device in full: who it is, its key figures, and tabs for everything inside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QGridLayout, QMenu, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.events.table import EventsTable
from nocscape.console.inspector.branches import BranchTree
from nocscape.console.inspector.evidence import EvidenceTree
from nocscape.console.inspector.facts import FactsView
from nocscape.console.inspector.hardware import hardware
from nocscape.console.inspector.header import DeviceHeader
from nocscape.console.inspector.neighbours_tab import NeighboursTab
from nocscape.console.inspector.overview import facts_of
from nocscape.console.inspector.ports_tab import PortsTab
from nocscape.console.inspector.readings import TILES, DeviceReadings
from nocscape.console.inspector.tiles import MetricTile
from nocscape.console.mibs.pane import MibPane
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.tabs import FittedTabs
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme
from nocscape.console.thresholds.menu import offer
from nocscape.console.topology.identity_actions import IdentityActions, attach_menu
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ListCredentials
from nocscape.model.credentials import CredentialInfo
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import DeviceId, PortRef


class DevicePage(Retranslated, QWidget):
    """Filled by `show_device`; `refresh` after something of it changed."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._selection = selection
        self._theme = theme
        self._device: DeviceId | None = None
        self._credentials: dict[str, CredentialInfo] = {}
        self._asked_for: set[str] = set()
        self.header = DeviceHeader(theme)
        self.identity = IdentityActions(bridge, theme, self, "inspector", self._chosen)
        self.menu = attach_menu(self.header.more, self.identity)
        self.readings = DeviceReadings(bridge, self)
        self.tiles = {metric: MetricTile(theme, token) for _, metric, token in TILES}
        self.tabs = FittedTabs(theme)
        self.overview = FactsView(theme)
        self.ports = PortsTab(bridge, theme, selection)
        self.neighbours = NeighboursTab(bridge, theme, selection)
        self.parts = BranchTree(theme, "cpu", self._go_to_port)
        self.mibs = MibPane(bridge, theme, selection)
        self.events = EventsTable(bridge, theme, selection)
        self.evidence = EvidenceTree(bridge, theme, selection)
        self._lay_out()
        self.tabs.currentChanged.connect(self._show_parts)
        for tile in self.tiles.values():
            tile.menu_asked.connect(self._open_menu)
        self.readings.changed.connect(self._show_figures)
        self.retranslate()

    def _lay_out(self) -> None:
        tiles = QGridLayout()
        tiles.setSpacing(2 * GRID)
        for place, tile in enumerate(self.tiles.values()):
            tiles.addWidget(tile, place // 2, place % 2)
        for column in (0, 1):
            tiles.setColumnStretch(column, 1)
        top = QVBoxLayout()
        top.setContentsMargins(3 * GRID + 2, 3 * GRID + 2, 3 * GRID + 2, GRID)
        top.setSpacing(3 * GRID)
        top.addWidget(self.header)
        top.addLayout(tiles)
        for widget in (
            self.overview,
            self.ports,
            self.neighbours,
            self.mibs,
            self.parts,
            self.events,
            self.evidence,
        ):
            self.tabs.addTab(widget, "")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2 * GRID)
        whole.addLayout(top)
        whole.addWidget(self.tabs, 1)

    @Slot(object, QPoint)
    def _open_menu(self, key: SeriesKey, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        offer(menu, self._bridge, self._theme, {key.metric: key}, self)
        menu.popup(at)

    def _chosen(self) -> tuple[DeviceId, ...]:
        return (self._device,) if self._device is not None else ()

    @property
    def device(self) -> DeviceId | None:
        """The device that is shown."""
        return self._device

    def show_device(self, device: DeviceId) -> None:
        """Show another device; the tab in front stays."""
        self._device = device
        self.readings.show_device(device)
        for metric, tile in self.tiles.items():
            tile.key = SeriesKey(device, metric)
        self.mibs.show_device(device)
        self.events.show_device(device)
        self.refresh()

    def refresh(self) -> None:
        """Show the device as it is now."""
        if (known := self._bridge.live.devices.get(self._device or "")) is None:
            return
        self.refresh_state()
        self.ports.show_device(known.device.id)
        self.tabs.setTabText(self.tabs.indexOf(self.ports), tr("Ports {count}", count=len(known.interfaces)))
        self._show_parts()
        self.show_links()

    def refresh_state(self) -> None:
        """Show how it does now."""
        if (known := self._bridge.live.devices.get(self._device or "")) is None:
            return
        status = self._bridge.live.statuses.get(known.device.id)
        name = known.device.credential
        self.header.show_device(known.device, status, self._credentials.get(name or ""))
        self.overview.show_facts(facts_of(known, status))
        self._show_figures()
        if name and name not in self._asked_for:
            self._asked_for.add(name)
            self._bridge.ask(ListCredentials(), self._take_credentials)

    def show_links(self) -> None:
        """Show the links it has now."""
        self.neighbours.show_device(self._device)
        if self._device is not None:
            self.evidence.show_links(self._bridge.live.links_of(self._device), self._device)

    def show_port(self, key: str) -> None:
        """Bring a port into sight."""
        self.ports.choose_port(key)
        self.tabs.setCurrentWidget(self.ports)

    def open_mibs(self, root: str = "") -> None:
        """Bring the MIB values to the front and read them now, from `root` or where they were read from last."""
        self.tabs.setCurrentWidget(self.mibs)
        self.mibs.read(root)

    def open_port_mibs(self, key: str) -> None:
        """Bring the MIB values to the front and read those of one port."""
        self.tabs.setCurrentWidget(self.mibs)
        self.mibs.read_port(key)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.header.more.say(tr("What can be done with this device"))
        self.identity.retranslate()
        for title, metric, _ in TILES:
            self.tiles[metric].name(tr(title))
        for widget, words in (
            (self.overview, tr("Overview")),
            (self.ports, tr("Ports")),
            (self.neighbours, tr("Neighbours")),
            (self.mibs, tr("MIB values")),
            (self.parts, tr("Parts")),
            (self.events, tr("Events")),
            (self.evidence, tr("Evidence")),
        ):
            self.tabs.setTabText(self.tabs.indexOf(widget), words)
        self.tabs.more.say(tr("All tabs"))
        self.overview.setAccessibleName(tr("Overview"))
        self.parts.tree.setAccessibleName(tr("Parts"))
        self.parts.empty.say(
            tr("No parts are known"),
            tr("Devices that know ENTITY-MIB tell what they are built of and what they measure."),
        )
        self.refresh()

    @Slot()
    def _show_parts(self) -> None:
        """A chassis may have thousands of parts; they are told only where somebody looks."""
        known = self._bridge.live.devices.get(self._device or "")
        if known is not None and self.tabs.currentWidget() is self.parts:
            self.parts.show_branches(hardware(known))

    def _go_to_port(self, port: PortRef) -> None:
        if port.interface is not None:
            self._selection.select_interface(port.device, port.interface, self)

    @Slot()
    def _show_figures(self) -> None:
        if self._device is None:
            return
        for metric, tile in self.tiles.items():
            tile.show_figure(self.readings.figure(metric), self.readings.curve(metric))

    def _take_credentials(self, reply: Reply) -> None:
        if reply.error is None:
            self._credentials = {info.name: info for info in value(reply, tuple[CredentialInfo, ...])}
            self.refresh_state()
