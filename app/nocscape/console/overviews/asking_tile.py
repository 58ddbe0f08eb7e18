"""A tile that asks the engine again now and then, as long as somebody sees it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent

from nocscape.console.overviews.kind import Context, Tile


class AskingTile(Tile):
    """`refresh` asks; subclasses ask nothing while they are hidden."""

    def __init__(self, context: Context, again_ms: int) -> None:
        super().__init__(context)
        self._again = QTimer(self)
        self._again.setInterval(again_ms)
        self._again.timeout.connect(self.refresh)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to ask."""
        super().showEvent(event)
        self._again.start()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees is not asked for."""
        super().hideEvent(event)
        self._again.stop()
