"""Where in a view something new can stand without covering what is there."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nocscape.console.map.camera import Camera
from nocscape.console.map.geometry import CHIP_BAND, NODE_HEIGHT, NOTE_HEIGHT, NOTE_WIDTH
from nocscape.console.map.scene.scene import Scene
from nocscape.console.map.scene.shapes import shape_rect, shapes_of

Array = npt.NDArray[np.float64]

_ACROSS, _DOWN = 24, 16
_EDGE_SHARE, _TOP_SHARE, _BOTTOM_SHARE = 0.04, 0.14, 0.12
"""Of the view: its edges are left free, and what floats over it stands above and below."""


def free_place(scene: Scene, camera: Camera, size: tuple[float, float] = (NOTE_WIDTH, NOTE_HEIGHT)) -> Array:
    """The top left corner (scene units) of a free place nearest to the view's middle; the middle where none is free."""
    seen, (width, height) = camera.seen(), size
    left, right = seen.left + seen.width * _EDGE_SHARE, seen.right - seen.width * _EDGE_SHARE - width
    top, bottom = seen.top + seen.height * _TOP_SHARE, seen.bottom - seen.height * _BOTTOM_SHARE - height
    middle = np.array([camera.x - width / 2, camera.y - height / 2])
    if right <= left or bottom <= top:
        return middle
    xs, ys = np.meshgrid(np.linspace(left, right, _ACROSS), np.linspace(top, bottom, _DOWN))
    corners = np.concatenate([middle[None], np.stack([xs.ravel(), ys.ravel()], axis=1)])
    taken = _taken(scene)
    is_free = np.ones(len(corners), dtype=bool)
    for at, (x, y) in enumerate(corners):
        covers = (taken[:, 0] < x + width) & (taken[:, 2] > x) & (taken[:, 1] < y + height) & (taken[:, 3] > y)
        is_free[at] = not covers.any()
    if not is_free.any():
        return middle
    away = np.hypot(*(corners - middle).T)
    best: Array = np.round(corners[int(np.argmin(np.where(is_free, away, np.inf)))])
    return best


def _taken(scene: Scene) -> Array:
    """Boxes of nodes with their names, frames, notes and drawings."""
    nodes = scene.nodes
    x, y, half, up = nodes.xy[:, 0], nodes.xy[:, 1], nodes.half_width, CHIP_BAND / 2
    drawn = [shape_rect(shape) for shape in shapes_of(scene.document)]
    written = [(n.x, n.y, n.x + NOTE_WIDTH, n.y + NOTE_HEIGHT) for n in scene.document.notes.values()]
    boxes = [np.stack([x - half, y - up, x + half, y - up + NODE_HEIGHT], axis=1), scene.groups.frames]
    return np.concatenate([*boxes, np.array([*drawn, *written], dtype=np.float64).reshape(-1, 4)])
