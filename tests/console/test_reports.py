"""Reports are asked for in a dialog, and written where the operator says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QDesktopServices

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.reports.dialog import ReportDialog
from nocscape.model.batches import Reply
from nocscape.model.commands import Ask
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
from tests.console.campus import NOW
from tests.console.fake_line import FakeLine

pytestmark = pytest.mark.qt


def answer(ask: Ask) -> object:
    match ask:
        case ListReports():
            return [ReportInfo("availability", "Availability"), ReportInfo("inventory", "Inventory")]
        case ListReportSchedules():
            return [ReportSchedule(kind="inventory", every=Every.DAY, hour=4)]
        case MakeReport():
            return b"%PDF-1.3 made"
    return None


@pytest.fixture
def dialog(campus: Bridge, line: FakeLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReportDialog]:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    line.answer = answer
    dialog = ReportDialog(campus, now=lambda: NOW)
    campus.tick()
    yield dialog
    dialog.close()
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_report_is_made_of_what_was_chosen_and_written(
    dialog: ReportDialog, campus: Bridge, line: FakeLine, tmp_path: Path
) -> None:
    dialog._periods.setCurrentIndex(dialog._periods.findData(7))
    dialog._sites.setCurrentIndex(dialog._sites.findData("HQ/Core"))
    dialog.make(str(tmp_path / "a.pdf"))
    campus.tick()
    asked = next(a for a in line.asks if isinstance(a, MakeReport))
    assert (asked.kind, asked.site, asked.format) == ("availability", "HQ/Core", ReportFormat.PDF)
    assert asked.until - asked.since == 7 * DAY_S
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert dialog._told.text() == "Written: a.pdf"
    assert QUrl.fromLocalFile("a").isValid()


def test_what_the_engine_says_against_it_is_shown(dialog: ReportDialog, campus: Bridge, line: FakeLine) -> None:
    line.answer = None
    dialog.make("/nowhere/a.pdf")
    line.tell(Reply(request=line.sent[-1].request, error=msg("No history.")))
    campus.tick()
    assert dialog._told.text() == "No history."
    assert dialog._make.isEnabled()


def test_a_schedule_is_shown_for_its_report_and_kept_when_it_is_changed(dialog: ReportDialog, line: FakeLine) -> None:
    assert dialog._times.currentData() == ""
    dialog._kinds.setCurrentIndex(1)
    assert (dialog._times.currentData(), dialog._hour.value()) == (Every.DAY, 4)
    dialog._times.setCurrentIndex(dialog._times.findData(Every.MONTH))
    dialog._keep_schedule()
    kept = [a for a in line.asks if isinstance(a, SetReportSchedules)][-1].schedules
    assert [(s.kind, s.every, s.hour) for s in kept] == [("inventory", Every.MONTH, 4)]
    dialog._sites.setCurrentIndex(dialog._sites.findData("HQ/Core"))
    assert dialog._times.currentData() == ""
    dialog._times.setCurrentIndex(dialog._times.findData(Every.WEEK))
    dialog._keep_schedule()
    kept = [a for a in line.asks if isinstance(a, SetReportSchedules)][-1].schedules
    assert [(s.site, s.every) for s in kept] == [("", Every.MONTH), ("HQ/Core", Every.WEEK)]
    dialog._times.setCurrentIndex(0)
    dialog._keep_schedule()
    dialog._sites.setCurrentIndex(0)
    dialog._times.setCurrentIndex(0)
    dialog._keep_schedule()
    assert [a for a in line.asks if isinstance(a, SetReportSchedules)][-1].schedules == ()
