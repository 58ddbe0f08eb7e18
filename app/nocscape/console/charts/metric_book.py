"""What metrics are called and measured in: those that are built in at once, those of profiles when they were read."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.parts.alive import while_alive
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ListMetrics
from nocscape.model.metrics import BUILT_IN, Metric, MetricProfileInfo


class MetricBook(QObject):
    """Metrics by name. Signal: changed() after more became known."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._known = {metric.name: metric for metric in BUILT_IN}
        self._is_asked = False

    def __iter__(self) -> Iterator[Metric]:
        return iter(self._known.values())

    def read(self) -> None:
        """Ask for the metrics of all profiles, once."""
        if not self._is_asked:
            self._is_asked = True
            self._bridge.ask(ListMetrics(), while_alive(self, self._take))

    def read_again(self) -> None:
        """Ask once more: there are metrics that were not there before."""
        self._is_asked = False
        self.read()

    def unit(self, name: str) -> str:
        """The unit of a metric as the model writes it; none where the metric is not known."""
        known = self._known.get(name)
        return known.unit if known else ""

    def title(self, name: str) -> str:
        """The title of a metric in the language in force; its name where it is not known."""
        known = self._known.get(name)
        return tr(known.title) if known else name

    def is_counter(self, name: str) -> bool:
        """Whether a metric is the rate of something that is counted."""
        known = self._known.get(name)
        return known is not None and known.is_counter

    def _take(self, reply: Reply) -> None:
        if reply.error is not None:
            self._is_asked = False
            return
        for profile in value(reply, tuple[MetricProfileInfo, ...]):
            self._known.update((metric.name, metric) for metric in profile.metrics)
        self.changed.emit()
