"""Applying the differences between two times to the network of the first gives the network of the second."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.model.answers import ChangeKind, Difference
from nocscape.model.net import Device, Inventory, Link, Station
from nocscape.model.status import LinkState
from nocscape.store.compare import DEVICE_FIELDS, INTERFACE_FIELDS
from nocscape.store.inventory import InventoryStore, open_inventory
from tests.unit.store.things import station, switch, wire

Fields = dict[str, str | None]
Things = dict[tuple[str, str], Fields]
Places = dict[str, set[str]]
"""Where each address is, as an operator reads it."""

numbers = st.integers(0, 3)
ports = st.sampled_from(["Gi0/1", "Gi0/2"])


@st.composite
def devices(draw: st.DrawFn) -> Inventory:
    number = draw(numbers)
    made = switch(number, ports=draw(st.integers(0, 2)), oper=draw(st.sampled_from(["up", "down"])))
    extra = draw(st.lists(st.sampled_from(["10.9.9.8", "10.9.9.9"]), unique=True))
    told = replace(
        made.device, addresses=(*made.device.addresses, *extra), os_version=draw(st.sampled_from([None, "1", "2"]))
    )
    port = draw(ports)
    own = tuple(f"{a}/24" for a in extra)
    return replace(
        made,
        device=told,
        interfaces=tuple(replace(i, addresses=own) if i.key == port else i for i in made.interfaces),
    )


@st.composite
def links(draw: st.DrawFn) -> Link:
    made = wire(draw(st.integers(0, 1)), draw(st.integers(2, 3)))
    return replace(made, state=draw(st.sampled_from(LinkState)), speed_bps=draw(st.sampled_from([None, 10**9])))


stations = st.builds(station, st.sampled_from(["02:00:00:00:00:01", "02:00:00:00:00:02"]), numbers, ports)
steps = st.lists(devices() | links() | stations | numbers, max_size=12)


def put(store: InventoryStore, step: Inventory | Link | Station | int) -> None:
    match step:
        case Inventory():
            store.put_devices([step])
        case Link():
            store.put_links([step])
        case Station():
            store.put_stations([step])
        case number:
            store.drop_device(f"d{number}")
            store.put_links(gone=[wire(number, other).id for other in range(4) if other != number])
            store.put_stations(gone=[f"02:00:00:00:00:0{number}"])


async def described(store: InventoryStore, at: float) -> tuple[Things, Places]:
    """The network at a time, in the terms of differences."""
    state = await store.state_at(at)
    things: Things = {}
    places: defaultdict[str, set[str]] = defaultdict(set)
    for inventory in state.devices:
        device = inventory.device
        things["device", device.id] = {f: text(getattr(device, f)) for f in DEVICE_FIELDS}
        for interface in inventory.interfaces:
            things["interface", f"{device.id}:{interface.key}"] = {
                f: text(getattr(interface, f)) for f in INTERFACE_FIELDS
            }
        for address in device.addresses:
            places[address].add(place(device, owner(inventory, address)))
    for link in state.links:
        things["link", link.id] = {
            f: text(getattr(link, f)) for f in ("state", "speed_bps", "layer", "subject", "vlans", "decision")
        }
    return things, dict(places)


def owner(inventory: Inventory, address: str) -> str | None:
    return next((i.key for i in inventory.interfaces if f"{address}/24" in i.addresses), None)


def place(device: Device, port: str | None) -> str:
    return f"{device.name}:{port}" if port else device.name


def text(value: object) -> str | None:
    if value is None or value in ("", ()):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def applied(
    things: Things, places: Places, changes: Iterable[Difference]
) -> tuple[set[tuple[str, str]], Things, Places]:
    """What is there after the changes, and the fields of what was there before as well."""
    there = set(things)
    kept = {key: dict(fields) for key, fields in things.items()}
    moved = {address: set(at) for address, at in places.items()}
    for change in changes:
        key = (change.object, change.id)
        if change.object == "address":
            moved.setdefault(change.id, set())
            moved[change.id] -= {change.before} if change.before else set()
            moved[change.id] |= {change.after} if change.after else set()
        elif change.kind is ChangeKind.CHANGED:
            kept[key][change.field] = change.after
        elif change.kind is ChangeKind.ADDED:
            assert key not in there
            there.add(key)
        else:
            there.remove(key)
            del kept[key]
    return there, kept, {address: at for address, at in moved.items() if at}


@settings(max_examples=60)
@given(before=steps, after=steps, gap_s=st.sampled_from([10.0, 100.0]))
async def test_differences_lead_from_one_time_to_the_other(
    before: list[Inventory | Link | Station | int], after: list[Inventory | Link | Station | int], gap_s: float
) -> None:
    clock = FakeClock()
    store = open_inventory(None, Counters(), clock)
    marks: list[float] = []
    for part in (before, after):
        for step in part:
            put(store, step)
            await store.flush()
            await clock.advance(gap_s)
        marks.append(clock.now())
        await clock.advance(100.0)
    for since, until in (marks, marks[::-1]):
        things, places = await described(store, since)
        expected, expected_places = await described(store, until)
        changes = await store.differences(since, until)
        there, kept, moved = applied(things, places, changes)
        assert there == set(expected)
        assert {k: f for k, f in kept.items() if k in things} == {k: f for k, f in expected.items() if k in kept}
        assert {a: at for a, at in moved.items() if ":" not in a.split("/")[0]} == expected_places
    await store.close()
    await asyncio.sleep(0)
