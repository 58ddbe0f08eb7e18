"""A list of facts: a title and its text each, some with a bar of how full something is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from nocscape.base.text import plain
from nocscape.console.parts.elided import ElidedLabel
from nocscape.console.parts.hint import plain_label
from nocscape.console.theme import GRID, Theme

TEXT_LIMIT = 4000
BAR_HEIGHT = 4
MOST_TITLE = 0.45
"""Part of the width that titles may take from their texts: a storage may be called by a long path."""


class Fact(NamedTuple):
    """One line; `percent` draws a bar under it. A fact without text is the heading of those that follow."""

    title: str
    text: str = ""
    percent: float | None = None


class FactsView(QScrollArea):
    """Facts under each other; texts wrap and can be selected with the mouse."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._facts: list[Fact] = []
        self._titles: list[QLabel] = []
        self._texts: list[QLabel | None] = []
        self._bars: list[_Bar | None] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def facts(self) -> list[Fact]:
        """What is shown."""
        return self._facts

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these; where only texts are different, the labels stay and so does a selection in others."""
        before, self._facts = self._facts, list(facts)
        if [_shape(f) for f in before] != [_shape(f) for f in facts]:
            self._build()
            return
        for fact, known, label, bar in zip(facts, before, self._texts, self._bars, strict=True):
            if fact != known and label is not None:
                label.setText(plain(fact.text, TEXT_LIMIT))
                if bar is not None:
                    bar.show_percent(fact.percent or 0.0)

    def content_height(self) -> int:
        """Pixels that all facts take at the width there is."""
        inside = self.widget()
        return inside.heightForWidth(self.viewport().width()) if inside is not None else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between titles and texts."""
        super().resizeEvent(event)
        self._fit_titles()

    def _fit_titles(self) -> None:
        for title in self._titles:
            title.setMaximumWidth(round(MOST_TITLE * self.viewport().width()))

    def _build(self) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID + 1)
        grid.setColumnStretch(1, 1)
        self._titles, self._texts, self._bars = [], [], []
        for fact in self._facts:
            self._add(grid, fact)
        grid.setRowStretch(grid.rowCount(), 1)
        self._fit_titles()
        self.setWidget(inside)

    def _add(self, grid: QGridLayout, fact: Fact) -> None:
        row = grid.rowCount()
        text, bar = None, None
        if not fact.text:
            heading = plain_label(fact.title, role="heading")
            heading.setContentsMargins(0, 2 * GRID if row > 1 else 0, 0, 0)
            grid.addWidget(heading, row, 0, 1, 2)
        else:
            text = plain_label(plain(fact.text, TEXT_LIMIT))
            text.setWordWrap(True)
            text.setMinimumWidth(1)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            title = ElidedLabel(fact.title)
            title.setProperty("tone", "dim")
            self._titles.append(title)
            grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1)
        self._texts.append(text)
        if fact.percent is not None:
            bar = _Bar(self._theme)
            bar.show_percent(fact.percent)
            grid.addWidget(bar, row + 1, 1)
        self._bars.append(bar)


def _shape(fact: Fact) -> tuple[str, bool, bool]:
    return fact.title, bool(fact.text), fact.percent is None


class _Bar(QWidget):
    """How full something is, in the colour of that load."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._percent = 0.0
        self.setFixedHeight(BAR_HEIGHT)
        theme.changed.connect(self.update)

    def show_percent(self, percent: float) -> None:
        self._percent = percent
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("line"))
        width = round(self.width() * min(1.0, max(0.0, self._percent / 100)))
        painter.fillRect(0, 0, width, self.height(), self._theme.utilisation_color(self._percent))
        painter.end()
