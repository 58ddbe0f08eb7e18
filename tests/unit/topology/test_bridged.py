"""Wires, clouds and stations from what bridges learned."""

from __future__ import annotations

from itertools import permutations

import pytest
from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.discovery.to_json import to_document
from nocscape.model.answers import Place
from nocscape.model.net import Kind, LinkMember
from nocscape.model.status import LinkState
from nocscape.topology.observations import Aggregation, DeviceReading, IdType, RawId
from tests.unit.topology.made import (
    NOW,
    address_of,
    bundled,
    hears,
    later,
    learns,
    mac,
    pinged,
    resolves,
    says,
    silent,
    spans,
    switch,
    wired,
)
from tests.unit.topology.test_links import inferred, only_link, shown

GATEWAY, PC, PRINTER = mac("gateway"), mac("pc"), mac("printer")
VIRTUAL = "00:00:5e:00:01:0a"
PO = 100
"""ifIndex of a bundle."""


def own(name: str) -> str:
    """An address that the switch of that name sends from."""
    return mac(name, 1)


def chain() -> list[DeviceReading]:
    """a – b – c, the gateway at a; nobody announces anything."""
    return [
        learns(silent("a"), {1: [GATEWAY], 2: [own("b"), own("c"), PC]}),
        learns(silent("b"), {1: [GATEWAY, own("a")], 2: [own("c"), PC]}),
        learns(silent("c"), {1: [GATEWAY, own("a"), own("b")], 3: [PC]}),
    ]


def test_transitive_edges_are_left_out() -> None:
    topology = inferred(*chain())
    assert shown(topology) == ["a:ge2-b:ge1", "b:ge2-c:ge1"]
    assert {e.source for x in topology.links.values() for e in x.evidence} == {"fdb"}
    assert all(x.confidence >= 0.9 for x in topology.links.values())


def test_a_bridge_that_lost_an_entry_keeps_its_place() -> None:
    more = [mac("pc", n) for n in range(4)]
    a = learns(silent("a"), {1: [GATEWAY], 2: [own("b"), own("c"), *more]})
    b = learns(silent("b"), {1: [GATEWAY, own("a")], 2: more})
    c = learns(silent("c"), {1: [GATEWAY, own("a")], 3: more})
    assert shown(inferred(a, b, c)) == ["a:ge2-b:ge1", "b:ge2-c:ge1"]


def test_what_answers_ping_alone_stands_at_its_access_port() -> None:
    a, b, c = chain()
    topology = inferred(a, b, resolves(c, {"10.9.9.9": PC}), pinged("10.9.9.9"))
    assert "10.9.9.9:None-c:ge3" in shown(topology)


def test_what_is_polled_and_announces_nothing_stands_at_its_access_port() -> None:
    a, b, c = chain()
    c = learns(c, {4: [mac("server", 1)]})
    topology = inferred(a, b, c, silent("server", 1))
    assert "c:ge4-server:ge1" in shown(topology)


def test_arp_alone_draws_nothing() -> None:
    topology = inferred(resolves(silent("a"), {"10.9.9.9": PC}), pinged("10.9.9.9"))
    assert topology.links == {}
    assert len(topology.inventories) == 2


def test_several_devices_at_one_port_hang_on_a_cloud() -> None:
    a = resolves(learns(silent("a"), {1: [GATEWAY], 2: [PC, PRINTER]}), {"10.9.9.1": PC, "10.9.9.2": PRINTER})
    topology = inferred(a, pinged("10.9.9.1"), pinged("10.9.9.2"))
    (cloud,) = topology.segments()
    assert (cloud.device.kind, cloud.device.name, cloud.device.is_ghost) == (Kind.CLOUD, "a:ge2", True)
    assert cloud.device.id.startswith("cloud-")
    assert shown(topology) == ["10.9.9.1:None-a:ge2:None", "10.9.9.2:None-a:ge2:None", "a:ge2-a:ge2:None"]
    document = to_document(topology.inventories.values(), topology.links.values())
    assert len(document["devices"]) == 3
    assert document["links"] == []
    (segment,) = document["segments"]
    assert sorted(str(p["interface"]) for p in segment["ports"]) == ["None", "None", "ge2"]


def test_a_cloud_goes_when_what_made_it_does() -> None:
    a = resolves(learns(silent("a"), {1: [GATEWAY], 2: [PC, PRINTER]}), {"10.9.9.1": PC, "10.9.9.2": PRINTER})
    topology = inferred(a, pinged("10.9.9.1"), pinged("10.9.9.2"))
    cloud = topology.segments()[0].device.id
    device = next(d for d, i in topology.inventories.items() if i.device.name == "a")
    assert cloud in topology.forget(device, NOW).gone
    assert topology.links == {}
    assert topology.segments() == ()


def test_several_bridges_at_one_port_hang_on_a_cloud() -> None:
    a = learns(silent("a"), {1: [GATEWAY], 2: [own("b"), own("c")]})
    b = learns(silent("b"), {1: [GATEWAY, own("a"), own("c")]})
    c = learns(silent("c"), {1: [GATEWAY, own("a"), own("b")]})
    topology = inferred(a, b, c)
    assert len(topology.segments()) == 1
    assert shown(topology) == ["a:ge2-a:ge2:None", "a:ge2:None-b:ge1", "a:ge2:None-c:ge1"]


def test_a_host_that_both_bridges_see_between_them_is_on_a_cloud() -> None:
    host = mac("server", 1)
    a = learns(silent("a"), {1: [GATEWAY], 2: [own("b"), host]})
    b = learns(silent("b"), {1: [GATEWAY, own("a"), host]})
    topology = inferred(a, b, silent("server", 1))
    assert shown(topology) == ["a:ge2-a:ge2:None", "a:ge2:None-b:ge1", "a:ge2:None-server:ge1"]


def test_guests_of_a_hypervisor_need_no_cloud() -> None:
    a = learns(silent("a"), {1: [GATEWAY], 2: [mac("host", 1), "52:54:00:11:22:33", "02:11:22:33:44:55"]})
    topology = inferred(a, silent("host", 1))
    assert shown(topology) == ["a:ge2-host:ge1"]


def test_what_shares_a_port_with_a_phone_stands_behind_it() -> None:
    a = hears(switch("a"), 2, "phone", "port1", capabilities=("telephone", "bridge"))
    a = resolves(learns(a, {1: [GATEWAY], 2: [mac("phone"), PC]}), {"10.9.9.1": PC})
    topology = inferred(a, pinged("10.9.9.1"))
    assert shown(topology) == ["10.9.9.1:None-phone:None", "a:ge2-phone:port1"]
    phone = next(x for x in topology.links.values() if x.confidence > 0.6)
    assert {e.source for e in phone.evidence} == {"lldp", "fdb"}


def test_announced_and_learned_are_one_link() -> None:
    a, b = wired(switch("a"), 2, switch("b"), 1)
    a, b = learns(a, {1: [GATEWAY], 2: [own("b")]}, 7), learns(b, {1: [GATEWAY, own("a")]}, 9)
    link = only_link(inferred(a, b))
    assert {e.source for e in link.evidence} == {"lldp", "fdb"}
    assert (link.confidence, link.contradictions, link.vlans) == (1.0, (), (7, 9))


def test_a_host_on_an_announced_wire_contradicts_it() -> None:
    host = mac("server", 1)
    a, b = wired(switch("a"), 2, switch("b"), 1)
    a = learns(a, {1: [GATEWAY], 2: [own("b"), host]})
    b = learns(b, {1: [GATEWAY, own("a"), host]})
    topology = inferred(a, b, silent("server", 1))
    assert shown(topology) == ["a:ge2-b:ge1"]
    link = only_link(topology)
    assert [e.source for e in link.contradictions] == ["fdb"]
    assert link.confidence == pytest.approx(0.8, abs=0.01)


def test_different_neighbours_in_two_protocols_contradict_each_other() -> None:
    a = hears(switch("a"), 1, "b", "ge1")
    a = hears(a, 1, "x", "ge9", source="cdp", chassis=RawId(IdType.DEVICE_NAME, "x"))
    topology = inferred(a, switch("b"))
    assert len(topology.links) == 2
    assert all(len(x.contradictions) == 1 for x in topology.links.values())


def test_ends_that_name_different_ports_are_one_link_with_a_contradiction() -> None:
    topology = inferred(hears(switch("a"), 1, "b", "ge2"), hears(switch("b"), 3, "a", "ge1"))
    assert shown(topology) == ["a:ge1-b:ge3"]
    link = only_link(topology)
    assert len(link.contradictions) == 1
    assert link.confidence < 0.9


def test_a_virtual_address_is_nobodys() -> None:
    a, b, c = chain()
    topology = inferred(learns(a, {3: [VIRTUAL]}), b, resolves(c, {"10.9.9.9": VIRTUAL}), pinged("10.9.9.9"))
    assert shown(topology) == ["a:ge2-b:ge1", "b:ge2-c:ge1"]
    assert all(s.mac != VIRTUAL for d in topology.inventories for s in topology.stations_of(d))


def test_a_port_that_spanning_tree_blocks_is_a_blocked_link() -> None:
    a = spans(learns(silent("a"), {1: [GATEWAY], 2: [own("b")]}), own("a"), {2: ("forwarding", own("a"), 2)})
    ports = {1: ("forwarding", own("a"), 2), 3: ("blocking", own("a"), 3)}
    b = spans(learns(silent("b"), {1: [GATEWAY, own("a")]}), own("b"), ports)
    a = spans(a, own("a"), {3: ("forwarding", own("a"), 3)})
    topology = inferred(a, b)
    states = {shown(topology, [x])[0]: x.state for x in topology.links.values()}
    assert states == {"a:ge2-b:ge1": LinkState.UP, "a:ge3-b:ge3": LinkState.BLOCKED}


def test_spanning_tree_links_bridges_that_tell_no_table() -> None:
    a = spans(silent("a"), own("a"), {2: ("forwarding", own("a"), 2)})
    b = spans(silent("b"), own("b"), {1: ("forwarding", own("a"), 2)})
    assert shown(inferred(a, b)) == ["a:ge2-b:ge1"]


def test_bundles_are_one_link_with_members() -> None:
    a, b = wired(*(bundled(switch("a"), 1, 2), 1), *(bundled(switch("b"), 3, 4), 3))
    a, b = wired(a, 2, b, 4)
    topology = inferred(a, b)
    assert shown(topology) == ["a:po1-b:po1"]
    first_is_a = topology.inventories[only_link(topology).a.device].device.name == "a"
    members = [("ge1", "ge3"), ("ge2", "ge4")]
    assert only_link(topology).members == tuple(
        LinkMember(x, y) if first_is_a else LinkMember(y, x) for x, y in members
    )


def test_a_bundle_towards_a_ghost_is_one_link() -> None:
    a = hears(hears(bundled(switch("a"), 1, 2), 1, "x", "p1"), 2, "x", "p2")
    topology = inferred(a)
    assert shown(topology) == ["a:po1-x:None"]
    assert len(only_link(topology).members) == 2


def test_what_is_learned_no_more_goes_stale_and_is_forgotten_late() -> None:
    topology = inferred(*chain())
    topology.apply([later(r, 60, forgets=True) for r in chain()], NOW + 60)
    assert {x.state for x in topology.links.values()} == {LinkState.UP}
    topology.age(NOW + 1000)
    assert {x.state for x in topology.links.values()} == {LinkState.STALE}
    topology.age(NOW + 2 * 86400)
    assert topology.links == {}


def test_tables_of_several_readings_add_up() -> None:
    a, b, c = chain()
    half = learns(silent("b"), {1: [GATEWAY, own("a")]})
    topology = inferred(a, half, c)
    topology.apply([later(b, 60)], NOW + 60)
    topology.apply([later(half, 120)], NOW + 120)
    assert shown(topology) == ["a:ge2-b:ge1", "b:ge2-c:ge1"]


def test_a_host_that_moved_stands_where_it_was_seen_last() -> None:
    a, b, c = chain()
    topology = inferred(a, b, c)
    moved = learns(later(silent("a"), 2000), {1: [GATEWAY], 2: [own("b"), own("c")], 4: [PC]})
    topology.apply([moved], NOW + 2000)
    assert topology.places(PC)[0].interface == "ge4"


def test_stations_are_told_by_port() -> None:
    a, b, c = chain()
    topology = inferred(a, b, resolves(learns(c, {4: [PRINTER]}, 20), {"10.9.9.2": PRINTER}))
    device = next(d for d, i in topology.inventories.items() if i.device.name == "c")
    stations = topology.stations_of(device)
    assert [(s.port.interface, s.mac, s.addresses, s.vlan, s.is_direct) for s in stations] == [
        ("ge3", PC, (), None, True),
        ("ge4", PRINTER, ("10.9.9.2",), 20, True),
    ]


def test_addresses_of_no_device_are_stations_in_the_document() -> None:
    a, b, c = chain()
    topology = inferred(a, b, resolves(learns(c, {4: [PRINTER]}), {"10.9.9.2": PRINTER}), pinged("10.9.9.2"))
    document = to_document(topology.inventories.values(), topology.links.values(), stations=topology.stations_of(""))
    assert {(s["interface"], s["mac"]) for s in document["stations"]} == {("ge1", GATEWAY), ("ge3", PC)}


def test_an_address_is_found_at_its_access_port_first() -> None:
    a, b, c = chain()
    topology = inferred(resolves(a, {"10.9.9.9": PC}), b, learns(c, {3: [PC]}, 30), pinged("10.9.9.9"))

    def at(place: Place) -> tuple[str, str | None, str]:
        return topology.inventories[place.device].device.shown_name(), place.interface, place.evidence

    assert [at(p) for p in topology.places("10.9.9.9")] == [
        ("c", "ge3", "fdb+arp"),
        ("10.9.9.9", None, "own"),
        ("a", "ge1", "arp"),
    ]
    assert at(topology.places(PC.replace(":", "-").upper())[0])[:2] == ("c", "ge3")
    assert topology.places("10.77.0.1") == ()
    assert at(topology.places(address_of("b"))[0])[2] == "own"
    with pytest.raises(InputError):
        topology.places("no address")


def test_a_box_that_takes_over_an_address_inherits_no_table() -> None:
    topology = inferred(*chain())
    topology.apply([learns(silent("z", address=address_of("b")), {1: [GATEWAY]})], NOW + 1)
    assert not any("b:" in text for text in shown(topology))


def test_bridge_ports_that_are_no_interfaces_are_left_open() -> None:
    a = learns(silent("a"), {1: [GATEWAY], -77: [mac("server", 1)]})
    assert shown(inferred(a, silent("server", 1))) == ["a:None-server:ge1"]


def test_a_spanning_tree_that_could_not_be_read_is_as_it_was() -> None:
    a = spans(silent("a"), own("a"), {2: ("forwarding", own("a"), 2)})
    b = spans(silent("b"), own("b"), {1: ("blocking", own("a"), 2)})
    topology = inferred(a, b)
    topology.apply([replace(later(silent("b"), 5), unread=("stp",))], NOW + 5)
    assert only_link(topology).state is LinkState.BLOCKED
    topology.apply([says(later(silent("b"), 9))], NOW + 9)
    assert topology.links == {}


def test_announcements_across_an_unmanaged_switch_are_one_cloud() -> None:
    readings = {name: switch(name) for name in ("a", "b", "server")}
    at = {"a": 2, "b": 1, "server": 1}
    for one, other in permutations(at, 2):
        readings[one] = hears(readings[one], at[one], other, f"ge{at[other]}")
    readings["a"] = learns(readings["a"], {1: [GATEWAY], 2: [own("b")]})
    readings["b"] = learns(readings["b"], {1: [GATEWAY, own("a")]})
    topology = inferred(*readings.values())
    assert shown(topology) == ["a:ge2-a:ge2:None", "a:ge2:None-b:ge1", "a:ge2:None-server:ge1"]
    (lone,) = [x for x in topology.links.values() if {e.source for e in x.evidence} == {"lldp"}]
    assert lone.state is LinkState.UP


def test_a_server_passes_nothing_on_so_others_at_its_port_are_on_a_cloud() -> None:
    a = hears(switch("a"), 2, "server", "ge1")
    a = resolves(learns(a, {1: [GATEWAY], 2: [mac("server", 1), PC]}), {"10.9.9.1": PC})
    server = hears(switch("server", 1), 1, "a", "ge2")
    device = replace(server.inventory.device, kind=Kind.SERVER)
    server = replace(server, inventory=replace(server.inventory, device=device))
    topology = inferred(a, server, pinged("10.9.9.1"))
    assert shown(topology) == ["10.9.9.1:None-a:ge2:None", "a:ge2-a:ge2:None", "a:ge2:None-server:ge1"]


def as_server(reading: DeviceReading) -> DeviceReading:
    """`reading` of a device that passes nothing on."""
    device = replace(reading.inventory.device, kind=Kind.SERVER)
    return replace(reading, inventory=replace(reading.inventory, device=device))


def test_a_bridge_at_a_port_where_a_server_announces_itself_stands_beside_it() -> None:
    a = hears(switch("a"), 2, "server", "ge1")
    a = learns(a, {1: [GATEWAY], 2: [mac("server", 1), own("b")]})
    b = learns(silent("b"), {1: [GATEWAY, own("a")], 3: [PC]})
    server = as_server(hears(switch("server", 1), 1, "a", "ge2"))
    topology = inferred(a, b, server)
    assert shown(topology) == ["a:ge2-a:ge2:None", "a:ge2:None-b:ge1", "a:ge2:None-server:ge1"]
    assert [p.interface for p in topology.places(PC)] == ["ge3"]


def test_a_blocked_wire_that_ends_where_a_host_stands_ends_at_a_cloud() -> None:
    host = mac("server", 1)
    a = learns(silent("a"), {1: [GATEWAY], 2: [own("b")], 3: [host]})
    a = spans(a, own("a"), {2: ("forwarding", own("a"), 2), 3: ("forwarding", own("a"), 3)})
    ports = {1: ("forwarding", own("a"), 2), 4: ("blocking", own("a"), 3)}
    b = spans(learns(silent("b"), {1: [GATEWAY, own("a"), host]}), own("b"), ports)
    topology = inferred(a, b, silent("server", 1))
    states = {shown(topology, [x])[0]: x.state for x in topology.links.values()}
    assert states == {
        "a:ge2-b:ge1": LinkState.UP,
        "a:ge3-a:ge3:None": LinkState.UP,
        "a:ge3:None-server:ge1": LinkState.UP,
        "a:ge3:None-b:ge4": LinkState.BLOCKED,
    }


def test_wires_of_a_bundle_that_no_mib_tells_of_are_its_members() -> None:
    a, b = wired(bundled(switch("a"), 1, 2), 1, bundled(switch("b"), 3, 4), 3)
    a, b = wired(a, 2, b, 4)
    a, b = (replace(r, observations=tuple(o for o in r.observations if not isinstance(o, Aggregation))) for r in (a, b))
    a = learns(a, {PO: [own("b")], 3: [GATEWAY]})
    b = learns(b, {PO: [GATEWAY, own("a")]})
    topology = inferred(a, b)
    assert shown(topology) == ["a:po1-b:po1"]
    assert {frozenset((m.a, m.b)) for m in only_link(topology).members} == {
        frozenset(("ge1", "ge3")),
        frozenset(("ge2", "ge4")),
    }
    b = learns(b, {3: [PC]})
    assert "a:ge1-b:ge3" in shown(inferred(a, b))


def test_bridges_that_share_what_is_below_them_are_not_above_each_other() -> None:
    below = [mac("pc", n) for n in range(4)]
    top = learns(silent("top"), {1: [GATEWAY], 2: [own("mid"), *below]})
    mid = learns(silent("mid"), {1: [GATEWAY], 2: below[:2], 3: [mac("x"), mac("y")]})
    low = learns(silent("low"), {1: [GATEWAY], 2: below[:1], 3: below[1:2], 4: below[2:]})
    assert shown(inferred(top, mid, low)) == ["low:ge1-mid:ge2", "mid:ge1-top:ge2"]
