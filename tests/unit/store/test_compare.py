"""What changed between two times is read from the rows that began or ended between them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.model.answers import ChangeKind, Difference
from nocscape.model.net import Inventory
from nocscape.model.status import LinkState
from nocscape.store.inventory import InventoryStore, open_inventory
from tests.unit.store.things import station, switch, wire

HOUR_S = 3600.0


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def store(clock: FakeClock) -> AsyncIterator[InventoryStore]:
    opened = open_inventory(None, Counters(), clock)
    opened.put_devices([switch(0), switch(1)])
    opened.put_links([wire(0, 1)])
    await opened.flush()
    await clock.advance(HOUR_S)
    yield opened
    await opened.close()


def having(device: Inventory, address: str, port: str = "Gi0/1") -> Inventory:
    """The device with an address of its own at a port."""
    told = replace(device.device, addresses=(*device.device.addresses, address))
    ports = tuple(replace(i, addresses=(f"{address}/24",)) if i.key == port else i for i in device.interfaces)
    return replace(device, device=told, interfaces=ports)


async def changes(store: InventoryStore, clock: FakeClock) -> list[Difference]:
    await store.flush()
    return list(await store.differences(clock.now() - HOUR_S / 2, clock.now()))


def brief(found: list[Difference]) -> list[tuple[str, ...]]:
    return [(d.kind, d.object, d.name, d.field, d.before or "", d.after or "") for d in found]


async def test_nothing_changed_between_two_equal_readings(store: InventoryStore, clock: FakeClock) -> None:
    store.put_devices([switch(0, seen=99.0)])
    assert await changes(store, clock) == []


async def test_a_new_software_version_is_told_with_what_it_was(store: InventoryStore, clock: FakeClock) -> None:
    device = switch(0)
    store.put_devices([replace(device, device=replace(device.device, os_version="17.3"))])
    (found,) = await changes(store, clock)
    assert brief([found]) == [("changed", "device", "sw-0", "os_version", "", "17.3")]
    assert (found.at, found.device) == (clock.now(), "d0")


async def test_a_device_that_came_is_told_with_its_ports_and_addresses(store: InventoryStore, clock: FakeClock) -> None:
    store.put_devices([switch(2, ports=1)])
    assert brief(await changes(store, clock)) == [
        ("added", "device", "sw-2", "", "", ""),
        ("added", "interface", "sw-2:Gi0/1", "", "", ""),
        ("added", "address", "10.0.0.3", "", "", "sw-2"),
        ("added", "address", "192.168.0.2", "", "", "sw-2"),
    ]


async def test_a_link_that_went_down_and_one_that_went_are_told(store: InventoryStore, clock: FakeClock) -> None:
    store.put_links([replace(wire(0, 1), state=LinkState.DOWN)])
    assert brief(await changes(store, clock)) == [("changed", "link", "sw-0:Gi0/1 – sw-1:Gi0/2", "state", "up", "down")]
    await clock.advance(HOUR_S)
    store.put_links(gone=[wire(0, 1).id])
    assert brief(await changes(store, clock)) == [("removed", "link", "sw-0:Gi0/1 – sw-1:Gi0/2", "", "", "")]


async def test_a_link_that_went_down_seconds_after_it_was_found_is_told(
    store: InventoryStore, clock: FakeClock
) -> None:
    store.put_devices([switch(2)])
    store.put_links([wire(0, 2)])
    await store.flush()
    await clock.advance(5.0)
    found_at = clock.now()
    await clock.advance(5.0)
    store.put_links([replace(wire(0, 2), state=LinkState.DOWN)])
    await store.flush()
    (down,) = await store.differences(found_at, clock.now())
    assert brief([down]) == [("changed", "link", "sw-0:Gi0/1 – sw-2:Gi0/2", "state", "up", "down")]


async def test_an_address_that_moved_to_another_device_is_told_once(store: InventoryStore, clock: FakeClock) -> None:
    store.put_devices([having(switch(0), "10.9.9.9")])
    await store.flush()
    await clock.advance(HOUR_S)
    store.put_devices([switch(0), having(switch(1), "10.9.9.9", "Gi0/2")])
    found = [d for d in await changes(store, clock) if d.object == "address"]
    assert brief(found) == [("moved", "address", "10.9.9.9", "port", "sw-0:Gi0/1", "sw-1:Gi0/2")]


async def test_a_station_that_moved_to_another_port_is_told(store: InventoryStore, clock: FakeClock) -> None:
    store.put_stations([station("02:00:00:00:00:01", 0)])
    await store.flush()
    await clock.advance(HOUR_S)
    store.put_stations([station("02:00:00:00:00:01", 1, "Gi0/2")])
    assert brief(await changes(store, clock)) == [
        ("moved", "address", "02:00:00:00:00:01", "port", "sw-0:Gi0/1", "sw-1:Gi0/2")
    ]
    (now, before) = (await store.past_places("02:00:00:00:00:01"))[:2]
    assert {now.device, before.device} == {"d0", "d1"}


async def test_what_came_and_changed_since_is_told_with_when_it_came(store: InventoryStore, clock: FakeClock) -> None:
    came = clock.now()
    store.put_devices([switch(3)])
    await store.flush()
    for name in ("other", "another"):
        await clock.advance(HOUR_S / 8)
        store.put_devices([switch(3, name=name)])
        await store.flush()
    added = [d for d in await changes(store, clock) if d.object == "device"]
    assert [(d.kind, d.at) for d in added] == [(ChangeKind.ADDED, came)]


async def test_what_came_and_went_in_between_is_no_difference(store: InventoryStore, clock: FakeClock) -> None:
    store.put_devices([switch(3)])
    await store.flush()
    await clock.advance(HOUR_S / 4)
    store.drop_device("d3")
    assert await changes(store, clock) == []


async def test_the_way_back_is_the_opposite(store: InventoryStore, clock: FakeClock) -> None:
    store.put_devices([switch(0, name="core")])
    await store.flush()
    (back,) = await store.differences(clock.now(), clock.now() - HOUR_S / 2)
    assert (back.kind, back.before, back.after) == (ChangeKind.CHANGED, "core", "sw-0")
