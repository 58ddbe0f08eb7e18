"""Pictures of nodes, drawn once for each look and copied from an atlas."""

from __future__ import annotations

import math
import time
from collections import OrderedDict

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from nocscape.console.map.paint.raw import Fragments
from nocscape.console.map.scene.nodes import KINDS, SIZES, STATUSES, NodeTable
from nocscape.console.theme import RADIUS_NODE, Theme
from nocscape.model.status import Status

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

DOT_PX = 9.0
"""A node smaller than this is a dot in the colour of its state."""

_QUIET = 0.6
"""Of thousands of dots those in trouble stand out, since the others have so much of their colour."""

SYMBOL_PX = 17.0
"""A node smaller than this is a body without its symbol."""

_BADGE_PX = 12.0
_MOST_LARGER = 1.6
"""Signs grow with the text of the theme, up to this."""
_ROOMY_PX = 28.0
_MOST_ATLASES = 24
_COLUMNS = 16
_LOOKS = len(KINDS) * len(STATUSES) * 4
_PLAIN = (Status.UP, Status.UNKNOWN, Status.MAINTENANCE)


class Atlas:
    """All looks of nodes of one size, each drawn when it is first wanted."""

    def __init__(self, theme: Theme, side_px: int, ratio: float) -> None:
        self._theme = theme
        self.side = side_px
        self._ratio = ratio
        self.cell = math.ceil((side_px + 2 * self._margin()) * ratio)
        self.pixmap = QPixmap()
        self._slots = np.full(_LOOKS, -1, dtype=np.intp)
        self._used = 0

    def learn(self, looks: Rows, deadline: float, *, is_needed: bool = True) -> bool:
        """Draw looks that are new until `deadline` (of `perf_counter`), one at least where they are needed; whether all
        of them are there."""
        missing = np.unique(looks[self._slots[looks] < 0]).tolist()
        for count, look in enumerate(missing):
            if (count or not is_needed) and time.perf_counter() > deadline:
                return False
            self._add(int(look))
        return True

    def knows(self, looks: Rows) -> bool:
        """Whether all of them have been drawn."""
        return bool((self._slots[looks] >= 0).all())

    def corners(self, looks: Rows) -> Array:
        """Top left corner of each look's cell in device pixels."""
        slots = self._slots[looks]
        corners: Array = np.stack([slots % _COLUMNS, slots // _COLUMNS], axis=1).astype(np.float64) * self.cell
        return corners

    def _margin(self) -> float:
        return max(4.0, 0.3 * min(self.side, 44))

    def _add(self, look: int) -> None:
        self._make_room()
        slot, self._used = self._used, self._used + 1
        self._slots[look] = slot
        painter = QPainter(self.pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        cell = self.cell / self._ratio
        painter.translate((slot % _COLUMNS + 0.5) * cell, (slot // _COLUMNS + 0.5) * cell)
        self._paint(painter, look)
        painter.end()

    def _make_room(self) -> None:
        rows = self._used // _COLUMNS + 1
        if rows * self.cell <= self.pixmap.height():
            return
        larger = QPixmap(_COLUMNS * self.cell, rows * 2 * self.cell)
        larger.fill(Qt.GlobalColor.transparent)
        if not self.pixmap.isNull():
            painter = QPainter(larger)
            self.pixmap.setDevicePixelRatio(1.0)
            painter.drawPixmap(0, 0, self.pixmap)
            painter.end()
        larger.setDevicePixelRatio(self._ratio)
        self.pixmap = larger

    def _paint(self, painter: QPainter, look: int) -> None:
        rest, is_selected, is_ghost = look >> 2, bool(look & 1), bool(look & 2)
        kind, status = KINDS[rest // len(STATUSES)], STATUSES[rest % len(STATUSES)]
        if self.side < DOT_PX:
            self._paint_dot(painter, status, is_selected=is_selected)
            return
        is_dim = is_ghost or status is Status.UNREACHABLE
        self._paint_body(painter, status, is_selected=is_selected, is_dashed=is_dim)
        if self.side >= SYMBOL_PX:
            size = 2 * round(self.side * (0.27 if self.side >= _ROOMY_PX else 0.33))
            color = self._theme.color("faint" if is_dim else "text")
            painter.drawPixmap(QPointF(-size / 2, -size / 2), self._theme.symbol(kind, size, color))
        self._paint_badge(painter, status, is_ghost=is_ghost)

    def _paint_dot(self, painter: QPainter, status: Status, *, is_selected: bool) -> None:
        size = self.side if status in _PLAIN else self.side + 2.0
        painter.setPen(QPen(self._theme.color("accent"), 1.5) if is_selected else Qt.PenStyle.NoPen)
        color = self._theme.status_color(status)
        color.setAlphaF(_QUIET if status is Status.UP and not is_selected else 1.0)
        painter.setBrush(color)
        painter.drawEllipse(QPointF(0, 0), size / 2, size / 2)

    def _paint_body(self, painter: QPainter, status: Status, *, is_selected: bool, is_dashed: bool) -> None:
        half, radius = self.side / 2, self._radius()
        if is_selected:
            painter.setPen(QPen(self._theme.color("accent"), max(1.5, min(2.5, self.side / 18))))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            out = half + max(2.0, self.side * 0.09)
            painter.drawRoundedRect(QRectF(-out, -out, 2 * out, 2 * out), radius + 3, radius + 3)
        quiet = "groupline" if self.side >= SYMBOL_PX else "faint"
        color = self._theme.color(quiet) if status in _PLAIN else self._theme.status_color(status)
        pen = QPen(color, 1.2 if status in _PLAIN else 1.7)
        if is_dashed:
            pen.setStyle(Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([2.6, 2.2])
        painter.setPen(pen)
        painter.setBrush(self._theme.color("chip"))
        inset = half - pen.widthF() / 2
        painter.drawRoundedRect(QRectF(-inset, -inset, 2 * inset, 2 * inset), radius, radius)

    def _paint_badge(self, painter: QPainter, status: Status, *, is_ghost: bool) -> None:
        """The sign of the state at the top right corner, cut out of the body by a rim in the canvas colour."""
        if is_ghost and status in _PLAIN:
            return
        large = min(_MOST_LARGER, self._theme.text_scale)
        size = round(large * min(16.0, max(5.0, self.side * _BADGE_PX / 38)))
        if status is Status.UP:
            size = max(5, size - 1)
        at = QPointF(self.side / 2 - size * 0.12, -self.side / 2 + size * 0.12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("bg"))
        rim = size * (0.42 if status is Status.UP else 0.6)
        painter.drawEllipse(at, rim, rim)
        if self.side < SYMBOL_PX:
            painter.setBrush(self._theme.status_color(status))
            painter.drawEllipse(at, size * 0.4, size * 0.4)
            return
        painter.drawPixmap(at - QPointF(size / 2, size / 2), self._theme.status_icon(status, size))

    def _radius(self) -> float:
        return RADIUS_NODE * self.side / 44


class NodePainter:
    """Draws nodes of any size in one call for each of the three sizes of bodies.

    A zoom asks for pictures of a size that was never drawn. They are drawn while the frame has time, and where the size
    stays for another frame; until they are all there, those of another size are stretched, coarsely since that is a
    third of the cost and for a frame or two, and `is_behind` says so.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._atlases: OrderedDict[tuple[int, float], Atlas] = OrderedDict()
        self._fragments = Fragments()
        self._sides_px: dict[float, int] = {}
        """How large bodies of each size were in the last frame."""
        self._deadline = math.inf
        self.is_behind = False

    def begin_frame(self, until: float = math.inf) -> None:
        """New pictures are drawn up to that time of `perf_counter`, one at least of each size that stays."""
        self._deadline = until
        self.is_behind = False

    def forget(self) -> None:
        """The theme is different: draw everything anew."""
        self._atlases.clear()

    def draw(self, painter: QPainter, nodes: NodeTable, rows: Rows, middles: Array, scale: float, ratio: float) -> None:
        """Draw the nodes of these rows at these view pixels; states that matter come last, on top."""
        looks = looks_of(nodes, rows)
        sides = nodes.side[rows]
        order = np.argsort((sides * len(STATUSES)).astype(np.int16) + nodes.status[rows], kind="stable")
        middles, looks, sides = middles[order], looks[order], sides[order]
        for side in SIZES:
            first, last = np.searchsorted(sides, (side - 0.5, side + 0.5))
            if first < last:
                self._draw_size(painter, looks[first:last], middles[first:last], side, scale, ratio)

    def _draw_size(
        self, painter: QPainter, looks: Rows, middles: Array, side: float, scale: float, ratio: float
    ) -> None:
        side_px = max(5, round(side * scale))
        is_passing, self._sides_px[side] = self._sides_px.get(side) != side_px, side_px
        atlas = self._atlas(side_px, ratio)
        if not atlas.learn(looks, self._deadline, is_needed=not is_passing):
            self.is_behind = True
            atlas = self._nearest(looks, side_px, ratio) or atlas
            atlas.learn(looks, math.inf)
        stretch = side_px / atlas.side
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        corners = atlas.corners(looks)
        self._fragments.draw(painter, atlas.pixmap, middles, corners, float(atlas.cell), stretch)

    def _nearest(self, looks: Rows, side_px: int, ratio: float) -> Atlas | None:
        """An atlas of another size that has all these pictures."""
        known = [atlas for (_, own), atlas in self._atlases.items() if own == ratio and atlas.knows(looks)]
        return min(known, key=lambda atlas: abs(math.log(atlas.side / side_px)), default=None)

    def _atlas(self, side_px: int, ratio: float) -> Atlas:
        key = (side_px, ratio)
        if (known := self._atlases.get(key)) is None:
            known = self._atlases[key] = Atlas(self._theme, side_px, ratio)
            if len(self._atlases) > _MOST_ATLASES:
                self._atlases.popitem(last=False)
        self._atlases.move_to_end(key)
        return known


def looks_of(nodes: NodeTable, rows: Rows) -> Rows:
    """One number for everything that a node's picture depends on, but for its size."""
    looks: Rows = (nodes.kind[rows].astype(np.intp) * len(STATUSES) + nodes.status[rows]) * 4
    looks += nodes.is_ghost[rows] * 2 + nodes.is_selected[rows]
    return looks
