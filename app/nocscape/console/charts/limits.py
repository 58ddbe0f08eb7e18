"""Paints the lines of limits across a chart, with their words where they hide one another least."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from nocscape.console.charts.scene import Frame, Scene
from nocscape.console.theme import GRID, Theme

HEIGHT = 17.0
APART = 2.0 * GRID
MOST_COLUMNS = 4


def paint_limits(painter: QPainter, frame: Frame, scene: Scene, theme: Theme) -> None:
    """Those in sight; the painter's font is that of the words."""
    seen = []
    for limit in scene.limits:
        value = -limit.value if limit.is_below and not scene.is_log else limit.value
        if frame.low < value < frame.high:
            seen.append((frame.y(value), limit))
    seen.sort(key=lambda pair: pair[0])
    metrics = QFontMetricsF(theme.font("small"))
    widths = [metrics.horizontalAdvance(limit.text) for _, limit in seen]
    boxes = label_boxes(frame.area, [y for y, _ in seen], widths, theme.px(HEIGHT))
    for (y, limit), box in zip(seen, boxes, strict=True):
        pen = QPen(theme.color(limit.token))
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.drawLine(QPointF(frame.area.left(), y), QPointF(frame.area.right(), y))
        if box is not None:
            painter.setPen(theme.color(limit.token))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, limit.text)


def label_boxes(
    area: QRectF, ys: Sequence[float], widths: Sequence[float], height: float = HEIGHT
) -> list[QRectF | None]:
    """A place of that `height` above each line (`ys` grow), as far right as no other words are; None where there is no
    place left."""
    boxes: list[QRectF | None] = []
    for y, width in zip(ys, widths, strict=True):
        taken = [box for box in boxes if box is not None and box.bottom() > y - height]
        right = area.right() - GRID
        for _ in range(MOST_COLUMNS):
            box = QRectF(right - width, y - height, width, height)
            if (other := next((t for t in taken if t.intersects(box)), None)) is None:
                break
            right = other.left() - APART
        is_inside = box.left() >= area.left() and not any(t.intersects(box) for t in taken)
        boxes.append(box if is_inside else None)
    return boxes
