"""Collapsed groups: one body for all their nodes, with how many there are, their worst state, title and counts."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from nocscape.console.map.camera import FAR, Camera
from nocscape.console.map.paint.headings import Headings
from nocscape.console.map.paint.labels import HALO_PX, LabelCache
from nocscape.console.map.scene.folds import SIDE
from nocscape.console.map.scene.nodes import LEAST_BAD, STATUSES
from nocscape.console.map.scene.scene import Scene
from nocscape.console.theme import RADIUS_NODE, Theme

_LEAST_PX = 12.0
_BEHIND_PX = 3.0
_MARGIN_PX = 12.0
_BADGE_PX = 13
_MOST_KNOWN = 600


class _Look(NamedTuple):
    """What the picture of a body depends on."""

    devices: int
    worst: int
    is_selected: bool
    side: int
    ratio: float


class FoldPainter:
    """Draws the bodies of collapsed groups, each look once."""

    def __init__(self, theme: Theme, labels: LabelCache, headings: Headings) -> None:
        self._theme = theme
        self._labels = labels
        self._headings = headings
        self._known: dict[_Look, QPixmap] = {}

    def forget(self) -> None:
        """The theme is different: draw everything anew."""
        self._known.clear()

    def draw(self, painter: QPainter, scene: Scene, camera: Camera, ratio: float) -> None:
        """All collapsed groups in view, moved ones at the pointer."""
        if not len(scene.folds):
            return
        seen = camera.seen(100.0)
        groups, places = scene.groups, _places(scene)
        chosen = set(np.unique(scene.folds.of[scene.nodes.is_selected]).tolist())
        for number, (group, (x, y)) in enumerate(zip(scene.folds.ids, places.tolist(), strict=True)):
            if seen.holds(x, y):
                row, at = groups.row[group], camera.point(x, y)
                self._draw_one(painter, scene, row, at, camera, ratio, is_selected=number in chosen)

    def _draw_one(
        self,
        painter: QPainter,
        scene: Scene,
        row: int,
        at: tuple[float, float],
        camera: Camera,
        ratio: float,
        *,
        is_selected: bool,
    ) -> None:
        groups, (x, y) = scene.groups, at
        side = max(_LEAST_PX, SIDE * camera.scale)
        look = _Look(sum(groups.numbers[row]), int(groups.worst[row]), is_selected, round(side), ratio)
        body = self._body(look)
        painter.drawPixmap(QPointF(round(x - body.width() / 2 / ratio), round(y - body.height() / 2 / ratio)), body)
        if camera.scale <= FAR:
            return
        title = self._labels.get(groups.titles[row], ratio, role="strong")
        if title is None:
            return
        top = y + side / 2 + 3.0 - HALO_PX
        painter.drawPixmap(QPointF(round(x - title.width() / 2 / ratio), round(top)), title)
        counts = self._headings.counts(groups.numbers[row], ratio)
        below = top + title.height() / ratio - HALO_PX
        painter.drawPixmap(QPointF(round(x - counts.width() / 2 / ratio), round(below)), counts)

    def _body(self, look: _Look) -> QPixmap:
        if (known := self._known.get(look)) is not None:
            return known
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        size = look.side + 2 * _MARGIN_PX
        pixmap = QPixmap(math.ceil(size * look.ratio), math.ceil(size * look.ratio))
        pixmap.setDevicePixelRatio(look.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(size / 2, size / 2)
        self._paint(painter, look)
        painter.end()
        self._known[look] = pixmap
        return pixmap

    def _paint(self, painter: QPainter, look: _Look) -> None:
        """Two plates behind the front one say that there is more inside."""
        half, radius = look.side / 2, RADIUS_NODE * look.side / SIDE
        color = self._theme.status_color(STATUSES[look.worst]) if look.worst >= LEAST_BAD else None
        painter.setBrush(self._theme.color("chip"))
        for step in (2, 1, 0):
            away = step * _BEHIND_PX * min(1.0, look.side / SIDE)
            inset = step * 3.0 * min(1.0, look.side / SIDE)
            painter.setPen(QPen(color or self._theme.color("faint"), 1.6 if color else 1.2))
            plate = QRectF(-half + inset, -half - away, 2 * (half - inset), 2 * half)
            painter.drawRoundedRect(plate, radius, radius)
        if look.is_selected:
            painter.setPen(QPen(self._theme.color("accent"), 2.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(-half - 3, -half - 9, look.side + 6, look.side + 12), radius + 3, radius + 3)
        self._paint_inside(painter, look, half)

    def _paint_inside(self, painter: QPainter, look: _Look, half: float) -> None:
        if look.side >= 2 * _LEAST_PX:
            font = self._theme.font("strong")
            font.setPixelSize(max(9, round(look.side * 0.32)))
            painter.setFont(font)
            painter.setPen(self._theme.color("text"))
            painter.drawText(
                QRectF(-half, -half, look.side, look.side), Qt.AlignmentFlag.AlignCenter, str(look.devices)
            )
            sign = self._theme.status_icon(STATUSES[look.worst], _BADGE_PX)
            at = QPointF(half - 2, -half - 1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("bg"))
            painter.drawEllipse(at, _BADGE_PX * 0.6, _BADGE_PX * 0.6)
            painter.drawPixmap(at - QPointF(_BADGE_PX / 2, _BADGE_PX / 2), sign)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.status_color(STATUSES[look.worst]))
            painter.drawEllipse(QPointF(0, 0), half * 0.5, half * 0.5)


def _places(scene: Scene) -> np.typing.NDArray[np.float64]:
    """Where the groups are drawn: with their nodes, that a gesture may move."""
    places = scene.folds.xy.copy()
    rows = np.flatnonzero(scene.folds.is_hidden)
    places[scene.folds.of[rows]] = scene.xy_shown[rows]
    return places
