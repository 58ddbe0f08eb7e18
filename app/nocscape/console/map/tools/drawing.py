"""Drawing on the map: a new shape is pulled open, one that is there is made larger."""

from __future__ import annotations

from abc import abstractmethod
from uuid import uuid4

from msgspec.structs import replace
from PySide6.QtGui import QPainter

from nocscape.base.i18n import Text, msg
from nocscape.console.map.picks import Picks
from nocscape.console.map.shape_edits import known
from nocscape.console.map.tools.gestures import SNAP, Gesture
from nocscape.console.map.tools.outlines import begin_outlines, draw_shape_outline
from nocscape.console.map.tools.stage import Stage
from nocscape.model.mapdoc import PutItems
from nocscape.model.mapparts import Shape, ShapeKind

LEAST = 10.0
"""A shape is at least this long in one direction; a press without a pull makes none."""


class ShapeGesture(Gesture):
    """A shape that follows the pointer; let go it is one edit, Esc leaves the map as it was."""

    def __init__(self, stage: Stage, x: float, y: float, shape: Shape) -> None:
        super().__init__(stage, x, y)
        self._before = shape
        self._after = shape

    @abstractmethod
    def _moved(self, dx: float, dy: float) -> Shape:
        """The shape after the pointer went that far, in scene units."""

    def move(self, x: float, y: float) -> None:
        """Show it there."""
        scale = self.stage.camera.scale
        self._after = self._moved((x - self.start[0]) / scale, (y - self.start[1]) / scale)
        self.stage.update()

    def finish(self) -> None:
        """Keep it."""
        self.stage.update()
        if self._after != self._before and (kept := self._kept()) is not None:
            self.stage.model.edit(self._title(), PutItems(parts=(kept,)))
            self.stage.select((), Picks(shapes=(kept.id,)))

    def _title(self) -> Text:
        return msg("Changed a drawing")

    def _kept(self) -> Shape | None:
        """What becomes part of the map; None where somebody took it away meanwhile."""
        return self._after

    def cancel(self) -> None:
        """Leave everything as it is."""
        self.stage.update()

    def paint(self, painter: QPainter) -> None:
        """Its outline."""
        begin_outlines(painter, self.stage)
        draw_shape_outline(painter, self.stage, self._after)

    def _snapped(self, value: float) -> float:
        return round(value / SNAP) * SNAP if self.stage.is_snapping else round(value, 1)


class StretchShape(ShapeGesture):
    """Its lower right corner goes elsewhere; an image keeps its proportions."""

    def _moved(self, dx: float, dy: float) -> Shape:
        wide, high = self._snapped(self._before.width + dx), self._snapped(self._before.height + dy)
        if self._before.kind is ShapeKind.IMAGE and self._before.width:
            wide = max(LEAST, wide)
            high = wide * self._before.height / self._before.width
        elif self._before.kind not in (ShapeKind.LINE, ShapeKind.ARROW):
            wide, high = max(LEAST, wide), max(LEAST, high)
        return replace(self._before, width=wide, height=high)

    def _kept(self) -> Shape | None:
        """As large as it was pulled, where it stands now: somebody may have moved it."""
        now = known(self.stage.scene.document, self._after.id)
        return replace(now, width=self._after.width, height=self._after.height) if now is not None else None


class DrawShape(StretchShape):
    """A new shape from where the pointer was pressed."""

    def __init__(self, stage: Stage, x: float, y: float, kind: ShapeKind) -> None:
        left, top = stage.camera.to_scene(x, y)
        z = max((part.z for part in stage.scene.document.parts.values() if isinstance(part, Shape)), default=0)
        shape = Shape(id=f"shape:{uuid4().hex}", kind=kind, x=left, y=top, width=0.0, height=0.0, z=z)
        super().__init__(stage, x, y, replace(shape, x=self._on_grid(stage, left), y=self._on_grid(stage, top)))

    def finish(self) -> None:
        """Keep it, unless it is a speck; a text is kept once it has words."""
        if self._after.kind is ShapeKind.TEXT:
            self.stage.update()
            self.stage.end_drawing()
            self.stage.write_text(self._after)
        else:
            super().finish()
            self.stage.end_drawing()

    def _kept(self) -> Shape | None:
        return self._after

    @staticmethod
    def _on_grid(stage: Stage, value: float) -> float:
        return round(value / SNAP) * SNAP if stage.is_snapping else round(value, 1)

    def _title(self) -> Text:
        return msg("Drew a shape")
