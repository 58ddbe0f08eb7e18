"""What a trap leads to: its sender is read again soon, and an operator is told once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest
from msgspec.structs import replace

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.base.tasks import Supervisor
from nocscape.engine.finding.rediscovery import LEAST_GAP_S
from nocscape.engine.finding.traps import IF_INDEX, TOPOLOGY_TRAPS, TrapRoom
from nocscape.engine.rooms import Rooms
from nocscape.engine.state import NetworkState
from nocscape.mibs import open_dictionary
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.model.net import DeviceId
from nocscape.wire.snmp import Syntax, VarBind
from nocscape.wire.snmp.traps import Trap
from tests.integration.ports import free_udp_port
from tests.unit.engine.test_state import Keeper
from tests.unit.store.things import switch, wire

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
AUTHENTICATION_FAILURE = "1.3.6.1.6.3.1.1.5.5"


class Reread:
    """Notes who was to be read again."""

    def __init__(self) -> None:
        self.asked: list[DeviceId] = []

    def rediscover(self, device: DeviceId, _reason: str) -> None:
        self.asked.append(device)


class Ring:
    """Credentials by name, in the order of trying."""

    def __init__(self, *credentials: SnmpCredential) -> None:
        self.credentials = credentials

    async def get(self, name: str | None) -> SnmpCredential | None:
        return next((c for c in self.credentials if c.name == name), None)

    async def to_try(self, _brought: object) -> list[SnmpCredential]:
        return list(self.credentials)


class Engine:
    """As much of one as traps need: two switches, polled, with a cable between their first ports."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.counters = Counters()
        self.tasks = Supervisor("test")
        self.state = NetworkState(self.clock, Keeper(), lambda _: None)
        self.rediscovery = Reread()
        self.ring = Ring()
        devices = [switch(n) for n in (1, 2)]
        self.devices = [replace(i, device=replace(i.device, snmp="v2c")) for i in devices]
        self.state.put_devices(self.devices)
        self.state.put_links([wire(1, 2)])
        self.traps = TrapRoom(cast("Rooms", self))

    def hear(self, number: int, oid: str, *, if_index: int | None = None, origin: str = "", sender: str = "") -> None:
        device = self.devices[number - 1].device
        told = (VarBind(f"{IF_INDEX}.{if_index}", Syntax.INTEGER, if_index),) if if_index is not None else ()
        address = sender or device.endpoint.address
        self.traps.hear(Trap(sender=address, version=SnmpVersion.V2C, oid=oid, origin=origin, varbinds=told))

    def events(self) -> list[str]:
        return [str(e.text) for e in self.state.events]


@asynccontextmanager
async def running() -> AsyncIterator[Engine]:
    made = Engine()
    yield made
    await made.traps.close()
    await made.tasks.close()


@pytest.fixture
async def engine() -> AsyncIterator[Engine]:
    async with running() as made:
        yield made


def test_the_numbers_of_traps_are_those_of_their_mibs() -> None:
    known = open_dictionary(None)
    found = {name: known.by_name(name) for name in TOPOLOGY_TRAPS.values()}
    standard = {name for name, found_as in found.items() if found_as is not None}
    assert len(standard) >= 18
    for name in standard:
        assert found[name].oid in [oid for oid, called in TOPOLOGY_TRAPS.items() if called == name]  # type: ignore[union-attr]


async def test_a_port_that_goes_down_lets_both_its_ends_be_read(engine: Engine) -> None:
    near, far = (i.device.id for i in engine.devices)
    port = next(i for i in engine.devices[0].interfaces if i.key == wire(1, 2).a.interface)
    engine.hear(1, LINK_DOWN, if_index=port.if_index)
    assert engine.rediscovery.asked == [near, far]
    assert len(engine.events()) == 1
    assert "linkDown" in engine.events()[0]
    assert port.name in engine.events()[0]


async def test_a_trap_of_other_things_and_of_nobody_known_leads_to_nothing(engine: Engine) -> None:
    engine.hear(1, AUTHENTICATION_FAILURE)
    engine.hear(1, LINK_DOWN, sender="192.0.2.99")
    assert engine.rediscovery.asked == engine.events() == []
    assert engine.counters.get("trap.dropped.stranger") == 1


async def test_what_a_forwarder_passes_on_is_of_its_origin(engine: Engine) -> None:
    engine.hear(1, LINK_DOWN, sender="127.0.0.1", origin=engine.devices[1].device.endpoint.address)
    assert engine.rediscovery.asked == [engine.devices[1].device.id]


async def test_a_storm_is_one_event(engine: Engine) -> None:
    for _ in range(50):
        engine.hear(1, LINK_DOWN)
    assert len(engine.events()) == 1
    await engine.clock.advance(LEAST_GAP_S)
    engine.hear(1, LINK_DOWN)
    assert len(engine.events()) == 2


async def test_an_address_that_two_devices_have_is_neithers(engine: Engine) -> None:
    shared = "192.0.2.77"
    engine.state.put_devices(
        replace(i, device=replace(i.device, addresses=(*i.device.addresses, shared))) for i in engine.devices
    )
    engine.hear(1, LINK_DOWN, sender=shared)
    assert engine.rediscovery.asked == []


async def test_a_port_that_cannot_be_had_is_told_and_leaves_the_one_before(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    first, taken = free_udp_port(), free_udp_port()
    async with running() as other:
        await other.traps.listen(taken)
        await engine.traps.listen(first)
        await engine.traps.restore(taken)
        assert engine.traps.port == first
        assert "cannot be listened on" in str(engine.traps.fault)
    await engine.traps.restore(taken)
    assert (engine.traps.port, engine.traps.fault) == (taken, None)
    caplog.clear()


async def test_the_port_that_is_named_is_the_one_told_and_an_unknown_one_is_none(engine: Engine) -> None:
    second = engine.devices[0].interfaces[1]
    engine.hear(1, LINK_DOWN, if_index=second.if_index)
    assert [e.interface for e in engine.state.events] == [second.key]
    assert engine.rediscovery.asked == ["d1"], "no link is known at that port"
    await engine.clock.advance(LEAST_GAP_S)
    engine.hear(1, LINK_DOWN, if_index=9999)
    assert [e.interface for e in engine.state.events] == [second.key, None]


async def test_a_device_that_was_forgotten_meanwhile_is_a_stranger(engine: Engine) -> None:
    engine.hear(1, LINK_DOWN)
    engine.state.drop_device("d1")
    engine.hear(1, LINK_DOWN)
    assert engine.rediscovery.asked == ["d1"]
    assert engine.counters.get("trap.dropped.stranger") == 1


async def test_only_devices_and_forwarders_on_this_machine_are_listened_to(engine: Engine) -> None:
    assert engine.traps._knows(engine.devices[0].device.endpoint.address)
    assert engine.traps._knows("127.0.0.1")
    assert engine.traps._knows("::1")
    assert not engine.traps._knows("192.0.2.99")


async def test_a_trap_is_read_with_what_works_at_its_sender_before_others_of_that_user() -> None:
    v3 = [SnmpCredential(name=name, version=SnmpVersion.V3, user="noc") for name in ("first", "own")]
    v2c = SnmpCredential(name="old", version=SnmpVersion.V2C, user="noc")
    async with running() as engine:
        engine.ring = Ring(v2c, *v3)
        known = engine.devices[0]
        engine.state.put_devices([replace(known, device=replace(known.device, credential="own"))])
        address = known.device.endpoint.address
        assert await engine.traps._credential(address, "noc") == v3[1]
        assert await engine.traps._credential("192.0.2.99", "noc") == v3[0]
        assert await engine.traps._credential(address, "nobody") is None
