"""Recorded devices in windows of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from nocscape.console.bridge import Bridge
from nocscape.console.mibs.recording_window import PORT_NAMES, RecordingWindow
from nocscape.console.mibs.recordings import MOST_OPENED, Recordings, recordings_among
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.batches import MibRow, MibRows
from nocscape.model.commands import CancelJob, ReadRecording
from nocscape.model.mibs import Replayed
from tests.console.fake_line import FakeLine
from tests.console.mib_stage import Engine, number_row

pytestmark = pytest.mark.qt

NAME = MibRow("1.3.6.1.2.1.31.1.1.1.1.3", f"{PORT_NAMES}.3", "Gi0/3", "Gi0/3", "OctetString", 0.0, index="3")


@pytest.fixture
def main(campus: Bridge) -> Iterator[QWidget]:
    made = QWidget()
    made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def recordings(campus: Bridge) -> Recordings:
    return Recordings(campus, Theme(), Selection())


@pytest.fixture
def engine(campus: Bridge, line: FakeLine) -> Engine:
    return Engine(line, campus)


def opened(recordings: Recordings, main: QWidget, path: str) -> RecordingWindow:
    recordings.open([path], main)
    (window,) = main.findChildren(RecordingWindow)
    return window


def told(line: FakeLine, bridge: Bridge, job: str, *rows: MibRow) -> None:
    line.tell(MibRows(job=job, rows=rows))
    bridge.tick()


def test_a_recording_is_read_by_itself_and_its_ports_have_names(
    recordings: Recordings, main: QWidget, engine: Engine, line: FakeLine, campus: Bridge
) -> None:
    window = opened(recordings, main, "/srv/core-1.snmprec")
    assert window.windowTitle() == "core-1.snmprec: recorded device"
    (names,) = engine.asked(ReadRecording)
    assert names.root == PORT_NAMES
    told(line, campus, names.job, NAME)
    engine.answers[ReadRecording] = lambda _: Replayed(ended="done", unread=2)
    engine.run()
    everything = engine.asked(ReadRecording)[-1]
    assert (everything.path, everything.root) == ("/srv/core-1.snmprec", "1")
    window.close()


def test_values_of_a_recording_are_looked_up_and_neither_written_nor_measured_nor_dragged(
    recordings: Recordings, main: QWidget, engine: Engine, line: FakeLine, campus: Bridge
) -> None:
    window = opened(recordings, main, "/srv/core-1.snmprec")
    window.pane.show_recording("/srv/core-1.snmprec", {"3": "Gi0/3"})
    window.pane.read("IF-MIB::ifXTable")
    told(line, campus, engine.asked(ReadRecording)[-1].job, number_row())
    window.pane._choose_view("list")
    view = window.pane.views.list_view
    view.setCurrentIndex(view.model().index(0, 0))
    assert [row.oid for row in window.pane.views.selected_rows()] == [number_row().oid]
    actions = window.pane.actions_of_value
    actions.refresh()
    assert {name for name, action in actions.actions.items() if action.isEnabled()} == {"look-up"}
    assert not view.model().index(0, 0).flags() & Qt.ItemFlag.ItemIsDragEnabled
    window.pane._choose_view("tree")
    assert window.pane._row_title("ifXTable", "3") == "3 · Gi0/3"
    window.close()


def test_a_file_that_is_no_recording_says_so(recordings: Recordings, main: QWidget, engine: Engine) -> None:
    engine.answers[ReadRecording] = lambda _: "!x.snmprec is no recording of a device"
    window = opened(recordings, main, "/srv/x.snmprec")
    engine.run()
    assert window.pane._status.text().endswith("x.snmprec is no recording of a device")
    window.close()


def test_a_window_that_is_closed_reads_no_more(
    recordings: Recordings, main: QWidget, engine: Engine, qapp: QApplication
) -> None:
    window = opened(recordings, main, "/srv/x.snmprec")
    window.close()
    assert engine.asked(CancelJob) == [CancelJob(job=engine.asked(ReadRecording)[0].job)]


def test_files_are_chosen_in_a_dialog(recordings: Recordings, main: QWidget) -> None:
    dialog = recordings.ask(main)
    dialog.filesSelected.emit(["/srv/a.snmprec", "/srv/b.snmprec"])
    dialog.close()
    windows = main.findChildren(RecordingWindow)
    assert [window.windowTitle().partition(":")[0] for window in windows] == ["a.snmprec", "b.snmprec"]
    for window in windows:
        window.close()


def test_a_drop_opens_no_more_windows_than_there_is_room_for() -> None:
    assert len(recordings_among([f"{n}.snmprec" for n in range(50)])) == MOST_OPENED
    assert recordings_among(["a.mib", "b.SNMPREC"]) == ["b.SNMPREC"]
