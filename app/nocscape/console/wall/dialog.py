"""Asks on which screens a wall is shown, and what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.parts.hint import plain_label
from nocscape.console.theme import GRID
from nocscape.console.wall.pages import MAP
from nocscape.console.wall.show import EVERY_S, WallPlan
from nocscape.console.wall.wall import LEAST_S, MOST_S


class WallDialog(QDialog):
    """`chosen(WallPlan)` comes once, where the operator says yes."""

    chosen = Signal(object)

    def __init__(self, screens: Sequence[str], pages: Mapping[str, str], theme: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.screens = [QCheckBox(name.replace("&", "&&")) for name in screens]
        self.pages = {key: QCheckBox(title.replace("&", "&&")) for key, title in pages.items()}
        self.every = QSpinBox()
        self.every.setRange(LEAST_S, MOST_S)
        self.every.setValue(EVERY_S)
        self.every.setSuffix(" s")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.start = self.buttons.addButton(tr("Show the wall"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.start.setProperty("kind", "primary")
        self._lay_out()
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(self._tell)
        for box in (*self.screens, *self.pages.values()):
            box.toggled.connect(self._check)
        self._check()

    def _lay_out(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Wall"))
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(2 * GRID)
        if self.screens:
            self.screens[-1].setChecked(True)
        for key, box in self.pages.items():
            box.setChecked(key.startswith(MAP))
        for title, boxes in ((tr("Screens"), self.screens), (tr("Pages"), list(self.pages.values()))):
            column.addWidget(plain_label(title, role="strong"))
            for box in boxes:
                column.addWidget(box)
        form = QFormLayout()
        label = plain_label(tr("Each page for"))
        label.setBuddy(self.every)
        form.addRow(label, self.every)
        column.addLayout(form)
        about = plain_label(tr("Esc ends the wall, arrow keys turn its pages, P holds one."), role="small", tone="dim")
        about.setWordWrap(True)
        column.addWidget(about)
        column.addWidget(self.buttons)

    @Slot()
    def _check(self) -> None:
        has_screen = any(box.isChecked() for box in self.screens)
        self.start.setEnabled(has_screen and any(box.isChecked() for box in self.pages.values()))

    @Slot()
    def _tell(self) -> None:
        screens = tuple(number for number, box in enumerate(self.screens) if box.isChecked())
        pages = tuple(key for key, box in self.pages.items() if box.isChecked())
        self.chosen.emit(WallPlan(screens, pages, self.every.value(), self._theme))
