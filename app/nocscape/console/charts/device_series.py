"""Which series there are of the device that is charted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from nocscape.console.bridge import Bridge
from nocscape.console.parts.alive import while_alive
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ListSeries
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import DeviceId


class DeviceSeries(QObject):
    """Signal: changed() after they are known."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._device: DeviceId | None = None
        self.keys: tuple[SeriesKey, ...] = ()
        """Empty until the engine has answered."""

    def choose(self, device: DeviceId | None) -> None:
        """Be about another device; about none where several are charted."""
        if device == self._device:
            return
        self._device, self.keys = device, ()

        def take(reply: Reply) -> None:
            if reply.error is None and device == self._device:
                self.keys = tuple(value(reply, tuple[SeriesKey, ...]) or ())
                self.changed.emit()

        if device is not None:
            self._bridge.ask(ListSeries(device=device), while_alive(self, take))
