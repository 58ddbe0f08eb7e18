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
from nocscape.model.mapdoc import Group, MapDocument, Node, Note, PutItems
from nocscape.model.mapparts import Part, Picture, Shape
from nocscape.model.net import DeviceId

MAP_MIME = "application/x-nocscape-map"
MAX_BYTES = 8 << 20
SHIFT = 20.0
"""How far a note that is put beside the one it was copied from lies away from it."""


class Clip(msgspec.Struct, frozen=True):
    """What was copied."""

    nodes: tuple[Node, ...] = ()
    groups: tuple[Group, ...] = ()
    notes: tuple[Note, ...] = ()
    parts: tuple[Part, ...] = ()
    """Drawings and the pictures that they show."""


def copied(document: MapDocument, devices: tuple[DeviceId, ...], note: str | None, shape: str | None = None) -> Clip:
    """The chosen items with the frames that the nodes are in."""
    nodes = tuple(document.nodes[device] for device in devices if device in document.nodes)
    used = {node.group for node in nodes}
    groups = tuple(group for name, group in document.groups.items() if name in used)
    notes = (document.notes[note],) if note is not None and note in document.notes else ()
    drawn = document.parts.get(shape or "")
    picture = document.parts.get(drawn.picture) if isinstance(drawn, Shape) else None
    return Clip(nodes, groups, notes, tuple(part for part in (picture, drawn) if part is not None))


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
    """Devices that are not on this map, where they stood on the other one; notes are new ones beside the old.

    A device stands on a map once, so one that is there already stays where it is.
    """
    nodes = tuple(n for n in clip.nodes if n.device in known and n.device not in document.nodes)
    used = {node.group for node in nodes}
    groups = tuple(g for g in clip.groups if g.id in used and g.id not in document.groups)
    groups = tuple(replace(g, parent=g.parent if g.parent in document.groups else None) for g in groups)
    notes = tuple(replace(n, id=uuid.uuid4().hex, x=n.x + SHIFT, y=n.y + SHIFT) for n in clip.notes)
    parts = _anew(clip.parts)
    if not nodes and not notes and not parts:
        return None
    frames = {group.id for group in groups} | document.groups.keys()
    nodes = tuple(replace(n, group=n.group if n.group in frames else None) for n in nodes)
    count = len(nodes) + len(notes) + sum(isinstance(part, Shape) for part in parts)
    title = msg("Pasted {count} items", count=count)
    return Edit(title, PutItems(nodes=nodes, groups=groups, notes=notes, parts=parts))


def _anew(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Drawings under new ids beside the old, with their pictures; what cannot be drawn is left out."""
    try:
        sound = [checked(part) for part in parts if isinstance(part, Shape | Picture)]
    except InputError:
        return ()
    names = {part.id: f"{part.id.partition(':')[0]}:{uuid.uuid4().hex}" for part in sound}
    made: list[Part] = []
    for part in sound:
        if isinstance(part, Shape):
            shown = names.get(part.picture, "")
            made.append(replace(part, id=names[part.id], x=part.x + SHIFT, y=part.y + SHIFT, picture=shown))
        elif isinstance(part, Picture):
            made.append(replace(part, id=names[part.id]))
    return tuple(made)
