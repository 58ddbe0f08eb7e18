"""Order within rows by barycentres (Sugiyama, Tagawa, Toda 1981), keeping the best of several sweeps."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence

_SWEEPS = 12
_MOST_COUNTED = 20_000
"""Edges beyond which crossings are not counted and the last sweep is taken."""

_BESIDE = 0.5
"""Pull of a neighbour in the same row, against 1 for one in another row."""


def row_order(depth: Sequence[int], near: Sequence[set[int]], first: Sequence[int]) -> list[float]:
    """Position of each vertex in its row, 0 to 1, with few crossings; `first` is the order to begin with."""
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for one in first:
        rows[depth[one]].append(one)
    place = [0.0] * len(depth)
    for row in rows.values():
        _number(row, place)
    best, fewest = list(place), _crossings(rows, depth, near, place)
    for sweep in range(_SWEEPS):
        if fewest == 0:
            break
        step = -1 if sweep % 2 else 1
        for level in sorted(rows)[::step]:
            row = rows[level]
            row.sort(key={one: _pull(one, level - step, depth, near, place) for one in row}.__getitem__)
            _number(row, place)
        count = _crossings(rows, depth, near, place)
        if count < fewest:
            best, fewest = list(place), count
    return best


def _number(row: Sequence[int], place: list[float]) -> None:
    for position, one in enumerate(row):
        place[one] = (position + 0.5) / len(row)


def _pull(one: int, level: int, depth: Sequence[int], near: Sequence[set[int]], place: Sequence[float]) -> float:
    """Mean place of the neighbours in the row `level` that was numbered before, and in one's own row."""
    total = weight = 0.0
    for other in near[one]:
        pull = 1.0 if depth[other] == level else _BESIDE if depth[other] == depth[one] else 0.0
        total += pull * place[other]
        weight += pull
    return total / weight if weight else place[one]


def _crossings(
    rows: dict[int, list[int]], depth: Sequence[int], near: Sequence[set[int]], place: Sequence[float]
) -> int:
    """Crossings between each row and the next one; long graphs are not counted but say one."""
    if sum(map(len, near)) > 2 * _MOST_COUNTED:
        return 1
    count = 0
    for level, row in rows.items():
        seen: list[float] = []
        for one in row:
            below = sorted(place[other] for other in near[one] if depth[other] == level + 1)
            count += sum(len(seen) - bisect_right(seen, end) for end in below)
            for end in below:
                insort(seen, end)
    return count
