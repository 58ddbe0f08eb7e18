"""What applying the grouping rules to placed devices would change, before anything does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QTableWidget, QTableWidgetItem, QWidget

from nocscape.base.i18n import tr
from nocscape.console.map.chrome.asking import AskDialog
from nocscape.console.map.group_edits import Rejoin
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.tables import dress_table
from nocscape.model.net import DeviceId

MOST_ROWS = 2000
"""More are not listed one by one; they go with the others."""

_SIZE = QSize(720, 480)
_COLUMNS = (260, 200, 200)


class RegroupDialog(AskDialog):
    """A row for each device that would go to another group, with a box to leave it where it is.

    `kept(tuple of Rejoin, bool)`: what is to be done, and whether the groups are laid out anew afterwards.
    """

    kept = Signal(object, bool)

    def __init__(self, rejoins: Sequence[Rejoin], name: Callable[[DeviceId], str], parent: QWidget) -> None:
        super().__init__(tr("Group again by the rules"), tr("Group them"), parent)
        self.resize(_SIZE)
        self._rejoins = tuple(rejoins)
        self.words = plain_label(self._summary())
        self.words.setWordWrap(True)
        self.table = self._table(name)
        self.lays_out = QCheckBox(tr("Lay the devices out anew in their groups"))
        self.accepted.connect(self._tell)
        self.fill(self.words, self.table, self.lays_out)

    def _summary(self) -> str:
        return tr(
            "Devices that change their group: {count}. They stay where they stand unless they are laid out anew.",
            count=len(self._rejoins),
        )

    def _table(self, name: Callable[[DeviceId], str]) -> QTableWidget:
        shown = self._rejoins[:MOST_ROWS]
        table = QTableWidget(len(shown), len(_COLUMNS))
        dress_table(table)
        table.setHorizontalHeaderLabels((tr("Device"), tr("Group now"), tr("Group by the rules")))
        table.horizontalHeader().setStretchLastSection(True)
        table.setAccessibleName(tr("Devices that go to another group"))
        for column, width in enumerate(_COLUMNS):
            table.setColumnWidth(column, width)
        for row, rejoin in enumerate(shown):
            device = QTableWidgetItem(name(rejoin.device))
            device.setFlags(device.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            device.setCheckState(Qt.CheckState.Checked)
            table.setItem(row, 0, device)
            table.setItem(row, 1, QTableWidgetItem(rejoin.before or tr("none")))
            table.setItem(row, 2, QTableWidgetItem(rejoin.group.title))
        return table

    def chosen(self) -> tuple[Rejoin, ...]:
        """Those that were not left where they are."""
        left = {
            row
            for row in range(self.table.rowCount())
            if (item := self.table.item(row, 0)) is not None and item.checkState() is not Qt.CheckState.Checked
        }
        return tuple(rejoin for row, rejoin in enumerate(self._rejoins) if row not in left)

    @Slot()
    def _tell(self) -> None:
        self.kept.emit(self.chosen(), self.lays_out.isChecked())
