"""The map document and its Changes; each Change has an inverse.

Positions are scene units (1 unit is 1 px at 100 %), y down, the middle of the node.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from nocscape.model.mapparts import CANVAS, Arrivals, Canvas, Part
from nocscape.model.net import DeviceId, LinkId


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A device on a map."""

    device: DeviceId
    x: float
    y: float
    group: str | None = None
    label: str | None = None
    is_pinned: bool = False
    """Layouts leave it where it is."""
    is_locked: bool = False
    """The pointer leaves it where it is, too."""
    label_side: str = "below"
    """Where its name stands: `below`, `above`, `left`, `right`, or `hidden`."""
    z: int = 0
    """Of nodes that overlap, the one with the higher is on top."""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A frame around nodes with a title."""

    id: str
    title: str
    parent: str | None = None
    is_collapsed: bool = False
    z: int = 0
    """Of frames side by side that overlap, the one with the higher is on top."""


class DrawnLink(msgspec.Struct, frozen=True, kw_only=True):
    """The operator's word on a link: drawn by hand, or one that discovery found and the operator rejected."""

    id: LinkId
    a: DeviceId
    b: DeviceId
    a_interface: str | None = None
    b_interface: str | None = None
    is_rejected: bool = False


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Text on the canvas; its top left corner."""

    id: str
    x: float
    y: float
    text: str
    z: int = 0
    """Of notes that overlap, the one with the higher is on top."""


class MapDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One map as it stands. `revision` grows by one with every Change."""

    id: str
    title: str
    revision: int = 0
    nodes: dict[DeviceId, Node] = {}
    groups: dict[str, Group] = {}
    links: dict[LinkId, DrawnLink] = {}
    notes: dict[str, Note] = {}
    parts: dict[str, Part] = {}
    """Drawings, ways of links, rules; by id."""


class PutItems(msgspec.Struct, frozen=True, kw_only=True, tag="put"):
    """Put these items on the map, replacing those of the same id (a move is a put with new positions)."""

    nodes: tuple[Node, ...] = ()
    groups: tuple[Group, ...] = ()
    links: tuple[DrawnLink, ...] = ()
    notes: tuple[Note, ...] = ()
    parts: tuple[Part, ...] = ()


class DropItems(msgspec.Struct, frozen=True, kw_only=True, tag="drop"):
    """Take these items off the map."""

    nodes: tuple[DeviceId, ...] = ()
    groups: tuple[str, ...] = ()
    links: tuple[LinkId, ...] = ()
    notes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


class Retitle(msgspec.Struct, frozen=True, kw_only=True, tag="retitle"):
    """Give the map another title."""

    title: str


Step = PutItems | DropItems | Retitle


class Together(msgspec.Struct, frozen=True, kw_only=True, tag="together"):
    """Several Changes that are one edit."""

    changes: tuple[Step, ...]


Change = PutItems | DropItems | Retitle | Together

T = TypeVar("T")


def apply(document: MapDocument, change: Change) -> MapDocument:
    """The document after `change`; what a drop names and is not there is ignored."""
    match change:
        case PutItems():
            return _put(document, change)
        case DropItems():
            return _drop(document, change)
        case Retitle(title=title):
            return replace(document, title=title, revision=document.revision + 1)
        case Together(changes=changes):
            after = document
            for part in changes:
                after = apply(after, part)
            return replace(after, revision=document.revision + 1)


def _put(document: MapDocument, change: PutItems) -> MapDocument:
    return replace(
        document,
        revision=document.revision + 1,
        nodes=document.nodes | {n.device: n for n in change.nodes},
        groups=document.groups | {g.id: g for g in change.groups},
        links=document.links | {x.id: x for x in change.links},
        notes=document.notes | {n.id: n for n in change.notes},
        parts=document.parts | {p.id: p for p in change.parts},
    )


def _drop(document: MapDocument, change: DropItems) -> MapDocument:
    return replace(
        document,
        revision=document.revision + 1,
        nodes=_without(document.nodes, change.nodes),
        groups=_without(document.groups, change.groups),
        links=_without(document.links, change.links),
        notes=_without(document.notes, change.notes),
        parts=_without(document.parts, change.parts),
    )


def _without(items: dict[str, T], ids: tuple[str, ...]) -> dict[str, T]:
    gone = set(ids)
    return {key: item for key, item in items.items() if key not in gone} if gone else items


def inverse(document: MapDocument, change: Change) -> Change:
    """The Change that leads back to `document` (but for its revision) once `change` was applied to it."""
    match change:
        case PutItems():
            return _inverse_put(document, change)
        case DropItems():
            return PutItems(
                nodes=_present(document.nodes, change.nodes),
                groups=_present(document.groups, change.groups),
                links=_present(document.links, change.links),
                notes=_present(document.notes, change.notes),
                parts=_present(document.parts, change.parts),
            )
        case Retitle():
            return Retitle(title=document.title)
        case Together(changes=changes):
            return _inverse_together(document, changes)


def _inverse_put(document: MapDocument, change: PutItems) -> Change:
    nodes = [n.device for n in change.nodes]
    groups = [g.id for g in change.groups]
    links = [x.id for x in change.links]
    notes = [n.id for n in change.notes]
    parts = [p.id for p in change.parts]
    back = PutItems(
        nodes=_present(document.nodes, nodes),
        groups=_present(document.groups, groups),
        links=_present(document.links, links),
        notes=_present(document.notes, notes),
        parts=_present(document.parts, parts),
    )
    drop = DropItems(
        nodes=_absent(document.nodes, nodes),
        groups=_absent(document.groups, groups),
        links=_absent(document.links, links),
        notes=_absent(document.notes, notes),
        parts=_absent(document.parts, parts),
    )
    if drop == DropItems():
        return back
    return drop if back == PutItems() else Together(changes=(drop, back))


def _inverse_together(document: MapDocument, changes: tuple[Step, ...]) -> Change:
    back: list[Step] = []
    before = document
    for part in changes:
        undo = inverse(before, part)
        back[:0] = undo.changes if isinstance(undo, Together) else (undo,)
        before = apply(before, part)
    return Together(changes=tuple(back))


def takes_arrivals(document: MapDocument) -> bool:
    """Whether devices that are not on a map wait for it; not where it shows a part of the network only."""
    canvas = document.parts.get(CANVAS)
    return not isinstance(canvas, Canvas) or canvas.arrivals is not Arrivals.IGNORE


def difference(before: MapDocument, after: MapDocument) -> Change | None:
    """The Change that makes `before` stand as `after`, but for id and revision; None where they are alike."""
    everything = PutItems(
        nodes=tuple(after.nodes.values()),
        groups=tuple(after.groups.values()),
        links=tuple(after.links.values()),
        notes=tuple(after.notes.values()),
        parts=tuple(after.parts.values()),
    )
    gone = DropItems(
        nodes=tuple(sorted(before.nodes.keys() - after.nodes.keys())),
        groups=tuple(sorted(before.groups.keys() - after.groups.keys())),
        links=tuple(sorted(before.links.keys() - after.links.keys())),
        notes=tuple(sorted(before.notes.keys() - after.notes.keys())),
        parts=tuple(sorted(before.parts.keys() - after.parts.keys())),
    )
    named = Together(changes=(gone, everything, Retitle(title=after.title)))
    return exchange(before, items_named(before, named), items_named(after, named))


def _present(items: dict[str, T], ids: Iterable[str]) -> tuple[T, ...]:
    return tuple(items[i] for i in dict.fromkeys(ids) if i in items)


def _absent(items: dict[str, T], ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(i for i in dict.fromkeys(ids) if i not in items)


class Items(msgspec.Struct, frozen=True, kw_only=True):
    """How the items that some edit names stand in a document; None where they are not on the map."""

    nodes: dict[DeviceId, Node | None] = {}
    groups: dict[str, Group | None] = {}
    links: dict[LinkId, DrawnLink | None] = {}
    notes: dict[str, Note | None] = {}
    parts: dict[str, Part | None] = {}
    title: str | None = None
    """None where the edit does not name the title."""


def items_named(document: MapDocument, change: Change) -> Items:
    """Everything that `change` names, as it stands in `document`."""
    items = Items()
    for step in change.changes if isinstance(change, Together) else (change,):
        match step:
            case PutItems():
                items.nodes.update((n.device, document.nodes.get(n.device)) for n in step.nodes)
                items.groups.update((g.id, document.groups.get(g.id)) for g in step.groups)
                items.links.update((x.id, document.links.get(x.id)) for x in step.links)
                items.notes.update((n.id, document.notes.get(n.id)) for n in step.notes)
                items.parts.update((p.id, document.parts.get(p.id)) for p in step.parts)
            case DropItems():
                items.nodes.update((i, document.nodes.get(i)) for i in step.nodes)
                items.groups.update((i, document.groups.get(i)) for i in step.groups)
                items.links.update((i, document.links.get(i)) for i in step.links)
                items.notes.update((i, document.notes.get(i)) for i in step.notes)
                items.parts.update((i, document.parts.get(i)) for i in step.parts)
            case Retitle():
                items = replace(items, title=document.title)
    return items


def exchange(document: MapDocument, expected: Items, wanted: Items) -> Change | None:
    """The Change that makes items that still stand as `expected` stand as `wanted`; None where there is none left.

    This is undo and redo beside other people: what somebody else changed meanwhile is left as they put it.
    """
    puts = PutItems(
        nodes=_to_put(document.nodes, expected.nodes, wanted.nodes),
        groups=_to_put(document.groups, expected.groups, wanted.groups),
        links=_to_put(document.links, expected.links, wanted.links),
        notes=_to_put(document.notes, expected.notes, wanted.notes),
        parts=_to_put(document.parts, expected.parts, wanted.parts),
    )
    drops = DropItems(
        nodes=_to_drop(document.nodes, expected.nodes, wanted.nodes),
        groups=_to_drop(document.groups, expected.groups, wanted.groups),
        links=_to_drop(document.links, expected.links, wanted.links),
        notes=_to_drop(document.notes, expected.notes, wanted.notes),
        parts=_to_drop(document.parts, expected.parts, wanted.parts),
    )
    steps: list[Step] = [step for step in (drops, puts) if step not in (DropItems(), PutItems())]
    if wanted.title is not None and document.title == expected.title != wanted.title:
        steps.append(Retitle(title=wanted.title))
    if not steps:
        return None
    return steps[0] if len(steps) == 1 else Together(changes=tuple(steps))


def _to_put(now: dict[str, T], expected: dict[str, T | None], wanted: dict[str, T | None]) -> tuple[T, ...]:
    return tuple(item for key, item in wanted.items() if item is not None and item != expected[key] == now.get(key))


def _to_drop(now: dict[str, T], expected: dict[str, T | None], wanted: dict[str, T | None]) -> tuple[str, ...]:
    return tuple(key for key, item in wanted.items() if item is None and key in now and now[key] == expected[key])
