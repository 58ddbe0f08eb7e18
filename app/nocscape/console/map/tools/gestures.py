"""What happens between a press and a release."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from nocscape.console.map.camera import FAR, Rect
from nocscape.console.map.geometry import GRID_STEP
from nocscape.console.map.item_edits import shifted, shifted_notes, shifted_shapes
from nocscape.console.map.picks import NO_PICKS, Picks, movable, picked_notes, picked_shapes, picks_in
from nocscape.console.map.scene import hit
from nocscape.console.map.tools.guides import Guide, draw_guides, guides
from nocscape.console.map.tools.outlines import begin_outlines, draw_note_outline, draw_shape_outline
from nocscape.console.map.tools.stage import Stage
from nocscape.console.theme import RADIUS_GROUP
from nocscape.model.net import DeviceId

SNAP = GRID_STEP / 4


class Gesture(ABC):
    """Follows the pointer, given in view pixels; `cancel` leaves everything as it was."""

    def __init__(self, stage: Stage, x: float, y: float) -> None:
        self.stage = stage
        self.start = (x, y)

    @abstractmethod
    def move(self, x: float, y: float) -> None:
        """The pointer is there now."""

    @abstractmethod
    def finish(self) -> None:
        """The button was released."""

    @abstractmethod
    def cancel(self) -> None:
        """Esc was pressed, or the window lost the pointer."""

    def paint(self, painter: QPainter) -> None:  # noqa: B027 - most gestures paint nothing
        """Draw over the map while the gesture goes on."""


class Pan(Gesture):
    """The map follows the pointer."""

    def __init__(self, stage: Stage, x: float, y: float) -> None:
        super().__init__(stage, x, y)
        self._before = stage.camera

    def move(self, x: float, y: float) -> None:
        """Push the map by whole pixels, so that its raster can be moved."""
        self.stage.look(self._before.panned(round(x - self.start[0]), round(y - self.start[1])))

    def finish(self) -> None:
        """Stay there."""

    def cancel(self) -> None:
        """Go back."""
        self.stage.look(self._before)


class Selecting(Gesture):
    """Selects what is inside while it goes on; `is_adding` keeps what was selected before."""

    def __init__(self, stage: Stage, x: float, y: float, *, is_adding: bool) -> None:
        super().__init__(stage, x, y)
        self._before = stage.selection.devices, stage.picks
        self._kept = self._before if is_adding else ((), NO_PICKS)

    def take(self, rows: Iterable[int], drawn: Picks) -> None:
        """Select these nodes and what was drawn beside what is kept."""
        devices, picks = self._kept
        ids = self.stage.scene.nodes.ids
        self.stage.select([*devices, *(ids[row] for row in rows)], picks.with_(drawn))
        self.stage.update()

    def finish(self) -> None:
        """Keep the selection."""
        self.stage.update()

    def cancel(self) -> None:
        """Select what was selected before."""
        self.stage.select(*self._before)
        self.stage.update()


class RubberBand(Selecting):
    """A rectangle that selects what is in it."""

    def __init__(self, stage: Stage, x: float, y: float, *, is_adding: bool) -> None:
        super().__init__(stage, x, y, is_adding=is_adding)
        self._end = (x, y)

    def move(self, x: float, y: float) -> None:
        """Select what is inside now."""
        self._end = (x, y)
        scene, rect = self.stage.scene, self._rect()
        self.take(hit.nodes_in(scene, rect).tolist(), picks_in(scene.document, self.stage.theme, rect))

    def paint(self, painter: QPainter) -> None:
        """The rectangle."""
        (x1, y1), (x2, y2) = self.start, self._end
        fill = self.stage.theme.color("accent")
        fill.setAlphaF(0.12)
        painter.setPen(QPen(self.stage.theme.color("accent"), 1.0))
        painter.setBrush(fill)
        painter.drawRect(QRectF(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)))

    def _rect(self) -> Rect:
        (x1, y1), (x2, y2) = self.start, self._end
        camera = self.stage.camera
        left, top = camera.to_scene(min(x1, x2), min(y1, y2))
        right, bottom = camera.to_scene(max(x1, x2), max(y1, y2))
        return Rect(left, top, right, bottom)


class MoveItems(Gesture):
    """Selected devices, notes and drawings that are not locked follow the pointer, all as one edit.

    Devices let go over a frame join its group. Frames follow their nodes, so a group is left by dropping a node into
    another frame or by a command, never by dragging it a little too far.
    """

    def __init__(
        self,
        stage: Stage,
        x: float,
        y: float,
        devices: Iterable[DeviceId],
        picks: Picks = NO_PICKS,
        *,
        is_whole_group: bool = False,
    ) -> None:
        super().__init__(stage, x, y)
        document = stage.scene.document
        self._picks = movable(document, picks)
        self._shift = (0.0, 0.0)
        self._keeps_groups = is_whole_group
        self._target: str | None = None
        self._guides: tuple[Guide | None, Guide | None] = (None, None)
        known = document.nodes
        free = (device for device in devices if device in known and not known[device].is_locked)
        stage.scene.begin_move(dict.fromkeys(free))
        stage.redraw()

    def move(self, x: float, y: float) -> None:
        """Shift everything by what the pointer went, snapped where that is wanted."""
        scene, camera = self.stage.scene, self.stage.camera
        dx, dy = (x - self.start[0]) / camera.scale, (y - self.start[1]) / camera.scale
        if self.stage.is_snapping and (anchor := self._anchor()) is not None:
            first_x, first_y = anchor
            if scene.moved:
                self._guides = guides(scene, camera, first_x + dx, first_y + dy)
            upright, level = self._guides
            dx = (upright.at if upright else round((first_x + dx) / SNAP) * SNAP) - first_x
            dy = (level.at if level else round((first_y + dy) / SNAP) * SNAP) - first_y
        self._shift = scene.shift = (dx, dy)
        self._target = None if self._keeps_groups else hit.frame_at(scene, *camera.to_scene(x, y))
        self.stage.update()

    def finish(self) -> None:
        """Put everything down: one edit."""
        scene = self.stage.scene
        nodes, moved, (dx, dy) = scene.nodes, scene.moved, self._shift
        known = scene.document.nodes
        spots = {device: (round(known[device].x + dx, 1), round(known[device].y + dy, 1)) for device in moved}
        joins = self._joins()
        scene.end_move()
        if dx or dy:
            name = nodes.names[nodes.row[moved[0]]] if moved else ""
            self.stage.model.do(shifted(scene.document, spots, self._picks, (dx, dy), joins, name))
        self.stage.redraw()

    def cancel(self) -> None:
        """Put everything back."""
        self.stage.scene.end_move()
        self.stage.redraw()

    def paint(self, painter: QPainter) -> None:
        """Guides, outlines of notes and drawings, and the frame that the nodes would join."""
        scene, camera = self.stage.scene, self.stage.camera
        if (anchor := self._anchor()) is not None and scene.moved:
            spot = anchor[0] + scene.shift[0], anchor[1] + scene.shift[1]
            draw_guides(painter, self.stage.theme, camera, spot, self._guides)
        begin_outlines(painter, self.stage)
        for shape in shifted_shapes(scene.document, self._picks, self._shift):
            draw_shape_outline(painter, self.stage, shape)
        for note in shifted_notes(scene.document, self._picks, self._shift):
            draw_note_outline(painter, self.stage, note)
        row = scene.groups.row.get(self._target or "")
        if row is None or not self._joins() or camera.scale < FAR / 2:
            return
        rect = camera.rect(scene.groups.rect(row))
        painter.setPen(QPen(self.stage.theme.color("accent"), 2.0))
        radius = RADIUS_GROUP * min(1.0, camera.scale)
        painter.drawRoundedRect(QRectF(rect.left, rect.top, rect.width, rect.height), radius, radius)

    def _anchor(self) -> tuple[float, float] | None:
        """The place that snaps: that of the device which was pressed, else the corner of a drawing or a note."""
        scene = self.stage.scene
        if moved := scene.moved:
            x, y = scene.nodes.xy[scene.nodes.row[moved[0]]].tolist()
            return x, y
        spots = [(shape.x, shape.y) for shape in picked_shapes(scene.document, self._picks)]
        spots += [(note.x, note.y) for note in picked_notes(scene.document, self._picks)]
        return spots[0] if spots else None

    def _joins(self) -> dict[DeviceId, str | None]:
        if self._target is None:
            return {}
        nodes, moved = self.stage.scene.nodes, self.stage.scene.moved
        return {device: self._target for device in moved if nodes.group[nodes.row[device]] != self._target}
