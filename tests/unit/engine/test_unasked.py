"""A device whose credential is gone is no device that is well: nothing of it is measured but its ping."""

from __future__ import annotations

from msgspec.structs import replace

from nocscape.engine.core import Engine
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.model.net import Device, DeviceStatus, Endpoint, Inventory
from nocscape.model.status import Status
from nocscape.polling import PollResult, Verdict

AGENT = Device(id="d1", name="sw-1", endpoint=Endpoint("127.60.0.1"), snmp="v2c", credential="lent")


def polled(status: Status) -> PollResult:
    told = DeviceStatus(device=AGENT.id, status=status)
    return PollResult(
        device=AGENT.id, at=1.0, samples=(), block=None, ports={}, status=told, verdict=Verdict(status), is_full=True
    )


async def shown(engine: Engine, status: Status, device: Device = AGENT) -> DeviceStatus:
    rooms = engine.rooms
    rooms.state.put_devices([Inventory(device=device)])
    await rooms.watch.watch([Inventory(device=device)])
    rooms.watch._take(polled(status))
    return rooms.state.statuses[device.id]


async def test_an_agent_that_cannot_be_asked_is_a_warning_until_its_credential_is_kept() -> None:
    engine = Engine(None)
    await engine.start()
    told = await shown(engine, Status.UP)
    assert told.status is Status.WARNING
    assert "lent" in str(told.reason)
    assert ["lent" in str(event.text) for event in engine.rooms.state.events] == [True]
    await engine.rooms.ring.put(SnmpCredential(name="lent", version=SnmpVersion.V2C, community="public"))
    assert (await shown(engine, Status.UP)).status is Status.UP
    await engine.stop()


async def test_what_is_worse_is_told_first_and_hosts_without_an_agent_are_well() -> None:
    engine = Engine(None)
    await engine.start()
    assert (await shown(engine, Status.CRITICAL)).status is Status.CRITICAL
    assert (await shown(engine, Status.UP, replace(AGENT, snmp=None, credential=None))).status is Status.UP
    await engine.stop()
