"""Brings the values of the metric that colours the map, and keeps them fresh."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nocscape.console.bridge import Bridge
from nocscape.console.map.heat.heat import Heat, from_ranking, from_states, has_live
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ListMetrics, ReadTop
from nocscape.model.metric_asks import Ranking
from nocscape.model.metrics import BUILT_IN, Metric, MetricProfileInfo

FRESH_MS = 15_000
"""Values that have to be asked for are asked for again so often."""
LIVE_MS = 1_000
"""Values that come by themselves are taken in at most so often."""
SPAN_S = 600
"""Values are averages over so long."""
MOST_SERIES = 200_000


class HeatSource(QObject):
    """`changed()`: another metric, or other values; `offered()`: which metrics there are is known better now.

    `metric` None is the traffic of links, which is the map's own way.
    """

    changed = Signal()
    offered = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None, *, now: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._now = now
        self.metric: Metric | None = None
        self.heat: Heat | None = None
        self.profiles: tuple[MetricProfileInfo, ...] = ()
        self._at: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(FRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(LIVE_MS)
        self._soon.timeout.connect(self.refresh)
        bridge.statuses_changed.connect(self._states_came)

    def known(self) -> dict[str, Metric]:
        """All metrics by name: built in ones first, then those of profiles."""
        found = {metric.name: metric for metric in BUILT_IN}
        for profile in self.profiles:
            for metric in profile.metrics:
                found.setdefault(metric.name, metric)
        return found

    def ask_metrics(self) -> None:
        """Learn which metrics there are beyond the built in ones."""
        self._bridge.ask(ListMetrics(), self._take_profiles)

    def choose(self, metric: Metric | None) -> None:
        """Colour by this metric from now on, or by traffic."""
        self.metric, self.heat = metric, None
        if metric is not None and not has_live(metric.name):
            self._timer.start()
        else:
            self._timer.stop()
        self.refresh()
        if self.heat is None:
            self.changed.emit()

    def look_at(self, at: float | None) -> None:
        """Take the values of a time in UTC seconds; of the present where it is None."""
        self._at = at
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Bring the values up to date."""
        metric = self.metric
        if metric is None:
            return
        if has_live(metric.name) and self._at is None:
            self._show(from_states(metric, self._bridge.live.statuses.values()))
            return
        until = int(self._at if self._at is not None else self._now())
        ask = ReadTop(metric=metric.name, since=until - SPAN_S, until=until, most=MOST_SERIES)
        self._bridge.ask(ask, lambda reply: self._take(metric, reply))

    def _take(self, metric: Metric, reply: Reply) -> None:
        if metric is self.metric and reply.error is None:
            self._show(from_ranking(metric, value(reply, Ranking).rows))

    def _take_profiles(self, reply: Reply) -> None:
        if reply.error is None:
            self.profiles = value(reply, tuple[MetricProfileInfo, ...])
            self.offered.emit()

    def _show(self, heat: Heat) -> None:
        self.heat = heat
        self.changed.emit()

    @Slot()
    def _states_came(self) -> None:
        is_wanted = self.metric is not None and has_live(self.metric.name) and self._at is None
        if is_wanted and not self._soon.isActive():
            self._soon.start()
