"""What lies above what: things of one kind brought forward or sent back among those that they overlap."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from nocscape.base.i18n import counted, mark
from nocscape.console.map.camera import Rect
from nocscape.console.map.edits import Edit
from nocscape.console.map.geometry import CHIP_BAND, NODE_HEIGHT
from nocscape.console.map.paint.notes import note_rect
from nocscape.console.map.picks import Picks
from nocscape.console.map.scene.scene import Scene
from nocscape.console.map.scene.shapes import notes_of, shape_rect, shapes_of
from nocscape.console.theme import Theme
from nocscape.model.mapdoc import PutItems
from nocscape.model.mapparts import Shape
from nocscape.model.net import DeviceId


class Move(StrEnum):
    """Where things go in the order in which they are drawn."""

    FRONT = "front"
    FORWARD = "forward"
    BACKWARD = "backward"
    BACK = "back"


TITLES = {
    Move.FRONT: mark("Brought {count} items to the front"),
    Move.FORWARD: mark("Brought {count} items forward"),
    Move.BACKWARD: mark("Sent {count} items backward"),
    Move.BACK: mark("Sent {count} items to the back"),
}


ONE = {
    Move.FRONT: mark("Brought to the front"),
    Move.FORWARD: mark("Brought forward"),
    Move.BACKWARD: mark("Sent backward"),
    Move.BACK: mark("Sent to the back"),
}


class Layered(NamedTuple):
    """A thing, its level, and the room it takes in scene units."""

    key: str
    z: int
    box: Rect


def reordered(scene: Scene, theme: Theme, devices: Collection[DeviceId], picks: Picks, move: Move) -> Edit | None:
    """All that is selected elsewhere in the order; a frame goes along with its devices where all are selected."""
    document = scene.document
    nodes = levels(_nodes(scene), set(devices), move)
    groups = levels(_groups(scene), _whole_groups(scene, devices), move)
    shapes = levels([Layered(s.id, s.z, shape_rect(s)) for s in shapes_of(document)], set(picks.shapes), move)
    notes = levels([Layered(n.id, n.z, note_rect(n, theme)) for n in notes_of(document)], set(picks.notes), move)
    drawn = ((document.parts[key], z) for key, z in shapes.items())
    put = PutItems(
        nodes=tuple(replace(document.nodes[key], z=z) for key, z in nodes.items()),
        groups=tuple(replace(document.groups[key], z=z) for key, z in groups.items()),
        notes=tuple(replace(document.notes[key], z=z) for key, z in notes.items()),
        parts=tuple(replace(shape, z=z) for shape, z in drawn if isinstance(shape, Shape)),
    )
    count = sum(device in document.nodes for device in devices) + picks.size
    return Edit(counted(ONE[move], TITLES[move], count), put) if put != PutItems() else None


def levels(things: Sequence[Layered], chosen: Collection[str], move: Move) -> dict[str, int]:
    """Other levels of those that are chosen, where they are different; `things` come in the order of drawing."""
    own = [thing for thing in things if thing.key in chosen]
    others = [thing.z for thing in things if thing.key not in chosen]
    if not own or not others:
        return {}
    if move in (Move.FORWARD, Move.BACKWARD):
        return _one_step(things, chosen, is_up=move is Move.FORWARD)
    ranks = {z: rank for rank, z in enumerate(sorted({thing.z for thing in own}))}
    lowest = max(others) + 1 if move is Move.FRONT else min(others) - len(ranks)
    is_there = own[0].z >= lowest if move is Move.FRONT else own[-1].z < min(others)
    wanted = {thing.key: lowest + ranks[thing.z] for thing in own}
    return {} if is_there else {thing.key: wanted[thing.key] for thing in own if wanted[thing.key] != thing.z}


def _one_step(things: Sequence[Layered], chosen: Collection[str], *, is_up: bool) -> dict[str, int]:
    """Each past the next thing over (or under) it that it overlaps, and past what has the same level as that."""
    wanted: dict[str, int] = {}
    order = list(things) if is_up else list(reversed(things))
    for place, thing in enumerate(order):
        if thing.key in chosen:
            beyond = (other for other in order[place + 1 :] if other.key not in chosen and other.box.meets(thing.box))
            if (passed := next(beyond, None)) is not None:
                wanted[thing.key] = passed.z + (1 if is_up else -1)
    return wanted


def _nodes(scene: Scene) -> list[Layered]:
    """Nodes with their names, those of collapsed groups left out."""
    nodes = scene.nodes
    order = np.lexsort((nodes.status, nodes.side, nodes.z))
    shown = order[~scene.folds.is_hidden[order]]
    up, down = CHIP_BAND / 2, NODE_HEIGHT - CHIP_BAND / 2
    spots = zip(shown.tolist(), nodes.xy[shown].tolist(), nodes.half_width[shown].tolist(), strict=True)
    boxes = ((row, Rect(x - half, y - up, x + half, y + down)) for row, (x, y), half in spots)
    return [Layered(nodes.ids[row], int(nodes.z[row]), box) for row, box in boxes]


def _groups(scene: Scene) -> list[Layered]:
    known, groups = scene.document.groups, scene.groups
    return [Layered(group, known[group].z, groups.rect(row)) for row, group in enumerate(groups.ids)]


def _whole_groups(scene: Scene, devices: Collection[DeviceId]) -> set[str]:
    """Groups of which every device is selected."""
    groups, chosen = scene.groups, {scene.nodes.row[d] for d in devices if d in scene.nodes.row}
    return {group for group in groups.ids if chosen.issuperset(groups.members(group))}
