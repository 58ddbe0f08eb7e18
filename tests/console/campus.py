"""A campus of 40 devices for console tests and screenshots: states, loads and events that show every sign."""

from __future__ import annotations

from nocscape.base.i18n import msg
from nocscape.model.batches import (
    DeviceChanged,
    EngineStats,
    EventsRaised,
    Item,
    LinksChanged,
    LoadChanged,
    StatusChanged,
)
from nocscape.model.events import Event
from nocscape.model.net import (
    Device,
    DeviceStatus,
    Endpoint,
    Evidence,
    Interface,
    Inventory,
    Kind,
    Link,
    LinkLoad,
    Memory,
    PortRef,
    Processor,
    link_id,
)
from nocscape.model.status import LinkState, Severity, Status

NOW = 1_763_721_807.0

GEAR: dict[Kind, tuple[str, str, str, str]] = {
    Kind.CLOUD: ("", "Internet", "", ""),
    Kind.FIREWALL: ("Fortinet", "FortiGate 200F", "FortiOS", "7.4.3"),
    Kind.L3_SWITCH: ("Cisco", "C9500-48Y4C", "IOS-XE", "17.9.4"),
    Kind.SWITCH: ("Cisco", "C9300-24T", "IOS-XE", "17.9.4"),
    Kind.ACCESS_POINT: ("HPE Aruba", "AP-515", "AOS", "8.10"),
    Kind.SERVER: ("Dell", "PowerEdge R650", "Ubuntu", "24.04"),
    Kind.STORAGE: ("Synology", "RS2423+", "DSM", "7.2"),
    Kind.HYPERVISOR: ("VMware", "ESXi", "ESXi", "8.0.2"),
    Kind.UPS: ("APC", "Smart-UPS 3000", "AOS", "7.1"),
    Kind.PRINTER: ("HP", "LaserJet M607", "FutureSmart", "5.6"),
    Kind.CAMERA: ("Axis", "P3245", "AXIS OS", "11.6"),
}

DEVICES: list[tuple[str, Kind, str, str]] = [
    ("internet", Kind.CLOUD, "HQ", "203.0.113.1"),
    ("fw-1", Kind.FIREWALL, "HQ/Core", "10.0.0.11"),
    ("core-1", Kind.L3_SWITCH, "HQ/Core", "10.0.0.1"),
    ("core-2", Kind.L3_SWITCH, "HQ/Core", "10.0.0.2"),
    ("fw-2", Kind.FIREWALL, "HQ/Core", "10.0.0.12"),
    ("dist-a", Kind.SWITCH, "HQ/Building A", "10.1.0.1"),
    *[(f"acc-a{i}", Kind.SWITCH, "HQ/Building A", f"10.1.1.{i}") for i in range(1, 5)],
    ("ap-a1", Kind.ACCESS_POINT, "HQ/Building A", "10.1.9.1"),
    ("ap-a2", Kind.ACCESS_POINT, "HQ/Building A", "10.1.9.2"),
    ("prn-a", Kind.PRINTER, "HQ/Building A", "10.1.9.3"),
    ("ap-a4", Kind.ACCESS_POINT, "HQ/Building A", "10.1.9.4"),
    ("dist-b1", Kind.SWITCH, "HQ/Building B", "10.2.0.1"),
    ("dist-b2", Kind.SWITCH, "HQ/Building B", "10.2.0.2"),
    *[(f"acc-b{i}", Kind.SWITCH, "HQ/Building B", f"10.2.1.{i}") for i in (1, 3, 4)],
    ("ap-b1", Kind.ACCESS_POINT, "HQ/Building B", "10.2.9.1"),
    ("ap-b2", Kind.ACCESS_POINT, "HQ/Building B", "10.2.9.2"),
    ("cam-b2", Kind.CAMERA, "HQ/Building B", "10.2.9.3"),
    ("ap-b3", Kind.ACCESS_POINT, "HQ/Building B", "10.2.9.4"),
    ("ups-b4", Kind.UPS, "HQ/Building B", "10.2.9.5"),
    ("leaf-1", Kind.L3_SWITCH, "HQ/Server room", "10.3.0.1"),
    ("leaf-2", Kind.L3_SWITCH, "HQ/Server room", "10.3.0.2"),
    ("db-1", Kind.STORAGE, "HQ/Server room", "10.3.1.1"),
    ("app-1", Kind.SERVER, "HQ/Server room", "10.3.1.2"),
    ("app-2", Kind.SERVER, "HQ/Server room", "10.3.1.3"),
    ("san-1", Kind.STORAGE, "HQ/Server room", "10.3.1.4"),
    ("hv-1", Kind.HYPERVISOR, "HQ/Server room", "10.3.1.5"),
    ("ups-1", Kind.UPS, "HQ/Server room", "10.3.1.6"),
]

WIRES: list[tuple[str, str, float, float]] = [
    ("internet", "fw-1", 40, 20),
    ("internet", "fw-2", 15, 10),
    ("fw-1", "core-1", 30, 12),
    ("core-1", "core-2", 62, 55),
    ("core-1", "core-2", 60, 58),
    ("core-2", "fw-2", 10, 22),
    ("core-1", "dist-a", 18, 22),
    ("core-1", "dist-a", 16, 20),
    ("core-1", "dist-b1", 79, 46),
    ("core-2", "dist-b2", 0, 0),
    ("core-1", "leaf-1", 55, 33),
    ("core-2", "leaf-2", 93, 52),
    ("leaf-1", "leaf-2", 12, 14),
    *[("dist-a", f"acc-a{i}", 10.0 + i, 8.0) for i in range(1, 5)],
    ("acc-a1", "ap-a1", 6, 5),
    ("acc-a2", "ap-a2", 7, 3),
    ("acc-a3", "prn-a", 0, 0),
    ("acc-a4", "ap-a4", 9, 4),
    ("acc-a1", "acc-a2", 0, 0),
    *[("dist-b1", f"acc-b{i}", 20.0, 11.0) for i in (1, 3, 4)],
    ("dist-b1", "dist-b2", 0, 0),
    ("dist-b2", "ap-b2", 0, 0),
    ("dist-b2", "cam-b2", 0, 0),
    ("acc-b1", "ap-b1", 8, 6),
    ("acc-b3", "ap-b3", 5, 5),
    ("acc-b4", "ups-b4", 1, 1),
    ("leaf-1", "db-1", 35, 60),
    ("leaf-1", "app-1", 20, 15),
    ("leaf-1", "hv-1", 22, 18),
    ("leaf-2", "app-2", 80, 91),
    ("leaf-2", "san-1", 40, 66),
    ("leaf-2", "ups-1", 1, 1),
]

STATES: dict[str, tuple[Status, str]] = {
    "dist-b2": (Status.CRITICAL, "no answer"),
    "ap-b2": (Status.UNREACHABLE, "behind dist-b2"),
    "cam-b2": (Status.UNREACHABLE, "behind dist-b2"),
    "app-2": (Status.WARNING, "CPU 91 %"),
}
DOWN = {("core-2", "dist-b2"), ("dist-b1", "dist-b2")}
STALE = {("dist-b2", "ap-b2"), ("dist-b2", "cam-b2")}


def campus_items() -> list[Item]:
    """Everything as a console hears it after Subscribe."""
    ports: dict[str, int] = {}
    links, loads = [], []
    for a, b, ab, ba in WIRES:
        ends = []
        for name in (a, b):
            ports[name] = ports.get(name, 0) + 1
            ends.append(PortRef(name, f"Te1/1/{ports[name]}"))
        link = _link(ends[0], ends[1], (a, b))
        links.append(link)
        flip = link.a.device != a
        loads.append(_load(link, ba if flip else ab, ab if flip else ba))
    items: list[Item] = [DeviceChanged(inventory=_inventory(*d, ports.get(d[0], 0))) for d in DEVICES]
    return [
        *items,
        LinksChanged(links=tuple(links)),
        StatusChanged(devices=tuple(_status(name) for name, *_ in DEVICES)),
        LoadChanged(loads=tuple(loads)),
        EventsRaised(events=campus_events()),
        EngineStats(at=NOW, icmp_mode="raw socket", snmp_backend="gufo-snmp", cpu_percent=9, devices=len(DEVICES)),
    ]


def campus_events() -> tuple[Event, ...]:
    rows = [
        (0, "link_down", Severity.CRITICAL, "dist-b2", msg("Link down: {port}", port="Te1/1/2")),
        (1, "device_unreachable", Severity.MINOR, "ap-b2", msg("Unreachable behind {name}", name="dist-b2")),
        (-196, "threshold", Severity.WARNING, "app-2", msg("CPU {value} % for 5 min", value=91)),
        (-648, "device_up", Severity.CLEAR, "ap-a4", msg("Reachable again after {time}", time="2 min 14 s")),
    ]
    return tuple(
        Event(id=f"e{i}", at=NOW + at, kind=kind, severity=severity, device=device, text=text)
        for i, (at, kind, severity, device, text) in enumerate(rows)
    )


def _inventory(name: str, kind: Kind, site: str, address: str, ports: int) -> Inventory:
    vendor, model, os, version = GEAR[kind]
    device = Device(
        id=name,
        name=name,
        endpoint=Endpoint(address),
        addresses=(address,),
        kind=kind,
        vendor=vendor or None,
        model=model,
        os=os or None,
        os_version=version or None,
        site=site,
        snmp=None if kind is Kind.CLOUD else "v3",
        credential="noc",
        sys_uptime_s=41 * 86400.0,
        protocols=("lldp", "ospf") if kind is Kind.L3_SWITCH else ("lldp",),
        first_seen=NOW - 86400,
        last_seen=NOW,
    )
    return Inventory(
        device=device,
        interfaces=tuple(_interface(i) for i in range(1, ports + 3)),
        processors=(Processor("CPU 1", 23.0),),
        memory=(Memory("RAM", 10_000_000_000, 16_000_000_000, 61.0),),
    )


def _interface(number: int) -> Interface:
    return Interface(
        key=f"Te1/1/{number}",
        if_index=number,
        name=f"Te1/1/{number}",
        descr=f"TenGigabitEthernet1/1/{number}",
        alias="" if number % 3 else "uplink",
        type=6,
        mac=f"00:1b:54:aa:00:{number:02x}",
        mtu=1500,
        speed_bps=10_000_000_000,
        admin="up",
        oper="up",
    )


def _link(a: PortRef, b: PortRef, names: tuple[str, str]) -> Link:
    first, second = sorted((a, b))
    state = LinkState.DOWN if names in DOWN else LinkState.STALE if names in STALE else LinkState.UP
    if names == ("acc-a1", "acc-a2"):
        state = LinkState.BLOCKED
    return Link(
        id=link_id(a, b),
        a=first,
        b=second,
        state=state,
        confidence=1.0,
        speed_bps=10_000_000_000,
        evidence=(Evidence("lldp", first.device, f"{second.device} {second.interface}", NOW),),
        last_seen=NOW,
    )


def _load(link: Link, ab: float, ba: float) -> LinkLoad:
    speed = link.speed_bps or 0
    return LinkLoad(link.id, ab * speed / 100, ba * speed / 100, ab, ba)


def _status(name: str) -> DeviceStatus:
    status, reason = STATES.get(name, (Status.UP, ""))
    return DeviceStatus(
        device=name,
        status=status,
        reason=msg("{text}", text=reason) if reason else None,
        since=NOW - 41 * 86400,
        rtt_ms=0.8,
        loss_percent=0.0,
        cpu_percent=91.0 if name == "app-2" else 23.0,
        memory_percent=61.0,
        temperature_c=41.0,
    )
