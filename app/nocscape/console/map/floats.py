"""What floats over a map: each in its corner, and how much room all of it leaves to the map."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.chip import Chip
from nocscape.console.map.chrome.empty import EmptyMap
from nocscape.console.map.chrome.legend import Legend
from nocscape.console.map.chrome.minimap import Minimap
from nocscape.console.map.chrome.toolbar import MapToolBar
from nocscape.console.map.commands import BELOW_PX, MapCommands
from nocscape.console.map.editing import Editing
from nocscape.console.map.seeing import Seeing

EDGE_PX = 4

_CLEAR_PX = 6.0
_WIDE_SHARE = 0.4
"""Of the view's width: a tool bar so wide is given room above the map, since something always stands below it."""
_HIGH = 8
"""How many times as high as the legend a view is that has one."""


@dataclass(frozen=True)
class Floats:
    """In a small view what would cover another, or much of the map, is hidden."""

    canvas: MapCanvas
    commands: MapCommands
    seeing: Seeing
    editing: Editing
    legend: Legend
    tool_bar: MapToolBar
    minimap: Minimap
    chip: Chip
    hint: EmptyMap

    def place(self, view: QWidget, *, wants_legend: bool, wants_minimap: bool) -> None:
        """Each in its corner of the view; `commands` learns what room they leave."""
        width, height = view.width(), view.height()
        self.tool_bar.adjustSize()
        self.tool_bar.move(width - self.tool_bar.width() - EDGE_PX, EDGE_PX)
        self.seeing.frame.corner = (float(self.tool_bar.width()), float(self.tool_bar.height()))
        self.chip.move(EDGE_PX, EDGE_PX + self.seeing.top_px)
        self.legend.move(EDGE_PX, height - self.legend.height() - EDGE_PX)
        self.minimap.move(width - self.minimap.width() - EDGE_PX, height - self.minimap.height() - EDGE_PX)
        has_room = height > self.tool_bar.height() + self.minimap.height() and bool(self.canvas.model.document.nodes)
        is_apart = self.legend.width() + self.seeing.bar_px + self.minimap.width() <= width
        taken = self.minimap.width() if wants_minimap and has_room and is_apart else 0
        self.commands.corner = (float(taken), float(self.minimap.height()) if taken else 0.0)
        self.show_minimap()
        has_legend = wants_legend and self.legend.width() + taken < width and _HIGH * self.legend.height() < height
        self.legend.setVisible(has_legend)
        self.seeing.place(view.size(), self.legend.width() if has_legend else 0, taken)
        self.editing.place(view.size(), EDGE_PX + self.tool_bar.height())
        self.hint.centre(width, height)
        self._leave_room(width, has_legend=has_legend)

    def show_minimap(self) -> None:
        """Where the whole map is in view it leads nowhere, and goes out of the way of what it would cover."""
        camera, bounds, corner = self.canvas.camera, self.canvas.scene.bounds(), self.commands.corner
        seen = camera.seen()
        is_whole = bounds is not None and seen.holds(*bounds[:2]) and seen.holds(*bounds[2:])
        is_covering = camera.covers(self.canvas.scene.nodes.xy, (corner[0] + EDGE_PX, corner[1] + EDGE_PX))
        self.minimap.setVisible(bool(corner[0]) and not (is_whole and is_covering))

    def _leave_room(self, width: int, *, has_legend: bool) -> None:
        is_wide = not self.tool_bar.isHidden() and self.tool_bar.width() > _WIDE_SHARE * width
        self.commands.above_px = float(self.tool_bar.height()) if is_wide else 0.0
        self.commands.bar_px = 0.0 if self.tool_bar.isHidden() else float(EDGE_PX + self.tool_bar.height())
        legend_px = self.legend.inner().height() / self.canvas.zoom + _CLEAR_PX if has_legend else 0.0
        self.commands.below_px = max(legend_px, 0.0 if self.seeing.bar.isHidden() and not has_legend else BELOW_PX)
