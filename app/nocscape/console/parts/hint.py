"""What an empty place says: what it is for, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nocscape.console.theme import GRID, Theme

ICON_SIZE = 30
TEXT_WIDTH = 300


class EmptyHint(QWidget):
    """An icon, a sentence, and where there is something to be done, the button that does it."""

    pressed = Signal()

    def __init__(self, theme: Theme, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self._column = QWidget()
        self._icon = QLabel()
        self._title = plain_label(role="strong")
        self._text = plain_label(role="small", tone="dim")
        self._button = QPushButton()
        self._button.clicked.connect(self.pressed)
        self._lay_out()
        theme.changed.connect(self.redraw)
        self.say("")
        self.redraw()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self._column)
        layout.setSpacing(2 * GRID)
        layout.addStretch(1)
        for widget in (self._icon, self._title, self._text, self._button):
            layout.addWidget(widget)
        layout.setAlignment(self._button, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        for label in (self._icon, self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for label in (self._title, self._text):
            label.setWordWrap(True)
        middle = QHBoxLayout(self)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(self._column, TEXT_WIDTH)
        middle.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words go before the icon where there is no room for both."""
        super().resizeEvent(event)
        self._show_icon()

    def _show_icon(self) -> None:
        layout = self._column.layout()
        width = min(self.width(), self._column.maximumWidth())
        needed = layout.heightForWidth(width) if layout is not None else 0
        if self._icon.isHidden():
            needed += self._icon.sizeHint().height() + 2 * GRID
        self._icon.setVisible(needed <= self.height())

    def say(self, title: str, text: str = "", button: str = "") -> None:
        """Show these words; no button where `button` is empty."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._button.setText(button)
        self._button.setVisible(bool(button))
        if self.isVisible():
            self._show_icon()

    @Slot()
    def redraw(self) -> None:
        """Colours or the size of text are different."""
        self._column.setMaximumWidth(self._theme.px(TEXT_WIDTH))
        self._icon.setPixmap(self._theme.pixmap(self._icon_name, "faint", self._theme.px(ICON_SIZE)))


def plain_label(text: str = "", *, role: str = "", tone: str = "", kind: str = "") -> QLabel:
    """A label that never takes text for markup, dressed by the style sheet."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    for name, value in (("role", role), ("tone", tone), ("kind", kind)):
        if value:
            label.setProperty(name, value)
    return label


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the `tone` that the style sheet colours a widget by."""
    _dress(widget, "tone", tone)


def set_kind(widget: QWidget, kind: str) -> None:
    """Make a button one of a special `kind`, such as `danger`, though it has been dressed already."""
    _dress(widget, "kind", kind)


def _dress(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
