"""What it costs to watch 2,000 switches of 48 ports every minute, with the console open.

One `snmpd` stands behind all addresses. The engine's share is the processor time of all threads but the console's own,
after three quick rounds that teach it the agents, and history their series; what it read is counted in the history that
it wrote. What a Linux host tells beyond a switch (its disks and sessions) is left alone. As peers,
prometheus-snmp-exporter reads the same columns of the same agents, and pysnmp does it in the fast back-end's stead.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import duckdb
from msgspec.structs import replace

from nocscape.base.clock import SystemClock
from nocscape.base.counters import Counters
from nocscape.discovery.knowledge import NoKnowledge
from nocscape.discovery.reader import read_device
from nocscape.engine.client import open_client
from nocscape.model.commands import PutCredential, SetPolling
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.model.mapdoc import MapDocument, Node
from nocscape.model.metric_asks import ChooseMetrics
from nocscape.model.net import Endpoint, Inventory
from nocscape.polling import Poller, metrics
from nocscape.store.inventory import open_inventory
from nocscape.wire import snmp
from nocscape.wire.icmp import open_pinger
from nocscape.wire.snmp import SnmpTarget
from tests.benchmarks.console_load import LEARNING_INTERVAL_S
from tests.benchmarks.exporter import EXPORTER, scrape
from tests.benchmarks.result import Part, Peer, result
from tests.lab.crowd import agent_addresses, crowd
from tests.lab.private_net import PrivateNet

DEVICES = 2000
SETTLE_S, SHORT_S, LONG_S = 80, 42, 600
SCRAPED = 400
BY_PYSNMP = 30
CREDENTIAL = SnmpCredential(name="public", version=SnmpVersion.V2C, community="public")
TIMES_THE_EXPORTER = 3.0


async def _read_one(address: str) -> Inventory:
    client = snmp.open_client()
    target = SnmpTarget(address=address, credential=CREDENTIAL)
    reading = await read_device(client, target, Endpoint(address), NoKnowledge(), SystemClock())
    await client.close()
    return reading.inventory


def _copies(one: Inventory, addresses: list[str]) -> list[Inventory]:
    """As many devices of the same making."""
    return [
        replace(one, device=replace(one.device, id=f"d{n}", name=f"sw-{n:04}", endpoint=Endpoint(address)))
        for n, address in enumerate(addresses)
    ]


async def _fill(profile: Path, inventories: list[Inventory]) -> None:
    store = open_inventory(profile, Counters(), SystemClock())
    store.put_devices(inventories)
    nodes = {
        i.device.id: Node(device=i.device.id, x=n % 50 * 90.0, y=n // 50 * 110.0) for n, i in enumerate(inventories)
    }
    await store.put_map(MapDocument(id="main", title="", revision=1, nodes=nodes))
    await store.flush()
    await store.close()


def _prepare(profile: Path, inventories: list[Inventory]) -> None:
    with closing(open_client(profile, origin="cli")) as client:
        client.call(PutCredential(credential=CREDENTIAL))
        client.call(SetPolling(interval_s=LEARNING_INTERVAL_S))
        scope = f"kind:{inventories[0].device.kind}"
        for name in metrics.load().profiles:
            client.call(ChooseMetrics(scope=scope, profile=name, is_on=False))
    asyncio.run(_fill(profile, inventories))


def _watch(net: PrivateNet, profile: Path, seconds: int) -> dict[str, float]:
    """The console on that profile, in the network of the agents."""
    child = [sys.executable, "-m", "tests.benchmarks.console_child", "watch", str(profile), str(SETTLE_S), str(seconds)]
    command = [*net.within(net.operator), *child]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SETTLE_S + seconds + 120, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _stored(profile: Path, since: float, until: float) -> int:
    """Samples of ports in the history between two times."""
    count = 0
    for path in (profile / "history" / "raw").glob("*.duckdb"):
        with duckdb.connect(str(path)) as file:
            row = file.execute(
                "SELECT count(*) FROM loose JOIN series ON series.id = loose.series "
                "WHERE metric LIKE 'if_%' AND time_s BETWEEN ? AND ?",
                [int(since), int(until) - 1],
            ).fetchone()
            count += row[0] if row is not None else 0
    return count


async def _by_pysnmp(inventories: list[Inventory]) -> float:
    """Counters read for each second of the processor, through pysnmp alone, nothing stored."""
    client, pinger = snmp.open_client("pysnmp"), open_pinger()
    counted: list[int] = []
    poller = Poller(client, pinger, SystemClock(), Counters(), lambda r: counted.append(len(r.block or ())))
    for inventory in inventories:
        address = inventory.device.endpoint.address
        poller.watch(inventory, SnmpTarget(address=address, credential=CREDENTIAL))
    before = time.process_time()
    for _ in range(2):
        await asyncio.gather(*(poller.poll_now(i.device.id) for i in inventories))
    took_s = (time.process_time() - before) / 2  # the first round has nothing to compare with
    await poller.close()
    await pinger.close()
    await client.close()
    return sum(counted) / took_s


def run(*, is_long: bool) -> dict[str, object]:
    """Watch for 42 s, ten minutes with `is_long`."""
    addresses = agent_addresses(DEVICES)
    with crowd() as net, tempfile.TemporaryDirectory() as folder:
        with net.inside():
            inventories = _copies(asyncio.run(_read_one(addresses[0])), addresses)
        profile = Path(folder) / "profile"
        _prepare(profile, inventories)
        seen = _watch(net, profile, LONG_S if is_long else SHORT_S)
        counters = _stored(profile, seen["began"], seen["ended"])
        peer = scrape(net, addresses[:SCRAPED]) if EXPORTER else None
        with net.inside():
            by_pysnmp = asyncio.run(_by_pysnmp(inventories[:BY_PYSNMP]))
    ours = counters / seen["engine_cpu_s"]
    theirs = peer.counters / peer.cpu_s if peer is not None else 0.0
    print(f"{len(inventories[0].interfaces)} ports each; {counters:,} counters stored in {seen['seconds']:.0f} s")
    print(f"counters for each second of the processor: {ours:,.0f}, exporter {theirs:,.0f}, pysnmp {by_pysnmp:,.0f}")
    return _outcome(seen, ours, theirs, by_pysnmp, is_long=is_long)


def _outcome(
    seen: dict[str, float], ours: float, theirs: float, by_pysnmp: float, *, is_long: bool
) -> dict[str, object]:
    share = round(100 * seen["engine_cpu_s"] / seen["seconds"], 1)
    ratio = round(ours / theirs, 2) if theirs else 0.0
    p99, growth = round(seen["p99_ms"], 1), round(seen["growth_mb_per_min"], 2)
    parts = [
        Part("engine's share of a core", share, "%", 50.0, share < 50),
        Part("late polls", seen["late"], "polls", 0, seen["late"] == 0),
        Part("console's p99 frame", p99, "ms", 33.0, p99 < 33),
        Part("times the exporter", ratio, "", TIMES_THE_EXPORTER, ratio >= TIMES_THE_EXPORTER),
        Part("pysnmp alone", round(by_pysnmp), "counters/CPU-s", None, is_met=True),
        Part("memory", round(seen["memory_mb"]), "MB", None, is_met=True),
        Part("growth", growth, "MB/min", 2.0 if is_long else None, is_met=not is_long or growth < 2),
        Part("more threads than before", seen["threads"], "threads", 0, seen["threads"] <= 0),
        Part("more open files than before", seen["files"], "files", None, is_met=True),
    ]
    peer = Peer("prometheus-snmp-exporter", round(theirs)) if theirs else None
    return result(
        "poll", Part("counters for each second", round(ours), "counters/CPU-s", None, is_met=True), parts, peer
    )
