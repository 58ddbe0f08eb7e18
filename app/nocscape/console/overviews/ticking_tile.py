"""A tile that is refreshed again and again, as long as somebody sees it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent

from nocscape.console.overviews.kind import Context, Tile


class TickingTile(Tile):
    """What nobody sees is not refreshed, so that it asks nothing of the engine."""

    def __init__(self, context: Context, again_ms: int) -> None:
        super().__init__(context)
        self._again = QTimer(self)
        self._again.setInterval(again_ms)
        self._again.timeout.connect(self.refresh)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at once."""
        super().showEvent(event)
        self._again.start()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stand still."""
        super().hideEvent(event)
        self._again.stop()
