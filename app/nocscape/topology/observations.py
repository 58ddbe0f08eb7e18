"""What a device said, as plain data: nothing here draws a link or merges a device.

An observation keeps the raw identifiers with the meaning that its protocol gives them, because the same six octets
are a chassis for one agent and a port for the next. Matching them to devices and ports is inference (`infer`).
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nocscape.model.net import Endpoint, Inventory


class IdType(StrEnum):
    """How an identifier is to be read (IEEE 802.1AB-2016, 8.5.2.2 and 8.5.3.2, and the device id of CDP)."""

    CHASSIS_COMPONENT = "chassis_component"
    INTERFACE_ALIAS = "interface_alias"
    PORT_COMPONENT = "port_component"
    MAC = "mac"
    ADDRESS = "address"
    INTERFACE_NAME = "interface_name"
    AGENT_CIRCUIT_ID = "agent_circuit_id"
    LOCAL = "local"
    DEVICE_NAME = "device_name"


class RawId(msgspec.Struct, frozen=True, gc=False):
    """An identifier of a chassis or a port: its type, and its value as clean text (MAC and addresses canonical)."""

    type: IdType
    text: str

    def __str__(self) -> str:
        return f"{self.type} {self.text}"


class LocalPort(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A port in its own device's words; whatever the protocol does not say is left out."""

    if_index: int | None = None
    """Where the protocol itself counts ports by ifIndex (CDP)."""
    number: int | None = None
    """The protocol's own number (lldpLocPortNum, dot1dBasePort), often but not always the ifIndex."""
    id: RawId | None = None
    descr: str = ""

    def __str__(self) -> str:
        return self.descr or (self.id.text if self.id else "") or f"#{self.if_index or self.number or '?'}"


class Neighbour(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag="neighbour"):
    """A device that announced itself on a port: LLDP, CDP and their kin."""

    source: str
    at: float
    """When it was read, UTC seconds."""
    seen_from: Endpoint
    local: LocalPort
    chassis: RawId | None = None
    port: RawId | None = None
    port_descr: str = ""
    sys_name: str = ""
    sys_descr: str = ""
    addresses: tuple[str, ...] = ()
    """Management addresses that it announced."""
    capabilities: tuple[str, ...] = ()
    """`bridge`, `router`, `wlan_ap`, `telephone`, `station` ..., as enabled."""
    platform: str = ""

    def said(self) -> str:
        """The raw values in one line, as evidence for a person."""
        parts = [f"chassis {self.chassis}" if self.chassis else "", f"port {self.port}" if self.port else ""]
        parts += [f"({self.port_descr})" if self.port_descr else "", f"name {self.sys_name}" if self.sys_name else ""]
        parts += [f"address {a}" for a in self.addresses[:2]]
        return f"{self.local}: " + ", ".join(p for p in parts if p)


class FdbEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A MAC address that a bridge learned, and where (BRIDGE-MIB dot1dTpFdbTable, Q-BRIDGE-MIB dot1qTpFdbTable)."""

    mac: str
    if_index: int
    """The port's ifIndex where the bridge maps its ports to them, else the bridge port negated."""
    vlan: int | None = None
    is_own: bool = False
    """The bridge says that the address is its own (self)."""


class ForwardingTable(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag="fdb"):
    """Everything that a bridge forwards by, from all its VLANs."""

    source: str
    at: float
    seen_from: Endpoint
    entries: tuple[FdbEntry, ...]


class AddressEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An address that a device resolved to a MAC on one of its interfaces."""

    address: str
    mac: str
    if_index: int


class AddressTable(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag="addresses"):
    """ARP and neighbour discovery (IP-MIB ipNetToMediaTable, ipNetToPhysicalTable); `source` is `arp` or `nd`."""

    source: str
    at: float
    seen_from: Endpoint
    entries: tuple[AddressEntry, ...]


class TreePort(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One row of BRIDGE-MIB dot1dStpPortTable."""

    number: int
    if_index: int | None = None
    state: str = ""
    """`disabled`, `blocking`, `listening`, `learning`, `forwarding`, `broken`."""
    priority: int | None = None
    cost: int | None = None
    designated_root: str = ""
    """A bridge's MAC address, as is `designated_bridge`."""
    designated_bridge: str = ""
    designated_port: int | None = None
    """Port number at the designated bridge, without its priority."""
    designated_cost: int | None = None


class SpanningTree(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag="stp"):
    """How a bridge stands in one spanning tree; `vlan` or `instance` where there are several."""

    source: str
    at: float
    seen_from: Endpoint
    bridge: str
    """Its own MAC address in the tree."""
    priority: int | None = None
    root: str = ""
    root_port: int | None = None
    root_cost: int | None = None
    vlan: int | None = None
    instance: int | None = None
    """Of MSTP; the common tree of all regions has none."""
    protocol: str = ""
    ports: tuple[TreePort, ...] = ()
    times: dict[str, int] = {}
    """`max_age`, `hello_time`, `forward_delay` and their bridge values in centiseconds; `topology_changes`."""


class Aggregation(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag="lag"):
    """An interface made of others (IEEE8023-LAG-MIB dot3adAggTable, or IF-MIB ifStackTable)."""

    source: str
    at: float
    seen_from: Endpoint
    if_index: int
    members: tuple[int, ...]
    """ifIndex of each."""
    actor: str = ""
    """System MAC address of this side and of the other, where LACP runs."""
    partner: str = ""


class Adjacency(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag="adjacency"):
    """A routing protocol's neighbour; `source` is `ospf`, `ospfv3`, `bgp`, `isis` or `eigrp`."""

    source: str
    at: float
    seen_from: Endpoint
    peer: str = ""
    """Router id, or system id for IS-IS."""
    address: str = ""
    local_address: str = ""
    if_index: int | None = None
    state: str = ""
    """In the MIB's word: `full`, `twoWay`, `established`, `idle`, `up` ..."""
    area: str = ""
    remote_as: int | None = None
    local_as: int | None = None
    raw: dict[str, str] = {}
    """Whatever else the protocol's table says, by MIB object name."""


class NextHop(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A gateway that routes point to, and how many do."""

    address: str
    if_index: int | None
    routes: int
    is_default: bool = False
    protocol: str = ""


class RouteTable(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag="routes"):
    """The gateways of a routing table (IP-FORWARD-MIB); the routes themselves are counted only."""

    source: str
    at: float
    seen_from: Endpoint
    hops: tuple[NextHop, ...]


Observation = Neighbour | ForwardingTable | AddressTable | SpanningTree | Aggregation | Adjacency | RouteTable


class AnnouncedPort(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One of a device's own ports as it announces it (LLDP-MIB lldpLocPortTable): what its neighbours will repeat."""

    number: int
    id: RawId
    descr: str = ""


class DeviceReading(msgspec.Struct, frozen=True, kw_only=True):
    """All that one address said at one time. Its device has no id yet: naming it is a matter of identity."""

    endpoint: Endpoint
    at: float
    inventory: Inventory
    announced_ports: tuple[AnnouncedPort, ...] = ()
    observations: tuple[Observation, ...] = ()
    heard_before: tuple[Neighbour, ...] = ()
    """Neighbours that it told of earlier and tells of no more; only in readings that are kept for another start."""
    unread: tuple[str, ...] = ()
    """Parts that were begun and failed, such as `interfaces` or `lldp`: they say nothing about what is there."""
    is_cut_short: bool = False
    """Whether any of these failed for want of an answer, which may come another time."""

    @property
    def is_polled(self) -> bool:
        """Whether an SNMP agent answered, not ping alone."""
        return self.inventory.device.snmp is not None
