"""Brings the samples of some series: history for what is in sight, live ones as they come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from nocscape.console.bridge import Bridge
from nocscape.console.charts.curve import EMPTY, Curve, Joined
from nocscape.console.parts.alive import while_alive
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ReadHistory
from nocscape.model.metrics import Sample, SeriesData, SeriesKey

MARGIN = 0.5
"""Read this much of the span more on either side, so that a small step aside shows no empty edge."""
REFINE = 3.0
"""Read again when the span in sight is so many times smaller than what was read."""
LEAST_TAIL_S = 60.0
MOST_TAIL_S = 7200.0
LEAST_POINTS, MOST_POINTS = 100, 5000


class _Stretch(NamedTuple):
    since: float
    until: float

    @property
    def span(self) -> float:
        return self.until - self.since


class SeriesLoader(QObject):
    """Curves for a set of series; `look_at` says what is in sight, and asks only for what is missing.

    `shift_s` reads that many seconds earlier, without live samples (the same hours of yesterday).
    Signals: changed() after curves have other samples, failed(str) with the engine's error or empty.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(
        self,
        bridge: Bridge,
        *,
        shift_s: int = 0,
        now: Callable[[], float] = time.time,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._shift_s = shift_s
        self._now = now
        self._curves: dict[SeriesKey, Curve] = {}
        self._read: _Stretch | None = None
        self._asked: int | None = None
        self._next: tuple[float, float, int] | None = None
        self._live_since = 0.0
        if not shift_s:
            bridge.samples_arrived.connect(self._take_live)

    @property
    def shift_s(self) -> int:
        """How many seconds earlier it reads."""
        return self._shift_s

    @property
    def is_waiting(self) -> bool:
        """Whether history was asked for and has not come yet."""
        return self._asked is not None

    def joined(self, key: SeriesKey) -> Joined:
        """The curve of a series, empty where it was not chosen; up to now where nothing is being read."""
        curve = self._curves.get(key)
        if curve is None:
            return EMPTY
        return curve.joined() if self._shift_s or self.is_waiting else curve.joined_until(self._now())

    def choose(self, keys: Iterable[SeriesKey]) -> None:
        """Hold these series; what is known of those that stay is kept."""
        wanted = tuple(keys)
        if set(wanted) != set(self._curves):
            stats = self._bridge.live.stats
            every_s = (stats.poll_interval_s if stats is not None else None) or 0.0
            self._curves = {key: self._curves.get(key) or Curve(key, every_s) for key in wanted}
            self.forget()

    def forget(self) -> None:
        """Read everything again at the next look: live samples may have been missed."""
        self._read, self._asked, self._next = None, None, None
        self._live_since = self._now()

    def look_at(self, since: float, until: float, points: int) -> None:
        """This stretch is in sight, `points` pixels wide; reads history where it is missing or too coarse."""
        if not self._curves or until <= since or not self._is_missing(since, until):
            return
        if self.is_waiting:
            self._next = (since, until, points)
            return
        span = until - since
        stretch = _Stretch(since - MARGIN * span, min(until + MARGIN * span, self._horizon()))
        if stretch.until <= stretch.since:
            return
        wanted = int(points * stretch.span / span)
        self._ask(stretch, max(LEAST_POINTS, min(MOST_POINTS, wanted)))

    def _is_missing(self, since: float, until: float) -> bool:
        if self._read is None:
            return True
        span = until - since
        has_tail = not self._shift_s and self._read.until >= self._live_since
        tail = min(max(LEAST_TAIL_S, span / 4), MOST_TAIL_S) if has_tail else 0.0
        is_outside = since < self._read.since or min(until, self._horizon()) > self._read.until + tail
        return is_outside or span * REFINE * (1 + 2 * MARGIN) < self._read.span

    def _horizon(self) -> float:
        """No sample can be later than this."""
        return self._now() + self._shift_s

    def _ask(self, stretch: _Stretch, points: int) -> None:
        ask = ReadHistory(
            keys=tuple(self._curves),
            since=int(stretch.since) - self._shift_s,
            until=int(stretch.until) - self._shift_s,
            points=points,
        )
        keys = set(self._curves)

        def take(reply: Reply) -> None:
            if keys == set(self._curves) and self._asked == reply.request:
                self._take_history(reply, stretch)

        self._asked = self._bridge.ask(ask, while_alive(self, take))

    def _take_history(self, reply: Reply, stretch: _Stretch) -> None:
        self._asked = None
        self._read = stretch
        if reply.error is not None:
            self.failed.emit(str(reply.error))
        else:
            for data in value(reply, tuple[SeriesData, ...]):
                if data.key in self._curves:
                    self._curves[data.key].take_history(data, int(stretch.until) - self._shift_s)
            self.failed.emit("")
            self.changed.emit()
        if (following := self._next) is not None:
            self._next = None
            self.look_at(*following)

    @Slot(object)
    def _take_live(self, samples: tuple[Sample, ...]) -> None:
        ours = [s for s in samples if s.key in self._curves]
        for key in {s.key for s in ours}:
            self._curves[key].take_live(s for s in ours if s.key == key)
        if ours:
            self.changed.emit()
