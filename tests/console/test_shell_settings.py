"""Settings: kept in one piece, versioned, and what is wrong is set aside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.settings.store import FILE_NAME, Settings, SettingsKeeper
from nocscape.console.settings.watching_page import WatchingPage
from nocscape.model.batches import EngineStats, Reply
from nocscape.model.commands import SetPolling, SetRediscovery, SetTrapPort
from tests.console.fake_line import FakeLine

pytestmark = pytest.mark.qt


def test_what_was_changed_is_there_at_the_next_start(qapp: QApplication, tmp_path: Path) -> None:
    keeper = SettingsKeeper(tmp_path / "new" / "profile")
    keeper.change(theme="light", text_percent=125, shortcuts={"view.palette": "Ctrl+P"})
    keeper.flush()
    assert SettingsKeeper(tmp_path / "new" / "profile").now == keeper.now


def test_a_change_is_told_and_nothing_new_is_not(qapp: QApplication) -> None:
    keeper = SettingsKeeper(None)
    told: list[Settings] = []
    keeper.changed.connect(told.append)
    keeper.change(language="ko")
    keeper.change(language="ko")
    assert told == [Settings(language="ko")]
    keeper.flush()


@pytest.mark.parametrize(
    "content",
    [b"{", b"\xff\xfe", b"[]", b'{"text_percent": 9000}', b'{"text_percent": "big"}', b'{"version": 99}', b'{"x": 1}'],
)
def test_a_file_that_is_wrong_is_set_aside_and_said(qapp: QApplication, tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    keeper = SettingsKeeper(tmp_path)
    assert keeper.now == Settings()
    assert "console.json.bak" in str(keeper.trouble)
    assert (tmp_path / f"{FILE_NAME}.bak").read_bytes() == content


def test_the_file_is_written_a_moment_after_the_last_change(qapp: QApplication, tmp_path: Path) -> None:
    keeper = SettingsKeeper(tmp_path)
    keeper.change(theme="light")
    assert not (tmp_path / FILE_NAME).exists()
    keeper.flush()
    assert json.loads((tmp_path / FILE_NAME).read_text())["theme"] == "light"
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_a_folder_that_cannot_be_written_is_logged_and_no_more(
    qapp: QApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    keeper = SettingsKeeper(tmp_path / "file" / "profile")
    keeper.change(theme="light")
    keeper.flush()
    assert "could not be written" in caplog.text
    caplog.clear()


def test_intervals_show_what_is_in_force_and_are_sent_once_when_they_are_left(bridge: Bridge, line: FakeLine) -> None:
    page = WatchingPage(bridge)
    line.tell(EngineStats(at=0.0, poll_interval_s=30.0, rediscovery_interval_s=0.0))
    bridge.tick()
    assert (page.polling.text(), page.rediscovery.text()) == ("every 30 s", "never")
    page.polling.editingFinished.emit()
    assert line.asks == []
    page.polling.selectAll()
    QTest.keyClicks(page.polling, "every 60 s")
    page.polling.editingFinished.emit()
    page.polling.editingFinished.emit()
    page.rediscovery.setValue(90)
    page.rediscovery.editingFinished.emit()
    assert line.asks == [SetPolling(interval_s=60.0), SetRediscovery(interval_s=5400.0)]
    page.deleteLater()


def test_the_port_for_traps_is_shown_and_sent(bridge: Bridge, line: FakeLine) -> None:
    page = WatchingPage(bridge)
    line.tell(EngineStats(at=0.0, trap_port=0))
    bridge.tick()
    assert page.traps.text() == "none"
    page.traps.setValue(10_162)
    page.traps.editingFinished.emit()
    assert page.traps.text() == "10162"
    assert line.asks == [SetTrapPort(port=10_162)]
    page.deleteLater()


def test_an_interval_that_the_engine_refuses_is_said(bridge: Bridge, line: FakeLine) -> None:
    page = WatchingPage(bridge)
    page.polling.setValue(7)
    page.polling.editingFinished.emit()
    line.tell(Reply(request=line.sent[-1].request, error=msg("Not now"), hint=msg("Later")))
    bridge.tick()
    assert page.problem.text() == "Not now — Later"
    page.deleteLater()
