"""Which part of the map is seen, and how large."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

MIN_SCALE = 0.01
MAX_SCALE = 4.0
_LEAST_FIT = 1e-4
"""Fitting goes farther out than a wheel does: a large map in a small place is to be seen whole."""

FIT_SCALE = 1.25
"""Fitting never enlarges beyond this: three devices should not fill a wall."""

FAR = 0.2
"""Below this scale nodes are dots and groups speak for them."""

NAMES = 0.5
"""From this scale on every node has its name; below it only those that carry others or are in trouble."""

FULL_NAMES = 0.82
"""Below this scale names are smaller, since nodes stand closer together."""

PORTS = 1.4
"""From this scale on links show their ports and rates."""


_WORTH = 0.88
_MARGIN_PX, _MARGIN_SHARE = 28.0, 0.05


class Rect(NamedTuple):
    """An upright rectangle; in scene units or in view pixels, as its user says."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def grown(self, by: float) -> Rect:
        """Larger by `by` on all sides."""
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def shifted(self, dx: float, dy: float) -> Rect:
        """As large, elsewhere."""
        return Rect(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    @property
    def middle(self) -> tuple[float, float]:
        """The point half way between its corners."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether the point is inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def meets(self, other: Rect) -> bool:
        """Whether the two have an area in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True)
class Camera:
    """A view of `width` by `height` pixels with the scene's point (x, y) in its middle."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    width: int = 1
    height: int = 1

    def to_view(self, points: Array) -> Array:
        """Scene points, one a row, as view pixels."""
        shown: Array = (points - (self.x, self.y)) * self.scale + (self.width / 2, self.height / 2)
        return shown

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A scene point as view pixels."""
        return (x - self.x) * self.scale + self.width / 2, (y - self.y) * self.scale + self.height / 2

    def to_scene(self, x: float, y: float) -> tuple[float, float]:
        """A view pixel as a scene point."""
        return (x - self.width / 2) / self.scale + self.x, (y - self.height / 2) / self.scale + self.y

    def rect(self, rect: Rect) -> Rect:
        """A rectangle of the scene in view pixels."""
        return Rect(*self.point(rect.left, rect.top), *self.point(rect.right, rect.bottom))

    def seen(self, margin_px: float = 0.0) -> Rect:
        """The part of the scene that is in view, and `margin_px` around it."""
        left, top = self.to_scene(-margin_px, -margin_px)
        right, bottom = self.to_scene(self.width + margin_px, self.height + margin_px)
        return Rect(left, top, right, bottom)

    def panned(self, dx: float, dy: float) -> Camera:
        """The map pushed by that many pixels."""
        return replace(self, x=self.x - dx / self.scale, y=self.y - dy / self.scale)

    def aligned(self, ratio: float) -> Camera:
        """This camera moved by less than a device pixel, so that pictures of one scale differ by whole pixels."""
        x, y = self.point(0.0, 0.0)
        return self.panned(round(x * ratio) / ratio - x, round(y * ratio) / ratio - y)

    def zoomed(self, factor: float, at_x: float, at_y: float) -> Camera:
        """Nearer or farther, with the scene point at that pixel held in place."""
        scale = min(MAX_SCALE, max(min(MIN_SCALE, self.scale), self.scale * factor))
        held_x, held_y = self.to_scene(at_x, at_y)
        x = held_x - (at_x - self.width / 2) / scale
        y = held_y - (at_y - self.height / 2) / scale
        return replace(self, x=x, y=y, scale=scale)

    def resized(self, width: int, height: int) -> Camera:
        """The same middle in a view of another size."""
        return replace(self, width=max(1, width), height=max(1, height))

    def fitted(
        self,
        rect: Rect,
        margin_px: float | None = None,
        *,
        below_px: float = 0.0,
        right_px: float = 0.0,
        above_px: float = 0.0,
    ) -> Camera:
        """All of `rect` in view, with room at the edges and more of it at those that are named."""
        margin_px = self._margin_px if margin_px is None else margin_px
        room_x = max(80.0, self.width - 2 * margin_px - right_px)
        room_y = max(80.0, self.height - 2 * margin_px - below_px - above_px)
        scale = min(room_x / max(rect.width, 1.0), room_y / max(rect.height, 1.0), FIT_SCALE)
        middle = ((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2)
        scale = max(_LEAST_FIT, scale)
        x, y = middle[0] + right_px / 2 / scale, middle[1] + (below_px - above_px) / 2 / scale
        return replace(self, x=x, y=y, scale=scale)

    @property
    def _margin_px(self) -> float:
        """Room around a map that is fitted: less of it in a small view."""
        return min(_MARGIN_PX, _MARGIN_SHARE * min(self.width, self.height))

    def covers(self, points: Array, corner: tuple[float, float]) -> bool:
        """Whether what floats in the lower right, `corner` wide and high, lies over any of `points`."""
        seen = self.to_view(points)
        return bool(((seen[:, 0] > self.width - corner[0]) & (seen[:, 1] > self.height - corner[1])).any())

    def fitted_beside(
        self, rect: Rect, points: Array, corner: tuple[float, float], below_px: float, above_px: float = 0.0
    ) -> Camera:
        """All of `rect` in view and, where that costs little, none of `points` below what floats in the lower right.

        `corner` is the width and height of what floats there, `above_px` the height of what floats along the top.
        """
        plain = self.fitted(rect, below_px=below_px, above_px=above_px)
        spare_px = max(0.0, self.width - 2 * self._margin_px - rect.width * plain.scale)
        for camera in (
            plain,
            plain.panned(-min(spare_px / 2, corner[0] / 2), 0.0),
            self.fitted(rect, below_px=below_px, right_px=corner[0], above_px=above_px),
            self.fitted(rect, below_px=corner[1], above_px=above_px),
        ):
            if camera.scale >= _WORTH * plain.scale and not camera.covers(points, corner):
                return camera
        return plain

    def between(self, other: Camera, share: float) -> Camera:
        """On the way to another camera, `share` of 1 done; scale moves evenly to the eye."""
        scale = math.exp(math.log(self.scale) * (1 - share) + math.log(other.scale) * share)
        return replace(self, x=self.x + (other.x - self.x) * share, y=self.y + (other.y - self.y) * share, scale=scale)
