"""What an operator can do to devices, notes and drawings that are selected together, as one edit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from nocscape.base.i18n import Text, counted, mark
from nocscape.console.map import edits
from nocscape.console.map.edits import Edit, Spots
from nocscape.console.map.picks import Picks, movable, picked_notes, picked_shapes
from nocscape.console.map.scene.shapes import shapes_of
from nocscape.model.mapdoc import Change, DropItems, MapDocument, Note, PutItems, Step, Together
from nocscape.model.mapparts import Shape
from nocscape.model.net import DeviceId

Shift = tuple[float, float]

_MOVED = {(0, 1): mark("Moved a drawing"), (1, 0): mark("Moved a note")}
_REMOVED = {(0, 1): mark("Removed a drawing"), (1, 0): mark("Removed a note")}


def shifted(
    document: MapDocument,
    spots: Spots,
    picks: Picks,
    shift: Shift,
    joins: Mapping[DeviceId, str | None] | None = None,
    name: str = "",
) -> Edit | None:
    """Devices at `spots`, and notes and drawings that are not locked as far away as `shift` says."""
    moved = edits.moved(document, spots, joins or {}, name)
    if not any(shift):
        return moved
    picks = movable(document, picks)
    notes, shapes = shifted_notes(document, picks, shift), shifted_shapes(document, picks, shift)
    return together(moved, notes, shapes, _title(_MOVED, picks, len(spots), mark("Moved {count} items")))


def shifted_notes(document: MapDocument, picks: Picks, shift: Shift) -> tuple[Note, ...]:
    """Notes elsewhere."""
    dx, dy = shift
    return tuple(replace(n, x=round(n.x + dx, 1), y=round(n.y + dy, 1)) for n in picked_notes(document, picks))


def shifted_shapes(document: MapDocument, picks: Picks, shift: Shift) -> tuple[Shape, ...]:
    """Drawings elsewhere."""
    dx, dy = shift
    return tuple(replace(s, x=round(s.x + dx, 1), y=round(s.y + dy, 1)) for s in picked_shapes(document, picks))


def together(edit: Edit | None, notes: Collection[Note], shapes: Collection[Shape], title: Text) -> Edit | None:
    """An edit of devices with notes and drawings in it, called `title` where it has any."""
    if not notes and not shapes:
        return edit
    put = PutItems(notes=tuple(notes), parts=tuple(shapes))
    return Edit(title, joined(edit.change, put) if edit is not None else put)


def joined(change: Change, step: Step) -> Change:
    """Both as one edit."""
    return Together(changes=(*(change.changes if isinstance(change, Together) else (change,)), step))


def removed(document: MapDocument, devices: Collection[DeviceId], picks: Picks, name: str) -> Edit | None:
    """Everything that is selected taken off the map, with pictures that nothing shows any more."""
    nodes = edits.removed(document, devices, (), name)
    notes, shapes = picked_notes(document, picks), picked_shapes(document, picks)
    if not notes and not shapes:
        return nodes
    parts = (*(shape.id for shape in shapes), *_unseen(document, shapes))
    drop = DropItems(notes=tuple(note.id for note in notes), parts=parts)
    known = Picks(tuple(note.id for note in notes), tuple(shape.id for shape in shapes))
    count = sum(device in document.nodes for device in devices)
    title = _title(_REMOVED, known, count, mark("Removed {count} items from the map"))
    return Edit(title, joined(nodes.change, drop) if nodes is not None else drop)


def locked(document: MapDocument, devices: Iterable[DeviceId], picks: Picks) -> Edit | None:
    """Devices and drawings that the pointer takes no hold of any more."""
    nodes = tuple(replace(document.nodes[d], is_locked=True) for d in devices if d in document.nodes)
    shapes = tuple(replace(shape, is_locked=True) for shape in picked_shapes(document, picks))
    if not nodes and not shapes:
        return None
    one, many = mark("Locked 1 item"), mark("Locked {count} items")
    if not shapes:
        one, many = mark("Locked 1 device"), mark("Locked {count} devices")
    return Edit(counted(one, many, len(nodes) + len(shapes)), PutItems(nodes=nodes, parts=shapes))


def _unseen(document: MapDocument, gone: Collection[Shape]) -> tuple[str, ...]:
    """Pictures that only these drawings show."""
    names = {shape.id for shape in gone}
    still = {shape.picture for shape in shapes_of(document) if shape.id not in names}
    return tuple({shape.picture for shape in gone if shape.picture and shape.picture not in still})


def _title(one: Mapping[tuple[int, int], str], picks: Picks, devices: int, many: str) -> Text:
    alone = one.get((len(picks.notes), len(picks.shapes))) if not devices else None
    return Text(alone or many, {} if alone else {"count": devices + picks.size})
