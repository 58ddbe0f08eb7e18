"""A layout that puts widgets side by side and goes on in a new row where the width ends."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from nocscape.console.theme import GRID


class FlowLayout(QLayout):
    """Left to right, top to bottom; each row is as high as its highest widget.

    What wants to grow (size policy `Expanding`) shares the width that is left in its row.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = 2 * GRID, row_spacing: int = GRID) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._row_spacing = row_spacing
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # Qt asks for more than there is
        """An item by its place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It never wants more than its items."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Its height follows its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all rows at this width."""
        return self._arrange(QRect(0, 0, width, 0), is_real=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put every item in its place."""
        super().setGeometry(rect)
        self._arrange(rect, is_real=True)

    def sizeHint(self) -> QSize:
        """Everything in one row."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(h.width() + self.spacing() for h in hints)
        return self._framed(QSize(width, max((h.height() for h in hints), default=0)))

    def minimumSize(self) -> QSize:
        """Room for the largest item."""
        least = QSize()
        for item in self._items:
            least = least.expandedTo(item.minimumSize())
        return self._framed(least)

    def _framed(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size.grownBy(QMargins(margins.left(), margins.top(), margins.right(), margins.bottom()))

    def _arrange(self, rect: QRect, *, is_real: bool) -> int:
        area = rect.marginsRemoved(self.contentsMargins())
        y = area.y()
        for row in self._rows(area.width()):
            height = max(item.sizeHint().height() for item in row)
            if is_real:
                self._place(row, QRect(area.x(), y, area.width(), height))
            y += height + self._row_spacing
        return max(area.y(), y - self._row_spacing) - rect.y() + self.contentsMargins().bottom()

    def _rows(self, width: int) -> Iterator[list[QLayoutItem]]:
        row: list[QLayoutItem] = []
        left = width
        for item in self._items:
            if item.isEmpty():
                continue
            wanted = item.sizeHint().width()
            if row and wanted > left:
                yield row
                row, left = [], width
            row.append(item)
            left -= wanted + self.spacing()
        if row:
            yield row

    def _place(self, row: list[QLayoutItem], area: QRect) -> None:
        widths = [min(item.sizeHint().width(), max(area.width(), item.minimumSize().width())) for item in row]
        growing = [place for place, item in enumerate(row) if item.expandingDirections() & Qt.Orientation.Horizontal]
        spare = area.width() - sum(widths) - self.spacing() * (len(row) - 1)
        for place in growing:
            widths[place] += max(0, spare) // len(growing)
        x = area.x()
        for item, width in zip(row, widths, strict=True):
            height = item.sizeHint().height()
            item.setGeometry(QRect(QPoint(x, area.y() + (area.height() - height) // 2), QSize(width, height)))
            x += width + self.spacing()
