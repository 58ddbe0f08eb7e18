"""Notes that operators left on a map."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from nocscape.console.map.camera import FAR, Camera, Rect
from nocscape.console.map.geometry import NOTE_WIDTH
from nocscape.console.theme import RADIUS_FIELD, Theme
from nocscape.model.mapdoc import Note

_PADDING = 10.0
_MOST_HEIGHT = 600.0
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


def note_rect(note: Note, theme: Theme) -> Rect:
    """The card of a note in scene units."""
    metrics = QFontMetricsF(theme.font("small"))
    area = QRectF(0, 0, NOTE_WIDTH - 2 * _PADDING, _MOST_HEIGHT)
    height = min(_MOST_HEIGHT, metrics.boundingRect(area, int(_WRAP), note.text).height())
    return Rect(note.x, note.y, note.x + NOTE_WIDTH, note.y + height + 2 * _PADDING)


class NotePainter:
    """Draws notes as cards that grow and shrink with the map."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def draw(self, painter: QPainter, notes: Iterable[Note], camera: Camera) -> None:
        """All notes in view."""
        seen = camera.seen()
        for note in notes:
            rect = note_rect(note, self._theme)
            if rect.meets(seen):
                self._draw_card(painter, note, rect, camera)

    def _draw_card(self, painter: QPainter, note: Note, rect: Rect, camera: Camera) -> None:
        x, y = camera.point(rect.left, rect.top)
        painter.save()
        painter.translate(QPointF(x, y))
        painter.scale(camera.scale, camera.scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("warn"), 1.0))
        painter.setBrush(self._theme.color("raised"))
        painter.drawRoundedRect(QRectF(0, 0, rect.width, rect.height), RADIUS_FIELD, RADIUS_FIELD)
        if camera.scale > FAR:
            painter.setFont(self._theme.font("small"))
            painter.setPen(self._theme.color("text"))
            area = QRectF(_PADDING, _PADDING, rect.width - 2 * _PADDING, rect.height - 2 * _PADDING)
            painter.drawText(area, int(_WRAP), note.text)
        painter.restore()
