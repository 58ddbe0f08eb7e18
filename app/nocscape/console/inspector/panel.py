"""The inspector: what is selected, in full."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.inspector.device_page import DevicePage
from nocscape.console.inspector.devices_page import DevicesPage
from nocscape.console.inspector.link_page import LinkPage
from nocscape.console.parts.hint import EmptyHint
from nocscape.console.parts.language import Retranslated
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.net import DeviceId, LinkId

REFRESH_MS = 500
"""Several devices change all the time; their summary is made again at most so often."""


class InspectorPanel(Retranslated, QStackedWidget):
    """One device, several, a link, or nothing: a page for each."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._selection = selection
        self.empty = EmptyHint(theme, "mouse-pointer-2")
        self.device_page = DevicePage(bridge, theme, selection)
        self.devices_page = DevicesPage(bridge, theme, selection)
        self.link_page = LinkPage(bridge, theme, selection)
        for page in (self.empty, self.device_page, self.devices_page, self.link_page):
            self.addWidget(page)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REFRESH_MS)
        self._connect()
        self.retranslate()
        self._show_devices(selection.devices)

    def _connect(self) -> None:
        self._selection.devices_selected.connect(self._show_devices)
        self._selection.interface_selected.connect(self._show_port)
        self._selection.link_selected.connect(self._show_link)
        self._selection.device_opened.connect(self._open)
        self._selection.values_asked.connect(self._open_values)
        self._selection.port_values_asked.connect(self._open_port_values)
        self._bridge.devices_changed.connect(self._devices_changed)
        self._bridge.devices_gone.connect(self._devices_gone)
        self._bridge.statuses_changed.connect(self._statuses_changed)
        self._bridge.links_changed.connect(self._links_changed)
        self._bridge.loads_changed.connect(self._loads_changed)
        self._soon.timeout.connect(self.devices_page.refresh)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.empty.say(
            tr("Nothing is selected"),
            tr("Select a device or a link on the map or in the tree. Double-click a device to read its MIB values."),
        )

    @Slot(object)
    def _show_devices(self, devices: tuple[DeviceId, ...]) -> None:
        known = tuple(d for d in devices if d in self._bridge.live.devices)
        if len(known) == 1:
            self.device_page.show_device(known[0])
            self.setCurrentWidget(self.device_page)
        elif known:
            self.devices_page.show_devices(known)
            self.setCurrentWidget(self.devices_page)
        elif self._selection.link is None:
            self.setCurrentWidget(self.empty)

    @Slot(object)
    def _show_port(self, port: tuple[DeviceId, str]) -> None:
        device, key = port
        if device != self.device_page.device or self.currentWidget() is not self.device_page:
            self._show_devices((device,))
        if self._selection.source is not self.device_page.ports:
            self.device_page.show_port(key)

    @Slot(str)
    def _show_link(self, link: LinkId) -> None:
        if link in self._bridge.live.links:
            self.link_page.show_link(link)
            self.setCurrentWidget(self.link_page)

    @Slot(str)
    def _open(self, device: DeviceId) -> None:
        if device in self._bridge.live.devices:
            self._show_devices((device,))
            self.device_page.open_mibs()

    @Slot(str, str)
    def _open_values(self, device: DeviceId, root: str) -> None:
        if device in self._bridge.live.devices:
            self._show_devices((device,))
            self.device_page.open_mibs(root)

    @Slot(str, str)
    def _open_port_values(self, device: DeviceId, key: str) -> None:
        if device in self._bridge.live.devices:
            self._show_devices((device,))
            self.device_page.open_port_mibs(key)

    @Slot(object)
    def _devices_changed(self, devices: set[DeviceId]) -> None:
        page = self.currentWidget()
        if page is self.device_page and self.device_page.device in devices:
            self.device_page.refresh()
        elif page is self.devices_page and devices & set(self._selection.devices):
            self._soon.start()
        elif page is self.empty and devices & set(self._selection.devices):
            self._show_devices(self._selection.devices)
        elif page is self.link_page:
            self.link_page.refresh()

    @Slot(object)
    def _devices_gone(self, gone: dict[DeviceId, DeviceId | None]) -> None:
        if self.currentWidget() is self.device_page and self.device_page.device in gone:
            into = gone[self.device_page.device]
            self._show_devices((into,) if into is not None else ())

    @Slot(object)
    def _statuses_changed(self, devices: set[DeviceId]) -> None:
        page = self.currentWidget()
        if page is self.device_page and self.device_page.device in devices:
            self.device_page.refresh_state()
        elif page is self.devices_page and not self._soon.isActive() and devices & set(self._selection.devices):
            self._soon.start()

    @Slot(object, object)
    def _links_changed(self, links: set[LinkId], gone: set[LinkId]) -> None:
        page = self.currentWidget()
        if page is self.device_page:
            self.device_page.show_links()
        elif page is self.link_page and self.link_page.link in links:
            self.link_page.refresh()
        elif page is self.link_page and self.link_page.link in gone:
            self.setCurrentWidget(self.empty)

    @Slot(object)
    def _loads_changed(self, links: set[LinkId]) -> None:
        if self.currentWidget() is self.link_page and self.link_page.link in links:
            self.link_page.refresh()
