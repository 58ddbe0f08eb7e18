"""One subtree of two devices side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.base.units import grouped
from nocscape.console.bridge import Bridge
from nocscape.console.mibs.names import value_of
from nocscape.console.mibs.recordings import ask_recordings
from nocscape.console.mibs.walk import MibWalk, Stage
from nocscape.console.parts.cells import Cell, RowsModel, dress_rows
from nocscape.console.parts.fields import FilterField
from nocscape.console.parts.flow import FlowLayout
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.naming import device_name
from nocscape.console.parts.words import natural
from nocscape.console.theme import GRID, Theme
from nocscape.model.batches import MibRow
from nocscape.model.net import DeviceId

SIZE = (860, 560)
RESTLESS = frozenset({"Counter32", "Counter64", "TimeTicks"})
"""Types whose values differ always."""


class Compared(NamedTuple):
    """What was read of one device, and from where on."""

    device: DeviceId
    """Empty where it was recorded."""
    recording: str
    """Name of the file, where it was."""
    rows: tuple[MibRow, ...]
    root: str


class Pair(NamedTuple):
    """One instance on both devices; None where one of them has it not."""

    mine: MibRow | None
    other: MibRow | None

    @property
    def row(self) -> MibRow:
        """Either of them, for the name."""
        found = self.mine or self.other
        assert found is not None  # noqa: S101 - a pair holds at least one
        return found

    @property
    def is_same(self) -> bool:
        """Whether both say the same."""
        return self.mine is not None and self.other is not None and self.mine.raw == self.other.raw


def pairs_of(mine: Iterable[MibRow], others: Iterable[MibRow]) -> list[Pair]:
    """Instances of both by OID, in the order of the first, then what only the second has."""
    left, right = {row.oid: row for row in mine}, {row.oid: row for row in others}
    both = [Pair(row, right.get(oid)) for oid, row in left.items()]
    return [*both, *(Pair(None, row) for oid, row in right.items() if oid not in left)]


class CompareDialog(Retranslated, QDialog):
    """Reads the same subtree of another device, or of a recorded one, and shows what differs."""

    def __init__(self, bridge: Bridge, theme: Theme, mine: Compared, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._mine = mine
        self._others: list[MibRow] = []
        self._recording = ""
        """Name of the file that it is compared with, where that is no device."""
        self.asking: QFileDialog | None = None
        self.walk = MibWalk(bridge, self)
        self.device_box = QComboBox()
        self.differing = QCheckBox()
        self.restless = QCheckBox()
        self.filter = FilterField(theme)
        self.copy_button = QPushButton()
        self.status = plain_label(role="small", tone="dim")
        self._progress = QProgressBar()
        self.model = RowsModel(theme, (mark("Name"), "", ""), self._cells, self)
        self.view = QTableView()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show()

    def _lay_out(self) -> None:
        self.resize(*SIZE)
        dress_rows(self.view, self.model, self._theme)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.differing.setChecked(True)
        self._progress.setRange(0, 0)
        self._progress.hide()
        live = self._bridge.live
        others = [i.device.id for i in live.devices.values() if i.device.snmp and i.device.id != self._mine.device]
        self.device_box.addItem("", "")
        for other in sorted(others, key=lambda one: natural(device_name(live, one))):
            self.device_box.addItem(device_name(live, other), other)
        self.device_box.setCurrentIndex(-1)
        bar = FlowLayout(spacing=2 * GRID)
        for widget in (self.device_box, self.filter, self.differing, self.restless, self.copy_button):
            bar.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.addLayout(bar)
        column.addWidget(self.view, 1)
        column.addWidget(self._progress)
        column.addWidget(self.status)

    def _connect(self) -> None:
        self.device_box.activated.connect(self._choose)
        self.differing.toggled.connect(self._show)
        self.restless.toggled.connect(self._show)
        self.filter.chosen.connect(self._show)
        self.copy_button.clicked.connect(self.copy)
        self.walk.rows_arrived.connect(self._take)
        self.walk.changed.connect(self._turn)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.setWindowTitle(tr("Compare {name} with another device", name=self._name_of_mine()))
        self.device_box.setItemText(0, tr("A recording…"))
        self.device_box.setPlaceholderText(tr("Choose a device"))
        self.device_box.setAccessibleName(tr("Other device"))
        self.filter.setPlaceholderText(tr("Filter"))
        self.differing.setText(tr("Only what differs"))
        self.restless.setText(tr("Counters and times too"))
        self.copy_button.setText(tr("Copy as text"))
        self._say()

    def _name_of_mine(self) -> str:
        return one_line(self._mine.recording) or device_name(self._bridge.live, self._mine.device)

    def closeEvent(self, event: QCloseEvent) -> None:
        """A reading that nobody sees is cancelled."""
        self.walk.cancel()
        super().closeEvent(event)

    def reject(self) -> None:
        """Escape is as good as closing."""
        self.walk.cancel()
        super().reject()

    @Slot(int)
    def _choose(self, place: int) -> None:
        if place:
            self.compare_with(self.device_box.itemData(place))
        else:
            self.asking = ask_recordings(self, self.compare_with_recordings, is_one=True)

    def compare_with(self, device: DeviceId) -> None:
        """Read the subtree of this device and show it beside the first."""
        self.device_box.setCurrentIndex(self.device_box.findData(device))
        self._others, self._recording = [], ""
        self.walk.start(device, self._mine.root)

    @Slot(list)
    def compare_with_recordings(self, paths: Sequence[str]) -> None:
        """Read the subtree of the first of these files and show it beside the first."""
        self.device_box.setCurrentIndex(0)
        self._others, self._recording = [], Path(paths[0]).name
        self.walk.start_recording(paths[0], self._mine.root)

    @Slot(object)
    def _take(self, rows: Sequence[MibRow]) -> None:
        self._others.extend(rows)
        self._say()

    @Slot()
    def _turn(self) -> None:
        self._progress.setVisible(self.walk.stage is Stage.RUNNING)
        if self.walk.stage is not Stage.RUNNING:
            self._show()

    @Slot()
    def _show(self) -> None:
        """Titles are the names of the two."""
        device = self.device_box.currentData()
        other = device_name(self._bridge.live, device) if device else one_line(self._recording)
        self.model.title((mark("Name"), self._name_of_mine(), other))
        words = self.filter.text().lower().split()
        self.model.show(pair for pair in pairs_of(self._mine.rows, self._others) if self._is_shown(pair, words))
        self._say()

    def _is_shown(self, pair: Pair, words: Sequence[str]) -> bool:
        row = pair.row
        if self._others and self.differing.isChecked():
            is_restless = row.syntax in RESTLESS and pair.mine is not None and pair.other is not None
            if pair.is_same or (is_restless and not self.restless.isChecked()):
                return False
        text = f"{row.name} {row.oid}".lower()
        return all(word in text for word in words)

    def _say(self) -> None:
        set_tone(self.status, "crit" if self.walk.stage is Stage.FAILED else "dim")
        if self.walk.stage is Stage.FAILED:
            self.status.setText(self.walk.problem)
        elif not self._others:
            self.status.setText(
                tr("Choose the device to compare with: {root} is read there too.", root=self._mine.root)
            )
        else:
            mine, others, shown = (grouped(len(x)) for x in (self._mine.rows, self._others, self.model.items))
            words = tr("{mine} values here, {others} there, {shown} shown", mine=mine, others=others, shown=shown)
            self.status.setText(words)

    @Slot()
    def copy(self) -> None:
        """Put what is shown into the clipboard, a line each with tabs between."""
        lines = ("\t".join(cell.text for cell in self._cells(pair)) for pair in self.model.items)
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _cells(self, pair: Pair) -> tuple[Cell, ...]:
        name = one_line(pair.row.name, 160)
        tone = "text" if pair.is_same or not self._others else "warn"
        return (Cell(name, tip=pair.row.oid), _cell(pair.mine, tone), _cell(pair.other, tone))


def _cell(row: MibRow | None, tone: str) -> Cell:
    return Cell(value_of(row), tone=tone) if row is not None else Cell("—", tone="faint")
