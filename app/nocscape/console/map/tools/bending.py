"""Bends of a link: a new one is pulled out of it, one that is there is taken elsewhere."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from nocscape.console.map import way_edits
from nocscape.console.map.scene import hit
from nocscape.console.map.scene.ways import bend_at, path
from nocscape.console.map.tools.gestures import Gesture
from nocscape.console.map.tools.stage import Stage
from nocscape.model.mapparts import Bend
from nocscape.model.net import LinkId


class BendLink(Gesture):
    """A bend of a link follows the pointer; `number` is that of one that is there, None for a new one."""

    def __init__(self, stage: Stage, x: float, y: float, link: LinkId, number: int | None) -> None:
        super().__init__(stage, x, y)
        self._way = way_edits.way_of(stage.scene.document, link)
        line = hit.link_line(stage.scene, stage.camera, stage.scene.links.row[link])
        self._ends = line[0], line[-1]
        bends = list(self._way.bends)
        if number is None:
            here = self._bend(x, y)
            number = sum(bend.along < here.along for bend in bends)
            bends.insert(number, here)
        self._number, self._bends = number, bends

    def move(self, x: float, y: float) -> None:
        """Take the bend there."""
        self._bends[self._number] = self._bend(x, y)
        self.stage.update()

    def finish(self) -> None:
        """Keep it: one edit."""
        self.stage.update()
        if self._way.link in self.stage.scene.links.row:
            self.stage.model.do(way_edits.bent(self.stage.scene.document, self._way.link, tuple(self._bends)))

    def cancel(self) -> None:
        """Leave the link as it was."""
        self.stage.update()

    def paint(self, painter: QPainter) -> None:
        """The way as it would be."""
        line = path(*self._ends, self._way.route, self._bends)
        shown = self.stage.camera.to_view(line).tolist()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.stage.theme.color("accent"), 2.0, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in shown]))

    def _bend(self, x: float, y: float) -> Bend:
        return bend_at(*self._ends, np.array(self.stage.camera.to_scene(x, y)))


def without_bend(stage: Stage, link: LinkId, number: int) -> bool:
    """Take a bend out; whether the map allowed it."""
    bends = way_edits.way_of(stage.scene.document, link).bends
    if stage.model.is_locked:
        stage.tell_locked()
        return False
    return stage.model.do(way_edits.bent(stage.scene.document, link, bends[:number] + bends[number + 1 :]))
