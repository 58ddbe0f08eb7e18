"""Rules of a map in a table: how links and devices look, and which groups new devices join."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

import msgspec
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QTableWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import mark, tr
from nocscape.console.inventory.words import KIND_WORDS
from nocscape.console.map.attributes import DEVICE_WORDS, GROUPING, LINK_WORDS, NUMBERS
from nocscape.console.map.chrome.asking import AskDialog
from nocscape.console.parts.hint import EmptyHint, plain_label
from nocscape.console.parts.tables import dress_table
from nocscape.console.theme import GRID, Theme
from nocscape.model.mapparts import Comparison, GroupRule, Part, StyleRule, Subject
from nocscape.model.net import Kind

MOST_RULES = 100
_MOST_VALUE = 120
_ROW = 36
_SIZE = QSize(980, 460)
_SWATCH = 14

SUBJECT_WORDS = {Subject.LINK: mark("Links"), Subject.DEVICE: mark("Devices")}
TEST_WORDS = {
    Comparison.ABOVE: mark("is above"),
    Comparison.BELOW: mark("is below"),
    Comparison.IS: mark("is"),
    Comparison.CONTAINS: mark("contains"),
}
COLOR_WORDS = {
    "": mark("usual"),
    "crit": mark("red"),
    "minor": mark("orange"),
    "warn": mark("amber"),
    "ok": mark("green"),
    "accent": mark("blue"),
    "unreach": mark("violet"),
    "u2": mark("teal"),
    "unknown": mark("grey"),
    "text": mark("as text"),
}
_EXAMPLE = StyleRule(id="", value="80", color="crit", width=2.0)
"""What a new rule says: links over 80 % thick and red."""


class RuleTable(QTableWidget):
    """A row of fields for each rule; `ids` are the rules' ids in the order of the rows. Signal: counted(1 where there
    is a rule, else 0)."""

    counted = Signal(int)

    def __init__(self, columns: int) -> None:
        super().__init__(0, columns)
        self.ids: list[str] = []
        self.setAccessibleName(tr("Rules of the map"))
        dress_table(self, _ROW)
        self.horizontalHeader().setStretchLastSection(True)

    @Slot()
    def remove(self) -> None:
        """Take the current row away, the last one where there is none."""
        row = self.currentRow() if self.currentRow() >= 0 else self.rowCount() - 1
        if row >= 0:
            self.removeRow(row)
            del self.ids[row]
            self.counted.emit(min(1, self.rowCount()))

    def begin_row(self, rule: str) -> int | None:
        """The number of a new row at the end; None where there are too many."""
        row = self.rowCount()
        if row >= MOST_RULES:
            return None
        self.insertRow(row)
        self.ids.append(rule)
        self.counted.emit(1)
        return row

    def chosen(self, row: int, column: int) -> str:
        """What a box or a field says."""
        field = self.cellWidget(row, column)
        if isinstance(field, QComboBox):
            return str(field.currentData())
        return field.text().strip() if isinstance(field, QLineEdit) else ""


class StyleTable(RuleTable):
    """Rules of style."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(8)
        self._theme = theme
        titles = (
            tr("On"),
            tr("Of"),
            tr("What"),
            tr("Test"),
            tr("Value"),
            tr("Colour"),
            tr("Width"),
            tr("Symbol"),
        )
        self.setHorizontalHeaderLabels(titles)
        for column, width in enumerate((40, 100, 170, 110, 140, 110, 80, 140)):
            self.setColumnWidth(column, width)

    @Slot()
    def add_new(self) -> None:
        """A rule as an example of one."""
        self.add(msgspec.structs.replace(_EXAMPLE, id=f"style:{uuid.uuid4().hex}"))

    def add(self, rule: StyleRule) -> None:
        """One more row."""
        row = self.begin_row(rule.id)
        if row is None:
            return
        is_on = QCheckBox()
        is_on.setChecked(rule.is_on)
        is_on.setAccessibleName(tr("On"))
        subject = _choice({key: tr(word) for key, word in SUBJECT_WORDS.items()}, rule.subject)
        attribute = _choice(_attributes(rule.subject), rule.attribute)
        test = _choice({key: tr(word) for key, word in TEST_WORDS.items()}, rule.test)
        symbols = {"": tr("usual")} | {kind.value: tr(word) for kind, word in KIND_WORDS.items()}
        symbol = _choice(symbols, rule.symbol.value if rule.symbol is not None else "")
        fields = (
            is_on,
            subject,
            attribute,
            test,
            _line(rule.value),
            self._colors(rule.color),
            _width(rule.width),
            symbol,
        )
        for column, field in enumerate(fields):
            self.setCellWidget(row, column, field)
        subject.currentIndexChanged.connect(lambda: _fill(attribute, _attributes(Subject(subject.currentData()))))
        attribute.currentIndexChanged.connect(lambda: suit(test, str(attribute.currentData())))

    def rules(self) -> tuple[StyleRule, ...]:
        """What the rows say, in their order."""
        return tuple(self._rule(row) for row in range(self.rowCount()))

    def _rule(self, row: int) -> StyleRule:
        is_on, width, symbol = self.cellWidget(row, 0), self.cellWidget(row, 6), self.chosen(row, 7)
        return StyleRule(
            id=self.ids[row],
            order=row,
            subject=Subject(self.chosen(row, 1)),
            attribute=self.chosen(row, 2),
            test=Comparison(self.chosen(row, 3)),
            value=self.chosen(row, 4),
            color=self.chosen(row, 5),
            width=width.value() if isinstance(width, QDoubleSpinBox) else 1.0,
            symbol=Kind(symbol) if symbol else None,
            is_on=isinstance(is_on, QCheckBox) and is_on.isChecked(),
        )

    def _colors(self, chosen: str) -> QComboBox:
        box = _choice({key: tr(word) for key, word in COLOR_WORDS.items()}, chosen)
        for place in range(box.count()):
            if token := str(box.itemData(place)):
                swatch = QPixmap(_SWATCH, _SWATCH)
                swatch.fill(self._theme.color(token))
                box.setItemIcon(place, QIcon(swatch))
        return box


class GroupTable(RuleTable):
    """Rules of grouping."""

    def __init__(self) -> None:
        super().__init__(2)
        self.setHorizontalHeaderLabels((tr("Group new devices by"), tr("Only where it contains")))
        self.setColumnWidth(0, 240)
        self.setColumnWidth(1, 280)

    @Slot()
    def add_new(self) -> None:
        """A rule that groups by site."""
        self.add(GroupRule(id=f"grouping:{uuid.uuid4().hex}"))

    def add(self, rule: GroupRule) -> None:
        """One more row."""
        row = self.begin_row(rule.id)
        if row is not None:
            pattern = _line(rule.pattern)
            pattern.setPlaceholderText(tr("any"))
            words = {key: tr(DEVICE_WORDS[key]) for key in (*GROUPING, "name")}
            self.setCellWidget(row, 0, _choice(words, rule.attribute))
            self.setCellWidget(row, 1, pattern)

    def rules(self) -> tuple[GroupRule, ...]:
        """What the rows say, in their order."""
        return tuple(
            GroupRule(id=self.ids[row], order=row, attribute=self.chosen(row, 0), pattern=self.chosen(row, 1))
            for row in range(self.rowCount())
        )


class RulesDialog(AskDialog):
    """`kept(tuple of parts)` comes once, with all rules, where the operator says yes."""

    kept = Signal(object)

    def __init__(self, theme: Theme, parts: Mapping[str, Part], parent: QWidget) -> None:
        super().__init__(tr("Rules of the map"), tr("Keep the rules"), parent)
        self.resize(_SIZE)
        self.styles, self.groups = StyleTable(theme), GroupTable()
        for part in sorted((p for p in parts.values() if isinstance(p, StyleRule)), key=lambda rule: rule.order):
            self.styles.add(part)
        for rule in sorted((p for p in parts.values() if isinstance(p, GroupRule)), key=lambda rule: rule.order):
            self.groups.add(rule)
        self.tabs = QTabWidget()
        about = tr("Of several rules that fit, the lower one counts.")
        empty = tr("A rule says how devices or links look, such as: links over 80 % thick and red.")
        self.tabs.addTab(_page(self.styles, about, theme, empty), tr("How things look"))
        about = tr("The first rule that finds a value counts. Devices that are on the map stay in their groups.")
        empty = tr("A rule says which group a new device joins, such as that of its site where the site is in Seoul.")
        self.tabs.addTab(_page(self.groups, about, theme, empty), tr("Groups of new devices"))
        self.accepted.connect(self._tell)
        self.fill(self.tabs)

    @Slot()
    def _tell(self) -> None:
        self.kept.emit((*self.styles.rules(), *self.groups.rules()))


def _page(table: StyleTable | GroupTable, about: str, theme: Theme, empty: str) -> QWidget:
    page = QWidget()
    hint = EmptyHint(theme, "sliders-horizontal")
    hint.say(tr("There are no rules yet"), empty)
    pages = QStackedLayout()
    pages.addWidget(hint)
    pages.addWidget(table)
    table.counted.connect(pages.setCurrentIndex)
    pages.setCurrentIndex(min(1, table.rowCount()))
    row = QHBoxLayout()
    more, less = QPushButton(tr("Add a rule")), QPushButton(tr("Remove the rule"))
    more.clicked.connect(table.add_new)
    less.clicked.connect(table.remove)
    row.addWidget(more)
    row.addWidget(less)
    row.addStretch(1)
    row.addWidget(plain_label(about, role="small", tone="dim"))
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 2 * GRID, 0, 0)
    column.addLayout(pages, 1)
    column.addLayout(row)
    return page


def _line(text: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setMaxLength(_MOST_VALUE)
    return line


def _width(value: float) -> QDoubleSpinBox:
    width = QDoubleSpinBox()
    width.setRange(0.5, 6.0)
    width.setSingleStep(0.5)
    width.setDecimals(1)
    width.setPrefix("× ")
    width.setValue(value)
    return width


def _attributes(subject: Subject) -> dict[str, str]:
    words = LINK_WORDS if subject is Subject.LINK else DEVICE_WORDS
    return {key: tr(word) for key, word in words.items()}


def _choice(words: Mapping[str, str], chosen: str) -> QComboBox:
    box = QComboBox()
    _fill(box, words)
    box.setCurrentIndex(max(0, box.findData(str(chosen))))
    return box


def _fill(box: QComboBox, words: Mapping[str, str]) -> None:
    box.clear()
    for key, word in words.items():
        box.addItem(word, str(key))


def suit(test: QComboBox, attribute: str) -> None:
    """Words are compared as words, numbers as numbers: another test is chosen where this one does not fit."""
    fitting: Iterable[Comparison] = (
        (Comparison.ABOVE, Comparison.BELOW, Comparison.IS)
        if attribute in NUMBERS
        else (Comparison.IS, Comparison.CONTAINS)
    )
    if test.currentData() not in {one.value for one in fitting}:
        test.setCurrentIndex(test.findData(next(iter(fitting)).value))
