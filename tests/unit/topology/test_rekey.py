"""Which interface is which after a restart, a rename, a new module."""

from __future__ import annotations

from msgspec.structs import replace

from nocscape.model.net import Interface
from nocscape.topology.infer import Topology
from nocscape.topology.observations import DeviceReading
from nocscape.topology.rekey import rekeyed
from tests.unit.topology.made import NOW, later, mac, port, switch, wired


def with_ports(reading: DeviceReading, *interfaces: Interface) -> DeviceReading:
    return replace(reading, inventory=replace(reading.inventory, interfaces=interfaces))


def test_a_subinterface_is_not_another_one_that_shares_its_mac() -> None:
    had = (port("eth0", 1, mac=mac(1)), port("eth0.10", 2, mac=mac(1)))
    now = (port("eth0", 1, mac=mac(1)), port("eth0.20", 3, mac=mac(1)))
    assert [i.key for i in rekeyed(now, had)] == ["eth0", "eth0.20"]


def test_a_port_at_the_number_of_one_that_went_is_another_where_the_numbers_moved() -> None:
    had = (port("ge1", 1), port("ge2", 2))
    now = (port("ge1", 2), port("xe1", 1))
    assert [i.key for i in rekeyed(now, had)] == ["ge1", "xe1"]


def test_a_new_port_with_the_old_name_of_another_gets_a_key_of_its_own() -> None:
    had = rekeyed((port("ens3", 1, mac=mac(1)),), (port("eth0", 1, mac=mac(1)),))
    now = (port("ens3", 1, mac=mac(1)), port("eth0", 2, mac=mac(2)))
    assert [(i.name, i.key) for i in rekeyed(now, had)] == [("ens3", "eth0"), ("eth0", "eth0~2")]


def test_a_link_stays_the_same_link_when_its_ports_are_counted_anew() -> None:
    one, other = wired(switch("one"), 1, switch("other"), 2)
    topology = Topology()
    topology.apply([one, other], NOW)
    links = dict(topology.links)
    ports = (
        replace(i, if_index=i.if_index + 500, name=f"xe{i.if_index}", key=f"xe{i.if_index}")
        for i in one.inventory.interfaces
    )
    again = replace(
        with_ports(later(one, 60), *ports),
        announced_ports=tuple(replace(p, number=p.number + 500) for p in one.announced_ports),
    )
    topology.apply([again, later(other, 60)], NOW + 60)
    assert topology.links.keys() == links.keys()


def test_ports_that_could_not_be_read_this_time_are_still_there() -> None:
    topology = Topology()
    reading = switch("one")
    topology.apply([reading], NOW)
    topology.apply([replace(with_ports(later(reading, 60)), unread=("interfaces",))], NOW + 60)
    (found,) = topology.inventories.values()
    assert found.interfaces == reading.inventory.interfaces
