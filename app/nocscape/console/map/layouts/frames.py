"""Frames beside each other, whatever the layout inside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from nocscape.console.map.geometry import (
    CHIP_BAND,
    FRAME_BOTTOM,
    FRAME_LEAST,
    FRAME_SIDE,
    FRAME_TOP,
    NODE_HEIGHT,
)
from nocscape.console.map.layouts.arrange import Block, Gaps, Item, arrange
from nocscape.console.map.layouts.graph import Neighbours, Places, Plan, natural_key, neighbours
from nocscape.console.map.layouts.order import row_order
from nocscape.console.map.layouts.tiers import depths

Inside = Callable[[Sequence[int]], Block]
"""Arranges the vertices of one frame, given by their positions in the plan."""


class Order(NamedTuple):
    """Who is linked to whom, the row of each vertex, and its wish for a place in that row."""

    near: Neighbours
    depth: list[int]
    key: list[float]


def order_of(plan: Plan) -> Order:
    """Rows from the top of the network, each in an order with few crossings."""
    near = neighbours(len(plan.vertices), plan.edges)
    depth = depths(plan, near)
    return Order(near, depth, row_order(depth, near, _first_order(plan)))


def in_frames(plan: Plan, order: Order, inside: Inside, between: Gaps) -> Places:
    """Places for every vertex, frames and loose vertices in rows by depth; the top left corner is at 0, 0."""
    boxes = _boxes(plan, order, inside)
    whole = arrange([box.item for box in boxes], _between(plan, boxes), between)
    places: Places = {}
    for index, box in enumerate(boxes):
        x, y = whole.middles[index]
        left, top = x - box.item.width / 2, y - box.item.height / 2
        for one, (dx, dy) in box.middles.items():
            places[plan.vertices[one].id] = (round(left + dx), round(top + dy))
    return places


class _Box:
    """A group or a node that belongs to none: where its members stand inside it, and the frame's size."""

    def __init__(self, members: Sequence[int], block: Block, item: Item, corner: tuple[float, float]) -> None:
        self.members = members
        self.item = item
        up = (NODE_HEIGHT - CHIP_BAND) / 2
        self.middles = {one: (x + corner[0], y + corner[1] - up) for one, (x, y) in block.middles.items()}


def _first_order(plan: Plan) -> list[int]:
    """By group, then by name as people count."""
    return sorted(
        range(len(plan.vertices)),
        key=lambda one: (natural_key(plan.vertices[one].group or ""), natural_key(plan.vertices[one].name)),
    )


def _boxes(plan: Plan, order: Order, inside: Inside) -> list[_Box]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    loose: list[_Box] = []
    for one, vertex in enumerate(plan.vertices):
        if vertex.group is None:
            item = Item(vertex.width, NODE_HEIGHT, order.depth[one], order.key[one])
            block = Block({one: (item.width / 2, item.height / 2)}, item.width, item.height)
            loose.append(_Box([one], block, item, (0.0, 0.0)))
        else:
            groups[vertex.group].append(one)
    return [*loose, *(_framed(members, inside(members), order) for members in groups.values())]


def _framed(members: Sequence[int], block: Block, order: Order) -> _Box:
    spare = max(0.0, FRAME_LEAST - block.width - 2 * FRAME_SIDE) / 2
    frame = Item(
        width=block.width + 2 * FRAME_SIDE + 2 * spare,
        height=block.height + FRAME_TOP + FRAME_BOTTOM,
        depth=min(order.depth[one] for one in members),
        key=sum(order.key[one] for one in members) / len(members),
    )
    return _Box(members, block, frame, (FRAME_SIDE + spare, FRAME_TOP))


def _between(plan: Plan, boxes: Sequence[_Box]) -> Neighbours:
    owner = {one: index for index, box in enumerate(boxes) for one in box.members}
    return neighbours(len(boxes), ((owner[a], owner[b]) for a, b in plan.edges))
