"""Links from what both ends heard."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from nocscape.model.net import Link
from nocscape.model.status import LinkState
from nocscape.topology.infer import Topology
from nocscape.topology.observations import DeviceReading, IdType, RawId
from tests.unit.topology.made import NOW, address_of, hears, later, mac, pinged, port, switch, wired, with_oper


def inferred(*readings: DeviceReading, now: float = NOW) -> Topology:
    topology = Topology()
    topology.apply(readings, now)
    return topology


def shown(topology: Topology, links: Iterable[Link] | None = None) -> list[str]:
    """Links as `name:port-name:port`, sorted, for reading in a test."""

    def end(device: str, interface: str | None) -> str:
        inventory = topology.inventories[device]
        return f"{inventory.device.shown_name()}:{interface}"

    found = topology.links.values() if links is None else links
    return sorted("-".join(sorted((end(x.a.device, x.a.interface), end(x.b.device, x.b.interface)))) for x in found)


def only_link(topology: Topology) -> Link:
    (link,) = topology.links.values()
    return link


def test_both_ends_make_one_link_with_evidence_from_both() -> None:
    topology = inferred(*wired(switch("a"), 1, switch("b"), 2))
    assert shown(topology) == ["a:ge1-b:ge2"]
    link = only_link(topology)
    assert link.confidence == 1.0
    assert {e.seen_from for e in link.evidence} == set(topology.inventories)
    assert link.state is LinkState.UP


def test_two_cables_between_two_devices_are_two_links() -> None:
    a, b = wired(switch("a"), 1, switch("b"), 1)
    a, b = wired(a, 2, b, 3)
    assert shown(inferred(a, b)) == ["a:ge1-b:ge1", "a:ge2-b:ge3"]


def test_all_protocols_merge_into_one_link() -> None:
    a, b = wired(switch("a"), 1, switch("b"), 2)
    a = hears(a, 1, "b", "ge2", source="cdp", chassis=RawId(IdType.DEVICE_NAME, "b"))
    link = only_link(inferred(a, b))
    assert {e.source for e in link.evidence} == {"lldp", "cdp"}


def test_one_side_is_enough_and_less_sure() -> None:
    topology = inferred(hears(switch("a"), 1, "b", "ge2"), switch("b"))
    assert shown(topology) == ["a:ge1-b:ge2"]
    assert only_link(topology).confidence == pytest.approx(0.7)


def test_a_far_port_that_nobody_knows_is_filled_in_by_the_other_side() -> None:
    a = hears(switch("a"), 1, "b", RawId(IdType.LOCAL, "weird"))
    b = hears(switch("b"), 2, "a", "ge1")
    assert shown(inferred(a, b)) == ["a:ge1-b:ge2"]


def test_two_blind_sides_with_one_port_each_find_each_other() -> None:
    weird = RawId(IdType.LOCAL, "weird")
    assert shown(inferred(hears(switch("a"), 1, "b", weird), hears(switch("b"), 2, "a", weird))) == ["a:ge1-b:ge2"]


def test_a_far_port_that_stays_unknown_is_left_open() -> None:
    topology = inferred(hears(switch("a"), 1, "b", RawId(IdType.LOCAL, "weird")), switch("b"))
    assert shown(topology) == ["a:ge1-b:None"]


def test_a_device_that_hears_itself_has_no_link() -> None:
    assert inferred(hears(switch("a"), 1, "a", "ge1")).links == {}


def test_a_neighbour_never_polled_is_a_ghost_once() -> None:
    a = hears(switch("a"), 1, "x", "eth0")
    b = hears(switch("b"), 2, "x", "eth1")
    b = hears(b, 2, "x", "eth1", source="cdp", chassis=RawId(IdType.DEVICE_NAME, "x"))
    topology = inferred(a, b)
    (ghost,) = [i for i in topology.inventories.values() if i.device.is_ghost]
    assert ghost.device.name == "x"
    assert [i.name for i in ghost.interfaces] == ["eth0", "eth1"]
    assert shown(topology) == ["a:ge1-x:eth0", "b:ge2-x:eth1"]


def ghosts(topology: Topology) -> list[str]:
    return sorted(i.device.name for i in topology.inventories.values() if i.device.is_ghost)


def test_a_ghost_that_is_named_by_its_name_here_and_by_its_mac_there_is_one() -> None:
    a = hears(switch("a"), 1, "x", "eth0")
    b = hears(switch("b"), 2, "x", "eth1", chassis=RawId(IdType.LOCAL, "X"), sys_descr="Linux on x")
    answering = pinged(address_of("x"))
    for order in ((a, b), (b, a), (a, answering, b), (b, a, answering)):
        topology = inferred(*order)
        assert shown(topology) == ["a:ge1-x:eth0", "b:ge2-x:eth1"]
        assert len(topology.inventories) == 3


def test_a_ghost_with_chassis_ids_of_two_types_at_one_address_is_one_but_two_of_one_type_are_two() -> None:
    a = hears(switch("a"), 1, "x", "eth0")
    b = hears(switch("b"), 2, "x", "eth1", chassis=RawId(IdType.CHASSIS_COMPONENT, "FOC1234"))
    c = hears(switch("c"), 3, "x", "eth2", chassis=RawId(IdType.MAC, mac("other")))
    assert ghosts(inferred(a, b)) == ["x"]
    assert ghosts(inferred(a, c)) == ["x", "x"]
    assert ghosts(inferred(a, b, c)) == ["x", "x", "x"]


def test_a_ghost_becomes_real_when_it_answers() -> None:
    topology = inferred(hears(switch("a"), 1, "b", "ge2"))
    (ghost,) = [i.device.id for i in topology.inventories.values() if i.device.is_ghost]
    delta = topology.apply([switch("b")], NOW)
    assert ghost in delta.gone or not topology.inventories[ghost].device.is_ghost
    assert len(topology.inventories) == 2
    assert shown(topology) == ["a:ge1-b:ge2"]


def test_a_pinged_address_and_its_announcement_are_one_device() -> None:
    a = hears(switch("a"), 1, "host", RawId(IdType.MAC, mac("host")), port_descr="eth0")
    for order in ((a, pinged(address_of("host"))), (pinged(address_of("host")), a)):
        topology = inferred(*order)
        assert shown(topology) == ["a:ge1-host:eth0"]
        assert len(topology.inventories) == 2
        assert not any(i.device.is_ghost for i in topology.inventories.values())


def test_a_name_alone_names_no_device() -> None:
    a = hears(switch("a"), 1, "b", RawId(IdType.LOCAL, "weird"), chassis=None, addresses=())
    topology = inferred(a, switch("b"))
    assert len([i for i in topology.inventories.values() if i.device.is_ghost]) == 1


def test_another_chassis_with_the_same_name_and_address_is_another_device() -> None:
    a = hears(switch("a"), 1, "b", "ge2", chassis=RawId(IdType.MAC, mac("impostor")))
    topology = inferred(a, switch("b"))
    assert len([i for i in topology.inventories.values() if i.device.is_ghost]) == 1


def test_a_link_is_down_when_either_port_is() -> None:
    a, b = wired(switch("a"), 1, switch("b"), 2)
    assert only_link(inferred(a, with_oper(b, "ge2", "lowerLayerDown"))).state is LinkState.DOWN


def test_a_cut_cable_stays_on_the_map_as_down_and_heals() -> None:
    a, b = wired(switch("a"), 1, switch("b"), 2)
    topology = inferred(a, b)
    topology.apply([with_oper(later(x, 60, forgets=True), "ge1", "down") for x in (a, b)], NOW + 60)
    assert only_link(topology).state is LinkState.DOWN
    topology.apply([later(a, 120), later(b, 120)], NOW + 120)
    assert only_link(topology).state is LinkState.UP


def test_what_a_dead_device_said_goes_stale_when_its_neighbour_no_longer_hears_it() -> None:
    a, b = wired(switch("a"), 1, switch("b"), 2)
    topology = inferred(a, b)
    topology.apply([later(a, 60, forgets=True)], NOW + 60)
    assert only_link(topology).state is LinkState.STALE
    topology.apply([later(a, 120), later(b, 120)], NOW + 120)
    assert only_link(topology).state is LinkState.UP


def test_a_moved_cable_leaves_nothing_at_its_old_place() -> None:
    a, b = wired(switch("a"), 1, switch("b"), 1)
    topology = inferred(a, b, switch("c"))
    a, c = wired(later(a, 60, forgets=True), 1, later(switch("c"), 60), 1)
    topology.apply([a, c, later(b, 60, forgets=True)], NOW + 60)
    up = [x for x in topology.links.values() if x.state is LinkState.UP]
    assert shown(topology, up) == ["a:ge1-c:ge1"]


def test_a_part_that_could_not_be_read_says_nothing() -> None:
    a, b = wired(switch("a"), 1, switch("b"), 2)
    topology = inferred(a, b)
    topology.apply([replace(later(a, 60, forgets=True), unread=("lldp",))], NOW + 60)
    assert only_link(topology).state is LinkState.UP


def test_links_age_visibly_and_are_forgotten_late() -> None:
    a, b = wired(switch("a"), 1, switch("b"), 2)
    topology = inferred(a, b)
    delta = topology.age(NOW + 901)
    assert [x.state for x in delta.links.values()] == [LinkState.STALE]
    topology.apply([later(x, 902, forgets=True) for x in (a, b)], NOW + 902)
    delta = topology.age(NOW + 8 * 86400)
    assert topology.links == {}
    assert len(delta.links_gone) == 1


def test_the_speed_of_a_link_is_that_of_its_slower_end() -> None:
    a, b = wired(switch("a", 0), 1, switch("b", 0), 1)
    a = replace(a, inventory=replace(a.inventory, interfaces=(port("ge1", 1, speed_bps=10**9),)))
    b = replace(b, inventory=replace(b.inventory, interfaces=(port("ge1", 1, speed_bps=10**8),)))
    assert only_link(inferred(a, b)).speed_bps == 10**8


def test_forgetting_a_device_leaves_what_others_say_of_it() -> None:
    topology = inferred(*wired(switch("a"), 1, switch("b"), 2))
    device = next(i.device.id for i in topology.inventories.values() if i.device.name == "b")
    topology.forget(device, NOW)
    assert [i.device.name for i in topology.inventories.values() if i.device.is_ghost] == ["b"]
    assert shown(topology) == ["a:ge1-b:ge2"]


def test_an_agent_that_fails_leaves_its_device_as_it_was() -> None:
    a, b = wired(switch("a"), 1, switch("b"), 2)
    topology = inferred(a, b)
    topology.apply([pinged(address_of("b"), NOW + 60)], NOW + 60)
    (kept,) = [i for i in topology.inventories.values() if i.device.name == "b"]
    assert len(kept.interfaces) == 4
    topology.apply([pinged(address_of("b"), NOW + 8 * 86400)], NOW + 8 * 86400)
    assert all(i.device.snmp is None or i.device.name == "a" for i in topology.inventories.values())
