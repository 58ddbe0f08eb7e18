"""A layout that puts widgets side by side and goes on in a new row where the width ends."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from nocscape.console.theme import GRID


class FlowLayout(QLayout):
    """Left to right, top to bottom; each row is as high as its highest widget."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 2 * GRID, row_spacing: int = GRID) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._row_spacing = row_spacing
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """Put an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name; Qt asks for more than there is
        """An item by its place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - as above
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        """It never wants more than its items."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Its height follows its width."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Height of all rows at this width."""
        return self._arrange(QRect(0, 0, width, 0), is_real=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Put every item in its place."""
        super().setGeometry(rect)
        self._arrange(rect, is_real=True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Everything in one row."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(h.width() + self.spacing() for h in hints)
        return self._framed(QSize(width, max((h.height() for h in hints), default=0)))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
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
        x, y, height = area.x(), area.y(), 0
        row: list[tuple[QLayoutItem, int]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x + size.width() > area.right() + 1 and row:
                self._place(row, y, height, is_real=is_real)
                x, y, height, row = area.x(), y + height + self._row_spacing, 0, []
            row.append((item, x))
            x += size.width() + self.spacing()
            height = max(height, size.height())
        self._place(row, y, height, is_real=is_real)
        return y + height - rect.y() + self.contentsMargins().bottom()

    @staticmethod
    def _place(row: list[tuple[QLayoutItem, int]], y: int, height: int, *, is_real: bool) -> None:
        for item, x in row if is_real else ():
            size = item.sizeHint()
            item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
