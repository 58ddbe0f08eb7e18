"""The rail at the left: which panel has the floor."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from nocscape.console.shell.actions import ActionBook
from nocscape.console.theme import GRID, RAIL, Theme

BUTTON = 42


class Rail(QWidget):
    """A button for each panel; the one with the floor is marked. `chosen` carries the panel's name."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, book: ActionBook, panels: tuple[str, ...], foot: tuple[str, ...]) -> None:
        super().__init__()
        self._theme = theme
        self._book = book
        self._buttons: dict[str, QToolButton] = {}
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(RAIL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 1, GRID)
        layout.setSpacing(0)
        for name in panels:
            layout.addWidget(self._make(name, book[f"panel.{name}"]))
        layout.addStretch(1)
        for name in foot:
            layout.addWidget(self._make(name, book[name]))
        for button in list(self._buttons.values())[: len(panels)]:
            button.setCheckable(True)
        theme.changed.connect(self.redraw)
        book.changed.connect(self.redraw)
        self.redraw()

    def _make(self, name: str, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setFixedSize(RAIL - 1, BUTTON)
        button.setIconSize(QSize(20, 20))
        button.clicked.connect(action.trigger)
        self._buttons[name] = button
        return button

    def mark(self, panel: str) -> None:
        """Show which panel has the floor."""
        for name, button in self._buttons.items():
            if button.isCheckable():
                button.setChecked(name == panel)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.redraw()

    @Slot()
    def redraw(self) -> None:
        """Words, keys or colours are different."""
        for name, button in self._buttons.items():
            action = self._book[f"panel.{name}" if button.isCheckable() else name]
            keys = action.shortcut().toString()
            words = action.text().replace("&", "")
            button.setIcon(action.icon())
            button.setToolTip(f"{words} ({keys})" if keys else words)
            button.setAccessibleName(words)
