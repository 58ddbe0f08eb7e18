"""Which of very many curves get a colour and a place in the legend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nocscape.console.charts.scene import Drawn
from nocscape.console.theme.tokens import SERIES
from nocscape.model.metrics import SeriesKey

STAY = 30
"""An order stands for so many drawings, so that colours do not jump while values go up and down."""


class Ranking:
    """The curves with the highest averages in sight; the others are drawn quietly behind them."""

    def __init__(self) -> None:
        self._best: list[SeriesKey | None] = []
        self._drawings = 0
        self._basis = (0, 0)
        """How many were wanted, and how many had values, when the order was made."""

    def forget(self) -> None:
        """Rank anew at the next drawing."""
        self._basis = (0, 0)

    def ranked(self, curves: Sequence[Drawn], since: float, until: float, most: int) -> list[Drawn]:
        """`curves` as they are where there are at most `most`; else those of the highest averages in colours."""
        if len(curves) <= most:
            return list(curves)
        self._drawings += 1
        told = sum(c.joined.times.size > 0 for c in curves)
        if (most, told) != self._basis or self._drawings % STAY == 0:
            averages = {c.key: _average(c, since, until) for c in curves}
            order = sorted(curves, key=lambda c: -averages[c.key])
            self._best = [c.key for c in order[:most] if averages[c.key] >= 0 or not told]
            self._basis = most, told
        return _coloured(curves, self._best)


def _coloured(curves: Sequence[Drawn], best: Sequence[SeriesKey | None]) -> list[Drawn]:
    tokens = {key: SERIES[place % len(SERIES)] for place, key in enumerate(best)}
    return [
        c._replace(token=tokens[c.key]) if c.key in tokens else c._replace(token="faint", is_quiet=True)  # noqa: S106
        for c in curves
    ]


def _average(drawn: Drawn, since: float, until: float) -> float:
    first, last = np.searchsorted(drawn.joined.times, (since, until))
    values = np.abs(drawn.joined.values[first:last])
    values = values[np.isfinite(values)]
    return float(values.mean()) if values.size else -1.0
