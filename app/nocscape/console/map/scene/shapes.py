"""Drawings of a map: their order, their boxes, and which one is under the pointer."""

from __future__ import annotations

import math

from nocscape.console.map.camera import Camera, Rect
from nocscape.model.mapdoc import MapDocument, Note
from nocscape.model.mapparts import Shape, ShapeKind

NEAR_PX = 6.0
HANDLE_PX = 7.0
"""Half the side of the square in which a corner can be taken."""

_LINES = (ShapeKind.LINE, ShapeKind.ARROW)


def shapes_of(document: MapDocument) -> list[Shape]:
    """The shapes of a map, those below first; of one height images come first."""
    found = [part for part in document.parts.values() if isinstance(part, Shape)]
    return sorted(found, key=lambda shape: (shape.z, shape.kind is not ShapeKind.IMAGE, shape.id))


def notes_of(document: MapDocument) -> list[Note]:
    """The notes of a map, those below first."""
    return sorted(document.notes.values(), key=lambda note: note.z)


def shape_rect(shape: Shape) -> Rect:
    """The box of a shape in scene units, with its sides in order."""
    right, bottom = shape.x + shape.width, shape.y + shape.height
    return Rect(min(shape.x, right), min(shape.y, bottom), max(shape.x, right), max(shape.y, bottom))


def shape_at(document: MapDocument, camera: Camera, x: float, y: float) -> Shape | None:
    """The uppermost shape under a view pixel that is not locked; an outline counts only near its line."""
    for shape in reversed(shapes_of(document)):
        if not shape.is_locked and _is_hit(shape, camera, x, y):
            return shape
    return None


def is_corner(shape: Shape, camera: Camera, x: float, y: float) -> bool:
    """Whether a view pixel is at the corner by which a shape is made larger."""
    cx, cy = camera.point(shape.x + shape.width, shape.y + shape.height)
    return max(abs(cx - x), abs(cy - y)) <= HANDLE_PX


def _is_hit(shape: Shape, camera: Camera, x: float, y: float) -> bool:
    if shape.kind in _LINES:
        return _off_line(shape, camera, x, y) <= NEAR_PX
    box = camera.rect(shape_rect(shape))
    if not box.grown(NEAR_PX).holds(x, y):
        return False
    is_solid = bool(shape.fill or shape.text) or shape.kind in (ShapeKind.IMAGE, ShapeKind.TEXT)
    return is_solid or not box.grown(-NEAR_PX).holds(x, y)


def _off_line(shape: Shape, camera: Camera, x: float, y: float) -> float:
    (x1, y1), (x2, y2) = camera.point(shape.x, shape.y), camera.point(shape.x + shape.width, shape.y + shape.height)
    dx, dy = x2 - x1, y2 - y1
    along = ((x - x1) * dx + (y - y1) * dy) / max(dx * dx + dy * dy, 1e-9)
    along = max(0.0, min(1.0, along))
    return math.hypot(x1 + along * dx - x, y1 + along * dy - y)
