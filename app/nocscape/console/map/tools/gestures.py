"""What happens between a press and a release."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

from msgspec.structs import replace
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nocscape.console.map import edits
from nocscape.console.map.camera import FAR, Rect
from nocscape.console.map.geometry import GRID_STEP
from nocscape.console.map.paint.notes import note_rect
from nocscape.console.map.scene import hit
from nocscape.console.map.tools.guides import Guide, draw_guides, guides
from nocscape.console.map.tools.stage import Stage
from nocscape.console.theme import RADIUS_GROUP
from nocscape.model.mapdoc import Note
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


class RubberBand(Gesture):
    """A rectangle that selects what is in it."""

    def __init__(self, stage: Stage, x: float, y: float, *, is_adding: bool) -> None:
        super().__init__(stage, x, y)
        self._before = stage.selection.devices
        self._kept = self._before if is_adding else ()
        self._end = (x, y)

    def move(self, x: float, y: float) -> None:
        """Select what is inside now."""
        self._end = (x, y)
        nodes = self.stage.scene.nodes
        inside = (nodes.ids[row] for row in hit.nodes_in(self.stage.scene, self._rect()).tolist())
        self.stage.select([*self._kept, *inside])
        self.stage.update()

    def finish(self) -> None:
        """Keep the selection."""
        self.stage.update()

    def cancel(self) -> None:
        """Select what was selected before."""
        self.stage.select(self._before)
        self.stage.update()

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


class MoveNodes(Gesture):
    """Selected nodes that are not locked follow the pointer; let go over a frame they join its group.

    Frames follow their nodes, so a group is left by dropping a node into another frame or by a command, never by
    dragging it a little too far.
    """

    def __init__(self, stage: Stage, x: float, y: float, devices: Iterable[DeviceId], *, is_whole_group: bool) -> None:
        super().__init__(stage, x, y)
        known = stage.scene.document.nodes
        devices = [device for device in devices if device in known and not known[device].is_locked]
        self._keeps_groups = is_whole_group
        self._target: str | None = None
        self._guides: tuple[Guide | None, Guide | None] = (None, None)
        stage.scene.begin_move(devices)
        stage.redraw()

    def move(self, x: float, y: float) -> None:
        """Shift everything by what the pointer went, snapped where that is wanted."""
        scene, camera = self.stage.scene, self.stage.camera
        dx, dy = (x - self.start[0]) / camera.scale, (y - self.start[1]) / camera.scale
        if self.stage.is_snapping and scene.moved:
            first_x, first_y = scene.nodes.xy[scene.nodes.row[scene.moved[0]]].tolist()
            self._guides = guides(scene, camera, first_x + dx, first_y + dy)
            upright, level = self._guides
            dx = (upright.at if upright else round((first_x + dx) / SNAP) * SNAP) - first_x
            dy = (level.at if level else round((first_y + dy) / SNAP) * SNAP) - first_y
        scene.shift = (dx, dy)
        self._target = None if self._keeps_groups else hit.frame_at(scene, *camera.to_scene(x, y))
        self.stage.update()

    def finish(self) -> None:
        """Put the nodes down: one edit."""
        scene = self.stage.scene
        nodes, moved, (dx, dy) = scene.nodes, scene.moved, scene.shift
        known = scene.document.nodes
        spots = {device: (round(known[device].x + dx, 1), round(known[device].y + dy, 1)) for device in moved}
        joins = self._joins()
        scene.end_move()
        if moved and (dx or dy):
            name = nodes.names[nodes.row[moved[0]]]
            self.stage.model.do(edits.moved(scene.document, spots, joins, name))
        self.stage.redraw()

    def cancel(self) -> None:
        """Put the nodes back."""
        self.stage.scene.end_move()
        self.stage.redraw()

    def paint(self, painter: QPainter) -> None:
        """Guides, and the frame that the nodes would join."""
        scene, camera = self.stage.scene, self.stage.camera
        if scene.moved:
            x, y = scene.nodes.xy[scene.nodes.row[scene.moved[0]]].tolist()
            spot = x + scene.shift[0], y + scene.shift[1]
            draw_guides(painter, self.stage.theme, camera, spot, self._guides)
        row = scene.groups.row.get(self._target or "")
        if row is None or not self._joins() or camera.scale < FAR / 2:
            return
        rect = camera.rect(scene.groups.rect(row))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.stage.theme.color("accent"), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = RADIUS_GROUP * min(1.0, camera.scale)
        painter.drawRoundedRect(QRectF(rect.left, rect.top, rect.width, rect.height), radius, radius)

    def _joins(self) -> dict[DeviceId, str | None]:
        if self._target is None:
            return {}
        nodes, moved = self.stage.scene.nodes, self.stage.scene.moved
        return {device: self._target for device in moved if nodes.group[nodes.row[device]] != self._target}


class MoveNote(Gesture):
    """A note follows the pointer."""

    def __init__(self, stage: Stage, x: float, y: float, note: Note) -> None:
        super().__init__(stage, x, y)
        self._before = note
        self._after = note

    def move(self, x: float, y: float) -> None:
        """Shift its outline."""
        scale = self.stage.camera.scale
        dx, dy = (x - self.start[0]) / scale, (y - self.start[1]) / scale
        self._after = replace(self._before, x=round(self._before.x + dx, 1), y=round(self._before.y + dy, 1))
        self.stage.update()

    def finish(self) -> None:
        """Put it down: one edit."""
        self.stage.model.do(edits.noted(self.stage.scene.document, self._after))
        self.stage.update()

    def cancel(self) -> None:
        """Leave it."""
        self.stage.update()

    def paint(self, painter: QPainter) -> None:
        """Where it would lie."""
        rect = self.stage.camera.rect(note_rect(self._after, self.stage.theme))
        painter.setPen(QPen(self.stage.theme.color("accent"), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(rect.left, rect.top, rect.width, rect.height))
