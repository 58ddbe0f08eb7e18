"""All that is selected put in line, turned or mirrored: devices by their middles, beside drawings by their edges.

What is locked in its place stays there, and the rest is lined up with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from msgspec.structs import replace

from nocscape.base.i18n import counted, mark
from nocscape.console.map import edits
from nocscape.console.map.edits import Edit
from nocscape.console.map.item_edits import together
from nocscape.console.map.layouts.graph import Places
from nocscape.console.map.paint.notes import note_rect
from nocscape.console.map.picks import Picks, picked_notes, picked_shapes
from nocscape.console.map.scene.scene import Scene
from nocscape.console.map.scene.shapes import shape_rect
from nocscape.console.map.shaping import Halves
from nocscape.console.theme import Theme
from nocscape.model.mapparts import Shape, ShapeKind
from nocscape.model.net import DeviceId

Lining = Callable[[Places, Halves], Places]
Extent = tuple[float, float]
_LINES = (ShapeKind.LINE, ShapeKind.ARROW)
_STIFF = (ShapeKind.IMAGE, ShapeKind.TEXT)
"""What is in these is read upright, so they go elsewhere and stay as they are."""


class Way(msgspec.Struct, frozen=True):
    """One way to put things in line: what it does to places, to the extents of drawings, and its names."""

    places: Lining
    devices: str
    """What it is called where only devices are selected; `{count}` of them."""
    items: str
    one: str = ""
    """What it is called for a single drawing, where that makes sense."""
    extent: Callable[[Shape], Extent] = lambda shape: (shape.width, shape.height)
    least: int = 2
    """Of how many things it makes sense; where a drawing is among them it may be one."""


def lined(scene: Scene, theme: Theme, devices: Sequence[DeviceId], picks: Picks, way: Way) -> Edit | None:
    """All that is selected where `way` puts it, as one edit; None where nothing is different."""
    document = scene.document
    shapes, notes = picked_shapes(document, picks), picked_notes(document, picks)
    boxes = {f"s:{shape.id}": shape_rect(shape) for shape in shapes}
    boxes |= {f"n:{note.id}": note_rect(note, theme) for note in notes}
    spots = {f"d:{d}": (document.nodes[d].x, document.nodes[d].y) for d in devices}
    spots |= {key: ((box.left + box.right) / 2, (box.top + box.bottom) / 2) for key, box in boxes.items()}
    if len(spots) < (way.least if boxes else 2):
        return None
    halves = {key: (box.width / 2, box.height / 2) for key, box in boxes.items()}
    if boxes:
        halves |= {f"d:{d}": (scene.nodes.side[scene.nodes.row[d]] / 2,) * 2 for d in devices}
    placed = way.places(spots, halves)
    moved = edits.moved(document, {d: _rounded(placed[f"d:{d}"]) for d in devices}, {}, "")
    drawn = [shape if shape.is_locked else _centred(shape, placed[f"s:{shape.id}"], way) for shape in shapes]
    written = []
    for note in notes:
        (x, y), (old_x, old_y) = placed[f"n:{note.id}"], spots[f"n:{note.id}"]
        written.append(replace(note, x=round(note.x + x - old_x, 1), y=round(note.y + y - old_y, 1)))
    title = counted(way.one, way.items if boxes else way.devices, len(spots))
    edit = together(moved, written, drawn, title)
    is_other = moved is not None or drawn != shapes or written != notes
    return Edit(title, edit.change) if edit is not None and is_other else None


def turned_extent(shape: Shape, *, is_right: bool) -> Extent:
    """Width and height of a drawing after a quarter turn."""
    wide, high = shape.width, shape.height
    if shape.kind in _LINES:
        return (-high, wide) if is_right else (high, -wide)
    return (wide, high) if shape.kind in _STIFF else (high, wide)


def mirrored_extent(shape: Shape, *, is_across: bool) -> Extent:
    """Width and height of a drawing after left and right, or top and bottom, were exchanged."""
    if shape.kind not in _LINES:
        return shape.width, shape.height
    return (-shape.width, shape.height) if is_across else (shape.width, -shape.height)


def _centred(shape: Shape, middle: tuple[float, float], way: Way) -> Shape:
    wide, high = way.extent(shape)
    x, y = middle
    return replace(shape, x=round(x - wide / 2, 1), y=round(y - high / 2, 1), width=wide, height=high)


def _rounded(spot: tuple[float, float]) -> tuple[float, float]:
    return round(spot[0], 1), round(spot[1], 1)


ALIGNED = (mark("Aligned {count} devices"), mark("Aligned {count} items"))
DISTRIBUTED = (mark("Distributed {count} devices"), mark("Distributed {count} items"))
TURNED = (mark("Turned {count} devices"), mark("Turned {count} items"), mark("Turned a drawing"))
MIRRORED = (mark("Mirrored {count} devices"), mark("Mirrored {count} items"), mark("Mirrored a drawing"))
