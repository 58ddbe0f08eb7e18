"""Places for devices that come later, beside what they are linked to; whatever has a place keeps it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from nocscape.console.map.geometry import CHIP_BAND, FRAME_BOTTOM, FRAME_SIDE, FRAME_TOP, NODE_HEIGHT
from nocscape.console.map.layouts.graph import Neighbours, Places, Plan, neighbours
from nocscape.console.map.layouts.tiers import rank
from nocscape.model.net import DeviceId

Array = npt.NDArray[np.float64]

_STEP_X, _STEP_Y = 20.0, 20.0
_REACHES = (6, 14, 34, 80)
"""How many steps around the wish are looked at, again with more where all is taken."""

_CLEAR_X, _CLEAR_Y = 18.0, 26.0
_ROW = NODE_HEIGHT + 34.0
_FAR = 2.5
"""A step up or down counts as that many across: rows are kept where there is room."""

_FEW = 12
_ASPECT = 1.7
_LOOSE_STEP = 110.0
_BAD = 1e6


class Frame(msgspec.Struct, frozen=True):
    """A group's frame as it stands: left, top, right, bottom."""

    group: str
    left: float
    top: float
    right: float
    bottom: float


def nearby(plan: Plan, placed: Mapping[DeviceId, tuple[float, float]], frames: Sequence[Frame] = ()) -> Places:
    """Places for the vertices of `plan` that `placed` does not name."""
    near = neighbours(len(plan.vertices), plan.edges)
    table = _Table(plan, near, placed, frames)
    waiting = [one for one, vertex in enumerate(plan.vertices) if vertex.id not in placed]
    waiting.sort(key=lambda one: (rank(plan.vertices[one].kind), -len(near[one]), plan.vertices[one].name))
    places: Places = {}
    for one in _reached_first(waiting, near, table):
        x, y = table.find(one, table.wish(one))
        table.put(one, x, y)
        places[plan.vertices[one].id] = (x, y)
    return places


def clear_of(plan: Plan, wishes: Places, held: Mapping[DeviceId, tuple[float, float]]) -> Places:
    """`wishes`, but what would lie on something that is `held` stands in the free place that is nearest.

    Where far too much would, all of it goes below what is held: a drawing strewn among others is none.
    """
    boxes = np.array([_box(*wishes[v.id], v.width) for v in plan.vertices if v.id in wishes]).reshape(-1, 4)
    fixed = np.array([_box(*held[v.id], v.width) for v in plan.vertices if v.id in held]).reshape(-1, 4)
    is_close = (fixed[:, 0] < boxes[:, 2].max()) & (fixed[:, 2] > boxes[:, 0].min())
    is_covered = _is_covered(boxes, fixed[is_close])
    order = [one for one, vertex in enumerate(plan.vertices) if vertex.id in wishes]
    crowded = [one for one, is_bad in zip(order, is_covered.tolist(), strict=True) if is_bad]
    if not crowded:
        return wishes
    if len(crowded) > max(_FEW, len(wishes) // 3):
        down = float(fixed[:, 3].max() - boxes[:, 1].min()) + 2 * _ROW
        return {device: (x, round(y + down)) for device, (x, y) in wishes.items()}
    ids = {plan.vertices[one].id for one in crowded}
    placed = {**{device: spot for device, spot in wishes.items() if device not in ids}, **held}
    table = _Table(plan, neighbours(len(plan.vertices), plan.edges), placed, ())
    places = dict(wishes)
    for one in crowded:
        vertex = plan.vertices[one]
        places[vertex.id] = table.find(one, wishes[vertex.id])
        table.put(one, *places[vertex.id])
    return places


def _reached_first(waiting: Sequence[int], near: Neighbours, table: _Table) -> list[int]:
    """What is linked to something placed comes before what is linked to that, and so on; the rest at the end."""
    left = dict.fromkeys(waiting)
    queue = [one for one in waiting if any(other in table.at for other in near[one])]
    for one in queue:
        left.pop(one, None)
        queue += [other for other in near[one] if left.pop(other, 0) is None]
    return list(dict.fromkeys([*queue, *left]))


class _Table:
    """Boxes that are taken, and the search for a free one."""

    def __init__(
        self, plan: Plan, near: Neighbours, placed: Mapping[DeviceId, tuple[float, float]], frames: Sequence[Frame]
    ) -> None:
        self.plan = plan
        self.near = near
        self.last_loose: tuple[float, float] | None = None
        """The rightmost of the lowest row of those that are linked to nothing."""
        self.at: dict[int, tuple[float, float]] = {}
        self.boxes = np.empty((len(plan.vertices), 4))
        self.count = 0
        self.frames = {f.group: np.array((f.left, f.top, f.right, f.bottom)) for f in frames}
        self.members: defaultdict[str, list[int]] = defaultdict(list)
        for one, vertex in enumerate(plan.vertices):
            if vertex.id in placed:
                self.put(one, *placed[vertex.id])

    def put(self, one: int, x: float, y: float) -> None:
        """Take a place."""
        vertex = self.plan.vertices[one]
        self.at[one] = (x, y)
        self.boxes[self.count] = _box(x, y, vertex.width)
        self.count += 1
        if not self.near[one] and vertex.group is None:
            self._note_loose(x, y)
        if vertex.group is not None:
            self.members[vertex.group].append(one)
            self.frames[vertex.group] = self._grown(vertex.group, _box(x, y, vertex.width))

    def _note_loose(self, x: float, y: float) -> None:
        last = self.last_loose
        if last is None or y > last[1] + _ROW / 2 or (abs(y - last[1]) <= _ROW / 2 and x > last[0]):
            self.last_loose = (x, y)

    def wish(self, one: int) -> tuple[float, float]:
        """Below what carries it, above what it carries, beside its like; else with its group; else in a block below."""
        vertex = self.plan.vertices[one]
        around = [other for other in self.near[one] if other in self.at]
        if around:
            own = rank(vertex.kind)
            steps = [_step(own, rank(self.plan.vertices[other].kind)) for other in around]
            x = sum(self.at[other][0] for other in around) / len(around)
            y = sum(self.at[other][1] + step * _ROW for other, step in zip(around, steps, strict=True)) / len(around)
            return x, y
        if vertex.group is not None and self.members[vertex.group]:
            frame = self.frames[vertex.group]
            return float(frame[0] + frame[2]) / 2, float(frame[3]) - FRAME_BOTTOM - NODE_HEIGHT + CHIP_BAND / 2
        return self._loose_wish(vertex.width)

    def _loose_wish(self, width: float) -> tuple[float, float]:
        """At the end of the lowest row of what is linked to nothing; a new row where that one is as long as a screen's
        shape allows."""
        if not self.count:
            return 0.0, 0.0
        taken = self.boxes[: self.count]
        (left, top), (right, bottom) = taken[:, :2].min(axis=0).tolist(), taken[:, 2:].max(axis=0).tolist()
        longest = max(right - left, _ASPECT * (bottom - top))
        if self.last_loose is None:
            return left + width / 2, bottom + 2 * _ROW
        x, y = self.last_loose
        if x + _LOOSE_STEP + width <= left + longest:
            return x + _LOOSE_STEP, y
        return left + width / 2, y + _ROW

    def find(self, one: int, wish: tuple[float, float]) -> tuple[float, float]:
        """The free place that is nearest to the wish."""
        best = wish
        for reach in _REACHES:
            spots, costs = self._spots(one, wish, reach)
            first = int(np.argmin(costs))
            best = (float(spots[first, 0]), float(spots[first, 1]))
            if costs[first] < _BAD:
                break
        return best

    def _spots(self, one: int, wish: tuple[float, float], reach: int) -> tuple[Array, Array]:
        x0, y0 = round(wish[0] / 2) * 2.0, round(wish[1] / 2) * 2.0
        steps = np.arange(-reach, reach + 1)
        dx, dy = (grid.ravel() for grid in np.meshgrid(steps * _STEP_X, steps * _STEP_Y))
        spots = np.stack([x0 + dx, y0 + dy], axis=1)
        costs = np.abs(dx) + np.abs(dy) * _FAR
        vertex = self.plan.vertices[one]
        boxes = np.stack(
            [
                spots[:, 0] - vertex.width / 2 - _CLEAR_X,
                spots[:, 1] - CHIP_BAND / 2 - _CLEAR_Y,
                spots[:, 0] + vertex.width / 2 + _CLEAR_X,
                spots[:, 1] + NODE_HEIGHT - CHIP_BAND / 2 + _CLEAR_Y,
            ],
            axis=1,
        )
        costs += _BAD * _is_covered(boxes, self._close(boxes))
        costs += _BAD / 2 * _is_covered(boxes, self._foreign(vertex.group))
        if vertex.group is not None:
            costs += _BAD / 2 * self._bumps(vertex.group, boxes)
        return spots, costs

    def _close(self, boxes: Array) -> Array:
        taken = self.boxes[: self.count]
        left, top, right, bottom = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
        is_close = (taken[:, 0] < right) & (taken[:, 2] > left) & (taken[:, 1] < bottom) & (taken[:, 3] > top)
        close: Array = taken[is_close]
        return close

    def _foreign(self, group: str | None) -> Array:
        return np.array([frame for other, frame in self.frames.items() if other != group]).reshape(-1, 4)

    def _bumps(self, group: str, boxes: Array) -> npt.NDArray[np.bool_]:
        """Where the group's frame would run into another one if it grew around the box."""
        if group not in self.frames:
            return np.zeros(len(boxes), dtype=bool)
        own = self.frames[group]
        grown = np.stack(
            [
                np.minimum(own[0], boxes[:, 0] - FRAME_SIDE),
                np.minimum(own[1], boxes[:, 1] - FRAME_TOP),
                np.maximum(own[2], boxes[:, 2] + FRAME_SIDE),
                np.maximum(own[3], boxes[:, 3] + FRAME_BOTTOM),
            ],
            axis=1,
        )
        return _is_covered(grown, self._foreign(group))

    def _grown(self, group: str, box: Array) -> Array:
        around: Array = box + np.array((-FRAME_SIDE, -FRAME_TOP, FRAME_SIDE, FRAME_BOTTOM))
        if group not in self.frames:
            return around
        own = self.frames[group]
        return np.array([*np.minimum(own[:2], around[:2]), *np.maximum(own[2:], around[2:])])


def _step(own: int, other: int) -> int:
    return (own > other) - (own < other)


def _box(x: float, y: float, width: float) -> Array:
    top = y - CHIP_BAND / 2
    return np.array((x - width / 2, top, x + width / 2, top + NODE_HEIGHT))


def _is_covered(boxes: Array, taken: Array) -> npt.NDArray[np.bool_]:
    """For each box, whether it overlaps any of `taken`."""
    covered = np.zeros(len(boxes), dtype=bool)
    for left, top, right, bottom in taken:
        covered |= (boxes[:, 0] < right) & (boxes[:, 2] > left) & (boxes[:, 1] < bottom) & (boxes[:, 3] > top)
    return covered
