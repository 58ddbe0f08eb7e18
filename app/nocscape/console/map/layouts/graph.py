"""What a layout is given and what it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from nocscape.model.net import DeviceId, Kind

Places = dict[DeviceId, tuple[float, float]]
"""Middle of each node's body, in scene units."""

Neighbours = list[set[int]]


class Vertex(msgspec.Struct, frozen=True):
    """A node to be placed: who it is and how wide it is with its name."""

    id: DeviceId
    name: str
    kind: Kind
    width: float
    group: str | None = None
    place: tuple[float, float] | None = None
    """Where on a map of the world, in scene units, for the geographic layout alone."""


class Plan(msgspec.Struct, frozen=True):
    """A graph to be placed; edges are pairs of positions in `vertices`."""

    vertices: tuple[Vertex, ...]
    edges: tuple[tuple[int, int], ...]


_DIGITS = re.compile(r"(\d+)")


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts `sw-2` before `sw-10`."""
    parts = _DIGITS.split(name.casefold())
    return tuple((0, int(p[:18]), "") if p.isdecimal() else (1, 0, p) for p in parts if p)


def neighbours(count: int, edges: Iterable[tuple[int, int]]) -> Neighbours:
    """Adjacency without loops and without the number of parallel edges."""
    near: Neighbours = [set() for _ in range(count)]
    for a, b in edges:
        if a != b:
            near[a].add(b)
            near[b].add(a)
    return near


def components(members: Iterable[int], near: Sequence[set[int]]) -> list[list[int]]:
    """Connected parts of the subgraph of `members`, each in the order in which it was reached."""
    left = dict.fromkeys(members)
    parts: list[list[int]] = []
    while left:
        first = next(iter(left))
        del left[first]
        part = [first]
        for one in part:
            for other in near[one]:
                if other in left:
                    del left[other]
                    part.append(other)
        parts.append(part)
    return parts


def distances(sources: Iterable[int], near: Sequence[set[int]]) -> dict[int, int]:
    """Steps from the nearest of `sources` to everything that can be reached."""
    depth = dict.fromkeys(sources, 0)
    queue = list(depth)
    for one in queue:
        for other in near[one]:
            if other not in depth:
                depth[other] = depth[one] + 1
                queue.append(other)
    return depth
