"""Asks between which ports a link is that was drawn by hand."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.live import LiveNetwork
from nocscape.console.map.chrome.asking import AskDialog
from nocscape.console.map.tools.stage import NewLink
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.words import natural
from nocscape.model.net import DeviceId, PortRef

_LEAST_WIDTH = 320


class LinkDialog(AskDialog):
    """`chosen(PortRef, PortRef)` comes once, where the operator says yes. Free ports stand before those in use."""

    chosen = Signal(object, object)

    def __init__(self, live: LiveNetwork, wanted: NewLink, parent: QWidget) -> None:
        super().__init__(tr("Draw a link"), tr("Draw the link"), parent)
        self._live, self._wanted = live, wanted
        self.ports = (self._port_box(wanted.a, wanted.a_port), self._port_box(wanted.b, wanted.b_port))
        self._lay_out()
        self.accepted.connect(self._tell)

    def _lay_out(self) -> None:
        self.setMinimumWidth(_LEAST_WIDTH)
        about = plain_label(role="small", tone="dim")
        about.setWordWrap(True)
        about.setText(tr("The link stays whatever discovery finds, until the decision is revoked."))
        form = QFormLayout()
        for device, box in zip((self._wanted.a, self._wanted.b), self.ports, strict=True):
            label = plain_label()
            label.setText(self._name(device))
            label.setBuddy(box)
            form.addRow(label, box)
        self.fill(form, about)

    def _port_box(self, device: DeviceId, chosen: str | None) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self._name(device))
        box.addItem(tr("unknown port"), None)
        used = {port.interface for link in self._live.links_of(device) for port in (link.a, link.b)}
        known = self._live.devices.get(device)
        ports = sorted(known.interfaces if known is not None else (), key=lambda i: (i.key in used, natural(i.name)))
        for port in ports:
            name = one_line(port.name or port.descr or port.key, 60)
            box.addItem(tr("{port}, in use", port=name) if port.key in used else name, port.key)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        return box

    def _name(self, device: DeviceId) -> str:
        known = self._live.devices.get(device)
        return one_line(known.device.shown_name() if known is not None else device, 60)

    @Slot()
    def _tell(self) -> None:
        a, b = (box.currentData() for box in self.ports)
        self.chosen.emit(PortRef(self._wanted.a, a), PortRef(self._wanted.b, b))
