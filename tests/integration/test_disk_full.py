"""A real file system that fills up: stores stop, say so, go on watching, and resume without losing what they held."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.engine.client import open_client, value
from nocscape.model.batches import EngineStats
from nocscape.model.commands import PollNow, ReadHistory, StartDiscovery, SweepSpec
from nocscape.model.metrics import Sample, SeriesData, SeriesKey
from nocscape.model.status import Status
from nocscape.store import history_sink, inventory_sink
from nocscape.store.errors import StoreFullError
from nocscape.store.history import HistoryStore, open_history
from nocscape.store.inventory import open_inventory
from tests.integration.test_watching import Ear
from tests.unit.store.things import campus_map, switch

NOW = 1_750_032_000
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root on Linux can mount a small file system"
)


@pytest.fixture
def size_mb() -> int:
    return 6


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size_mb: int) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount: list[str | Path] = ["mount", "-t", "tmpfs", "-o", f"size={size_mb}m", "small", disk]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this system lets nobody mount, not even root")
    monkeypatch.setattr(history_sink, "RETRY_S", 0.05)
    monkeypatch.setattr(inventory_sink, "RETRY_S", 0.05)
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def fill(disk: Path) -> Path:
    """Take all space that is left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65_536))
        except OSError:
            return ballast


def minute(number: int) -> list[Sample]:
    dice = random.Random(number)
    return [Sample(SeriesKey(f"d{n}", "cpu_percent"), NOW + number, dice.random()) for n in range(500)]


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110 - the stores have no event for this
            await asyncio.sleep(0.01)


async def count(store: HistoryStore) -> int:
    keys = [SeriesKey(f"d{n}", "cpu_percent") for n in range(500)]
    return sum(len(data.times) for data in await store.read(keys, NOW, NOW + 9999, points=10**6))


@pytest.mark.parametrize("reserve_bytes", [0, 256 << 10])
async def test_samples_wait_for_room_and_none_is_lost(
    small_disk: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, reserve_bytes: int
) -> None:
    monkeypatch.setattr(history_sink, "RESERVE_BYTES", reserve_bytes)
    counters = Counters()
    store = open_history(small_disk, counters, FakeClock(NOW))
    store.append(minute(0))
    await store.flush()
    ballast = fill(small_disk)
    for number in range(1, 300):
        store.append(minute(number))
    with pytest.raises(StoreFullError):
        await store.flush()
    assert "disk is full" in str(store.warnings())
    assert await count(store) == 300 * 500
    ballast.unlink()
    await until(lambda: store.queue == 0)
    await until(lambda: store.warnings() == ())
    await store.close()
    store = open_history(small_disk, counters, FakeClock(NOW))
    assert await count(store) == 300 * 500
    assert counters.snapshot() == {}
    caplog.clear()
    await store.close()


async def test_edits_are_refused_and_observations_wait_for_room(
    small_disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_inventory(small_disk, Counters(), FakeClock(NOW))
    await store.put_map(campus_map())
    ballast = fill(small_disk)
    store.put_devices([switch(n, ports=48) for n in range(60)])
    with pytest.raises(StoreFullError):
        await store.put_map(campus_map(5000))
    assert "disk is full" in str(store.warnings())
    assert (await store.load()).maps == (campus_map(),)
    ballast.unlink()
    await until(lambda: store.warnings() == () and store.queue == 0)
    assert len((await store.load()).devices) == 60
    caplog.clear()
    await store.close()


@pytest.mark.parametrize("size_mb", [32])
def test_an_engine_on_a_full_disk_says_so_keeps_watching_and_resumes(
    small_disk: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_sink, "RESERVE_BYTES", 1 << 20)
    with closing(open_client(small_disk / "profile", origin="cli")) as client:
        client.call(StartDiscovery(sweep=SweepSpec(targets=("127.0.0.1",)), snmp_timeout_s=0.1), timeout_s=30)
        ear = Ear(client)
        rtt = SeriesKey(ear.device(), "icmp_rtt_ms")
        ear.call(PollNow(device=rtt.device))
        ballast = fill(small_disk)
        ear.until(lambda: bool(polled(ear, rtt)) and "disk is full" in warnings(ear))
        ear.until(lambda: ear.status() is Status.UP)
        kept = now()
        assert polled(ear, rtt)[-1] >= kept - 1
        ballast.unlink()
        ear.until(lambda: not warnings(ear))
        (data,) = value(client.call(ReadHistory(keys=(rtt,), since=kept - 60, until=now() + 1)), tuple[SeriesData, ...])
        assert [at for at in data.times if at >= kept - 1]
    caplog.clear()


def polled(ear: Ear, key: SeriesKey) -> list[int]:
    """When a poll right now measured this."""
    found = value(ear.call(PollNow(device=key.device)), tuple[Sample, ...])
    return [sample.at for sample in found if sample.key == key and sample.value is not None]


def warnings(ear: Ear) -> str:
    """What the engine said last of its stores."""
    told = [item for item in ear.items if isinstance(item, EngineStats)]
    return " ".join(map(str, told[-1].warnings)) if told else ""


def now() -> int:
    return int(time.time())
