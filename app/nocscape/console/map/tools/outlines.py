"""Outlines of notes and drawings while a gesture has them in the air."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nocscape.console.map.paint.notes import note_rect
from nocscape.console.map.tools.stage import Stage
from nocscape.model.mapdoc import Note
from nocscape.model.mapparts import Shape, ShapeKind

_PEN_PX = 1.4


def begin_outlines(painter: QPainter, stage: Stage) -> None:
    """Thin dashes without a filling."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(stage.theme.color("accent"), _PEN_PX, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_shape_outline(painter: QPainter, stage: Stage, shape: Shape) -> None:
    """A drawing as it would stand."""
    begin, end = (
        QPointF(*stage.camera.point(x, y))
        for x, y in ((shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height))
    )
    if shape.kind in (ShapeKind.LINE, ShapeKind.ARROW):
        painter.drawLine(begin, end)
    elif shape.kind is ShapeKind.ELLIPSE:
        painter.drawEllipse(QRectF(begin, end).normalized())
    else:
        painter.drawRect(QRectF(begin, end).normalized())


def draw_note_outline(painter: QPainter, stage: Stage, note: Note) -> None:
    """The card of a note as it would lie."""
    rect = stage.camera.rect(note_rect(note, stage.theme))
    painter.drawRect(QRectF(rect.left, rect.top, rect.width, rect.height))
