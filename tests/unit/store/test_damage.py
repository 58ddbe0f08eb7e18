"""A full disk, a damaged file, an old or a newer file: said, survived, never a crash."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.store import migrations
from nocscape.store.conditions import Conditions
from nocscape.store.errors import StoreError, StoreFullError, TooNewError
from nocscape.store.inventory import FILE_NAME, open_inventory
from nocscape.store.sqlite_file import SqliteFile
from tests.unit.store.things import campus_map, switch, wire


async def fill(profile: Path) -> None:
    store = open_inventory(profile, Counters(), FakeClock())
    store.put_devices([switch(n, ports=24) for n in range(100)])
    store.put_links([wire(n, n + 1) for n in range(99)])
    await store.put_map(campus_map())
    await store.put_override("d1", name="Core", actor="kim")
    await store.close()


def moved_aside(profile: Path) -> list[Path]:
    return list(profile.glob("*.damaged-*"))


async def test_a_file_that_is_no_database_is_moved_aside_and_its_copy_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await fill(tmp_path)
    (tmp_path / FILE_NAME).write_bytes(b"ransom note " * 1000)
    store = open_inventory(tmp_path, Counters(), FakeClock())
    state = await store.load()
    assert len(state.devices) == 100
    assert state.maps == (campus_map(),)
    assert "damaged" in str(store.warnings()[0])
    assert moved_aside(tmp_path)
    caplog.clear()
    await store.close()


async def test_a_file_that_was_cut_off_keeps_what_can_be_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    await fill(tmp_path)
    (tmp_path / "backups" / "inventory.last.sqlite").unlink()
    path = tmp_path / FILE_NAME
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 // 4096 * 4096])
    store = open_inventory(tmp_path, Counters(), FakeClock())
    state = await store.load()
    await store.put_map(campus_map(5))
    assert (await store.load()).maps == (campus_map(5),)
    assert len(state.devices) <= 100
    assert store.warnings()
    caplog.clear()
    await store.close()


@pytest.mark.parametrize("page", range(1, 60, 7))
async def test_overwritten_bytes_are_survived_while_reading_and_writing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, page: int
) -> None:
    await fill(tmp_path)
    path = tmp_path / FILE_NAME
    with path.open("r+b") as file:
        file.seek(page * 4096)
        file.write(b"\xff" * 4096)
    store = open_inventory(tmp_path, Counters(), FakeClock())
    await store.load()
    store.put_devices([switch(n, ports=24) for n in range(100)])
    for _ in range(2):
        try:
            await store.flush()
        except StoreError:
            continue
    assert len((await store.load()).devices) == 100
    caplog.clear()
    await store.close()


async def test_a_full_disk_refuses_edits_keeps_observations_and_resumes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nocscape.store.inventory_sink.RETRY_S", 0.02)
    store = open_inventory(tmp_path, Counters(), FakeClock())
    await store.flush()
    pages = await store._writer.ask(lambda db: int(db.execute("PRAGMA page_count").fetchone()[0]))
    await _limit_pages(store._sink.connection, pages)
    store.put_devices([switch(n, ports=24) for n in range(100)])
    with pytest.raises(StoreFullError, match="disk is full"):
        await store.put_map(campus_map(1000))
    assert "disk is full" in str(store.warnings()[0])
    await _limit_pages(store._sink.connection, 1 << 30)
    await store.flush()
    assert store.warnings() == ()
    assert len((await store.load()).devices) == 100
    caplog.clear()
    await store.close()


async def _limit_pages(db: sqlite3.Connection, pages: int) -> None:
    db.execute(f"PRAGMA max_page_count = {pages}")


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    file = SqliteFile(path, Conditions())
    db = file.open()
    db.execute("PRAGMA user_version = 9999")
    db.close()
    with pytest.raises(TooNewError, match="later version"):
        file.open()
    assert not moved_aside(tmp_path)


def test_a_later_step_is_applied_once_with_a_copy_before_it(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    first = migrations.steps()
    SqliteFile(path, Conditions(), first).open().close()
    newest = max(first)
    later = first | {newest + 1: "CREATE TABLE added (id TEXT); INSERT INTO added VALUES ('once');"}
    for _ in range(2):
        db = SqliteFile(path, Conditions(), later).open()
        assert db.execute("SELECT id FROM added").fetchall() == [("once",)]
        db.close()
    copy = sqlite3.connect(tmp_path / "backups" / f"inventory.v{newest}.sqlite")
    assert copy.execute("PRAGMA user_version").fetchone() == (newest,)
    copy.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    first = migrations.steps()
    SqliteFile(path, Conditions(), first).open().close()
    broken = first | {max(first) + 1: "CREATE TABLE added (id TEXT); INSERT INTO nowhere VALUES (1);"}
    with pytest.raises(StoreError, match="cannot be opened"):
        SqliteFile(path, Conditions(), broken).open()
    db = SqliteFile(path, Conditions(), first).open()
    assert db.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'added'").fetchone() == (0,)
    db.close()


def test_the_steps_are_numbered_without_holes() -> None:
    assert list(migrations.steps()) == list(range(1, len(migrations.steps()) + 1))
