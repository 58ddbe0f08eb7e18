"""Asks which devices are to be selected: what is looked at, a test and a value."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.map.attributes import DEVICE_WORDS, NUMBERS
from nocscape.console.map.chrome.rules_dialog import TEST_WORDS
from nocscape.console.theme import GRID
from nocscape.model.mapparts import Comparison, StyleRule, Subject

_LEAST_WIDTH = 340
_MOST_VALUE = 120


class FilterDialog(QDialog):
    """`chosen(StyleRule)` comes once, where the operator says yes; the rule says only whom it fits."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Select by a filter"))
        self.setMinimumWidth(_LEAST_WIDTH)
        self.attribute, self.test, self.value = QComboBox(), QComboBox(), QLineEdit()
        self.value.setMaxLength(_MOST_VALUE)
        for key, word in DEVICE_WORDS.items():
            self.attribute.addItem(tr(word), key)
        for test, word in TEST_WORDS.items():
            self.test.addItem(tr(word), test.value)
        form = QFormLayout()
        form.addRow(tr("What"), self.attribute)
        form.addRow(tr("Test"), self.test)
        form.addRow(tr("Value"), self.value)
        self.buttons = QDialogButtonBox()
        self.cancel = self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        select = self.buttons.addButton(tr("Select"), QDialogButtonBox.ButtonRole.AcceptRole)
        select.setProperty("kind", "primary")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(self._tell)
        self.attribute.currentIndexChanged.connect(self._suit)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(3 * GRID)
        column.addLayout(form)
        column.addWidget(self.buttons)
        self._suit()

    @Slot()
    def _suit(self) -> None:
        """Numbers are compared as numbers, words as words."""
        is_number = self.attribute.currentData() in NUMBERS
        wanted = Comparison.ABOVE if is_number else Comparison.CONTAINS
        self.test.setCurrentIndex(self.test.findData(wanted.value))

    @Slot()
    def _tell(self) -> None:
        rule = StyleRule(
            id="",
            subject=Subject.DEVICE,
            attribute=str(self.attribute.currentData()),
            test=Comparison(str(self.test.currentData())),
            value=self.value.text(),
        )
        self.chosen.emit(rule)
