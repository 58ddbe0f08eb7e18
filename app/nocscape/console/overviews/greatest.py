"""Who has most of a metric: what charts and tables of the greatest ask the engine."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from nocscape.console.overviews.kind import Tile
from nocscape.console.parts.alive import while_alive
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ReadTop
from nocscape.model.metric_asks import Ranking
from nocscape.model.net import DeviceId


class Greatest(QObject):
    """Signal: found(Ranking) for what was asked last."""

    found = Signal(object)

    def __init__(self, tile: Tile) -> None:
        super().__init__(tile)
        self._tile = tile
        self._asked = 0

    def ask(self, metric: str, device: DeviceId, most: int) -> None:
        """Ask for the series with the highest averages in the stretch that the tile shows: of the device that its
        settings name, else of whom the overview is about."""
        context, scope = self._tile.context, self._tile.scope
        until = int(context.now())
        devices = context.measured(metric, scope, device)
        ask = ReadTop(metric=metric, since=until - scope.span_s, until=until, most=most, devices=devices)
        self._asked = context.bridge.ask(ask, while_alive(self, self._take))

    def _take(self, reply: Reply) -> None:
        if reply.error is None and reply.request == self._asked:
            self.found.emit(value(reply, Ranking))
