"""A device's observations as the parts of `discover --json` that are about protocols."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from nocscape.discovery.to_json import Document
from nocscape.model.net import DeviceId
from nocscape.model.protocols import (
    Announcement,
    BgpPeer,
    Gateway,
    IsisAdjacency,
    Lag,
    OspfNeighbour,
    Protocols,
    Stp,
)
from nocscape.topology.observations import (
    AddressTable,
    Adjacency,
    Aggregation,
    DeviceReading,
    ForwardingTable,
    Neighbour,
    Observation,
    RouteTable,
    SpanningTree,
)
from nocscape.topology.ports import Ports

T = TypeVar("T")
_OSPF_VERSIONS = {"ospf": 2, "ospfv3": 3}


def protocols_of(reading: DeviceReading, ports: Ports) -> Protocols:
    """All that one reading says; `ports` finds the device's own ports by what its protocols call them."""
    observations = reading.observations
    routed = _all(observations, Adjacency)
    tables = _all(observations, AddressTable)
    return Protocols(
        neighbours=tuple(_announcement(n, ports) for n in _all(observations, Neighbour)),
        bgp_peers=tuple(_bgp_peer(a) for a in routed if a.source == "bgp"),
        ospf_neighbours=tuple(_ospf_neighbour(a) for a in routed if a.source in _OSPF_VERSIONS),
        isis_adjacencies=tuple(_isis_adjacency(a) for a in routed if a.source == "isis"),
        stp=tuple(_same(tree, Stp) for tree in _all(observations, SpanningTree)),
        lags=tuple(_same(bundle, Lag) for bundle in _all(observations, Aggregation)),
        gateways=tuple(_same(hop, Gateway) for routes in _all(observations, RouteTable) for hop in routes.hops),
        fdb_count=sum(len(t.entries) for t in _all(observations, ForwardingTable)),
        arp_count=sum(len(t.entries) for t in tables if t.source == "arp"),
        nd_count=sum(len(t.entries) for t in tables if t.source == "nd"),
    )


def add_protocols(document: Document, protocols: Mapping[DeviceId, Protocols]) -> None:
    """Lay what each device told beside the rest of it; a device that told nothing has empty parts."""
    nothing = Protocols()
    for device in document["devices"]:
        device.update(msgspec.to_builtins(protocols.get(device["id"], nothing)))


def _all(observations: Iterable[Observation], kind: type[T]) -> list[T]:
    return [one for one in observations if isinstance(one, kind)]


def _same(observation: object, kind: type[T]) -> T:
    """The fields that both have, under the same names."""
    return msgspec.convert(observation, kind, from_attributes=True)


def _announcement(seen: Neighbour, ports: Ports) -> Announcement:
    local = ports.local(seen.local)
    port = ports.interfaces.get(local.key) if local.key is not None else None
    return Announcement(
        source=seen.source,
        interface=(port.name or port.descr) if port else None,
        if_index=port.if_index if port else seen.local.if_index,
        name=seen.sys_name,
        chassis=seen.chassis.text if seen.chassis else "",
        chassis_type=seen.chassis.type if seen.chassis else "",
        port=seen.port.text if seen.port else "",
        port_type=seen.port.type if seen.port else "",
        port_descr=seen.port_descr,
        descr=seen.sys_descr,
        platform=seen.platform,
        addresses=seen.addresses,
        capabilities=seen.capabilities,
    )


def _bgp_peer(seen: Adjacency) -> BgpPeer:
    return BgpPeer(
        address=seen.address,
        remote_as=seen.remote_as,
        local_as=seen.local_as,
        local_address=seen.local_address,
        router_id=seen.peer,
        state=seen.state,
        admin=seen.raw.get("admin", ""),
        established_s=_number(seen, "established_s"),
        in_updates=_number(seen, "in_updates"),
        out_updates=_number(seen, "out_updates"),
    )


def _ospf_neighbour(seen: Adjacency) -> OspfNeighbour:
    version = _OSPF_VERSIONS[seen.source]
    return OspfNeighbour(
        version=version,
        address=seen.address,
        router_id=seen.peer,
        if_index=seen.if_index,
        local_address=seen.local_address,
        area=seen.area,
        state=seen.state,
        priority=_number(seen, "ospfNbrPriority" if version == 2 else "ospfv3NbrPriority"),
    )


def _isis_adjacency(seen: Adjacency) -> IsisAdjacency:
    return IsisAdjacency(
        system_id=seen.peer,
        address=seen.address,
        if_index=seen.if_index,
        state=seen.state,
        type=seen.raw.get("isisISAdjNeighSysType", ""),
    )


def _number(seen: Adjacency, name: str) -> int | None:
    text = seen.raw.get(name, "")
    return int(text) if text.isdecimal() else None
