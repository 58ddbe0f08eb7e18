"""The editing half of a map view: its commands beyond moving, and the panels they bring."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtWidgets import QWidget

from nocscape.console.map.arranger import Arranger
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.history_panel import HistoryPanel
from nocscape.console.map.group_commands import GroupCommands
from nocscape.console.map.rule_commands import RuleCommands
from nocscape.console.map.sheet import Sheet
from nocscape.model.mapparts import CANVAS, Arrivals, Canvas


class Editing(QObject):
    """`changed()`: what can be done, or what is on, is different."""

    changed = Signal()

    def __init__(self, canvas: MapCanvas, arranger: Arranger, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.groups = GroupCommands(canvas, arranger)
        self.rules = RuleCommands(canvas)
        self.panel = HistoryPanel(canvas.theme, parent)
        self.panel.closed.connect(self.history)

    def owners(self) -> tuple[object, ...]:
        """Objects whose methods are the handlers of actions."""
        return (self, self.groups, self.rules)

    @Slot()
    def history(self) -> None:
        """Show the history of the map, or shut it."""
        self.panel.setVisible(self.panel.isHidden())
        self.panel.raise_()
        self.panel.refresh()
        self.changed.emit()

    def show_sheet(self, sheet: Sheet) -> None:
        """The view shows another map."""
        self.panel.show_model(sheet.model)
        self.groups.arranger = sheet.arranger

    def possible(self) -> dict[str, bool]:
        """Which actions can be done now."""
        document, has_group = self._canvas.model.document, self.groups.chosen() is not None
        return {
            "collapse": has_group,
            "open_submap": has_group,
            "collapse_all": any(not group.is_collapsed for group in document.groups.values()),
            "expand_all": any(group.is_collapsed for group in document.groups.values()),
        }

    def states(self) -> dict[str, bool]:
        """Which checkable actions are on."""
        known = self._canvas.model.document.parts.get(CANVAS)
        return {
            "history": not self.panel.isHidden(),
            "place_by_rule": isinstance(known, Canvas) and known.arrivals is Arrivals.PLACE,
        }

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.panel.retranslate()

    def place(self, room: QSize, top: int) -> None:
        """Keep what floats inside the view, below what is at its upper edge."""
        self.panel.resize(self.panel.width(), max(120, min(self.panel.height(), room.height() - top)))
        self.panel.move(max(0, room.width() - self.panel.width()), top)
