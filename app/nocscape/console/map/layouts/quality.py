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


def passes(points: Array, edges: Sequence[tuple[int, int]], boxes: Array, owner: Sequence[int]) -> int:
    """How often a straight edge runs through a box that neither of its ends belongs to.

    `owner` names for every point the box (a row of left, top, right, bottom) that it belongs to, -1 for none.
    """
    ends = np.asarray(edges, dtype=np.intp).reshape(-1, 2)
    start, along = points[ends[:, 0]], points[ends[:, 1]] - points[ends[:, 0]]
    along = np.where(along == 0, 1e-9, along)
    own = np.asarray(owner, dtype=np.intp)[ends]
    count = 0
    for index, box in enumerate(boxes):
        low, high = (box[:2] - start) / along, (box[2:] - start) / along
        enter = np.minimum(low, high).max(axis=1)
        leave = np.maximum(low, high).min(axis=1)
        is_through = (np.maximum(enter, 0.0) < np.minimum(leave, 1.0)) & (own != index).all(axis=1)
        count += int(np.count_nonzero(is_through))
    return count


def _side(a: Array, b: Array, points: Array) -> Array:
    """Sign: on which side of the line from a to b each point lies."""
    side: Array = np.sign((b[0] - a[0]) * (points[:, 1] - a[1]) - (b[1] - a[1]) * (points[:, 0] - a[0]))
    return side


def _turn(c: Array, d: Array, point: Array) -> Array:
    """Sign: on which side of each line from c to d the point lies."""
    turn: Array = np.sign((d[:, 0] - c[:, 0]) * (point[1] - c[:, 1]) - (d[:, 1] - c[:, 1]) * (point[0] - c[:, 0]))
    return turn
