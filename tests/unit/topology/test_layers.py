"""Routing neighbours and subnets are links of their own layers, and never wires."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest
from msgspec.structs import replace

from nocscape.discovery.to_json import to_document
from nocscape.model.net import Layer, Link
from nocscape.model.status import LinkState
from nocscape.topology.infer import Topology
from nocscape.topology.observations import Adjacency, DeviceReading
from tests.unit.topology.made import NOW, pinged, switch, wired
from tests.unit.topology.test_links import shown


def at(reading: DeviceReading, name: str, *addresses: str) -> DeviceReading:
    """`reading` with addresses at a port."""
    own = tuple(a.split("/")[0] for a in addresses)
    device = replace(reading.inventory.device, addresses=(*reading.inventory.device.addresses, *own))
    ports = tuple(replace(i, addresses=addresses) if i.name == name else i for i in reading.inventory.interfaces)
    return replace(reading, inventory=replace(reading.inventory, device=device, interfaces=ports))


def meets(reading: DeviceReading, **more: Any) -> DeviceReading:
    fields: dict[str, Any] = {"source": "ospf", "at": reading.at, "seen_from": reading.endpoint, "state": "full"} | more
    return replace(reading, observations=(*reading.observations, Adjacency(**fields)))


def inferred(*readings: DeviceReading) -> Topology:
    topology = Topology()
    topology.apply(readings, NOW)
    return topology


def of(topology: Topology, layer: Layer) -> list[Link]:
    return [link for link in topology.adjacencies.values() if link.layer is layer]


def pair() -> tuple[DeviceReading, DeviceReading]:
    return at(switch("a"), "ge1", "10.1.0.1/30"), at(switch("b"), "ge2", "10.1.0.2/30")


def test_both_sides_of_ospf_are_one_adjacency_between_their_interfaces() -> None:
    a, b = pair()
    a = meets(a, peer="2.2.2.2", address="10.1.0.2", area="0.0.0.7")
    b = meets(b, peer="1.1.1.1", address="10.1.0.1", area="0.0.0.7")
    topology = inferred(a, b)
    (link,) = of(topology, Layer.OSPF)
    assert shown(topology, [link]) == ["a:ge1-b:ge2"]
    assert (link.subject, link.state, link.confidence) == ("0.0.0.7", LinkState.UP, 1.0)
    assert {e.source for e in link.evidence} == {"ospf"}
    assert topology.links == {}


def test_a_bgp_session_names_its_systems_and_is_down_until_it_is_established() -> None:
    a, b = pair()
    a = meets(a, source="bgp", address="10.1.0.2", local_as=65002, remote_as=65001, state="active")
    (link,) = of(inferred(a, b), Layer.BGP)
    assert (link.subject, link.state, link.confidence) == ("AS65001 AS65002", LinkState.DOWN, 0.8)


def test_a_router_id_finds_the_device_that_has_it_as_an_address() -> None:
    a, b = pair()
    b = at(b, "ge3", "10.255.0.2/32")
    (link,) = of(inferred(meets(a, peer="10.255.0.2"), b), Layer.OSPF)
    assert shown(inferred(meets(a, peer="10.255.0.2"), b), [link]) == ["a:None-b:None"]


def test_a_system_id_of_isis_is_read_as_the_address_that_it_is_made_of() -> None:
    a, b = pair()
    b = at(b, "ge3", "10.255.0.2/32")
    topology = inferred(meets(a, source="isis", peer="0102.5500.0002", state="up"), b)
    assert len(of(topology, Layer.ISIS)) == 1


def test_a_neighbour_that_nobody_polled_is_no_adjacency_until_it_answers() -> None:
    a, b = pair()
    topology = inferred(meets(a, address="10.1.0.2"), pinged("10.1.0.2"))
    assert of(topology, Layer.OSPF) == []
    delta = topology.apply([b], NOW)
    (link,) = of(topology, Layer.OSPF)
    assert delta.links[link.id] == link
    device = topology.directory.at(b.endpoint)
    assert device is not None
    assert link.id in topology.forget(device, NOW).links_gone
    assert of(topology, Layer.OSPF) == []


def test_two_devices_in_a_transfer_net_are_linked_there() -> None:
    topology = inferred(*pair())
    (link,) = of(topology, Layer.SUBNET)
    assert (link.subject, shown(topology, [link])) == ("10.1.0.0/30", ["a:ge1-b:ge2"])


@pytest.mark.parametrize("subnet", ["10.1.0.0/31", "2001:db8::/126", "2001:db8::2/127"])
def test_transfer_nets_may_be_smaller_and_of_ipv6(subnet: str) -> None:
    net = ipaddress.ip_network(subnet)
    one, other = (f"{address}/{net.prefixlen}" for address in list(net)[:2])
    (link,) = of(inferred(at(switch("a"), "ge1", one), at(switch("b"), "ge2", other)), Layer.SUBNET)
    assert link.subject == subnet


def test_routers_in_a_larger_subnet_are_linked_in_order_and_hosts_are_not() -> None:
    def router(name: str, n: int) -> DeviceReading:
        return at(at(switch(name), "ge1", f"10.2.0.{n}/24"), "ge2", f"10.9.{n}.1/24")

    host = at(switch("h"), "ge1", "10.2.0.9/24")
    topology = inferred(router("c", 3), router("a", 1), host, router("b", 2))
    assert shown(topology, of(topology, Layer.SUBNET)) == ["a:ge1-b:ge1", "b:ge1-c:ge1"]


def test_addresses_that_mean_nothing_outside_make_no_subnet() -> None:
    one, other = (
        at(switch(name), "ge1", "127.0.0.1/8", "169.254.1.1/16", "10.0.0.5/32", "192.168.122.1/24") for name in "ab"
    )
    assert inferred(one, other).adjacencies == {}


def test_layers_do_not_disturb_wires() -> None:
    a, b = wired(*(pair()[0], 1), *(pair()[1], 2))
    topology = inferred(meets(a, address="10.1.0.2"), b)
    assert shown(topology) == ["a:ge1-b:ge2"]
    assert len(topology.adjacencies) == 2
    document = to_document(topology.inventories.values(), [*topology.links.values(), *topology.adjacencies.values()])
    assert len(document["links"]) == 1
    assert {x["layer"] for x in document["adjacencies"]} == {"ospf", "subnet"}


def test_the_order_of_readings_does_not_matter() -> None:
    a, b = pair()
    a, b = meets(a, address="10.1.0.2"), meets(b, address="10.1.0.1")
    one, other = inferred(a, b), Topology()
    for reading in (b, a, a, b):
        other.apply([reading], NOW)
    assert shown(one, one.adjacencies.values()) == shown(other, other.adjacencies.values())
