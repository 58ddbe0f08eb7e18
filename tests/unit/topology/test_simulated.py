"""Simulated bridged networks, a third of whose devices announce nothing, are found as they are cabled."""

from __future__ import annotations

import pytest

from nocscape.model.status import LinkState
from nocscape.topology.infer import Topology
from tests.simulated.plan import Role, campus
from tests.simulated.readings import USUAL, Agents, read_all
from tests.simulated.score import Score, score
from tests.simulated.tree import span


def found(seed: int, agents: Agents = USUAL, unmanaged: float = 1.0) -> tuple[Topology, Score]:
    plan = campus(seed, unmanaged=unmanaged)
    readings = read_all(plan, seed, agents)
    topology = Topology()
    topology.apply(readings, max(r.at for r in readings))
    return topology, score(plan, topology)


def test_ten_networks_of_a_hundred_devices_are_found() -> None:
    scores = [found(seed)[1] for seed in range(10)]
    right = sum(s.right for s in scores)
    wrong = sum(len(s.wrong) + s.doubled for s in scores)
    missing = sum(len(s.missing) for s in scores)
    assert right / (right + wrong) >= 0.98
    assert right / (right + missing) >= 0.95
    assert min(s.precision for s in scores) >= 0.95
    assert min(s.recall for s in scores) >= 0.9


@pytest.mark.parametrize(
    ("agents", "unmanaged", "precision", "recall"),
    [
        pytest.param(USUAL, 3.0, 0.96, 0.93, id="three times as many unmanaged switches"),
        pytest.param(Agents(ageing_s=150.0), 1.0, 0.97, 0.88, id="tables that age twice as fast"),
        pytest.param(Agents(lost=0.1), 1.0, 0.97, 0.9, id="tables that lack one entry in ten"),
        pytest.param(Agents(tells_bundles=False), 1.0, 0.97, 0.95, id="bundles that no MIB tells of"),
    ],
)
def test_harder_networks_lose_links_and_gain_few(
    agents: Agents, unmanaged: float, precision: float, recall: float
) -> None:
    scores = [found(seed, agents, unmanaged)[1] for seed in range(20, 24)]
    right = sum(s.right for s in scores)
    assert right / (right + sum(len(s.wrong) + s.doubled for s in scores)) >= precision
    assert right / (right + sum(len(s.missing) for s in scores)) >= recall


@pytest.mark.parametrize("seed", range(100, 103))
def test_spare_links_are_there_and_blocked(seed: int) -> None:
    plan = campus(seed)
    topology, _ = found(seed)
    blocked = sum(not state.is_forwarding for state in span(plan).values())
    assert blocked > 0
    assert sum(link.state is LinkState.BLOCKED for link in topology.links.values()) == blocked


def test_bundles_are_one_link_with_their_wires() -> None:
    topology, _ = found(1)
    bundles = [link for link in topology.links.values() if link.members]
    plan = campus(1)
    wanted = {frozenset({(n.name, b) for n in plan.of(Role.SWITCH) for b in n.bundles.values()})}
    ends = [end for link in bundles for end in (link.a, link.b)]
    ports = {(topology.inventories[e.device].device.name.partition(".")[0], e.interface) for e in ends}
    assert {frozenset(ports)} == wanted
