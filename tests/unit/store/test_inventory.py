"""The inventory gives back what it was given, now and as of a time in the past."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.base.i18n import msg
from nocscape.model.commands import Ask, Command, PutCredential, SetDevice, StartDiscovery, SweepSpec
from nocscape.model.credentials import info
from nocscape.model.events import Event
from nocscape.model.mapdoc import DropItems, MapDocument, Node, PutItems, Retitle, apply
from nocscape.model.net import Entity, Evidence, Inventory, Layer, LinkMember, Sensor, Vlan
from nocscape.model.status import LinkState, Severity
from nocscape.store.errors import StoreClosedError, StoreError
from nocscape.store.inventory import InventoryStore, open_inventory
from nocscape.store.inventory_read import Override
from tests.unit.store.things import V3, alarm, campus_map, merge, station, switch, wire


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["file", "memory"])
async def store(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> AsyncIterator[InventoryStore]:
    opened = open_inventory(tmp_path if request.param == "file" else None, Counters(), clock)
    yield opened
    await opened.close()


async def test_devices_come_back_with_all_their_parts(store: InventoryStore) -> None:
    devices = (switch(1, ports=12), switch(2, ports=0))
    store.put_devices(devices)
    await store.flush()
    assert (await store.load()).devices == devices


async def test_the_latest_reading_of_a_device_replaces_the_one_before(store: InventoryStore) -> None:
    store.put_devices([switch(1, seen=1.0)])
    store.put_devices([switch(1, seen=2.0, ports=1)])
    await store.flush()
    assert (await store.load()).devices == (switch(1, seen=2.0, ports=1),)


async def test_links_come_back_with_their_evidence_and_go_when_they_are_gone(store: InventoryStore) -> None:
    kept, gone = wire(1, 2), wire(2, 3)
    store.put_links([kept, gone])
    await store.flush()
    store.put_links(gone=[gone.id])
    await store.flush()
    assert (await store.load()).links == (kept,)


async def test_a_device_that_was_dropped_is_no_longer_there(store: InventoryStore) -> None:
    store.put_devices([switch(1), switch(2)])
    store.drop_device("d1")
    await store.flush()
    assert (await store.load()).devices == (switch(2),)


async def test_a_merged_device_hands_its_operators_name_on(store: InventoryStore) -> None:
    await store.put_override("d1", name="Core", actor="kim")
    store.drop_device("d1", into="d2")
    await store.flush()
    assert (await store.load()).overrides == {"d2": Override("Core", None)}


async def test_a_merged_device_does_not_take_the_other_ones_name_away(store: InventoryStore) -> None:
    await store.put_override("d1", name="Core", actor="kim")
    await store.put_override("d2", name="Spine", actor="kim")
    store.drop_device("d1", into="d2")
    await store.flush()
    assert (await store.load()).overrides == {"d2": Override("Spine", None)}


async def test_name_and_site_are_set_one_by_one_and_taken_back_by_empty_text(store: InventoryStore) -> None:
    await store.put_override("d1", name="Core", actor="kim")
    await store.put_override("d1", site="Seoul", actor="lee")
    await store.put_override("d1", name="", actor="lee")
    assert (await store.load()).overrides == {"d1": Override(None, "Seoul")}


async def test_a_map_comes_back_with_every_edit_over_several_whole_copies(store: InventoryStore) -> None:
    document = campus_map()
    await store.put_map(document)
    for step in range(230):
        change = PutItems(nodes=(Node(device="d1", x=float(step), y=1.0),))
        document = apply(document, change)
        await store.put_map_change("m1", change, document.revision, edit=f"e{step}", actor="kim", document=document)
    assert (await store.load()).maps == (document,)
    journal = await store.read_journal("m1", since=228)
    assert [(entry.revision, entry.edit, entry.actor) for entry in journal] == [
        (229, "e228", "kim"),
        (230, "e229", "kim"),
    ]


async def test_the_first_edit_of_an_unknown_map_keeps_the_map(store: InventoryStore) -> None:
    change = Retitle(title="New")
    document = apply(MapDocument(id="m2", title="Old"), change)
    await store.put_map_change("m2", change, document.revision, edit="e", actor="kim", document=document)
    assert (await store.load()).maps == (document,)


async def test_a_revision_that_exists_is_refused_and_undoes_nothing_else(store: InventoryStore) -> None:
    document = apply(campus_map(), DropItems(nodes=("d1",)))
    outcomes = await asyncio.gather(
        store.put_map_change("m1", DropItems(nodes=("d1",)), 1, edit="e1", actor="kim", document=document),
        store.put_map_change("m1", DropItems(nodes=("d2",)), 1, edit="e2", actor="lee", document=document),
        store.put_override("d1", name="Core", actor="kim"),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), StoreError, type(None)]
    state = await store.load()
    assert state.maps == (document,)
    assert state.overrides == {"d1": Override("Core")}


async def test_the_map_of_yesterday_can_be_drawn(store: InventoryStore, clock: FakeClock) -> None:
    store.put_devices([switch(1), switch(2), switch(3)])
    store.put_links([wire(1, 2), wire(2, 3)])
    await store.put_map(before := campus_map())
    yesterday = clock.now()
    await clock.advance(86_400)
    store.put_devices([switch(1, name="renamed"), switch(2, oper="down")])
    store.drop_device("d3")
    store.put_links(gone=[wire(2, 3).id])
    change = DropItems(nodes=("d2",))
    await store.put_map_change("m1", change, 1, edit="e", actor="kim", document=apply(before, change))
    now, then = await store.load(), await store.state_at(yesterday + 100)
    assert now.devices == (switch(1, name="renamed"), switch(2, oper="down"))
    assert now.maps == (apply(before, change),)
    assert then.devices == (switch(1), switch(2), switch(3))
    assert then.links == (wire(1, 2), wire(2, 3))
    assert then.maps == (before,)


async def test_what_is_read_every_minute_makes_no_new_versions(store: InventoryStore, clock: FakeClock) -> None:
    for minute in range(5):
        store.put_devices([switch(1, seen=float(minute))])
        store.put_links([wire(1, 2, seen=float(minute))])
        await store.flush()
        await clock.advance(600)
    counts = "SELECT (SELECT count(*) FROM devices), (SELECT count(*) FROM links), (SELECT count(*) FROM evidence)"
    assert await store._writer.ask(lambda db: db.execute(counts).fetchone()) == (1, 1, 2)


async def test_pruning_forgets_the_past_and_keeps_the_present(store: InventoryStore, clock: FakeClock) -> None:
    store.put_devices([switch(1, name="old")])
    await store.put_map(campus_map())
    store.put_events([event(1, at=clock.now())])
    await clock.advance(86_400)
    store.put_devices([switch(1, name="new")])
    await store.flush()
    past = clock.now() - 1000
    await store.prune(clock.now() + 1)
    assert (await store.state_at(past)).devices == ()
    state = await store.load()
    assert state.devices == (switch(1, name="new"),)
    assert state.maps == (campus_map(),)
    assert state.events == ()


def event(number: int, *, at: float, device: str | None = "d1", acknowledged_by: str | None = None) -> Event:
    return Event(
        id=f"e{number}",
        at=at,
        kind="device_down",
        severity=Severity.CRITICAL,
        text=msg("{name} is down", name="sw-1"),
        device=device,
        acknowledged_by=acknowledged_by,
    )


async def test_events_come_newest_first_by_device_or_all_and_can_change(store: InventoryStore) -> None:
    store.put_events([event(n, at=float(n), device=f"d{n % 2}") for n in range(10)])
    store.put_events([event(3, at=3.0, device="d1", acknowledged_by="kim")])
    await store.flush()
    assert [e.id for e in await store.read_events(3)] == ["e9", "e8", "e7"]
    of_one = await store.read_events(100, device="d1")
    assert [e.id for e in of_one] == ["e9", "e7", "e5", "e3", "e1"]
    assert of_one[3].acknowledged_by == "kim"
    assert [e.id for e in (await store.load(events=2)).events] == ["e9", "e8"]


async def test_events_of_one_severity_since_a_time_are_found_behind_any_number_of_others(store: InventoryStore) -> None:
    quiet = [replace(event(n, at=float(n)), severity=Severity.CLEAR) for n in range(20, 60)]
    store.put_events([*(event(n, at=float(n)) for n in range(10)), *quiet])
    await store.flush()
    found = await store.read_events(5, since=3.0, severity=Severity.CRITICAL)
    assert [e.id for e in found] == ["e9", "e8", "e7", "e6", "e5"]
    assert [e.id for e in await store.read_events(50, since=8.0, severity=Severity.CRITICAL)] == ["e9", "e8"]


async def test_credentials_are_references_in_the_order_in_which_they_came(store: InventoryStore) -> None:
    first, second = info(V3), info(V3)
    second = type(second)(name="public", version=second.version)
    await store.put_credential(first)
    await store.put_credential(second)
    await store.put_credential(first)
    assert (await store.load()).credentials == (first, second)
    await store.drop_credential("office")
    assert (await store.load()).credentials == (second,)


async def test_settings_are_kept_as_they_were_given(store: InventoryStore) -> None:
    await store.put_setting("theme", "dark")
    assert (await store.load()).settings == {"theme": b"\xa4dark"}


async def test_the_audit_trail_names_credentials_and_never_shows_them(store: InventoryStore) -> None:
    discovery = StartDiscovery(sweep=SweepSpec(targets=("10.0.0.0/24",)), credentials=(V3,))
    asks: list[Ask] = [PutCredential(credential=V3), discovery, SetDevice(device="d1", name="Core")]
    for number, ask in enumerate(asks):
        await store.audit(Command(request=number, ask=ask, actor="kim", origin="console"), "done")
    trail = await store.read_audit()
    assert [entry.what for entry in trail] == ["SetDevice", "StartDiscovery", "PutCredential"]
    assert "hunter2" not in repr(trail)
    assert "office" in trail[1].detail
    assert trail[0].actor == "kim"


async def test_what_cannot_be_written_is_counted_and_harms_nothing_else(
    tmp_path: Path, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    counters = Counters()
    store = open_inventory(tmp_path, counters, clock)
    store.put_devices([switch(1), switch(2, name="\ud800")])
    await store.flush()
    assert (await store.load()).devices == (switch(1),)
    assert counters.get("inventory.dropped.unwritable") == 1
    caplog.clear()
    await store.close()


async def test_everything_is_there_after_closing_and_opening(tmp_path: Path, clock: FakeClock) -> None:
    devices: list[Inventory] = [switch(n) for n in range(20)]
    store = open_inventory(tmp_path, Counters(), clock)
    store.put_devices(devices)
    await store.close()
    with pytest.raises(StoreClosedError):
        await store.flush()
    store = open_inventory(tmp_path, Counters(), clock)
    assert sorted((await store.load()).devices, key=lambda i: i.device.id) == sorted(devices, key=lambda i: i.device.id)
    await store.close()


async def test_everything_of_a_link_and_a_device_comes_back(tmp_path: Path) -> None:
    clock = FakeClock()
    store = open_inventory(tmp_path, Counters(), clock)
    device = replace(
        switch(0),
        vlans=(Vlan(10, "users"),),
        entities=(Entity(index=1, kind="chassis", serial="FOC1"),),
        sensors=(Sensor(key="t1", kind="temperature", value=31.0, units="°C"),),
    )
    link = replace(
        wire(0, 1),
        layer=Layer.OSPF,
        subject="area 0",
        members=(LinkMember("Gi0/1", "Gi0/2", LinkState.DOWN),),
        vlans=(1, 10),
        contradictions=(Evidence("stp", "d0", "no bridge there", 3.0),),
        decision="a1",
    )
    store.put_devices([device])
    store.put_links([link])
    store.put_stations([station("02:00:00:00:00:01", 0, vlan=7)])
    await store.put_decision(merge("one", "10.0.0.1", "10.0.0.2"))
    await store.put_decision(merge("two", "10.0.0.1", "10.0.0.3"))
    await store.drop_decision("one")
    await store.close()
    store = open_inventory(tmp_path, Counters(), clock)
    state = await store.load()
    await store.close()
    assert (state.devices, state.links) == ((device,), (link,))
    assert state.stations == (station("02:00:00:00:00:01", 0, vlan=7),)
    assert state.decisions == (merge("two", "10.0.0.1", "10.0.0.3"),)


async def test_what_rules_tell_is_there_after_a_start_and_what_they_took_back_is_not(tmp_path: Path) -> None:
    store = open_inventory(tmp_path, Counters(), FakeClock())
    store.put_alarms([alarm("r1", "d0", since=5.0), alarm("r1", "d1", since=4.0), alarm("r2", "d0", since=6.0)])
    await store.flush()
    store.put_alarms(gone=[alarm("r1", "d0")])
    await store.close()
    again = open_inventory(tmp_path, Counters(), FakeClock())
    assert (await again.load()).alarms == (alarm("r1", "d1", since=4.0), alarm("r2", "d0", since=6.0))
    await again.close()
