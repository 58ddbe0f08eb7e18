"""Asks which devices are to be selected: what is looked at, a test and a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QFormLayout, QLineEdit, QWidget

from nocscape.base.i18n import tr
from nocscape.console.map.attributes import DEVICE_WORDS, NUMBERS
from nocscape.console.map.chrome.asking import AskDialog
from nocscape.console.map.chrome.rules_dialog import TEST_WORDS, suit
from nocscape.console.parts.hint import plain_label
from nocscape.model.mapparts import Comparison, StyleRule, Subject

_LEAST_WIDTH = 340
_MOST_VALUE = 120

Values = Callable[[str], Sequence[str]]
"""What devices on the map have for an attribute."""
Count = Callable[[StyleRule], int]


class FilterDialog(AskDialog):
    """Says while one types how many devices fit; `chosen(StyleRule)` comes once, and says only whom it fits."""

    chosen = Signal(object)

    def __init__(self, values: Values, count: Count, parent: QWidget) -> None:
        super().__init__(tr("Select by a filter"), tr("Select"), parent)
        self._values, self._count = values, count
        self.setMinimumWidth(_LEAST_WIDTH)
        self.attribute, self.test, self.value = QComboBox(), QComboBox(), QComboBox()
        self.value.setEditable(True)
        self.value.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.value.setLineEdit(_line())
        completer = QCompleter(self.value.model(), self.value)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.value.setCompleter(completer)
        for key, word in DEVICE_WORDS.items():
            self.attribute.addItem(tr(word), key)
        for test, word in TEST_WORDS.items():
            self.test.addItem(tr(word), test.value)
        self.words = plain_label(role="small", tone="dim")
        form = QFormLayout()
        form.addRow(tr("What"), self.attribute)
        form.addRow(tr("Test"), self.test)
        form.addRow(tr("Value"), self.value)
        self.attribute.currentIndexChanged.connect(self._suit)
        self.test.currentIndexChanged.connect(self._say)
        self.value.currentTextChanged.connect(self._say)
        self.accepted.connect(self._tell)
        self.fill(form, self.words)
        self._suit()

    def rule(self) -> StyleRule:
        """What is asked for now."""
        return StyleRule(
            id="",
            subject=Subject.DEVICE,
            attribute=str(self.attribute.currentData()),
            test=Comparison(str(self.test.currentData())),
            value=self.value.currentText(),
        )

    @Slot()
    def _suit(self) -> None:
        """Numbers are compared as numbers, words as words, which are offered."""
        attribute = str(self.attribute.currentData())
        self.test.setCurrentIndex(self.test.findData(Comparison.CONTAINS.value))
        suit(self.test, attribute)
        self.value.clear()
        if attribute not in NUMBERS:
            self.value.addItems(list(self._values(attribute)))
        self.value.setCurrentIndex(-1)
        self.value.clearEditText()
        self._say()

    @Slot()
    def _say(self) -> None:
        """How many devices that would be."""
        self.words.setText(tr("Devices that fit: {count}", count=self._count(self.rule())))

    @Slot()
    def _tell(self) -> None:
        self.chosen.emit(self.rule())


def _line() -> QLineEdit:
    line = QLineEdit()
    line.setMaxLength(_MOST_VALUE)
    return line
