"""Evidence as the document that `discover --json` writes."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from nocscape.discovery.protocols_json import add_protocols, protocols_of
from nocscape.discovery.to_json import Document
from nocscape.model.net import Interface
from nocscape.model.protocols import Protocols
from nocscape.topology.observations import (
    AddressEntry,
    AddressTable,
    Adjacency,
    Aggregation,
    DeviceReading,
    FdbEntry,
    ForwardingTable,
    IdType,
    LocalPort,
    Neighbour,
    NextHop,
    Observation,
    RawId,
    RouteTable,
    SpanningTree,
    TreePort,
)
from nocscape.topology.ports import Ports
from tests.unit.discovery.tables import reading

PORT = Interface(key="Gi0/1", if_index=101, name="Gi0/1", type=6)
HERE = reading(PORT)
AT, FROM = HERE.at, HERE.endpoint
MAC, FAR = "00:1b:21:0a:0b:0c", "00:1b:21:0d:0e:0f"


def told(*observations: Observation) -> Protocols:
    full: DeviceReading = replace(HERE, observations=observations)
    return protocols_of(full, Ports(full.inventory.interfaces))


def test_an_announcement_is_told_at_the_port_that_heard_it() -> None:
    seen = Neighbour(
        source="lldp",
        at=AT,
        seen_from=FROM,
        local=LocalPort(number=7, id=RawId(IdType.INTERFACE_NAME, "Gi0/1")),
        chassis=RawId(IdType.MAC, FAR),
        port=RawId(IdType.INTERFACE_NAME, "xe-0/0/1"),
        sys_name="far-1",
    )
    lost = replace(seen, local=LocalPort(number=99))
    one, other = told(seen, lost).neighbours
    assert (one.interface, one.if_index, one.name, one.port) == ("Gi0/1", 101, "far-1", "xe-0/0/1")
    assert (one.chassis, one.chassis_type) == (FAR, "mac")
    assert (other.interface, other.if_index) == (None, None)


def test_each_routing_protocol_has_its_own_part() -> None:
    def adjacency(source: str, **raw: str) -> Adjacency:
        return Adjacency(
            source=source, at=AT, seen_from=FROM, peer="192.0.2.2", address="10.0.0.2", state="up", raw=raw
        )

    found = told(
        adjacency("bgp", admin="start", established_s="60", in_updates="odd"),
        adjacency("ospf", ospfNbrPriority="1"),
        adjacency("ospfv3", ospfv3NbrPriority="2"),
        adjacency("isis", isisISAdjNeighSysType="l2IntermediateSystem"),
        adjacency("eigrp"),
    )
    (peer,) = found.bgp_peers
    assert (peer.router_id, peer.admin, peer.established_s, peer.in_updates) == ("192.0.2.2", "start", 60, None)
    assert [(n.version, n.priority) for n in found.ospf_neighbours] == [(2, 1), (3, 2)]
    assert [a.type for a in found.isis_adjacencies] == ["l2IntermediateSystem"]


def test_trees_bundles_and_gateways_are_told_as_they_are() -> None:
    tree = SpanningTree(
        source="stp",
        at=AT,
        seen_from=FROM,
        bridge=MAC,
        root=FAR,
        vlan=20,
        ports=(TreePort(number=1, if_index=101, state="blocking"),),
        times={"max_age": 2000},
    )
    bundle = Aggregation(source="lag", at=AT, seen_from=FROM, if_index=50, members=(1, 2), partner=FAR)
    routes = RouteTable(source="routes", at=AT, seen_from=FROM, hops=(NextHop("10.0.0.254", 101, 9, True, "ospf"),))
    found = told(tree, bundle, routes)
    assert (found.stp[0].root, found.stp[0].vlan, found.stp[0].times) == (FAR, 20, {"max_age": 2000})
    assert (found.stp[0].ports[0].if_index, found.stp[0].ports[0].state) == (101, "blocking")
    assert (found.lags[0].members, found.lags[0].partner) == ((1, 2), FAR)
    assert (found.gateways[0].routes, found.gateways[0].is_default) == (9, True)


def test_large_tables_are_counted() -> None:
    fdb = ForwardingTable(source="fdb", at=AT, seen_from=FROM, entries=(FdbEntry(MAC, 1), FdbEntry(FAR, 2)))
    arp = AddressTable(source="arp", at=AT, seen_from=FROM, entries=(AddressEntry("10.0.0.1", MAC, 1),))
    found = told(fdb, arp)
    assert (found.fdb_count, found.arp_count, found.nd_count) == (2, 1, 0)


def test_a_document_has_the_parts_of_every_device() -> None:
    document: Document = {"devices": [{"id": "a"}, {"id": "ghost"}]}
    add_protocols(document, {"a": replace(Protocols(), fdb_count=3)})
    a, ghost = document["devices"]
    assert a["fdb_count"] == 3
    assert ghost == {"id": "ghost", **msgspec.to_builtins(Protocols())}
