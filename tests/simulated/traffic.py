"""Frames that cross a plan, and what switches learn from them until it ages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from tests.simulated.plan import MANAGEMENT, Cable, Node, Plan, Role
from tests.simulated.tree import Port, StpPort, logical

AGEING_S = 300.0
"""IEEE 802.1D, default ageing time."""
SWEEP_S = 60.0
"""How long pinging all addresses takes."""
POLLING_S = 240.0
"""How long the manager takes to ask everybody."""
Entry = tuple[str, int]
"""Address and VLAN."""


class Learned(NamedTuple):
    """Where and when."""

    port: str
    at: float


class Frame(NamedTuple):
    """One frame, to one host or (None) to all."""

    at: float
    source: str
    target: str | None
    vlan: int


class Switching:
    """The tables of all switches while frames pass."""

    def __init__(self, plan: Plan, states: dict[Port, StpPort], ageing_s: float = AGEING_S) -> None:
        self._ageing_s = ageing_s
        self.tables: dict[str, dict[Entry, Learned]] = defaultdict(dict)
        self._plan = plan
        self._paths: dict[tuple[str, int], dict[str, tuple[str, str] | None]] = {}
        self._cables: dict[str, list[Cable]] = defaultdict(list)
        seen: set[tuple[Port, Port]] = set()
        for c in plan.cables:
            ends = ((c.a, logical(plan, c.a, c.a_port)), (c.b, logical(plan, c.b, c.b_port)))
            if ends not in seen and all(states.get(e, StpPort(True, e)).is_forwarding for e in ends):
                self._cables[c.a].append(c)
                self._cables[c.b].append(c)
                seen.add(ends)

    def reach(self, source: str, vlan: int) -> dict[str, tuple[str, str] | None]:
        """How frames of a host come to each node: from which node, and into which of its ports."""
        if (source, vlan) not in self._paths:
            found: dict[str, tuple[str, str] | None] = {source: None}
            ends = [source]
            while ends:
                here = ends.pop()
                if here != source and self._plan.nodes[here].role not in (Role.SWITCH, Role.DUMB):
                    continue
                for c in self._cables[here]:
                    there, port = c.far(here)
                    if vlan in c.vlans and there not in found:
                        found[there] = (here, logical(self._plan, there, port))
                        ends.append(there)
            self._paths[source, vlan] = found
        return self._paths[source, vlan]

    def send(self, frame: Frame) -> None:
        """Let all switches on the way learn from a frame."""
        reach = self.reach(frame.source, frame.vlan)
        entry = (self._plan.nodes[frame.source].mac, frame.vlan)
        if frame.target is None:
            passed = list(reach)
        elif frame.target in reach:
            passed = [frame.target]
            while (step := reach[passed[-1]]) is not None:
                passed.append(step[0])
        else:
            return
        for name in passed:
            step = reach[name]
            if step is not None and self._plan.nodes[name].role is Role.SWITCH:
                self.tables[name][entry] = Learned(step[1], frame.at)

    def told(self, switch: str, at: float) -> dict[Entry, Learned]:
        """What a switch's table holds at a time."""
        return {e: x for e, x in self.tables[switch].items() if x.at <= at and at - x.at < self._ageing_s}


def chatter(plan: Plan, rng: Random, until: float) -> Iterator[Frame]:
    """What hosts do of themselves: ask for the gateway now and then, and talk to it or to a server."""
    servers = plan.of(Role.SERVER)
    for host in plan.of(Role.SERVER, Role.DESK, Role.QUIET):
        pause = rng.choice((60.0, 200.0, 600.0, 1800.0))
        at = rng.uniform(0, pause)
        while at < until:
            yield Frame(at, host.name, None, host.vlan)
            yield from talk(plan, host, plan.nodes[plan.gateway], host.vlan, at + 0.1)
            peers = [s for s in servers if s.vlan == host.vlan and s is not host]
            if peers and rng.random() < 0.5:
                yield from talk(plan, host, rng.choice(peers), host.vlan, at + 0.2)
            at += rng.uniform(0.5, 1.5) * pause


def talk(plan: Plan, one: Node, other: Node, vlan: int, at: float) -> Iterator[Frame]:
    """A question and its answer."""
    yield Frame(at, one.name, other.name, vlan)
    yield Frame(at + 0.01, other.name, one.name, vlan)


def asked(plan: Plan, node: Node, at: float, rng: Random) -> Iterator[Frame]:
    """The manager pings or polls a node, through the gateway where it is in another VLAN."""
    manager, gateway = plan.nodes["nms"], plan.nodes[plan.gateway]
    if node.vlan != MANAGEMENT:
        yield from talk(plan, manager, gateway, MANAGEMENT, at)
        manager = gateway
    if rng.random() < 0.5:
        yield Frame(at, manager.name, None, node.vlan)  # ARP, where it is not known any more
    yield from talk(plan, manager, node, node.vlan, at + 0.02)
