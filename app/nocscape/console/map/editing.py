"""The editing half of a map view: its commands beyond moving, and the panels they bring."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtWidgets import QWidget

from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.history_panel import HistoryPanel
from nocscape.console.map.model import MapModel


class Editing(QObject):
    """`changed()`: what can be done, or what is on, is different."""

    changed = Signal()

    def __init__(self, canvas: MapCanvas, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.panel = HistoryPanel(canvas.theme, parent)
        self.panel.closed.connect(self.history)

    def owners(self) -> tuple[object, ...]:
        """Objects whose methods are the handlers of actions."""
        return (self,)

    @Slot()
    def history(self) -> None:
        """Show the history of the map, or shut it."""
        self.panel.setVisible(self.panel.isHidden())
        self.panel.raise_()
        self.panel.refresh()
        self.changed.emit()

    def show_model(self, model: MapModel) -> None:
        """The view shows another map."""
        self.panel.show_model(model)

    def states(self) -> dict[str, bool]:
        """Which checkable actions are on."""
        return {"history": not self.panel.isHidden()}

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.panel.retranslate()

    def place(self, room: QSize, top: int) -> None:
        """Keep what floats inside the view, below what is at its upper edge."""
        self.panel.resize(self.panel.width(), max(120, min(self.panel.height(), room.height() - top)))
        self.panel.move(max(0, room.width() - self.panel.width()), top)
