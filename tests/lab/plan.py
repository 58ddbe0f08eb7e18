"""Plans of networks for the lab: the same for the same seed, each with whatever makes real networks hard to draw."""

from __future__ import annotations

import random
from typing import NamedTuple

from tests.lab.netlab import Hub, Node

HUB_SIZE = 3


class Plan(NamedTuple):
    """What `netlab` builds."""

    nodes: tuple[Node, ...]
    links: tuple[tuple[str, str], ...]
    hubs: tuple[Hub, ...]


def plan(seed: int, size: int) -> Plan:
    """A routed core with OSPF, switches under it, hosts under those; `size` nodes in all, 20 at least.

    Among them: agents that speak SNMPv3 alone, hosts that answer nothing but ping, speakers of LLDP without an agent,
    agents without LLDP, CDP on the wire, nodes that only listen or only speak, two nodes of one name, nodes of several
    addresses, doubled and crossing cables, and a hub.
    """
    chance = random.Random(seed)
    cores = [f"core-{n}" for n in range(1, 3 + size // 20)]
    switches = [f"sw-{n}" for n in range(1, 1 + size // 4)]
    hosts = [f"host-{n}" for n in range(1, 1 + size - len(cores) - len(switches))]
    links = [*zip(cores, [*cores[1:], cores[0]], strict=True), (cores[0], cores[1])]
    links += [(core, switch) for switch in switches for core in chance.sample(cores, chance.choice((1, 2)))]
    links += [(chance.choice(switches), host) for host in hosts]
    links += [tuple(chance.sample(switches, 2)) for _ in range(size // 20)]  # type: ignore[misc]
    nodes = [Node(name, snmp=chance.choice(("v2c", "v3")), ospf=True, more_addresses=1) for name in cores]
    nodes += [_switch(name, chance) for name in switches]
    nodes += _hosts(hosts, chance)
    return Plan(tuple(nodes), tuple(links), (Hub("hub0", tuple(chance.sample(hosts[-6:], HUB_SIZE))),))


def _switch(name: str, chance: random.Random) -> Node:
    return Node(name, snmp=chance.choice(("v2c", "v2c", "v3")), cdp=chance.random() < 0.4)


def _hosts(names: list[str], chance: random.Random) -> list[Node]:
    """One of each hard kind first, then a mixture; the last six are plain, so that a hub among them can be judged."""
    hard = [
        Node("", snmp=None, lldp=False),
        Node("", snmp=None),
        Node("", lldp=False),
        Node("", snmp="v3"),
        Node("", lldp_only="rx"),
        Node("", lldp_only="tx"),
        Node("", snmp=None, lldp_only="rx"),
        Node("", called="printer"),
        Node("", called="printer"),
    ]
    kinds = hard + [chance.choice((*hard[:7], Node(""), Node("", more_addresses=2))) for _ in names]
    plain = [Node("") for _ in names[-6:]]
    return [kind._replace(name=name) for name, kind in zip(names, [*kinds[: len(names) - 6], *plain], strict=True)]
