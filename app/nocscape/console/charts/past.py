"""The same hours of an earlier day or week, for every curve that has a colour, series and formulas alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from nocscape.console.bridge import Bridge
from nocscape.console.charts.drawing import Options
from nocscape.console.charts.formulas import FormulaLoader
from nocscape.console.charts.loader import SeriesLoader
from nocscape.console.charts.scene import Drawn
from nocscape.console.charts.subject import CurveSpec, View
from nocscape.model.metrics import SeriesKey


class PastCurves(QObject):
    """Reads nothing until there is something to compare with. Signal: changed()."""

    changed = Signal()

    def __init__(self, bridge: Bridge, *, now: Callable[[], float] = time.time, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._now = now
        self._specs: tuple[CurveSpec, ...] = ()
        self._shift_s = 0
        self._series: SeriesLoader | None = None
        self._formulas: FormulaLoader | None = None

    def look_at(self, specs: Sequence[CurveSpec], shift_s: int, sight: tuple[float, float], points: int) -> None:
        """Have these curves loaded as they were so many seconds before what is in sight."""
        self._specs = tuple(specs)
        if not specs:
            return
        series, formulas = self._loaders(shift_s)
        series.choose(spec.key for spec in specs if spec.formula is None)
        series.look_at(*sight, points)
        formulas.choose(specs)
        formulas.look_at(sight[0] - shift_s, sight[1] - shift_s, points)

    def _loaders(self, shift_s: int) -> tuple[SeriesLoader, FormulaLoader]:
        """Other loaders where it is another time."""
        if self._series is None or self._formulas is None or shift_s != self._shift_s:
            for old in (self._series, self._formulas):
                if old is not None:
                    old.deleteLater()
            self._series = SeriesLoader(self._bridge, shift_s=shift_s, now=self._now, parent=self)
            self._formulas = FormulaLoader(self._bridge, now=self._now, parent=self)
            for loader in (self._series, self._formulas):
                loader.changed.connect(self.changed)
            self._shift_s = shift_s
        return self._series, self._formulas

    def drawn(self, options: Options, tokens: dict[SeriesKey | None, str]) -> list[Drawn]:
        """Those of which something is known, laid over the present, in the colours of what they are compared with."""
        if self._series is None or self._formulas is None or options.compare_s != self._shift_s:
            return []
        found = []
        for spec in self._specs:
            joined = (self._series if spec.formula is None else self._formulas).joined(spec.key)
            if not joined.times.size:
                continue
            token, label = tokens.get(spec.key, spec.token), options.past_label(spec.label)
            found.append(
                Drawn(label, token, joined.later(self._shift_s).scaled(spec.factor), spec.is_below, is_past=True)
            )
        return found


def compared(
    view: View | None, options: Options, span_s: float, coloured: Sequence[SeriesKey | None]
) -> list[CurveSpec]:
    """Which curves are compared: those in colour, or the first ones; none where more than that time is in sight."""
    if view is None or not options.compare_s or span_s > options.compare_s:
        return []
    if len(view.curves) <= options.most:
        return list(view.curves)
    best = set(coloured)
    return [c for c in view.curves if c.key in best][: options.most] or list(view.curves[: options.most])
