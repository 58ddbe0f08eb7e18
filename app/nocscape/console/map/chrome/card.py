"""The card that appears where the pointer rests."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nocscape.console.map.chrome.floating import SHADOW_PX, Floating
from nocscape.console.map.facts import Card
from nocscape.console.parts.hint import plain_label
from nocscape.console.theme import GRID, Theme

_AWAY_PX = 14
_MOST_FACTS = 9


class HoverCard(Floating):
    """Facts about one thing; it never takes the mouse."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._sign = QLabel()
        self._title = plain_label(role="strong")
        self._word = plain_label(role="small", tone="dim")
        self._subtitle = plain_label(role="small", tone="dim")
        self._labels = [plain_label(role="small", tone="dim") for _ in range(_MOST_FACTS)]
        self._values = [plain_label(role="small") for _ in range(_MOST_FACTS)]
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        layout.setSpacing(GRID)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(self._sign)
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(self._word)
        layout.addLayout(top)
        layout.addWidget(self._subtitle)
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        for row, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            grid.addWidget(label, row, 0)
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight)
        layout.addLayout(grid)

    def say(self, card: Card, at: QPoint, room: QSize) -> None:
        """Show a card beside a point of the parent, inside its `room`."""
        self._sign.setPixmap(self.theme.status_icon(card.status, 13))
        self._title.setText(card.title)
        self._word.setText(card.word)
        self._subtitle.setText(card.subtitle)
        self._subtitle.setVisible(bool(card.subtitle))
        facts = [*card.facts[:_MOST_FACTS], *[("", "")] * (_MOST_FACTS - len(card.facts))]
        for (name, fact), label, value in zip(facts, self._labels, self._values, strict=True):
            label.setText(name)
            value.setText(fact)
            label.setVisible(bool(name))
            value.setVisible(bool(name))
        self.adjustSize()
        self.move(self._beside(at, room))
        self.show()
        self.raise_()

    def _beside(self, at: QPoint, room: QSize) -> QPoint:
        x, y = at.x() + _AWAY_PX - SHADOW_PX, at.y() + _AWAY_PX - SHADOW_PX
        if x + self.width() > room.width():
            x = at.x() - self.width() - _AWAY_PX + SHADOW_PX
        if y + self.height() > room.height():
            y = at.y() - self.height() - _AWAY_PX + SHADOW_PX
        return QPoint(max(0, x), max(0, y))
