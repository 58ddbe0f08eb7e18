"""Drawings below frames, links and nodes: shapes, images, and the borders of countries."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF

from nocscape.console.map.camera import FAR, Camera, Rect
from nocscape.console.map.layouts.geo import world
from nocscape.console.map.scene.scene import Scene
from nocscape.console.map.scene.shapes import HANDLE_PX, shape_rect, shapes_of
from nocscape.console.theme import RADIUS_FIELD, Theme
from nocscape.model.mapdoc import MapDocument
from nocscape.model.mapparts import CANVAS, Canvas, Picture, Shape, ShapeKind

_LINE_PX = 2.0
_HEAD_PX = 12.0
_FILL_SHARE = 0.16
_PADDING = 8.0
_MOST_PICTURES = 40
_SAFE = (b"\x89PNG", b"\xff\xd8")
"""How PNG and JPEG begin: what else Qt can decode may name files of this computer."""

_WORDS = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class ShapePainter:
    """Draws the drawings of a map in their order; images are decoded once."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._images: dict[bytes, QImage] = {}
        self._borders: list[tuple[QPolygonF, Rect]] = []

    def draw(self, painter: QPainter, scene: Scene, camera: Camera, clip: Rect) -> None:
        """What `clip` (view pixels) shows of them."""
        if not scene.document.parts:
            return
        canvas = scene.document.parts.get(CANVAS)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(canvas, Canvas) and canvas.ground == "world":
            self._draw_world(painter, camera, clip)
        for shape in shapes_of(scene.document):
            self.draw_shape(painter, shape, scene.document, camera, clip)
        painter.restore()

    def draw_marks(
        self, painter: QPainter, scene: Scene, camera: Camera, chosen: Iterable[str], *, is_alone: bool
    ) -> None:
        """Frames around the selected ones; one that is alone has the corner by which it is made larger."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), 1.6))
        for name in chosen:
            shape = scene.document.parts.get(name)
            if not isinstance(shape, Shape):
                continue
            box = camera.rect(shape_rect(shape)).grown(3.0)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(box.left, box.top, box.width, box.height))
            if is_alone:
                painter.setBrush(self._theme.color("panel"))
                x, y = camera.point(shape.x + shape.width, shape.y + shape.height)
                painter.drawRect(QRectF(x - HANDLE_PX * 0.6, y - HANDLE_PX * 0.6, HANDLE_PX * 1.2, HANDLE_PX * 1.2))

    def draw_shape(self, painter: QPainter, shape: Shape, document: MapDocument, camera: Camera, clip: Rect) -> None:
        """One of them."""
        box = camera.rect(shape_rect(shape))
        if not box.grown(_HEAD_PX).meets(clip):
            return
        if shape.kind is ShapeKind.IMAGE:
            self._draw_image(painter, shape, document, box)
            return
        painter.setPen(QPen(self._theme.color(shape.line), max(1.0, _LINE_PX * min(1.0, camera.scale))))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if shape.fill:
            fill = self._theme.color(shape.fill)
            fill.setAlphaF(_FILL_SHARE)
            painter.setBrush(fill)
        rect = QRectF(box.left, box.top, box.width, box.height)
        match shape.kind:
            case ShapeKind.RECTANGLE:
                radius = RADIUS_FIELD * min(1.0, camera.scale)
                painter.drawRoundedRect(rect, radius, radius)
            case ShapeKind.ELLIPSE:
                painter.drawEllipse(rect)
            case ShapeKind.LINE | ShapeKind.ARROW:
                self._draw_line(painter, shape, camera)
        if shape.text and camera.scale > FAR / 2:
            self._draw_words(painter, shape, box, camera)

    def _draw_line(self, painter: QPainter, shape: Shape, camera: Camera) -> None:
        x1, y1 = camera.point(shape.x, shape.y)
        x2, y2 = camera.point(shape.x + shape.width, shape.y + shape.height)
        painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
        if shape.kind is ShapeKind.ARROW:
            angle, size = math.atan2(y2 - y1, x2 - x1), _HEAD_PX * max(0.4, min(1.5, camera.scale))
            sides = [
                QPointF(x2 - size * math.cos(angle + turn), y2 - size * math.sin(angle + turn))
                for turn in (0.45, -0.45)
            ]
            painter.setBrush(self._theme.color(shape.line))
            painter.drawPolygon(QPolygonF([QPointF(x2, y2), *sides]))

    def _draw_words(self, painter: QPainter, shape: Shape, box: Rect, camera: Camera) -> None:
        painter.save()
        painter.translate(QPointF(box.left, box.top))
        painter.scale(camera.scale, camera.scale)
        painter.setFont(self._theme.font("title" if shape.kind is ShapeKind.TEXT else "body"))
        painter.setPen(self._theme.color(shape.line if shape.kind is ShapeKind.TEXT else "text"))
        wide, high = box.width / camera.scale, box.height / camera.scale
        painter.drawText(QRectF(_PADDING, _PADDING, wide - 2 * _PADDING, high - 2 * _PADDING), int(_WORDS), shape.text)
        painter.restore()

    def _draw_image(self, painter: QPainter, shape: Shape, document: MapDocument, box: Rect) -> None:
        picture = document.parts.get(shape.picture)
        if not isinstance(picture, Picture) or not picture.data.startswith(_SAFE):
            return
        image = self._images.get(picture.data)
        if image is None:
            if len(self._images) >= _MOST_PICTURES:
                self._images.clear()
            image = self._images[picture.data] = QImage.fromData(picture.data)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(box.left, box.top, box.width, box.height), image)

    def _draw_world(self, painter: QPainter, camera: Camera, clip: Rect) -> None:
        if not self._borders:
            self._borders = [_with_box(ring) for ring in world()]
        pen = QPen(self._theme.color("groupline"), 1.0)
        pen.setCosmetic(True)
        painter.save()
        painter.setPen(pen)
        painter.setBrush(self._theme.color("group"))
        x, y = camera.point(0.0, 0.0)
        painter.translate(x, y)
        painter.scale(camera.scale, camera.scale)
        for ring, box in self._borders:
            if camera.rect(box).meets(clip):
                painter.drawPolygon(ring)
        painter.restore()


def _with_box(ring: Sequence[tuple[float, float]]) -> tuple[QPolygonF, Rect]:
    polygon = QPolygonF([QPointF(x, y) for x, y in ring])
    box = polygon.boundingRect()
    return polygon, Rect(box.left(), box.top(), box.right(), box.bottom())
