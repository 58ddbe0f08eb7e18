"""What became of every MIB module: compiled, repaired and how, failed and why; what is missing and who needs it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line, plain
from nocscape.base.units import grouped
from nocscape.console.bridge import Bridge
from nocscape.console.mibs.importing import MibImport
from nocscape.console.parts.cells import Cell, RowsModel, dress_rows
from nocscape.console.parts.fields import Choice, FilterField
from nocscape.console.parts.files import OpenDialog
from nocscape.console.parts.fitting import FittedColumns
from nocscape.console.parts.flow import FlowLayout
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.parts.language import Retranslated
from nocscape.console.theme import GRID, Theme
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ListModules
from nocscape.model.mibs import MibModule

TITLES = (mark("Module"), mark("Result"), mark("Objects"), mark("File"))
ALL, REPAIRED, FAILED, MISSING = "all", "repaired", "failed", "missing"
_SIGNS: dict[str, tuple[str, str]] = {
    "shipped": ("circle-check", "dim"),
    "compiled": ("circle-check", "ok"),
    "repaired": ("wrench", "warn"),
    "failed": ("circle-x", "crit"),
    MISSING: ("circle-question-mark", "warn"),
}
_WORDS: dict[str, str] = {
    "shipped": mark("ships with Nocscape"),
    "compiled": mark("compiled"),
    "repaired": mark("compiled with repairs"),
    "failed": mark("failed"),
    MISSING: mark("missing"),
}
_RANK = {FAILED: 0, MISSING: 1, REPAIRED: 2, "compiled": 3, "shipped": 4}


class ModulesView(Retranslated, QWidget):
    """The report of all modules, and the buttons that import more. Signal: imported() after the dictionary changed."""

    imported = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._modules: tuple[MibModule, ...] = ()
        self._imported_now: Sequence[MibModule] | None = None
        self.importing = MibImport(bridge, self)
        self.model = RowsModel(theme, TITLES, self._cells, self)
        self.view = QTableView()
        self.filter = FilterField(theme)
        self.choice = Choice((ALL, FAILED, REPAIRED, MISSING))
        self.files_button = QPushButton()
        self.folder_button = QPushButton()
        self.details = QPlainTextEdit()
        self.status = plain_label(role="small", tone="dim")
        self.cancel_button = QPushButton()
        self._progress = QProgressBar()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show_progress()

    def _lay_out(self) -> None:
        dress_rows(self.view, self.model, self._theme)
        FittedColumns(self.view, elastic=(0, 1, 3))
        self.details.setReadOnly(True)
        self.files_button.setProperty("kind", "primary")
        bar = FlowLayout(spacing=GRID)
        bar.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        for widget in (self.filter, self.choice, self.files_button, self.folder_button):
            bar.addWidget(widget)
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        foot.addWidget(self.status, 1)
        foot.addWidget(self._progress, 1)
        foot.addWidget(self.cancel_button)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.view)
        split.addWidget(self.details)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(bar)
        column.addWidget(split, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.filter.chosen.connect(self._show)
        self.choice.chosen.connect(self._show)
        self.files_button.clicked.connect(self.ask_files)
        self.folder_button.clicked.connect(self.ask_folder)
        self.cancel_button.clicked.connect(self.importing.cancel)
        self.importing.changed.connect(self._show_progress)
        self.importing.done.connect(self._imported)
        self.importing.failed.connect(self._complain)
        self.view.selectionModel().currentRowChanged.connect(self._show_details)
        self.model.modelReset.connect(self._show_details)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.filter.setPlaceholderText(tr("Filter"))
        self.view.setAccessibleName(tr("Modules"))
        self.details.setAccessibleName(tr("Report of the module"))
        self.files_button.setText(tr("Import files…"))
        self.folder_button.setText(tr("Import a folder…"))
        self.cancel_button.setText(tr("Cancel"))
        self.details.setPlaceholderText(
            tr("Drop MIB files, folders or archives anywhere on the window. Select a module to see its report.")
        )
        self._say_imported()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the report when it is looked at."""
        super().showEvent(event)
        self.read()

    @Slot()
    def read(self) -> None:
        """Ask for the report of all modules."""
        self._bridge.ask(ListModules(), self._take)

    @Slot()
    def ask_files(self) -> None:
        """Let the operator choose files."""
        self._open(OpenDialog(self, tr("Import MIB files"), mode=QFileDialog.FileMode.ExistingFiles))

    @Slot()
    def ask_folder(self) -> None:
        """Let the operator choose a folder."""
        self._open(OpenDialog(self, tr("Import a folder of MIB files"), mode=QFileDialog.FileMode.Directory))

    def _open(self, dialog: OpenDialog) -> None:
        dialog.filesSelected.connect(self.importing.start)
        dialog.open()

    def _take(self, reply: Reply) -> None:
        if reply.error is not None:
            self._complain(str(reply.error))
            return
        self._modules = value(reply, tuple[MibModule, ...])
        self._show()

    @Slot(object)
    def _imported(self, report: Sequence[MibModule]) -> None:
        """Say how many became what, and show those that failed where there are any."""
        self._imported_now = report
        self._say_imported()
        self.choice.choose(FAILED if any(module.status == FAILED for module in report) else ALL)
        self.imported.emit()
        self.read()

    def _say_imported(self) -> None:
        if self._imported_now is not None:
            counts = Counter(module.status for module in self._imported_now)
            words = ", ".join(f"{tr(_WORDS[key])} {grouped(counts[key])}" for key in _RANK if counts[key])
            set_tone(self.status, "crit" if counts[FAILED] else "ok")
            self.status.setText(words or tr("Nothing was found in these files"))

    @Slot(str)
    def _complain(self, problem: str) -> None:
        self._imported_now = None
        set_tone(self.status, "crit")
        self.status.setText(problem)

    @Slot()
    def _show_progress(self) -> None:
        is_running, progress = self.importing.is_running, self.importing.progress
        for widget in (self._progress, self.cancel_button):
            widget.setVisible(is_running)
        for button in (self.files_button, self.folder_button):
            button.setEnabled(not is_running)
        if is_running:
            self._imported_now = None
            self._progress.setRange(0, progress.total)
            self._progress.setValue(progress.done)
            set_tone(self.status, "dim")
            self.status.setText(one_line(progress.stage, 80))

    @Slot()
    def _show(self) -> None:
        counts = Counter(module.status for module in self._modules)
        missing = missing_modules(self._modules)
        numbers = {ALL: len(self._modules), FAILED: counts[FAILED], REPAIRED: counts[REPAIRED], MISSING: len(missing)}
        for key, words in (
            (ALL, tr("All")),
            (FAILED, tr("Failed")),
            (REPAIRED, tr("Repaired")),
            (MISSING, tr("Missing")),
        ):
            self.choice.name(key, f"{words} {grouped(numbers[key])}")
        shown = missing if self.choice.current == MISSING else self._modules
        wanted = self.filter.text().lower().split()
        self.model.show(
            module for module in shown if self.choice.current in (ALL, MISSING, module.status) and _fits(module, wanted)
        )

    @Slot()
    def _show_details(self) -> None:
        index = self.view.currentIndex()
        chosen = self.model.items[index.row()] if index.isValid() and index.row() < len(self.model.items) else None
        self.details.setPlainText(plain(report_text(chosen), 20_000) if chosen is not None else "")

    def _cells(self, module: MibModule) -> tuple[Cell, ...]:
        icon, tone = _SIGNS[module.status]
        return (
            Cell(one_line(module.name, 80), icon=icon, tone="text" if tone in ("dim", "ok") else tone),
            Cell(tr(_WORDS[module.status]), tone="dim", key=float(_RANK[module.status])),
            Cell(grouped(module.objects) if module.objects else "", key=float(module.objects)),
            Cell(one_line(PurePath(module.file).name, 120), tone="dim", tip=module.file),
        )


def missing_modules(modules: Sequence[MibModule]) -> tuple[MibModule, ...]:
    """What others import from and nobody has, as modules of the state `missing`; `missing` names who needs them."""
    needed: defaultdict[str, list[str]] = defaultdict(list)
    for module in modules:
        for name in module.missing:
            needed[name].append(module.name)
    ordered = sorted(needed.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(MibModule(name=name, status=MISSING, missing=tuple(users)) for name, users in ordered)


def report_text(module: MibModule) -> str:
    """All that is to be said of one module."""
    if module.status == MISSING:
        needed = tr("Needed by: {names}", names=", ".join(module.missing))
        return (
            f"{module.name}\n{needed}\n{tr('Import the file that defines it; those that need it are mended by that.')}"
        )
    place = f"{module.file}:{module.line}" if module.file and module.status == FAILED else module.file
    lines = [f"{module.name} · {tr(_WORDS[module.status])}", place]
    lines += [tr("Why: {reason}", reason=str(module.reason))] if module.reason is not None else []
    lines += [tr("Cure: {cure}", cure=str(module.cure))] if module.cure is not None else []
    lines += [tr("Missing imports: {names}", names=", ".join(module.missing))] if module.missing else []
    lines += [tr("Repaired:"), *(f"  • {repair}" for repair in module.repairs)] if module.repairs else []
    return "\n".join(line for line in lines if line)


def _fits(module: MibModule, words: Sequence[str]) -> bool:
    text = f"{module.name} {module.file} {' '.join(module.missing)}".lower()
    return all(word in text for word in words)
