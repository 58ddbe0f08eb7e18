"""MIB objects as a list: name and translation in the first line, module, vendor and number in the second."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from nocscape.base.i18n import language, mark, tr
from nocscape.base.text import one_line
from nocscape.console.parts.ranges import ROOT, Index
from nocscape.console.parts.words import plain_tip
from nocscape.console.theme import GRID, Theme
from nocscape.model.mibs import MibHit

KIND_ICONS: dict[str, str] = {
    "scalar": "tag",
    "table": "table",
    "row": "list-tree",
    "column": "columns-2",
    "node": "folder-tree",
    "module": "book-open",
    "identity": "pin",
    "notification": "bell",
    "group": "group",
    "compliance": "check",
    "capabilities": "check",
}
KIND_WORDS: dict[str, str] = {
    "scalar": mark("Value"),
    "table": mark("Table"),
    "row": mark("Row"),
    "column": mark("Column"),
    "node": mark("Node"),
    "module": mark("Module"),
    "identity": mark("Identity"),
    "notification": mark("Notification"),
    "group": mark("Group"),
    "compliance": mark("Compliance"),
    "capabilities": mark("Capabilities"),
}
ROW_HEIGHT = 42
_SIGN = 16


def kind_word(kind: str) -> str:
    """A kind of object in the operator's language."""
    return tr(KIND_WORDS[kind]) if kind in KIND_WORDS else kind


def short_name(hit: MibHit) -> str:
    """`ifDescr`: the name without its module."""
    return one_line(hit.name.rpartition("::")[2])


class HitsModel(QAbstractListModel):
    """The hits in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hits: Sequence[MibHit] = ()

    def show(self, hits: Sequence[MibHit]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Number of hits."""
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Name for screen readers and for typing ahead; the delegate paints from the hit itself."""
        if not index.isValid():
            return None
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return short_name(hit)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{hit.name}\n{hit.oid}" + (f"\n{hit.note}" if hit.note else ""))
        return None


class HitsView(QListView):
    """A list of hits. Signals: chosen(MibHit) when the current one changes, opened(MibHit) on Enter or double click."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hits = HitsModel(self)
        self.setModel(self.hits)
        self.setItemDelegate(_HitDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.activated.connect(self._open)
        theme.changed.connect(self.viewport().update)

    def show_hits(self, hits: Sequence[MibHit]) -> None:
        """Show these, none of them chosen."""
        self.hits.show(hits)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which hit is looked at."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(self.hits.hits[current.row()])

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.hits.hits[index.row()])


class _HitDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: HitsView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = parent.hits

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        return QSize(10 * ROW_HEIGHT // 4, round(ROW_HEIGHT * self._theme.text_scale))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit, theme = self._model.hits[index.row()], self._theme
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.color("accentbg"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, theme.color("hover"))
        inside = option.rect.adjusted(2 * GRID, GRID, -2 * GRID, -GRID)
        sign = theme.pixmap(KIND_ICONS.get(hit.kind, "circle"), "dim", _SIGN)
        painter.drawPixmap(inside.left(), inside.top() + 2, sign)
        inside.setLeft(inside.left() + _SIGN + 2 * GRID)
        half = inside.height() // 2
        above = QRect(inside.left(), inside.top(), inside.width(), half)
        below = QRect(inside.left(), inside.top() + half, inside.width(), inside.height() - half)
        local = hit.local_names.get(language(), "")
        self._line(painter, above, short_name(hit), one_line(local), ("body", "text"))
        module = one_line(hit.name.partition("::")[0])
        self._line(painter, below, f"{module} · {hit.vendor}" if hit.vendor else module, hit.oid, ("small", "dim"))

    def _line(self, painter: QPainter, area: QRect, left: str, right: str, look: tuple[str, str]) -> None:
        """The left text goes before: the right one has the room that it leaves."""
        font = self._theme.font(look[0])
        painter.setFont(font)
        metrics = painter.fontMetrics()
        painter.setPen(self._theme.color(look[1]))
        shown = metrics.elidedText(left, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        room = area.width() - metrics.horizontalAdvance(shown) - 4 * GRID
        if right and room > 8 * GRID:
            painter.setFont(self._theme.font("small"))
            painter.setPen(self._theme.color("faint"))
            shown = painter.fontMetrics().elidedText(right, Qt.TextElideMode.ElideMiddle, room)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
