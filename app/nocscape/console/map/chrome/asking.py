"""What the small dialogs of a map share: something to fill in, Cancel, and a button that says what it does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLayout, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.theme import GRID


class AskDialog(QDialog):
    """Goes away by itself; `yes` are the words of the button that accepts."""

    def __init__(self, title: str, yes: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.buttons = QDialogButtonBox()
        self.cancel = self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.addButton(yes, QDialogButtonBox.ButtonRole.AcceptRole).setProperty("kind", "primary")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def fill(self, *parts: QWidget | QLayout) -> None:
        """Lay these out above the buttons."""
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(3 * GRID)
        for part in (*parts, self.buttons):
            if isinstance(part, QLayout):
                column.addLayout(part)
            else:
                column.addWidget(part)
