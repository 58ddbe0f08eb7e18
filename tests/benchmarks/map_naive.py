"""The way a map is often built: one Python-painted item for each node and each link in a QGraphicsView."""

from __future__ import annotations

import time

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsView, QStyleOptionGraphicsItem, QWidget

SIDE = 40.0


class NaiveNode(QGraphicsItem):
    """Paints itself."""

    def boundingRect(self) -> QRectF:
        return QRectF(-SIDE / 2, -SIDE / 2, SIDE, SIDE)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.setPen(QPen(QColor("#3CB98A"), 1.2))
        painter.setBrush(QBrush(QColor("#1F2832")))
        painter.drawRoundedRect(self.boundingRect(), 10, 10)


class NaiveLink(QGraphicsItem):
    """Paints itself."""

    def __init__(self, start: QPointF, end: QPointF) -> None:
        super().__init__()
        self._start, self._end = start, end

    def boundingRect(self) -> QRectF:
        return QRectF(self._start, self._end).normalized().adjusted(-2, -2, 2, 2)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.setPen(QPen(QColor("#3F7FB5"), 2.0))
        painter.drawLine(self._start, self._end)


def naive_frame_ms(
    points: list[tuple[float, float]], links: list[tuple[int, int]], size: tuple[int, int], scale: float
) -> float:
    """Median of a few frames of the same map, seen as a whole, while it is pushed."""
    scene = QGraphicsScene()
    for x, y in points:
        node = NaiveNode()
        node.setPos(x, y)
        node.setZValue(1)
        scene.addItem(node)
    for a, b in links:
        scene.addItem(NaiveLink(QPointF(*points[a]), QPointF(*points[b])))
    view = QGraphicsView(scene)
    view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    view.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
    view.resize(*size)
    view.scale(scale, scale)
    view.show()
    view.viewport().repaint()
    times = []
    for step in range(5):
        view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() + step)
        began = time.perf_counter()
        view.viewport().repaint()
        times.append((time.perf_counter() - began) * 1000)
    view.close()
    scene.clear()
    return sorted(times)[len(times) // 2]
