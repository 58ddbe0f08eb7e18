"""How fast the network is inferred: from nothing, and after one device has changed."""

from __future__ import annotations

import random
import time

from nocscape.topology.infer import Topology
from nocscape.topology.observations import DeviceReading
from tests.benchmarks.result import Part, result
from tests.unit.topology.made import NOW, address_of, later, switch, wired, with_oper

DEVICES, LINKS, PORTS = 5_000, 10_000, 48
CHANGES = 200
FROM_NOTHING_S = 5.0
ONE_CHANGE_MS = 50.0


def _network(rng: random.Random) -> list[DeviceReading]:
    """Readings of devices with random cables between them; each has at least one."""
    readings = [switch(f"sw-{n}", PORTS) for n in range(DEVICES)]
    used = [0] * DEVICES
    made = 0
    while made < LINKS:
        a, b = made % DEVICES if made < DEVICES else rng.randrange(DEVICES), rng.randrange(DEVICES)
        if a != b and max(used[a], used[b]) < PORTS:
            used[a] += 1
            used[b] += 1
            readings[a], readings[b] = wired(readings[a], used[a], readings[b], used[b])
            made += 1
    return readings


def _changed(reading: DeviceReading, change: int) -> DeviceReading:
    """The device read again: a port is down, a neighbour is gone, or another device answers at its address."""
    if change % 3 == 0:
        return with_oper(later(reading, 60), "ge1", "down")
    if change % 3 == 1:
        return later(reading, 60, forgets=True)
    return switch(f"other-{change}", PORTS, address=address_of(reading.inventory.device.name))


def _change_times_ms(topology: Topology, readings: list[DeviceReading], rng: random.Random) -> list[float]:
    times: list[float] = []
    for change in range(CHANGES):
        changed = _changed(rng.choice(readings), change)
        began = time.perf_counter()
        topology.apply([changed], NOW + 60)
        times.append((time.perf_counter() - began) * 1000)
    return times


def run(*, is_long: bool) -> dict[str, object]:
    """Infer 5,000 devices with 10,000 links, then change single devices."""
    rng = random.Random(1)
    readings = _network(rng)
    print(f"{len(readings)} devices with {PORTS} ports and {LINKS} links made")
    topology = Topology()
    began = time.perf_counter()
    topology.apply(readings, NOW)
    took_s = time.perf_counter() - began
    found = len(topology.links)
    print(f"from nothing {took_s:.2f} s: {len(topology.inventories)} devices, {found} links")
    times = _change_times_ms(topology, readings, rng)
    print(f"one change: worst of {CHANGES} {max(times):.2f} ms, mean {sum(times) / CHANGES:.2f} ms")
    headline = Part("from nothing", round(took_s, 2), "s", FROM_NOTHING_S, took_s < FROM_NOTHING_S)
    parts = [
        Part("after one device's change", round(max(times), 2), "ms", ONE_CHANGE_MS, max(times) < ONE_CHANGE_MS),
        Part("links found", found, "links", LINKS, found == LINKS),
    ]
    return result("topology", headline, parts)
