"""What a plan of a campus is made of: devices, cables, VLANs and broadcast domains."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

from nocscape.demo.gear import Gear
from nocscape.model.net import Kind


@dataclass(slots=True, eq=False)
class Cable:
    """A wire between two ports, numbered from 1 at each device; peaks in bits a second towards and from `b`."""

    a: Box
    a_port: int
    b: Box
    b_port: int
    speed_bps: int
    down_bps: float = 0.0
    up_bps: float = 0.0
    bundle: int = 0
    """Number of the link aggregation that it is a member of, the same at both ends; 0 for none."""
    is_blocked: bool = False
    """Spanning tree keeps it in reserve."""
    network: str = ""
    """The /30 of a routed cable; empty where it is switched."""

    def port_at(self, box: Box) -> int:
        """The number of its port at one of its ends."""
        return self.a_port if self.a is box else self.b_port

    def other_end(self, box: Box) -> Box:
        """The device at the other end."""
        return self.b if self.a is box else self.a

    def address_at(self, box: Box) -> str:
        """The address of a routed cable's port: the lower one is at `a`."""
        host = ipaddress.ip_network(self.network)[1 if self.a is box else 2]
        return str(host)

    @property
    def name(self) -> str:
        """`core-1:2--dist-a:1`."""
        return f"{self.a.name}:{self.a_port}--{self.b.name}:{self.b_port}"


@dataclass(frozen=True, slots=True)
class Client:
    """A computer that answers no SNMP: what is known of it is what switches and routers learned."""

    mac: str
    address: str
    vlan: int
    port: int
    """Where it is plugged in."""


@dataclass(frozen=True, slots=True)
class Vlan:
    """A VLAN and the network in it; without one, nothing is routed there."""

    number: int
    name: str
    network: str = ""

    def address(self, host: int) -> str:
        """The address of a host, counted from 1; the gateway is 1."""
        return str(ipaddress.ip_network(self.network)[host])

    @property
    def mask(self) -> str:
        """The network's mask."""
        return str(ipaddress.ip_network(self.network).netmask)


@dataclass(slots=True, eq=False)
class Lan:
    """A broadcast domain: the first of its switches is the root of its spanning tree and routes its VLANs."""

    boxes: list[Box]
    vlans: tuple[Vlan, ...]
    """The first is that of the devices themselves, the second that of those who use the network."""


@dataclass(slots=True, eq=False)
class Box:
    """A device in the plan. `demand_bps` is what it and all behind it draw at the busiest hour."""

    name: str
    gear: Gear
    place: str
    address: str
    number: int
    cables: list[Cable] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)
    demand_bps: float = 0.0

    @property
    def is_bridge(self) -> bool:
        """Whether it switches."""
        return self.gear.kind in (Kind.SWITCH, Kind.L3_SWITCH)

    @property
    def router_id(self) -> str:
        """Its OSPF router id, the address of its loopback interface."""
        return f"10.255.{self.number >> 8}.{self.number & 255}"

    @property
    def mac(self) -> str:
        """Chassis MAC address, locally administered."""
        return f"02:6e:6f:63:{self.number >> 8:02x}:{self.number & 255:02x}"
