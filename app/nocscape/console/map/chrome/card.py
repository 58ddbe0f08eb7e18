"""The card that appears where the pointer rests."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nocscape.console.map.chrome.floating import SHADOW_PX, Floating
from nocscape.console.map.chrome.spark import Spark
from nocscape.console.map.curves import Drawn
from nocscape.console.map.facts import Card, Fact
from nocscape.console.parts.hint import plain_label
from nocscape.console.theme import GRID, Theme

_AWAY_PX = 14
_MOST_FACTS = 11
_MOST_CURVES = 2


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
        self._captions = [plain_label(role="small", tone="dim") for _ in range(_MOST_CURVES)]
        self.curves = [Spark(theme) for _ in range(_MOST_CURVES)]
        self._card: Card | None = None
        self._at, self._room = QPoint(), QSize()
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
        for row, (label, curve) in enumerate(zip(self._captions, self.curves, strict=True), _MOST_FACTS):
            grid.addWidget(label, row, 0)
            grid.addWidget(curve, row, 1, Qt.AlignmentFlag.AlignRight)
        layout.addLayout(grid)

    def say(self, card: Card, at: QPoint, room: QSize) -> None:
        """Show a card beside a point of the parent, inside its `room`."""
        self._card, self._at, self._room = card, at, room
        self._sign.setPixmap(self.theme.status_icon(card.status, 13))
        self._title.setText(card.title)
        self._word.setText(card.word)
        self._subtitle.setText(card.subtitle)
        self._subtitle.setVisible(bool(card.subtitle))
        self._say_facts(card.facts)
        self._draw(())
        self._settle()
        self.show()
        self.raise_()

    def add(self, curves: Sequence[Drawn], facts: Sequence[Fact]) -> None:
        """Curves of the last hour and what else came with them, below what is shown."""
        if self._card is not None:
            self._say_facts((*self._card.facts, *facts))
            self._draw(curves)
            self._settle()

    def _say_facts(self, known: Sequence[Fact]) -> None:
        facts = [*known[:_MOST_FACTS], *[("", "")] * (_MOST_FACTS - len(known))]
        for (name, fact), label, value in zip(facts, self._labels, self._values, strict=True):
            label.setText(name)
            value.setText(fact)
            label.setVisible(bool(name))
            value.setVisible(bool(name))

    def _draw(self, curves: Sequence[Drawn]) -> None:
        for place, (label, curve) in enumerate(zip(self._captions, self.curves, strict=True)):
            shown = curves[place] if place < len(curves) else None
            label.setVisible(shown is not None)
            curve.setVisible(shown is not None)
            if shown is not None:
                label.setText(shown.label)
                curve.draw(shown.values)

    def _settle(self) -> None:
        self.adjustSize()
        self.move(self._beside(self._at, self._room))

    def _beside(self, at: QPoint, room: QSize) -> QPoint:
        x, y = at.x() + _AWAY_PX - SHADOW_PX, at.y() + _AWAY_PX - SHADOW_PX
        if x + self.width() > room.width():
            x = at.x() - self.width() - _AWAY_PX + SHADOW_PX
        if y + self.height() > room.height():
            y = at.y() - self.height() - _AWAY_PX + SHADOW_PX
        return QPoint(max(0, x), max(0, y))
