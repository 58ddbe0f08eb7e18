"""A table of plain rows: each item is told as cells once, and sorted by what its cells say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPixmap
from PySide6.QtWidgets import QTableView

from nocscape.base.i18n import tr
from nocscape.console.parts.ranges import ROOT, Index
from nocscape.console.parts.rows import RowDelegate
from nocscape.console.parts.tables import dress_table
from nocscape.console.parts.words import natural, plain_tip
from nocscape.console.theme import Theme

T = TypeVar("T")
SIGN = 14
Shown = str | QPixmap | QColor | QFont | None


class Cell(NamedTuple):
    """What stands in one column of a row."""

    text: str
    icon: str = ""
    """A Lucide icon before the text."""
    tone: str = "text"
    """Token of the colour of text and icon."""
    is_mono: bool = False
    tip: str = ""
    key: float | None = None
    """What it is sorted by, the text where it is None."""


class RowsModel(QAbstractTableModel, Generic[T]):
    """Items as rows; `titles` are English sources of the columns' titles."""

    def __init__(
        self,
        theme: Theme,
        titles: Sequence[str],
        cells: Callable[[T], Sequence[Cell]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._titles = titles
        self._cells = cells
        self._given: list[T] = []
        self._items: list[T] = []
        self._sorted_by = (-1, Qt.SortOrder.AscendingOrder)
        self._rows: list[Sequence[Cell]] = []
        theme.changed.connect(self.retell)

    @property
    def items(self) -> list[T]:
        """What is shown, from top to bottom."""
        return self._items

    def show(self, items: Iterable[T]) -> None:
        """Show these instead, in the order that was asked for last."""
        self.beginResetModel()
        self._given = list(items)
        self._items = self._ordered()
        self._rows = [self._cells(item) for item in self._items]
        self.endResetModel()

    def title(self, titles: Sequence[str]) -> None:
        """Have other titles over the same number of columns."""
        self._titles = titles
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(titles) - 1)

    @Slot()
    def retell(self) -> None:
        """Names, language or colours are different."""
        self.show(self._given)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Number of items."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Number of titles."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return tr(self._titles[section])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Shown:
        """Text, icon and looks of a cell."""
        if not index.isValid():
            return None
        cell = self._rows[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.DecorationRole if cell.icon:
                return self._theme.pixmap(cell.icon, cell.tone, SIGN)
            case Qt.ItemDataRole.ForegroundRole:
                return self._theme.color(cell.tone)
            case Qt.ItemDataRole.FontRole if cell.is_mono:
                return self._theme.font("mono")
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(cell.tip or cell.text)
            case _:
                return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in order of a column; a negative one brings back the order in which they were given."""
        self._sorted_by = column, order
        self.retell()

    def _ordered(self) -> list[T]:
        column, order = self._sorted_by
        if column < 0:
            return self._given

        def key(item: T) -> tuple[bool, float, object]:
            cell = self._cells(item)[column]
            is_text = not isinstance(cell.key, float)
            return is_text, cell.key if isinstance(cell.key, float) else 0.0, natural(cell.text)

        return sorted(self._given, key=key, reverse=order is Qt.SortOrder.DescendingOrder)


def dress_rows(view: QTableView, model: RowsModel[T], theme: Theme) -> None:
    """A table of such rows. A click on a title sorts; until then the rows stand as they were given."""
    dress_table(view)
    view.setModel(model)
    view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    view.setSortingEnabled(True)
    view.setItemDelegate(RowDelegate(theme, view))
