"""The search field over the map: it marks what fits and flies to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.map.chrome.floating import Floating
from nocscape.console.parts.fields import FilterField, IconButton
from nocscape.console.parts.hint import plain_label
from nocscape.console.theme import GRID, Theme

_FIELD = 52 * GRID


class FindBar(Floating):
    """Signals: wanted(str) something else is looked for; next_wanted(bool is_back); left() the search is over."""

    wanted = Signal(str)
    next_wanted = Signal(bool)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.field = FilterField(theme)
        self.field.setFixedWidth(_FIELD)
        self.count = plain_label(role="small", tone="dim")
        self._close = IconButton(theme, "x")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        layout.setSpacing(2 * GRID)
        for widget in (self.field, self.count, self._close):
            layout.addWidget(widget)
        self.field.chosen.connect(self.wanted)
        self._close.clicked.connect(self.leave)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.field.setPlaceholderText(tr("Find on the map"))
        self.field.setAccessibleName(tr("Find on the map"))
        self._close.say(tr("Close"))

    def begin(self) -> None:
        """Ask what to look for."""
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def say(self, place: int, total: int) -> None:
        """Which of how many is shown; nothing where nothing is looked for."""
        looked = bool(self.field.text().strip())
        self.count.setText("" if not looked else tr("{place} of {total}", place=place, total=total))
        self.adjustSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next, with Shift to the one before; Esc ends."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.field.tell()
            self.next_wanted.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    @Slot()
    def leave(self) -> None:
        """The search is over."""
        self.hide()
        self.left.emit()
