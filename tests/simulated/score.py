"""How close an inferred network comes to its plan."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from nocscape.model.net import PortRef
from nocscape.topology.infer import Topology
from tests.simulated.plan import Plan, Role
from tests.simulated.readings import truth_port

End = tuple[str, str | None]
Edge = frozenset[End]


class Score(NamedTuple):
    """Links of the plan that were found, and what else was."""

    missing: set[Edge]
    wrong: set[Edge]
    right: int
    doubled: int

    @property
    def precision(self) -> float:
        """Share of what was found that is there."""
        return self.right / max(1, self.right + len(self.wrong) + self.doubled)

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.right / max(1, self.right + len(self.missing))


def true_links(plan: Plan) -> set[Edge]:
    """Links whose ends could be on a map: no quiet hosts; unmanaged switches where two devices or more stand there."""
    edges = set()
    for c in plan.cables:
        roles = {plan.nodes[c.a].role, plan.nodes[c.b].role}
        if Role.QUIET not in roles:
            edges.add(frozenset({(n, truth_port(plan, n, p)) for n, p in ((c.a, c.a_port), (c.b, c.b_port))}))
    return edges


def score(plan: Plan, topology: Topology) -> Score:
    """Compare physical links; a cloud is the unmanaged switch that most of its ports are of."""
    names = _names(plan, topology)
    found = Counter(
        frozenset({_end(plan, names, link.a), _end(plan, names, link.b)}) for link in topology.links.values()
    )
    want = true_links(plan)
    right = want & found.keys()
    doubled = sum(found[edge] - 1 for edge in right)
    return Score(want - found.keys(), set(found) - want, len(right), doubled)


def _end(plan: Plan, names: dict[str, str], port: PortRef) -> End:
    name = names[port.device]
    is_open = name in plan.nodes and plan.nodes[name].role in (Role.DESK, Role.DUMB)
    return name, None if is_open else port.interface


def _names(plan: Plan, topology: Topology) -> dict[str, str]:
    by_address = {n.address: n.name for n in plan.nodes.values()}
    segments = {i.device.id for i in topology.segments()}
    names = {
        d: by_address.get(i.device.endpoint.address, f"?{i.device.name}")
        for d, i in topology.inventories.items()
        if d not in segments
    }
    return names | {cloud: _cloud_name(plan, topology, names, cloud) for cloud in segments}


def _cloud_name(plan: Plan, topology: Topology, names: dict[str, str], cloud: str) -> str:
    votes: Counter[str] = Counter()
    for link in topology.links.values():
        ends = (link.a, link.b)
        for port in ends:
            if port.device != cloud and cloud in (link.a.device, link.b.device):
                votes.update(_hubs_at(plan, names[port.device], port.interface))
    return votes.most_common(1)[0][0] if votes else f"?{cloud}"


def _hubs_at(plan: Plan, name: str, port: str | None) -> set[str]:
    return {
        far
        for c in plan.cables
        if name in (c.a, c.b)
        and plan.nodes[far := c.far(name)[0]].role is Role.DUMB
        and truth_port(plan, name, c.near(name)) == port
    }
