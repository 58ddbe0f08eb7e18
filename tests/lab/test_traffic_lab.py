"""Traffic between namespaces: what history says of it against the kernel's own counters, the whole way through."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from nocscape.engine.client import EngineClient, open_client, value
from nocscape.model.batches import DeviceChanged, Item
from nocscape.model.commands import PollNow, ReadHistory, SetPolling, StartDiscovery, Subscribe, SweepSpec
from nocscape.model.credentials import SnmpVersion
from nocscape.model.metrics import Gap, SeriesData, SeriesKey
from nocscape.wire.snmp import SnmpTarget, Syntax, VarBind
from nocscape.wire.snmp import open_client as open_snmp
from tests.integration.snmpd import v2c
from tests.lab.crowd import SNMPD, await_listening
from tests.lab.private_net import ROUTER, PrivateNet, needs_namespaces, private_net

pytestmark = [pytest.mark.lab, needs_namespaces, pytest.mark.skipif(not SNMPD, reason="needs Debian's snmpd")]

PORT = "v1"
CACHE_TIMEOUT = "1.3.6.1.4.1.8072.1.5.3.1.2.1.3.6.1.2.1.2.2"
"""NET-SNMP-AGENT-MIB nsCacheTimeout of ifTable (ifXTable shares it), in seconds: several, unless it is set."""
SETTLE_S = 1.5
"""Longer than the agent keeps what it read, so that it tells a poll all that was sent before."""
PAUSE_S = 0.01
LONG_S, SHORT_S = 15.0, 4.0
NEVER_S = 3600.0
METRICS = ("if_in_bps", "if_out_bps", "if_in_unicast_pps", "if_out_unicast_pps")


class Counted(NamedTuple):
    """What the kernel counted at the router's port since it is there, in the order of `METRICS`: octets and packets."""

    octets_in: int
    octets_out: int
    packets_in: int
    packets_out: int


class Poll(NamedTuple):
    """What the kernel had counted when a poll began, and between which times (monotonic seconds) it ran."""

    counted: Counted
    begun_s: float
    ended_s: float


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateNet]:
    folder = tmp_path_factory.mktemp("agent")
    (folder / "snmpd.conf").write_text("agentaddress udp:161\nrwcommunity public\n")
    with private_net() as running:
        command = [*running.within(running.router), SNMPD, "-f", "-LF", "e", str(folder / "log"), "-C", "-c"]
        environment = {**os.environ, "SNMP_PERSISTENT_DIR": str(folder)}
        with subprocess.Popen([*command, str(folder / "snmpd.conf")], env=environment) as agent:
            await_listening(running.within(running.router))
            with running.inside():
                asyncio.run(keep_nothing())
            yield running
            agent.terminate()


async def keep_nothing() -> None:
    """Have the agent look at its interfaces every second."""
    snmp = open_snmp()
    target = SnmpTarget(address=ROUTER, credential=v2c(), retries=5)
    await snmp.set(target, [VarBind(CACHE_TIMEOUT, Syntax.INTEGER, 1)])
    await snmp.close()


def counted(net: PrivateNet) -> Counted:
    """The counters of /sys/class/net/v1/statistics, as the router's namespace sees them."""
    lines = Path(f"/proc/{net.router}/net/dev").read_text().splitlines()
    words = next(line.split(":")[1].split() for line in lines if line.strip().startswith(f"{PORT}:"))
    return Counted(int(words[0]), int(words[8]), int(words[1]), int(words[9]))


def send(size: int, rate_per_s: int, seconds: float) -> None:
    """Datagrams of so many octets to a port where nobody listens: the router answers each that it is closed."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outlet:
        outlet.setblocking(False)
        begun_s, sent = time.monotonic(), 0
        while (elapsed_s := time.monotonic() - begun_s) < seconds:
            while sent < elapsed_s * rate_per_s:
                outlet.sendto(bytes(size), (ROUTER, 9))
                sent += 1
            time.sleep(PAUSE_S)


def found(client: EngineClient, version: SnmpVersion) -> str:
    """The id of the router, discovered with that version of SNMP; nobody polls it but we."""
    heard: list[Item] = []
    client.call(SetPolling(interval_s=NEVER_S), timeout_s=10)
    spec = StartDiscovery(sweep=SweepSpec(targets=(ROUTER,)), credentials=(v2c(version=version),))
    client.call(spec, timeout_s=60)
    client.call(Subscribe(), on_item=heard.append)
    for _ in range(100):
        devices = [item.inventory.device.id for item in heard if isinstance(item, DeviceChanged)]
        if devices:
            return devices[0]
        heard += [item for batch in client.receive(0.1) for item in batch.items]
    raise AssertionError("no device was told")


def poll(client: EngineClient, net: PrivateNet, device: str) -> Poll:
    """Poll once all that was sent has been seen by the agent."""
    time.sleep(SETTLE_S)
    before, begun_s = counted(net), time.monotonic()
    client.call(PollNow(device=device), timeout_s=30)
    return Poll(before, begun_s, time.monotonic())


def last_told(client: EngineClient, device: str) -> list[tuple[float | None, Gap | None]]:
    """What history has last of each of `METRICS`."""
    now = int(time.time())
    keys = tuple(SeriesKey(device, metric, PORT) for metric in METRICS)
    read = value(client.call(ReadHistory(keys=keys, since=now - 600, until=now + 5)), tuple[SeriesData, ...])
    assert all(data.step_s == 0 for data in read)
    return [(data.values[-1], data.gaps.get(data.times[-1])) for data in read]


def test_history_agrees_with_the_kernels_counters_within_one_percent(net: PrivateNet) -> None:
    """Small and large packets, both directions. How long the engine found the time between two polls to be lies between
    two bounds; shares of octets and packets do not depend on it."""
    with net.inside(), closing(open_client(None, origin="cli")) as client:
        device = found(client, SnmpVersion.V2C)
        last = poll(client, net, device)
        for size, rate_per_s, seconds in ((1400, 2000, LONG_S), (60, 3000, SHORT_S), (600, 2000, SHORT_S)):
            send(size, rate_per_s, seconds)
            now = poll(client, net, device)
            told = [rate for rate, _ in last_told(client, device)]
            grown = [after - before for after, before in zip(now.counted, last.counted, strict=True)]
            amounts = [8 * grown[0], 8 * grown[1], grown[2], grown[3]]
            longest_s, shortest_s = now.ended_s - last.begun_s, now.begun_s - last.ended_s
            assert amounts[0] > 0.9 * 8 * size * rate_per_s * seconds
            for rate, amount in zip(told, amounts, strict=True):
                assert rate is not None
                assert 0.99 * amount / longest_s <= rate <= 1.01 * amount / shortest_s
                assert rate / (told[0] or 1) == pytest.approx(amount / amounts[0], rel=0.01)
            last = now


def test_where_32_bits_may_have_wrapped_nothing_is_told(net: PrivateNet) -> None:
    """A port of 10 Gb/s wraps a counter of 32 bits within 3.5 s: SNMPv1, which has no others, cannot know its rate."""
    with net.inside(), closing(open_client(None, origin="cli")) as client:
        device = found(client, SnmpVersion.V1)
        poll(client, net, device)
        send(1400, 1000, SHORT_S)
        poll(client, net, device)
        assert last_told(client, device)[:2] == [(None, Gap.IMPOSSIBLE)] * 2
