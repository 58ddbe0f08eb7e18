"""What is under the pointer.

Every question is one pass over arrays: at 10,000 nodes and 15,000 links it takes a fraction of a millisecond, less than
keeping a spatial index true while nodes move would cost (see `tests.benchmarks map`, part "hit test").
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nocscape.console.map.camera import FAR, Camera, Rect
from nocscape.console.map.geometry import CHIP_BAND, FRAME_HEADER, LABEL_BAND, NODE_HEIGHT, SIDES
from nocscape.console.map.scene.links import lane_px
from nocscape.console.map.scene.scene import Scene
from nocscape.console.map.scene.ways import point_at
from nocscape.model.net import DeviceId, LinkId

NEAR_LINK_PX = 7.0
LEAST_NODE_PX = 7.0
LEAST_HEADER_PX = 22.0
HANDLE_PX = 7.0
"""Half the side of the square in which the end of a link can be taken."""

_DIAGONAL = 0.62


def node_at(scene: Scene, camera: Camera, x: float, y: float) -> int | None:
    """Row of the node under a view pixel, the uppermost: its body, or its name where that is drawn."""
    nodes = scene.nodes
    if not len(nodes):
        return None
    sx, sy = camera.to_scene(x, y)
    dx, dy = nodes.xy[:, 0] - sx, nodes.xy[:, 1] - sy
    reach = np.maximum(nodes.side / 2, LEAST_NODE_PX / camera.scale)
    is_hit = (np.abs(dx) <= reach) & (np.abs(dy) <= reach)
    is_there = ~scene.folds.is_hidden
    is_hit &= is_there
    if not is_hit.any() and camera.scale > FAR:
        is_hit = _on_names(scene, -dx, -dy) & is_there
    hits = np.flatnonzero(is_hit)
    if not len(hits):
        return None
    return int(hits[np.lexsort((dx[hits] ** 2 + dy[hits] ** 2, -nodes.z[hits]))[0]])


def _on_names(scene: Scene, dx: npt.NDArray[np.float64], dy: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Whose name is that far from its middle: below, but for those that were put elsewhere."""
    nodes = scene.nodes
    is_hit: npt.NDArray[np.bool_] = (np.abs(dx) <= nodes.half_width) & (dy > 0) & (dy <= NODE_HEIGHT - CHIP_BAND / 2)
    for device, side in scene.label_sides.items():
        row = nodes.row[device]
        right, down = SIDES.get(side, SIDES["below"])
        half, wide = nodes.side[row] / 2, nodes.half_width[row]
        off_x, off_y = dx[row] - right * (half + wide), dy[row] - down * (half + LABEL_BAND / 2)
        is_hit[row] = side != "hidden" and abs(off_x) <= wide and abs(off_y) <= LABEL_BAND / 2
    return is_hit


def nodes_in(scene: Scene, rect: Rect) -> npt.NDArray[np.intp]:
    """Rows of the nodes whose middle is in a rectangle of the scene."""
    x, y = scene.nodes.xy[:, 0], scene.nodes.xy[:, 1]
    return np.flatnonzero((x >= rect.left) & (x <= rect.right) & (y >= rect.top) & (y <= rect.bottom))


def nodes_within(scene: Scene, corners: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """Rows of the nodes whose middle is inside a polygon of the scene."""
    return np.flatnonzero(inside(corners, scene.nodes.xy))


def inside(corners: npt.NDArray[np.float64], points: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which of some points are inside a polygon (even-odd rule)."""
    x, y = points[:, 0], points[:, 1]
    is_inside = np.zeros(len(points), dtype=bool)
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y1 != y2:
            is_inside ^= ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return is_inside


def link_at(scene: Scene, camera: Camera, x: float, y: float) -> int | None:
    """Row of the link under a view pixel, the nearest of several."""
    links = scene.links
    if not len(links):
        return None
    reach = NEAR_LINK_PX / camera.scale
    sx, sy = camera.to_scene(x, y)
    xy = scene.nodes.xy
    ax, ay, bx, by = xy[links.a, 0], xy[links.a, 1], xy[links.b, 0], xy[links.b, 1]
    far = reach + links.ways.reach(np.hypot(bx - ax, by - ay)) if links.ways.has_any else reach
    near = np.flatnonzero(
        (np.minimum(ax, bx) - far <= sx)
        & (np.maximum(ax, bx) + far >= sx)
        & (np.minimum(ay, by) - far <= sy)
        & (np.maximum(ay, by) + far >= sy)
    )
    if not len(near):
        return None
    ends = np.stack([ax[near], ay[near], bx[near], by[near]], axis=1) + _lane_shift(scene, camera, near)
    if links.ways.has_any:
        near, start, end, _ = links.ways.expand(near, ends[:, :2], ends[:, 2:])
        ends = np.concatenate([start, end], axis=1)
    distance = _distance(ends, sx, sy)
    best = int(np.argmin(distance))
    return int(near[best]) if distance[best] <= reach else None


def link_line(scene: Scene, camera: Camera, row: int) -> npt.NDArray[np.float64]:
    """The points of a link in the scene, parallel ones side by side."""
    nodes, links = scene.nodes, scene.links
    shift = _lane_shift(scene, camera, np.array([row]))[0].reshape(2, 2)
    start, end = nodes.xy[[links.a[row], links.b[row]]] + shift
    return links.ways.path(row, start.tolist(), end.tolist())


def bend_handles(scene: Scene, camera: Camera) -> list[tuple[float, float]]:
    """Where the bends of the selected link can be taken, in view pixels."""
    row = scene.links.row.get(scene.selected_link or "")
    way = scene.links.ways.of.get(row) if row is not None else None
    if row is None or way is None or not way.bends:
        return []
    line = link_line(scene, camera, row)
    along = line[-1] - line[0]
    across = np.array((-along[1], along[0]))
    return [camera.point(*(line[0] + along * b.along + across * b.across).tolist()) for b in way.bends]


def bend_at(scene: Scene, camera: Camera, x: float, y: float) -> int | None:
    """Which bend of the selected link is under a view pixel."""
    for number, (hx, hy) in enumerate(bend_handles(scene, camera)):
        if max(abs(hx - x), abs(hy - y)) <= HANDLE_PX:
            return number
    return None


class LinkEnd(NamedTuple):
    """One end of the selected link, which can be taken and put on another device."""

    link: LinkId
    fixed: DeviceId
    """The device at its other end."""
    is_b: bool


def link_handles(scene: Scene, camera: Camera) -> list[tuple[float, float]]:
    """Where the ends of the selected link can be taken, in view pixels: at `a`, then at `b`; none where it is short."""
    row = scene.links.row.get(scene.selected_link or "")
    if row is None:
        return []
    nodes, links = scene.nodes, scene.links
    ends = np.array([links.a[row], links.b[row]])
    line = camera.to_view(link_line(scene, camera, row))
    length = float(np.hypot(*(line[1:] - line[:-1]).T).sum())
    away = nodes.side[ends] * camera.scale * _DIAGONAL + HANDLE_PX
    if length < float(away.sum()) + 2 * HANDLE_PX:
        return []
    first, last = point_at(line, float(away[0]) / length), point_at(line, 1 - float(away[1]) / length)
    return [(float(first[0]), float(first[1])), (float(last[0]), float(last[1]))]


def link_end_at(scene: Scene, camera: Camera, x: float, y: float) -> LinkEnd | None:
    """The end of the selected link whose handle is under a view pixel."""
    for place, (hx, hy) in enumerate(link_handles(scene, camera)):
        if max(abs(hx - x), abs(hy - y)) <= HANDLE_PX:
            row = scene.links.row[scene.selected_link or ""]
            other = scene.links.a[row] if place else scene.links.b[row]
            return LinkEnd(scene.links.ids[row], scene.nodes.ids[int(other)], bool(place))
    return None


def header_at(scene: Scene, camera: Camera, x: float, y: float) -> str | None:
    """The group whose title strip is under a view pixel; far out, where frames are small, the whole frame is it."""
    groups = scene.groups
    for row in range(len(groups) - 1, -1, -1):
        rect = camera.rect(groups.rect(row))
        strip = max(LEAST_HEADER_PX, FRAME_HEADER * camera.scale)
        if camera.scale <= FAR or groups.ids[row] in scene.folds.ids:
            strip = rect.height
        if rect.holds(x, y) and y - rect.top <= strip:
            return groups.ids[row]
    return None


def frame_at(scene: Scene, x: float, y: float) -> str | None:
    """The innermost group whose frame holds a point of the scene; what a gesture moves is not counted."""
    groups = scene.groups
    frames = groups.frames
    if scene.is_moving:
        frames = groups.frame(scene.nodes, scene.nodes.xy, scene.moving)
    inside = np.flatnonzero((frames[:, 0] <= x) & (x <= frames[:, 2]) & (frames[:, 1] <= y) & (y <= frames[:, 3]))
    return groups.ids[int(inside[-1])] if len(inside) else None


def _lane_shift(scene: Scene, camera: Camera, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    links, xy = scene.links, scene.nodes.xy
    along = xy[links.b[rows]] - xy[links.a[rows]]
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    off = links.lane[rows] * lane_px(camera.scale) / camera.scale / length
    shift: npt.NDArray[np.float64] = np.stack([-along[:, 1] * off, along[:, 0] * off] * 2, axis=1)
    return shift


def _distance(ends: npt.NDArray[np.float64], x: float, y: float) -> npt.NDArray[np.float64]:
    """From a point to each segment."""
    ax, ay, bx, by = ends.T
    dx, dy = bx - ax, by - ay
    along = ((x - ax) * dx + (y - ay) * dy) / np.maximum(dx * dx + dy * dy, 1e-9)
    along = np.clip(along, 0.0, 1.0)
    distance: npt.NDArray[np.float64] = np.hypot(ax + along * dx - x, ay + along * dy - y)
    return distance
