"""What several charts share: where the pointer is in one of them, and which stretch of time is in sight."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Crosshair(QObject):
    """One time for several charts.

    Signals: moved(float | None), the time that is pointed at in UTC seconds; ranged(since, until, chart) after one of
    the charts was panned or zoomed, for the others to follow.
    """

    moved = Signal(object)
    ranged = Signal(float, float, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._at: float | None = None

    @property
    def at(self) -> float | None:
        """The time that is pointed at."""
        return self._at

    def point(self, at: float | None) -> None:
        """Point at a time, or at none."""
        if at != self._at:
            self._at = at
            self.moved.emit(at)

    def show_range(self, since: float, until: float, chart: QObject) -> None:
        """`chart` shows another stretch of time, UTC seconds."""
        self.ranged.emit(since, until, chart)
