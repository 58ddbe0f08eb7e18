"""The census: how every device lets itself be asked, the weak ones first."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTableView, QVBoxLayout, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.base.units import grouped
from nocscape.console.access.words import MILD, algorithms_text, weakness_text
from nocscape.console.bridge import Bridge
from nocscape.console.parts.cells import Cell, RowsModel, dress_rows
from nocscape.console.parts.fields import Choice, FilterField, IconButton
from nocscape.console.parts.fitting import FittedColumns
from nocscape.console.parts.flow import FlowLayout
from nocscape.console.parts.hint import EmptyHint, plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.words import plain_tip
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import TakeCensus
from nocscape.model.mibs import Census, CensusEntry

TITLES = (mark("Device"), mark("Weak"), mark("Version"), mark("Algorithms"), mark("Credential"), mark("Address"))
RECOUNT_MS = 3000
"""Devices change all the time while a network is discovered; they are counted anew at most so often."""
ALL, WEAK, SILENT = "all", "weak", "none"


class CensusView(Retranslated, QWidget):
    """Read whenever it is shown; the current row is the selected device.

    Signal: doctor_asked(DeviceId) on Enter or a double click.
    """

    doctor_asked = Signal(str)

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self.census = Census()
        self.model = RowsModel(theme, TITLES, self._cells, self)
        self.view = QTableView()
        self.filter = FilterField(theme)
        self.choice = Choice((ALL, WEAK, SILENT))
        self.reload_button = IconButton(theme, "refresh-cw")
        self.summary = plain_label(role="small", tone="dim")
        self._empty = EmptyHint(theme, "shield-check")
        self._pages = QStackedWidget()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(RECOUNT_MS)
        self._lay_out()
        self.filter.chosen.connect(self._show)
        self.choice.chosen.connect(self._show)
        self.reload_button.clicked.connect(self.read)
        self._soon.timeout.connect(self.read)
        bridge.devices_changed.connect(self._devices_changed)
        self.view.selectionModel().currentRowChanged.connect(self._chose)
        self.view.activated.connect(self._ask_doctor)
        self.retranslate()

    def _lay_out(self) -> None:
        dress_rows(self.view, self.model, self._theme)
        FittedColumns(self.view, elastic=(0, 1, 3))
        bar = FlowLayout(spacing=GRID)
        bar.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        for widget in (self.filter, self.choice, self.reload_button, self.summary):
            bar.addWidget(widget)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(bar)
        column.addWidget(self._pages, 1)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.filter.setPlaceholderText(tr("Filter"))
        self.reload_button.say(tr("Read again"))
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Count anew when it is looked at."""
        super().showEvent(event)
        self.read()

    @Slot()
    def _devices_changed(self) -> None:
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    @Slot()
    def read(self) -> None:
        """Ask for the census."""
        self._bridge.ask(TakeCensus(), self._take)

    def _take(self, reply: Reply) -> None:
        if reply.error is None:
            self.census = value(reply, Census)
            self._show()

    @Slot()
    def _show(self) -> None:
        census = self.census
        silent = census.versions.get("none", 0)
        for key, words, count in (
            (ALL, tr("All"), len(census.entries)),
            (WEAK, tr("Weak"), census.weak),
            (SILENT, tr("No SNMP"), silent),
        ):
            self.choice.name(key, f"{words} {grouped(count)}")
        self.summary.setText(counts_text(_named(census.versions)))
        self.summary.setToolTip(plain_tip(summary_text(census)))
        wanted = self.filter.text().lower().split()
        self.model.show(e for e in census.entries if _is_of(e, self.choice.current) and _fits(e, wanted))
        self._pages.setCurrentWidget(self.view if self.model.items else self._empty)
        if census.entries:
            self._empty.say(tr("No device is like that"), tr("Choose All to see every one of them."))
        else:
            self._empty.say(
                tr("No devices are known"), tr("Discover a network to see how its devices let themselves be asked.")
            )

    def _cells(self, entry: CensusEntry) -> tuple[Cell, ...]:
        weak = is_weak(entry)
        version = str(entry.version) if entry.version is not None else "—"
        return (
            Cell(one_line(entry.name, 80)),
            Cell(
                weakness_text(entry),
                icon="triangle-alert" if weak else "",
                tone="warn" if weak else "dim",
                key=-float(len(entry.weaknesses)) - (100.0 if weak else 0.0),
            ),
            Cell(version, tone="text" if entry.version is not None else "faint"),
            Cell(algorithms_text(entry)),
            Cell(one_line(entry.credential, 60), tip=entry.user),
            Cell(entry.address, tone="dim", is_mono=True),
        )

    @Slot(QModelIndex, QModelIndex)
    def _chose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._selection.select_devices((self.model.items[current.row()].device,), self)

    @Slot(QModelIndex)
    def _ask_doctor(self, index: QModelIndex) -> None:
        self.doctor_asked.emit(self.model.items[index.row()].device)


def is_weak(entry: CensusEntry) -> bool:
    """Whether a better setting of SNMP would end a weakness."""
    return bool(set(entry.weaknesses) - MILD)


def summary_text(census: Census) -> str:
    """How many devices on which version, with which algorithms, by which credential: a line each."""
    lines = (
        (tr("Versions"), _named(census.versions)),
        (tr("Algorithms"), _named(census.algorithms)),
        (tr("Credentials"), census.credentials),
    )
    return "\n".join(
        tr("{what}: {values}", what=title, values=counts_text(counts)) for title, counts in lines if counts
    )


def counts_text(counts: dict[str, int]) -> str:
    """`v3 40 · v2c 12`."""
    return " · ".join(f"{one_line(name, 40)} {grouped(count)}" for name, count in counts.items())


def _named(counts: dict[str, int]) -> dict[str, int]:
    return {(tr("none") if name == "none" else name): count for name, count in counts.items()}


def _is_of(entry: CensusEntry, choice: str) -> bool:
    return {WEAK: is_weak(entry), SILENT: entry.version is None}.get(choice, True)


def _fits(entry: CensusEntry, words: list[str]) -> bool:
    text = f"{entry.name} {entry.address} {entry.version or ''} {entry.credential} {entry.user} {weakness_text(entry)}"
    return all(word in f"{text} {algorithms_text(entry)}".lower() for word in words)
