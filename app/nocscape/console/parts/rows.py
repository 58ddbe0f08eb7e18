"""How a cell is painted where the style sheet is not enough."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from nocscape.console.theme import ROW, Theme

_OVER = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver


class RowDelegate(QStyledItemDelegate):
    """Cells on the ground that the model gives them, with a thin line under each row."""

    def __init__(
        self, theme: Theme, parent: QObject | None = None, *, is_lined: bool = True, height: int = ROW
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_lined = is_lined
        self._height = height

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Every row is of one height."""
        size = super().sizeHint(option, index)
        size.setHeight(self._height)
        return size

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """A sign keeps its colour in a selected row; one without words stands in the middle of its cell."""
        super().initStyleOption(option, index)
        sign = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(sign, QPixmap):
            option.icon = _untinted(sign)
        if not option.text:
            option.decorationAlignment = Qt.AlignmentFlag.AlignCenter

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, content, line."""
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None and not option.state & _OVER:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)
        if self._is_lined:
            painter.setPen(self._theme.color("line"))
            rect = option.rect
            painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())


def _untinted(sign: QPixmap) -> QIcon:
    """The style would mix the colour of a selected row into a state's own."""
    icon = QIcon(sign)
    icon.addPixmap(sign, QIcon.Mode.Selected)
    return icon
