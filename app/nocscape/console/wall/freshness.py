"""How old what a wall shows is."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nocscape.base.i18n import tr
from nocscape.base.units import duration
from nocscape.console.bridge import Bridge

STALE_S = 15.0
"""The engine says every second how it is; after so long without a word nothing on the wall can be trusted."""
LATE_PERCENT = 80.0
"""With fewer polls on time than this, the age of what was polled is in doubt."""
TICK_MS = 1000


class Freshness(QObject):
    """`ticked()` comes once a second."""

    ticked = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None, *, now: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.now = now
        self.is_lost = False
        """Whether the engine is gone."""
        self.is_awake = True
        """Whether something keeps the screen on."""
        self._began = now()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.ticked)
        self._timer.start()
        bridge.connection_lost.connect(self._lose)
        bridge.stats_changed.connect(self._heard)

    @property
    def age_s(self) -> float:
        """Seconds since the engine said the last time that it is at work."""
        stats = self._bridge.live.stats
        return max(0.0, self.now() - (stats.at if stats is not None else self._began))

    @property
    def is_stale(self) -> bool:
        """Whether what is shown must not be taken for the present."""
        return self.is_lost or self.age_s > STALE_S

    @property
    def is_late(self) -> bool:
        """Whether the engine is at work and does not get round in time."""
        stats = self._bridge.live.stats
        return stats is not None and stats.polls_on_time_percent < LATE_PERCENT

    def words(self) -> str:
        """The age for the head of the wall, and what else casts doubt on it."""
        if self._bridge.live.stats is None:
            return tr("Waiting for the engine…")
        age = tr("data {duration} old", duration=duration(max(1, round(self.age_s))))
        if self.is_late:
            return tr("{age}, polls late", age=age)
        return age if self.is_awake else tr("{age}, the screen saver may come", age=age)

    def warning(self) -> str:
        """What is written across a wall that is stale."""
        return tr("NO FRESH DATA FOR {duration}", duration=duration(max(1, round(self.age_s))))

    def stop(self) -> None:
        """Nobody looks any more."""
        self._timer.stop()

    @Slot()
    def _lose(self) -> None:
        self.is_lost = True
        self.ticked.emit()

    @Slot()
    def _heard(self) -> None:
        if self.is_lost:
            self.is_lost = False
            self.ticked.emit()
