"""How the operator wants a chart drawn, and the scene that this makes of its curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nocscape.base.i18n import tr
from nocscape.base.units import percent
from nocscape.console.charts.axes import value_text
from nocscape.console.charts.curve import PERCENTILE, statistics
from nocscape.console.charts.scene import Drawn, Limit, Mark, Scene
from nocscape.console.charts.subject import View

DAY_S = 86_400
WEEK_S = 7 * DAY_S
FULL = 0.8
"""Share of the capacity from which on a link is called full."""
MOST_COMPARED = 4
"""Curves that have lines of their own, as for their 95th percentile."""
MOST_COLOURED = 12
MOST_FILLED = 2


@dataclass(frozen=True, slots=True)
class Options:
    """How a chart is drawn."""

    compare_s: int = 0
    """Lay the values of so many seconds earlier beneath; 0 compares with nothing."""
    is_log: bool = False
    has_percentile: bool = False
    has_events: bool = True
    thresholds: tuple[float, ...] = ()
    """In the unit of the curves."""
    most: int = MOST_COLOURED
    """Curves that get a colour; the others are drawn quietly."""

    def past_label(self, label: str) -> str:
        """What the line of an earlier day is called."""
        return (
            tr("{name}, a week before", name=label)
            if self.compare_s == WEEK_S
            else tr("{name}, a day before", name=label)
        )


def scene_of(
    view: View,
    drawn: Sequence[Drawn],
    marks: tuple[Mark, ...],
    note: str,
    options: Options,
    sight: tuple[float, float],
    rules: tuple[Limit, ...] = (),
) -> Scene:
    """Everything to be painted for a stretch of time in sight; `rules` are the lines of alarm rules."""
    return Scene(
        unit=view.unit,
        curves=tuple(drawn),
        marks=marks,
        limits=(*_capacity(view), *rules, *_thresholds(view, options), *_percentiles(view, drawn, options, sight)),
        note=note,
        is_filled=sum(not c.is_past for c in drawn) <= MOST_FILLED,
        is_log=options.is_log,
    )


def _capacity(view: View) -> tuple[Limit, ...]:
    if view.capacity is None:
        return ()
    words = percent(100 * FULL)
    return tuple(Limit(FULL * view.capacity, words, is_below=is_below) for is_below in (False, True))


def _thresholds(view: View, options: Options) -> tuple[Limit, ...]:
    return tuple(Limit(value, value_text(value, view.unit), "crit") for value in options.thresholds)


def _percentiles(view: View, drawn: Sequence[Drawn], options: Options, sight: tuple[float, float]) -> tuple[Limit, ...]:
    """What the curves in colour stay below for 95 % of the time in sight."""
    if not options.has_percentile:
        return ()
    coloured = [c for c in drawn if not c.is_past and not c.is_quiet][:MOST_COMPARED]
    found = [(c, seen) for c in coloured if (seen := statistics(c.joined, *sight)) is not None]
    return tuple(
        Limit(
            seen.percentile,
            tr(
                "{name} {share} %: {value}",
                name=c.label,
                share=PERCENTILE,
                value=value_text(seen.percentile, view.unit),
            ),
            c.token,
            c.is_below,
        )
        for c, seen in found
    )
