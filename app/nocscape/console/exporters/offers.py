"""What an exporter's page offers, to choose from what no profile takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import tr
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.words import plain_tip
from nocscape.console.theme import GRID
from nocscape.model.exporters import OfferedFamily

SIZE = (820, 520)
NAME_WIDTH = 300
MOST_CHOSEN = 100


class OffersDialog(QDialog):
    """Signal: chosen(tuple of names) when the operator takes the choice over."""

    chosen = Signal(object)

    def __init__(self, offers: Sequence[OfferedFamily], taken: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("What the page offers"))
        self.resize(*SIZE)
        self.filter = QLineEdit()
        self.table = QTableView()
        self.model = QStandardItemModel(self)
        self._count = plain_label(role="small", tone="dim")
        self.buttons = QDialogButtonBox()
        self._gone = tuple(name for name in taken if name not in {offer.name for offer in offers})
        self._fill(offers, taken)
        self._lay_out()
        self.filter.textChanged.connect(self._narrow)
        self.model.itemChanged.connect(self._tell_count)
        self._tell_count()

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText(tr("Filter by name or meaning"))
        self.filter.setClearButtonEnabled(True)
        self.table.setModel(self.model)
        self.table.verticalHeader().hide()
        self.table.setWordWrap(False)
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setColumnWidth(0, NAME_WIDTH)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column in (2, 3, 4):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        take = self.buttons.addButton(tr("Measure these"), QDialogButtonBox.ButtonRole.AcceptRole)
        take.setProperty("kind", "primary")
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.take)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        layout.setSpacing(2 * GRID)
        for widget in (self.filter, self.table, self._count, self.buttons):
            layout.addWidget(widget)

    def _fill(self, offers: Iterable[OfferedFamily], taken: Collection[str]) -> None:
        self.model.setHorizontalHeaderLabels([tr("Metric"), tr("Meaning"), tr("Kind"), tr("Series"), tr("Value")])
        for offer in offers:
            name = QStandardItem(offer.name)
            name.setData(offer.name, Qt.ItemDataRole.UserRole)
            name.setCheckable(not offer.is_known)
            if offer.is_known:
                name.setToolTip(plain_tip(tr("Measured already: a profile knows it")))
            else:
                name.setCheckState(Qt.CheckState.Checked if offer.name in taken else Qt.CheckState.Unchecked)
            example = "" if offer.example is None else f"{offer.example:g}"
            kind = tr("measured") if offer.is_known else offer.kind
            row = [name, *(QStandardItem(text) for text in (offer.help, kind, str(offer.points), example))]
            row[1].setToolTip(plain_tip(offer.help))
            for cell in row[3:]:
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for cell in row:
                cell.setEnabled(not offer.is_known)
            self.model.appendRow(row)

    @Slot(str)
    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        for place in range(self.model.rowCount()):
            said = " ".join(self.model.item(place, column).text() for column in (0, 1)).casefold()
            self.table.setRowHidden(place, not all(word in said for word in words))

    def names(self) -> tuple[str, ...]:
        """What is chosen, and what was chosen before that the page has no more."""
        items = (self.model.item(place) for place in range(self.model.rowCount()))
        checked = (i.text() for i in items if i.isCheckable() and i.checkState() == Qt.CheckState.Checked)
        return (*checked, *self._gone)

    @Slot()
    def _tell_count(self) -> None:
        count = len(self.names())
        self._count.setText(tr("{count} chosen of {all}", count=count, all=self.model.rowCount()))
        self.buttons.buttons()[0].setEnabled(count <= MOST_CHOSEN)

    @Slot()
    def take(self) -> None:
        """Hand the choice over."""
        self.chosen.emit(self.names())
        self.accept()
