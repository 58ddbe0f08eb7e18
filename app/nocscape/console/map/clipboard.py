"""Nodes, frames, notes and drawings on the clipboard, to be put on the same map or another one."""

from __future__ import annotations

import uuid

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QMimeData

from nocscape.base.errors import InputError
from nocscape.base.i18n import msg
from nocscape.console.map.edits import Edit
from nocscape.console.map.exchange.images import checked
from nocscape.console.map.picks import Picks, picked_notes, picked_shapes
from nocscape.model.mapdoc import Group, MapDocument, Node, Note, PutItems
from nocscape.model.mapparts import Part, Picture, Shape
from nocscape.model.net import DeviceId

MAP_MIME = "application/x-nocscape-map"
MAX_BYTES = 8 << 20
SHIFT = 20.0
"""How far a copy that is put beside the one it was copied from lies away from it."""


class Clip(msgspec.Struct, frozen=True):
    """What was copied."""

    nodes: tuple[Node, ...] = ()
    groups: tuple[Group, ...] = ()
    notes: tuple[Note, ...] = ()
    parts: tuple[Part, ...] = ()
    """Drawings and the pictures that they show."""


def copied(document: MapDocument, devices: tuple[DeviceId, ...], picks: Picks) -> Clip:
    """The chosen items with the frames that the nodes are in and the pictures that the drawings show."""
    nodes = tuple(document.nodes[device] for device in devices if device in document.nodes)
    used = {node.group for node in nodes}
    groups = tuple(group for name, group in document.groups.items() if name in used)
    shapes = picked_shapes(document, picks)
    shown = dict.fromkeys(shape.picture for shape in shapes)
    pictures = tuple(document.parts[picture] for picture in shown if picture in document.parts)
    return Clip(nodes, groups, tuple(picked_notes(document, picks)), (*pictures, *shapes))


def to_mime(clip: Clip, names: str) -> QMimeData:
    """For the clipboard; as text it is the names of the devices."""
    mime = QMimeData()
    mime.setData(MAP_MIME, msgspec.json.encode(clip))
    mime.setText(names)
    return mime


def from_mime(mime: QMimeData) -> Clip | None:
    """What was copied from a map; None where it is something else or damaged."""
    if not mime.hasFormat(MAP_MIME):
        return None
    raw = mime.data(MAP_MIME).data()
    if len(raw) > MAX_BYTES:
        return None
    try:
        return msgspec.json.decode(raw, type=Clip)
    except msgspec.DecodeError:
        return None


def pasted(document: MapDocument, clip: Clip, known: frozenset[DeviceId]) -> Edit | None:
    """Devices that are not on this map, where they stood on the other one; notes and drawings are new ones.

    A device stands on a map once, so one that is there already stays where it is.
    """
    nodes = tuple(n for n in clip.nodes if n.device in known and n.device not in document.nodes)
    used = {node.group for node in nodes}
    groups = tuple(g for g in clip.groups if g.id in used and g.id not in document.groups)
    groups = tuple(replace(g, parent=g.parent if g.parent in document.groups else None) for g in groups)
    parts, notes = _sound(clip.parts), clip.notes
    by = _free_shift(document, notes, parts)
    notes = tuple(replace(n, id=uuid.uuid4().hex, x=n.x + by, y=n.y + by) for n in notes)
    parts = _anew(parts, by)
    if not nodes and not notes and not parts:
        return None
    frames = {group.id for group in groups} | document.groups.keys()
    nodes = tuple(replace(n, group=n.group if n.group in frames else None) for n in nodes)
    count = len(nodes) + len(notes) + sum(isinstance(part, Shape) for part in parts)
    title = msg("Pasted {count} items", count=count)
    return Edit(title, PutItems(nodes=nodes, groups=groups, notes=notes, parts=parts))


def _sound(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Drawings and pictures; none where some of them cannot be drawn."""
    try:
        return tuple(checked(part) for part in parts if isinstance(part, Shape | Picture))
    except InputError:
        return ()


def _free_shift(document: MapDocument, notes: tuple[Note, ...], parts: tuple[Part, ...]) -> float:
    """How far copies lie away from where the old ones stood: not at all on another map, a step from each alike one."""
    taken = {(note.x, note.y) for note in document.notes.values()}
    taken |= {(shape.x, shape.y) for shape in document.parts.values() if isinstance(shape, Shape)}
    spots = [(note.x, note.y) for note in notes] + [(part.x, part.y) for part in parts if isinstance(part, Shape)]
    steps = (SHIFT * number for number in range(len(taken) + 1))
    return next(by for by in steps if not any((x + by, y + by) in taken for x, y in spots))


def _anew(parts: tuple[Part, ...], by: float) -> tuple[Part, ...]:
    """Drawings under new ids that far away from the old, with their pictures."""
    names = {part.id: f"{part.id.partition(':')[0]}:{uuid.uuid4().hex}" for part in parts}
    made: list[Part] = []
    for part in parts:
        if isinstance(part, Shape):
            shown = names.get(part.picture, "")
            x, y = part.x + by, part.y + by
            made.append(replace(part, id=names[part.id], x=x, y=y, picture=shown, is_locked=False))
        elif isinstance(part, Picture):
            made.append(replace(part, id=names[part.id]))
    return tuple(made)
