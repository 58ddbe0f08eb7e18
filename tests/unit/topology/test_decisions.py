"""What the operator decides about links is laid over what inference finds."""

from __future__ import annotations

import pytest

from nocscape.base.errors import InputError
from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import PortRef
from nocscape.model.status import LinkState
from nocscape.topology.infer import Topology
from nocscape.topology.naming import find_port
from tests.unit.topology.made import NOW, hears, later, switch, wired
from tests.unit.topology.test_links import only_link, shown


def decided(topology: Topology, kind: DecisionKind, a: str, b: str, name: str = "one", at: float = NOW) -> Decision:
    ends: list[PortRef] = [find_port(topology.inventories, typed) for typed in (a, b)]
    return Decision(id=name, kind=kind, a=ends[0], b=ends[1], actor="ann", at=at)


def cabled() -> Topology:
    topology = Topology()
    topology.apply([*wired(switch("a"), 1, switch("b"), 2)], NOW)
    return topology


def test_a_rejected_link_is_gone_whatever_is_read_and_comes_back_when_revoked() -> None:
    topology = cabled()
    (link,) = topology.links
    delta = topology.decide(decided(topology, DecisionKind.REJECT_LINK, "b:ge2", "a:ge1"), NOW)
    assert delta.links_gone == {link}
    topology.apply([*wired(switch("a", at=NOW + 9), 1, switch("b", at=NOW + 9), 2)], NOW + 9)
    assert topology.links == {}
    assert [d.id for d in topology.decisions] == ["one"]
    assert set(topology.revoke("one", NOW).links) == {link}
    assert topology.decisions == ()


def test_rejecting_two_devices_rejects_all_links_between_them() -> None:
    a, b = wired(switch("a"), 1, switch("b"), 2)
    topology = Topology()
    topology.apply([*wired(a, 3, b, 3)], NOW)
    topology.decide(decided(topology, DecisionKind.REJECT_LINK, "a", "b"), NOW)
    assert topology.links == {}


def test_a_drawn_link_needs_no_evidence() -> None:
    topology = Topology()
    topology.apply([switch("a"), switch("b")], NOW)
    topology.decide(decided(topology, DecisionKind.DRAW_LINK, "b:ge4", "a:ge3"), NOW)
    assert shown(topology) == ["a:ge3-b:ge4"]
    link = only_link(topology)
    assert (link.decision, link.confidence, [e.source for e in link.evidence]) == ("one", 1.0, ["operator"])


def test_a_drawn_link_goes_with_its_device_and_returns_with_it() -> None:
    topology = Topology()
    topology.apply([switch("a"), switch("b")], NOW)
    decision = decided(topology, DecisionKind.DRAW_LINK, "b:ge4", "a:ge3")
    topology.decide(decision, NOW)
    assert decision.a is not None
    assert topology.forget(decision.a.device, NOW).links_gone
    assert topology.links == {}
    topology.apply([switch("b")], NOW)
    assert shown(topology) == ["a:ge3-b:ge4"]


def test_an_accepted_link_is_sure_and_goes_with_its_evidence() -> None:
    topology = Topology()
    topology.apply([hears(switch("a"), 1, "b", "ge2"), switch("b")], NOW)
    topology.decide(decided(topology, DecisionKind.ACCEPT_LINK, "a:ge1", "b:ge2"), NOW)
    assert (only_link(topology).confidence, only_link(topology).decision) == (1.0, "one")
    topology.apply([later(x, 60, forgets=True) for x in (switch("a"), switch("b"))], NOW + 60)
    assert only_link(topology).state is LinkState.STALE
    topology.age(NOW + 8 * 86400)
    assert topology.links == {}


def test_a_pinned_link_stays_when_its_evidence_goes() -> None:
    topology = cabled()
    topology.decide(decided(topology, DecisionKind.PIN_LINK, "a:ge1", "b:ge2"), NOW)
    topology.apply([later(x, 60, forgets=True) for x in (switch("a"), switch("b"))], NOW + 60)
    assert only_link(topology).state is LinkState.UP
    topology.age(NOW + 8 * 86400)
    assert shown(topology) == ["a:ge1-b:ge2"]
    assert only_link(topology).state is LinkState.UP
    assert only_link(topology).decision == "one"


def test_the_newest_decision_about_the_same_ports_counts() -> None:
    topology = cabled()
    topology.decide(decided(topology, DecisionKind.REJECT_LINK, "a:ge1", "b:ge2", "no", NOW), NOW)
    topology.decide(decided(topology, DecisionKind.ACCEPT_LINK, "a:ge1", "b:ge2", "yes", NOW + 1), NOW)
    assert only_link(topology).decision == "yes"
    assert [d.id for d in topology.decisions] == ["yes", "no"]


def test_a_link_between_a_device_and_itself_cannot_be_decided() -> None:
    topology = cabled()
    with pytest.raises(InputError):
        topology.decide(decided(topology, DecisionKind.DRAW_LINK, "a:ge1", "a:ge2"), NOW)


def test_a_decision_that_is_made_anew_leaves_nothing_at_its_old_place() -> None:
    topology = Topology()
    topology.apply([switch("a"), switch("b"), switch("c")], NOW)
    topology.decide(decided(topology, DecisionKind.DRAW_LINK, "a:ge3", "b:ge4"), NOW)
    (old,) = topology.links
    delta = topology.decide(decided(topology, DecisionKind.DRAW_LINK, "a:ge3", "c:ge4"), NOW)
    assert shown(topology) == ["a:ge3-c:ge4"]
    assert delta.links_gone == {old}


def test_a_decision_that_is_refused_leaves_the_one_before() -> None:
    topology = Topology()
    topology.apply([switch("a"), switch("b")], NOW)
    topology.decide(decided(topology, DecisionKind.DRAW_LINK, "a:ge3", "b:ge4"), NOW)
    with pytest.raises(InputError):
        topology.decide(decided(topology, DecisionKind.DRAW_LINK, "a:ge3", "a:ge4"), NOW)
    assert shown(topology) == ["a:ge3-b:ge4"]
    assert [d.id for d in topology.decisions] == ["one"]
