"""One figure over more series than can be watched one by one: the engine joins them."""

from __future__ import annotations

from collections.abc import Callable
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
        self._next_at, self._next_line_at = 0.0, 0.0
        self._span_s = 0.0
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
            self._crowd, self._next_at, self._next_line_at = crowd, 0.0, 0.0
            self._latest, self.line = None, EMPTY

    def look(self, span_s: float, points: int) -> None:
        """Ask for the last `span_s` seconds and for the value now, where the answers before have become old."""
        now = self._context.now()
        if span_s != self._span_s or now >= self._next_line_at:
            self._span_s = span_s
            self._next_line_at = now + max(AGAIN_S, span_s / points)
            self._ask(span_s, points, self._take_line)
        if now >= self._next_at:
            self._next_at = now + AGAIN_S
            stats = self._context.bridge.live.stats
            poll_s = (stats.poll_interval_s if stats is not None else None) or USUAL_POLL_S
            self._ask(POLLS * poll_s, 1, self._take_latest)

    def _ask(self, length_s: float, points: int, take: Callable[[Crowd, Reply], None]) -> None:
        if (crowd := self._crowd) is None:
            return
        until = int(self._context.now())
        ask = ReadTogether(
            metric=crowd.metric,
            since=until - int(length_s),
            until=until,
            combine=crowd.combine,
            points=points,
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
