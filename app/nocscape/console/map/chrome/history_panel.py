"""The history of a map in sight: what was done, the newest at the end; a press goes back or forth to it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QUndoStack
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.map.chrome.floating import Floating
from nocscape.console.map.history import HistoryCommand
from nocscape.console.map.model import MapModel
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.words import plain_tip
from nocscape.console.theme import GRID, ROW, Theme

_WIDTH, _HEIGHT = 286, 320
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class HistoryModel(QAbstractListModel):
    """Row 0 is the map as it was opened, row n the map after the n-th edit."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._stack: QUndoStack | None = None

    def show(self, stack: QUndoStack) -> None:
        """Tell of this history."""
        self.beginResetModel()
        self._stack = stack
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Edits and the beginning."""
        return 0 if parent.isValid() or self._stack is None else self._stack.count() + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | QColor | QSize | None:
        """What was done and when; paler where it is undone."""
        if self._stack is None or not 0 <= index.row() <= self._stack.count():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(self._stack, index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._words(self._stack, index.row()))
        if role == Qt.ItemDataRole.ForegroundRole and index.row() > self._stack.index():
            return self._theme.color("faint")
        return QSize(0, ROW) if role == Qt.ItemDataRole.SizeHintRole else None

    def _words(self, stack: QUndoStack, row: int) -> str:
        if not row:
            return tr("The map as it was opened")
        command = stack.command(row - 1)
        if not isinstance(command, HistoryCommand):
            return ""
        return f"{command.at.toString('HH:mm:ss')}  {command.title}"


class HistoryPanel(Floating):
    """Floats over the map; `closed()` where the operator shut it."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._shown: MapModel | None = None
        self._title = plain_label(role="strong")
        self._close = QPushButton()
        self._close.setProperty("kind", "flat")
        self._close.clicked.connect(self.closed)
        self.list = QListView()
        self._model = HistoryModel(theme, self.list)
        self._lay_out()
        self.resize(_WIDTH, _HEIGHT)
        self.hide()
        self.retranslate()

    def _lay_out(self) -> None:
        self.list.setModel(self._model)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self._close.setFixedSize(ROW, ROW)
        top = QHBoxLayout()
        top.setContentsMargins(3 * GRID, GRID, GRID, 0)
        top.addWidget(self._title, 1)
        top.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(top)
        inner = QHBoxLayout()
        inner.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        inner.addWidget(self.list)
        column.addLayout(inner, 1)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._title.setText(tr("History"))
        self.list.setAccessibleName(tr("History of the map"))
        self._close.setAccessibleName(tr("Close"))
        self._close.setToolTip(tr("Close"))
        self._close.setIcon(self.theme.icon("x", "dim", 14))

    def show_model(self, model: MapModel) -> None:
        """Tell of the history of another map."""
        if self._shown is not None:
            self._shown.history_changed.disconnect(self.refresh)
        self._shown = model
        model.history_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """The history is different; nothing is done while nobody looks."""
        if self._shown is None or self.isHidden():
            return
        stack = self._shown.undo_stack
        self._model.show(stack)
        here = self._model.index(stack.index())
        self.list.setCurrentIndex(here)
        self.list.scrollTo(here)

    @Slot(QModelIndex)
    def _go(self, index: QModelIndex) -> None:
        if self._shown is not None:
            self._shown.travel_to(index.row())
            self.refresh()
