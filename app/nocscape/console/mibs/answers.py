"""Which of our devices have an object, with its first value on each."""

from __future__ import annotations

from uuid import uuid4

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.base.units import grouped
from nocscape.console.bridge import Bridge
from nocscape.console.parts.cells import Cell, RowsModel, dress_rows
from nocscape.console.parts.hint import EmptyHint, plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.naming import device_name
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme
from nocscape.engine.client import value
from nocscape.model.batches import JobProgress, Reply
from nocscape.model.commands import CancelJob, FindAnswering
from nocscape.model.mibs import Answering

TITLES = (mark("Device"), mark("Value"), mark("Row"))


class AnswersView(Retranslated, QWidget):
    """Asks every device once when told to; a click selects the device, a double click reads the object there."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._selection = selection
        self._object = ""
        self._job = ""
        self.model = RowsModel(theme, TITLES, self._cells, self)
        self.view = QTableView()
        self.empty = EmptyHint(theme, "radar")
        self.cancel_button = QPushButton()
        self._progress = QProgressBar()
        self._count = plain_label(role="small", tone="dim")
        self._pages = QStackedWidget()
        self._lay_out(theme)
        self.empty.pressed.connect(self.ask_devices)
        self.cancel_button.clicked.connect(self._cancel_or_ask)
        self.view.clicked.connect(self._select)
        self.view.activated.connect(self._read)
        bridge.job_progressed.connect(self._progressed)
        self.retranslate()

    def _lay_out(self, theme: Theme) -> None:
        dress_rows(self.view, self.model, theme)
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        foot.addWidget(self._count)
        foot.addWidget(self._progress, 1)
        foot.addWidget(self.cancel_button)
        table = QWidget()
        column = QVBoxLayout(table)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(table)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.empty.say(
            tr("Which of our devices have it?"),
            tr("Every device that speaks SNMP is asked once, some at a time."),
            tr("Ask them"),
        )
        self._name_button()
        self.model.retell()

    def _name_button(self) -> None:
        self.cancel_button.setText(tr("Cancel") if self._job else tr("Ask again"))

    def show_object(self, name: str) -> None:
        """Be about this object; nothing is asked yet."""
        if name != self._object:
            self.cancel()
            self._object = name
            self.model.show(())
            self._pages.setCurrentIndex(0)

    @Slot()
    def ask_devices(self) -> None:
        """Ask all devices."""
        job = self._job = f"who-{uuid4().hex[:12]}"
        self._pages.setCurrentIndex(1)
        self._progress.setRange(0, 0)
        self._progress.show()
        self._count.setText("")
        self._name_button()

        def take(reply: Reply) -> None:
            if job == self._job:
                self._take(reply)

        self._bridge.ask(FindAnswering(job=job, object=self._object), take)

    @Slot()
    def cancel(self) -> None:
        """Ask no more; who has answered by then is shown."""
        if self._job:
            self._bridge.ask(CancelJob(job=self._job))

    @Slot()
    def _cancel_or_ask(self) -> None:
        if self._job:
            self.cancel()
        else:
            self.ask_devices()

    def _take(self, reply: Reply) -> None:
        self._job = ""
        self._progress.hide()
        self._name_button()
        if reply.error is not None:
            self._count.setText(str(reply.error))
            return
        found = value(reply, tuple[Answering, ...])
        self.model.show(found)
        self._count.setText(tr("{count} devices", count=grouped(len(found))))

    @Slot(object)
    def _progressed(self, item: JobProgress) -> None:
        if self._job and item.job == self._job:
            self._progress.setRange(0, item.total)
            self._progress.setValue(item.done)
            self._count.setText(tr("{count} devices", count=grouped(item.found)))

    def _cells(self, one: Answering) -> tuple[Cell, ...]:
        row = one.name.partition("::")[2].partition(".")[2]
        return (
            Cell(device_name(self._bridge.live, one.device)),
            Cell(one_line(one.value, 120), is_mono=True),
            Cell(one_line(row, 60), tone="dim", tip=one.oid),
        )

    @Slot(QModelIndex)
    def _select(self, index: QModelIndex) -> None:
        self._selection.select_devices((self.model.items[index.row()].device,), self)

    @Slot(QModelIndex)
    def _read(self, index: QModelIndex) -> None:
        self._selection.ask_values(self.model.items[index.row()].device, self._object)
