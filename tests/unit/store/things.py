"""Devices, links and maps to keep."""

from __future__ import annotations

from nocscape.model.alarms import Alarm
from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion
from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.mapdoc import MapDocument, Node
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import (
    Device,
    Endpoint,
    Evidence,
    Interface,
    Inventory,
    Kind,
    Link,
    Memory,
    PortRef,
    Processor,
    Station,
    link_id,
)
from nocscape.model.status import Severity

V3 = SnmpCredential(
    name="office",
    version=SnmpVersion.V3,
    user="noc",
    auth=AuthProtocol.SHA256,
    auth_key="hunter2-auth",
    priv=PrivProtocol.AES256,
    priv_key="hunter2-priv",
)


def switch(number: int, *, ports: int = 2, name: str = "", oper: str = "up", seen: float = 1.0) -> Inventory:
    address = f"10.0.{number // 250}.{number % 250 + 1}"
    return Inventory(
        device=Device(
            id=f"d{number}",
            name=name or f"sw-{number}",
            endpoint=Endpoint(address),
            addresses=(address, f"192.168.0.{number % 250}"),
            kind=Kind.SWITCH,
            vendor="Cisco",
            identity={"chassis_id": ("00:11:22:33:44:55",)},
            last_seen=seen,
            sys_uptime_s=seen,
        ),
        interfaces=tuple(
            Interface(key=f"Gi0/{i}", if_index=i, name=f"Gi0/{i}", mac=f"00:00:00:00:00:{i:02x}", oper=oper)
            for i in range(1, ports + 1)
        ),
        processors=(Processor("cpu", seen % 100),),
        memory=(Memory("ram", 1, 2, 50.0),),
    )


def wire(one: int, other: int, *, seen: float = 1.0) -> Link:
    a, b = sorted((PortRef(f"d{one}", "Gi0/1"), PortRef(f"d{other}", "Gi0/2")))
    return Link(
        id=link_id(a, b),
        a=a,
        b=b,
        evidence=(Evidence("lldp", a.device, "port Gi0/1", seen), Evidence("lldp", b.device, "port Gi0/2", seen)),
        last_seen=seen,
    )


def campus_map(devices: int = 3) -> MapDocument:
    return MapDocument(
        id="m1",
        title="Campus",
        nodes={f"d{n}": Node(device=f"d{n}", x=float(n), y=0.0) for n in range(devices)},
    )


def merge(name: str, *addresses: str) -> Decision:
    return Decision(
        id=name, kind=DecisionKind.MERGE, endpoints=tuple(Endpoint(a) for a in addresses), actor="kim", at=5.0
    )


def station(mac: str, device: int, port: str = "Gi0/1", *, vlan: int | None = None, seen: float = 1.0) -> Station:
    return Station(mac=mac, port=PortRef(f"d{device}", port), vlan=vlan, last_seen=seen, evidence="fdb")


def alarm(rule: str, device: str, metric: str = "cpu_percent", *, since: float = 5.0) -> Alarm:
    key = SeriesKey(device, metric)
    return Alarm(rule=rule, key=key, severity=Severity.MINOR, since=since, at=since, value=95.0, limit=90.0)
