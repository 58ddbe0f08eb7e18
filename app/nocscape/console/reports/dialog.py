"""Asks for a report: of what, over which time, in which language, as which file; now or by the clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import LANGUAGES, language, mark, tr
from nocscape.base.text import one_line
from nocscape.console.bridge import Bridge
from nocscape.console.parts.alive import while_alive
from nocscape.console.parts.files import SaveDialog
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.parts.words import natural
from nocscape.console.theme import GRID
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.reports import (
    DAY_S,
    Every,
    ListReports,
    ListReportSchedules,
    MakeReport,
    ReportFormat,
    ReportInfo,
    ReportSchedule,
    SetReportSchedules,
)

LEAST_WIDTH = 440
PERIODS: dict[int, str] = {
    1: mark("Last 24 hours"),
    7: mark("Last 7 days"),
    30: mark("Last 30 days"),
    90: mark("Last 90 days"),
    365: mark("Last year"),
}
"""Days, and what they are called."""
TIMES: dict[str, str] = {
    "": mark("Never by itself"),
    Every.DAY: mark("Every day"),
    Every.WEEK: mark("Every Monday"),
    Every.MONTH: mark("On the first of every month"),
}


class ReportDialog(QDialog):
    """Makes a report, says how it went, and opens it. `now` gives UTC seconds."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None, *, now: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._now = now
        self._schedules: tuple[ReportSchedule, ...] = ()
        self._kinds, self._periods, self._sites = QComboBox(), QComboBox(), QComboBox()
        self._languages, self._formats, self._times = QComboBox(), QComboBox(), QComboBox()
        self._hour = QSpinBox()
        self._told = plain_label(role="small", tone="dim")
        self._buttons = QDialogButtonBox()
        self._make = self._buttons.addButton(tr("Make the report…"), QDialogButtonBox.ButtonRole.ActionRole)
        self._close = self._buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.asking: QFileDialog | None = None
        self._lay_out()
        self._fill()
        self._make.clicked.connect(self.ask_where)
        self._buttons.rejected.connect(self.reject)
        for box in (self._kinds, self._sites):
            box.currentIndexChanged.connect(self._show_schedule)
        self._times.activated.connect(self._keep_schedule)
        self._hour.editingFinished.connect(self._keep_schedule)
        bridge.ask(ListReports(), while_alive(self, self._take_kinds))
        bridge.ask(ListReportSchedules(), while_alive(self, self._take_schedules))

    def _lay_out(self) -> None:
        self.setWindowTitle(tr("Reports"))
        self.setMinimumWidth(LEAST_WIDTH)
        self._make.setProperty("kind", "primary")
        self._hour.setRange(0, 23)
        self._hour.setValue(6)
        self._hour.setSuffix(tr(" h"))
        self._hour.setAccessibleName(tr("Hour of the day"))
        self._told.setWordWrap(True)
        when = QHBoxLayout()
        when.addWidget(self._times, 1)
        when.addWidget(self._hour)
        form = QFormLayout()
        form.setSpacing(2 * GRID)
        for title, field in (
            (tr("Report"), self._kinds),
            (tr("Period"), self._periods),
            (tr("Site"), self._sites),
            (tr("Language"), self._languages),
            (tr("File"), self._formats),
        ):
            form.addRow(title, field)
        form.addRow(tr("By itself"), when)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(4 * GRID)
        column.addLayout(form)
        column.addWidget(self._told)
        column.addStretch(1)
        column.addWidget(self._buttons)

    def _fill(self) -> None:
        for days, words in PERIODS.items():
            self._periods.addItem(tr(words), days)
        self._periods.setCurrentIndex(self._periods.findData(30))
        sites = {i.device.site for i in self._bridge.live.devices.values() if i.device.site}
        self._sites.addItem(tr("All sites"), "")
        for site in sorted(sites, key=natural):
            self._sites.addItem(one_line(site, 60), site)
        for code, words in LANGUAGES.items():
            self._languages.addItem(words, code)
        self._languages.setCurrentIndex(self._languages.findData(language()))
        for form in (ReportFormat.PDF, ReportFormat.HTML):
            self._formats.addItem(form.upper(), form)
        for every, words in TIMES.items():
            self._times.addItem(tr(words), every)

    @property
    def ask(self) -> MakeReport:
        """What is asked for."""
        until = self._now()
        return MakeReport(
            kind=str(self._kinds.currentData() or ""),
            since=until - int(self._periods.currentData()) * DAY_S,
            until=until,
            site=str(self._sites.currentData() or ""),
            language=str(self._languages.currentData()),
            format=ReportFormat(self._formats.currentData()),
        )

    @Slot()
    def ask_where(self) -> None:
        """Ask for a file, and make the report."""
        ask = self.ask
        kinds, proposed = {str(ask.format): ask.format.upper()}, f"{ask.kind}.{ask.format}"
        dialog = SaveDialog(self, tr("Save the report"), kinds, proposed=proposed)
        dialog.fileSelected.connect(self.make)
        self.asking = dialog
        dialog.open()

    @Slot(str)
    def make(self, name: str) -> None:
        """Have the engine make it, and write it to that file."""
        path = Path(name)
        self._make.setEnabled(False)
        self._tell(tr("The report is being made…"))

        def take(reply: Reply) -> None:
            self._make.setEnabled(True)
            if reply.error is not None:
                self._tell(str(reply.error), "crit")
            else:
                self._write(path, value(reply, bytes))

        self._bridge.ask(self.ask, while_alive(self, take))

    def _write(self, path: Path, content: bytes) -> None:
        try:
            path.write_bytes(content)
        except OSError as error:
            self._tell(tr("{file} was not written: {error}", file=path.name, error=error), "crit")
            return
        self._tell(tr("Written: {file}", file=path.name))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _tell(self, words: str, tone: str = "dim") -> None:
        self._told.setText(words)
        set_tone(self._told, tone)

    def _take_kinds(self, reply: Reply) -> None:
        if reply.error is None:
            for info in value(reply, tuple[ReportInfo, ...]):
                self._kinds.addItem(tr(info.title), info.kind)

    # by the clock

    def _take_schedules(self, reply: Reply) -> None:
        if reply.error is None:
            self._schedules = value(reply, tuple[ReportSchedule, ...])
            self._show_schedule()

    @Slot()
    def _show_schedule(self) -> None:
        chosen = (self._kinds.currentData(), self._sites.currentData())
        kept = next((s for s in self._schedules if (s.kind, s.site) == chosen), None)
        self._times.setCurrentIndex(self._times.findData(kept.every if kept else ""))
        if kept is not None:
            self._hour.setValue(kept.hour)

    @Slot()
    def _keep_schedule(self) -> None:
        kind, every = str(self._kinds.currentData() or ""), str(self._times.currentData())
        site = str(self._sites.currentData() or "")
        others = tuple(s for s in self._schedules if (s.kind, s.site) != (kind, site))
        schedule = ReportSchedule(
            kind=kind,
            every=Every(every) if every else Every.WEEK,
            hour=self._hour.value(),
            language=str(self._languages.currentData()),
            formats=(ReportFormat.PDF, ReportFormat.HTML),
            site=site,
        )
        wanted = (*others, schedule) if every and kind else others
        if wanted == self._schedules:
            return
        self._schedules = wanted
        self._bridge.ask(SetReportSchedules(schedules=wanted), while_alive(self, self._take_kept))

    def _take_kept(self, reply: Reply) -> None:
        if reply.error is not None:
            self._tell(str(reply.error), "crit")
        else:
            self._tell(tr("Kept. The engine writes into the folder “reports” of the profile."))
