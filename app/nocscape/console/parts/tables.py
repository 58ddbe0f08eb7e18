"""How tables and trees behave everywhere: one height of row, no grid, whole rows, columns sized by content."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTreeView

from nocscape.console.theme import GRID, ROW


def dress_table(view: QTableView, row_height: int = ROW) -> None:
    """A table of plain rows; a fixed height keeps 100,000 of them cheap."""
    _dress(view)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setCornerButtonEnabled(False)
    rows = view.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setMinimumSectionSize(row_height)
    rows.setDefaultSectionSize(row_height)
    titles = view.horizontalHeader()
    titles.setHighlightSections(False)
    titles.setMinimumSectionSize(4 * GRID)
    titles.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def dress_tree(view: QTreeView) -> None:
    """A tree whose rows are all of one height."""
    _dress(view)
    view.setUniformRowHeights(True)
    view.setAnimated(False)
    view.setExpandsOnDoubleClick(True)


def _dress(view: QTableView | QTreeView) -> None:
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setFrameShape(QAbstractItemView.Shape.NoFrame)
