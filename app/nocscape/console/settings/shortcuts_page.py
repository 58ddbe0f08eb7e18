"""Every action with its keys, which can be changed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import tr
from nocscape.console.parts.fields import FilterField
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.tables import dress_table
from nocscape.console.shell.actions import ActionBook
from nocscape.console.theme import GRID, Theme

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NAME = Qt.ItemDataRole.UserRole


class ShortcutsPage(Retranslated, QWidget):
    """A table of actions above the field in which new keys are pressed."""

    def __init__(self, theme: Theme, book: ActionBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._book = book
        self.filter = FilterField(theme)
        self.table = QTableWidget(0, 2)
        self.keys = QKeySequenceEdit()
        self._label = plain_label()
        self._note = plain_label(role="small", tone="dim")
        self._assign = QPushButton()
        self._clear = QPushButton()
        self._reset = QPushButton()
        self._lay_out()
        self.filter.chosen.connect(self._fill)
        self.table.itemSelectionChanged.connect(self._show_current)
        self.keys.keySequenceChanged.connect(self._check)
        self._assign.clicked.connect(self.assign)
        self._clear.clicked.connect(self.clear)
        self._reset.clicked.connect(book.reset_shortcuts)
        book.changed.connect(self._fill)
        theme.changed.connect(self._fill)
        self.retranslate()

    def _lay_out(self) -> None:
        dress_table(self.table)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.keys.setMaximumSequenceLength(1)
        self.keys.setClearButtonEnabled(True)
        self._label.setBuddy(self.keys)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self._label)
        row.addWidget(self.keys, 1)
        for button in (self._assign, self._clear, self._reset):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.filter)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        layout.addWidget(self._note)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.filter.setPlaceholderText(tr("Filter actions"))
        self.table.setHorizontalHeaderLabels([tr("Action"), tr("Keys")])
        self.table.setAccessibleName(tr("Actions and their keys"))
        self._label.setText(tr("New keys"))
        self._assign.setText(tr("Assign"))
        self._clear.setText(tr("No keys"))
        self._reset.setText(tr("Reset all"))
        self._fill()

    @property
    def current(self) -> str:
        """Name of the chosen action, empty where none is."""
        items = self.table.selectedItems()
        return str(items[0].data(_NAME)) if items else ""

    def choose(self, name: str) -> None:
        """Choose an action."""
        for row in range(self.table.rowCount()):
            item = self.table.item(row, 0)
            if item is not None and item.data(_NAME) == name:
                self.table.selectRow(row)

    @Slot()
    def _fill(self) -> None:
        kept, words = self.current, self.filter.text().casefold().split()
        actions = [a for a in self._book if all(word in a.text().casefold() for word in words)]
        self.table.blockSignals(True)
        self.table.setRowCount(len(actions))
        for row, action in enumerate(actions):
            self._fill_row(row, action)
        self.table.blockSignals(False)
        if kept:
            self.choose(kept)
        self._show_current()

    def _fill_row(self, row: int, action: QAction) -> None:
        keys = QTableWidgetItem(action.shortcut().toString())
        if self._book.shortcut(action.objectName()) != self._book.default_shortcut(action.objectName()):
            keys.setFont(self._theme.font("strong"))
        name = QTableWidgetItem(action.icon(), action.text().replace("&", ""))
        for column, item in enumerate((name, keys)):
            item.setData(_NAME, action.objectName())
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.table.setItem(row, column, item)

    @Slot()
    def _show_current(self) -> None:
        name = self.current
        for widget in (self.keys, self._assign, self._clear):
            widget.setEnabled(bool(name))
        self.keys.setKeySequence(QKeySequence(self._book.shortcut(name) if name else "", _PORTABLE))
        self._prompt()
        self._check()

    def _prompt(self) -> None:
        """Say in our own words what to do in the field; Qt puts its own back with every new value."""
        if (field := self.keys.findChild(QLineEdit)) is not None:
            field.setPlaceholderText(tr("Press the keys"))
            field.setAccessibleName(tr("New keys"))

    @Slot()
    def _check(self) -> None:
        keys = self.keys.keySequence().toString(_PORTABLE)
        holder = self._book.holder(keys, besides=self.current) if self.current else None
        set_tone(self._note, "warn" if holder else "dim")
        if holder:
            other = self._book[holder].text().replace("&", "")
            self._note.setText(tr("These keys belong to “{action}” and will be taken from it.", action=other))
        else:
            self._note.setText("" if self.current else tr("Choose an action to change its keys."))

    @Slot()
    def assign(self) -> None:
        """Give the chosen action the keys in the field."""
        if self.current:
            self._book.set_shortcut(self.current, self.keys.keySequence().toString(_PORTABLE))

    @Slot()
    def clear(self) -> None:
        """Take all keys from the chosen action."""
        if self.current:
            self._book.set_shortcut(self.current, "")
