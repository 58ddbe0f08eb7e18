"""What panels with a table are made of: a bar over it, a hint in its place while it is empty, and what went wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from nocscape.console.parts.flow import FlowLayout
from nocscape.console.parts.hint import set_tone
from nocscape.console.theme import DOCK_HEADER, GRID


def header_bar(*widgets: QWidget) -> QWidget:
    """A bar of widgets, which flow into more lines where the panel is narrow."""
    bar = QWidget()
    bar.setObjectName("panelHeader")
    bar.setMinimumHeight(DOCK_HEADER + 2 * GRID)
    row = FlowLayout(bar)
    row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
    for widget in widgets:
        row.addWidget(widget)
    return bar


class Hinted(QWidget):
    """Shows `hint` in the place of `content` until there is some."""

    def __init__(self, hint: QWidget, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(hint)
        self._pages.addWidget(content)

    def show_content(self, *, is_there: bool) -> None:
        """Show the content, or the hint where it is not there."""
        self._pages.setCurrentIndex(int(is_there))


class ProblemLabel(QLabel):
    """What went wrong last; takes no room while nothing did."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "small")
        self.setProperty("tone", "crit")
        self.hide()

    @Slot(str)
    def say(self, problem: str) -> None:
        """Show this, or nothing where it is empty."""
        self._show(problem, "crit")

    @Slot(str)
    def inform(self, words: str) -> None:
        """Show something that went well."""
        self._show(words, "dim")

    def _show(self, words: str, tone: str) -> None:
        set_tone(self, tone)
        self.setText(words)
        self.setVisible(bool(words))
