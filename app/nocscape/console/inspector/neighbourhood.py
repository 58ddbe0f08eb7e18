"""Who stands behind each port of a device: neighbours on every layer, members of bundles, end stations, VLANs."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.base.units import bps, grouped
from nocscape.console.inspector.branches import Branch
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.naming import device_name, end_name, port_name
from nocscape.console.parts.words import LAYER_NAMES, LINK_SIGNS, LINK_WORDS, age, natural
from nocscape.model.net import DeviceId, Inventory, Layer, Link, LinkMember, PortRef, Station, Vlan

MOST_STATIONS = 256
"""End stations listed behind one port."""
MOST_VLANS = 512


def neighbourhood(live: LiveNetwork, inventory: Inventory, stations: Sequence[Station]) -> list[Branch]:
    """A branch for each port that leads anywhere, in order, then what is known without a port, then the VLANs."""
    device = inventory.device.id
    behind: defaultdict[str | None, list[Branch]] = defaultdict(list)
    for link in sorted(live.links_of(device), key=lambda x: list(Layer).index(x.layer)):
        for own, far in _ends(link, device):
            behind[own.interface].append(_link_branch(live, link, far, is_turned=own == link.b))
    for port, branches in _stations(live, stations).items():
        behind[port] += branches
    ports = sorted((port for port in behind if port is not None), key=natural)
    found = [_port_branch(live, inventory, port, behind[port]) for port in ports]
    if None in behind:
        found.append(Branch(tr("Port not known"), icon="circle-question-mark", children=tuple(behind[None])))
    return [*found, *_vlans(inventory.vlans)]


def _ends(link: Link, device: DeviceId) -> list[tuple[PortRef, PortRef]]:
    pairs = ((link.a, link.b), (link.b, link.a))
    return [(own, far) for own, far in pairs if own.device == device]


def _port_branch(live: LiveNetwork, inventory: Inventory, port: str, children: Sequence[Branch]) -> Branch:
    ref = PortRef(inventory.device.id, port)
    known = live.interface(ref.device, port)
    speed = bps(known.speed_bps) if known is not None and known.speed_bps else ""
    alias = one_line(known.alias, 40) if known is not None else ""
    detail = " · ".join(part for part in (alias, speed) if part)
    return Branch(port_name(live, ref), detail, icon="ethernet-port", target=ref, children=tuple(children))


def _link_branch(live: LiveNetwork, link: Link, far: PortRef, *, is_turned: bool) -> Branch:
    layer = "" if link.layer is Layer.PHYSICAL else f"{tr(LAYER_NAMES[link.layer])} · "
    facts = [one_line(link.subject, 60)]
    if link.layer is Layer.PHYSICAL:
        sources = sorted({e.source.upper() for e in link.evidence if e.seen_from}) or [tr("an operator")]
        facts = [", ".join(sources), _vlan_text(link.vlans)]
    tip = f"{end_name(live, far)}\n{tr(LINK_WORDS[link.state])}"
    members = tuple(_member(live, link, member, is_turned=is_turned) for member in link.members)
    return Branch(
        f"{layer}{end_name(live, far)}",
        " · ".join(part for part in facts if part),
        status=LINK_SIGNS[link.state],
        target=far,
        children=members,
        tip=tip,
    )


def _member(live: LiveNetwork, link: Link, member: LinkMember, *, is_turned: bool) -> Branch:
    a, b = PortRef(link.a.device, member.a), PortRef(link.b.device, member.b)
    own, far = (b, a) if is_turned else (a, b)
    words = f"{port_name(live, own) or '?'} – {port_name(live, far) or '?'}"
    return Branch(words, tr("member of the bundle"), status=LINK_SIGNS[member.state], target=own)


def _vlan_text(vlans: Sequence[int]) -> str:
    if not vlans:
        return ""
    if len(vlans) > 4:
        return tr("{count} VLANs", count=grouped(len(vlans)))
    return tr("VLAN {list}", list=", ".join(str(v) for v in vlans))


def _stations(live: LiveNetwork, stations: Iterable[Station]) -> dict[str | None, list[Branch]]:
    found: defaultdict[str | None, list[Branch]] = defaultdict(list)
    for station in sorted(stations, key=lambda s: (not s.is_direct, s.mac)):
        found[station.port.interface].append(_station(live, station))
    return {port: _cut(branches) for port, branches in found.items()}


def _cut(branches: list[Branch]) -> list[Branch]:
    more = len(branches) - MOST_STATIONS
    return branches if more <= 0 else [*branches[:MOST_STATIONS], Branch(tr("{count} more", count=grouped(more)))]


def _station(live: LiveNetwork, station: Station) -> Branch:
    name = device_name(live, station.device) if station.device is not None else ""
    seen = tr("{age} ago", age=age(time.time() - station.last_seen)) if station.last_seen else ""
    facts = [_vlan_text((station.vlan,)) if station.vlan is not None else "", "" if station.is_direct else tr("beyond")]
    return Branch(
        " · ".join(part for part in (name, *station.addresses[:2], station.mac) if part),
        " · ".join(part for part in facts if part),
        icon="plug",
        target=PortRef(station.device) if station.device is not None else None,
        tip="\n".join(part for part in (station.mac, ", ".join(station.addresses), station.evidence, seen) if part),
    )


def _vlans(vlans: Sequence[Vlan]) -> list[Branch]:
    if not vlans:
        return []
    rows = tuple(Branch(f"{v.id} {one_line(v.name, 60)}".strip(), one_line(v.state, 20)) for v in vlans[:MOST_VLANS])
    return [Branch(tr("VLANs"), grouped(len(vlans)), icon="tags", children=rows)]
