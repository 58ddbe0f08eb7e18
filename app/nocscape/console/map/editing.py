"""The editing half of a map view: its commands beyond moving, and the panels they bring."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtWidgets import QWidget

from nocscape.console.map.arranger import Arranger
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.history_panel import HistoryPanel
from nocscape.console.map.chrome.writing import Writing
from nocscape.console.map.draw_commands import DrawCommands
from nocscape.console.map.edit_actions import COLORS
from nocscape.console.map.group_commands import GroupCommands
from nocscape.console.map.picks import picked_shapes
from nocscape.console.map.rule_commands import RuleCommands
from nocscape.console.map.sheet import Sheet
from nocscape.console.map.tools.pointer import Tool
from nocscape.console.map.version_commands import VersionCommands
from nocscape.console.map.way_commands import WayCommands
from nocscape.model.mapparts import CANVAS, Arrivals, Canvas, ShapeKind

OF_SHAPE = tuple(f"shape_{color}" for color in COLORS)
OF_LINK = ("way_reset", "label_start", "label_middle", "label_end")
OF_NAMES = tuple(f"name_{side}" for side in ("below", "above", "left", "right", "hidden"))
"""Actions on the chosen drawing, link and devices."""


class Editing(QObject):
    """`changed()`: what can be done, or what is on, is different."""

    changed = Signal()

    def __init__(self, canvas: MapCanvas, arranger: Arranger, writing: Writing, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.groups = GroupCommands(canvas, arranger)
        self.rules = RuleCommands(canvas)
        self.drawings = DrawCommands(canvas, writing)
        self.ways = WayCommands(canvas)
        self.versions = VersionCommands(canvas)
        self.panel = HistoryPanel(canvas.theme, parent)
        self.panel.closed.connect(self.history)

    def owners(self) -> tuple[object, ...]:
        """Objects whose methods are the handlers of actions."""
        return (self.groups, self.rules, self.drawings, self.ways, self.versions, self)

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
        has_shape = bool(picked_shapes(document, self._canvas.picks))
        return {
            **dict.fromkeys(OF_SHAPE, has_shape),
            **dict.fromkeys(OF_LINK, self._canvas.selection.link is not None),
            **dict.fromkeys(OF_NAMES, bool(self._canvas.selection.devices)),
            "lock_items": has_shape or bool(self._canvas.selection.devices),
            "collapse": has_group,
            "open_submap": has_group,
            "collapse_all": any(not group.is_collapsed for group in document.groups.values()),
            "expand_all": any(group.is_collapsed for group in document.groups.values()),
        }

    def states(self) -> dict[str, bool]:
        """Which checkable actions are on."""
        known = self._canvas.model.document.parts.get(CANVAS)
        ground = known.ground if isinstance(known, Canvas) else Canvas().ground
        drawing = self._canvas.drawing if self._canvas.pointer.tool is Tool.DRAW else None
        return {
            **{f"ground_{name}": ground == name for name in ("dots", "world", "plain")},
            **{f"draw_{kind}": drawing is kind for kind in ShapeKind if kind is not ShapeKind.IMAGE},
            "history": not self.panel.isHidden(),
            "show_vendors": self._canvas.scene.has_vendors,
            "place_by_rule": isinstance(known, Canvas) and known.arrivals is Arrivals.PLACE,
        }

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.panel.retranslate()

    def place(self, room: QSize, top: int) -> None:
        """Keep what floats inside the view, below what is at its upper edge."""
        self.panel.resize(self.panel.width(), max(120, min(self.panel.height(), room.height() - top)))
        self.panel.move(max(0, room.width() - self.panel.width()), top)
