"""Texts with a halo as pixmaps: drawn once, copied from then on."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from typing import NamedTuple

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from nocscape.console.map.geometry import LABEL_MAX, SIDES
from nocscape.console.theme import Theme

HALO_PX = 2.0
"""How far the halo reaches beyond the letters on each side; its edge is soft, so it looks like 1.5."""

_MOST_BYTES = 12 << 20
_FREE = 3
"""Texts that may be drawn anew in one frame whatever it costs; more only while there is time in that frame."""

_AROUND = tuple(QPointF(x, y) for x, y in ((-1, -1), (1, -1), (-1, 1), (1, 1), (-2, 0), (2, 0), (0, -2), (0, 2)))


_Key = tuple[str, str, str, float, float, float]


class _Face(NamedTuple):
    """A font, and what it measures."""

    font: QFont
    metrics: QFontMetricsF


class LabelCache:
    """Pixmaps of texts, the least used ones forgotten beyond 12 MB.

    A frame begins with `begin_frame`; `is_behind` says afterwards whether texts are still missing.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._known: OrderedDict[_Key, QPixmap] = OrderedDict()
        self._keys: dict[int, _Key] = {}
        """What is written in the pixmap of each cache key of Qt's."""
        self._faces: dict[tuple[str, float], _Face] = {}
        self._bytes = 0
        self._made = 0
        self._deadline = math.inf
        self.is_behind = False

    def begin_frame(self, until: float = math.inf) -> None:
        """Texts drawn anew are counted from here, and drawn up to that time of `perf_counter`."""
        self._made = 0
        self._deadline = until
        self.is_behind = False

    def forget(self) -> None:
        """The theme is different: draw everything anew."""
        self._known.clear()
        self._keys.clear()
        self._faces.clear()
        self._bytes = 0

    def get(
        self,
        text: str,
        ratio: float,
        *,
        tint: str = "text",
        role: str = "node",
        most_px: float = LABEL_MAX,
        size: float = 1.0,
    ) -> QPixmap | None:
        """The text in a colour and a font of the theme, `size` times as large.

        What is longer than `most_px` is cut in the middle, since names of devices and places differ at their ends.
        None where this frame has no time left to draw it.
        """
        key = (text, tint, role, most_px, size, ratio)
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        if self._made >= _FREE and time.perf_counter() > self._deadline:
            self.is_behind = True
            return None
        self._made += 1
        made = self._known[key] = self._draw(*key)
        self._keys[made.cacheKey()] = key
        self._bytes += _bytes(made)
        while self._bytes > _MOST_BYTES and len(self._known) > 1:
            _, oldest = self._known.popitem(last=False)
            self._bytes -= _bytes(oldest)
            self._keys.pop(oldest.cacheKey(), None)
        return made

    def write(self, painter: QPainter, at: QPointF, picture: QPixmap) -> bool:
        """Write what a pixmap of ours says as letters, where these can be found again; False for other pixmaps."""
        key = self._keys.get(picture.cacheKey())
        if key is None:
            return False
        text, tint, role, most_px, size, _ = key
        font, metrics = self._face(role, size)
        text = _cut(text, metrics, most_px)
        font = QFont(font)
        font.clearFeatures()  # readers of PDF know no characters for figures of one width
        foot = at + QPointF(2 * HALO_PX, HALO_PX + metrics.ascent())
        letters = QPainterPath()
        letters.addText(foot, font, text)
        halo = QPen(self._theme.color("bg"), 2 * HALO_PX, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(letters, halo)
        painter.setFont(font)
        painter.setPen(self._theme.color(tint))
        painter.drawText(foot, text)
        return True

    def _draw(self, text: str, tint: str, role: str, most_px: float, size: float, ratio: float) -> QPixmap:
        font, metrics = self._face(role, size)
        text = _cut(text, metrics, most_px)
        wide = metrics.horizontalAdvance(text)
        width, height = wide + 4 * HALO_PX, metrics.height() + 2 * HALO_PX
        pixels = QSize(math.ceil(width * ratio), math.ceil(height * ratio))
        at = QPointF(2 * HALO_PX, HALO_PX + metrics.ascent())
        shade, pixmap = _clear(pixels, ratio), _clear(pixels, ratio)
        painter = QPainter(shade)
        painter.setFont(font)
        painter.setPen(self._theme.color("bg"))
        painter.drawText(at, text)
        painter.end()
        painter = QPainter(pixmap)
        for beside_letters in _AROUND:
            painter.drawPixmap(beside_letters, shade)
        painter.setFont(font)
        painter.setPen(self._theme.color(tint))
        painter.drawText(at, text)
        painter.end()
        return pixmap

    def _face(self, role: str, size: float) -> _Face:
        if (known := self._faces.get((role, size))) is None:
            font = _sized(self._theme.font(role), size)
            known = self._faces[role, size] = _Face(font, QFontMetricsF(font))
        return known


def beside(side: str, middle: tuple[float, float], half: float, size: tuple[float, float]) -> tuple[float, float]:
    """Left and top of a label at a side of a body, one of `SIDES`; all in view pixels."""
    (x, y), (width, height) = middle, size
    right, down = SIDES.get(side, SIDES["below"])
    left = x - width / 2 + right * (width / 2 + half - HALO_PX)
    top = y - height / 2 + down * (height / 2 + half)
    return left, top


def _cut(text: str, metrics: QFontMetricsF, most_px: float) -> str:
    if metrics.horizontalAdvance(text) <= most_px:
        return text
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, most_px)


def _sized(font: QFont, size: float) -> QFont:
    if size != 1.0 and font.pixelSize() > 0:
        font.setPixelSize(round(font.pixelSize() * size))
    elif size != 1.0:
        font.setPointSizeF(font.pointSizeF() * size)
    return font


def _clear(size: QSize, ratio: float) -> QPixmap:
    pixmap = QPixmap(size)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
