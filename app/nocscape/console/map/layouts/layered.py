"""The layout of a fresh map: rows by role, groups as frames beside each other, few crossings, no overlaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from nocscape.console.map.geometry import (
    CHIP_BAND,
    FRAME_BOTTOM,
    FRAME_SIDE,
    FRAME_TOP,
    NODE_HEIGHT,
)
from nocscape.console.map.layouts.arrange import Block, Gaps, Item, arrange
from nocscape.console.map.layouts.frames import Order, in_frames, order_of
from nocscape.console.map.layouts.graph import Places, Plan
from nocscape.console.map.layouts.quality import crossings, passes

Array = npt.NDArray[np.float64]

INSIDE = (
    Gaps(across=22.0, down=34.0, aspect=2.2, least_row=1100.0, least_leaves=520.0),
    Gaps(across=22.0, down=30.0, aspect=1.3, least_row=1100.0, least_leaves=150.0),
    Gaps(across=22.0, down=26.0, aspect=0.35, least_row=1100.0, least_leaves=60.0),
)
"""Ways to arrange the inside of a frame: leaves in long rows, in short ones, in pairs below each other."""

BETWEEN = (
    Gaps(across=32.0, down=56.0, aspect=1.7, least_row=900.0, least_leaves=900.0),
    Gaps(across=32.0, down=72.0, aspect=1.7, least_row=6000.0, least_leaves=6000.0),
)
"""Ways to arrange frames: in rows that make a screen's shape, or all branches of a row beside each other."""

VIEW = (910.0, 540.0)
"""The part of an ordinary window that the map has, in px."""

_ROOMY_ACROSS, _FEW = 56.0, 6
_MOST_COMPARED = 700
"""Devices beyond which the first way is taken: comparing costs more than it gains where nobody sees it all at once."""

_PASS_COST, _CROSSING_COST = 2.0, 0.6
_AIR = (2.2, 1.8, 1.5, 1.25)
_WITHIN = (4.0, 4.0, -4.0, -4.0)


def layered(plan: Plan) -> Places:
    """Places for every vertex; the drawing's top left corner is at 0, 0.

    A few ways to arrange are compared, and the one is taken that can be shown largest with links that neither run
    through what they do not belong to nor cross each other much.
    """
    draw = partial(_draw, plan, order_of(plan))
    if len(plan.vertices) > _MOST_COMPARED:
        return draw(INSIDE[0], BETWEEN[0])
    ways = [(inside, between) for inside in INSIDE for between in BETWEEN]
    drawn = [draw(*way) for way in ways]
    costs = [_cost(plan, places) for places in drawn]
    best = costs.index(min(costs))
    return _airy(plan, draw, ways[best], drawn[best])


def _airy(plan: Plan, draw: Callable[[Gaps, Gaps], Places], way: tuple[Gaps, Gaps], places: Places) -> Places:
    """The same drawing with as much air between its rows as it can have without being shown smaller."""
    size = _smallness(plan, places)
    for factor in _AIR:
        wider = draw(*(gaps._replace(down=gaps.down * factor) for gaps in way))
        if _smallness(plan, wider) <= size + 1e-9:
            return wider
    return places


def _draw(plan: Plan, order: Order, inside: Gaps, between: Gaps) -> Places:
    return in_frames(plan, order, partial(_rows, plan, order, inside), between)


def _rows(plan: Plan, order: Order, gaps: Gaps, members: Sequence[int]) -> Block:
    """What is in a frame, in rows by depth."""
    if len(members) <= _FEW:
        gaps = gaps._replace(across=_ROOMY_ACROSS)
    local = {one: i for i, one in enumerate(members)}
    inside = [{local[other] for other in order.near[one] if other in local} for one in members]
    if any(inside) and len({order.depth[one] for one in members}) == 1:
        inside = _in_a_row(sorted(range(len(members)), key=lambda i: order.key[members[i]]))
    items = [Item(plan.vertices[one].width, NODE_HEIGHT, order.depth[one], order.key[one]) for one in members]
    block = arrange(items, inside, gaps)
    return Block({members[i]: middle for i, middle in block.middles.items()}, block.width, block.height)


def _in_a_row(order: Sequence[int]) -> list[set[int]]:
    """Peers of one row as one part, whoever of them is linked: they stand in the order with few crossings."""
    near: list[set[int]] = [set() for _ in order]
    for one, other in pairwise(order):
        near[one].add(other)
        near[other].add(one)
    return near


def _cost(plan: Plan, places: Places) -> float:
    """How small it has to be shown, and what every link costs that is hard to follow."""
    points, nodes = _boxes_of(plan, places)
    frames, owner = _frames(plan, nodes)
    edges = max(1, len(plan.edges))
    through = passes(points, plan.edges, frames, owner)
    through += passes(points, plan.edges, nodes + _WITHIN, range(len(points)))
    crossed = crossings(points, plan.edges)
    return _smallness(plan, places) + (_PASS_COST * through + _CROSSING_COST * crossed) / edges


def _smallness(plan: Plan, places: Places) -> float:
    """Logarithm of how much it has to be made smaller for an ordinary window."""
    _, nodes = _boxes_of(plan, places)
    everything = np.concatenate([nodes, _frames(plan, nodes)[0]])
    if not len(everything):
        return 0.0
    width, height = everything[:, 2:].max(axis=0) - everything[:, :2].min(axis=0)
    return float(np.log(max(1.0, width / VIEW[0], height / VIEW[1])))


def _boxes_of(plan: Plan, places: Places) -> tuple[Array, Array]:
    """Middles of all nodes, and boxes around their bodies."""
    points = np.array([places[vertex.id] for vertex in plan.vertices], dtype=np.float64).reshape(-1, 2)
    half = np.array([vertex.width for vertex in plan.vertices], dtype=np.float64) / 2
    x, y, up = points[:, 0], points[:, 1], CHIP_BAND / 2
    return points, np.stack([x - half, y - up, x + half, y + up], axis=1)


def _frames(plan: Plan, nodes: Array) -> tuple[Array, list[int]]:
    """Frames around groups, and for every vertex the row of its own."""
    row = {group: i for i, group in enumerate(dict.fromkeys(v.group for v in plan.vertices if v.group is not None))}
    owner = [-1 if vertex.group is None else row[vertex.group] for vertex in plan.vertices]
    at = np.array(owner, dtype=np.intp)
    spans = [(nodes[at == i, :2].min(axis=0), nodes[at == i, 2:].max(axis=0)) for i in range(len(row))]
    around = (FRAME_SIDE, FRAME_TOP, FRAME_SIDE, FRAME_BOTTOM + NODE_HEIGHT - CHIP_BAND)
    frames = np.array([(*low, *high) for low, high in spans]).reshape(-1, 4) + np.array(around) * (-1, -1, 1, 1)
    return frames, owner
