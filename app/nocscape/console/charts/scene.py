"""What a chart shows, as plain values, and where its points fall on the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF

from nocscape.console.charts.curve import EMPTY, Floats, Joined
from nocscape.console.charts.holes import Times
from nocscape.model.metrics import SeriesKey
from nocscape.model.status import Status


class Drawn(NamedTuple):
    """One curve to draw."""

    label: str
    token: str
    joined: Joined = EMPTY
    is_below: bool = False
    """Drawn downwards from zero."""
    is_past: bool = False
    """The same hours of an earlier day: a thin dashed line that takes no part in gaps."""
    is_quiet: bool = False
    """One of so many that it has no colour of its own until the pointer is at it."""
    key: SeriesKey | None = None


class Mark(NamedTuple):
    """An event in the chart."""

    at: float
    status: Status | None
    """None where it tells of no state."""
    text: str
    event: str = ""
    """Its id."""


class Limit(NamedTuple):
    """A line across the chart, in the unit of the curves: a threshold, or a 95th percentile."""

    value: float
    text: str
    token: str = "warn"  # noqa: S105 - a colour
    is_below: bool = False


@dataclass(slots=True)
class Scene:
    """Everything that is painted, but for the range in sight."""

    unit: str = ""
    curves: tuple[Drawn, ...] = ()
    marks: tuple[Mark, ...] = ()
    limits: tuple[Limit, ...] = ()
    note: str = ""
    """Said in the middle where there is nothing to draw."""
    is_filled: bool = True
    is_log: bool = False
    """Values stand in steps of ten; what goes out stands above the axis then, too."""
    cursor_at: float | None = None
    """Which time the pointer is at, UTC seconds, in this chart or in one beside it."""
    highlight: int | None = None
    """Place of the curve that the pointer is at."""

    def is_down(self, drawn: Drawn) -> bool:
        """Whether a curve is drawn downwards."""
        return drawn.is_below and not self.is_log


class Frame(NamedTuple):
    """The drawing area in pixels and the values at its edges; on a logarithmic scale both are above zero."""

    area: QRectF
    since: float
    until: float
    low: float
    high: float
    is_log: bool = False

    def x(self, at: float) -> float:
        """Pixels from the left for a time."""
        return self.area.left() + (at - self.since) / (self.until - self.since) * self.area.width()

    def y(self, value: float) -> float:
        """Pixels from the top for a value."""
        if self.is_log:
            share = math.log10(max(value, self.low) / self.low) / math.log10(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.area.bottom() - share * self.area.height()

    def xs(self, times: Times | Floats) -> Floats:
        """`x` of many."""
        width = self.area.width() / (self.until - self.since)
        return np.asarray(self.area.left() + (times - self.since) * width, np.float64)

    def ys(self, values: Floats) -> Floats:
        """`y` of many."""
        height = self.area.height()
        if self.is_log:
            decades = np.log10(np.maximum(values, self.low) / self.low)
            return np.asarray(self.area.bottom() - decades * (height / math.log10(self.high / self.low)), np.float64)
        return np.asarray(self.area.bottom() - (values - self.low) * (height / (self.high - self.low)), np.float64)

    def time(self, x: float) -> float:
        """The time at a place, UTC seconds."""
        return self.since + (x - self.area.left()) / max(1.0, self.area.width()) * (self.until - self.since)
