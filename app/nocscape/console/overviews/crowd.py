"""One figure over more series than can be watched one by one: the engine joins them."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from nocscape.console.charts.curve import EMPTY, Joined
from nocscape.console.overviews.kind import Context
from nocscape.console.parts.alive import while_alive
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ReadTogether
from nocscape.model.metrics import Combine, SeriesData
from nocscape.model.net import DeviceId

AGAIN_S = 30.0
USUAL_POLL_S = 60.0
POLLS = 2
"""The value now is that of so many intervals of polling."""


class Crowd(NamedTuple):
    """All series of a metric that some devices have, and how they are made one."""

    metric: str
    devices: tuple[DeviceId, ...]
    combine: Combine


class CrowdFeed(QObject):
    """Asks for the way through a stretch of time and for the value now. Signal: changed()."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._crowd: Crowd | None = None
        self._next_at = 0.0
        self._latest: float | None = None
        self.line = EMPTY
        """How it went."""

    @property
    def latest(self) -> float | None:
        """The value now; the last of the way where it is measured less often."""
        known = self.line.values
        return self._latest if self._latest is not None else float(known[-1]) if known.size else None

    def choose(self, crowd: Crowd) -> None:
        """Be about these from the next look on."""
        if crowd != self._crowd:
            self._crowd, self._next_at = crowd, 0.0
            self._latest, self.line = None, EMPTY

    def look(self, span_s: float, points: int) -> None:
        """Ask for the last `span_s` seconds, where the answer before has become old."""
        now, crowd = self._context.now(), self._crowd
        if crowd is None or now < self._next_at:
            return
        self._next_at = now + AGAIN_S
        stats = self._context.bridge.live.stats
        poll_s = (stats.poll_interval_s if stats is not None else None) or USUAL_POLL_S
        for length_s, steps, take in ((span_s, points, self._take_line), (POLLS * poll_s, 1, self._take_latest)):
            ask = ReadTogether(
                metric=crowd.metric,
                since=int(now - length_s),
                until=int(now),
                combine=crowd.combine,
                points=steps,
                devices=crowd.devices,
            )
            self._context.bridge.ask(ask, while_alive(self, partial(take, crowd)))

    def _take_line(self, crowd: Crowd, reply: Reply) -> None:
        if crowd == self._crowd and reply.error is None:
            data = value(reply, SeriesData)
            self.line = Joined(np.array(data.times, np.int64), np.array(data.values, np.float64))
            self.changed.emit()

    def _take_latest(self, crowd: Crowd, reply: Reply) -> None:
        if crowd == self._crowd and reply.error is None:
            values = value(reply, SeriesData).values
            self._latest = values[-1] if values else None
            self.changed.emit()
