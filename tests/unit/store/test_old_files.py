"""Files that earlier versions of the program left are opened with everything that was in them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.model.credentials import info
from nocscape.store import migrations
from nocscape.store.inventory import FILE_NAME, open_inventory
from nocscape.store.inventory_read import Override
from tests.recordings import inventory as recordings
from tests.recordings.inventory.make import DAY_S, START
from tests.unit.store.things import V3, alarm, campus_map, merge, station, switch, wire

RECORDINGS = sorted(Path(recordings.__file__).parent.glob("*.gz"))


def unpack(recording: Path, profile: Path) -> None:
    (profile / FILE_NAME).write_bytes(gzip.decompress(recording.read_bytes()))


def test_there_is_a_recording_of_every_version() -> None:
    assert [path.name for path in RECORDINGS] == [f"v{number}.sqlite.gz" for number in migrations.steps()]


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda path: path.name)
async def test_an_old_file_is_brought_up_to_date_with_everything_in_it(recording: Path, tmp_path: Path) -> None:
    unpack(recording, tmp_path)
    store = open_inventory(tmp_path, Counters(), FakeClock(START + 2 * DAY_S))
    now, then = await store.load(), await store.state_at(START + 100)
    assert now.devices == (switch(0, name="core"), switch(1))
    assert now.links == (wire(0, 1),)
    assert set(now.maps[0].nodes) == {"d0", "d1"}
    assert now.maps[0].revision == 2
    assert now.overrides == {"d1": Override("서울-1", "Seoul")}
    assert now.credentials == (info(V3),)
    if recording.name >= "v3":
        assert now.decisions == (merge("m1", "10.0.0.1", "10.0.0.2"),)
        assert now.stations == (station("02:00:00:00:00:01", 0),)
    if recording.name >= "v4":
        assert now.alarms == (alarm("r1", "d0"),)
    assert now.settings == {"theme": b"\xa4dark"}
    assert [event.id for event in now.events] == ["e1"]
    assert [entry.what for entry in await store.read_audit()] == ["SetDevice"]
    assert then.devices == (switch(0), switch(1), switch(2))
    assert then.links == (wire(0, 1), wire(1, 2))
    assert then.maps == (campus_map(),)
    assert store.warnings() == ()
    await store.close()
