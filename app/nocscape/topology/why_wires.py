"""What tables, clouds and the operator have to say about a pair of devices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nocscape.base.i18n import msg
from nocscape.model.decisions import DecisionKind
from nocscape.model.explanation import Reason, Why
from nocscape.model.net import DeviceId, Link, PortRef
from nocscape.model.status import LinkState
from nocscape.topology.claims import pair_of
from nocscape.topology.infer import Topology
from nocscape.topology.wires import is_cloud


def about_decisions(topology: Topology, a: PortRef, b: PortRef) -> Iterator[Reason]:
    """What an operator decided about links between the two."""
    for decision in topology.overlay.about(pair_of(a.device, b.device)):
        named = {p.device: p.interface for p in (decision.a, decision.b) if p is not None}
        if any(p.interface is not None and named.get(p.device) not in (None, p.interface) for p in (a, b)):
            continue
        if decision.kind is DecisionKind.REJECT_LINK:
            detail = msg("{actor} rejected it. {note}", actor=decision.actor, note=decision.note)
            yield Reason(Why.REJECTED_BY_OPERATOR, "", detail)
        else:
            detail = msg("{actor} says that it is there. {note}", actor=decision.actor, note=decision.note)
            yield Reason(Why.EVIDENCE, "", detail)


def about_doubts(link: Link) -> Iterator[Reason]:
    """What contradicts a link, and that nothing confirms it any more."""
    for evidence in link.contradictions:
        told = msg("{source} on {said}", source=evidence.source.upper(), said=evidence.detail)
        yield Reason(Why.CONTRADICTED, evidence.seen_from, told)
    if link.state is LinkState.STALE:
        yield Reason(Why.AGED_OUT, link.a.device, msg("nothing confirms {link} any more", link=link.id))


def about_tables(topology: Topology, a: PortRef, b: PortRef) -> Iterator[Reason]:
    """Where two without a link stand towards each other: on one cloud, or with somebody between."""
    links = {p.device: _links_at(topology, p) for p in (a, b)}
    clouds = {device: {d for _, d in _far(found, device) if is_cloud(d)} for device, found in links.items()}
    for cloud in sorted(clouds[a.device] & clouds[b.device]):
        detail = msg(
            "{a} and {b} share the wire {cloud}, joined by something that announces nothing",
            a=_name(topology, a.device),
            b=_name(topology, b.device),
            cloud=_name(topology, cloud),
        )
        yield Reason(Why.EVIDENCE, topology.wiring.broadcast.clouds[cloud].bridge, detail)
    for near, far in ((a, b), (b, a)):
        yield from _between(topology, near, far.device, links[near.device])


def _between(topology: Topology, near: PortRef, far: DeviceId, links: list[Link]) -> Iterator[Reason]:
    """Who stands at the port behind which one learned the other."""
    bridge = topology.wiring.broadcast.bridges.get(near.device)
    if bridge is None:
        return
    ports = {bridge.table[mac].port for mac in topology.wiring.owners.macs_of(far) & bridge.table.keys()}
    for port, other in _far(links, near.device):
        if port in ports and near.interface in (None, port) and not is_cloud(other):
            detail = msg(
                "{a} learned {b} behind {port}, where {other} stands between",
                a=_name(topology, near.device),
                b=_name(topology, far),
                port=port or "",
                other=_name(topology, other),
            )
            yield Reason(Why.NO_COMMON_SEGMENT, near.device, detail)


def _links_at(topology: Topology, port: PortRef) -> list[Link]:
    found = topology.links_of(port.device)
    return [x for x in found if port.interface is None or port in (x.a, x.b)]


def _far(links: Iterable[Link], device: DeviceId) -> Iterator[tuple[str | None, DeviceId]]:
    """Own port and far device of each link."""
    for link in links:
        near, far = (link.a, link.b) if link.a.device == device else (link.b, link.a)
        yield near.interface, far.device


def _name(topology: Topology, device: DeviceId) -> str:
    inventory = topology.inventories.get(device)
    return inventory.device.shown_name() if inventory is not None else device
