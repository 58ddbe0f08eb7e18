"""`where`, `diff` and `decisions` on a profile that an engine left behind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.cli.main import main
from nocscape.store.inventory import open_inventory
from nocscape.topology.infer import Topology
from nocscape.topology.observations import DeviceReading
from tests.unit.store.things import station
from tests.unit.topology.made import NOW, pinged, switch, wired

DAY_S = 86_400.0


@pytest.fixture
async def profile(tmp_path: Path) -> Path:
    """Two switches with a cable, and a third address; a day later one has new software and a station has moved."""
    one, other = wired(switch("core", address="10.0.9.1"), 1, switch("edge", address="10.0.9.2"), 2)
    readings = [one, other, pinged("10.0.9.3")]
    topology = Topology()
    topology.apply(readings, NOW)
    clock = FakeClock(NOW)
    store = open_inventory(tmp_path, Counters(), clock)
    store.put_devices(list(topology.inventories.values()))
    store.put_links(list(topology.links.values()))
    core, edge = (topology.directory.at(r.endpoint) or "" for r in (one, other))
    seen = replace(station("02:00:00:00:00:01", 0, "ge3"), last_seen=NOW)
    store.put_stations([replace(seen, port=replace(seen.port, device=core))])
    await store.flush()
    for reading in readings:
        keep(store.put_reading, reading, topology)
    await clock.advance(DAY_S)
    new = topology.inventories[edge]
    store.put_devices([replace(new, device=replace(new.device, os_version="17.3"))])
    store.put_stations([replace(seen, port=replace(seen.port, device=edge))])
    await store.close()
    return tmp_path


def keep(put: Any, reading: DeviceReading, topology: Topology) -> None:
    device = replace(reading.inventory.device, id=topology.directory.at(reading.endpoint) or "")
    named = replace(reading, inventory=replace(reading.inventory, device=device))
    put(f"|{reading.endpoint.address}|161", msgspec.msgpack.encode(named))


def asked(profile: Path, *arguments: str) -> dict[str, Any]:
    target = profile / "answer.json"
    main([*arguments, "--profile", str(profile), "--json", str(target)])
    answer: dict[str, Any] = json.loads(target.read_text())
    return answer


def owner(profile: Path, address: str) -> str:
    (name,) = (p["name"] for p in asked(profile, "where", address)["places"] if p["evidence"] == "own")
    return str(name)


def test_diff_tells_new_software_and_a_station_that_moved(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(profile, "diff", "2025-06-15T16:00:00Z", "2025-06-16T15:59:00Z")
    assert answer["from"] == "2025-06-15T16:00:00.000Z"
    fields = ("kind", "object", "name", "field", "before", "after")
    assert [tuple(change[f] for f in fields) for change in answer["changes"]] == [
        ("changed", "device", "edge", "os_version", None, "17.3"),
        ("moved", "address", "02:00:00:00:00:01", "port", "core:ge3", "edge:ge3"),
    ]
    assert "17.3" in capsys.readouterr().out


def test_where_names_the_device_that_has_an_address(profile: Path) -> None:
    (place,) = (p for p in asked(profile, "where", "10.0.9.2")["places"] if p["name"] == "edge")
    assert "own" in place["evidence"]


def test_where_remembers_where_nobody_sees_it_any_more(profile: Path) -> None:
    (now, before) = asked(profile, "where", "0200.0000.0001")["places"]
    assert {now["name"], before["name"]} == {"core", "edge"}
    assert (now["port"], now["evidence"]) == ("ge3", "past")


def test_what_is_no_address_is_refused(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["where", "core", "--profile", str(profile)]) == 1
    assert "core" in capsys.readouterr().err


def test_a_rejected_link_stays_away_over_a_restart_and_comes_back_when_revoked(profile: Path) -> None:
    (decision,) = asked(profile, "decisions", "reject", "core:ge1", "edge:ge2", "--note", "patched elsewhere")[
        "decisions"
    ]
    assert (decision["kind"], decision["note"]) == ("reject_link", "patched elsewhere")
    assert asked(profile, "why", "core", "edge")["linked"] is False
    assert asked(profile, "decisions", "revoke", decision["id"])["decisions"] == []
    assert asked(profile, "why", "core", "edge")["linked"] is True


def test_merged_devices_are_one_after_a_restart_until_they_are_split(profile: Path) -> None:
    asked(profile, "decisions", "merge", "core", "10.0.9.3")
    assert owner(profile, "10.0.9.3") == "core"
    asked(profile, "decisions", "split", "10.0.9.3", "core")
    assert len(asked(profile, "decisions", "list")["decisions"]) == 2
    assert owner(profile, "10.0.9.3") == "10.0.9.3"


def test_a_decision_about_nothing_is_refused(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decisions", "merge", "core", "--profile", str(profile)]) == 1
    assert main(["decisions", "split", "10.9.9.9", "core", "--profile", str(profile)]) == 1
    assert main(["decisions", "revoke", "nothing", "--profile", str(profile)]) == 1
    errors = capsys.readouterr().err
    assert "10.9.9.9" in errors
    assert "nothing" in errors
