"""What is said of groups, as pictures: their titles, and how many devices of which state are in them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from nocscape.console.map.paint.labels import HALO_PX, LabelCache
from nocscape.console.map.scene.nodes import STATUS_CODE, STATUSES
from nocscape.console.theme import Theme
from nocscape.model.status import Status

LINE_PX = 18.0
SMALL = 0.84
_SIGN_PX = 11
_BETWEEN_PX = 11.0
_LENGTHS_PX = (240.0, 180.0, 130.0, 90.0, 60.0, 44.0, 30.0, 20.0)
_MOST_COUNTS = 1500
_MOST_WIDTHS = 10_000

_UP = STATUS_CODE[Status.UP]
_ORDER = (
    _UP,
    *(code for code in range(len(STATUSES) - 1, -1, -1) if code != _UP),
)


class Headings:
    """Titles and counts, each drawn once."""

    def __init__(self, theme: Theme, labels: LabelCache) -> None:
        self._theme = theme
        self._labels = labels
        self._counts: dict[tuple[tuple[int, ...], float], QPixmap] = {}
        self._widths: dict[str, float] = {}

    def forget(self) -> None:
        """The theme is different: draw everything anew."""
        self._counts.clear()
        self._widths.clear()

    def px(self, length: float) -> int:
        """A length that grows with the text of the theme."""
        return round(length * self._theme.text_scale)

    def glass(self, share: float) -> QColor:
        """The body of a frame, with so much of it that what lies below is seen faintly."""
        color = self._theme.color("group")
        color.setAlphaF(share)
        return color

    def width_of(self, title: str) -> float:
        """Of the whole title on one line, in px."""
        if (known := self._widths.get(title)) is None:
            if len(self._widths) > _MOST_WIDTHS:
                self._widths.clear()
            metrics = QFontMetricsF(self._theme.font("strong"))
            known = self._widths[title] = metrics.horizontalAdvance(title) + 4 * HALO_PX
        return known

    def title(self, text: str, room: float, ratio: float, tint: str, short: str = "") -> QPixmap | None:
        """The title, else in smaller letters, else a `short` one so, else in the longest of a few lengths that fits; a
        pixmap for every width would be one for every zoom."""
        for words in filter(None, (text, short)):
            for size in (1.0, SMALL):
                if self._line_px(words, size) <= room:
                    return self._labels.get(words, ratio, tint=tint, role="strong", most_px=_LENGTHS_PX[0], size=size)
        most = next((length for length in _LENGTHS_PX if length + 4 * HALO_PX <= room), None)
        if most is None:
            return None
        return self._labels.get(text, ratio, tint=tint, role="strong", most_px=most, size=SMALL)

    def lines(self, ways: Sequence[Sequence[str]], room: float, ratio: float) -> list[QPixmap]:
        """The first way that fits, each of its texts on a line of its own; in smaller letters where none does, and
        nothing where none does so either."""
        for size in (1.0, SMALL):
            for way in ways:
                if max(self._line_px(line, size) for line in way) <= room:
                    made = [self._labels.get(x, ratio, role="strong", size=size, most_px=room) for x in way]
                    return [line for line in made if line is not None]
        return []

    def _line_px(self, words: str, size: float) -> float:
        """How wide they are on one line, where what is longest is cut."""
        letters = min(_LENGTHS_PX[0], (self.width_of(words) - 4 * HALO_PX) * size)
        return letters + 4 * HALO_PX

    def knows(self, numbers: tuple[int, ...], ratio: float) -> bool:
        """Whether the picture of these counts has been drawn."""
        return (numbers, ratio) in self._counts

    def counts(self, numbers: tuple[int, ...], ratio: float) -> QPixmap:
        """Sign and number of each state that occurs, as one picture."""
        key = (numbers, ratio)
        if (known := self._counts.get(key)) is None:
            if len(self._counts) > _MOST_COUNTS:
                self._counts.clear()
            known = self._counts[key] = self._draw_counts(numbers, ratio)
        return known

    def _draw_counts(self, numbers: tuple[int, ...], ratio: float) -> QPixmap:
        shown = [(STATUSES[code], str(numbers[code])) for code in _ORDER if numbers[code]]
        font = self._theme.font("small")
        metrics = QFontMetricsF(font)
        sign_px, line_px, between_px = self.px(_SIGN_PX), self.px(LINE_PX), self.px(_BETWEEN_PX)
        widths = [sign_px + 5 + metrics.horizontalAdvance(text) + between_px for _, text in shown]
        pixmap = QPixmap(math.ceil((sum(widths) - between_px) * ratio), math.ceil(line_px * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setFont(font)
        painter.setPen(self._theme.color("dim"))
        x = 0.0
        for (status, text), width in zip(shown, widths, strict=True):
            painter.drawPixmap(QPointF(x, (line_px - sign_px) / 2), self._theme.status_icon(status, sign_px))
            painter.drawText(QPointF(x + sign_px + 5, (line_px + metrics.capHeight()) / 2), text)
            x += width
        painter.end()
        return pixmap
