"""Asks on which screens a wall is shown, and what; walls that are kept under a name can be chosen again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import tr
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.kept import LEAST_PAGE_S, MOST_PAGE_S, KeptWall
from nocscape.console.theme import GRID
from nocscape.console.wall.pages import MAP
from nocscape.console.wall.show import EVERY_S, WallPlan

MOST_LETTERS = 60


class WallDialog(QDialog):
    """Signals: chosen(WallPlan) once, where the operator says yes; named(str, WallPlan): that plan is to be kept under
    this name; dropped(str): the wall of this name is not kept any more."""

    chosen = Signal(object)
    named = Signal(str, object)
    dropped = Signal(str)

    def __init__(
        self,
        screens: Sequence[str],
        pages: Mapping[str, str],
        theme: str,
        parent: QWidget,
        kept: Sequence[KeptWall] = (),
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kept = {wall.name: wall for wall in kept}
        self.screens = [QCheckBox(name.replace("&", "&&")) for name in screens]
        self.pages = {key: QCheckBox(title.replace("&", "&&")) for key, title in pages.items()}
        self.every = QSpinBox()
        self.every.setRange(LEAST_PAGE_S, MOST_PAGE_S)
        self.every.setValue(EVERY_S)
        self.every.setSuffix(tr(" s"))
        self.known = QComboBox()
        self.drop = QPushButton(tr("Forget"))
        self.name = QLineEdit()
        self.name.setMaxLength(MOST_LETTERS)
        self.name.setPlaceholderText(tr("not kept"))
        self.command = plain_label(role="mono", tone="dim")
        self.command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = QDialogButtonBox()
        self.cancel = self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.start = self.buttons.addButton(tr("Show the wall"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.start.setProperty("kind", "primary")
        self._lay_out()
        self._connect()
        self._list_kept()
        self._check()

    def _lay_out(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Wall"))
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(2 * GRID)
        row = QHBoxLayout()
        row.addWidget(self.known, 1)
        row.addWidget(self.drop)
        column.addLayout(row)
        if self.screens:
            self.screens[-1].setChecked(True)
        for key, box in self.pages.items():
            box.setChecked(key.startswith(MAP))
        for title, boxes in ((tr("Screens"), self.screens), (tr("Pages"), list(self.pages.values()))):
            column.addWidget(plain_label(title, role="strong"))
            for box in boxes:
                column.addWidget(box)
        form = QFormLayout()
        for words, field in ((tr("Each page for"), self.every), (tr("Keep as"), self.name)):
            label = plain_label(words)
            label.setBuddy(field)
            form.addRow(label, field)
        column.addLayout(form)
        column.addWidget(self.command)
        about = plain_label(tr("Esc ends the wall, arrow keys turn its pages, P holds one."), role="small", tone="dim")
        about.setWordWrap(True)
        column.addWidget(about)
        column.addWidget(self.buttons)

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(self._tell)
        for box in (*self.screens, *self.pages.values()):
            box.toggled.connect(self._check)
        self.known.setAccessibleName(tr("Kept walls"))
        self.known.activated.connect(self._take_kept)
        self.drop.clicked.connect(self._drop)
        self.name.textChanged.connect(self._check)

    def _list_kept(self) -> None:
        """The kept walls, after an entry for one that is composed anew."""
        self.known.clear()
        self.known.addItem(tr("New wall"), "")
        for name in self._kept:
            self.known.addItem(name, name)
        self.known.setVisible(bool(self._kept))
        self.drop.setVisible(bool(self._kept))

    @Slot(int)
    def _take_kept(self, place: int) -> None:
        """Show what a kept wall shows; pages that are not there any more are left out."""
        wall = self._kept.get(self.known.itemData(place))
        self.name.setText(wall.name if wall is not None else "")
        if wall is None:
            return
        for number, box in enumerate(self.screens):
            box.setChecked(number in wall.screens)
        for key, box in self.pages.items():
            box.setChecked(key in wall.pages or (not wall.pages and key.startswith(MAP)))
        self.every.setValue(wall.every_s)

    @Slot()
    def _drop(self) -> None:
        """Keep the chosen wall no longer."""
        name = self.known.currentData()
        if self._kept.pop(name, None) is not None:
            self.dropped.emit(name)
            self._list_kept()
            self.name.clear()

    @Slot()
    def _check(self) -> None:
        has_screen = any(box.isChecked() for box in self.screens)
        self.start.setEnabled(has_screen and any(box.isChecked() for box in self.pages.values()))
        name = self.name.text().strip()
        self.command.setText(f'nocscape wall "{name}"' if name else "")
        self.command.setVisible(bool(name))
        self.drop.setEnabled(bool(self.known.currentData()))

    def plan(self) -> WallPlan:
        """What is chosen now."""
        screens = tuple(number for number, box in enumerate(self.screens) if box.isChecked())
        pages = tuple(key for key, box in self.pages.items() if box.isChecked())
        return WallPlan(screens, pages, self.every.value(), self._theme)

    @Slot()
    def _tell(self) -> None:
        if name := self.name.text().strip():
            self.named.emit(name, self.plan())
        self.chosen.emit(self.plan())
