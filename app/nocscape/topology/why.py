"""Why is there a link, and why is there none?

For a pair of devices or ports: the links with their evidence, every match that failed on the way, and what to try.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator

from nocscape.base.i18n import msg
from nocscape.model.explanation import Explanation, Reason, Why
from nocscape.model.net import DeviceId, Interface, Inventory, Link, PortRef
from nocscape.model.status import LinkState
from nocscape.topology.claims import Claim, pair_of
from nocscape.topology.infer import Topology
from nocscape.topology.links import DOWN_STATES
from nocscape.topology.why_wires import about_decisions, about_doubts, about_tables
from nocscape.topology.wiring import ANNOUNCING

_SMALLEST_SHARED = 29
"""Prefix length from which on a shared IPv4 subnet hints at a wire, not at a segment."""


_HINTS = {
    Why.NOT_POLLED: msg("Give the device an SNMP credential that works here, or check its address and access list"),
    Why.NO_PROTOCOL: msg("Turn on LLDP on the ports between the two, and its MIB in the agent"),
    Why.ONE_SIDED: msg("Turn on LLDP towards both directions (transmit and receive) on both ports"),
    Why.UNKNOWN_PORT_ID: msg("Set the port id of LLDP to the interface name, or draw the link by hand"),
    Why.NO_COMMON_SEGMENT: msg("Check the cable; an unmanaged switch or a hypervisor between the two keeps LLDP back"),
    Why.AGED_OUT: msg("Discover both devices again; if nothing is heard then, the cable was moved or LLDP turned off"),
    Why.BLOCKED: msg("Nothing: spanning tree keeps this link in reserve"),
    Why.DOWN: msg("Check the cable and whether the port is enabled at both ends"),
    Why.CONTRADICTED: msg(
        "Look for devices that share a chassis id, an address or a name, and for a switch in between"
    ),
    Why.REJECTED_BY_OPERATOR: msg("Take back the rejection if the link is real"),
}


def explain(topology: Topology, a: PortRef, b: PortRef) -> Explanation:
    """Everything about the pair; with interfaces, only what concerns these ports."""
    links = tuple(sorted(_links(topology, a, b), key=lambda x: x.id))
    reasons = [*about_decisions(topology, a, b), *_about_links(topology, links), *_about_claims(topology, a, b)]
    if not links:
        reasons += [*_about_silence(topology, a, b), *about_tables(topology, a, b)]
    reasons += _about_subnets(topology, a, b)
    unique = {repr(r): r for r in reasons}
    words = dict.fromkeys(r.reason for r in unique.values())
    hints = tuple(_HINTS[word] for word in words if word in _HINTS)
    return Explanation(a=a, b=b, links=links, reasons=tuple(unique.values()), hints=hints)


def _links(topology: Topology, a: PortRef, b: PortRef) -> Iterator[Link]:
    for link in topology.links_between(pair_of(a.device, b.device)):
        ends = (link.a, link.b) if link.a.device == a.device else (link.b, link.a)
        if _covers(a, ends[0]) and _covers(b, ends[1]):
            yield link


def _covers(asked: PortRef, port: PortRef) -> bool:
    return asked.device == port.device and asked.interface in (None, port.interface)


def _about_links(topology: Topology, links: Iterable[Link]) -> Iterator[Reason]:
    for link in links:
        for evidence in link.evidence:
            yield Reason(
                Why.EVIDENCE,
                evidence.seen_from,
                msg("{source} on {said}", source=evidence.source.upper(), said=evidence.detail),
            )
        if link.state is LinkState.BLOCKED:
            yield Reason(Why.BLOCKED, link.a.device, msg("Spanning tree blocks {link}", link=link.id))
        yield from about_doubts(link)
        heard = {e.seen_from for e in link.evidence}
        is_announced = any(e.source in ANNOUNCING for e in link.evidence)
        for port in (link.a, link.b):
            yield from _down_port(topology, port)
            if is_announced and port.device not in heard and topology.is_polled(port.device):
                name = _name(topology, port.device)
                yield Reason(Why.ONE_SIDED, port.device, msg("{device} does not hear the other end", device=name))


def _down_port(topology: Topology, port: PortRef) -> Iterator[Reason]:
    interface = topology.interface(port)
    if interface is not None and (interface.oper in DOWN_STATES or interface.admin == "down"):
        detail = msg(
            "{device} {port} is {oper} (set {admin})",
            device=_name(topology, port.device),
            port=interface.name or interface.key,
            oper=interface.oper,
            admin=interface.admin,
        )
        yield Reason(Why.DOWN, port.device, detail)


def _about_claims(topology: Topology, a: PortRef, b: PortRef) -> Iterator[Reason]:
    """What either device heard that concerns the other, and where matching it failed."""
    for near, far in ((a, b), (b, a)):
        for claim in topology.claims.of(near.device):
            if near.interface is not None and claim.local.key not in (None, near.interface):
                continue
            if claim.target == far.device:
                yield from _imperfect(topology, claim)
            else:
                yield from _mismatched(topology, claim, far.device)


def _imperfect(topology: Topology, claim: Claim) -> Iterator[Reason]:
    said = claim.seen.said()
    if not claim.is_current:
        name = _name(topology, claim.owner)
        yield Reason(
            Why.AGED_OUT, claim.owner, msg("{device} heard it earlier and no more: {said}", device=name, said=said)
        )
    if claim.port.key is None:
        name = _name(topology, claim.target or "")
        yield Reason(
            Why.UNKNOWN_PORT_ID, claim.owner, msg("{device} has no port like in {said}", device=name, said=said)
        )


def _mismatched(topology: Topology, claim: Claim, far: DeviceId) -> Iterator[Reason]:
    """A claim that shares a sign with `far` and was still not taken for it."""
    words = {word for device, word in claim.match.rejected if device == far}
    if "contradicted" in words or "ambiguous" in words:
        detail = msg(
            "{said} shares a sign with {device}, but other signs speak against it",
            said=claim.seen.said(),
            device=_name(topology, far),
        )
        yield Reason(Why.CONTRADICTED, claim.owner, detail)


def _about_silence(topology: Topology, a: PortRef, b: PortRef) -> Iterator[Reason]:
    """Why neither heard the other."""
    can_hear = []
    for port in (a, b):
        yield from _mute(topology, port.device)
        yield from _down_port(topology, port)
        can_hear.append(topology.is_polled(port.device) and bool(_announcing(topology, port.device)))
    if all(can_hear):
        detail = msg(
            "{a} and {b} both announce themselves and neither hears the other",
            a=_name(topology, a.device),
            b=_name(topology, b.device),
        )
        yield Reason(Why.NO_COMMON_SEGMENT, a.device, detail)


def _mute(topology: Topology, device: DeviceId) -> Iterator[Reason]:
    name = _name(topology, device)
    is_polled = topology.is_polled(device)
    if not is_polled:
        yield Reason(
            Why.NOT_POLLED, device, msg("{device} does not answer SNMP, so it cannot say whom it hears", device=name)
        )
    if not _announcing(topology, device):
        detail = (
            msg("{device} has no MIB of a neighbour protocol such as LLDP or CDP", device=name)
            if is_polled
            else msg("nobody has ever heard {device} announce itself", device=name)
        )
        yield Reason(Why.NO_PROTOCOL, device, detail)


def _announcing(topology: Topology, device: DeviceId) -> set[str]:
    inventory = topology.inventories.get(device)
    return set(inventory.device.protocols) & ANNOUNCING if inventory is not None else set()


def _about_subnets(topology: Topology, a: PortRef, b: PortRef) -> Iterator[Reason]:
    """A small subnet at both is no link, and still a strong hint where a wire may be."""
    nets = {net: interface for interface, net in _small_nets(topology.inventories.get(a.device), a)}
    for interface, net in _small_nets(topology.inventories.get(b.device), b):
        if net in nets:
            detail = msg(
                "{net} is at {a} {a_port} and at {b} {b_port}",
                net=str(net),
                a=_name(topology, a.device),
                a_port=nets[net].name,
                b=_name(topology, b.device),
                b_port=interface.name,
            )
            yield Reason(Why.EVIDENCE, b.device, detail)


def _small_nets(
    inventory: Inventory | None, port: PortRef
) -> Iterator[tuple[Interface, ipaddress.IPv4Network | ipaddress.IPv6Network]]:
    for interface in inventory.interfaces if inventory is not None else ():
        if port.interface not in (None, interface.key):
            continue
        for text in interface.addresses:
            net = ipaddress.ip_interface(text).network
            is_small = net.prefixlen >= (_SMALLEST_SHARED if net.version == 4 else 126)
            if is_small and net.num_addresses > 1 and not net.is_loopback and not net.is_link_local:
                yield interface, net


def _name(topology: Topology, device: DeviceId) -> str:
    inventory = topology.inventories.get(device)
    return inventory.device.shown_name() if inventory is not None else device
