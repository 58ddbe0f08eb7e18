"""SVG files as tinted pixmaps, sharp at the scale of the screen."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from nocscape.base.paths import resources_dir

ICON_STROKE = 1.75
"""Width of the strokes of Lucide icons on their grid of 24."""

_STROKE = re.compile(r'stroke-width="2"')


def ratios() -> set[float]:
    """Device pixels for each pixel, on every screen there is."""
    return {screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}


def sharpest_ratio() -> float:
    """Device pixels for each pixel on the finest screen there is."""
    return max(ratios())


def render(svg: str, size: int, ratio: float) -> QPixmap:
    """`svg` drawn into a square of `size` pixels."""
    side = math.ceil(size * ratio)
    pixmap = QPixmap(side, side)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def recoloured(shape: QPixmap, color: QColor) -> QPixmap:
    """The same shape in one colour, in half of the time that drawing the SVG anew takes."""
    pixmap = QPixmap(shape)
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), color)
    painter.end()
    return pixmap


def tinted(folder: str, name: str, color: QColor, *, knocked_out: QColor | None = None) -> str:
    """An SVG of `resources/icons/<folder>` in one colour; what is cut out of a sign gets `knocked_out`."""
    svg = _source(folder, name).replace("currentColor", color.name())
    if knocked_out is not None:
        svg = svg.replace('"mark"', f'"{knocked_out.name()}"')
    return svg


@lru_cache(maxsize=512)
def _source(folder: str, name: str) -> str:
    svg = (resources_dir() / "icons" / folder / f"{name}.svg").read_text(encoding="utf-8")
    return _STROKE.sub(f'stroke-width="{ICON_STROKE}"', svg) if folder == "lucide" else svg


def luminance(color: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
