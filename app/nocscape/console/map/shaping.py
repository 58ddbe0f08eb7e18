"""Things put in line: aligned, spread evenly, turned, mirrored. Plain arithmetic on middles and edges."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from nocscape.console.map.layouts.graph import Places


class Edge(StrEnum):
    """What is brought into one line."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


_NONE: Mapping[str, tuple[float, float]] = MappingProxyType({})
_ACROSS = (Edge.LEFT, Edge.CENTRE, Edge.RIGHT)


Halves = Mapping[str, tuple[float, float]]
"""Half the width and height of things that are put in line by their edges; the others by their middles."""

_POINT = (0.0, 0.0)


def aligned(spots: Places, edge: Edge, halves: Halves = _NONE) -> Places:
    """All on one line: the outermost edge, or half way between the outermost two."""
    axis = 0 if edge in _ACROSS else 1
    sign = -1.0 if edge in (Edge.LEFT, Edge.TOP) else 1.0 if edge in (Edge.RIGHT, Edge.BOTTOM) else 0.0
    half = {key: sign * halves.get(key, _POINT)[axis] for key in spots}
    edges = [spot[axis] + half[key] for key, spot in spots.items()]
    at = _line(edges, sign) if sign else _between(spots, halves, axis)
    placed = {key: at - half[key] for key in spots}
    return {key: (placed[key], y) if axis == 0 else (x, placed[key]) for key, (x, y) in spots.items()}


def distributed(spots: Places, *, is_across: bool, halves: Halves = _NONE) -> Places:
    """The same distance between neighbours' edges; the outermost two stay."""
    axis = 0 if is_across else 1
    order = sorted(spots, key=lambda key: spots[key][axis])
    half = [halves.get(key, _POINT)[axis] for key in order]
    first, last = spots[order[0]][axis] + half[0], spots[order[-1]][axis] - half[-1]
    gap = (last - first - 2 * sum(half[1:-1])) / max(1, len(order) - 1)
    placed = {order[0]: spots[order[0]][axis], order[-1]: spots[order[-1]][axis]}
    at = first
    for key, own in zip(order[1:-1], half[1:-1], strict=True):
        placed[key] = at + gap + own
        at += gap + 2 * own
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


def _line(values: list[float], sign: float) -> float:
    return min(values) if sign < 0 else max(values)


def _between(spots: Places, halves: Halves, axis: int) -> float:
    low = min(spot[axis] - halves.get(key, _POINT)[axis] for key, spot in spots.items())
    high = max(spot[axis] + halves.get(key, _POINT)[axis] for key, spot in spots.items())
    return (low + high) / 2
