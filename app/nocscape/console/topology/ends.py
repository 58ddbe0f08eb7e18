"""A field for one end of a link: a device, or `DEVICE:PORT`, completed while it is typed."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from nocscape.base.text import one_line
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.naming import device_name
from nocscape.model.net import DeviceId, Inventory, PortRef

MOST_OFFERED = 50
MOST_TEXT = 200


class EndField(QLineEdit):
    """`asked_for` is what to ask about: what was typed, or the very device and port that were put here.

    Signal: asked() on Enter and when a completion was chosen.
    """

    asked = Signal()

    def __init__(self, live: LiveNetwork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._put = ""
        self.offers = QStringListModel(self)
        self.setMaxLength(MOST_TEXT)
        self.setClearButtonEnabled(True)
        completer = QCompleter(self.offers, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.textEdited.connect(self._offer)
        completer.activated.connect(self._chosen)
        self.returnPressed.connect(self.asked)

    @property
    def asked_for(self) -> str:
        """A device by id, name or address, or `DEVICE:PORT`; empty where nothing is there."""
        return self._put or self.text().strip()

    def put(self, end: PortRef) -> None:
        """Ask about this device or port, whatever else has the same name."""
        port = f":{one_line(end.interface)}" if end.interface else ""
        self.setText(f"{device_name(self._live, end.device)}{port}")
        self.setCursorPosition(0)
        self._put = f"{end.device}:{end.interface}" if end.interface else end.device

    def take_over(self, other: EndField) -> None:
        """Exchange what both fields ask about."""
        mine, theirs = (self.text(), self._put), (other.text(), other._put)
        self.setText(theirs[0])
        other.setText(mine[0])
        self._put, other._put = theirs[1], mine[1]

    @Slot(str)
    def _offer(self, text: str) -> None:
        self._put = ""
        self.offers.setStringList(list(islice(self._fitting(text.strip().casefold()), MOST_OFFERED)))

    def _fitting(self, typed: str) -> list[str]:
        name, has_port, port = typed.rpartition(":")
        if has_port and (known := self._named(name)) is not None:
            start = one_line(known.device.shown_name())
            ports = (one_line(i.name or i.descr or i.key) for i in known.interfaces)
            return [f"{start}:{words}" for words in ports if port in words.casefold()]
        if not typed:
            return []
        devices = (known.device for known in self._live.devices.values())
        fitting = [one_line(d.shown_name()) for d in devices if typed in f"{d.name} {d.endpoint.address}".casefold()]
        return sorted(fitting, key=lambda words: (not words.casefold().startswith(typed), words))

    def _named(self, name: str) -> Inventory | None:
        inventories: dict[DeviceId, Inventory] = self._live.devices
        return next((i for i in inventories.values() if i.device.shown_name().casefold() == name), None)

    @Slot(str)
    def _chosen(self, text: str) -> None:
        self.setText(text)
        self.asked.emit()
