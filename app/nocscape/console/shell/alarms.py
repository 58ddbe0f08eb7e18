"""How many devices are in which state, and the sound of a new alarm."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nocscape.console.bridge import Bridge
from nocscape.model.events import Event
from nocscape.model.status import Severity, Status

RECOUNT_MS = 300
FRESH_S = 30.0
"""Only an event that happened less than this many seconds ago makes a sound; what is told at the start does not."""
SILENCE_S = 5.0
"""At least this many seconds between two sounds, however many alarms there are."""


class AlarmCounter(QObject):
    """Counts devices by state, a moment after something changed. `counted` carries a dict by Status."""

    counted = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live = bridge.live
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(RECOUNT_MS)
        self._pause.timeout.connect(self.recount)
        for signal in (bridge.statuses_changed, bridge.devices_gone, bridge.devices_changed):
            signal.connect(self._soon)

    @Slot()
    def _soon(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    @Slot()
    def recount(self) -> None:
        """Count now."""
        counts: Counter[Status] = Counter(
            state.status for device, state in self._live.statuses.items() if device in self._live.devices
        )
        self.counted.emit(dict(counts))


class Bell(QObject):
    """Rings once for new critical events, however many come together."""

    def __init__(self, bridge: Bridge, ring: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_on = True
        self._ring = ring
        self._rang_at = float("-inf")
        bridge.events_raised.connect(self.hear)

    @Slot(object)
    def hear(self, events: tuple[Event, ...]) -> None:
        """Ring where one of these is critical, new, and nobody has acknowledged it."""
        now = time.time()
        is_alarm = any(
            e.severity is Severity.CRITICAL and e.acknowledged_by is None and now - e.at < FRESH_S for e in events
        )
        if self.is_on and is_alarm and time.monotonic() - self._rang_at >= SILENCE_S:
            self._rang_at = time.monotonic()
            self._ring()
