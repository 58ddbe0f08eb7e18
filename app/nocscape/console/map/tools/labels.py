"""Words that are pulled elsewhere: the name of a device to another side of it, the rates of a link along its way."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from nocscape.console.map import way_edits
from nocscape.console.map.camera import FAR, Rect
from nocscape.console.map.geometry import LABEL_MAX, SIDES
from nocscape.console.map.paint.labels import HALO_PX, beside
from nocscape.console.map.scene import hit
from nocscape.console.map.scene.ways import point_at, share_at
from nocscape.console.map.tools.gestures import Gesture
from nocscape.console.map.tools.stage import Stage
from nocscape.model.net import DeviceId, LinkId

HANDY = (0.25, 0.5, 0.75)
"""Shares of the way of a link to which its words are drawn."""

_SNAP_PX = 12.0
_ENDS = 0.08
"""Nearer to an end than this share of the way words would lie on the device."""

_PILL_PX = (64.0, 20.0)
_NEAR = 0.02
"""Share of the way of a link on both sides of a point, by which its direction there is known."""


def name_rect(stage: Stage, device: DeviceId, side: str | None = None) -> Rect | None:
    """Where the name of a device is in the view, or would be on another side; None where it has none."""
    nodes, scale = stage.scene.nodes, stage.camera.scale
    row = nodes.row.get(device)
    side = side or stage.scene.label_sides.get(device, "below")
    if row is None or side == "hidden" or scale <= FAR or stage.scene.folds.is_hidden[row]:
        return None
    metrics = QFontMetricsF(stage.theme.font("node"))
    width = min(LABEL_MAX * stage.theme.text_scale, metrics.horizontalAdvance(nodes.names[row])) + 4 * HALO_PX
    size = width, metrics.height() + 2 * HALO_PX
    left, top = beside(side, stage.camera.point(*nodes.xy[row].tolist()), float(nodes.side[row]) * scale / 2, size)
    return Rect(left, top, left + size[0], top + size[1])


class PullName(Gesture):
    """The name of a device goes to that of its sides which is nearest to the pointer."""

    def __init__(self, stage: Stage, x: float, y: float, device: DeviceId) -> None:
        super().__init__(stage, x, y)
        self._device = device
        self._begun = name_rect(stage, device)
        self._side: str | None = None

    def move(self, x: float, y: float) -> None:
        """Choose a side."""
        places = {side: name_rect(self.stage, self._device, side) for side in SIDES}
        if self._begun is not None:
            at = self._begun.shifted(x - self.start[0], y - self.start[1]).middle
            away = {side: math.dist(at, place.middle) for side, place in places.items() if place is not None}
            self._side = min(away, key=lambda side: away[side], default=None)
        self.stage.update()

    def finish(self) -> None:
        """Keep it there: one edit."""
        if self._side is not None:
            self.stage.model.do(way_edits.names_at(self.stage.scene.document, (self._device,), self._side))
        self.stage.update()

    def cancel(self) -> None:
        """Leave it."""
        self.stage.update()

    def paint(self, painter: QPainter) -> None:
        """A frame where it would stand."""
        if self._side is not None and (rect := name_rect(self.stage, self._device, self._side)) is not None:
            _frame(painter, self.stage, QRectF(rect.left, rect.top, rect.width, rect.height))


class PullRates(Gesture):
    """The words of a link go along its way, drawn to its quarters and its middle where snapping is on."""

    def __init__(self, stage: Stage, x: float, y: float, link: LinkId) -> None:
        super().__init__(stage, x, y)
        self._link = link
        self._share: float | None = None

    def move(self, x: float, y: float) -> None:
        """Choose a place on the way."""
        row = self.stage.scene.links.row.get(self._link)
        if row is not None:
            line = self.stage.camera.to_view(hit.link_line(self.stage.scene, self.stage.camera, row))
            share = max(_ENDS, min(1 - _ENDS, share_at(line, (x, y))))
            near = min(HANDY, key=lambda handy: abs(handy - share))
            away = math.dist(point_at(line, near), point_at(line, share))
            self._share = near if self.stage.is_snapping and away <= _SNAP_PX else round(share, 3)
        self.stage.update()

    def finish(self) -> None:
        """Keep them there: one edit."""
        if self._share is not None and self._link in self.stage.scene.links.row:
            self.stage.model.do(way_edits.labelled_at(self.stage.scene.document, self._link, self._share))
        self.stage.update()

    def cancel(self) -> None:
        """Leave them."""
        self.stage.update()

    def paint(self, painter: QPainter) -> None:
        """A plate where they would stand."""
        row = self.stage.scene.links.row.get(self._link)
        if row is None or self._share is None:
            return
        line = self.stage.camera.to_view(hit.link_line(self.stage.scene, self.stage.camera, row))
        (x, y), (width, height) = point_at(line, self._share).tolist(), _PILL_PX
        _frame(painter, self.stage, QRectF(x - width / 2, y - height / 2, width, height))


def _frame(painter: QPainter, stage: Stage, rect: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(stage.theme.color("accent"), 1.4, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)


def is_on_name(stage: Stage, device: DeviceId, x: float, y: float) -> bool:
    """Whether a view pixel is on the name of a device and not on its body."""
    row, rect = stage.scene.nodes.row.get(device), name_rect(stage, device)
    if row is None or rect is None or not rect.holds(x, y):
        return False
    half = float(stage.scene.nodes.side[row]) * stage.camera.scale / 2
    middle = QPointF(*stage.camera.point(*stage.scene.nodes.xy[row].tolist()))
    return max(abs(middle.x() - x), abs(middle.y() - y)) > half


def is_across(stage: Stage, link: LinkId, start: tuple[float, float], end: tuple[float, float]) -> bool:
    """Whether a pull from one view pixel to another leads away from a link rather than along it."""
    row = stage.scene.links.row.get(link)
    if row is None:
        return False
    line = stage.camera.to_view(hit.link_line(stage.scene, stage.camera, row))
    share = share_at(line, start)
    ahead = point_at(line, min(1.0, share + _NEAR)) - point_at(line, max(0.0, share - _NEAR))
    dx, dy = end[0] - start[0], end[1] - start[1]
    along, across = abs(dx * ahead[0] + dy * ahead[1]), abs(dy * ahead[0] - dx * ahead[1])
    return bool(across > along)
