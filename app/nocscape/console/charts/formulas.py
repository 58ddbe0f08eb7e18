"""Brings the results of formulas over stored series; they are worked out by the engine and have no live samples."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from nocscape.console.bridge import Bridge
from nocscape.console.charts.curve import EMPTY, Curve, Joined
from nocscape.console.charts.subject import CurveSpec
from nocscape.console.parts.alive import while_alive
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ReadFormula
from nocscape.model.metrics import SeriesData, SeriesKey

AGAIN_S = 60.0
"""How old a result may be while the newest is in sight."""
MARGIN = 0.25


class FormulaLoader(QObject):
    """Curves of formulas. Signals: changed(), failed(str) with the engine's word on a formula that makes no sense."""

    changed = Signal()
    failed = Signal(str)

    def __init__(self, bridge: Bridge, *, now: Callable[[], float] = time.time, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._now = now
        self._specs: dict[SeriesKey, CurveSpec] = {}
        self._curves: dict[SeriesKey, Curve] = {}
        self._read: tuple[float, float] = (0.0, 0.0)

    def choose(self, specs: Iterable[CurveSpec]) -> None:
        """Hold these and no others."""
        wanted = {spec.key: spec for spec in specs if spec.formula is not None}
        if wanted != self._specs:
            self._specs = wanted
            self._curves = {key: self._curves.get(key) or Curve(key) for key in wanted}
            self._read = (0.0, 0.0)

    def joined(self, key: SeriesKey) -> Joined:
        """The curve of a formula, empty where it was not chosen."""
        curve = self._curves.get(key)
        return curve.joined() if curve else EMPTY

    def look_at(self, since: float, until: float, points: int) -> None:
        """This stretch is in sight; asks where nothing is known of it."""
        read_since, read_until = self._read
        if not self._specs or (since >= read_since and min(until, self._now() - AGAIN_S) <= read_until):
            return
        span = until - since
        self._read = (since - MARGIN * span, min(until + MARGIN * span, self._now()))
        for spec in self._specs.values():
            self._ask(spec, *self._read, points)

    def _ask(self, spec: CurveSpec, since: float, until: float, points: int) -> None:
        if (formula := spec.formula) is None:
            return

        def take(reply: Reply) -> None:
            if reply.error is not None:
                self.failed.emit(str(reply.error))
            elif (curve := self._curves.get(spec.key)) is not None:
                curve.take_history(value(reply, SeriesData), int(until))
                self.changed.emit()

        ask = ReadFormula(
            formula=formula.text,
            series=formula.series,
            unit=formula.unit,
            since=int(since),
            until=int(until),
            points=points,
        )
        self._bridge.ask(ask, while_alive(self, take))
