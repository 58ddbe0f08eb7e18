"""Nodes drawn anywhere, each put into the nearest free cell of a grid, so that none overlap."""

from __future__ import annotations

import math
from functools import cache


def on_cells(drawn: dict[int, tuple[float, float]], wide: float, high: float) -> dict[int, tuple[float, float]]:
    """Each node in the nearest free cell of a grid, those in the middle first."""
    mx = sum(x for x, _ in drawn.values()) / len(drawn)
    my = sum(y for _, y in drawn.values()) / len(drawn)
    taken: set[tuple[int, int]] = set()
    spots: dict[int, tuple[float, float]] = {}
    for one in sorted(drawn, key=lambda one: (math.dist(drawn[one], (mx, my)), one)):
        x, y = drawn[one]
        cell = _free_cell(round(x / wide), round(y / high), taken)
        taken.add(cell)
        spots[one] = (cell[0] * wide, cell[1] * high)
    return spots


def _free_cell(column: int, row: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
    for reach in (6, 24, 96, 400):
        for dx, dy in _nearest_first(reach):
            if (cell := (column + dx, row + dy)) not in taken:
                return cell
    return max(x for x, _ in taken) + 1, row


@cache
def _nearest_first(reach: int) -> list[tuple[int, int]]:
    sides = range(-reach, reach + 1)
    return sorted(((dx, dy) for dx in sides for dy in sides), key=lambda step: (math.hypot(*step), step))
