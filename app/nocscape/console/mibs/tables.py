"""MIB values as tables: all of them as one list, or one table of the MIB with its own rows and columns."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QColor, QFont

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.console.mibs.details import tip_of
from nocscape.console.mibs.dragged import DraggedValues
from nocscape.console.mibs.names import is_figure, place_of, value_of
from nocscape.console.mibs.tree import RowTitle
from nocscape.console.parts.ranges import ROOT, Index, runs
from nocscape.console.parts.words import local_time, plain_tip
from nocscape.console.theme import Theme
from nocscape.model.batches import MibRow

CHUNK = 2000
"""Rows of the list that a view is told of at a time."""
_TITLES = (mark("Name"), mark("Value"), mark("Type"), mark("Read at"))

Shown = str | QFont | QColor | Qt.AlignmentFlag | None


class MibListModel(DraggedValues, QAbstractTableModel):
    """A row each, in the order in which they were read; what is far below is told of when a view gets there."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[MibRow] = []
        self._shown = 0
        self._is_raw = False

    def clear(self) -> None:
        """Forget everything."""
        self.beginResetModel()
        self._rows, self._shown = [], 0
        self.endResetModel()

    def take(self, rows: Sequence[MibRow]) -> None:
        """Add values."""
        is_at_end = self._shown == len(self._rows)
        self._rows.extend(rows)
        if is_at_end and self._shown < CHUNK:
            self.fetchMore(ROOT)

    def set_raw(self, *, is_raw: bool) -> None:
        """Show values as they were on the wire, or as their MIB says, from the next painting on."""
        self._is_raw = is_raw

    def rows_under(self, index: Index) -> list[MibRow]:
        """The value of an index, or all of them."""
        return [self._rows[index.row()]] if index.isValid() else self._rows[:]

    def row_at(self, index: Index) -> MibRow | None:
        """The value of an index."""
        return self._rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many values a view was told of."""
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: Index = ROOT) -> int:
        """Name, value, type, time."""
        return 0 if parent.isValid() else len(_TITLES)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are values that no view was told of."""
        return not parent.isValid() and self._shown < len(self._rows)

    def fetchMore(self, parent: Index) -> None:  # noqa: ARG002 - Qt's signature
        """Tell of some more."""
        upto = min(len(self._rows), self._shown + CHUNK)
        if upto > self._shown:
            self.beginInsertRows(ROOT, self._shown, upto - 1)
            self._shown = upto
            self.endInsertRows()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Titles of the columns."""
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return tr(_TITLES[section]) if is_title else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Shown:
        """Text and look of a cell."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (
                    one_line(row.name),
                    value_of(row, is_raw=self._is_raw),
                    row.syntax,
                    local_time(row.at, now=time.time()),
                )[column]
            case Qt.ItemDataRole.ToolTipRole:
                return tip_of(row)
            case Qt.ItemDataRole.ForegroundRole if column != 1:
                return self._theme.color("dim")
            case Qt.ItemDataRole.FontRole if column == 1 and (self._is_raw or is_figure(row)):
                return self._theme.font("mono")
            case _:
                return None


class MibGridModel(DraggedValues, QAbstractTableModel):
    """One table of the MIB: a row for each index, a column for each object, as far as they were read."""

    def __init__(self, theme: Theme, row_title: RowTitle, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row_title = row_title
        self._is_raw = False
        self.table = ""
        self.beside: frozenset[str] = frozenset()
        """Other tables with the same rows, whose columns stand behind its own."""
        self.index_names: tuple[str, ...] = ()
        """Objects that a row of the table is found by."""
        self._columns: dict[str, int] = {}
        self._rows: dict[str, int] = {}
        self._indexes: list[str] = []
        self._titles: list[str] = []
        self._cells: list[dict[int, MibRow]] = []
        """For each column its values by row: a tuple for each of 100,000 cells would cost the collector a frame."""

    def choose(self, table: str, beside: frozenset[str] = frozenset()) -> None:
        """Show this table (`IF-MIB::ifTable`), and others beside it; all values are to be given again."""
        self.table, self.beside = table, beside
        self.clear()

    def clear(self) -> None:
        """Forget all cells."""
        self.beginResetModel()
        self._columns, self._rows, self._titles, self._indexes, self._cells = {}, {}, [], [], []
        self.endResetModel()

    def take(self, rows: Sequence[MibRow]) -> None:
        """Add those values that are of this table."""
        ours = [(place_of(row), row) for row in rows if row.table == self.table or row.table in self.beside]
        self._add_columns([c for c in dict.fromkeys(p.object for p, _ in ours) if c not in self._columns])
        self._add_rows([r for r in dict.fromkeys(p.row for p, _ in ours) if r not in self._rows])
        changed: defaultdict[int, list[int]] = defaultdict(list)
        for place, row in ours:
            number, column = self._rows[place.row], self._columns[place.object]
            self._cells[column][number] = row
            changed[column].append(number)
        for column, places in changed.items():
            for first, last in runs(places):
                self.dataChanged.emit(self.index(first, column), self.index(last, column))

    def set_raw(self, *, is_raw: bool) -> None:
        """Show values as they were on the wire, or as their MIB says, from the next painting on."""
        self._is_raw = is_raw

    def rows_under(self, index: Index) -> list[MibRow]:
        """The value of a cell, or all of them by row and column."""
        if index.isValid():
            return [row] if (row := self.row_at(index)) is not None else []
        return [cell for row in range(len(self._rows)) for column in self._cells if (cell := column.get(row))]

    def row_at(self, index: Index) -> MibRow | None:
        """The value of a cell, None where the device has none there."""
        return self._cells[index.column()].get(index.row()) if index.isValid() else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many rows have a value."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """How many columns have a value."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Objects above, rows at the left; a row's tip names the parts of its index."""
        if role == Qt.ItemDataRole.ToolTipRole and orientation is Qt.Orientation.Vertical:
            known = section < len(self._indexes)
            return plain_tip(index_text(self.index_names, self._indexes[section])) if known else None
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return list(self._columns)[section] if section < len(self._columns) else None
        return self._titles[section] if section < len(self._titles) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Shown:
        """Text and look of a cell."""
        row = self.row_at(index)
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return value_of(row, is_raw=self._is_raw)
            case Qt.ItemDataRole.ToolTipRole:
                return tip_of(row)
            case Qt.ItemDataRole.FontRole if self._is_raw or is_figure(row):
                return self._theme.font("mono")
            case Qt.ItemDataRole.TextAlignmentRole if is_figure(row):
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case _:
                return None

    def _add_columns(self, names: list[str]) -> None:
        if names:
            self.beginInsertColumns(ROOT, len(self._columns), len(self._columns) + len(names) - 1)
            for name in names:
                self._columns[name] = len(self._columns)
                self._cells.append({})
            self.endInsertColumns()

    def _add_rows(self, indexes: list[str]) -> None:
        if indexes:
            self.beginInsertRows(ROOT, len(self._rows), len(self._rows) + len(indexes) - 1)
            table = self.table.rpartition("::")[2]
            for index in indexes:
                self._rows[index] = len(self._rows)
                self._indexes.append(index)
                self._titles.append(one_line(self._row_title(table, index)))
            self.endInsertRows()


def index_text(names: Sequence[str], index: str) -> str:
    """An index with the names of its parts, a line each; as it is where the parts cannot be told apart."""
    parts = index.split(" ")
    if len(parts) != len(names):
        return index
    return "\n".join(f"{name} {part}" for name, part in zip(names, parts, strict=True))
