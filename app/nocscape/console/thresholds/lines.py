"""The levels of rules as lines across a chart."""

from __future__ import annotations

from nocscape.base.i18n import tr
from nocscape.base.units import measured
from nocscape.console.charts.drawing import MOST_COMPARED
from nocscape.console.charts.scene import Limit
from nocscape.console.charts.subject import View
from nocscape.console.parts.words import SEVERITY_WORDS
from nocscape.console.thresholds.book import TONES, RuleBook


def limits_of(book: RuleBook, view: View) -> tuple[Limit, ...]:
    """Of the first curves; what several have in common is drawn once."""
    found: dict[tuple[float, bool], Limit] = {}
    for curve in [c for c in view.curves if c.formula is None][:MOST_COMPARED]:
        for level, limit in book.limits(curve.key):
            value = limit * curve.factor
            words = tr("{level} {value}", level=tr(SEVERITY_WORDS[level.severity]), value=measured(value, view.unit))
            line = Limit(value, words, TONES.get(level.severity, "dim"), curve.is_below)
            found.setdefault((value, curve.is_below), line)
    return tuple(found.values())
