"""Generated networks of real daemons, judged as a whole: every device once, every link once, every gap explained."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nocscape.model.explanation import Why
from nocscape.model.net import Layer, PortRef
from nocscape.model.status import LinkState
from nocscape.topology.infer import Topology
from nocscape.topology.why import explain
from tests.lab.looking import adjacencies, links, names, seen_whole, until, until_so
from tests.lab.netlab import Lab, needs_lab, netlab
from tests.lab.plan import plan

pytestmark = [pytest.mark.lab, pytest.mark.timeout(300), needs_lab]

SHORT = [(1, 20)]
LONG = [(2, 30), (3, 40), (4, 60)]


@pytest.fixture(
    scope="module",
    params=[*SHORT, *(pytest.param(p, marks=[pytest.mark.long, pytest.mark.timeout(300)]) for p in LONG)],
)
def lab(request: pytest.FixtureRequest) -> Iterator[Lab]:
    with netlab(*plan(*request.param)) as made, made.inside():
        yield made


@pytest.fixture
async def topology(lab: Lab) -> Topology:
    return await seen_whole(lab)


def expected_reasons(lab: Lab, a: str, b: str) -> set[Why]:
    """Any of these answers why nobody knows of a wire between two nodes."""
    ends = [lab.nodes[a], lab.nodes[b]]
    reasons = {Why.NO_PROTOCOL} if not all(n.lldp for n in ends) else set()
    reasons |= {Why.NOT_POLLED} if not all(n.snmp for n in ends) else set()
    return reasons or {Why.NO_COMMON_SEGMENT, Why.ONE_SIDED}


async def test_every_node_is_one_device_whatever_its_addresses_and_names(lab: Lab, topology: Topology) -> None:
    assert sorted(names(topology, lab).values()) == sorted(lab.nodes)


async def test_links_are_those_that_somebody_can_see_and_no_others(lab: Lab, topology: Topology) -> None:
    assert links(topology, lab, LinkState.UP) == lab.visible()
    assert len(topology.links) == len(lab.visible())


async def test_routers_that_speak_ospf_are_neighbours_in_its_layer(lab: Lab) -> None:
    routers = {name for name, node in lab.nodes.items() if node.ospf}
    wired = {frozenset((a, b)) for (a, _), (b, _) in lab.links if {a, b} <= routers}
    found = Topology()
    await until_so(lab, found, lambda: adjacencies(found, lab, Layer.OSPF) == wired)
    assert adjacencies(found, lab, Layer.OSPF) == wired


async def test_every_wire_that_nobody_can_see_has_its_reason(lab: Lab, topology: Topology) -> None:
    device = {name: d for d, name in names(topology, lab).items()}
    wrong = []
    for a, b in map(sorted, lab.unseen()):
        told = explain(topology, PortRef(device[a]), PortRef(device[b]))
        if told.is_linked or not expected_reasons(lab, a, b) & {r.reason for r in told.reasons}:
            wrong.append((a, b, told))
    assert lab.unseen()
    assert not wrong


async def test_a_cut_a_repair_a_death_and_a_return_are_told(lab: Lab, topology: Topology) -> None:
    cut = next(ends for ends in sorted(lab.visible(), key=sorted) if all(lab.nodes[n].snmp for n, _ in ends))
    dead = next(name for name in lab.nodes if name.startswith("sw-"))
    lost = next(e for e in sorted(lab.visible(), key=sorted) if dead in dict(e) and e != cut)
    lab.set_link(cut, "down")
    assert await until(lab, topology, cut, LinkState.DOWN)
    lab.set_link(cut, "up")
    lab.stop(dead)
    try:
        assert await until(lab, topology, lost, LinkState.STALE)
        assert dead in names(topology, lab).values()
    finally:
        lab.start(dead)
    lab.await_settled()
    await until_so(lab, topology, lambda: links(topology, lab, LinkState.UP) == lab.visible())
    assert links(topology, lab, LinkState.UP) == lab.visible()
