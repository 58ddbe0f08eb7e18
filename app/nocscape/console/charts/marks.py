"""Events that are marked in a chart: those of its devices, from the store and as they come."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from nocscape.console.bridge import Bridge
from nocscape.console.charts.scene import Mark
from nocscape.console.parts.alive import while_alive
from nocscape.console.parts.words import event_sign
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ReadEvents
from nocscape.model.events import Event
from nocscape.model.net import DeviceId

MOST_MARKS = 300
MOST_READ = 20
"""Devices whose stored events are read; with more, a chart has more curves than events could be told apart on."""


class EventMarks(QObject):
    """Marks for some devices, or one port. Signal: changed() after there are others."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._devices: tuple[DeviceId, ...] = ()
        self._interface: str | None = None
        self._events: dict[str, Event] = {}
        bridge.events_raised.connect(self._take)

    def choose(self, devices: tuple[DeviceId, ...], interface: str | None = None) -> None:
        """Mark the events of these devices, or of a port; reads what the store holds of the first `MOST_READ`."""
        chosen = devices, interface
        if chosen == (self._devices, self._interface):
            return
        self._devices, self._interface = chosen
        self._events.clear()

        def take(reply: Reply) -> None:
            if chosen == (self._devices, self._interface) and reply.error is None:
                self._take(value(reply, tuple[Event, ...]))

        for device in devices[:MOST_READ]:
            self._bridge.ask(ReadEvents(most=MOST_MARKS, device=device), while_alive(self, take))

    def between(self, since: float, until: float) -> tuple[Mark, ...]:
        """Marks in a stretch of time, oldest first."""
        events = sorted((e for e in self._events.values() if since <= e.at <= until), key=lambda e: e.at)
        return tuple(Mark(e.at, event_sign(e), str(e.text), e.id) for e in events[-MOST_MARKS:])

    @Slot(object)
    def _take(self, events: Iterable[Event]) -> None:
        ours = [e for e in events if self._is_ours(e)]
        self._events.update((e.id, e) for e in ours)
        if ours:
            self.changed.emit()

    def _is_ours(self, event: Event) -> bool:
        if event.device not in self._devices:
            return False
        return self._interface is None or event.interface in (None, self._interface)
