"""Spanning tree over a plan (IEEE 802.1D, one tree for all VLANs): which port of which switch forwards."""

from __future__ import annotations

import heapq
from typing import NamedTuple

from tests.simulated.plan import Plan, Role

Port = tuple[str, str]
"""A switch and its logical port: `po3` for a bundle, `ge7` otherwise."""


class StpPort(NamedTuple):
    """What a port knows after the tree has settled."""

    is_forwarding: bool
    designated: Port


def logical(plan: Plan, name: str, port: int) -> str:
    """A port as spanning tree sees it."""
    return plan.nodes[name].bundles.get(port, f"ge{port}")


def segments(plan: Plan) -> list[set[Port]]:
    """Switch ports that hear each other's frames at once: a cable, a bundle, or all around an unmanaged switch."""
    found: list[set[Port]] = []
    for hub in plan.of(Role.DUMB):
        ends = [c.far(hub.name) for c in plan.cables if hub.name in (c.a, c.b)]
        found.append({(n, logical(plan, n, p)) for n, p in ends if plan.nodes[n].role is Role.SWITCH})
    found += [
        {(c.a, logical(plan, c.a, c.a_port)), (c.b, logical(plan, c.b, c.b_port))}
        for c in plan.cables
        if plan.nodes[c.a].role is plan.nodes[c.b].role is Role.SWITCH
    ]
    unique: list[set[Port]] = []
    for ends_of in found:
        if ends_of and ends_of not in unique:
            unique.append(ends_of)
    return unique


def root(plan: Plan) -> str:
    """The switch with the least address; all have the same priority."""
    return min(plan.of(Role.SWITCH), key=lambda n: n.mac).name


def span(plan: Plan) -> dict[Port, StpPort]:
    """The state of every port that another switch, or an unmanaged one, is behind."""
    wires = segments(plan)
    costs = _costs(plan, wires)
    states: dict[Port, StpPort] = {}
    roots = {b: _root_port(plan, b, wires, costs) for b in costs if b != root(plan)}
    for ends in wires:
        best = min(ends, key=lambda p: (costs[p[0]], plan.nodes[p[0]].mac, p[1]))
        for port in ends:
            is_root = roots.get(port[0]) == port
            states[port] = StpPort(port == best or is_root, best)
    return states


def _cost(port: Port) -> int:
    return 3 if port[1].startswith("po") else 4


def _costs(plan: Plan, wires: list[set[Port]]) -> dict[str, int]:
    costs: dict[str, int] = {}
    heap = [(0, root(plan))]
    while heap:
        cost, here = heapq.heappop(heap)
        if here in costs:
            continue
        costs[here] = cost
        for ends in wires:
            if any(p[0] == here for p in ends):
                for port in ends:
                    heapq.heappush(heap, (cost + _cost(port), port[0]))
    return costs


def _root_port(plan: Plan, bridge: str, wires: list[set[Port]], costs: dict[str, int]) -> Port:
    return min(
        (costs[other[0]] + _cost(port), plan.nodes[other[0]].mac, other[1], port)
        for ends in wires
        for port in ends
        for other in ends - {port}
        if port[0] == bridge
    )[-1]
