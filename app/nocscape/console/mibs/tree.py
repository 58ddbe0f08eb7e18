"""MIB values as a tree: module, table, row, value; made for 100,000 of them that arrive while one looks.

A group that nobody opened announces nothing: its children are counted when a view asks for them (`fetchMore`). An
index carries the number of its parent group, so that no Python object is made for a value that is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor, QFont

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.base.units import grouped
from nocscape.console.mibs.details import tip_of
from nocscape.console.mibs.dragged import DraggedValues
from nocscape.console.mibs.names import Place, is_figure, place_of, value_of
from nocscape.console.parts.ranges import ROOT, Index
from nocscape.console.theme import Theme
from nocscape.model.batches import MibRow

NAME, VALUE = range(2)

Shown = str | QFont | QColor | Qt.AlignmentFlag | None
RowTitle = Callable[[str, str], str]
"""Words for the row of a table: given the table's name and the index."""


class _Group:
    """A module, a table or a row of a table, with what is in it."""

    __slots__ = ("children", "depth", "key", "number", "parent", "row", "shown", "title", "values")

    def __init__(self, number: int, key: tuple[str, ...], title: str, parent: _Group | None, row: int) -> None:
        self.number = number
        self.key = key
        self.title = title
        self.parent = parent
        self.row = row
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.children: list[_Group | MibRow] = []
        self.shown = 0
        self.values = 0


class MibTreeModel(DraggedValues, QAbstractItemModel):
    """The tree; `take` adds values in the order in which they are read."""

    def __init__(self, theme: Theme, row_title: RowTitle, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row_title = row_title
        self._is_raw = False
        self._groups: list[_Group] = []
        self._by_key: dict[tuple[str, ...], _Group] = {}
        self._start()

    def _start(self) -> None:
        self._groups = [_Group(0, (), "", None, 0)]
        self._by_key = {(): self._groups[0]}

    def clear(self) -> None:
        """Forget everything."""
        self.beginResetModel()
        self._start()
        self.endResetModel()

    def take(self, rows: Sequence[MibRow]) -> None:
        """Add values; only groups that somebody opened tell of it."""
        touched: dict[int, _Group] = {}
        for row in rows:
            group = self._group_for(place_of(row), touched)
            group.children.append(row)
            touched[group.number] = group
            above: _Group | None = group
            while above is not None:
                above.values += 1
                above = above.parent
        self._announce(touched.values())

    def set_raw(self, *, is_raw: bool) -> None:
        """Show values as they were on the wire, or as their MIB says, from the next painting on."""
        self._is_raw = is_raw

    def rows_under(self, index: Index) -> Iterator[MibRow]:
        """The value of an index, or every value in its group, in the order in which they were read."""
        node = self._node(index) if index.isValid() else self._groups[0]
        if isinstance(node, MibRow):
            yield node
        else:
            yield from _values_in(node)

    def row_at(self, index: Index) -> MibRow | None:
        """The value of an index, None for a group."""
        node = self._node(index) if index.isValid() else None
        return node if isinstance(node, MibRow) else None

    def key_at(self, index: Index) -> tuple[str, ...]:
        """The name of a group that stays the same when values are read again; empty for a value."""
        node = self._node(index)
        return () if isinstance(node, MibRow) else node.key

    def index_of(self, key: tuple[str, ...]) -> QModelIndex:
        """Where a group of that key stands, invalid where it is not (or not yet) shown."""
        group = self._by_key.get(key)
        if group is None or group.parent is None or group.row >= group.parent.shown:
            return QModelIndex()
        return self._index_of_group(group)

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        """A place under a parent."""
        group = self._group(parent)
        if group is None or not 0 <= row < group.shown or not 0 <= column <= VALUE:
            return QModelIndex()
        return self.createIndex(row, column, group.number)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # QObject.parent() is the other overload
        """The group that something is in."""
        return self._index_of_group(self._groups[index.internalId()]) if index.isValid() else QModelIndex()

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many children were fetched."""
        group = self._group(parent)
        return group.shown if group is not None and parent.column() <= 0 else 0

    def columnCount(self, parent: Index = ROOT) -> int:  # noqa: ARG002 - Qt's signature
        """Name and value."""
        return VALUE + 1

    def hasChildren(self, parent: Index = ROOT) -> bool:
        """Whether there is something inside, fetched or not."""
        group = self._group(parent)
        return group is not None and parent.column() <= 0 and bool(group.children)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there is something that no view was told of."""
        group = self._group(parent)
        return group is not None and group.shown < len(group.children)

    def fetchMore(self, parent: Index) -> None:
        """Tell of everything that is in a group; from then on it is open and tells at once."""
        if (group := self._group(parent)) is not None:
            self._show_all(group)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Name"), tr("Value"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Shown:
        """Text and look of a cell."""
        if not index.isValid():
            return None
        node = self._node(index)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == VALUE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if isinstance(node, MibRow):
            return self._value_data(node, index.column(), role)
        return self._group_data(node, index.column(), role)

    def _value_data(self, row: MibRow, column: int, role: int) -> Shown:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return place_of(row).object if column == NAME else value_of(row, is_raw=self._is_raw)
            case Qt.ItemDataRole.ToolTipRole:
                return tip_of(row)
            case Qt.ItemDataRole.ForegroundRole if column == NAME:
                return self._theme.color("dim")
            case Qt.ItemDataRole.FontRole if column == VALUE and (self._is_raw or is_figure(row)):
                return self._theme.font("mono")
            case _:
                return None

    def _group_data(self, group: _Group, column: int, role: int) -> Shown:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return group.title if column == NAME else self._count(group)
            case Qt.ItemDataRole.ForegroundRole:
                return self._theme.color("faint" if column == VALUE else "text" if group.depth > 1 else "dim")
            case _:
                return None

    def _count(self, group: _Group) -> str:
        return tr("{count} values", count=grouped(group.values)) if group.depth == 1 else grouped(len(group.children))

    def _group_for(self, place: Place, touched: dict[int, _Group]) -> _Group:
        path = (place.module, place.table, place.row) if place.table else (place.module,)
        if (known := self._by_key.get(path)) is not None:
            return known
        group = self._groups[0]
        for depth in range(1, len(path) + 1):
            key = path[:depth]
            below = self._by_key.get(key)
            if below is None:
                title = self._title(key)
                below = _Group(len(self._groups), key, title, group, len(group.children))
                self._groups.append(below)
                self._by_key[key] = below
                group.children.append(below)
                touched[group.number] = group
            group = below
        return group

    def _title(self, key: tuple[str, ...]) -> str:
        return one_line(self._row_title(key[1], key[2]) if len(key) == 3 else key[-1])

    def _announce(self, touched: Iterable[_Group]) -> None:
        """Outer groups first, so that a view knows a group before it hears of what is in it."""
        modules: set[int] = set()
        for group in sorted(touched, key=lambda g: g.depth):
            if group.parent is None or group.shown:
                self._show_all(group)
            modules.update(g.row for g in _above(group) if g.depth == 1)
        for row in modules:
            cell = self.index(row, VALUE)
            self.dataChanged.emit(cell, cell)

    def _show_all(self, group: _Group) -> None:
        if group.shown < len(group.children):
            self.beginInsertRows(self._index_of_group(group), group.shown, len(group.children) - 1)
            group.shown = len(group.children)
            self.endInsertRows()

    def _group(self, index: Index) -> _Group | None:
        if not index.isValid():
            return self._groups[0]
        node = self._node(index)
        return node if isinstance(node, _Group) else None

    def _node(self, index: Index) -> _Group | MibRow:
        return self._groups[index.internalId()].children[index.row()]

    def _index_of_group(self, group: _Group) -> QModelIndex:
        if group.parent is None:
            return QModelIndex()
        return self.createIndex(group.row, 0, group.parent.number)


def _above(group: _Group) -> Iterator[_Group]:
    at: _Group | None = group
    while at is not None:
        yield at
        at = at.parent


def _values_in(group: _Group) -> Iterator[MibRow]:
    for child in group.children:
        if isinstance(child, _Group):
            yield from _values_in(child)
        else:
            yield child
