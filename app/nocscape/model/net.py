"""What a network is made of: devices, their interfaces, links and the evidence for them.

Everything is immutable and can be written to a wire; a change is a new value. Addresses are text in canonical form,
MAC addresses lower-case with colons, object identifiers dotted without a leading dot.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nocscape.base.i18n import Text
from nocscape.model.status import LinkState, Status

DeviceId = str
LinkId = str


class Kind(StrEnum):
    """Families of gear; the map has a symbol for each."""

    SWITCH = "switch"
    L3_SWITCH = "l3_switch"
    ROUTER = "router"
    FIREWALL = "firewall"
    LOAD_BALANCER = "load_balancer"
    ACCESS_POINT = "access_point"
    WLAN_CONTROLLER = "wlan_controller"
    SERVER = "server"
    HYPERVISOR = "hypervisor"
    STORAGE = "storage"
    WORKSTATION = "workstation"
    PRINTER = "printer"
    UPS = "ups"
    PDU = "pdu"
    PHONE = "phone"
    CAMERA = "camera"
    SENSOR = "sensor"
    PLC = "plc"
    MODEM = "modem"
    OLT = "olt"
    RADIO = "radio"
    OPTICAL = "optical"
    APPLIANCE = "appliance"
    CLOUD = "cloud"
    HUB = "hub"
    UNKNOWN = "unknown"


class Endpoint(msgspec.Struct, frozen=True, order=True):
    """Where something answers. An address means something only inside a realm (site, VRF, customer)."""

    address: str
    port: int = 161
    realm: str = ""


class Interface(msgspec.Struct, frozen=True, kw_only=True):
    """One row of IF-MIB ifTable and ifXTable. `key` stays the same when ifIndex changes."""

    key: str
    if_index: int
    name: str = ""
    descr: str = ""
    alias: str = ""
    type: int = 0
    mac: str = ""
    mtu: int | None = None
    speed_bps: int | None = None
    admin: str = "unknown"
    oper: str = "unknown"
    addresses: tuple[str, ...] = ()
    """With prefix length where it is known: `10.0.0.1/24`."""


class Processor(msgspec.Struct, frozen=True):
    """One processor; load in percent of 100."""

    descr: str
    load_percent: float | None


class Memory(msgspec.Struct, frozen=True):
    """A memory pool or a file system, in bytes."""

    descr: str
    used_bytes: int | None = None
    total_bytes: int | None = None
    used_percent: float | None = None


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """One node: whatever number of addresses, it stands once."""

    id: DeviceId
    name: str
    endpoint: Endpoint
    """Where it is polled."""
    addresses: tuple[str, ...] = ()
    kind: Kind = Kind.UNKNOWN
    vendor: str | None = None
    model: str | None = None
    os: str | None = None
    os_version: str | None = None
    serial: str | None = None
    sys_object_id: str | None = None
    sys_descr: str | None = None
    sys_location: str | None = None
    sys_contact: str | None = None
    sys_uptime_s: float | None = None
    snmp: str | None = None
    """`v1`, `v2c`, `v3`, or None where it answers ping alone."""
    credential: str | None = None
    """Name of the credential that worked; the secret itself is in the keyring or vault."""
    site: str = ""
    is_ghost: bool = False
    """Announced by a neighbour, never polled."""
    profile: str | None = None
    """Name of the gear profile that fits."""
    protocols: tuple[str, ...] = ()
    """What it speaks towards neighbours, such as `lldp`, `cdp`, `ospf`."""
    identity: dict[str, tuple[str, ...]] = {}
    """Signs by which it is known again: `chassis_id`, `serial`, `mac`, `engine_id`, `sys_name`."""
    first_seen: float = 0.0
    last_seen: float = 0.0

    def shown_name(self) -> str:
        """Name for people; the address where it has none."""
        return self.name or self.endpoint.address


class Vlan(msgspec.Struct, frozen=True):
    """A VLAN that a device knows (Q-BRIDGE-MIB dot1qVlanStaticTable, CISCO-VTP-MIB vtpVlanTable)."""

    id: int
    name: str = ""
    type: str = ""
    """`ethernet`, `fddi` ..., where the device says it."""
    state: str = ""
    domain: str = ""
    """VTP domain or its like, where numbers repeat."""


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a device: chassis of a stack, module, power supply, transceiver (ENTITY-MIB entPhysicalTable)."""

    index: int
    parent: int | None = None
    position: int | None = None
    kind: str = ""
    """entPhysicalClass in its word: `chassis`, `module`, `port` ..."""
    descr: str = ""
    name: str = ""
    model: str = ""
    serial: str = ""
    hardware: str = ""
    firmware: str = ""
    software: str = ""
    vendor: str = ""
    alias: str = ""
    asset: str = ""
    is_fru: bool = False
    if_index: int | None = None
    """The interface that a port is (entAliasMappingTable)."""


class Sensor(msgspec.Struct, frozen=True, kw_only=True):
    """A measured value: temperature, fan speed, voltage, optical power ..."""

    key: str
    kind: str
    """`temperature`, `fanspeed`, `voltage`, `current`, `power`, `dbm`, `humidity`, `state` ..."""
    descr: str = ""
    value: float | None = None
    units: str = ""


class Inventory(msgspec.Struct, frozen=True, kw_only=True):
    """A device with everything that was read inside it."""

    device: Device
    interfaces: tuple[Interface, ...] = ()
    processors: tuple[Processor, ...] = ()
    memory: tuple[Memory, ...] = ()
    storage: tuple[Memory, ...] = ()
    vlans: tuple[Vlan, ...] = ()
    entities: tuple[Entity, ...] = ()
    sensors: tuple[Sensor, ...] = ()


class PortRef(msgspec.Struct, frozen=True, order=True):
    """One end of a link: a device and the key of its interface (None where only the device is known)."""

    device: DeviceId
    interface: str | None = None


class Evidence(msgspec.Struct, frozen=True):
    """Why something is believed: which source said it, polled from where, and the raw values as text."""

    source: str
    """`lldp`, `cdp`, `fdb`, `stp`, `arp`, `ospf`, `subnet`, `operator` ..."""
    seen_from: DeviceId
    detail: str
    at: float = 0.0


class Layer(StrEnum):
    """What kind of neighbourhood a link is; each is a view of one graph."""

    PHYSICAL = "physical"
    SUBNET = "subnet"
    OSPF = "ospf"
    BGP = "bgp"
    ISIS = "isis"


class LinkMember(msgspec.Struct, frozen=True, order=True):
    """One wire of a bundle: the keys of the two interfaces, in the order of the link's ends."""

    a: str | None
    b: str | None
    state: LinkState = LinkState.UP


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """One wire (or bundle) between two ports, or one adjacency of a higher layer; `a` sorts before `b`."""

    id: LinkId
    a: PortRef
    b: PortRef
    state: LinkState = LinkState.UP
    confidence: float = 1.0
    """0 to 1."""
    speed_bps: int | None = None
    evidence: tuple[Evidence, ...] = ()
    last_seen: float = 0.0
    layer: Layer = Layer.PHYSICAL
    subject: str = ""
    """What a higher layer's link is about: the subnet, the area, the autonomous systems."""
    members: tuple[LinkMember, ...] = ()
    """The wires of a bundle (LAG)."""
    vlans: tuple[int, ...] = ()
    """VLANs that are known to pass."""
    contradictions: tuple[Evidence, ...] = ()
    """What speaks against it; each lowers the confidence."""
    decision: str | None = None
    """The operator's decision that made or confirmed it."""


class Station(msgspec.Struct, frozen=True, kw_only=True):
    """A MAC address that stands behind an access port: no agent, perhaps not even an address."""

    mac: str
    addresses: tuple[str, ...] = ()
    port: PortRef
    vlan: int | None = None
    is_direct: bool = True
    """Nothing else that forwards stands between."""
    device: DeviceId | None = None
    """The device of the inventory that has this MAC address, if any."""
    last_seen: float = 0.0
    evidence: str = ""


class Unanswered(msgspec.Struct, frozen=True):
    """An address that was asked and gave no device, with the reason and who reported it."""

    address: str
    reason: str
    reported_by: str | None = None


class DeviceStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The live state of one device: what changes often, apart from what it is."""

    device: DeviceId
    status: Status = Status.UNKNOWN
    reason: Text | None = None
    since: float = 0.0
    rtt_ms: float | None = None
    loss_percent: float | None = None
    cpu_percent: float | None = None
    memory_percent: float | None = None
    temperature_c: float | None = None


class LinkLoad(msgspec.Struct, frozen=True):
    """Traffic of a link, each direction seen from `a`, in bits a second and percent of its speed."""

    link: LinkId
    ab_bps: float | None = None
    ba_bps: float | None = None
    ab_percent: float | None = None
    ba_percent: float | None = None


class Alive(msgspec.Struct, frozen=True):
    """An address that answered an echo; the round trip in milliseconds where it was measured."""

    address: str
    rtt_ms: float | None = None


def link_id(one: PortRef, other: PortRef) -> LinkId:
    """The same name for the same two ports, whichever comes first."""
    a, b = sorted((one, other), key=_port_text)
    return f"{_port_text(a)}--{_port_text(b)}"


def _port_text(port: PortRef) -> str:
    return f"{port.device}:{port.interface or ''}"
