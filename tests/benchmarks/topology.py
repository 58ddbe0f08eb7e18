"""How fast the network is inferred: from nothing, and after one device has changed; and how well without LLDP.

Two of five devices stand in bridged sites, whose switches tell forwarding tables and spanning tree, whose routers tell
ARP, and a third of which announces nothing. The rest announce themselves, one in ten of them with OSPF over transfer
nets.
"""

from __future__ import annotations

import random
import time

from msgspec.structs import replace

from nocscape.model.net import Link
from nocscape.topology.infer import Topology
from nocscape.topology.observations import Adjacency, DeviceReading
from tests.benchmarks.result import Part, result
from tests.simulated.plan import Plan, campus
from tests.simulated.readings import USUAL, Agents, read_all
from tests.simulated.score import Score, score, true_links
from tests.unit.topology.made import NOW, later, switch, wired, with_oper

DEVICES, LINKS, PORTS = 5_000, 10_000, 48
SITES, SITE_DEVICES = 20, 100
OSPF_SHARE = 10
CHANGES = 200
FROM_NOTHING_S = 5.0
ONE_CHANGE_MS = 50.0
NETWORKS = 10
PRECISION, RECALL = 0.98, 0.95
LEAST = 0.95, 0.88
"""Precision and recall where less is told than usual; what nobody sees cannot be found."""
HARDER = (
    ("networks with three times the unmanaged switches", USUAL, 3.0),
    ("networks whose tables age twice as fast", Agents(ageing_s=150.0), 1.0),
    ("networks whose tables lack one entry in ten", Agents(lost=0.1), 1.0),
    ("networks whose bundles no MIB tells of", Agents(tells_bundles=False), 1.0),
)


def _announcing(rng: random.Random, devices: int, links: int) -> list[DeviceReading]:
    """Readings of devices with random cables between them; each has at least one."""
    readings = [switch(f"sw-{n}", PORTS) for n in range(devices)]
    used = [0] * devices
    made = 0
    while made < links:
        a, b = made % devices if made < devices else rng.randrange(devices), rng.randrange(devices)
        if a != b and max(used[a], used[b]) < PORTS:
            used[a] += 1
            used[b] += 1
            readings[a], readings[b] = wired(readings[a], used[a], readings[b], used[b])
            if made % OSPF_SHARE == 0:
                net = 2**24 * 172 + 4 * made
                readings[a] = _routed(readings[a], used[a], net + 1, net + 2)
                readings[b] = _routed(readings[b], used[b], net + 2, net + 1)
            made += 1
    return readings


def _routed(reading: DeviceReading, port: int, own: int, other: int) -> DeviceReading:
    """`reading` with an address in a transfer net at a port, and an OSPF neighbour there."""
    address, peer = (".".join(str(n >> shift & 255) for shift in (24, 16, 8, 0)) for n in (own, other))
    told = Adjacency(
        source="ospf", at=reading.at, seen_from=reading.endpoint, peer=peer, address=peer, if_index=port, state="full"
    )
    inventory = reading.inventory
    device = replace(inventory.device, addresses=(*inventory.device.addresses, address))
    ports = tuple(replace(i, addresses=(f"{address}/30",)) if i.if_index == port else i for i in inventory.interfaces)
    changed = replace(inventory, device=device, interfaces=ports)
    return replace(reading, inventory=changed, observations=(*reading.observations, told))


def _network(rng: random.Random) -> tuple[list[DeviceReading], list[Plan], int]:
    """All readings, the plans of the bridged sites, and how many links are announced at both ends."""
    plans = [campus(n, SITE_DEVICES, site=100 + n) for n in range(SITES)]
    readings = [r for n, plan in enumerate(plans) for r in read_all(plan, n)]
    announced = LINKS - sum(len(true_links(plan)) for plan in plans)
    readings += _announcing(rng, DEVICES - len(readings), announced)
    return readings, plans, announced


def _changed(reading: DeviceReading, change: int) -> DeviceReading:
    """The device read again: a port is down, a neighbour is gone, or another device answers at its address."""
    if change % 3 == 0:
        return with_oper(later(reading, 60), "ge1", "down")
    if change % 3 == 1:
        return later(reading, 60, forgets=True)
    return switch(f"other-{change}", PORTS, address=reading.endpoint.address)


def _change_times_ms(topology: Topology, readings: list[DeviceReading], rng: random.Random, now: float) -> list[float]:
    times: list[float] = []
    for change in range(CHANGES):
        changed = _changed(rng.choice(readings), change)
        began = time.perf_counter()
        topology.apply([changed], now)
        times.append((time.perf_counter() - began) * 1000)
    return times


def _is_announced(topology: Topology, link: Link) -> bool:
    return all(topology.inventories[end.device].device.name.startswith("sw-") for end in (link.a, link.b))


def _simulated(agents: Agents = USUAL, unmanaged: float = 1.0) -> list[Score]:
    scores = []
    for seed in range(NETWORKS):
        plan = campus(seed, unmanaged=unmanaged)
        readings = read_all(plan, seed, agents)
        topology = Topology()
        topology.apply(readings, max(r.at for r in readings))
        scores.append(score(plan, topology))
    return scores


def _accuracy(what: str, scores: list[Score], least: tuple[float, float]) -> list[Part]:
    right = sum(s.right for s in scores)
    wrong = sum(len(s.wrong) + s.doubled for s in scores)
    missing = sum(len(s.missing) for s in scores)
    precision, recall = right / (right + wrong), right / (right + missing)
    print(f"{len(scores)} {what}: {right} links right, {wrong} wrong, {missing} missing")
    return [
        Part(f"link precision, {what}", round(precision, 4), "share", least[0], precision >= least[0]),
        Part(f"link recall, {what}", round(recall, 4), "share", least[1], recall >= least[1]),
    ]


def run(*, is_long: bool) -> dict[str, object]:
    """Infer 5,000 devices with 10,000 links, then change single devices; then the simulated networks."""
    rng = random.Random(1)
    readings, plans, announced = _network(rng)
    entries = sum(len(getattr(o, "entries", ())) for r in readings for o in r.observations)
    print(f"{len(readings)} devices and {LINKS} links made, {announced} of them announced; {entries} table entries")
    topology = Topology()
    now = max(NOW, *(r.at for r in readings))
    began = time.perf_counter()
    topology.apply(readings, now)
    took_s = time.perf_counter() - began
    found = len(topology.links)
    print(f"from nothing {took_s:.2f} s: {found} links, {len(topology.adjacencies)} adjacencies")
    bridged = sum(score(plan, topology).right for plan in plans)
    right = bridged + sum(_is_announced(topology, link) for link in topology.links.values())
    times = _change_times_ms(topology, readings, rng, now + 60)
    print(f"one change: worst of {CHANGES} {max(times):.2f} ms, mean {sum(times) / CHANGES:.2f} ms")
    headline = Part("from nothing", round(took_s, 2), "s", FROM_NOTHING_S, took_s < FROM_NOTHING_S)
    parts = [
        Part("after one device's change", round(max(times), 2), "ms", ONE_CHANGE_MS, max(times) < ONE_CHANGE_MS),
        Part("links found", right, "links", round(LINKS * RECALL), right >= LINKS * RECALL),
        *_accuracy("simulated networks", _simulated(), (PRECISION, RECALL)),
        *(part for what, agents, unmanaged in HARDER for part in _accuracy(what, _simulated(agents, unmanaged), LEAST)),
    ]
    return result("topology", headline, parts)
