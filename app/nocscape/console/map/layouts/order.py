"""Order within rows by barycentres (Sugiyama, Tagawa, Toda 1981), keeping the best of several sweeps."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence

_SWEEPS = 12
_ROUNDS = 6
_MOST_COUNTED = 20_000
"""Edges beyond which crossings are not counted and the last sweep is taken."""


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
    for row in rows.values():
        row.sort(key=best.__getitem__)
    _exchange(rows, depth, near, best, {one: position for position, one in enumerate(first)})
    return best


def _exchange(
    rows: dict[int, list[int]],
    depth: Sequence[int],
    near: Sequence[set[int]],
    place: list[float],
    first: dict[int, int],
) -> None:
    """Exchange neighbours in a row where that crosses less, or as little and in the order to begin with."""
    if sum(map(len, near)) > 2 * _MOST_COUNTED:
        return
    for _ in range(_ROUNDS):
        has_changed = False
        for level, row in rows.items():
            for at in range(len(row) - 1):
                one, other = row[at], row[at + 1]
                ends = [
                    (
                        sorted(place[n] for n in near[one] if depth[n] == side),
                        [place[n] for n in near[other] if depth[n] == side],
                    )
                    for side in (level - 1, level + 1)
                ]
                now = sum(_inversions(left, right) for left, right in ends)
                then = sum(_inversions(sorted(right), left) for left, right in ends)
                if then < now or (then == now and first[other] < first[one]):
                    row[at], row[at + 1] = other, one
                    place[one], place[other] = place[other], place[one]
                    has_changed = True
        if not has_changed:
            return


def _inversions(left: Sequence[float], right: Sequence[float]) -> int:
    """Crossings of edges from two neighbours, the left one ending at `left` (sorted), the right one at `right`."""
    return sum(len(left) - bisect_right(left, end) for end in right)


def _number(row: Sequence[int], place: list[float]) -> None:
    for position, one in enumerate(row):
        place[one] = (position + 0.5) / len(row)


def _pull(one: int, level: int, depth: Sequence[int], near: Sequence[set[int]], place: Sequence[float]) -> float:
    """Mean place of the neighbours in the row `level`, which was numbered before."""
    pulls = [place[other] for other in near[one] if depth[other] == level]
    return sum(pulls) / len(pulls) if pulls else place[one]


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
