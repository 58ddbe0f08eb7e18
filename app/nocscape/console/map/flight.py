"""The way from one camera to another."""

from __future__ import annotations

from PySide6.QtCore import QObject, QVariantAnimation, Signal, Slot

from nocscape.console.map.camera import Camera


class Flight(QObject):
    """Lets one see where things went. `moved(Camera)`: where it is now."""

    moved = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._way = (Camera(), Camera())
        self._time = QVariantAnimation(self)
        self._time.setStartValue(0.0)
        self._time.setEndValue(1.0)
        self._time.valueChanged.connect(self._go_on)

    def begin(self, start: Camera, end: Camera, duration_ms: int) -> None:
        """Set off."""
        self._way = (start, end)
        self._time.setDuration(duration_ms)
        self._time.start()

    def stop(self) -> None:
        """Stay where it is."""
        self._time.stop()

    @Slot(object)
    def _go_on(self, share: float) -> None:
        start, end = self._way
        self.moved.emit(end if share >= 1.0 else start.between(end, share))
