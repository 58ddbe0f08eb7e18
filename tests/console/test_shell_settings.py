"""Settings: kept in one piece, versioned, and what is wrong is set aside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from nocscape.console.settings.store import FILE_NAME, Settings, SettingsKeeper

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
