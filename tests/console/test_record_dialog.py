"""Recording a device into a file from the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from nocscape.base import i18n
from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.mibs.pane import MibPane
from nocscape.console.mibs.record_dialog import RecordDialog
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.batches import JobProgress, Reply
from nocscape.model.commands import CancelJob, SaveRecording
from nocscape.model.mibs import Recorded
from tests.console.fake_line import FakeLine

pytestmark = pytest.mark.qt


@pytest.fixture
def dialog(campus: Bridge) -> Iterator[RecordDialog]:
    host = QWidget()
    made = RecordDialog(campus, ["core-1"], host)
    made.open()
    yield made
    made.close()
    host.deleteLater()


def begin(dialog: RecordDialog, line: FakeLine) -> SaveRecording:
    dialog.record("/tmp/core-1.snmprec")
    ask = line.asks[-1]
    assert isinstance(ask, SaveRecording)
    return ask


def test_a_file_is_asked_for_by_the_name_of_the_device(dialog: RecordDialog) -> None:
    dialog.ask_where()
    assert dialog.asking is not None
    assert dialog.asking.selectedFiles()[0].endswith("core-1.snmprec")
    dialog.asking.reject()


def test_a_recording_shows_how_far_it_is_and_what_it_wrote(
    dialog: RecordDialog, campus: Bridge, line: FakeLine
) -> None:
    dialog.anonymise.setChecked(True)
    ask = begin(dialog, line)
    assert (ask.device, ask.path, ask.is_anonymised) == ("core-1", "/tmp/core-1.snmprec", True)
    line.tell(JobProgress(job=ask.job, stage="walk", done=1200), JobProgress(job="other", stage="walk", done=7))
    campus.tick()
    assert dialog.state.text() == "1\u202f200 values"
    assert not dialog.progress.isHidden()
    line.reply(line.sent[-1].request, Recorded(ended="done", values=1300))
    campus.tick()
    assert dialog.state.text() == "1\u202f300 values were written."
    assert dialog.progress.isHidden()


def test_a_recording_can_be_stopped_and_stops_when_the_dialog_closes(
    dialog: RecordDialog, campus: Bridge, line: FakeLine
) -> None:
    ask = begin(dialog, line)
    request = line.sent[-1].request
    dialog.stop_or_close()
    assert line.asks[-1] == CancelJob(job=ask.job)
    line.reply(request, Recorded(ended="cancelled"))
    campus.tick()
    assert dialog.state.text() == "Cancelled; nothing was written."
    assert dialog.isVisible()
    again = begin(dialog, line)
    dialog.close()
    assert line.asks[-1] == CancelJob(job=again.job)


def test_what_went_wrong_is_said(dialog: RecordDialog, campus: Bridge, line: FakeLine) -> None:
    begin(dialog, line)
    line.tell(Reply(request=line.sent[-1].request, error=msg("No."), hint=msg("Do.")))
    campus.tick()
    assert dialog.state.text() == "No. Do."
    dialog.stop_or_close()
    assert not dialog.isVisible()


def test_it_follows_the_language_while_it_is_open(dialog: RecordDialog, qapp: QApplication) -> None:
    i18n.set_language("ko")
    try:
        QApplication.sendEvent(dialog, QEvent(QEvent.Type.LanguageChange))
        words = [dialog.windowTitle(), dialog.anonymise.text(), *(button.text() for button in dialog.buttons.buttons())]
        assert all(any("가" <= letter <= "힣" for letter in word) for word in words), words
    finally:
        i18n.set_language("en")


def test_the_browser_offers_it(campus: Bridge, line: FakeLine) -> None:
    pane = MibPane(campus, Theme(), Selection())
    pane.record()
    assert pane.findChild(RecordDialog) is None
    pane.show_device("core-1")
    pane.record()
    dialog = pane.findChild(RecordDialog)
    assert dialog is not None
    dialog.close()
    pane.deleteLater()
