"""A real network, discovered: every device once, every link once with the right ports, and the truth after a cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nocscape.model.explanation import Why
from nocscape.model.status import LinkState
from nocscape.topology.infer import Topology
from nocscape.topology.naming import find_port
from nocscape.topology.why import explain
from tests.lab.looking import links, look, seen_whole, until, until_so
from tests.lab.netlab import Lab, Node, needs_lab, netlab

pytestmark = [pytest.mark.lab, pytest.mark.timeout(300), needs_lab]

_SAME_ENGINE = "exactEngineID 0x80001f8804636c6f6e65\n"
NODES = (
    Node("core-a", snmp="v3"),
    Node("core-b", snmp="v3"),
    Node("edge-1", cdp=True),
    Node("edge-2", cdp=True),
    Node("edge-3", lldp=False),
    Node("host-1", conf=_SAME_ENGINE),
    Node("host-2", conf=_SAME_ENGINE),
    Node("host-3", snmp=None),
    Node("host-4", snmp=None, lldp=False),
    Node("host-5", lldp=False),
)
LINKS = (
    ("core-a", "core-b"),
    ("core-a", "core-b"),
    ("core-a", "edge-1"),
    ("core-b", "edge-2"),
    ("edge-1", "edge-2"),
    ("core-a", "edge-3"),
    ("edge-1", "host-1"),
    ("edge-1", "host-3"),
    ("edge-2", "host-2"),
    ("edge-2", "host-4"),
    ("edge-3", "host-5"),
)


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with netlab(NODES, LINKS) as made, made.inside():
        yield made


@pytest.fixture
async def topology(lab: Lab) -> Topology:
    return await seen_whole(lab)


async def test_every_device_is_found_once(lab: Lab, topology: Topology) -> None:
    devices = [i.device for i in topology.inventories.values()]
    assert sorted(d.endpoint.address for d in devices) == sorted(lab.address.values())
    assert {d.name for d in devices if d.snmp} == {n for n, node in lab.nodes.items() if node.snmp}
    assert {d.name: d.snmp for d in devices if d.snmp == "v3"} == {"core-a": "v3", "core-b": "v3"}


async def test_every_link_that_somebody_sees_is_found_once_with_both_ports(lab: Lab, topology: Topology) -> None:
    assert links(topology, lab, LinkState.UP) == lab.visible()
    assert len(topology.links) == len(lab.visible())


async def test_a_silent_host_is_named_by_what_its_neighbour_hears(lab: Lab, topology: Topology) -> None:
    device = next(i for i in topology.inventories.values() if i.device.endpoint.address == lab.address["host-3"])
    assert device.device.name == "host-3"
    assert [i.name for i in device.interfaces] == ["ge1"]


async def test_an_agent_is_read_in_full(topology: Topology) -> None:
    core = next(i for i in topology.inventories.values() if i.device.name == "core-a")
    by_name = {i.name: i for i in core.interfaces}
    assert set(by_name) >= {"lo", "eth0", "ge1", "ge2", "ge3", "ge4"}
    assert by_name["ge1"].addresses[0] == "10.78.0.1/30"
    assert by_name["ge1"].oper == "up"
    assert len(by_name["ge1"].mac) == 17
    assert core.device.sys_location == "rack core-a"
    assert "lldp" in core.device.protocols
    assert [m for m in core.memory if m.descr == "Physical memory" and m.used_percent]
    assert core.storage


@pytest.mark.parametrize(
    ("a", "b", "reasons"),
    [
        ("core-a", "edge-3", {Why.NO_PROTOCOL, Why.EVIDENCE}),
        ("edge-2", "10.77.0.9", {Why.NOT_POLLED, Why.NO_PROTOCOL}),
        ("edge-3", "host-5", {Why.NO_PROTOCOL, Why.EVIDENCE}),
        ("host-1", "host-2", {Why.NO_COMMON_SEGMENT}),
    ],
)
async def test_a_wire_that_nobody_can_see_has_its_reason(topology: Topology, a: str, b: str, reasons: set[Why]) -> None:
    told = explain(topology, *(find_port(topology.inventories, name) for name in (a, b)))
    assert not told.is_linked
    assert {r.reason for r in told.reasons} == reasons


async def test_a_cut_cable_is_seen_and_so_is_its_repair(lab: Lab, topology: Topology) -> None:
    cut = frozenset({("edge-1", "ge2"), ("edge-2", "ge2")})
    assert cut in lab.visible()
    lab.set_link(cut, "down")
    assert await until(lab, topology, cut, LinkState.DOWN)
    fresh = Topology()
    await look(lab, fresh)
    assert links(fresh, lab, LinkState.UP) == lab.visible() - {cut}
    lab.set_link(cut, "up")
    lab.await_settled()
    assert await until_so(lab, topology, lambda: links(topology, lab, LinkState.UP) == lab.visible())


async def test_a_node_whose_agents_die_stays_with_its_last_links_and_returns(lab: Lab, topology: Topology) -> None:
    lost = frozenset({("edge-1", "ge3"), ("host-1", "ge1")})
    lab.stop("host-1")
    try:
        assert await until(lab, topology, lost, LinkState.STALE)
        host = next(
            i.device for i in topology.inventories.values() if i.device.endpoint.address == lab.address["host-1"]
        )
        assert host.name == "host-1"
    finally:
        lab.start("host-1")
    lab.await_settled()
    assert await until_so(lab, topology, lambda: links(topology, lab, LinkState.UP) == lab.visible())
