"""How readable a drawing is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def crossings(points: Array, edges: Sequence[tuple[int, int]]) -> int:
    """Pairs of straight edges that cross; edges that share an end never do."""
    ends = np.asarray(sorted({(min(e), max(e)) for e in edges if e[0] != e[1]}), dtype=np.intp).reshape(-1, 2)
    a, b = points[ends[:, 0]], points[ends[:, 1]]
    count = 0
    for i in range(len(ends) - 1):
        c, d, others = a[i + 1 :], b[i + 1 :], ends[i + 1 :]
        is_apart = (others != ends[i, 0]).all(axis=1) & (others != ends[i, 1]).all(axis=1)
        is_split = _side(a[i], b[i], c) * _side(a[i], b[i], d) < 0
        is_split &= _turn(c, d, a[i]) * _turn(c, d, b[i]) < 0
        count += int(np.count_nonzero(is_apart & is_split))
    return count


def overlaps(left: Array, top: Array, right: Array, bottom: Array) -> int:
    """Pairs of boxes that cover a common area."""
    order = np.argsort(left, kind="stable")
    left, top, right, bottom = left[order], top[order], right[order], bottom[order]
    count = 0
    for i in range(len(left) - 1):
        last = int(np.searchsorted(left, right[i], side="left"))
        count += int(np.count_nonzero((top[i + 1 : last] < bottom[i]) & (bottom[i + 1 : last] > top[i])))
    return count


def _side(a: Array, b: Array, points: Array) -> Array:
    """Sign: on which side of the line from a to b each point lies."""
    side: Array = np.sign((b[0] - a[0]) * (points[:, 1] - a[1]) - (b[1] - a[1]) * (points[:, 0] - a[0]))
    return side


def _turn(c: Array, d: Array, point: Array) -> Array:
    """Sign: on which side of each line from c to d the point lies."""
    turn: Array = np.sign((d[:, 0] - c[:, 0]) * (point[1] - c[:, 1]) - (d[:, 1] - c[:, 1]) * (point[0] - c[:, 0]))
    return turn
