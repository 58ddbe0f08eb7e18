"""A device of several addresses, one of which is silent now: what its agent says at the others is what counts."""

from __future__ import annotations

from msgspec.structs import replace

from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import Endpoint, Link
from nocscape.model.status import LinkState
from nocscape.topology.infer import Topology
from nocscape.topology.merge import OUTDATED_S
from nocscape.topology.observations import DeviceReading
from tests.unit.topology.made import NOW, later, switch, wired, with_oper

OTHER = Endpoint("10.99.0.1")


def at_other(reading: DeviceReading) -> DeviceReading:
    """The same agent, asked at another of its addresses."""
    heard = tuple(replace(o, seen_from=OTHER) for o in reading.observations)
    device = replace(reading.inventory.device, endpoint=OTHER, addresses=(OTHER.address,))
    return replace(reading, endpoint=OTHER, observations=heard, inventory=replace(reading.inventory, device=device))


def linked() -> tuple[Topology, DeviceReading]:
    """Two switches and a cable; the first of them answered at two addresses."""
    a, b = wired(switch("a"), 1, switch("b"), 2)
    topology = Topology()
    topology.apply([a, at_other(a), b], NOW)
    return topology, at_other(a)


def the_link(topology: Topology) -> Link:
    (link,) = topology.links.values()
    return link


def test_a_port_that_went_down_is_told_though_the_first_address_went_with_it() -> None:
    topology, a = linked()
    topology.apply([with_oper(later(a, OUTDATED_S + 1.0), "ge1", "down")], NOW + OUTDATED_S + 1.0)
    assert the_link(topology).state is LinkState.DOWN


def test_a_neighbour_that_is_heard_no_more_is_not_kept_by_an_address_that_is_silent() -> None:
    topology, a = linked()
    topology.apply([later(a, OUTDATED_S + 1.0, forgets=True)], NOW + OUTDATED_S + 1.0)
    heard = topology.claims.of(topology.directory.at(OTHER) or "")
    assert [claim.is_current for claim in heard] == [False]


def test_the_address_that_is_polled_and_the_keys_of_ports_stay() -> None:
    topology, a = linked()
    before = topology.inventories[topology.directory.at(OTHER) or ""]
    topology.apply([with_oper(later(a, OUTDATED_S + 1.0), "ge1", "down")], NOW + OUTDATED_S + 1.0)
    after = topology.inventories[topology.directory.at(OTHER) or ""]
    assert after.device.endpoint == before.device.endpoint != OTHER
    assert [i.key for i in after.interfaces] == [i.key for i in before.interfaces]
    assert after.device.addresses == before.device.addresses


def test_readings_of_one_round_all_count_whichever_came_last() -> None:
    topology, a = linked()
    topology.apply([with_oper(later(a, OUTDATED_S), "ge1", "down")], NOW + OUTDATED_S)
    assert the_link(topology).state is LinkState.UP


def test_two_agents_that_an_operator_joined_both_have_their_say() -> None:
    a, b = wired(switch("a"), 1, switch("b"), 2)
    spare = switch("spare")
    topology = Topology()
    topology.apply([a, b, spare], NOW)
    joined = Decision(id="j", kind=DecisionKind.MERGE, endpoints=(a.endpoint, spare.endpoint), at=NOW)
    topology.decide(joined, NOW)
    topology.apply([later(spare, 10 * OUTDATED_S)], NOW + 10 * OUTDATED_S)
    assert the_link(topology).state is LinkState.UP
    assert all(claim.is_current for claim in topology.claims.claims.values())
