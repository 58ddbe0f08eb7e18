"""Why is there a link, and why is there none?"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.discovery.to_json import explanation_document
from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.explanation import Explanation, Why
from nocscape.model.net import PortRef
from nocscape.topology.infer import Topology
from nocscape.topology.naming import find_port
from nocscape.topology.observations import DeviceReading, IdType, RawId
from nocscape.topology.why import explain
from tests.unit.topology.made import (
    NOW,
    address_of,
    hears,
    later,
    learns,
    mac,
    pinged,
    resolves,
    silent,
    spans,
    switch,
    wired,
    with_oper,
)
from tests.unit.topology.test_bridged import chain
from tests.unit.topology.test_links import inferred


def asked(topology: Topology, a: str, b: str) -> Explanation:
    return explain(topology, find_port(topology.inventories, a), find_port(topology.inventories, b))


def words(*readings: DeviceReading, a: str = "a", b: str = "b") -> set[str]:
    topology = Topology()
    topology.apply(readings, NOW)
    return {r.reason for r in asked(topology, a, b).reasons}


def at(reading: DeviceReading, interface: str, address: str) -> DeviceReading:
    changed = tuple(
        replace(i, addresses=(address,)) if i.name == interface else i for i in reading.inventory.interfaces
    )
    return replace(reading, inventory=replace(reading.inventory, interfaces=changed))


def test_a_link_is_explained_by_its_evidence() -> None:
    topology = Topology()
    topology.apply(wired(switch("a"), 1, switch("b"), 2), NOW)
    told = asked(topology, "a", "b")
    assert told.is_linked
    assert [r.reason for r in told.reasons] == [Why.EVIDENCE, Why.EVIDENCE]
    assert told.hints == ()


def test_a_device_that_is_not_polled_cannot_say_whom_it_hears() -> None:
    assert words(switch("a"), pinged("10.9.9.9"), b="10.9.9.9") == {Why.NOT_POLLED, Why.NO_PROTOCOL}


def test_a_device_without_a_neighbour_protocol_is_named_as_the_reason() -> None:
    assert words(switch("a"), switch("b", chassis="")) == {Why.NO_PROTOCOL}


def test_two_that_speak_and_do_not_hear_each_other_share_no_wire() -> None:
    assert words(switch("a"), switch("b")) == {Why.NO_COMMON_SEGMENT}


def test_one_side_that_hears_nothing_is_said() -> None:
    assert Why.ONE_SIDED in words(hears(switch("a"), 1, "b", "ge2"), switch("b"))


def test_an_unknown_port_id_is_said() -> None:
    assert Why.UNKNOWN_PORT_ID in words(hears(switch("a"), 1, "b", RawId(IdType.LOCAL, "weird")), switch("b"))


def test_a_port_that_is_down_is_said() -> None:
    a, b = wired(switch("a"), 1, switch("b"), 2)
    assert Why.DOWN in words(with_oper(a, "ge1", "down"), b)


def test_what_is_heard_no_more_is_said() -> None:
    a, b = wired(switch("a"), 1, switch("b"), 2)
    topology = Topology()
    topology.apply([a, b], NOW)
    topology.apply([later(x, 60, forgets=True) for x in (a, b)], NOW + 60)
    assert Why.AGED_OUT in {r.reason for r in asked(topology, "a", "b").reasons}


def test_a_sign_that_is_contradicted_is_said() -> None:
    a = hears(switch("a"), 1, "b", "ge2", chassis=RawId(IdType.MAC, mac("impostor")))
    assert Why.CONTRADICTED in words(a, switch("b", address="10.9.9.9"), b="10.9.9.9")


def test_a_shared_transfer_net_is_a_hint_but_no_link() -> None:
    a, b = at(switch("a"), "ge1", "10.60.0.1/30"), at(switch("b", chassis=""), "ge2", "10.60.0.2/30")
    topology = Topology()
    topology.apply([a, b], NOW)
    told = asked(topology, "a", "b")
    assert not told.is_linked
    assert {r.reason for r in told.reasons} == {Why.NO_PROTOCOL, Why.EVIDENCE}


def test_only_what_concerns_the_ports_is_said() -> None:
    a, b = wired(switch("a"), 1, switch("b"), 1)
    a, b = wired(a, 2, b, 2)
    topology = Topology()
    topology.apply([a, b], NOW)
    told = asked(topology, "a:ge2", "b")
    assert [x.a.interface for x in told.links] == ["ge2"]


def test_devices_and_ports_are_found_as_people_write_them() -> None:
    topology = Topology()
    topology.apply([switch("core.example.com")], NOW)
    (device,) = topology.inventories
    for typed in ("core.example.com", "CORE", device, address_of("core.example.com")):
        assert find_port(topology.inventories, typed) == PortRef(device)
    assert find_port(topology.inventories, "core:GE2") == PortRef(device, "ge2")
    assert find_port(topology.inventories, "core:3") == PortRef(device, "ge3")
    for wrong in ("edge", "core:xe9", ":ge1"):
        with pytest.raises(InputError):
            find_port(topology.inventories, wrong)


def reasons(topology: Topology, a: str, b: str) -> dict[str, str]:
    return {r.reason: str(r.detail) for r in asked(topology, a, b).reasons}


def test_who_stands_between_two_bridges_is_said() -> None:
    topology = inferred(*chain())
    assert reasons(topology, "a", "c")[Why.NO_COMMON_SEGMENT] in (
        "a learned c behind ge2, where b stands between",
        "c learned a behind ge1, where b stands between",
    )


def test_two_on_one_cloud_are_told_so() -> None:
    a = resolves(learns(silent("a"), {2: [mac("x"), mac("y")]}), {"10.9.9.1": mac("x"), "10.9.9.2": mac("y")})
    told = reasons(inferred(a, pinged("10.9.9.1"), pinged("10.9.9.2")), "10.9.9.1", "10.9.9.2")
    assert "share the wire a:ge2" in told[Why.EVIDENCE]
    assert Why.NOT_POLLED in told


def test_tables_and_spanning_tree_are_given_as_reasons() -> None:
    a = spans(learns(silent("a"), {2: [mac("b", 1)]}), mac("a", 1), {2: ("forwarding", mac("a", 1), 2)})
    b = spans(silent("b"), mac("b", 1), {1: ("blocking", mac("a", 1), 2)})
    told = asked(inferred(a, b), "a", "b").reasons
    assert {r.reason for r in told} == {Why.EVIDENCE, Why.BLOCKED}
    assert any("designated bridge" in str(r.detail) for r in told)


def test_a_decision_of_the_operator_is_given_as_the_reason() -> None:
    topology = inferred(*wired(switch("a"), 1, switch("b"), 2))
    ends = [find_port(topology.inventories, name) for name in ("a:ge1", "b:ge2")]
    rejected = Decision(
        id="1", kind=DecisionKind.REJECT_LINK, a=ends[0], b=ends[1], actor="ann", note="Patched away.", at=NOW
    )
    topology.decide(rejected, NOW)
    told = asked(topology, "a", "b")
    assert not told.is_linked
    assert Why.REJECTED_BY_OPERATOR in {r.reason for r in told.reasons}
    assert any("Take back" in str(h) for h in told.hints)
    assert Why.REJECTED_BY_OPERATOR not in {r.reason for r in asked(topology, "a:ge3", "b").reasons}
    topology.decide(replace(rejected, kind=DecisionKind.ACCEPT_LINK), NOW)
    assert "ann says that it is there" in " ".join(str(r.detail) for r in asked(topology, "a", "b").reasons)


def test_what_contradicts_a_link_is_said() -> None:
    topology = inferred(hears(switch("a"), 1, "b", "ge2"), hears(switch("b"), 3, "a", "ge1"))
    assert Why.CONTRADICTED in reasons(topology, "a", "b")


def test_a_wire_that_nothing_confirms_is_said() -> None:
    topology = inferred(*chain())
    topology.age(NOW + 1000)
    assert Why.AGED_OUT in reasons(topology, "a", "b")


def test_the_document_has_the_fields_of_the_contract() -> None:
    topology = Topology()
    topology.apply([switch("a"), switch("b")], NOW)
    document = explanation_document(asked(topology, "a", "b"), topology.inventories)
    assert set(document) == {"a", "b", "linked", "links", "reasons", "try"}
    assert set(document["reasons"][0]) == {"reason", "seen_from", "detail"}
    assert document["try"][0].startswith("Check the cable")
