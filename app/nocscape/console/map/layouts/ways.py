"""Other ways to lay out a graph: rings around a root, a circle, a grid, springs. No nodes overlap in any of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import pairwise

from nocscape.console.map.geometry import NODE_HEIGHT
from nocscape.console.map.layouts.arrange import Block
from nocscape.console.map.layouts.cells import on_cells
from nocscape.console.map.layouts.frames import Order, in_frames, order_of
from nocscape.console.map.layouts.geographic import geographic
from nocscape.console.map.layouts.graph import Places, Plan, natural_key
from nocscape.console.map.layouts.layered import BETWEEN, layered

Spots = dict[int, tuple[float, float]]
"""Middles by position in the plan."""

_GAP_X, _GAP_Y = 24.0, 26.0
_GRID_ASPECT = 1.6
_RING = NODE_HEIGHT + 44.0
_SPRING_IN = 1.7
"""Wished length of a link in inches of Graphviz, 72 units each."""

_SEED = 1


class Way(StrEnum):
    """How nodes are laid out."""

    LAYERED = "layered"
    RADIAL = "radial"
    CIRCULAR = "circular"
    GRID = "grid"
    FORCE = "force"
    GEOGRAPHIC = "geographic"


def place(plan: Plan, way: Way) -> Places:
    """Places for every vertex; groups are laid out each by itself, their frames in rows by depth."""
    if way is Way.LAYERED:
        return layered(plan)
    if way is Way.GEOGRAPHIC:
        return geographic(plan)
    order = order_of(plan)
    if any(vertex.group is not None for vertex in plan.vertices):
        return in_frames(plan, order, lambda members: _block(plan, _WAYS[way](plan, order, members)), BETWEEN[0])
    spots = _WAYS[way](plan, order, range(len(plan.vertices)))
    return {plan.vertices[one].id: (round(x), round(y)) for one, (x, y) in spots.items()}


def _grid(plan: Plan, _order: Order, members: Sequence[int]) -> Spots:
    """By name, row after row."""
    names = sorted(members, key=lambda one: natural_key(plan.vertices[one].name))
    wide, high = _cell(plan, members)
    columns = max(1, math.ceil(math.sqrt(len(names) * _GRID_ASPECT * high / wide)))
    return {one: (i % columns * wide, i // columns * high) for i, one in enumerate(names)}


def _circular(plan: Plan, order: Order, members: Sequence[int]) -> Spots:
    """On one circle, neighbours near each other."""
    line = _by_branches(order, members)
    radius = _radius(2 * math.pi / max(1, len(line)), _apart(plan, members)) if len(line) > 1 else 0.0
    return {one: _polar(radius, 2 * math.pi * i / len(line)) for i, one in enumerate(line)}


def _radial(plan: Plan, order: Order, members: Sequence[int]) -> Spots:
    """Rings by steps from the topmost devices; each branch has a sector as wide as it has ends."""
    rings = _rings(order, members)
    below = _children(order, rings)
    weight: dict[int, int] = {}
    for ring in reversed(rings):
        for one in ring:
            weight[one] = sum(weight[child] for child in below[one]) or 1
    angle: dict[int, float] = {}
    _fan_out(rings[0] if rings else [], 0.0, 2 * math.pi, weight, below, angle)
    spots: Spots = {}
    radius, apart = 0.0, _apart(plan, members)
    for level, ring in enumerate(rings):
        if level or len(ring) > 1:
            radius = max(radius + (_RING if level else 0.0), _radius(_least_angle([angle[one] for one in ring]), apart))
        spots |= {one: _polar(radius, angle[one]) for one in ring}
    return spots


def _force(plan: Plan, order: Order, members: Sequence[int]) -> Spots:
    """Springs along links (Graphviz sfdp), then each to the nearest free cell of a grid so that none overlap."""
    import pygraphviz  # noqa: PLC0415 - brings 20 MB in, for this layout alone

    graph = pygraphviz.AGraph(strict=True, directed=False, K=str(_SPRING_IN), overlap="true", start=str(_SEED))
    graph.add_nodes_from(members)
    inside = set(members)
    graph.add_edges_from(
        (one, other) for one in members for other in order.near[one] if other in inside and one < other
    )
    graph.layout(prog="sfdp")
    drawn = {one: _position(str(graph.get_node(one).attr["pos"])) for one in members}
    return on_cells(drawn, *_cell(plan, members))


_WAYS: dict[Way, Callable[[Plan, Order, Sequence[int]], Spots]] = {
    Way.RADIAL: _radial,
    Way.CIRCULAR: _circular,
    Way.GRID: _grid,
    Way.FORCE: _force,
}


def _block(plan: Plan, spots: Spots) -> Block:
    """The same drawing measured from the corner of the box around it."""
    left = min(x - plan.vertices[one].width / 2 for one, (x, _) in spots.items())
    right = max(x + plan.vertices[one].width / 2 for one, (x, _) in spots.items())
    top, bottom = min(y for _, y in spots.values()), max(y for _, y in spots.values())
    middles = {one: (x - left, y - top + NODE_HEIGHT / 2) for one, (x, y) in spots.items()}
    return Block(middles, right - left, bottom - top + NODE_HEIGHT)


def _cell(plan: Plan, members: Sequence[int]) -> tuple[float, float]:
    return max(plan.vertices[one].width for one in members) + _GAP_X, NODE_HEIGHT + _GAP_Y


def _apart(plan: Plan, members: Sequence[int]) -> float:
    """Distance at which two nodes cannot overlap, in whatever direction."""
    wide, high = _cell(plan, members)
    return math.hypot(wide - _GAP_X / 2, high - _GAP_Y / 2)


def _radius(angle: float, apart: float) -> float:
    """Of a circle on which two points at that angle are that far apart."""
    return apart / (2 * math.sin(min(angle, math.pi) / 2))


def _polar(radius: float, angle: float) -> tuple[float, float]:
    """Clockwise from the top."""
    return radius * math.sin(angle), -radius * math.cos(angle)


def _least_angle(angles: Sequence[float]) -> float:
    """Between two neighbours on a circle."""
    line = sorted(angles)
    return min((b - a for a, b in zip(line, [*line[1:], line[0] + 2 * math.pi], strict=True)), default=math.pi)


def _by_branches(order: Order, members: Sequence[int]) -> list[int]:
    """Depth first from the top, so that what hangs together stands together."""
    inside, line = dict.fromkeys(sorted(members, key=lambda one: (order.depth[one], order.key[one]))), []
    for start in list(inside):
        stack = [start]
        while stack:
            one = stack.pop()
            if one in inside:
                del inside[one]
                line.append(one)
                stack += sorted((n for n in order.near[one] if n in inside), key=lambda n: -order.key[n])
    return line


def _rings(order: Order, members: Sequence[int]) -> list[list[int]]:
    """By steps from the topmost of each connected part."""
    inside = dict.fromkeys(sorted(members, key=lambda one: (order.depth[one], order.key[one])))
    tops: list[int] = []
    seen: set[int] = set()
    for start in inside:
        if start not in seen:
            tops.append(start)
            part = [start]
            seen.add(start)
            for one in part:
                more = [n for n in order.near[one] if n in inside and n not in seen]
                seen.update(more)
                part += more
    rings, placed = [tops], set(tops)
    while rings[-1]:
        ring = dict.fromkeys(
            n
            for one in rings[-1]
            for n in sorted(order.near[one], key=order.key.__getitem__)
            if n in inside and n not in placed
        )
        placed.update(ring)
        rings.append(list(ring))
    return rings[:-1]


def _children(order: Order, rings: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    """What each node of a ring brings into the next one; the first of several parents has it."""
    below: dict[int, list[int]] = {one: [] for ring in rings for one in ring}
    for ring, following in pairwise(rings):
        waiting = set(following)
        for one in ring:
            own = sorted((n for n in order.near[one] if n in waiting), key=order.key.__getitem__)
            below[one] = own
            waiting.difference_update(own)
    return below


def _fan_out(
    tops: Sequence[int],
    first: float,
    last: float,
    weight: dict[int, int],
    below: dict[int, list[int]],
    angle: dict[int, float],
) -> None:
    """Give each node the middle of its sector, and its children their shares of that."""
    sectors = [(list(tops), first, last)]
    for members, start, end in sectors:
        share = (end - start) / max(1, sum(weight[one] for one in members))
        at = start
        for one in members:
            wide = weight[one] * share
            angle[one] = at + wide / 2
            sectors.append((below[one], at, at + wide))
            at += wide


def _position(text: str) -> tuple[float, float]:
    """Graphviz writes `x,y` in points, y up."""
    x, _, y = text.partition(",")
    return float(x), -float(y)
