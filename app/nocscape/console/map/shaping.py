"""Nodes put in line: aligned, spread evenly, turned, mirrored. Plain arithmetic on their middles."""

from __future__ import annotations

import math
from enum import StrEnum

from nocscape.console.map.layouts.graph import Places


class Edge(StrEnum):
    """What is brought into one line."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


_ACROSS = (Edge.LEFT, Edge.CENTRE, Edge.RIGHT)


def aligned(spots: Places, edge: Edge) -> Places:
    """All on one line: the outermost one, or half way between the outermost two."""
    if edge in _ACROSS:
        at = _line([x for x, _ in spots.values()], edge is Edge.LEFT, edge is Edge.RIGHT)
        return {device: (at, y) for device, (_, y) in spots.items()}
    at = _line([y for _, y in spots.values()], edge is Edge.TOP, edge is Edge.BOTTOM)
    return {device: (x, at) for device, (x, _) in spots.items()}


def distributed(spots: Places, *, is_across: bool) -> Places:
    """The same distance between neighbours; the outermost two stay."""
    axis = 0 if is_across else 1
    order = sorted(spots, key=lambda device: spots[device][axis])
    first, last = spots[order[0]][axis], spots[order[-1]][axis]
    step = (last - first) / max(1, len(order) - 1)
    placed = {device: first + step * i for i, device in enumerate(order)}
    return {d: (placed[d], y) if is_across else (x, placed[d]) for d, (x, y) in spots.items()}


def turned(spots: Places, degrees: float) -> Places:
    """Turned clockwise around the middle of the box that holds them."""
    mx, my = middle(spots)
    cos, sin = round(math.cos(math.radians(degrees)), 12), round(math.sin(math.radians(degrees)), 12)
    return {
        device: (mx + (x - mx) * cos - (y - my) * sin, my + (x - mx) * sin + (y - my) * cos)
        for device, (x, y) in spots.items()
    }


def mirrored(spots: Places, *, is_across: bool) -> Places:
    """Left and right exchanged, or top and bottom."""
    mx, my = middle(spots)
    return {d: (2 * mx - x, y) if is_across else (x, 2 * my - y) for d, (x, y) in spots.items()}


def middle(spots: Places) -> tuple[float, float]:
    """The middle of the box that holds all spots."""
    xs, ys = [x for x, _ in spots.values()], [y for _, y in spots.values()]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _line(values: list[float], is_least: bool, is_most: bool) -> float:  # noqa: FBT001 - used here alone
    if is_least:
        return min(values)
    return max(values) if is_most else (min(values) + max(values)) / 2
