"""How a row of the inventory tree is painted: sign, name, address; or title and count."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from nocscape.base.units import grouped
from nocscape.console.inventory.model import InventoryModel
from nocscape.console.inventory.tree import Branch, Leaf
from nocscape.console.theme import GRID, ROW, Theme

SIGN = 12
MARK = 2
"""Width of the bar that marks the selected row."""

Index = QModelIndex | QPersistentModelIndex


class InventoryRows(QStyledItemDelegate):
    """Paints devices and groups; an address is shown whole or not at all, and the name comes first."""

    def __init__(self, theme: Theme, model: InventoryModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        """One height for all rows, growing with the text."""
        return QSize(10 * GRID, max(ROW, QFontMetrics(self._theme.font("body")).height() + 2 * GRID))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, then what the row is."""
        self._paint_ground(painter, option)
        inner = option.rect.adjusted(GRID, 0, -2 * GRID, 0)
        node = self._model.node(index)
        if isinstance(node, Leaf):
            self._paint_device(painter, inner, node)
        elif node is not None:
            self._paint_group(painter, inner, node, is_open=bool(option.state & QStyle.StateFlag.State_Open))

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.color("accentbg"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, self._theme.color("hover"))

    def _paint_device(self, painter: QPainter, rect: QRect, leaf: Leaf) -> None:
        painter.drawPixmap(rect.left(), rect.center().y() - SIGN // 2 + 1, self._theme.status_icon(leaf.status, SIGN))
        rect = rect.adjusted(SIGN + 2 * GRID, 0, 0, 0)
        room = rect.width() - QFontMetrics(self._theme.font("body")).horizontalAdvance(leaf.title) - 1
        left = self._paint_right(painter, rect, leaf.address, "mono", room)
        self._paint_left(painter, rect.adjusted(0, 0, -left, 0), leaf.title, "body")

    def _paint_group(self, painter: QPainter, rect: QRect, branch: Branch, *, is_open: bool) -> None:
        left = self._paint_right(painter, rect, grouped(branch.count), "small", rect.width())
        rect = rect.adjusted(0, 0, -left, 0)
        if not is_open and branch.worst.is_bad:
            rect.setRight(rect.right() - SIGN - GRID)
            sign = self._theme.status_icon(branch.worst, SIGN)
            painter.drawPixmap(rect.right() + GRID, rect.center().y() - SIGN // 2 + 1, sign)
        self._paint_left(
            painter, rect, branch.title, "strong" if branch.parent and not branch.parent.parent else "node"
        )

    def _paint_left(self, painter: QPainter, rect: QRect, text: str, role: str) -> None:
        font = self._theme.font(role)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), elided)

    def _paint_right(self, painter: QPainter, rect: QRect, text: str, role: str, room: int) -> int:
        """Paint the secondary text where all of it has room, and say how much of the width it took."""
        font = self._theme.font(role)
        width = QFontMetrics(font).horizontalAdvance(text) + 2 * GRID
        if width > room:
            return 0
        painter.setFont(font)
        painter.setPen(self._theme.color("dim"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), text)
        return width

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """A field for the new name."""
        editor = QLineEdit(parent)
        editor.setMaxLength(200)
        editor.setObjectName("inlineEditor")
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        """Over the whole row."""
        editor.setGeometry(option.rect)
