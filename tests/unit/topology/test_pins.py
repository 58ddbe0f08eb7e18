"""What an operator merges stays one device, and what is split stays apart, whatever the signs say."""

from __future__ import annotations

from msgspec.structs import replace

from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import DeviceId, Endpoint
from nocscape.topology.identity import Directory
from nocscape.topology.infer import Topology
from nocscape.topology.observations import DeviceReading
from tests.unit.topology.made import NOW, later, pinged, switch, wired

A, B, C = (Endpoint(f"10.0.9.{n}") for n in (1, 2, 3))


def reading(endpoint: Endpoint, name: str) -> DeviceReading:
    return switch(name, address=endpoint.address)


def directory(*readings: DeviceReading) -> Directory:
    made = Directory()
    for each in readings:
        made.add(each)
    return made


def merge(*endpoints: Endpoint, at: float = 1.0) -> Decision:
    return Decision(id=f"merge-{at}", kind=DecisionKind.MERGE, endpoints=endpoints, at=at)


def split(*endpoints: Endpoint, at: float = 1.0) -> Decision:
    return Decision(id=f"split-{at}", kind=DecisionKind.SPLIT, endpoints=endpoints, at=at)


def groups(made: Directory) -> set[frozenset[Endpoint]]:
    return {frozenset(d.members) for d in made}


def at(made: Directory, endpoint: Endpoint) -> DeviceId:
    found = made.at(endpoint)
    assert found is not None
    return found


def test_a_merger_wins_over_contradicting_chassis_ids_and_the_oldest_keeps_its_id() -> None:
    made = directory(reading(A, "one"), reading(B, "other"))
    one, other = at(made, A), at(made, B)
    change = made.decide(merge(B, A))
    assert groups(made) == {frozenset((A, B))}
    assert at(made, B) == one
    assert change.gone == {other: one}
    assert made.devices[one].members[B].because == ("operator",)


def test_a_revoked_merger_gives_both_their_ids_back() -> None:
    made = directory(reading(A, "one"), reading(B, "other"))
    ids = at(made, A), at(made, B)
    made.decide(merge(A, B))
    made.revoke("merge-1.0")
    assert (at(made, A), at(made, B)) == ids


def test_a_split_wins_over_every_sign_and_the_rest_keeps_the_id() -> None:
    made = directory(reading(A, "core"), reading(B, "core"), reading(C, "core"))
    before = at(made, A)
    made.decide(split(B, A, C))
    assert groups(made) == {frozenset((A, C)), frozenset((B,))}
    assert at(made, A) == before
    made.revoke("split-1.0")
    assert groups(made) == {frozenset((A, B, C))}
    assert at(made, B) == before


def test_decisions_hold_for_what_is_read_later_and_again() -> None:
    made = Directory()
    made.decide(split(A, B))
    made.decide(merge(B, C, at=2.0))
    for each in (reading(A, "core"), reading(B, "core"), reading(C, "edge")):
        made.add(each)
        made.add(later(each, 60))
    made.add(reading(C, "renamed"))
    assert groups(made) == {frozenset((A,)), frozenset((B, C))}


def test_mergers_that_share_an_endpoint_make_one_device_whatever_its_signs_say() -> None:
    made = Directory()
    made.decide(merge(A, B))
    made.decide(merge(A, C, at=2.0))
    for each in (reading(B, "one"), reading(C, "other"), reading(A, "third")):
        made.add(each)
    assert groups(made) == {frozenset((A, B, C))}
    assert made.conflicts == {}


def test_the_newest_word_about_two_endpoints_counts() -> None:
    made = directory(reading(A, "one"), reading(B, "other"))
    made.decide(merge(A, B, at=1.0))
    made.decide(split(A, B, at=2.0))
    assert len(made.devices) == 2
    made.decide(merge(A, B, at=3.0))
    assert len(made.devices) == 1


def test_what_fits_both_sides_of_a_split_joins_one_of_them_and_keeps_them_apart() -> None:
    made = directory(reading(A, "core"), reading(B, "core"))
    made.decide(split(A, B))
    made.add(reading(C, "core"))
    assert len(made.devices) == 2
    assert at(made, A) != at(made, B)


def test_readings_that_know_their_device_find_it_again_in_any_order() -> None:
    made = directory(reading(A, "core"), reading(B, "core"), reading(C, "core"))
    made.decide(split(B, A))
    kept = [replace_id(m.reading, d.id) for d in made for m in d.members.values()]
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0)):
        again = Directory()
        again.decide(split(B, A))
        for place in sorted(order, key=lambda n: kept[n].endpoint == C):
            again.add(kept[place])
        assert groups(again) == groups(made)
        assert {e: again.at(e) for e in (A, B, C)} == {e: made.at(e) for e in (A, B, C)}


def replace_id(known: DeviceReading, device: DeviceId) -> DeviceReading:
    return replace(known, inventory=replace(known.inventory, device=replace(known.inventory.device, id=device)))


def test_links_follow_a_merger_and_its_revocation() -> None:
    one, edge = wired(reading(A, "one"), 1, reading(B, "edge"), 2)
    topology = Topology()
    topology.apply([one, edge, pinged(C.address)], NOW)
    before = dict(topology.links)
    assert len(before) == 1
    delta = topology.decide(merge(A, C), NOW)
    assert len(topology.inventories) == 2
    assert list(delta.gone.values()) == [at(topology.directory, A)]
    assert dict(topology.links) == before
    topology.revoke("merge-1.0", NOW)
    assert len(topology.inventories) == 3
    assert dict(topology.links) == before
