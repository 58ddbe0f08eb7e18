"""Putting devices into maintenance, and ending it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.maintenance.dialog import MaintenanceDialog
from nocscape.model.batches import Reply
from nocscape.model.commands import Ask
from nocscape.model.maintenance import MaintenanceWindow, Repeat
from nocscape.model.watching import DropMaintenance, ListMaintenance, PutMaintenance
from tests.console.fake_line import FakeLine
from tests.console.hands import press

pytestmark = pytest.mark.qt

EVIL = "<b>rack</b>\u202emove"


def windows() -> tuple[MaintenanceWindow, ...]:
    now = time.time()
    ago, later = now - 60, now + 3600
    return (
        MaintenanceWindow(id="w1", scope="device:core-1", note=EVIL, actor="ann", since=ago, until=later),
        MaintenanceWindow(id="w2", scope="device:core-1", since=now + 60, until=later),
        MaintenanceWindow(id="w3", scope="device:core-2", since=ago, until=later),
    )


def answered(ask: Ask) -> object:
    return windows() if isinstance(ask, ListMaintenance) else None


@pytest.fixture
def dialog(campus: Bridge, line: FakeLine) -> Iterator[MaintenanceDialog]:
    line.answer = answered
    host = QWidget()
    made = MaintenanceDialog(campus, ["core-1"], host)
    made.open()
    campus.tick()
    yield made
    host.deleteLater()


def asked(line: FakeLine) -> list[Ask]:
    return [ask for ask in line.asks if isinstance(ask, PutMaintenance | DropMaintenance)]


def test_a_window_begins_now_and_lasts_as_long_as_was_chosen(
    dialog: MaintenanceDialog, campus: Bridge, line: FakeLine
) -> None:
    dialog.lasting.setCurrentIndex(2)
    dialog.repeat.setCurrentIndex(1)
    dialog.note.setText("new firmware")
    press(dialog, "Begin maintenance")
    (ask,) = asked(line)
    assert isinstance(ask, PutMaintenance)
    assert (ask.window.scope, ask.window.repeat, ask.window.note) == ("device:core-1", Repeat.DAILY, "new firmware")
    assert ask.window.until - ask.window.since == 7200
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    campus.tick()
    assert closed


def test_what_a_device_is_in_is_shown_plainly_and_can_be_ended(dialog: MaintenanceDialog, line: FakeLine) -> None:
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("core-1: until" in text and "ann" in text and "<b>rack</b>move" in text for text in texts)
    assert len([b for b in dialog.findChildren(QPushButton) if b.text() == "End"]) == 1
    press(dialog, "End")
    assert asked(line) == [DropMaintenance(window="w1")]


def test_a_refusal_is_shown_and_nothing_is_lost(dialog: MaintenanceDialog, campus: Bridge, line: FakeLine) -> None:
    line.answer = None
    dialog.note.setText("new firmware")
    press(dialog, "Begin maintenance")
    line.tell(Reply(request=line.sent[-1].request, error=msg("There are 1000 maintenance windows already")))
    campus.tick()
    assert dialog.isVisible()
    assert "1000" in dialog.fault.text()
    assert dialog.note.text() == "new firmware"
