"""The layout of a fresh map: rows by role, groups as frames beside each other, few crossings, no overlaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from nocscape.console.map.geometry import (
    CHIP_BAND,
    FRAME_BOTTOM,
    FRAME_SIDE,
    FRAME_TOP,
    NODE_HEIGHT,
)
from nocscape.console.map.layouts.arrange import Block, Gaps, Item, arrange
from nocscape.console.map.layouts.graph import Neighbours, Places, Plan, natural_key, neighbours
from nocscape.console.map.layouts.order import row_order
from nocscape.console.map.layouts.tiers import depths

INSIDE = Gaps(across=22.0, down=34.0, aspect=2.2, least_row=1100.0, least_leaves=520.0)
BETWEEN = Gaps(across=32.0, down=56.0, aspect=1.7, least_row=900.0, least_leaves=900.0)


def layered(plan: Plan) -> Places:
    """Places for every vertex; the drawing's top left corner is at 0, 0."""
    near = neighbours(len(plan.vertices), plan.edges)
    depth = depths(plan, near)
    key = row_order(depth, near, _first_order(plan))
    boxes = _boxes(plan, near, depth, key)
    whole = arrange(
        [box.item for box in boxes],
        _between(plan, boxes),
        BETWEEN,
    )
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


def _boxes(plan: Plan, near: Neighbours, depth: Sequence[int], key: Sequence[float]) -> list[_Box]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    loose: list[_Box] = []
    for one, vertex in enumerate(plan.vertices):
        if vertex.group is None:
            item = Item(vertex.width, NODE_HEIGHT, depth[one], key[one])
            block = Block({one: (item.width / 2, item.height / 2)}, item.width, item.height)
            loose.append(_Box([one], block, item, (0.0, 0.0)))
        else:
            groups[vertex.group].append(one)
    return [*loose, *(_framed(plan, near, members, depth, key) for members in groups.values())]


def _framed(plan: Plan, near: Neighbours, members: Sequence[int], depth: Sequence[int], key: Sequence[float]) -> _Box:
    local = {one: i for i, one in enumerate(members)}
    inside = [{local[other] for other in near[one] if other in local} for one in members]
    items = [Item(plan.vertices[one].width, NODE_HEIGHT, depth[one], key[one]) for one in members]
    block = arrange(items, inside, INSIDE)
    named = Block({members[i]: middle for i, middle in block.middles.items()}, block.width, block.height)
    frame = Item(
        width=block.width + 2 * FRAME_SIDE,
        height=block.height + FRAME_TOP + FRAME_BOTTOM,
        depth=min(depth[one] for one in members),
        key=sum(key[one] for one in members) / len(members),
    )
    return _Box(members, named, frame, (FRAME_SIDE, FRAME_TOP))


def _between(plan: Plan, boxes: Sequence[_Box]) -> Neighbours:
    owner = {one: index for index, box in enumerate(boxes) for one in box.members}
    return neighbours(len(boxes), ((owner[a], owner[b]) for a, b in plan.edges))
