"""The whole map as a picture: PNG, SVG or PDF. Lines, frames and names are vectors, symbols sharp pixels.

What only helps to work on a map is left out: the grid of dots, pins and locks, and what is selected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter, QPixmap
from PySide6.QtSvg import QSvgGenerator

from nocscape.console.map.camera import Camera, Rect
from nocscape.console.map.paint.labels import LabelCache
from nocscape.console.map.paint.renderer import Renderer
from nocscape.console.map.scene.scene import Scene
from nocscape.console.theme import Theme

MARGIN = 40.0
MOST_PIXELS = 12_000
"""Longest side of a picture; a larger map is drawn smaller."""

_SHARP = 2.0
_PDF_DPI = 144


class LetterPainter(QPainter):
    """Writes names as letters instead of copying their pixels, so that a drawing can be enlarged and searched."""

    labels: LabelCache | None = None

    def drawPixmap(self, *args: Any) -> None:
        """Copy a picture that is no name."""
        *spot, picture = args
        at = QPointF(*spot) if len(spot) == 2 and isinstance(picture, QPixmap) else spot[0]
        if self.labels is not None and isinstance(at, QPointF) and self.labels.write(self, at, picture):
            return
        brush = self.brush()
        self.setBrush(Qt.GlobalColor.black)  # in PDF a picture is as transparent as the brush
        super().drawPixmap(*args)
        self.setBrush(brush)


def png(scene: Scene, theme: Theme) -> bytes:
    """Two pixels a unit, as far as `MOST_PIXELS` allows."""
    camera = _camera(scene, MOST_PIXELS / _SHARP)
    image = QImage(QSize(camera.width, camera.height) * _SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SHARP)
    painter = QPainter(image)
    draw(painter, scene, theme, camera)
    painter.end()
    return _saved(lambda buffer: QImageWriter(buffer, QByteArray(b"png")).write(image))


def svg(scene: Scene, theme: Theme) -> bytes:
    """One unit of the map is one unit of the drawing."""
    camera = _camera(scene, MOST_PIXELS)

    def write(buffer: QBuffer) -> None:
        generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
        generator.setOutputDevice(buffer)
        generator.setTitle(scene.document.title)
        generator.setDescription("Nocscape")
        generator.setSize(QSize(camera.width, camera.height))
        generator.setViewBox(QRect(0, 0, camera.width, camera.height))
        painter = LetterPainter(generator)
        draw(painter, scene, theme, camera)
        painter.end()

    return _saved(write)


def pdf(scene: Scene, theme: Theme) -> bytes:
    """One page, as large as the map."""
    camera = _camera(scene, MOST_PIXELS)

    def write(buffer: QBuffer) -> None:
        writer = QPdfWriter(buffer)
        writer.setResolution(_PDF_DPI)
        writer.setTitle(scene.document.title)
        writer.setCreator("Nocscape")
        size = QSizeF(camera.width * 72 / _PDF_DPI, camera.height * 72 / _PDF_DPI)
        writer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
        writer.setPageMargins(QMarginsF())
        painter = LetterPainter(writer)
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        draw(painter, scene, theme, camera)
        painter.end()

    return _saved(write)


def print_on(printer: QPagedPaintDevice, scene: Scene, theme: Theme) -> None:
    """The whole map in the middle of one page of a printer, as large as it fits."""
    camera = _camera(scene, MOST_PIXELS)
    painter = LetterPainter(printer)
    page = painter.viewport()
    factor = min(page.width() / camera.width, page.height() / camera.height)
    left, top = page.width() - camera.width * factor, page.height() - camera.height * factor
    painter.translate(QPointF(left / 2, top / 2))
    painter.scale(factor, factor)
    draw(painter, scene, on_paper(theme), camera)
    painter.end()


def on_paper(theme: Theme) -> Theme:
    """The theme to print with: a dark one drowns in ink."""
    return Theme("light", text_scale=theme.text_scale) if theme.is_dark else theme


def orientation(scene: Scene) -> QPageLayout.Orientation:
    """How a page is laid so that the map is largest on it."""
    camera = _camera(scene, MOST_PIXELS)
    is_wide = camera.width > camera.height
    return QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait


def draw(painter: QPainter, scene: Scene, theme: Theme, camera: Camera) -> None:
    """Everything that a camera sees, complete."""
    renderer = Renderer(scene, theme)
    renderer.has_aids = False
    if isinstance(painter, LetterPainter):
        painter.labels = renderer.labels
    view = Rect(0, 0, camera.width, camera.height)
    with _unselected(scene):
        renderer.begin_frame(None)
        renderer.draw_ground(painter, camera, view, renderer.still_links(camera, view), is_fine=True)
        renderer.draw_over(painter, camera, _SHARP)


@contextmanager
def _unselected(scene: Scene) -> Iterator[None]:
    """The scene as it looks while nothing is selected."""
    nodes, chosen, link = scene.nodes, scene.nodes.is_selected, scene.selected_link
    nodes.is_selected, scene.selected_link = np.zeros_like(chosen), None
    try:
        yield
    finally:
        nodes.is_selected, scene.selected_link = chosen, link


def _camera(scene: Scene, most: float) -> Camera:
    bounds = (scene.bounds() or Rect(0, 0, 1, 1)).grown(MARGIN)
    scale = min(1.0, most / max(bounds.width, bounds.height))
    middle = (bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2
    return Camera(*middle, scale, max(1, round(bounds.width * scale)), max(1, round(bounds.height * scale)))


def _saved(write: Callable[[QBuffer], object]) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    write(buffer)
    buffer.close()
    return bytes(data.data())
