"""The document that `discover --json` writes: a stable contract, units in the names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import to_builtins

from nocscape.model.explanation import Explanation
from nocscape.model.net import (
    DeviceId,
    Evidence,
    Interface,
    Inventory,
    Layer,
    Link,
    LinkMember,
    Memory,
    PortRef,
    Station,
    Unanswered,
)
from nocscape.topology.wires import is_cloud

Document = dict[str, Any]


def to_document(
    inventories: Iterable[Inventory],
    links: Iterable[Link],
    unanswered: Iterable[Unanswered] = (),
    stations: Iterable[Station] = (),
) -> Document:
    """Devices, links and unanswered addresses in a stable order.

    `links` are wires between devices; clouds stand in `segments` with the wires to them, other layers in `adjacencies`.
    `stations` are addresses at a port that no device has.
    """
    known = sorted(inventories, key=lambda i: (i.device.is_ghost, i.device.name, i.device.id))
    names = {i.device.id: {x.key: x.name or x.key for x in i.interfaces} for i in known}
    ordered = sorted(links, key=lambda x: x.id)
    wires = [x for x in ordered if x.layer is Layer.PHYSICAL]
    between = [x for x in wires if not (is_cloud(x.a.device) or is_cloud(x.b.device))]
    return {
        "devices": [_device(i) for i in known if not is_cloud(i.device.id)],
        "links": [link_document(x, names) for x in between],
        "adjacencies": [link_document(x, names) for x in ordered if x.layer is not Layer.PHYSICAL],
        "segments": [_segment(i, wires, names) for i in known if is_cloud(i.device.id)],
        "stations": [_station(s, names) for s in stations if s.device is None],
        "unanswered": [{"address": u.address, "reason": u.reason, "reported_by": u.reported_by} for u in unanswered],
    }


def _segment(cloud: Inventory, wires: Iterable[Link], names: Mapping[DeviceId, Mapping[str, str]]) -> Document:
    """A hub or an unmanaged switch: the ports that it joins, and why."""
    here = [x for x in wires if cloud.device.id in (x.a.device, x.b.device)]
    far = [x.b if x.a.device == cloud.device.id else x.a for x in here]
    ports = [_end(port, names) | _belief(link) for port, link in zip(far, here, strict=True)]
    return {"id": cloud.device.id, "name": cloud.device.name, "kind": cloud.device.kind, "ports": ports}


def _station(station: Station, names: Mapping[DeviceId, Mapping[str, str]]) -> Document:
    return _end(station.port, names) | {
        "mac": station.mac,
        "addresses": list(station.addresses),
        "vlan": station.vlan,
        "is_direct": station.is_direct,
        "last_seen": station.last_seen,
        "evidence": station.evidence,
    }


def _device(inventory: Inventory) -> Document:
    device = inventory.device
    return {
        "id": device.id,
        "name": device.name,
        "addresses": list(device.addresses),
        "kind": device.kind,
        "vendor": device.vendor,
        "model": device.model,
        "os": device.os,
        "os_version": device.os_version,
        "serial": device.serial,
        "sys_object_id": device.sys_object_id,
        "sys_descr": device.sys_descr,
        "sys_location": device.sys_location,
        "sys_contact": device.sys_contact,
        "sys_uptime_s": device.sys_uptime_s,
        "snmp": device.snmp,
        "is_ghost": device.is_ghost,
        "protocols": list(device.protocols),
        "identity": {sign: list(values) for sign, values in device.identity.items()},
        "interfaces": [_interface(i) for i in inventory.interfaces],
        "processors": [{"descr": p.descr, "load_percent": p.load_percent} for p in inventory.processors],
        "memory": [_pool(m) for m in inventory.memory],
        "storage": [_pool(m) for m in inventory.storage],
        "entities": [to_builtins(e) for e in inventory.entities],
        "sensors": [to_builtins(s) for s in inventory.sensors],
        "vlans": to_builtins(inventory.vlans),
    }


def _interface(interface: Interface) -> Document:
    return {
        "if_index": interface.if_index,
        "name": interface.name,
        "descr": interface.descr,
        "alias": interface.alias,
        "type": interface.type,
        "mac": interface.mac,
        "mtu": interface.mtu,
        "speed_bps": interface.speed_bps,
        "admin": interface.admin,
        "oper": interface.oper,
        "addresses": list(interface.addresses),
    }


def _pool(pool: Memory) -> Document:
    return {
        "descr": pool.descr,
        "used_bytes": pool.used_bytes,
        "total_bytes": pool.total_bytes,
        "used_percent": pool.used_percent,
    }


def link_document(link: Link, names: Mapping[DeviceId, Mapping[str, str]]) -> Document:
    """One link; `names` gives an interface's name by device and key."""
    return {
        "id": link.id,
        "a": _end(link.a, names),
        "b": _end(link.b, names),
        "speed_bps": link.speed_bps,
        "layer": link.layer,
        "subject": link.subject,
        "members": [_member(link, m, names) for m in link.members],
        "vlans": list(link.vlans),
        "decision": link.decision,
    } | _belief(link)


def _member(link: Link, member: LinkMember, names: Mapping[DeviceId, Mapping[str, str]]) -> Document:
    a, b = PortRef(link.a.device, member.a), PortRef(link.b.device, member.b)
    return {"a": _end(a, names), "b": _end(b, names), "state": member.state}


def _belief(link: Link) -> Document:
    """How a link is, and why it is believed to be there."""
    return {
        "state": link.state,
        "confidence": link.confidence,
        "last_seen": link.last_seen,
        "evidence": [_evidence(e) for e in link.evidence],
        "contradictions": [_evidence(e) for e in link.contradictions],
    }


def _evidence(evidence: Evidence) -> Document:
    return {
        "source": evidence.source,
        "seen_from": evidence.seen_from,
        "detail": evidence.detail,
        "at": evidence.at,
    }


def explanation_document(told: Explanation, inventories: Mapping[DeviceId, Inventory]) -> Document:
    """The answer of `why`; texts in the language in force."""
    names = {
        d: {x.key: x.name or x.key for x in inventories[d].interfaces}
        for d in (told.a.device, told.b.device)
        if d in inventories
    }
    return {
        "a": _asked(told.a, names),
        "b": _asked(told.b, names),
        "linked": told.is_linked,
        "links": [link_document(x, names) for x in told.links],
        "reasons": [{"reason": r.reason, "seen_from": r.seen_from, "detail": str(r.detail)} for r in told.reasons],
        "try": [str(hint) for hint in told.hints],
    }


def _asked(port: PortRef, names: Mapping[DeviceId, Mapping[str, str]]) -> str:
    end = _end(port, names)
    return f"{end['device']}:{end['interface']}" if end["interface"] else port.device


def _end(port: PortRef, names: Mapping[DeviceId, Mapping[str, str]]) -> Document:
    interface = port.interface
    if interface is not None:
        interface = names.get(port.device, {}).get(interface, interface)
    return {"device": port.device, "interface": interface}
