"""When devices are read again: spread, bounded, sooner after a hint, never while they are being read."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from nocscape.base.clock import FakeClock
from nocscape.base.tasks import Supervisor
from nocscape.engine.finding.rediscovery import AT_ONCE, LEAST_GAP_S, SOON_S, Rediscovery
from nocscape.engine.state import NetworkState
from nocscape.model.net import DeviceId, Endpoint, Inventory
from nocscape.polling.scheduler import TOGETHER_S
from tests.unit.engine.test_state import Keeper
from tests.unit.store.things import switch, wire

INTERVAL_S = 900.0


def polled(number: int) -> Inventory:
    made = switch(number)
    return replace(made, device=replace(made.device, snmp="v2c"))


class Network:
    """Devices whose readings are counted; a reading lasts as long as `gate` is closed."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.tasks = Supervisor("test")
        self.state = NetworkState(self.clock, Keeper(), lambda _: None)
        self.reads: Counter[DeviceId] = Counter()
        self.running = self.most_at_once = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.rediscovery = Rediscovery(self.state, self.clock, self.tasks, self.read)

    def put(self, *inventories: Inventory) -> None:
        self.state.put_devices(inventories)
        self.rediscovery.watch(inventories)

    async def read(self, device: DeviceId) -> None:
        self.reads[device] += 1
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        await self.gate.wait()
        self.running -= 1


@pytest.fixture
async def network() -> AsyncIterator[Network]:
    made = Network()
    made.rediscovery.set_interval(INTERVAL_S)
    made.rediscovery.start()
    yield made
    await made.tasks.close()


async def test_every_device_is_read_once_in_an_interval_and_not_all_at_once(network: Network) -> None:
    network.put(*map(polled, range(40)))
    await network.clock.advance(INTERVAL_S / 2)
    assert 8 < len(network.reads) < 32
    await network.clock.advance(INTERVAL_S / 2)
    assert set(network.reads.values()) == {1}
    assert len(network.reads) == 40


async def test_readings_that_hang_are_bounded_and_never_stack(network: Network) -> None:
    network.gate.clear()
    network.put(*map(polled, range(40)))
    await network.clock.advance(2 * INTERVAL_S)
    assert network.most_at_once == AT_ONCE
    assert set(network.reads.values()) == {1}
    network.gate.set()


async def test_many_hints_are_one_reading_soon(network: Network) -> None:
    network.put(polled(1))
    await network.clock.advance(INTERVAL_S)
    network.reads.clear()
    await network.clock.advance(LEAST_GAP_S)
    for _ in range(100):
        network.rediscovery.rediscover("d1", "test")
    await network.clock.advance(SOON_S + TOGETHER_S)
    assert network.reads == {"d1": 1}
    for _ in range(5):
        network.rediscovery.rediscover("d1", "test")
        await network.clock.advance(SOON_S + TOGETHER_S)
    assert network.reads == {"d1": 1}
    await network.clock.advance(LEAST_GAP_S)
    assert network.reads == {"d1": 2}


async def test_a_device_that_went_has_its_neighbours_read(network: Network) -> None:
    network.put(*map(polled, range(4)))
    network.state.put_links([wire(0, 1), wire(1, 2)])
    await network.clock.advance(INTERVAL_S + LEAST_GAP_S)
    network.reads.clear()
    network.rediscovery.rediscover_neighbours("d1", "test")
    await network.clock.advance(SOON_S + TOGETHER_S)
    assert {"d0", "d2"} <= network.reads.keys()


async def test_ghosts_with_an_address_are_tried_and_hosts_that_only_answer_ping_are_not(network: Network) -> None:
    ghost, nameless = (replace(switch(n), device=replace(switch(n).device, is_ghost=True)) for n in (1, 2))
    nameless = replace(nameless, device=replace(nameless.device, endpoint=Endpoint("")))
    network.put(ghost, nameless, switch(3))
    await network.clock.advance(INTERVAL_S)
    assert network.reads.keys() == {"d1"}


async def test_what_is_turned_off_or_forgotten_is_read_no_more(network: Network) -> None:
    network.put(polled(1), polled(2))
    network.rediscovery.forget("d1")
    await network.clock.advance(INTERVAL_S)
    assert network.reads.keys() == {"d2"}
    network.rediscovery.set_interval(0)
    network.rediscovery.rediscover("d2", "test")
    await network.clock.advance(2 * INTERVAL_S)
    assert network.reads == {"d2": 1}


async def test_another_interval_holds_for_what_is_watched_already(network: Network) -> None:
    network.put(polled(1))
    network.rediscovery.set_interval(60.0)
    for _ in range(10):
        await network.clock.advance(60.0)
    assert network.reads["d1"] in (9, 10)
    network.rediscovery.set_interval(0.0)
    before = network.reads["d1"]
    for _ in range(10):
        await network.clock.advance(60.0)
    assert network.reads["d1"] == before
    network.rediscovery.set_interval(60.0)
    for _ in range(3):
        await network.clock.advance(60.0)
    assert network.reads["d1"] in (before + 2, before + 3)
