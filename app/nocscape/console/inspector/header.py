"""Who the selected device is: symbol, name, make and address, and its state, access and protocols as chips."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.inspector.chips import StatusChip
from nocscape.console.parts.fields import IconButton
from nocscape.console.parts.flow import FlowLayout
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.words import age, plain_tip, status_word
from nocscape.console.theme import GRID, Theme
from nocscape.model.credentials import AuthProtocol, CredentialInfo, PrivProtocol, SnmpVersion
from nocscape.model.net import Device, DeviceStatus, Kind
from nocscape.model.status import Status

SYMBOL = 24
FRAME = 44


class DeviceHeader(QWidget):
    """Filled by `show_device`; every text in it is plain."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = Kind.UNKNOWN
        self._symbol = QLabel()
        self._symbol.setFixedSize(FRAME, FRAME)
        self._symbol.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._symbol.setProperty("card", True)
        self._name = plain_label(role="title")
        self._make = plain_label(tone="dim")
        self.more = IconButton(theme, "ellipsis-vertical")
        self.state = StatusChip(theme)
        self.access = plain_label(kind="chip")
        self.protocols = plain_label(kind="chip")
        self._lay_out()
        theme.changed.connect(self._redraw)

    def _lay_out(self) -> None:
        for label in (self._name, self._make):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._make)
        top = QHBoxLayout()
        top.setSpacing(3 * GRID)
        top.addWidget(self._symbol, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        top.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        chips = FlowLayout(spacing=GRID + 2)
        for chip in (self.state, self.access, self.protocols):
            chips.addWidget(chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * GRID)
        column.addLayout(top)
        column.addLayout(chips)

    @property
    def words(self) -> tuple[str, str]:
        """Name and the line under it."""
        return self._name.text(), self._make.text()

    def show_device(self, device: Device, status: DeviceStatus | None, credential: CredentialInfo | None) -> None:
        """Show who it is and how it does."""
        self._kind = device.kind
        self._name.setText(one_line(device.shown_name()))
        self._make.setText(_make_of(device))
        self._redraw()
        self._say_state(status)
        self.access.setText(_access_of(device, credential))
        self.protocols.setText(" · ".join(p.upper() for p in device.protocols))
        self.protocols.setVisible(bool(device.protocols))

    def _say_state(self, status: DeviceStatus | None) -> None:
        now = status.status if status else Status.UNKNOWN
        words = status_word(now)
        if status is not None and status.since > 0:
            words = tr("{state} · since {age}", state=words, age=age(time.time() - status.since))
        self.state.say(now, words)
        self.state.setToolTip(plain_tip(str(status.reason) if status and status.reason else ""))

    @Slot()
    def _redraw(self) -> None:
        self._symbol.setPixmap(self._theme.symbol(self._kind, SYMBOL))


def _make_of(device: Device) -> str:
    make = " ".join(part for part in (device.vendor, device.model) if part)
    system = " ".join(part for part in (device.os, device.os_version) if part)
    return one_line(" · ".join(part for part in (make, system, device.endpoint.address) if part))


def _access_of(device: Device, credential: CredentialInfo | None) -> str:
    if device.is_ghost:
        return tr("announced by a neighbour")
    if device.snmp is None:
        return tr("ping only")
    if device.snmp != SnmpVersion.V3 or credential is None:
        return f"SNMP{device.snmp}"
    if credential.auth is AuthProtocol.NONE:
        return f"SNMP{device.snmp} noAuthNoPriv"
    return f"SNMP{device.snmp} " + ("authNoPriv" if credential.priv is PrivProtocol.NONE else "authPriv")
