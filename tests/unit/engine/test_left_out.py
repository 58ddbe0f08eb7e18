"""A file of one's own that cannot be read costs itself, and not the watching of a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from nocscape.engine.core import Engine
from nocscape.engine.watching.metric_room import OWN_FOLDER, MetricRoom
from nocscape.polling.exporters.library import FOLDER
from nocscape.polling.exporters.library import load as load_exporters
from nocscape.polling.metrics import load
from nocscape.store.conditions import Conditions


def broken(folder: Path) -> Path:
    folder.mkdir(parents=True)
    path = folder / "mine.yaml"
    path.write_text("name: [")
    return path


async def test_an_engine_starts_beside_files_that_cannot_be_read_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for folder in (OWN_FOLDER, FOLDER):
        broken(tmp_path / folder)
    engine = Engine(tmp_path)
    await engine.start()
    try:
        assert engine.rooms.metrics.library.profiles.keys() == load().profiles.keys()
        assert engine.rooms.probing.library.profiles.keys() == load_exporters().profiles.keys()
        told = " ".join(map(str, engine.rooms.conditions.texts()))
        assert told.count("mine.yaml") == 2
    finally:
        await engine.stop()
    caplog.clear()


def test_a_file_that_was_mended_is_told_no_longer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path, conditions = broken(tmp_path / OWN_FOLDER), Conditions()
    room = MetricRoom(tmp_path, conditions)
    assert len(conditions.texts()) == 1
    path.write_text("{name: mine, title: mine, metrics: []}")
    room.reload()
    assert conditions.texts() == ()
    assert "mine" in room.library.profiles
    caplog.clear()
