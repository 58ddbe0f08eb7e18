"""Links that do not go straight: their points, worked out from the ends alone, so that they go where nodes go.

The halves of a way are kept apart, since each has the colour of the load in its own direction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from nocscape.model.mapdoc import MapDocument
from nocscape.model.mapparts import CANVAS, Bend, Canvas, LinkWay, Route
from nocscape.model.net import LinkId

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
Halves = npt.NDArray[np.int8]

WHOLE, FIRST, SECOND = 0, 1, 2
"""Which part of its link a segment is."""

_STEPS = 16
_BOW = 0.16
"""How far a curve without bends lies off the straight line, in lengths of it."""


class Ways:
    """Which rows of a `LinkTable` do not go straight, and how."""

    def __init__(self) -> None:
        self.default = Route.STRAIGHT
        self.of: dict[int, LinkWay] = {}
        self.is_bent: npt.NDArray[np.bool_] = np.empty(0, dtype=bool)
        self.has_any = False
        self._reach = np.empty(0)

    def take(self, document: MapDocument, row: Mapping[LinkId, int]) -> None:
        """Follow a document; `row` are the links that are on the map."""
        canvas = document.parts.get(CANVAS)
        self.default = canvas.route if isinstance(canvas, Canvas) else Route.STRAIGHT
        ways = (part for part in document.parts.values() if isinstance(part, LinkWay))
        self.of = {row[way.link]: way for way in ways if way.link in row}
        self.is_bent = np.full(len(row), self.default is not Route.STRAIGHT)
        self._reach = np.full(len(row), _REACH[self.default])
        for at, way in self.of.items():
            self.is_bent[at] = way.route is not Route.STRAIGHT or bool(way.bends)
            self._reach[at] = _own_reach(way)
        self.has_any = bool(self.is_bent.any())

    def path(self, row: int, start: Sequence[float], end: Sequence[float]) -> Array:
        """The points of one link between these ends."""
        way = self.of.get(row)
        ends = np.array([start, end], dtype=np.float64)
        if way is None:
            return path(ends[0], ends[1], self.default, ())
        return path(ends[0], ends[1], way.route, way.bends)

    def reach(self, length: Array, rows: Rows | None = None) -> Array:
        """How far these links, of that length from end to end, may lie outside the box around their ends."""
        shares = self._reach if rows is None else self._reach[rows]
        far: Array = shares * length
        return far

    def label_at(self, row: int) -> float:
        """Where on its way the words of a link stand."""
        way = self.of.get(row)
        return way.label_at if way is not None else 0.5

    def expand(self, rows: Rows, start: Array, end: Array) -> tuple[Rows, Array, Array, Halves]:
        """Every straight piece of these links, with which half of its link it is."""
        bent = self.is_bent[rows]
        straight = ~bent
        parts: list[tuple[Rows, Array, Array, Halves]] = [
            (rows[straight], start[straight], end[straight], np.zeros(int(straight.sum()), dtype=np.int8))
        ]
        own = np.array([int(row) in self.of for row in rows.tolist()], dtype=bool) & bent
        plain = bent & ~own
        if plain.any():
            parts.append(_pieces(rows[plain], _paths(start[plain], end[plain], self.default)))
        for at in np.flatnonzero(own).tolist():
            line = self.path(int(rows[at]), start[at].tolist(), end[at].tolist())
            parts.append(_pieces(rows[at : at + 1], halved(line)[None, :, :]))
        return (
            np.concatenate([part[0] for part in parts]),
            np.concatenate([part[1] for part in parts]),
            np.concatenate([part[2] for part in parts]),
            np.concatenate([part[3] for part in parts]),
        )


_REACH = {Route.STRAIGHT: 0.0, Route.ORTHOGONAL: 0.0, Route.CURVED: _BOW}


def _own_reach(way: LinkWay) -> float:
    """In lengths of the link; curves run over their bends a little."""
    off = max((max(-bend.along, bend.along - 1.0, 0.0) + abs(bend.across) for bend in way.bends), default=0.0)
    return off * (1.5 if way.route is Route.CURVED else 1.0) + _REACH[way.route]


def path(start: Array, end: Array, route: Route, bends: Sequence[Bend]) -> Array:
    """The points of a way, ends included."""
    if not bends:
        whole: Array = _paths(start[None], end[None], route)[0]
        return whole
    along = end - start
    across = np.array((-along[1], along[0]))
    points = np.array([start, *(start + along * bend.along + across * bend.across for bend in bends), end])
    if route is Route.ORTHOGONAL:
        return _elbows(points)
    return _smooth(points) if route is Route.CURVED else points


def bend_at(start: Array, end: Array, point: Array) -> Bend:
    """The bend that lies at a point."""
    along = end - start
    length = max(float(along @ along), 1e-9)
    across = np.array((-along[1], along[0]))
    off = point - start
    return Bend(round(float(off @ along) / length, 4), round(float(off @ across) / length, 4))


def point_at(line: Array, share: float) -> Array:
    """The point at a share of the length of a line."""
    lengths = np.hypot(*(line[1:] - line[:-1]).T)
    ends = np.cumsum(lengths)
    wanted = share * float(ends[-1])
    leg = min(int(np.searchsorted(ends, wanted)), len(lengths) - 1)
    rest = (wanted - (float(ends[leg]) - float(lengths[leg]))) / max(float(lengths[leg]), 1e-9)
    spot: Array = line[leg] + (line[leg + 1] - line[leg]) * rest
    return spot


def share_at(line: Array, point: Sequence[float]) -> float:
    """The share of the length of a line at which it is nearest to a point."""
    start, along = line[:-1], line[1:] - line[:-1]
    lengths = np.hypot(*along.T)
    shares = np.clip(((np.array(point) - start) * along).sum(axis=1) / np.maximum(lengths**2, 1e-9), 0.0, 1.0)
    away = np.hypot(*(start + along * shares[:, None] - np.array(point)).T)
    leg = int(np.argmin(away))
    whole = float(lengths.sum())
    return (float(lengths[:leg].sum()) + float(shares[leg] * lengths[leg])) / whole if whole else 0.5


def halved(line: Array) -> Array:
    """The same line with its middle as a point at position `len // 2`; shorter halves repeat a point."""
    middle = point_at(line, 0.5)
    lengths = np.cumsum(np.hypot(*(line[1:] - line[:-1]).T))
    leg = min(int(np.searchsorted(lengths, float(lengths[-1]) / 2)), len(line) - 2)
    first, second = [*line[: leg + 1], middle], [middle, *line[leg + 1 :]]
    size = max(len(first), len(second))
    first = [first[0]] * (size - len(first)) + first
    second = second + [second[-1]] * (size - len(second))
    return np.array([*first, *second[1:]])


def _paths(start: Array, end: Array, route: Route) -> Array:
    """Points of ways without bends, a row for each; the middle one is half way."""
    middle = (start + end) / 2
    if route is Route.ORTHOGONAL:
        is_level = (np.abs(end[:, 0] - start[:, 0]) >= np.abs(end[:, 1] - start[:, 1]))[:, None]
        level_first = np.stack([middle[:, 0], start[:, 1]], axis=1)
        upright_first = np.stack([start[:, 0], middle[:, 1]], axis=1)
        level_last = np.stack([middle[:, 0], end[:, 1]], axis=1)
        upright_last = np.stack([end[:, 0], middle[:, 1]], axis=1)
        one, other = np.where(is_level, level_first, upright_first), np.where(is_level, level_last, upright_last)
        return np.stack([start, one, middle, other, end], axis=1)
    if route is Route.CURVED:
        along = end - start
        knot = middle + 2 * _BOW * np.stack([-along[:, 1], along[:, 0]], axis=1)
        t = np.linspace(0.0, 1.0, _STEPS + 1)[None, :, None]
        curve: Array = start[:, None] * (1 - t) ** 2 + knot[:, None] * 2 * t * (1 - t) + end[:, None] * t**2
        return curve
    return np.stack([start, middle, end], axis=1)


def _pieces(rows: Rows, paths: Array) -> tuple[Rows, Array, Array, Halves]:
    """Pieces of lines that all have as many points, the middle one being half way."""
    count = paths.shape[1] - 1
    halves = np.where(np.arange(count) < count // 2, FIRST, SECOND).astype(np.int8)
    start, end = paths[:, :-1].reshape(-1, 2), paths[:, 1:].reshape(-1, 2)
    return np.repeat(rows, count), start, end, np.tile(halves, len(rows))


def _elbows(points: Array) -> Array:
    """From point to point level first, then upright."""
    line = [points[0]]
    for after in points[1:]:
        line += [np.array((after[0], line[-1][1])), after]
    return np.array(line)


def _smooth(points: Array) -> Array:
    """A curve through all points (Catmull-Rom)."""
    around = np.concatenate([points[:1], points, points[-1:]])
    t = np.linspace(0.0, 1.0, _STEPS + 1)[:-1, None]
    legs = []
    for p0, p1, p2, p3 in zip(around, around[1:], around[2:], around[3:], strict=False):
        cubic = -p0 + 3 * p1 - 3 * p2 + p3
        legs.append(p1 + 0.5 * (t * (p2 - p0) + t**2 * (2 * p0 - 5 * p1 + 4 * p2 - p3) + t**3 * cubic))
    return np.concatenate([*legs, points[-1:]])
