"""Traffic between namespaces: the rates of polls against the kernel's own counters."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nocscape.base.clock import SystemClock
from nocscape.base.counters import Counters
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import Device, Endpoint, Interface, Inventory
from nocscape.polling import Poller, PollResult
from nocscape.wire.icmp import open_pinger
from nocscape.wire.snmp import Column, SnmpTarget, Syntax, VarBind, open_client
from tests.integration.snmpd import v2c
from tests.lab.crowd import SNMPD, await_listening
from tests.lab.private_net import ROUTER, PrivateNet, needs_namespaces, private_net

pytestmark = [pytest.mark.lab, needs_namespaces, pytest.mark.skipif(not SNMPD, reason="needs Debian's snmpd")]

PORT = "v1"
IF_NAME = Column("1.3.6.1.2.1.31.1.1.1.1", Syntax.OCTETS)
CACHE_TIMEOUT = "1.3.6.1.4.1.8072.1.5.3.1.2.1.3.6.1.2.1.2.2"
"""NET-SNMP-AGENT-MIB nsCacheTimeout of ifTable (ifXTable shares it), in seconds: 15 unless it is set."""
SEND_S, SETTLE_S = 6.0, 1.5
PAYLOAD = bytes(1400)
PER_BURST, PAUSE_S = 40, 0.02


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateNet]:
    folder = tmp_path_factory.mktemp("agent")
    (folder / "snmpd.conf").write_text("agentaddress udp:161\nrwcommunity public\n")
    with private_net() as running:
        command = [*running.within(running.router), SNMPD, "-f", "-LF", "e", str(folder / "log"), "-C", "-c"]
        environment = {**os.environ, "SNMP_PERSISTENT_DIR": str(folder)}
        with subprocess.Popen([*command, str(folder / "snmpd.conf")], env=environment) as agent:
            await_listening(running.within(running.router))
            yield running
            agent.terminate()


def received(net: PrivateNet) -> int:
    """Octets that the kernel counted at the router's port."""
    lines = Path(f"/proc/{net.router}/net/dev").read_text().splitlines()
    return int(next(line.split(":")[1].split()[0] for line in lines if line.strip().startswith(f"{PORT}:")))


async def send(seconds: float) -> None:
    """Plain datagrams to a port where nobody listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outlet:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for _ in range(PER_BURST):
                outlet.sendto(PAYLOAD, (ROUTER, 9))
            await asyncio.sleep(PAUSE_S)


async def test_rates_agree_with_the_kernels_counters_within_one_percent(net: PrivateNet) -> None:
    with net.inside():
        client, pinger = open_client(), open_pinger()
        target = SnmpTarget(address=ROUTER, credential=v2c(), retries=5)
        names = (await client.columns(target, [IF_NAME]))[IF_NAME.oid]
        await client.set(target, [VarBind(CACHE_TIMEOUT, Syntax.INTEGER, 1)])
        index = next(int(i) for i, name in names.items() if name == PORT.encode())
        port = Interface(key=PORT, if_index=index, name=PORT, speed_bps=10_000_000_000)
        device = Device(id="router", name="router", endpoint=Endpoint(ROUTER))
        poller = Poller(client, pinger, SystemClock(), Counters(), lambda _: None)
        poller.watch(Inventory(device=device, interfaces=(port,)), target)

        async def polled() -> tuple[PollResult, int, float, float]:
            await asyncio.sleep(SETTLE_S)
            counted, begun_s = received(net), time.monotonic()
            result = await poller.poll_now("router")
            assert result is not None
            return result, counted, begun_s, time.monotonic()

        _, counted_before, first_begun_s, first_ended_s = await polled()
        await send(SEND_S)
        result, counted_after, last_begun_s, last_ended_s = await polled()
        await poller.close()
        await client.close()
        await pinger.close()
    told = {s.key: s.value for s in result.every_sample()}[SeriesKey("router", "if_in_bps", PORT)]
    bits = 8 * (counted_after - counted_before)
    least, most = bits / (last_ended_s - first_begun_s), bits / (last_begun_s - first_ended_s)
    assert least > 5_000_000
    assert 0.99 * least <= (told or 0) <= 1.01 * most
