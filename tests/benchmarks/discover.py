"""How many SNMP agents a second are read in full, with everything that discovery does to them.

One `snmpd` with 48 ports stands behind 1,000 addresses, so merging rightly makes one device of them; what is counted is
agents whose every part was read.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from nocscape.base.clock import SystemClock
from nocscape.discovery.credentials import Keyring
from nocscape.discovery.pipeline import Candidate, Discovery, Step
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.topology.infer import Topology
from nocscape.wire.snmp import open_client
from tests.benchmarks.result import Part, result
from tests.lab.crowd import PORTS, agent_addresses, crowd

AGENTS = 1000
BUDGET_PER_S = 100.0


async def _discover(addresses: list[str]) -> tuple[float, int, int, str]:
    """Seconds, agents read in full, devices after merging, SNMP back-end."""
    client = open_client()
    keyring = Keyring(client, [SnmpCredential(name="public", version=SnmpVersion.V2C, community="public")])
    topology = Topology()
    full = 0

    def count(step: Step) -> None:
        nonlocal full
        full += sum(len(r.inventory.interfaces) >= PORTS and not r.unread for r in step.readings)

    async def alive() -> AsyncIterator[Candidate]:
        for address in addresses:
            yield Candidate(address)

    began = time.perf_counter()
    await Discovery(client, keyring, topology, SystemClock()).run(alive(), count)
    took_s = time.perf_counter() - began
    await client.close()
    return took_s, full, len(topology.inventories), client.backend


def run(*, is_long: bool) -> dict[str, object]:
    """Read 1,000 agents (4,000 with `is_long`)."""
    addresses = agent_addresses(4 * AGENTS if is_long else AGENTS)
    with crowd() as net, net.inside():
        took_s, full, devices, backend = asyncio.run(_discover(addresses))
    per_s = round(full / took_s, 1)
    print(f"{full} of {len(addresses)} agents with {PORTS} ports read in {took_s:.1f} s through {backend}")
    print(f"merged into {devices} device(s)")
    headline = Part("agents read in full", per_s, "agents/s", BUDGET_PER_S, per_s > BUDGET_PER_S)
    parts = [
        Part("agents not read", len(addresses) - full, "agents", 0, full == len(addresses)),
        Part("devices after merging", devices, "devices", 1, devices == 1),
    ]
    return result("discover", headline, parts)
