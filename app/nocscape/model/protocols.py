"""What a device says through the protocols that it speaks: peers, trees, bundles, neighbours.

Field names and units are those of `discover --json`.
"""

from __future__ import annotations

import msgspec


class BgpPeer(msgspec.Struct, frozen=True, kw_only=True):
    """One BGP session."""

    address: str
    remote_as: int | None = None
    local_as: int | None = None
    local_address: str = ""
    router_id: str = ""
    state: str = ""
    admin: str = ""
    """What the operator wants: `start`, `stop`, `running`, `halted`."""
    established_s: int | None = None
    in_updates: int | None = None
    out_updates: int | None = None


class OspfNeighbour(msgspec.Struct, frozen=True, kw_only=True):
    """One neighbour of OSPF version 2 or 3."""

    version: int
    address: str
    router_id: str = ""
    if_index: int | None = None
    local_address: str = ""
    area: str = ""
    state: str = ""
    priority: int | None = None


class IsisAdjacency(msgspec.Struct, frozen=True, kw_only=True):
    """One neighbour of IS-IS."""

    system_id: str
    address: str = ""
    if_index: int | None = None
    state: str = ""
    type: str = ""


class StpPort(msgspec.Struct, frozen=True, kw_only=True):
    """A port in a spanning tree; bridges are named by their MAC address."""

    number: int
    if_index: int | None = None
    state: str = ""
    priority: int | None = None
    cost: int | None = None
    designated_root: str = ""
    designated_bridge: str = ""
    designated_port: int | None = None
    designated_cost: int | None = None


class Stp(msgspec.Struct, frozen=True, kw_only=True):
    """How the device stands in one spanning tree; `times` in centiseconds, beside the count of topology changes."""

    bridge: str
    vlan: int | None = None
    instance: int | None = None
    """Of MSTP."""
    protocol: str = ""
    priority: int | None = None
    root: str = ""
    root_port: int | None = None
    root_cost: int | None = None
    ports: tuple[StpPort, ...] = ()
    times: dict[str, int] = {}


class Lag(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle and its members, by ifIndex; the systems of both sides where LACP runs."""

    if_index: int
    members: tuple[int, ...]
    actor: str = ""
    partner: str = ""


class Gateway(msgspec.Struct, frozen=True, kw_only=True):
    """A next hop, and how many routes point to it."""

    address: str
    if_index: int | None = None
    routes: int = 0
    is_default: bool = False
    protocol: str = ""


class Announcement(msgspec.Struct, frozen=True, kw_only=True):
    """A neighbour as it announced itself, and on which of the device's ports."""

    source: str
    interface: str | None = None
    """Name of the port here; None where it could not be told."""
    if_index: int | None = None
    name: str = ""
    chassis: str = ""
    chassis_type: str = ""
    port: str = ""
    port_type: str = ""
    port_descr: str = ""
    descr: str = ""
    platform: str = ""
    addresses: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()


class Protocols(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one device."""

    neighbours: tuple[Announcement, ...] = ()
    bgp_peers: tuple[BgpPeer, ...] = ()
    ospf_neighbours: tuple[OspfNeighbour, ...] = ()
    isis_adjacencies: tuple[IsisAdjacency, ...] = ()
    stp: tuple[Stp, ...] = ()
    lags: tuple[Lag, ...] = ()
    gateways: tuple[Gateway, ...] = ()
    fdb_count: int = 0
    arp_count: int = 0
    nd_count: int = 0
