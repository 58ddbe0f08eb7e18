"""A lasting engine reads its devices again: the map follows, and what falls silent stays as it was known last."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from nocscape.engine.core import Engine
from nocscape.engine.finding.discover import DiscoveryJob
from nocscape.engine.finding.patience import set_rediscovery
from nocscape.engine.rooms import Rooms
from nocscape.model.commands import StartDiscovery, SweepSpec
from nocscape.model.net import Inventory
from tests.integration.fake_agent import COUNTER64, FakeAgent, Value, fake_agent, number, text
from tests.integration.test_discovery import LLDP, PORTS, RIGHT, SYSTEM, Objects, answering, interface, mib, row
from tests.unit.engine.test_publisher import Heard

NAME = "1.3.6.1.2.1.1.5.0"


@asynccontextmanager
async def engine() -> AsyncIterator[Rooms]:
    """An engine in memory that reads nothing again until it is told to."""
    made = Engine(None)
    await made.start()
    made.rooms.rediscovery.start()
    try:
        yield made.rooms
    finally:
        await made.stop()


async def discover(rooms: Rooms, agent: FakeAgent) -> None:
    await rooms.ring.put(RIGHT)
    ask = StartDiscovery(sweep=SweepSpec(targets=("127.0.0.1",)), snmp_port=agent.port, snmp_timeout_s=0.3)
    await DiscoveryJob(rooms, Heard(), ask).run()


def found(rooms: Rooms) -> Inventory:
    (inventory,) = (i for i in rooms.state.devices.values() if not i.device.is_ghost)
    return inventory


async def until(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110 - what the engine knows has no event to wait for
            await asyncio.sleep(0.05)


def named(name: str, *more: Objects) -> Callable[..., list[bytes]]:
    changed: dict[str, Value] = {**SYSTEM, NAME: text(name)}
    return answering("public", mib(changed, PORTS, *more))


async def test_a_new_name_is_noticed_and_a_silent_device_keeps_what_was_read_of_it() -> None:
    async with engine() as rooms, fake_agent(named("odd-1", LLDP)) as agent:
        await discover(rooms, agent)
        before = found(rooms)
        agent.answer = named("odd-2", LLDP)
        rooms.rediscovery.set_interval(1.0)
        await until(lambda: found(rooms).device.name == "odd-2")
        assert found(rooms).device.id == before.device.id
        agent.answer = lambda _: []
        agent.asked.clear()
        await until(lambda: len(agent.asked) > 2)
        assert found(rooms).interfaces == before.interfaces
        assert any(i.device.is_ghost for i in rooms.state.devices.values())


async def test_a_credential_that_was_lent_for_a_discovery_opens_the_same_device_again() -> None:
    async with engine() as rooms, fake_agent(named("odd-1", LLDP)) as agent:
        sweep = SweepSpec(targets=("127.0.0.1",))
        ask = StartDiscovery(sweep=sweep, snmp_port=agent.port, snmp_timeout_s=0.3, credentials=(RIGHT,))
        await DiscoveryJob(rooms, Heard(), ask).run()
        agent.answer = named("odd-2", LLDP)
        rooms.rediscovery.set_interval(1.0)
        await until(lambda: found(rooms).device.name == "odd-2")


async def test_links_are_believed_for_more_than_two_readings_and_for_ever_where_nothing_is_read_again() -> None:
    async with engine() as rooms:
        for interval_s, stale_after_s in ((60.0, 900.0), (3600.0, 9000.0), (0.0, math.inf)):
            set_rediscovery(rooms, interval_s)
            assert rooms.topology.patience.stale_after_s == stale_after_s


def counting(index: int, octets: int) -> Objects:
    """A port at that ifIndex and what it has received."""
    counters = row("1.3.6.1.2.1.31.1.1.1", str(index), c6=number(octets, COUNTER64), c10=number(octets, COUNTER64))
    return interface(index, "xe1") | counters


async def test_a_port_that_is_counted_anew_goes_on_in_its_history() -> None:
    def telling(index: int, octets: int) -> Callable[..., list[bytes]]:
        return answering("public", mib(SYSTEM, counting(index, octets)))

    async with engine() as rooms, fake_agent(telling(101, 1_000)) as agent:
        await discover(rooms, agent)
        before = found(rooms)
        agent.answer = telling(501, 9_000)
        rooms.rediscovery.set_interval(1.0)
        await until(lambda: found(rooms).interfaces[0].if_index == 501)
        assert [i.key for i in found(rooms).interfaces] == [i.key for i in before.interfaces]
        await rooms.watch.poll_now(before.device.id)
        agent.answer = telling(501, 5_000_000)
        samples = await rooms.watch.poll_now(before.device.id)
        assert {s.key.instance for s in samples if s.key.instance} == {before.interfaces[0].key}
