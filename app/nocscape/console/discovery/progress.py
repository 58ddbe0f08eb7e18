"""How a discovery goes: stage, counts, time, and what gave no device."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHeaderView, QProgressBar, QTableView, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.base.units import grouped
from nocscape.console.discovery.problems import ProblemsModel
from nocscape.console.discovery.run import MOST_SILENT, DiscoveryRun, Stage
from nocscape.console.inspector.tiles import MetricTile
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.rows import RowDelegate
from nocscape.console.parts.tables import dress_table
from nocscape.console.parts.words import long_age
from nocscape.console.theme import GRID, Theme

TICK_MS = 500
FIGURES = ("looked_at", "answered", "found", "elapsed")
SCALE = 1000


class DiscoveryProgress(Retranslated, QWidget):
    """Follows a `DiscoveryRun` while it is on show."""

    def __init__(self, run: DiscoveryRun, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._theme = theme
        self._title = plain_label(role="title")
        self._text = plain_label(tone="dim")
        self._bar = QProgressBar()
        self.tiles = {name: MetricTile(theme, "u1") for name in FIGURES}
        self._problems_title = plain_label(role="heading")
        self.problems = ProblemsModel(self)
        self._view = QTableView()
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._lay_out()
        self._tick.timeout.connect(self.refresh)
        run.changed.connect(self.refresh)
        run.problems_came.connect(self.problems.add)
        self.problems.show_problems(run.problems)
        self.retranslate()

    def _lay_out(self) -> None:
        self._bar.setRange(0, SCALE)
        self._bar.setTextVisible(False)
        self._text.setWordWrap(True)
        tiles = QGridLayout()
        tiles.setSpacing(2 * GRID)
        for place, tile in enumerate(self.tiles.values()):
            tiles.addWidget(tile, 0, place)
            tiles.setColumnStretch(place, 1)
        dress_table(self._view)
        self._view.setModel(self.problems)
        self._view.setItemDelegate(RowDelegate(self._theme, self._view, is_lined=False))
        self._view.setColumnWidth(0, 190)
        self._view.setColumnWidth(1, 260)
        self._view.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * GRID)
        for widget in (self._title, self._text, self._bar):
            column.addWidget(widget)
        column.addLayout(tiles)
        column.addWidget(self._problems_title)
        column.addWidget(self._view, 1)

    @property
    def words(self) -> tuple[str, str]:
        """Title and text."""
        return self._title.text(), self._text.text()

    def begin(self) -> None:
        """Another discovery began: forget the problems of the one before."""
        self.problems.show_problems(self._run.problems)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the time run."""
        super().showEvent(event)
        self._tick.start()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at the time."""
        super().hideEvent(event)
        self._tick.stop()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for name, words in zip(
            FIGURES, (tr("Addresses"), tr("Answered ping"), tr("Devices found"), tr("Elapsed")), strict=True
        ):
            self.tiles[name].name(words)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show how far it is now."""
        run, progress = self._run, self._run.progress
        self._title.setText(self._title_words())
        self._text.setText(self._text_words())
        set_tone(self._text, "crit" if run.stage is Stage.FAILED else "dim")
        is_unknown = run.stage.is_running and not progress.total
        self._bar.setRange(0, 0 if is_unknown else SCALE)
        if not is_unknown:
            share = progress.done / progress.total if progress.total else 1.0
            self._bar.setValue(SCALE if run.stage is Stage.DONE else round(SCALE * min(1.0, share)))
        unit = grouped(progress.done)
        self.tiles["looked_at"].name(tr("Addresses") if run.stage is not Stage.IDENTIFY else tr("Looked into"))
        self.tiles["looked_at"].show_figure(f"{unit} / {grouped(progress.total)}" if progress.total else unit)
        self.tiles["answered"].show_figure(grouped(progress.answered))
        self.tiles["found"].show_figure(grouped(run.found))
        self.tiles["elapsed"].show_figure(long_age(run.elapsed_s))
        self._problems_title.setText(self._problem_words())

    def _title_words(self) -> str:
        words = {
            Stage.IDLE: tr("Not begun"),
            Stage.SWEEP: tr("Searching for addresses that answer"),
            Stage.IDENTIFY: tr("Looking into devices"),
            Stage.DONE: tr("Done"),
            Stage.CANCELLED: tr("Cancelled"),
            Stage.FAILED: tr("It could not be done"),
        }
        return words[self._run.stage]

    def _text_words(self) -> str:
        run = self._run
        if run.stage is Stage.FAILED:
            return f"{run.error} {run.hint}".strip()
        if run.stage is Stage.DONE and not run.found and not run.progress.answered:
            return tr("Nothing answered. Check the networks, and that this machine may send ping there.")
        if run.stage is Stage.DONE:
            return tr("Everything found is on the map or waits among the arrivals.")
        if run.stage is Stage.CANCELLED:
            return tr("What was found stays. It can go on where it stopped.")
        return tr("Devices appear on the map as they are found. This window can be closed meanwhile.")

    def _problem_words(self) -> str:
        run = self._run
        count = len(run.problems) + run.more_problems
        words = tr("Gave no device: {count}", count=grouped(count)) if count else tr("No problems so far")
        if run.silent and run.searched > MOST_SILENT:
            words += " · " + tr("Did not answer: {count}", count=grouped(run.silent))
        return words
