"""Boxes of any size in rows by depth, branches side by side below what carries them, wrapped where a row gets too long.

Below the topmost row a graph falls into branches. Each is arranged by the same rule, so a tree is drawn as a tidy tree
and a meshed part as rows in a layered drawing; boxes never overlap.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nocscape.console.map.layouts.graph import components
from nocscape.console.map.layouts.spread import side_by_side, spread

_MOST_LEVELS = 120
_ROUNDS = 2
_MOST_SHELVES = 60
_BAND = 11.0
"""Height of the slices in which outlines are compared."""


class Item(NamedTuple):
    """A box with its row and its wish for a place among the others of that row."""

    width: float
    height: float
    depth: int
    key: float


class Gaps(NamedTuple):
    """Room between boxes; rows longer than `least_row` are wrapped so that the whole comes near to `aspect`.

    Boxes with nothing below them are wrapped at `least_leaves`; where that is shorter, their rows are staggered.
    """

    across: float
    down: float
    aspect: float
    least_row: float
    least_leaves: float


class Block(NamedTuple):
    """Boxes arranged together: the middle of each, measured from the top left corner."""

    middles: dict[int, tuple[float, float]]
    width: float
    height: float


def arrange(items: Sequence[Item], near: Sequence[set[int]], gaps: Gaps) -> Block:
    """Places for all boxes; unconnected parts stand side by side, what has no neighbour comes last."""
    work = _Arranger(items, near, gaps)
    parts = components(sorted(range(len(items)), key=lambda one: items[one].key), near)
    joined = sorted((p for p in parts if len(p) > 1), key=len, reverse=True)
    blocks = [work.tree(part, 0) for part in joined]
    if alone := [part[0] for part in parts if len(part) == 1]:
        blocks.append(work.rows(alone))
    return work.stack(work.shelves(blocks, gaps.least_row))


class _Arranger:
    def __init__(self, items: Sequence[Item], near: Sequence[set[int]], gaps: Gaps) -> None:
        self.items = items
        self.near = near
        self.gaps = gaps

    def tree(self, members: Sequence[int], level: int) -> Block:
        """The topmost row of a connected part over its branches."""
        highest = min(self.items[one].depth for one in members)
        top = sorted((one for one in members if self.items[one].depth == highest), key=self._key)
        rest = sorted((one for one in members if self.items[one].depth > highest), key=self._key)
        if not rest:
            return self.rows(top)
        if level >= _MOST_LEVELS:
            return self.rows([*top, *rest])
        branches = components(rest, self.near)
        branches.sort(key=lambda branch: self._branch_key(branch, top))
        blocks = [self.tree(branch, level + 1) for branch in branches]
        head = max(self.items[one].height for one in top) + self.gaps.down
        shelves = self.shelves(blocks, self._least(blocks), head)
        if len(shelves) > 1:
            blocks = [self.stack(shelves, is_staggered=self._is_leaves(blocks))]
        return self._over(top, blocks)

    def rows(self, members: Sequence[int]) -> Block:
        """Boxes in reading order, in as many rows as look well."""
        blocks = [self._alone(one) for one in members]
        is_bound = any(other in self.near[one] for one in members for other in members)
        least = self.gaps.least_row if is_bound else self.gaps.least_leaves
        return self.stack(self.shelves(blocks, least), is_staggered=self._is_leaves(blocks))

    def shelves(self, blocks: Sequence[Block], least: float, head: float = 0.0) -> list[list[Block]]:
        """Blocks in as many rows of about equal length as suit the wanted aspect below a `head` of that height.

        Up to a length of `least` they stand in one row.
        """
        total = sum(block.width + self.gaps.across for block in blocks)
        best, least_cost = [list(blocks)], math.inf
        if total <= least:
            return best
        for count in range(1, min(len(blocks), _MOST_SHELVES) + 1):
            shelves = self._split(blocks, total / count)
            width = max(sum(block.width + self.gaps.across for block in shelf) for shelf in shelves)
            height = head + sum(max(block.height for block in shelf) + self.gaps.down for shelf in shelves)
            cost = max(width / self.gaps.aspect, height)
            if cost < least_cost:
                best, least_cost = shelves, cost
            if height > width / self.gaps.aspect:
                break
        return best

    def _split(self, blocks: Sequence[Block], length: float) -> list[list[Block]]:
        shelves: list[list[Block]] = []
        filled = 0.0
        for block in blocks:
            if (filled + block.width / 2) // length >= len(shelves):
                shelves.append([])
            shelves[-1].append(block)
            filled += block.width + self.gaps.across
        return shelves

    def stack(self, shelves: Sequence[Sequence[Block]], *, is_staggered: bool = False) -> Block:
        """Shelves below each other, centred; staggered ones leave lines a way through to the next shelf."""
        lefts = [self._packed(shelf) for shelf in shelves]
        widths = [
            max((left + block.width for left, block in zip(at, shelf, strict=True)), default=0.0)
            for at, shelf in zip(lefts, shelves, strict=True)
        ]
        shift = (shelves[0][0].width + self.gaps.across) / 2 if is_staggered and len(shelves) > 1 else 0.0
        widest = max(widths, default=0.0) + shift
        middles: dict[int, tuple[float, float]] = {}
        y = 0.0
        for row, (shelf, width) in enumerate(zip(shelves, widths, strict=True)):
            first = (row % 2) * shift if is_staggered else (widest - width) / 2
            for block, left in zip(shelf, lefts[row], strict=True):
                middles |= _moved(block, first + left, y)
            y += max(block.height for block in shelf) + self.gaps.down
        return Block(middles, widest, max(0.0, y - self.gaps.down))

    def _packed(self, blocks: Sequence[Block]) -> list[float]:
        """Left sides of blocks beside each other as close as their outlines allow (Reingold, Tilford 1981)."""
        reach: dict[int, float] = {}
        lefts: list[float] = []
        for block in blocks:
            outline = self._outline(block)
            left = max((reach[band] + self.gaps.across - low for band, low, _ in outline if band in reach), default=0.0)
            lefts.append(max(left, lefts[-1]) if lefts else 0.0)
            for band, _, high in outline:
                reach[band] = max(reach.get(band, -math.inf), lefts[-1] + high)
        return lefts

    def _outline(self, block: Block) -> list[tuple[int, float, float]]:
        """From left to right in every slice that each box of a block covers."""
        outline: list[tuple[int, float, float]] = []
        for one, (x, y) in block.middles.items():
            half, top, height = self.items[one].width / 2, y - self.items[one].height / 2, self.items[one].height
            bands = range(math.floor(top / _BAND), math.ceil((top + height) / _BAND))
            outline += [(band, x - half, x + half) for band in bands]
        return outline

    def _over(self, top: Sequence[int], blocks: Sequence[Block]) -> Block:
        below = self.stack([blocks])
        room = sum(self.items[one].width + self.gaps.across for one in top)
        if room > 1.5 * max(below.width, self.gaps.least_row):
            head = self.rows(top)
            return self.stack([[head], [below]])
        height = max(self.items[one].height for one in top)
        tops, lefts = self._settle(top, blocks)
        middles = {one: (x, height / 2) for one, x in zip(top, tops, strict=True)}
        for block, left in zip(blocks, lefts, strict=True):
            middles |= _moved(block, left, height + self.gaps.down)
        return self._framed(middles, height + self.gaps.down + below.height)

    def _settle(self, top: Sequence[int], blocks: Sequence[Block]) -> tuple[list[float], list[float]]:
        """X of the middles of the top row and of the left sides of the blocks, each side pulled by the other."""
        ties = [self._ties(top, block) for block in blocks]
        widths = [block.width for block in blocks]
        closest = [left + width / 2 for left, width in zip(self._packed(blocks), widths, strict=True)]
        middles = list(closest)
        tops: list[float] = []
        for turn in range(_ROUNDS):
            lefts = [m - w / 2 for m, w in zip(middles, widths, strict=True)]
            tops = self._pulled_tops(
                top, ties, lefts, (min(lefts), max(m + w / 2 for m, w in zip(middles, widths, strict=True)))
            )
            if len(top) == 1 or turn == _ROUNDS - 1:
                break
            wanted = [
                _mean([tops[t] - x for x, t in tie], m - w / 2) + w / 2
                for tie, m, w in zip(ties, middles, widths, strict=True)
            ]
            middles = spread(wanted, closest)
        return tops, [m - w / 2 for m, w in zip(middles, widths, strict=True)]

    def _pulled_tops(
        self,
        top: Sequence[int],
        ties: Sequence[list[tuple[float, int]]],
        lefts: Sequence[float],
        span: tuple[float, float],
    ) -> list[float]:
        pulls: list[list[float]] = [[] for _ in top]
        for tie, left in zip(ties, lefts, strict=True):
            for x, t in tie:
                pulls[t].append(left + x)
        even = [span[0] + (span[1] - span[0]) * (i + 0.5) / len(top) for i in range(len(top))]
        wanted = [_mean(pull, fallback) for pull, fallback in zip(pulls, even, strict=True)]
        return spread(wanted, side_by_side([self.items[one].width for one in top], self.gaps.across))

    def _ties(self, top: Sequence[int], block: Block) -> list[tuple[float, int]]:
        """Where in the block an edge ends, and which of the top row is at its other end."""
        index = {one: t for t, one in enumerate(top)}
        return [
            (x, index[other]) for one, (x, _) in block.middles.items() for other in self.near[one] if other in index
        ]

    def _framed(self, middles: dict[int, tuple[float, float]], height: float) -> Block:
        left = min(x - self.items[one].width / 2 for one, (x, _) in middles.items())
        right = max(x + self.items[one].width / 2 for one, (x, _) in middles.items())
        return Block({one: (x - left, y) for one, (x, y) in middles.items()}, right - left, height)

    def _least(self, blocks: Sequence[Block]) -> float:
        return self.gaps.least_leaves if self._is_leaves(blocks) else self.gaps.least_row

    def _is_leaves(self, blocks: Sequence[Block]) -> bool:
        return self.gaps.least_leaves < self.gaps.least_row and all(len(block.middles) == 1 for block in blocks)

    def _alone(self, one: int) -> Block:
        item = self.items[one]
        return Block({one: (item.width / 2, item.height / 2)}, item.width, item.height)

    def _key(self, one: int) -> float:
        return self.items[one].key

    def _branch_key(self, branch: Iterable[int], top: Sequence[int]) -> float:
        tied = set().union(*(self.near[one] for one in top))
        keys = [self.items[one].key for one in branch]
        return _mean([self.items[one].key for one in branch if one in tied], sum(keys) / len(keys))


def _moved(block: Block, x: float, y: float) -> dict[int, tuple[float, float]]:
    return {one: (left + x, top + y) for one, (left, top) in block.middles.items()}


def _mean(values: Sequence[float], fallback: float) -> float:
    return sum(values) / len(values) if values else fallback
