"""Events that are marked in a chart: those of its devices, from the store and as they come."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from nocscape.console.bridge import Bridge
from nocscape.console.charts.scene import Mark
from nocscape.console.charts.subject import Subject
from nocscape.console.parts.words import event_sign
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ReadEvents
from nocscape.model.events import Event

MOST_MARKS = 300


class EventMarks(QObject):
    """Marks for one subject. Signal: changed() after there are others."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._subject: Subject | None = None
        self._events: dict[str, Event] = {}
        bridge.events_raised.connect(self._take)

    def choose(self, subject: Subject | None) -> None:
        """Mark the events of this subject; reads what the store holds of its first device."""
        if self._subject is not None and subject is not None and _whose(self._subject) == _whose(subject):
            return
        self._subject = subject
        self._events.clear()
        if subject is None:
            return

        def take(reply: Reply) -> None:
            if subject is self._subject and reply.error is None:
                self._take(value(reply, tuple[Event, ...]))

        self._bridge.ask(ReadEvents(most=MOST_MARKS, device=subject.devices[0]), take)

    def between(self, since: float, until: float) -> tuple[Mark, ...]:
        """Marks in a stretch of time, oldest first."""
        events = sorted((e for e in self._events.values() if since <= e.at <= until), key=lambda e: e.at)
        return tuple(Mark(e.at, event_sign(e), str(e.text)) for e in events[-MOST_MARKS:])

    @Slot(object)
    def _take(self, events: Iterable[Event]) -> None:
        ours = [e for e in events if self._subject is not None and _is_of(e, self._subject)]
        self._events.update((e.id, e) for e in ours)
        if ours:
            self.changed.emit()


def _whose(subject: Subject) -> tuple[object, ...]:
    return subject.devices, subject.interface


def _is_of(event: Event, subject: Subject) -> bool:
    if event.device not in subject.devices:
        return False
    return subject.interface is None or event.interface in (None, subject.interface)
