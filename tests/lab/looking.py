"""Discovers a lab and tells what was found in the lab's own words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable

from nocscape.base.clock import SystemClock
from nocscape.discovery.credentials import Keyring
from nocscape.discovery.pipeline import Candidate, Discovery
from nocscape.model.net import DeviceId, Layer, Unanswered
from nocscape.model.status import LinkState
from nocscape.topology.infer import Topology
from nocscape.wire.snmp import open_client
from tests.lab.netlab import V2C, V3, Lab, Port

PATIENCE_S = 90.0
"""snmpd itself sees only after 15 s that an interface changed, and each agent has its own 15 s."""


async def look(lab: Lab, topology: Topology) -> list[Unanswered]:
    """Discover every node once, at all its addresses; what could not be opened comes back."""
    client = open_client()
    problems: list[Unanswered] = []

    async def alive() -> AsyncIterator[Candidate]:
        for name, address in lab.address.items():
            for each in (address, *lab.more_addresses[name]):
                yield Candidate(each)

    try:
        keyring = Keyring(client, [V2C, V3], timeout_s=1.0)
        discovery = Discovery(client, keyring, topology, SystemClock())
        await discovery.run(alive(), lambda step: problems.extend(step.problems))
    finally:
        await client.close()
    return problems


async def seen_whole(lab: Lab) -> Topology:
    """The network once all links are seen: nodes need a while to hear of each other, and agents to tell."""
    topology = Topology()
    assert await look(lab, topology) == []
    if links(topology, lab, LinkState.UP) != lab.visible():
        await until_so(lab, topology, lambda: links(topology, lab, LinkState.UP) == lab.visible())
    return topology


def names(topology: Topology, lab: Lab) -> dict[DeviceId, str]:
    """What the lab calls each device; a device that is no node of it keeps its id."""
    node_at = {address: name for name, address in lab.address.items()}
    node_at |= {address: name for name, more in lab.more_addresses.items() for address in more}
    return {d: node_at.get(i.device.endpoint.address, d) for d, i in topology.inventories.items()}


def links(topology: Topology, lab: Lab, *states: LinkState) -> set[frozenset[Port]]:
    """Wires as the lab names them."""
    called = names(topology, lab)
    return {
        frozenset((called[end.device], str(end.interface)) for end in (link.a, link.b))
        for link in topology.links.values()
        if link.state in states
    }


def adjacencies(topology: Topology, lab: Lab, layer: Layer) -> set[frozenset[str]]:
    """Which nodes are neighbours in another layer, by name."""
    called = names(topology, lab)
    found = [link for link in topology.adjacencies.values() if link.layer is layer and link.state is LinkState.UP]
    return {frozenset((called[link.a.device], called[link.b.device])) for link in found}


async def until(lab: Lab, topology: Topology, ends: frozenset[Port], state: LinkState) -> bool:
    """Whether the link is seen in that state before long."""
    return await until_so(lab, topology, lambda: ends in links(topology, lab, state))


async def until_so(lab: Lab, topology: Topology, is_so: Callable[[], bool]) -> bool:
    """Look again, as a poller would, until it is so; agents cache what they see for a while."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        await look(lab, topology)
        if is_so():
            return True
        await asyncio.sleep(0.5)
    return False
