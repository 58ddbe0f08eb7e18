"""Answers about the topology of the sample campus, for screenshots and tests."""

from __future__ import annotations

from msgspec.structs import replace

from nocscape.base.i18n import msg
from nocscape.model.answers import ChangeKind, Difference, Place
from nocscape.model.batches import DeviceChanged, Item, LinksChanged
from nocscape.model.commands import Ask, CompareTimes, Decide, ExplainLink, FindAddress, ListDecisions, ReadStations
from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.explanation import Explanation, Reason, Why
from nocscape.model.net import (
    Endpoint,
    Entity,
    Evidence,
    Layer,
    Link,
    LinkMember,
    PortRef,
    Sensor,
    Station,
    Vlan,
    link_id,
)
from nocscape.model.status import LinkState

DIST = PortRef("dist-a", "Te1/1/1")
CORE = PortRef("core-1", "Te1/1/4")


def linked(now: float) -> Explanation:
    """A link that both ends announce and one bridge table contradicts."""
    link = Link(
        id=link_id(CORE, DIST),
        a=CORE,
        b=DIST,
        confidence=0.92,
        evidence=(
            Evidence("lldp", "core-1", "neighbour dist-a, port Te1/1/1 (interfaceName)", now - 40),
            Evidence("lldp", "dist-a", "neighbour core-1, port Te1/1/4 (interfaceName)", now - 35),
            Evidence("fdb", "core-1", "00:1b:54:aa:00:05 in VLAN 10 behind Te1/1/4", now - 60),
        ),
        contradictions=(Evidence("stp", "dist-a", "designated bridge 8000.001b54aa0009 is not core-1", now - 90),),
        vlans=(10, 20),
    )
    reasons = (
        Reason(Why.EVIDENCE, "core-1", msg("LLDP of both ends names the other")),
        Reason(Why.CONTRADICTED, "dist-a", msg("The spanning tree names another designated bridge")),
    )
    return Explanation(a=CORE, b=DIST, links=(link,), reasons=reasons)


def apart() -> Explanation:
    """Two devices without a link, and why."""
    return Explanation(
        a=PortRef("dist-a"),
        b=PortRef("leaf-2"),
        reasons=(
            Reason(Why.NO_PROTOCOL, "leaf-2", msg("LLDP is not running")),
            Reason(Why.NO_COMMON_SEGMENT, "dist-a", msg("No bridge table of either knows the other")),
        ),
        hints=(
            msg("Turn LLDP on at both ends and read them again."),
            msg("Draw the link by hand if you know that it is there."),
        ),
    )


def decisions(now: float) -> tuple[Decision, ...]:
    """One of each kind, newest first."""
    return (
        Decision(id="d1", kind=DecisionKind.REJECT_LINK, a=CORE, b=DIST, note="patched away", actor="kim", at=now - 60),
        Decision(
            id="d2",
            kind=DecisionKind.DRAW_LINK,
            a=PortRef("leaf-1"),
            b=PortRef("hv-1", "Te1/1/1"),
            actor="lee",
            at=now - 7200,
        ),
        Decision(
            id="d3",
            kind=DecisionKind.MERGE,
            endpoints=(Endpoint("10.0.0.1"), Endpoint("10.0.0.2")),
            note="one chassis",
            actor="kim",
            at=now - 90_000,
        ),
        Decision(
            id="d4",
            kind=DecisionKind.SPLIT,
            endpoints=(Endpoint("10.3.0.1"), Endpoint("10.3.0.2")),
            actor="park",
            at=now - 200_000,
        ),
        Decision(
            id="d5", kind=DecisionKind.ACCEPT_LINK, a=PortRef("fw-1", "Te1/1/2"), b=PortRef("core-1"), at=now - 300_000
        ),
    )


def places(now: float) -> tuple[Place, ...]:
    """A camera behind an access switch, seen from further up too."""
    mac = "00:40:8c:12:34:56"
    return (
        Place(
            device="dist-b1",
            interface="Te1/1/3",
            vlan=30,
            last_seen=now - 20,
            evidence="fdb+arp",
            mac=mac,
            addresses=("10.2.9.3",),
        ),
        Place(device="core-1", interface="Te1/1/2", vlan=30, last_seen=now - 25, evidence="fdb", mac=mac),
        Place(device="core-2", last_seen=now - 4000, evidence="arp", mac=mac),
    )


def differences(now: float) -> tuple[Difference, ...]:
    """A day with a new device, a moved address, an upgrade and a link that is gone."""
    link = link_id(PortRef("dist-b1", "Te1/1/5"), PortRef("dist-b2", "Te1/1/2"))
    return (
        Difference(kind=ChangeKind.ADDED, object="device", id="ups-b4", name="ups-b4", at=now - 3000, device="ups-b4"),
        Difference(
            kind=ChangeKind.MOVED,
            object="address",
            id="10.2.9.3",
            name="10.2.9.3",
            before="acc-b1 Te1/1/2",
            after="dist-b1 Te1/1/3",
            at=now - 2400,
            device="dist-b1",
        ),
        Difference(
            kind=ChangeKind.CHANGED,
            object="device",
            id="leaf-1",
            name="leaf-1",
            field="os_version",
            before="17.9.3",
            after="17.9.4",
            at=now - 1800,
            device="leaf-1",
        ),
        Difference(
            kind=ChangeKind.REMOVED,
            object="link",
            id=link,
            name="dist-b1 Te1/1/5 ↔ dist-b2 Te1/1/2",
            at=now - 600,
        ),
        Difference(
            kind=ChangeKind.CHANGED,
            object="interface",
            id="acc-a1:Te1/1/2",
            name="acc-a1 Te1/1/2",
            field="oper",
            before="up",
            after="down",
            at=now - 300,
            device="acc-a1",
        ),
    )


def stations(now: float) -> tuple[Station, ...]:
    """End devices behind ports of core-1, one of them known as a device."""
    return (
        Station(
            mac="00:40:8c:12:34:56",
            addresses=("10.2.9.3",),
            port=PortRef("core-1", "Te1/1/8"),
            vlan=30,
            device="cam-b2",
            last_seen=now - 30,
            evidence="fdb+arp",
        ),
        Station(mac="3c:52:82:00:11:22", port=PortRef("core-1", "Te1/1/9"), vlan=10, last_seen=now - 3, evidence="fdb"),
        Station(
            mac="3c:52:82:00:11:23",
            port=PortRef("core-1", "Te1/1/9"),
            vlan=10,
            is_direct=False,
            last_seen=now - 3,
            evidence="fdb",
        ),
    )


def deeper(item: Item) -> Item:
    """What the campus says at the start, with more of core-1: parts, sensors, VLANs."""
    if not isinstance(item, DeviceChanged) or item.inventory.device.id != "core-1":
        return item
    parts = (
        Entity(index=1, kind="chassis", name="Chassis", model="C9500-48Y4C", serial="FDO23120ABC"),
        Entity(index=2, parent=1, position=1, kind="powerSupply", name="Power supply A", model="PWR-C4-950WAC"),
        Entity(index=3, parent=1, position=2, kind="module", name="Uplink module", model="C9500-NM-8X"),
        Entity(index=4, parent=3, position=1, kind="port", name="Te1/1/1", model="SFP-10G-SR", if_index=1),
    )
    sensors = (
        Sensor(key="1", kind="temperature", descr="Inlet", value=24.5, units="°C"),
        Sensor(key="2", kind="temperature", descr="Hotspot", value=41.0, units="°C"),
        Sensor(key="3", kind="dbm", descr="Te1/1/1 receive", value=-6.8, units="dBm"),
    )
    vlans = (Vlan(10, "staff"), Vlan(20, "voice"), Vlan(30, "cameras"))
    return DeviceChanged(inventory=replace(item.inventory, entities=parts, sensors=sensors, vlans=vlans))


def adjacencies() -> LinksChanged:
    """What stands above the wires of the campus: an OSPF neighbour, a subnet, a BGP peer, and a bundle."""
    ends = PortRef("core-1", "Te1/1/2"), PortRef("core-2", "Te1/1/1")
    bundle = PortRef("core-1", "Te1/1/9"), PortRef("leaf-2", "Te1/1/7")
    return LinksChanged(
        links=(
            Link(id="ospf", a=ends[0], b=ends[1], layer=Layer.OSPF, subject="area 0.0.0.0"),
            Link(id="subnet", a=ends[0], b=ends[1], layer=Layer.SUBNET, subject="10.0.0.0/30"),
            Link(id="bgp", a=PortRef("core-1"), b=PortRef("fw-1"), layer=Layer.BGP, subject="AS 64512 – AS 64513"),
            Link(
                id="bundle",
                a=bundle[0],
                b=bundle[1],
                vlans=(10, 20, 30),
                evidence=(Evidence("lacp", "core-1", "partner leaf-2"),),
                members=(LinkMember("Te1/1/9", "Te1/1/7"), LinkMember("Te1/1/8", "Te1/1/6", LinkState.DOWN)),
            ),
        )
    )


def topology_answer(ask: Ask, now: float) -> object:
    """What the engine of the campus would answer, as of `now`."""
    match ask:
        case ExplainLink(b=b):
            return apart() if "leaf-2" in b else linked(now)
        case Decide(decision=decision):
            return replace(decision, id="d9", actor="tester", at=now)
        case ListDecisions():
            return decisions(now)
        case FindAddress():
            return places(now)
        case CompareTimes():
            return differences(now)
        case ReadStations():
            return stations(now)
        case _:
            return None
