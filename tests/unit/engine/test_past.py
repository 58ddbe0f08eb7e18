"""The network as it was: states by the last word on each device, where samples show that it was watched."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.base.i18n import msg
from nocscape.engine.keeping.past import LOSS, read_then, status_then
from nocscape.model.events import Event
from nocscape.model.mapdoc import Node, PutItems, apply
from nocscape.model.metrics import Sample, SeriesKey
from nocscape.model.net import LinkLoad
from nocscape.model.past import NetworkThen
from nocscape.model.status import Severity, Status
from nocscape.store.history import HistoryStore, open_history
from nocscape.store.inventory import InventoryStore, open_inventory
from tests.unit.store.things import campus_map, switch, wire

SPAN_S = 300
DEVICE = switch(1).device


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def inventory(clock: FakeClock) -> AsyncIterator[InventoryStore]:
    opened = open_inventory(None, Counters(), clock)
    yield opened
    await opened.close()


@pytest.fixture
async def history(clock: FakeClock) -> AsyncIterator[HistoryStore]:
    opened = open_history(None, Counters(), clock)
    yield opened
    await opened.close()


def event(kind: str, severity: Severity, at: float, device: str = "d1") -> Event:
    return Event(id=f"{device}-{at}", at=at, kind=kind, severity=severity, device=device, text=msg("no answer"))


@pytest.mark.parametrize(
    ("word", "loss", "status"),
    [
        (None, 0.0, Status.UP),
        (None, 100.0, Status.CRITICAL),
        (None, None, Status.UNKNOWN),
        (event("device_down", Severity.CRITICAL, 5.0), 100.0, Status.CRITICAL),
        (event("device_unreachable", Severity.WARNING, 5.0), 100.0, Status.UNREACHABLE),
        (event("device_up", Severity.CLEAR, 5.0), 0.0, Status.UP),
        (event("threshold", Severity.WARNING, 5.0), 0.0, Status.WARNING),
        (event("threshold", Severity.CLEAR, 5.0), 0.0, Status.UP),
        (event("device_down", Severity.CRITICAL, 5.0), None, Status.UNKNOWN),
    ],
)
def test_the_last_word_says_the_state_of_a_device_that_was_watched(
    word: Event | None, loss: float | None, status: Status
) -> None:
    values = {} if loss is None else {SeriesKey("d1", LOSS): loss}
    assert status_then(DEVICE, word, values).status is status


def test_a_ghost_is_unknown_whatever_was_said() -> None:
    ghost = replace(DEVICE, is_ghost=True)
    assert status_then(ghost, None, {SeriesKey("d1", LOSS): 0.0}).status is Status.UNKNOWN


async def test_topology_states_traffic_and_map_come_from_the_same_time(
    inventory: InventoryStore, history: HistoryStore, clock: FakeClock
) -> None:
    first = await told(inventory, history, clock, at_x=1.0, loss=0.0, bps=1e9)
    await clock.advance(3600)
    inventory.put_events([event("device_down", Severity.CRITICAL, clock.now() - 10)])
    inventory.put_links(gone=[wire(1, 2).id])
    await told(inventory, history, clock, at_x=99.0, loss=100.0, bps=0.0, has_link=False)
    before = await read_then(inventory, history, first, SPAN_S)
    assert {s.device: s.status for s in before.statuses} == {"d1": Status.UP, "d2": Status.UP}
    assert [(x.id, x.evidence) for x in before.links] == [(wire(1, 2).id, ())]
    assert before.loads == (LinkLoad(wire(1, 2).id, 1e9, None, None, None),)
    assert before.maps[0].nodes["d1"].x == 1.0
    now = await read_then(inventory, history, clock.now(), SPAN_S)
    assert {s.device: s.status for s in now.statuses} == {"d1": Status.CRITICAL, "d2": Status.CRITICAL}
    assert (now.links, now.loads, now.maps[0].nodes["d1"].x) == ((), (), 99.0)


async def test_devices_carry_the_ports_at_the_ends_of_links_alone(
    inventory: InventoryStore, history: HistoryStore, clock: FakeClock
) -> None:
    at = await told(inventory, history, clock, at_x=1.0, loss=0.0, bps=1.0)
    then = await read_then(inventory, history, at, SPAN_S)
    assert {i.device.id: [p.key for p in i.interfaces] for i in then.devices} == {"d1": ["Gi0/1"], "d2": ["Gi0/2"]}


async def test_before_everything_there_was_nothing(
    inventory: InventoryStore, history: HistoryStore, clock: FakeClock
) -> None:
    await told(inventory, history, clock, at_x=1.0, loss=0.0, bps=1.0)
    long_ago = clock.now() - 86_400
    assert await read_then(inventory, history, long_ago, SPAN_S) == NetworkThen(at=long_ago)


async def told(
    inventory: InventoryStore,
    history: HistoryStore,
    clock: FakeClock,
    *,
    at_x: float,
    loss: float,
    bps: float,
    has_link: bool = True,
) -> float:
    """Two switches on a map at this time, measured once; returns the time."""
    now = clock.now()
    known = next(iter((await inventory.load()).maps), campus_map())
    change = PutItems(nodes=(Node(device="d1", x=at_x, y=0.0),))
    after = apply(known, change)
    await inventory.put_map_change("m1", change, after.revision, edit="e", actor="kim", document=after)
    inventory.put_devices([switch(1), switch(2)])
    inventory.put_links([wire(1, 2)] if has_link else [])
    history.append([Sample(SeriesKey(d, LOSS), int(now), loss) for d in ("d1", "d2")])
    history.append([Sample(SeriesKey("d1", "if_out_bps", "Gi0/1"), int(now), bps)])
    await history.flush()
    await inventory.flush()
    return now
