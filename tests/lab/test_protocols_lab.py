"""Real routing daemons behind a real agent: what OSPF, BGP and ARP tell of each node."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

import pytest

from nocscape.engine.finding.protocols import protocols_said
from nocscape.model.protocols import Protocols
from nocscape.topology.infer import Topology
from tests.lab.looking import look, names
from tests.lab.netlab import FRR, Lab, Node, needs_lab, netlab

pytestmark = [pytest.mark.lab, needs_lab]

NODES = (Node("r1", ospf=True), Node("r2", ospf=True), Node("r3", ospf=True, snmp="v3"))
LINKS = (("r1", "r2"), ("r2", "r3"))
PATIENCE_S = 60.0
BGP = {
    "r1": "router bgp 65001\n no bgp ebgp-requires-policy\n neighbor 10.78.0.2 remote-as 65002\n"
    " neighbor 10.78.0.2 timers connect 1\n",
    "r2": "router bgp 65002\n no bgp ebgp-requires-policy\n neighbor 10.78.0.1 remote-as 65001\n"
    " neighbor 10.78.0.1 timers connect 1\n neighbor 10.78.1.2 remote-as 65003\n",
}


def _start_bgp(lab: Lab, name: str, conf: str) -> None:
    """bgpd beside the daemons of the node, its MIB at the node's agent as theirs is."""
    space = lab._spaces[name]
    folder = space.folder / "frr"
    (folder / "bgpd.conf").write_text(f"hostname {name}\nagentx\n{conf}")
    argv = [str(FRR / "bgpd"), "-f", str(folder / "bgpd.conf"), "-M", "snmp", "--vty_socket", str(folder)]
    argv += ["-z", str(folder / "zserv.api"), "-i", str(folder / "bgpd.pid"), "-A", "127.0.0.1"]
    space.spawn("env", f"SNMPCONFPATH={space.folder}", *argv)


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with netlab(NODES, LINKS) as made, made.inside():
        for name, conf in BGP.items():
            _start_bgp(made, name, conf)
        yield made


async def told(lab: Lab, is_settled: Callable[[dict[str, Protocols]], bool]) -> dict[str, Protocols]:
    """What each node says, once the daemons have come to terms; protocols take some seconds for it."""
    topology = Topology()
    said: dict[str, Protocols] = {}
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        assert await look(lab, topology) == []
        called = names(topology, lab)
        said = {called[d]: p for d in topology.inventories if (p := protocols_said(topology, d)) is not None}
        if is_settled(said):
            break
        await asyncio.sleep(0.5)
    return said


async def test_ospf_neighbours_are_told_by_all_routers(lab: Lab) -> None:
    def is_full(said: dict[str, Protocols]) -> bool:
        states = [n.state for p in said.values() for n in p.ospf_neighbours]
        return len(states) == 2 * len(LINKS) and set(states) == {"full"}

    said = await told(lab, is_full)
    assert is_full(said)
    assert {n.address for n in said["r2"].ospf_neighbours} == {"10.78.0.1", "10.78.1.2"}
    (seen,) = said["r1"].ospf_neighbours
    assert (seen.address, seen.local_address, seen.area) == ("10.78.0.2", "10.78.0.1", "0.0.0.0")  # noqa: S104
    assert seen.if_index is not None


async def test_bgp_sessions_are_told_with_their_state(lab: Lab) -> None:
    def is_up(said: dict[str, Protocols]) -> bool:
        # each side learns by itself that the session stands: one end can say so a moment before the other
        states = {(name, p.address): p.state for name, own in said.items() for p in own.bgp_peers}
        return {states.get(("r1", "10.78.0.2")), states.get(("r2", "10.78.0.1"))} == {"established"}

    said = await told(lab, is_up)
    (peer,) = said["r1"].bgp_peers
    assert (peer.address, peer.state, peer.remote_as, peer.local_as) == ("10.78.0.2", "established", 65_002, 65_001)
    states = {p.address: p.state for p in said["r2"].bgp_peers}
    assert states["10.78.0.1"] == "established"
    assert states["10.78.1.2"] in ("idle", "connect", "active")


async def test_what_the_kernel_resolved_is_told(lab: Lab) -> None:
    said = await told(lab, lambda said: "r1" in said and said["r1"].arp_count > 0)
    assert said["r1"].arp_count > 0
