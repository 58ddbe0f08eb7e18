"""Nodes in the colour of a metric: a glow around each body, and the value above it where one looks closely."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from nocscape.console.map.camera import FULL_NAMES, Camera
from nocscape.console.map.heat.heat import Heat, Steps
from nocscape.console.map.heat.scale import STEPS, text_of
from nocscape.console.map.paint.labels import LabelCache
from nocscape.console.map.paint.raw import Fragments
from nocscape.console.map.paint.sprites import DOT_PX
from nocscape.console.map.scene.links import STEP_SAMPLES
from nocscape.console.map.scene.nodes import LEAST_BAD, SIZES
from nocscape.console.map.scene.scene import Scene
from nocscape.console.theme import RADIUS_NODE, Theme

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_REACH = 0.2
"""How far the glow reaches beyond the body, as a share of its side."""
_LEAST_REACH_PX = 3.0
_MOST_GLOWS = 200
_ABOVE_PX = 21.0


class HeatPainter:
    """Draws below the nodes; nothing where no metric was chosen."""

    def __init__(self, theme: Theme, labels: LabelCache) -> None:
        self._theme = theme
        self._labels = labels
        self._fragments = Fragments()
        self._glows: dict[tuple[int, int, float], QPixmap] = {}
        self._known: tuple[Heat, list[str], int] | None = None
        self._known_links: tuple[Heat, list[str], tuple[Steps, Steps]] | None = None
        self._steps: Steps = np.empty(0, dtype=np.int16)
        self.heat: Heat | None = None

    def forget(self) -> None:
        """The theme is different: draw everything anew."""
        self._glows.clear()

    def link_steps(self, scene: Scene) -> tuple[Steps, Steps] | None:
        """Steps of all links by the metric, none where it is of devices; None where traffic colours them."""
        heat, links = self.heat, scene.links
        if heat is None:
            return None
        known = self._known_links
        if known is None or known[0] is not heat or known[1] is not links.ids:
            nothing = np.zeros(len(links), dtype=np.int16)
            steps = heat.link_steps(links, scene.live) if heat.is_of_ports else (nothing, nothing)
            self._known_links = known = (heat, links.ids, steps)
        return known[2]

    def draw(self, painter: QPainter, scene: Scene, rows: Rows, middles: Array, camera: Camera, ratio: float) -> None:
        """Glows of the nodes of these rows at these view pixels; those that are dots have none."""
        if self.heat is not None and not self.heat.is_of_ports:
            sides = [side for side in SIZES if side * camera.scale >= DOT_PX]
            self._draw_sizes(painter, scene, rows, middles, sides, camera.scale, ratio)

    def draw_dots(
        self, painter: QPainter, scene: Scene, rows: Rows, middles: Array, camera: Camera, ratio: float
    ) -> None:
        """Over the dots of nodes that are well: a dot has one colour, and trouble matters more than heat."""
        if self.heat is not None and not self.heat.is_of_ports:
            is_well = (scene.nodes.status[rows] < LEAST_BAD) & ~scene.nodes.is_selected[rows]
            sides = [side for side in SIZES if side * camera.scale < DOT_PX]
            self._draw_sizes(painter, scene, rows[is_well], middles[is_well], sides, camera.scale, ratio)

    def _draw_sizes(
        self,
        painter: QPainter,
        scene: Scene,
        rows: Rows,
        middles: Array,
        sides: Sequence[float],
        scale: float,
        ratio: float,
    ) -> None:
        if self.heat is None or not sides:
            return
        steps, own = self._steps_of(self.heat, scene)[rows], scene.nodes.side[rows]
        for step in range(1, STEPS + 1):
            for side in sides:
                chosen = (steps == step) & (np.abs(own - side) < 0.5)
                if chosen.any():
                    glow = self._glow(step, max(5, round(side * scale)), ratio)
                    spots = middles[chosen]
                    self._fragments.draw(painter, glow, spots, np.zeros_like(spots), float(glow.width()))

    def draw_values(
        self, painter: QPainter, scene: Scene, rows: Rows, middles: Array, camera: Camera, ratio: float
    ) -> None:
        """Values above the nodes of these rows."""
        heat = self.heat
        if heat is None or heat.is_of_ports or camera.scale < FULL_NAMES:
            return
        for row, (x, y) in zip(rows.tolist(), middles.tolist(), strict=True):
            known = heat.devices.get(scene.nodes.ids[row])
            if known is None:
                continue
            label = self._labels.get(text_of(known, heat.metric.unit), ratio, role="small")
            if label is not None:
                top = y - float(scene.nodes.side[row]) * camera.scale / 2 - _ABOVE_PX
                painter.drawPixmap(QPointF(round(x - label.width() / ratio / 2), round(top)), label)

    def _steps_of(self, heat: Heat, scene: Scene) -> Steps:
        ids = scene.nodes.ids
        known = self._known
        if known is None or known[0] is not heat or known[1] is not ids or known[2] != len(ids):
            self._steps = heat.node_steps(scene.nodes)
            self._known = (heat, ids, len(ids))
        return self._steps

    def _glow(self, step: int, side_px: int, ratio: float) -> QPixmap:
        key = (step, side_px, ratio)
        if (known := self._glows.get(key)) is None:
            if len(self._glows) > _MOST_GLOWS:
                self._glows.clear()
            known = self._glows[key] = self._draw_glow(step, side_px, ratio)
        return known

    def _draw_glow(self, step: int, side_px: int, ratio: float) -> QPixmap:
        reach = max(_LEAST_REACH_PX, side_px * _REACH)
        cell = math.ceil((side_px + 2 * reach + 2) * ratio)
        glow = QPixmap(cell, cell)
        glow.setDevicePixelRatio(ratio)
        glow.fill(Qt.GlobalColor.transparent)
        painter = QPainter(glow)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        color = self._theme.utilisation_color(STEP_SAMPLES[step])
        if side_px < DOT_PX:
            painter.setBrush(color)
            painter.drawEllipse(QPointF(cell / ratio / 2, cell / ratio / 2), side_px / 2 + 1, side_px / 2 + 1)
            painter.end()
            return glow
        middle, radius = cell / ratio / 2, RADIUS_NODE * side_px / 44
        for share, alpha in ((1.0, 0.35), (0.55, 0.9)):
            half = side_px / 2 + reach * share
            color.setAlphaF(alpha)
            painter.setBrush(color)
            rect = QRectF(middle - half, middle - half, 2 * half, 2 * half)
            painter.drawRoundedRect(rect, radius + reach * share, radius + reach * share)
        painter.end()
        return glow
