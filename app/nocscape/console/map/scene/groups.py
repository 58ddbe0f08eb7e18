"""All groups of a map: their frames, and how many nodes of which state are in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from nocscape.console.map.camera import Rect
from nocscape.console.map.geometry import (
    CHIP_BAND,
    FRAME_BOTTOM,
    FRAME_HEADER,
    FRAME_LEAST,
    FRAME_SIDE,
    FRAME_TOP,
    NODE_HEIGHT,
)
from nocscape.console.map.scene.nodes import STATUSES, NodeTable
from nocscape.console.map.scene.short_titles import short_titles
from nocscape.model.mapdoc import Group

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

_MOST_NESTED = 8


class GroupTable:
    """A row for each group that has nodes, outer ones before those inside them.

    `numbers` counts nodes by their code in `STATUSES`, `worst` is the code of the worst state. `depths` counts the
    frames around each, and `above` has the frames around each node, the outermost first, -1 beyond the innermost.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.titles: list[str] = []
        self.short: list[str] = []
        """What tells each title from others, empty where that is all of it."""
        self.row: dict[str, int] = {}
        self.frames: Array = np.empty((0, 4))
        self.counts: npt.NDArray[np.intp] = np.empty((0, len(STATUSES)), dtype=np.intp)
        self.numbers: list[tuple[int, ...]] = []
        self.worst: npt.NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self.depths: npt.NDArray[np.int8] = np.empty(0, dtype=np.int8)
        self.above: npt.NDArray[np.int32] = np.empty((0, 0), dtype=np.int32)
        self._member_rows: npt.NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._member_groups: npt.NDArray[np.intp] = np.empty(0, dtype=np.intp)

    def __len__(self) -> int:
        return len(self.ids)

    def fill(self, groups: Mapping[str, Group], nodes: NodeTable, of: Sequence[str | None] | None = None) -> None:
        """Begin anew: who is in which group, and in the groups around it; `of` names others than the nodes' own."""
        chains = {group: around(group, groups) for group in groups}
        pairs = [
            (row, outer)
            for row, group in enumerate(nodes.group if of is None else of)
            if group is not None and group in chains
            for outer in chains[group]
        ]
        used = {group for _, group in pairs}
        self.ids = sorted(
            used, key=lambda group: (len(chains[group]), _levels(chains[group], groups), groups[group].title, group)
        )
        self.titles = [groups[group].title for group in self.ids]
        short = short_titles(self.titles)
        self.short = [short.get(title, "") for title in self.titles]
        self.row = {group: i for i, group in enumerate(self.ids)}
        self._member_rows = np.fromiter((row for row, _ in pairs), dtype=np.intp, count=len(pairs))
        self._member_groups = np.fromiter((self.row[g] for _, g in pairs), dtype=np.intp, count=len(pairs))
        self._nested = np.array([_depth_below(group, used, chains) for group in self.ids], dtype=np.float64)
        self.depths = np.array([len(chains[group]) - 1 for group in self.ids], dtype=np.int8)
        self.above = np.full((len(nodes), int(self.depths.max(initial=-1)) + 1), -1, dtype=np.int32)
        self.above[self._member_rows, self.depths[self._member_groups]] = self._member_groups
        self.count(nodes)

    def count(self, nodes: NodeTable) -> None:
        """Read states anew."""
        kinds = len(STATUSES)
        cells = self._member_groups * kinds + nodes.status[self._member_rows]
        self.counts = np.bincount(cells, minlength=len(self) * kinds).reshape(len(self), kinds)
        self.numbers = [tuple(row) for row in self.counts.tolist()]
        has_any = self.counts > 0
        self.worst = kinds - 1 - np.argmax(has_any[:, ::-1], axis=1)

    def frame(self, nodes: NodeTable, xy: Array, without: Mask | None = None) -> Array:
        """Left, top, right and bottom of every frame with nodes at `xy`, in scene units.

        Nodes marked in `without` are not counted; a group of which none is left has a frame that holds no point.
        """
        frames = np.empty((len(self), 4))
        frames[:, :2], frames[:, 2:] = np.inf, -np.inf
        rows, groups = self._member_rows, self._member_groups
        if without is not None:
            counted = ~without[rows]
            rows, groups = rows[counted], groups[counted]
        x, y = xy[rows, 0], xy[rows, 1]
        half = nodes.half_width[rows]
        np.minimum.at(frames[:, 0], groups, x - half)
        np.minimum.at(frames[:, 1], groups, y - CHIP_BAND / 2)
        np.maximum.at(frames[:, 2], groups, x + half)
        np.maximum.at(frames[:, 3], groups, y - CHIP_BAND / 2 + NODE_HEIGHT)
        if len(self):
            around = self._nested[:, None] * (FRAME_SIDE / 2, FRAME_HEADER, FRAME_SIDE / 2, FRAME_BOTTOM)
            frames += (np.array((FRAME_SIDE, FRAME_TOP, FRAME_SIDE, FRAME_BOTTOM)) + around) * (-1, -1, 1, 1)
            lacking = np.maximum(0.0, FRAME_LEAST - (frames[:, 2] - frames[:, 0])) / 2
            lacking[~np.isfinite(lacking)] = 0.0
            frames[:, 0] -= lacking
            frames[:, 2] += lacking
        return frames

    def shared(self, one: npt.NDArray[np.intp], other: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """How many frames are around both nodes of each pair."""
        own = self.above[one]
        is_alike = (own == self.above[other]) & (own >= 0)
        count: npt.NDArray[np.intp] = np.cumprod(is_alike, axis=1, dtype=np.intp).sum(axis=1)
        return count

    def members(self, group: str) -> list[int]:
        """Rows of the nodes in a group and in the groups inside it."""
        row = self.row.get(group)
        return [] if row is None else [int(one) for one in self._member_rows[self._member_groups == row]]

    def touching(self, nodes: Mask) -> list[int]:
        """Rows of the groups that have any of these nodes."""
        return [int(row) for row in np.unique(self._member_groups[nodes[self._member_rows]])]

    def rect(self, row: int) -> Rect:
        """The frame of a group."""
        left, top, right, bottom = self.frames[row].tolist()
        return Rect(left, top, right, bottom)


def around(group: str, groups: Mapping[str, Group]) -> list[str]:
    """The group itself and those around it, inner ones first; a circle in a damaged document ends it."""
    chain: list[str] = []
    at: str | None = group
    while at is not None and at in groups and at not in chain and len(chain) < _MOST_NESTED:
        chain.append(at)
        at = groups[at].parent
    return chain


def _levels(chain: list[str], groups: Mapping[str, Group]) -> list[int]:
    """The levels of a group and of those around it, the outermost first: frames go up with the frame around them."""
    return [groups[group].z for group in reversed(chain)]


def _depth_below(group: str, used: set[str], chains: Mapping[str, list[str]]) -> int:
    """How many frames are nested inside this one."""
    return max((chains[other].index(group) for other in used if group in chains[other]), default=0)
