"""All rules as rows."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.naming import device_name
from nocscape.console.parts.words import SEVERITY_WORDS
from nocscape.console.theme import Theme
from nocscape.console.thresholds.book import TONES
from nocscape.console.thresholds.words import instance_words, judged_words, levels_words, scope_words
from nocscape.model.alarms import Alarm, RuleInfo

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
MOST_TOLD = 20


class Column(IntEnum):
    """Of the table."""

    METRIC = 0
    REACH = 1
    LEVELS = 2
    NOW = 3
    JUDGED = 4


TITLES = {
    Column.METRIC: mark("Metric"),
    Column.REACH: mark("For"),
    Column.LEVELS: mark("Limits"),
    Column.NOW: mark("Told now"),
    Column.JUDGED: mark("Judged"),
}


class RulesModel(QAbstractTableModel):
    """Signal: switched(RuleInfo, is on) when a rule's box was clicked."""

    switched = Signal(object, bool)

    def __init__(self, live: LiveNetwork, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._theme = theme
        self._infos: tuple[RuleInfo, ...] = ()

    def show_infos(self, infos: tuple[RuleInfo, ...]) -> None:
        """Show these rules."""
        self.beginResetModel()
        self._infos = infos
        self.endResetModel()

    def info(self, row: int) -> RuleInfo | None:
        """The rule of a row."""
        return self._infos[row] if 0 <= row < len(self._infos) else None

    def row_of(self, rule: str) -> int | None:
        """Where a rule stands."""
        return next((row for row, info in enumerate(self._infos) if info.rule.id == rule), None)

    def rowCount(self, parent: Index = ROOT) -> int:
        """As many as there are rules."""
        return 0 if parent.isValid() else len(self._infos)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Fixed."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(TITLES[Column(section)])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column has a box."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == Column.METRIC else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, box and colour."""
        if (info := self.info(index.row())) is None:
            return None
        column = Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._words(info, column)
            case Qt.ItemDataRole.CheckStateRole if column is Column.METRIC:
                return Qt.CheckState.Checked if info.rule.is_on else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.ForegroundRole if not info.rule.is_on:
                return self._theme.color("faint")
            case Qt.ItemDataRole.ForegroundRole if column is Column.NOW and info.alarms:
                worst = max(info.alarms, key=lambda alarm: list(TONES).index(alarm.severity))
                return self._theme.color(TONES[worst.severity])
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for the switch; the row changes when the engine says so."""
        info = self.info(index.row())
        if role != Qt.ItemDataRole.CheckStateRole or info is None:
            return False
        self.switched.emit(info, Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def _words(self, info: RuleInfo, column: Column) -> str:
        match column:
            case Column.METRIC:
                return tr(info.title) if info.title else info.rule.metric
            case Column.REACH:
                return scope_words(self._live, info.rule)
            case Column.LEVELS:
                return levels_words(info)
            case Column.JUDGED:
                return judged_words(info)
            case Column.NOW:
                return ", ".join(self._told(alarm) for alarm in info.alarms[:MOST_TOLD])

    def _told(self, alarm: Alarm) -> str:
        name, instance = device_name(self._live, alarm.key.device), instance_words(self._live, alarm.key)
        return one_line(f"{name} {instance}".strip() + f": {tr(SEVERITY_WORDS[alarm.severity])}", 120)
