"""Who made a device, as two letters on a plate of our own at its lower left corner; nobody's trade mark is drawn."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from nocscape.console.map.camera import NAMES
from nocscape.console.map.scene.scene import Scene
from nocscape.console.theme import Theme

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_WIDE, _HIGH = 17.0, 11.0
_LETTER_PX = 8
_RADIUS = 3.0
_MOST_KNOWN = 400
_COLORS = ("u1", "u2", "accent", "dim")
"""None of a state."""


def letters_of(vendor: str | None) -> str:
    """Two letters: of the first two words, else the first two of the one; empty where nobody is known."""
    words = [word for word in "".join(c if c.isalnum() else " " for c in vendor or "").split() if word]
    if not words:
        return ""
    return (words[0][0] + words[1][0] if len(words) > 1 else words[0][:2]).upper()


class VendorPainter:
    """Draws the plates of nodes in view, where the map wants them and names are drawn."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._known: dict[tuple[str, float], QPixmap] = {}

    def forget(self) -> None:
        """The theme is different: draw everything anew."""
        self._known.clear()

    def draw(self, painter: QPainter, scene: Scene, rows: Rows, middles: Array, scale: float, ratio: float) -> None:
        """A plate for each node whose vendor is known."""
        if not scene.has_vendors or scale < NAMES:
            return
        nodes, live = scene.nodes, scene.live
        for row, (x, y) in zip(rows.tolist(), middles.tolist(), strict=True):
            known = live.devices.get(nodes.ids[row])
            letters = letters_of(known.device.vendor) if known is not None else ""
            if letters:
                half = float(nodes.side[row]) * scale / 2
                plate = self._plate(letters, ratio)
                painter.drawPixmap(QPointF(round(x - half - _WIDE * 0.25), round(y + half - _HIGH * 0.8)), plate)

    def _plate(self, letters: str, ratio: float) -> QPixmap:
        if (known := self._known.get((letters, ratio))) is not None:
            return known
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        plate = QPixmap(math.ceil(_WIDE * ratio), math.ceil(_HIGH * ratio))
        plate.setDevicePixelRatio(ratio)
        plate.fill(Qt.GlobalColor.transparent)
        painter = QPainter(plate)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(_COLORS[sum(map(ord, letters)) % len(_COLORS)]))
        painter.drawRoundedRect(QRectF(0, 0, _WIDE, _HIGH), _RADIUS, _RADIUS)
        font = self._theme.font("strong")
        font.setPixelSize(_LETTER_PX)
        painter.setFont(font)
        painter.setPen(self._theme.color("bg"))
        painter.drawText(QRectF(0, 0, _WIDE, _HIGH), Qt.AlignmentFlag.AlignCenter, letters)
        painter.end()
        self._known[letters, ratio] = plate
        return plate
