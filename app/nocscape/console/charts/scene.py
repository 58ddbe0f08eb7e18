"""What a chart shows, as plain values, and where its points fall on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QRectF

from nocscape.console.charts.curve import EMPTY, Joined
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


class Mark(NamedTuple):
    """An event in the chart."""

    at: float
    status: Status | None
    """None where it tells of no state."""
    text: str


@dataclass(slots=True)
class Scene:
    """Everything that is painted, but for the range in sight."""

    unit: str = ""
    curves: tuple[Drawn, ...] = ()
    marks: tuple[Mark, ...] = ()
    capacity: float | None = None
    """What 100 % is, where that is known."""
    note: str = ""
    """Said in the middle where there is nothing to draw."""
    is_filled: bool = True
    cursor_x: float | None = None
    """Where the pointer is, pixels from the left."""


class Frame(NamedTuple):
    """The drawing area in pixels and the values at its edges."""

    area: QRectF
    since: float
    until: float
    low: float
    high: float

    def x(self, at: float) -> float:
        """Pixels from the left for a time."""
        return self.area.left() + (at - self.since) / (self.until - self.since) * self.area.width()

    def y(self, value: float) -> float:
        """Pixels from the top for a value."""
        return self.area.bottom() - (value - self.low) / (self.high - self.low) * self.area.height()

    def time(self, x: float) -> float:
        """The time at a place, UTC seconds."""
        return self.since + (x - self.area.left()) / max(1.0, self.area.width()) * (self.until - self.since)
