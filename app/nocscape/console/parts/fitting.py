"""Columns that share the width of their table, so that what matters most is seen without scrolling."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QHeaderView, QTableView

LEAST = 88
"""Pixels that a column keeps however narrow the table is."""


class FittedColumns(QObject):
    """Gives each column what its cells want; where there is not enough room, the `elastic` ones share the loss.

    The last column takes what is left over. Cells that are cut short have their whole text in their tip.
    """

    def __init__(self, view: QTableView, elastic: Sequence[int]) -> None:
        super().__init__(view)
        self._view = view
        self._elastic = elastic
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        view.viewport().installEventFilter(self)
        view.model().modelReset.connect(self.fit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width of the table."""
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)

    @Slot()
    def fit(self) -> None:
        """Share the width anew."""
        header = self._view.horizontalHeader()
        columns = range(self._view.model().columnCount())
        widths = [max(self._view.sizeHintForColumn(c), header.sectionSizeHint(c)) for c in columns]
        missing = max(0, sum(widths) - self._view.viewport().width())
        spare = {column: max(0, widths[column] - LEAST) for column in self._elastic}
        share = min(1.0, missing / max(1, sum(spare.values())))
        for column, most in spare.items():
            widths[column] -= math.ceil(most * share)
        for column, width in enumerate(widths):
            header.resizeSection(column, width)
