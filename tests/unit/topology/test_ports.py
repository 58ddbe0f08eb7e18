"""Finding a port by what somebody else calls it."""

from __future__ import annotations

import pytest

from nocscape.topology.observations import AnnouncedPort, IdType, LocalPort, RawId
from nocscape.topology.ports import Ports, announced_name
from tests.unit.topology.made import mac, port

STACK = Ports(
    [
        port("GigabitEthernet1/0/1", 10101, mac=mac(1), alias="uplink to core", addresses=("10.1.1.1/30",)),
        port("GigabitEthernet1/0/2", 10102, mac=mac(2)),
        port("TenGigabitEthernet1/0/1", 10201, mac=mac(3)),
        port("7", 7, mac=mac(4)),
    ]
)


@pytest.mark.parametrize(
    ("raw", "descr", "key"),
    [
        (RawId(IdType.INTERFACE_NAME, "GigabitEthernet1/0/2"), "", "GigabitEthernet1/0/2"),
        (RawId(IdType.INTERFACE_NAME, "Gi1/0/2"), "", "GigabitEthernet1/0/2"),
        (RawId(IdType.INTERFACE_NAME, "te1/0/1"), "", "TenGigabitEthernet1/0/1"),
        (RawId(IdType.MAC, mac(3)), "", "TenGigabitEthernet1/0/1"),
        (RawId(IdType.ADDRESS, "10.1.1.1"), "", "GigabitEthernet1/0/1"),
        (RawId(IdType.INTERFACE_ALIAS, "uplink to core"), "", "GigabitEthernet1/0/1"),
        (RawId(IdType.LOCAL, "10102"), "", "GigabitEthernet1/0/2"),
        (RawId(IdType.LOCAL, "7"), "", "7"),
        (RawId(IdType.LOCAL, "999"), "gigabitethernet1/0/1", "GigabitEthernet1/0/1"),
        (RawId(IdType.LOCAL, "999"), "no such port", None),
        (None, "Gi1/0/1", "GigabitEthernet1/0/1"),
        (None, "", None),
    ],
)
def test_a_neighbour_names_a_port_in_any_way(raw: RawId | None, descr: str, key: str | None) -> None:
    assert STACK.remote(raw, descr).key == key


def test_what_a_device_announces_of_itself_wins() -> None:
    announced = [AnnouncedPort(number=3, id=RawId(IdType.LOCAL, "1"), descr="ge2")]
    ports = Ports([port("ge1", 1), port("ge2", 3)], announced)
    assert ports.remote(RawId(IdType.LOCAL, "1"), "").key == "ge2"


def test_ports_that_share_their_id_are_told_apart_by_description() -> None:
    same = RawId(IdType.MAC, mac("chassis"))
    announced = [AnnouncedPort(number=n, id=same, descr=f"ge{n}") for n in (1, 2)]
    ports = Ports([port("ge1", 1), port("ge2", 2)], announced)
    assert ports.remote(same, "ge2").key == "ge2"
    assert ports.remote(same, "").key is None


def test_local_numbers_that_are_no_if_index_yield_to_names() -> None:
    ports = Ports([port("ge1", 101), port("ge2", 102), port("mgmt", 2)])
    local = LocalPort(number=2, id=RawId(IdType.INTERFACE_NAME, "ge2"), descr="ge2")
    assert ports.local(local).key == "ge2"
    assert ports.local(LocalPort(number=2)).key == "mgmt"
    assert ports.local(LocalPort(if_index=101)).key == "ge1"


def test_what_two_ports_share_finds_neither() -> None:
    ports = Ports([port("a", 1, mac=mac(1)), port("b", 2, mac=mac(1))])
    assert ports.remote(RawId(IdType.MAC, mac(1)), "").key is None
    assert ports.remote(RawId(IdType.MAC, mac(1)), "b").key == "b"


def test_an_unpolled_port_is_called_by_its_name_not_by_its_number() -> None:
    assert announced_name(RawId(IdType.MAC, mac(1)), "ge1") == "ge1"
    assert announced_name(RawId(IdType.LOCAL, "17"), "ge1") == "ge1"
    assert announced_name(RawId(IdType.INTERFACE_NAME, "eth0"), "Intel NIC") == "eth0"
    assert announced_name(RawId(IdType.MAC, mac(1)), "") == mac(1)
