"""The three ways to look at MIB values: tree, list, and one table of the MIB."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTableView, QTreeView, QWidget

from nocscape.console.mibs.feed import Feed
from nocscape.console.mibs.tables import MibGridModel, MibListModel
from nocscape.console.mibs.tree import MibTreeModel, RowTitle
from nocscape.console.parts.rows import RowDelegate
from nocscape.console.parts.tables import dress_table, dress_tree
from nocscape.console.theme import GRID, Theme
from nocscape.model.batches import MibRow
from nocscape.model.net import DeviceId

if TYPE_CHECKING:
    Model = MibTreeModel | MibListModel | MibGridModel

TREE, LIST, TABLE = "tree", "list", "table"
MOST_OPENED = 300
"""Groups that a filter opens by itself."""
NAME_SHARE = 0.47
LIST_WIDTHS = (250, 200, 100, 120)
"""Pixels of name, value, type and time; a narrow panel gives the first two as much as both get room."""
MOST_WIDTH = 240
FIT_DELAY_MS = 60
FITTED_ROWS = 0
"""A column is fitted to the rows in sight and to none beyond them."""


class MibViews(QStackedWidget):
    """Shows what a `Feed` holds in one of three views.

    Signals: row_chosen(MibRow or None), menu_asked(QPoint on the screen).
    """

    row_chosen = Signal(object)
    menu_asked = Signal(QPoint)

    def __init__(self, feed: Feed, theme: Theme, row_title: RowTitle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self.tree = MibTreeModel(theme, row_title, self)
        self.list = MibListModel(theme, self)
        self.grid = MibGridModel(theme, row_title, self)
        self.tree_view = QTreeView()
        self.list_view = QTableView()
        self.grid_view = QTableView()
        self._openings = _Openings(self.tree, self.tree_view, lambda: feed.is_filtered, self)
        self._set_up_tree(theme)
        self._set_up_tables(theme)
        for view, model in self._pairs():
            view.setModel(model)
            view.selectionModel().currentChanged.connect(self._current_changed)
            view.setDragEnabled(True)
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(self._ask_menu)
            self.addWidget(view)
        self._openings.listen()
        self._new_columns = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(FIT_DELAY_MS)
        self._soon.timeout.connect(self._fit_columns)
        self.grid.columnsInserted.connect(self._columns_came)
        self._size_columns()
        feed.show_in(self.tree)

    def _pairs(self) -> tuple[tuple[QTreeView | QTableView, Model], ...]:
        return (self.tree_view, self.tree), (self.list_view, self.list), (self.grid_view, self.grid)

    def _set_up_tree(self, theme: Theme) -> None:
        dress_tree(self.tree_view)
        self.tree_view.setItemDelegate(RowDelegate(theme, self.tree_view, is_lined=False))
        self.tree_view.setAlternatingRowColors(True)
        self.tree_view.setHeaderHidden(True)
        self.tree_view.setIndentation(14)

    def _set_up_tables(self, theme: Theme) -> None:
        for view in (self.list_view, self.grid_view):
            dress_table(view)
            view.setItemDelegate(RowDelegate(theme, view, is_lined=False))
            view.setAlternatingRowColors(True)
            view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.grid_view.verticalHeader().show()
        self.grid_view.horizontalHeader().setResizeContentsPrecision(FITTED_ROWS)
        self.list_view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)

    def _size_columns(self) -> None:
        header = self.tree_view.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(LIST_WIDTHS):
            self.list_view.setColumnWidth(column, width)

    def show_device(self, device: DeviceId) -> None:
        """Whose values are dragged out of here."""
        for _, model in self._pairs():
            model.device = device

    @property
    def current(self) -> str:
        """Which view is on show: `tree`, `list` or `table`."""
        return (TREE, LIST, TABLE)[self.currentIndex()]

    @property
    def model(self) -> Model:
        """The model of the view on show."""
        return self._pairs()[self.currentIndex()][1]

    def show_view(self, name: str) -> None:
        """Go to another view; its model is filled from the beginning."""
        self.setCurrentIndex((TREE, LIST, TABLE).index(name))
        self._feed.show_in(self.model)

    def show_table(self, table: str, beside: frozenset[str] = frozenset()) -> None:
        """Show this table of the MIB in the table view, and beside it others that have the same rows."""
        if (table, beside) != (self.grid.table, self.grid.beside):
            self.grid.choose(table, beside)
            if self.current == TABLE:
                self._feed.show_in(self.grid)

    def set_raw(self, *, is_raw: bool) -> None:
        """Show values as on the wire, or as their MIB says."""
        for view, model in self._pairs():
            model.set_raw(is_raw=is_raw)
            view.viewport().update()

    def chosen_rows(self) -> list[MibRow]:
        """The selected values, those in selected groups with them; everything on show where nothing is selected."""
        return self.selected_rows() or list(self.model.rows_under(QModelIndex()))

    def selected_rows(self) -> list[MibRow]:
        """The selected values, those in selected groups with them."""
        view = self._pairs()[self.currentIndex()][0]
        indexes = sorted(i for i in view.selectionModel().selectedIndexes() if self.current == TABLE or i.column() == 0)
        rows = {row.oid: row for index in indexes for row in self.model.rows_under(index)}
        return list(rows.values())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names and values share the width of the tree."""
        super().resizeEvent(event)
        share = round(event.size().width() * NAME_SHARE)
        self.tree_view.header().resizeSection(0, share)
        for column in (0, 1):
            self.list_view.setColumnWidth(column, min(LIST_WIDTHS[column], share))

    @Slot(QModelIndex, int, int)
    def _columns_came(self, _parent: QModelIndex, first: int, _last: int) -> None:
        self._new_columns = min(self._new_columns, first)
        self._soon.start()

    @Slot()
    def _fit_columns(self) -> None:
        """Give columns of the MIB's table the width of what is in sight, once."""
        for column in range(self._new_columns, self.grid.columnCount()):
            self.grid_view.resizeColumnToContents(column)
            self.grid_view.setColumnWidth(column, min(MOST_WIDTH, self.grid_view.columnWidth(column) + 2 * GRID))
        self._new_columns = self.grid.columnCount()

    @Slot(QPoint)
    def _ask_menu(self, at: QPoint) -> None:
        self.menu_asked.emit(self._pairs()[self.currentIndex()][0].viewport().mapToGlobal(at))

    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.model() is self.model:
            self.row_chosen.emit(self.model.row_at(current))


class _Openings(QObject):
    """Which groups of the tree are open: those that the operator opened, modules, and what a filter found."""

    def __init__(self, model: MibTreeModel, view: QTreeView, is_filtered: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._view = view
        self._is_filtered = is_filtered
        self._opened: set[tuple[str, ...]] = set()
        self._closed: set[tuple[str, ...]] = set()
        self._by_filter = 0

    def listen(self) -> None:
        """Begin, after the view has its model and hears of new rows first."""
        self._view.expanded.connect(self._expanded)
        self._view.collapsed.connect(self._collapsed)
        self._model.rowsInserted.connect(self._inserted)
        self._model.modelReset.connect(self._reset)

    @Slot(QModelIndex)
    def _expanded(self, index: QModelIndex) -> None:
        if not self._is_filtered():
            self._opened.add(self._model.key_at(index))
            self._closed.discard(self._model.key_at(index))

    @Slot(QModelIndex)
    def _collapsed(self, index: QModelIndex) -> None:
        if not self._is_filtered():
            self._closed.add(self._model.key_at(index))
            self._opened.discard(self._model.key_at(index))

    @Slot()
    def _reset(self) -> None:
        self._by_filter = 0

    @Slot(QModelIndex, int, int)
    def _inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        for row in range(first, last + 1):
            index = self._model.index(row, 0, parent)
            key = self._model.key_at(index)
            if key and self._is_to_open(key):
                self._view.expand(index)

    def _is_to_open(self, key: tuple[str, ...]) -> bool:
        if self._is_filtered():
            self._by_filter += 1
            return self._by_filter <= MOST_OPENED
        return key in self._opened or (len(key) == 1 and key not in self._closed)
