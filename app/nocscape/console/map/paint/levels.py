"""Links and frames in levels: a link passes below the frames that stand between its ends.

A core switch with hundreds of links would cover all that stands in their way. A link is drawn before the frames that
are around one of its ends alone, or around none; they lie on it like frosted glass. Within the frames of its own ends
it is drawn again, on top.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nocscape.console.map.camera import FAR, Camera
from nocscape.console.map.paint.links import Segments
from nocscape.console.map.scene.groups import GroupTable
from nocscape.console.map.scene.links import LinkTable
from nocscape.console.map.scene.ways import FIRST, SECOND, WHOLE

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
_HALF_WAY = 0.5


def by_level(seen: Segments, links: LinkTable, groups: GroupTable) -> list[Segments]:
    """Links by how many frames are around both of their ends; bent ones go around frames, so they are on top."""
    levels = groups.above.shape[1]
    if not levels or not len(seen.rows):
        return [seen] * (levels + 1)
    level = groups.shared(links.a[seen.rows], links.b[seen.rows])
    if seen.half is not None:
        level[seen.half != WHOLE] = levels
    return [_at(seen, np.flatnonzero(level == one)) for one in range(levels + 1)]


def inner_ends(seen: Segments, level: int, links: LinkTable, groups: GroupTable, camera: Camera) -> Segments:
    """The parts of links of one level that lie in a frame around one of their ends alone."""
    corners = camera.to_view(groups.frames.reshape(-1, 2)).reshape(-1, 4)
    whole = np.hypot(*(seen.end - seen.start).T)
    parts: list[tuple[Rows, Array, Array, int]] = []
    for node, own, other, near, far in (
        (links.a, seen.start, seen.end, FIRST, SECOND),
        (links.b, seen.end, seen.start, SECOND, FIRST),
    ):
        frame = groups.above[node[seen.rows], level]
        at = np.flatnonzero(frame >= 0)
        start, along = own[at], other[at] - own[at]
        leaves = _leaving(start, along, corners[frame[at]])[:, None]
        middle = start + along * np.minimum(leaves, _HALF_WAY)
        parts.append((at, start, middle, near))
        beyond = np.flatnonzero(leaves[:, 0] > _HALF_WAY)
        parts.append((at[beyond], middle[beyond], (start + along * leaves)[beyond], far))
    half = np.concatenate([np.full(len(at), half, dtype=np.int8) for at, _, _, half in parts])
    places = np.concatenate([part[0] for part in parts])
    start, end = (np.concatenate([part[i] for part in parts]) for i in (1, 2))
    return Segments(seen.rows[places], start, end, half if camera.scale > FAR else None, whole[places], seen.is_crowded)


def joined(seen: Segments, ends: Segments) -> Segments:
    """Links and ends of others, to be drawn at once."""
    if not len(ends.rows):
        return seen
    half = seen.half if seen.half is not None else np.zeros(len(seen.rows), dtype=np.int8)
    length = seen.length if seen.length is not None else np.hypot(*(seen.end - seen.start).T)
    return Segments(
        np.concatenate([seen.rows, ends.rows]),
        np.concatenate([seen.start, ends.start]),
        np.concatenate([seen.end, ends.end]),
        np.concatenate([half, ends.half]) if ends.half is not None else None,
        np.concatenate([length, ends.length]) if ends.length is not None else None,
        seen.is_crowded,
    )


def _leaving(start: Array, along: Array, corners: Array) -> Array:
    """The share of its way at which a line that begins in a rectangle leaves it."""
    edges = np.where(along > 0, corners[:, 2:], corners[:, :2]) - start
    reached = np.full_like(along, np.inf)
    np.divide(edges, along, out=reached, where=along != 0)
    shares: Array = np.clip(reached.min(axis=1), 0.0, 1.0)
    return shares


def _at(seen: Segments, at: Rows) -> Segments:
    half = seen.half[at] if seen.half is not None else None
    return Segments(seen.rows[at], seen.start[at], seen.end[at], half, is_crowded=seen.is_crowded)
