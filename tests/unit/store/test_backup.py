"""Backups of a profile that is in use, restored whole; archives that lie are refused before anything is touched."""

from __future__ import annotations

import asyncio
import hashlib
import json
import zipfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow.csv
import pytest
from pyarrow.parquet import read_table

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.base.errors import BusyError, InputError
from nocscape.model.metrics import Gap, Sample, SeriesData, SeriesKey
from nocscape.model.watching import ExportFormat, ExportHistory
from nocscape.store.backup import MANIFEST, pack, unpack
from nocscape.store.errors import StoreClosedError, StoreError
from nocscape.store.export import write_series
from nocscape.store.history import FOLDER, PLAN, HistoryStore, open_history
from nocscape.store.inventory import open_inventory
from nocscape.store.lock import ProfileLock
from nocscape.store.periods import DAY_S, Retention
from tests.unit.store.test_history import IN, MIDNIGHT, OUT, day_of, pass_days, raw_of
from tests.unit.store.things import campus_map, switch

EVIL = SeriesKey("d1", "storage_percent", '=HYPERLINK("http://evil")')


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(MIDNIGHT)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
async def store(profile: Path, clock: FakeClock) -> AsyncIterator[HistoryStore]:
    opened = open_history(profile, Counters(), clock)
    yield opened
    await opened.close()


async def archive_of(profile: Path, store: HistoryStore, target: Path) -> Path:
    copied = target.with_suffix(".copies")
    await store.copy_to(copied / FOLDER)
    pack(profile, copied, target, at=MIDNIGHT, version="1")
    return target


async def test_a_backup_made_while_samples_are_written_holds_all_that_came_before(
    profile: Path, store: HistoryStore, clock: FakeClock, tmp_path: Path
) -> None:
    day = day_of(1)
    for samples in day.values():
        store.append(samples)
    await pass_days(store, clock, 1)
    store.append([Sample(IN, MIDNIGHT + DAY_S + n, float(n)) for n in range(100)])
    await store.retain(Retention(raw_days=60))

    async def go_on() -> None:
        for number in range(100, 100_000):
            store.append([Sample(IN, MIDNIGHT + DAY_S + number, float(number))])
            await asyncio.sleep(0.002)

    writing = asyncio.create_task(go_on())
    archive = await archive_of(profile, store, tmp_path / "backup.zip")
    writing.cancel()
    with suppress(asyncio.CancelledError):
        await writing
    unpack(archive, tmp_path / "restored", is_replacing=False)
    again = open_history(tmp_path / "restored", Counters(), clock)
    assert await raw_of(again, IN) == await raw_of(store, IN)
    assert await raw_of(again, OUT) == await raw_of(store, OUT)
    assert (await raw_of(again, IN, MIDNIGHT + DAY_S))[:100] == [(MIDNIGHT + DAY_S + n, float(n)) for n in range(100)]
    assert again.retention.raw_days == 60
    await again.close()


async def test_the_inventory_is_copied_while_it_is_open(tmp_path: Path, clock: FakeClock) -> None:
    inventory = open_inventory(tmp_path / "profile", Counters(), clock)
    inventory.put_devices([switch(n) for n in range(3)])
    await inventory.put_map(campus_map())
    (tmp_path / "copy").mkdir()
    await inventory.copy_to(tmp_path / "copy")
    await inventory.close()
    copy = open_inventory(tmp_path / "copy", Counters(), clock)
    stored = await copy.load()
    assert (len(stored.devices), stored.maps) == (3, (campus_map(),))
    await copy.close()


def made(folder: Path, target: Path, **files: str) -> Path:
    """An archive of these files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    pack(folder, folder / "no-copies", target, at=MIDNIGHT, version="1")
    return target


def test_files_of_ones_own_are_in_it_and_what_opens_the_vault_is_not(profile: Path, tmp_path: Path) -> None:
    own = {"metrics/mine.yaml": "name: mine", "vault.nocscape": "sealed"}
    left_out = {"vault.key": "secret", "engine.json": "{}", "log/nocscape.log": "", "inventory.sqlite-wal": ""}
    archive = made(profile, tmp_path / "backup.zip", **own, **left_out)
    assert archive.stat().st_mode & 0o777 == 0o600
    assert set(zipfile.ZipFile(archive).namelist()) == {*own, MANIFEST}
    unpack(archive, tmp_path / "restored", is_replacing=False)
    assert (tmp_path / "restored" / "metrics" / "mine.yaml").read_text() == "name: mine"


def test_a_profile_that_is_there_is_replaced_only_when_told_and_kept_aside(profile: Path, tmp_path: Path) -> None:
    archive = made(profile, tmp_path / "backup.zip", **{"mine.txt": "old"})
    (profile / "mine.txt").write_text("new")
    (profile / "vault.key").write_text("key")
    with pytest.raises(InputError):
        unpack(archive, profile, is_replacing=False)
    unpack(archive, profile, is_replacing=True)
    unpack(archive, profile, is_replacing=True)
    assert (profile / "mine.txt").read_text() == "old"
    assert (profile / "vault.key").read_text() == "key"
    assert [p.read_text() for p in sorted(profile.glob("backups/before-*/mine.txt"))] == ["new", "old"]


def test_a_profile_that_an_engine_runs_on_is_left_alone(profile: Path, tmp_path: Path) -> None:
    archive = made(profile, tmp_path / "backup.zip", **{"mine.txt": "old"})
    with ProfileLock(profile), pytest.raises(BusyError):
        unpack(archive, profile, is_replacing=True)


def test_a_backup_never_overwrites_anything(profile: Path, tmp_path: Path) -> None:
    made(profile, tmp_path / "backup.zip", **{"mine.txt": "old"})
    with pytest.raises(StoreError):
        made(profile, tmp_path / "backup.zip")


def climb(manifest: Any) -> None:
    manifest["files"][0]["name"] = "../evil.txt"


def change(manifest: Any) -> None:
    manifest["files"][0]["sha256"] = hashlib.sha256(b"other").hexdigest()


def shorten(manifest: Any) -> None:
    manifest["files"][0]["size"] = 1


def come_from_the_future(manifest: Any) -> None:
    manifest["format"] = 99


def repeat(manifest: Any) -> None:
    manifest["files"] *= 2


@pytest.mark.parametrize("lie", [climb, change, shorten, come_from_the_future, repeat])
def test_an_archive_that_lies_is_refused_and_nothing_is_left_of_it(
    profile: Path, tmp_path: Path, lie: Callable[[Any], None]
) -> None:
    good = made(profile, tmp_path / "good.zip", **{"mine.txt": "old"})
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        manifest = json.loads(source.read(MANIFEST))
        lie(manifest)
        target.writestr("mine.txt", "old")
        target.writestr("../evil.txt", "old")
        target.writestr(MANIFEST, json.dumps(manifest))
    with pytest.raises((InputError, StoreError)):
        unpack(bad, tmp_path / "restored", is_replacing=False)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.zip", "good.zip", "profile"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"{}"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(InputError):
        unpack(tmp_path / "bad.zip", tmp_path / "restored", is_replacing=False)


async def exported(store: HistoryStore, path: Path, **wanted: Any) -> int:
    kind = ExportFormat(path.suffix.removeprefix("."))
    return await store.export(
        ExportHistory(path=str(path), since=MIDNIGHT, until=MIDNIGHT + 2 * DAY_S, format=kind, **wanted)
    )


async def test_what_is_exported_is_what_was_stored(store: HistoryStore, tmp_path: Path) -> None:
    samples = [Sample(IN, MIDNIGHT + 1, 1.5), Sample(IN, MIDNIGHT + 2, None, Gap.RESET), Sample(EVIL, MIDNIGHT, 7.0)]
    store.append(samples)
    await store.flush()
    assert await exported(store, tmp_path / "all.parquet") == 3
    rows = read_table(tmp_path / "all.parquet").to_pylist()
    told = {(r["metric"], r["instance"], int(r["time"].timestamp())): (r["value"], r["gap"]) for r in rows}
    assert told == {(s.key.metric, s.key.instance, s.at): (s.value, s.gap and str(s.gap)) for s in samples}
    assert await exported(store, tmp_path / "some.csv", metrics=("if_in_bps",), devices=("d1",)) == 2
    assert pyarrow.csv.read_csv(tmp_path / "some.csv").to_pydict()["value"] == [1.5, None]


def test_an_export_that_the_end_of_the_store_overtakes_leaves_no_file(tmp_path: Path) -> None:
    turns: list[int] = []

    class Endless:
        def every_series(self) -> list[SeriesKey]:
            return [SeriesKey(f"d{n}", "cpu_percent") for n in range(1000)]

        def read(self, keys: Sequence[SeriesKey], *_: int) -> list[SeriesData]:
            turns.append(len(keys))
            return [SeriesData(key=key, times=[MIDNIGHT], values=[1.0]) for key in keys]

    wanted = ExportHistory(path=str(tmp_path / "all.csv"), since=MIDNIGHT, until=MIDNIGHT + 60)
    with pytest.raises(StoreClosedError):
        write_series(Endless(), wanted, lambda: len(turns) == 3)
    assert len(turns) == 3
    assert list(tmp_path.iterdir()) == []


async def test_a_name_that_a_device_gave_itself_is_no_formula_in_a_spreadsheet(
    store: HistoryStore, tmp_path: Path
) -> None:
    store.append([Sample(EVIL, MIDNIGHT, 7.0)])
    await store.flush()
    await exported(store, tmp_path / "all.csv")
    assert ',"=HYP' not in (tmp_path / "all.csv").read_text()
    with pytest.raises(StoreError):
        await exported(store, tmp_path / "all.csv")
    with pytest.raises(StoreError):
        await exported(store, tmp_path / "nowhere" / "all.csv")


async def test_each_class_keeps_to_its_own_size(profile: Path, clock: FakeClock) -> None:
    store = open_history(profile, Counters(), clock, Retention(raw_bytes=1_500_000))
    for day in range(3):
        store.append(day_of(day, MIDNIGHT + day * DAY_S)[IN])
        await pass_days(store, clock, 1)
    classes = {usage.name: usage for usage in store.usage()}
    assert classes["raw"].oldest is not None
    assert classes["raw"].oldest > MIDNIGHT
    assert classes["5min"].oldest is not None
    assert classes["5min"].oldest <= MIDNIGHT
    await store.close()


async def test_a_plan_is_kept_and_where_it_cannot_be_read_nothing_expires(profile: Path, clock: FakeClock) -> None:
    store = open_history(profile, Counters(), clock)
    await store.retain(Retention(raw_days=30, most_bytes=10**9))
    await store.close()
    store = open_history(profile, Counters(), clock)
    assert (store.retention.raw_days, store.retention.most_bytes) == (30, 10**9)
    await store.close()
    (profile / FOLDER / PLAN).write_text("{nonsense")
    store = open_history(profile, Counters(), clock)
    store.append([Sample(IN, MIDNIGHT + 60, 1.0)])
    await pass_days(store, clock, 1.1)
    await pass_days(store, clock, 3000)
    assert len(store._files.files()) == 3
    await store.close()
