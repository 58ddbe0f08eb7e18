"""A switch that keeps RMON history, an engine that is stopped for a while, and the curve that has no hole."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from nocscape.engine.client import EngineClient, EngineError, open_client, value
from nocscape.model.commands import PollNow, PutCredential, ReadHistory, StartDiscovery, SweepSpec
from nocscape.model.metrics import Sample, SeriesData, SeriesKey
from nocscape.polling.rmon import CONTROL_INTERVAL, CONTROL_SOURCE, INTERVAL_START, MEASURES, STATS_SOURCE
from tests.integration.recorded import replayed
from tests.integration.snmpd import v2c
from tests.integration.test_watching import Ear

UPTIME_S = 100_000
BUCKETS = 60
OCTETS = 1000
PATIENCE_S = 60
PORT = "1.3.6.1.2.1.2.2.1.1.1"
RMON_STATS = "1.3.6.1.2.1.16.1.1.1"


def recording(path: Path) -> Path:
    """One port; its last minute in buckets of a second."""
    lines = [
        "1.3.6.1.2.1.1.1.0|4|A switch with RMON",
        "1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.8072.3.2.10",
        f"1.3.6.1.2.1.1.3.0|67|{UPTIME_S * 100}",
        "1.3.6.1.2.1.1.5.0|4|rmon",
        *(f"{RMON_STATS}.{column}.7|65|1" for column in (3, 4, 5, 6, 7, 8, 11, 13)),
        f"{STATS_SOURCE.oid}.7|6|{PORT}",
        f"{CONTROL_SOURCE.oid}.1|6|{PORT}",
        f"{CONTROL_INTERVAL.oid}.1|2|1",
    ]
    for number in range(1, BUCKETS + 1):
        lines.append(f"{INTERVAL_START.oid}.1.{number}|67|{(UPTIME_S - BUCKETS - 1 + number) * 100}")
        lines.append(f"{MEASURES[0].column.oid}.1.{number}|65|{OCTETS}")
    path.write_text("\n".join(sorted(lines, key=_order)) + "\n")
    return path


def _order(line: str) -> list[int]:
    return [int(part) for part in line.partition("|")[0].split(".")]


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with replayed(recording(tmp_path / "rmon.snmprec")) as listening:
        yield listening


def stored(client: EngineClient, key: SeriesKey) -> dict[int, float | None]:
    now = int(time.time())
    ask = ReadHistory(keys=(key,), since=now - 600, until=now + 60, points=10**6)
    (data,) = value(client.call(ask), tuple[SeriesData, ...])
    return dict(zip(data.times, data.values, strict=True))


def poll_until_rated(client: EngineClient, device: str, key: SeriesKey) -> None:
    """The first reading of a counter tells no rate, and an engine that has just begun does not know the device yet."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        with suppress(EngineError):
            samples = value(client.call(PollNow(device=device)), tuple[Sample, ...])
            if any(s.key == key and s.value is not None for s in samples):
                return
        time.sleep(0.2)
    raise AssertionError("no rate was told")


def test_the_time_in_which_the_engine_was_stopped_is_filled_from_the_switch(port: int, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with closing(open_client(profile, origin="cli")) as client:
        sweep = SweepSpec(targets=("127.0.0.1",))
        client.call(PutCredential(credential=v2c()))
        client.call(StartDiscovery(sweep=sweep, snmp_port=port), timeout_s=60)
        device = Ear(client).device()
        key = SeriesKey(device, "rmon_bps", "7")
        poll_until_rated(client, device, key)
        before = stored(client, key)
        assert all(rate == 0 for rate in before.values())
    time.sleep(2.5)
    with closing(open_client(profile, origin="cli")) as client:
        poll_until_rated(client, device, key)
        deadline = time.monotonic() + PATIENCE_S
        while len(filled := {at: v for at, v in stored(client, key).items() if v}) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert set(filled.values()) == {8.0 * OCTETS}
        assert min(filled) > max(before)
