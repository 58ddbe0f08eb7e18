"""The page of all thresholds: what they tell now, changed, switched off, removed."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.parts.alive import while_alive
from nocscape.console.parts.hint import EmptyHint, plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.tables import dress_table
from nocscape.console.theme import GRID, Theme
from nocscape.console.thresholds.book import RuleBook
from nocscape.console.thresholds.dialog import ThresholdDialog
from nocscape.console.thresholds.model import Column, RulesModel
from nocscape.model.alarms import DropAlarmRule, PutAlarmRule, RuleInfo
from nocscape.model.batches import Reply
from nocscape.model.metrics import SeriesKey

WIDTHS = {Column.METRIC: 140, Column.REACH: 150, Column.LEVELS: 170, Column.NOW: 110}


class ThresholdsPage(Retranslated, QWidget):
    """A table with what can be done beneath it; a removal can be taken back as long as the page is open."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._rules = RuleBook.of(bridge)
        self._removed: RuleInfo | None = None
        self.model = RulesModel(bridge.live, theme, self)
        self.view = QTableView()
        self._empty = EmptyHint(theme, "bell-ring")
        self._pages = QStackedLayout()
        self.edit_button = QPushButton()
        self.remove_button = QPushButton()
        self.restore_button = QPushButton()
        self._problem = plain_label(role="small", tone="crit")
        self._lay_out()
        self._connect()
        self.retranslate()
        self._fill()

    def _lay_out(self) -> None:
        dress_table(self.view)
        self.view.setModel(self.model)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for section, width in WIDTHS.items():
            self.view.setColumnWidth(section, width)
        self.view.horizontalHeader().setSectionResizeMode(Column.JUDGED, QHeaderView.ResizeMode.Stretch)
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._empty)
        self._problem.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        for button in (self.edit_button, self.remove_button, self.restore_button):
            row.addWidget(button)
        row.addStretch(1)
        self.restore_button.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(self._pages, 1)
        column.addWidget(self._problem)
        column.addLayout(row)

    def _connect(self) -> None:
        self._rules.changed.connect(self._fill)
        self.model.switched.connect(self._switch)
        self.model.modelReset.connect(self._check)
        self.view.selectionModel().selectionChanged.connect(self._check)
        self.view.doubleClicked.connect(self._open)
        self.edit_button.clicked.connect(self.edit)
        self.remove_button.clicked.connect(self.remove)
        self.restore_button.clicked.connect(self.restore)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.edit_button.setText(tr("Change…"))
        self.remove_button.setText(tr("Remove"))
        self.restore_button.setText(tr("Take the removal back"))
        self.view.setAccessibleName(tr("Thresholds"))
        self._empty.say(
            tr("No thresholds yet"),
            tr("Right-click a value, a curve, a port or a figure, and choose “Add a threshold…”."),
        )
        self.model.headerDataChanged.emit(self.view.horizontalHeader().orientation(), 0, len(Column) - 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask what they tell now."""
        super().showEvent(event)
        self._rules.refresh()

    @property
    def chosen(self) -> RuleInfo | None:
        """The rule of the chosen row."""
        rows = self.view.selectionModel().selectedRows()
        return self.model.info(rows[0].row()) if rows else None

    @Slot()
    def edit(self) -> None:
        """Open the chosen rule to change it."""
        if (info := self.chosen) is not None:
            rule = info.rule
            kind, _, device = rule.scope.partition(":")
            key = SeriesKey(device if kind == "device" else "", rule.metric, rule.instance or "")
            ThresholdDialog(self._bridge, key, self, rule=rule).open()

    @Slot()
    def remove(self) -> None:
        """Judge by the chosen rule no more."""
        if (info := self.chosen) is not None:
            self._removed = info
            self._bridge.ask(DropAlarmRule(rule=info.rule.id), while_alive(self, self._changed))
            self.restore_button.show()

    @Slot()
    def restore(self) -> None:
        """Bring back the rule that was removed last."""
        if self._removed is not None:
            rule = replace(self._removed.rule, id="")
            self._removed = None
            self._bridge.ask(PutAlarmRule(rule=rule), while_alive(self, self._changed))
            self.restore_button.hide()

    @Slot(QModelIndex)
    def _open(self, _: QModelIndex) -> None:
        self.edit()

    @Slot(object, bool)
    def _switch(self, info: RuleInfo, is_on: bool) -> None:  # noqa: FBT001 - carried by the signal
        ask = PutAlarmRule(rule=replace(info.rule, is_on=is_on))
        self._bridge.ask(ask, while_alive(self, self._changed))

    def _changed(self, reply: Reply) -> None:
        self._problem.setText("" if reply.error is None else str(reply.error))
        self._rules.refresh()

    @Slot()
    def _fill(self) -> None:
        chosen = self.chosen
        self.model.show_infos(self._rules.infos)
        self._pages.setCurrentWidget(self.view if self._rules.infos else self._empty)
        row = self.model.row_of(chosen.rule.id) if chosen is not None else None
        if row is not None:
            self.view.selectRow(row)

    @Slot()
    def _check(self) -> None:
        for button in (self.edit_button, self.remove_button):
            button.setEnabled(self.chosen is not None)
