"""MIB values that were dragged onto a chart: the engine is asked which series they make, and to measure them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.bridge import Bridge
from nocscape.console.dragging import ObjectAt
from nocscape.console.parts.alive import while_alive
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ChartObject
from nocscape.model.mibs import Charted

MOST_AT_ONCE = 20


class ObjectSeries(QObject):
    """Signals: found(list of one SeriesKey), begun(str) about what is measured from now on, failed(str) with why."""

    found = Signal(object)
    begun = Signal(str)
    failed = Signal(str)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge

    def ask_for(self, objects: Sequence[ObjectAt]) -> None:
        """Ask which series these are."""
        for device, oid in objects[:MOST_AT_ONCE]:
            self._bridge.ask(ChartObject(device=device, object=oid), while_alive(self, self._take))

    def _take(self, reply: Reply) -> None:
        if reply.error is not None:
            self.failed.emit(" ".join(str(text) for text in (reply.error, reply.hint) if text))
            return
        charted = value(reply, Charted)
        self.found.emit([charted.key])
        if charted.is_new:
            metric, every = one_line(charted.title or charted.key.metric), round(charted.interval_s)
            self.begun.emit(tr("{metric} is measured every {seconds} s from now on.", metric=metric, seconds=every))
