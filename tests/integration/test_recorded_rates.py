"""A device that was recorded, polled twice with counters that went on, wrapped, or began anew between the polls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from nocscape.base.clock import SystemClock
from nocscape.base.counters import Counters
from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.model.net import Device, Endpoint, Interface, Inventory
from nocscape.polling import Poller
from nocscape.polling.objects import SYS_UPTIME
from nocscape.wire.icmp import open_pinger
from nocscape.wire.snmp import SnmpTarget, Syntax, VarBind, open_client
from nocscape.wire.snmp.recording import line_of
from nocscape.wire.snmp.simulated.agent import Agent
from nocscape.wire.snmp.simulated.objects import Objects
from nocscape.wire.snmp.simulated.recorded import objects_of
from tests.integration.snmpd import needs_snmpd, running_snmpd, v2c

pytestmark = needs_snmpd

PASSED_S = 60
GROWN = 60_000
ROOTS = ("1.3.6.1.2.1.1", "1.3.6.1.2.1.2", "1.3.6.1.2.1.31")
WRAPS = {Syntax.COUNTER32: 1 << 32, Syntax.COUNTER64: 1 << 64}
LOOPBACK = Interface(key="lo", if_index=1, name="lo", speed_bps=10_000_000)
IN = SeriesKey("host", "if_in_bps", "lo")
Recording = list[VarBind]
Change = Callable[[VarBind, int], int]
"""From an instance and its number to its new number."""


class LeapingClock(SystemClock):
    """Time that passes in leaps alone, however long a poll takes."""

    leapt_s = 0.0

    def monotonic(self) -> float:
        return self.leapt_s


def grow(bind: VarBind, value: int) -> int:
    if bind.oid == SYS_UPTIME.oid:
        return value + PASSED_S * 100
    return (value + GROWN) % WRAPS[bind.syntax] if bind.syntax in WRAPS else value


def near_the_end(bind: VarBind, value: int) -> int:
    return WRAPS[bind.syntax] - GROWN // 2 if bind.syntax in WRAPS else value


def begin_anew(bind: VarBind, value: int) -> int:
    if bind.oid == SYS_UPTIME.oid:
        return 100
    return value % 1000 if bind.syntax in WRAPS else value


def changed(recording: Recording, *changes: Change) -> Recording:
    for change in changes:
        recording = [replace(b, value=change(b, b.value)) if isinstance(b.value, int) else b for b in recording]
    return recording


def objects(recording: Recording) -> dict[bytes, Objects]:
    return {b"public": objects_of(line_of(bind) for bind in recording)[0]}


@pytest.fixture
async def recording(tmp_path: Path) -> Recording:
    """What a real agent says."""
    client = open_client("pysnmp")
    with running_snmpd(tmp_path) as agent:
        target = SnmpTarget(address="127.0.0.1", port=agent.port, credential=v2c())
        found = [bind for root in ROOTS async for chunk in client.walk(target, root) for bind in chunk]
    await client.close()
    return found


@asynccontextmanager
async def agent_of(recording: Recording) -> AsyncIterator[tuple[Agent, int]]:
    agent = Agent({}, SystemClock().now)
    agent._objects = objects(recording)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: agent, local_addr=("127.0.0.1", 0))
    yield agent, transport.get_extra_info("sockname")[1]
    transport.close()


async def polled(first: Recording, second: Recording) -> dict[SeriesKey, Sample]:
    """What the second of two polls a minute apart tells."""
    client, pinger, clock = open_client(), open_pinger(), LeapingClock()
    poller = Poller(client, pinger, clock, Counters(), lambda _: None)
    async with agent_of(first) as (agent, port):
        device = Device(id="host", name="host", endpoint=Endpoint("127.0.0.1", port))
        target = SnmpTarget(address="127.0.0.1", port=port, credential=v2c())
        poller.watch(Inventory(device=device, interfaces=(LOOPBACK,)), target)
        await poller.poll_now("host")
        agent._objects = objects(second)
        clock.leapt_s = PASSED_S
        result = await poller.poll_now("host")
    assert result is not None
    for opened in (poller, client, pinger):
        await opened.close()
    return {sample.key: sample for sample in result.every_sample()}


@pytest.mark.parametrize("before", [(), (near_the_end,)], ids=["as recorded", "about to wrap"])
async def test_counters_that_went_on_are_the_rate_of_what_they_grew(
    recording: Recording, before: Sequence[Change]
) -> None:
    first = changed(recording, *before)
    told = await polled(first, changed(first, grow))
    assert told[IN].value == pytest.approx(8 * GROWN / PASSED_S, rel=0.02)
    rates = [s.value for key, s in told.items() if key.metric.endswith("_pps") and s.value is not None]
    assert rates
    assert all(rate == pytest.approx(GROWN / PASSED_S, rel=0.02) for rate in rates)


async def test_an_agent_that_began_anew_is_a_gap_on_every_curve(recording: Recording) -> None:
    told = await polled(recording, changed(recording, begin_anew))
    assert {s.gap for key, s in told.items() if key.instance == "lo"} == {Gap.RESET}
