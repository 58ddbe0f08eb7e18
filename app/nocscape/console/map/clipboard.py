"""Nodes with links drawn between them, frames, notes and drawings on the clipboard, for the same map or another one."""

from __future__ import annotations

import uuid

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QMimeData

from nocscape.base.errors import InputError
from nocscape.base.i18n import counted, mark
from nocscape.console.live import LiveNetwork
from nocscape.console.map.edits import Edit
from nocscape.console.map.exchange.graph import IMPORTED
from nocscape.console.map.exchange.images import checked
from nocscape.console.map.picks import Picks, picked_notes, picked_shapes
from nocscape.console.map.scene.groups import around
from nocscape.model.mapdoc import DrawnLink, Group, MapDocument, Node, Note, PutItems
from nocscape.model.mapparts import LinkWay, Part, Picture, Shape
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
    """Drawings, the pictures that they show, and how links between the nodes go."""
    links: tuple[DrawnLink, ...] = ()


def copied(document: MapDocument, live: LiveNetwork, devices: tuple[DeviceId, ...], picks: Picks) -> Clip:
    """The chosen items with the frames around them, links between them, and pictures that drawings show."""
    nodes = tuple(document.nodes[device] for device in devices if device in document.nodes)
    used = {outer for node in nodes for outer in around(node.group or "", document.groups)}
    groups = tuple(group for name, group in document.groups.items() if name in used)
    links, ways = _between({node.device for node in nodes}, document, live)
    shapes = picked_shapes(document, picks)
    shown = dict.fromkeys(shape.picture for shape in shapes)
    pictures = tuple(document.parts[picture] for picture in shown if picture in document.parts)
    return Clip(nodes, groups, tuple(picked_notes(document, picks)), (*pictures, *shapes, *ways), links)


def _between(
    devices: set[DeviceId], document: MapDocument, live: LiveNetwork
) -> tuple[tuple[DrawnLink, ...], tuple[LinkWay, ...]]:
    """Links that a map draws between these devices, and the ways of these and of others that are there."""
    drawn = tuple(link for link in document.links.values() if {link.a, link.b} <= devices)
    ends = {link.id: {link.a, link.b} for link in drawn}
    ends |= {name: {link.a.device, link.b.device} for name, link in live.links.items()}
    ways = (part for part in document.parts.values() if isinstance(part, LinkWay))
    return drawn, tuple(way for way in ways if way.link in ends and ends[way.link] <= devices)


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
    nodes = tuple(n for n in clip.nodes if _can_stand(n.device, known) and n.device not in document.nodes)
    groups = _missing_groups(document, clip, nodes)
    parts, notes = _sound(clip.parts), clip.notes
    by = _free_shift(document, notes, parts)
    notes = tuple(replace(n, id=uuid.uuid4().hex, x=n.x + by, y=n.y + by) for n in notes)
    parts = _anew(parts, by)
    if not nodes and not notes and not parts:
        return None
    frames = {group.id for group in groups} | document.groups.keys()
    nodes = tuple(replace(n, group=n.group if n.group in frames else None) for n in nodes)
    there = document.nodes.keys() | {node.device for node in nodes}
    links = tuple(x for x in clip.links if x.id not in document.links and {x.a, x.b} <= there)
    ways = tuple(p for p in clip.parts if isinstance(p, LinkWay) and p.id not in document.parts) if nodes else ()
    count = len(nodes) + len(notes) + sum(isinstance(part, Shape) for part in parts)
    title = counted(mark("Pasted 1 item"), mark("Pasted {count} items"), count)
    put = PutItems(nodes=nodes, groups=groups, notes=notes, parts=(*parts, *map(checked, ways)), links=links)
    return Edit(title, put)


def _can_stand(device: DeviceId, known: frozenset[DeviceId]) -> bool:
    """Whether it is a device of this network, or one that stands for itself since a file brought it."""
    return device in known or device.startswith(IMPORTED)


def _missing_groups(document: MapDocument, clip: Clip, nodes: tuple[Node, ...]) -> tuple[Group, ...]:
    """The frames around these nodes that this map has not."""
    copied_groups = {group.id: group for group in clip.groups}
    used = {outer for node in nodes for outer in around(node.group or "", copied_groups)} - document.groups.keys()
    frames = used | document.groups.keys()
    groups = (copied_groups[group] for group in copied_groups if group in used)
    return tuple(replace(group, parent=group.parent if group.parent in frames else None) for group in groups)


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
