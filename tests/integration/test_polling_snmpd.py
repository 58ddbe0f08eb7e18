"""The poller on a real agent, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from nocscape.base.clock import SystemClock
from nocscape.base.counters import Counters
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import Device, Endpoint, Interface, Inventory
from nocscape.model.status import Status
from nocscape.polling import Poller, PollResult
from nocscape.polling.health import PollSettings
from nocscape.wire.icmp import open_pinger
from nocscape.wire.snmp import SnmpTarget, open_client
from tests.integration.snmpd import Snmpd, needs_snmpd, running_snmpd, v2c

pytestmark = needs_snmpd

LOOPBACK = Interface(key="lo", if_index=1, name="lo")


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[Snmpd]:
    with running_snmpd(tmp_path) as started:
        yield started


@pytest.fixture(params=["gufo-snmp", "pysnmp"])
async def poller(agent: Snmpd, request: pytest.FixtureRequest) -> AsyncIterator[Poller]:
    client, pinger = open_client(request.param), open_pinger()
    settings = PollSettings(snmp_timeout_s=1.0, snmp_retries=1, ping_timeout_s=1.0)
    made = Poller(client, pinger, SystemClock(), Counters(), lambda _: None, settings)
    device = Device(id="host", name="host", endpoint=Endpoint("127.0.0.1", agent.port))
    target = SnmpTarget(address="127.0.0.1", port=agent.port, credential=v2c())
    made.watch(Inventory(device=device, interfaces=(LOOPBACK,)), target)
    yield made
    await made.close()
    await client.close()
    await pinger.close()


async def polled(poller: Poller) -> PollResult:
    result = await poller.poll_now("host")
    assert result is not None
    return result


async def test_two_polls_of_a_real_agent_give_rates_vitals_states_and_round_trip(poller: Poller) -> None:
    first = await polled(poller)
    await asyncio.sleep(0.2)
    second = await polled(poller)
    values = {s.key: s.value for s in second.every_sample()}
    assert values[SeriesKey("host", "icmp_rtt_ms")]
    assert (values[SeriesKey("host", "if_in_bps", "lo")] or 0) >= 0
    assert (values[SeriesKey("host", "if_in_errors_per_s", "lo")] or 0) >= 0
    assert 0 < (values[SeriesKey("host", "memory_percent")] or 0) <= 100
    assert 0 < (values[SeriesKey("host", "storage_percent")] or 0) <= 100
    assert first.ports["lo"] == ("up", "up")
    assert second.status.status in (Status.UP, Status.WARNING)


async def test_an_agent_that_is_killed_is_missed_and_found_again(poller: Poller, agent: Snmpd, tmp_path: Path) -> None:
    await polled(poller)
    agent.stop()
    for _ in range(2):
        result = await polled(poller)
    assert result.status.status is Status.WARNING
    assert "SNMP" in str(result.status.reason or "")
    with running_snmpd(tmp_path / "again", port=agent.port):
        result = await polled(poller)
    assert "SNMP" not in str(result.status.reason or "")
