"""From the claims between two devices to the links between them.

All claims about the same two ports are one link. A claim that does not name the far port is completed by what the far
end heard; the end at which something was heard is certain, the end that was announced is a guess of ours.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from nocscape.model.net import DeviceId, Evidence, Interface, Link, LinkMember, PortRef, link_id
from nocscape.model.status import LinkState
from nocscape.topology.claims import Claim
from nocscape.topology.wires import Wire

DOWN_STATES = frozenset({"down", "lowerLayerDown", "notPresent"})
"""Values of ifOperStatus (RFC 2863) with which nothing passes."""


class Patience(NamedTuple):
    """How long what was seen is believed, in seconds."""

    stale_after_s: float = 900.0
    """Without any new evidence."""
    quiet_after_s: float = 60.0
    """After the last evidence, when the far end was read again and no longer hears it."""
    forget_after_s: float = 7 * 86400.0
    """Until a stale link is no longer shown."""
    unlearn_after_s: float = 86400.0
    """Until an address that no bridge and no ARP table has any more is forgotten."""


class Ends(Protocol):
    """What link inference asks of the devices at both ends."""

    def interface(self, port: PortRef) -> Interface | None:
        """The interface at a port; None where the device has no table of them."""
        ...

    def read_at(self, device: DeviceId) -> float | None:
        """When the device was last polled, UTC seconds; None where it never was."""
        ...

    def speaks(self, device: DeviceId, source: str) -> bool:
        """Whether a polled device speaks that neighbour protocol."""
        ...

    def is_blocked(self, port: PortRef) -> bool:
        """Whether spanning tree keeps the port from forwarding."""
        ...


class Joined(NamedTuple):
    """Two ports, and what joins them; `a` sorts before `b`."""

    a: PortRef
    b: PortRef
    claims: list[Claim]
    wires: tuple[Wire, ...] = ()
    """What follows from the tables of bridges."""
    members: tuple[LinkMember, ...] = ()
    """The wires of a bundle."""
    against: tuple[Evidence, ...] = ()
    """What contradicts it."""


def join(claims: Iterable[Claim]) -> list[Joined]:
    """Group the claims between two devices by the two ports that they join; self-links are left out."""
    usable = [c for c in claims if c.target is not None and c.near != c.far and c.owner != c.target]
    far_of = _far_ports(usable)
    groups: dict[tuple[PortRef, PortRef], list[Claim]] = {}
    for claim in usable:
        a, b = sorted((claim.near, far_of[claim.id]), key=_order)
        groups.setdefault((a, b), []).append(claim)
    _absorb(groups)
    return [
        Joined(a, b, found)
        for (a, b), found in sorted(groups.items(), key=lambda g: (_order(g[0][0]), _order(g[0][1])))
    ]


def _order(port: PortRef) -> tuple[str, str]:
    return port.device, port.interface or ""


def _far_ports(claims: list[Claim]) -> dict[int, PortRef]:
    """Where each claim leads once both sides were heard."""
    far = {c.id: c.far for c in claims}
    heard_at: dict[PortRef, set[PortRef]] = {}
    for claim in [c for c in claims if c.is_current] or claims:
        heard_at.setdefault(claim.far, set()).add(claim.near)
    for claim in claims:
        answers = {p for p in heard_at.get(claim.near, ()) if p.device == claim.target and p.interface is not None}
        if claim.far not in answers and claim.near.interface is not None and len(answers) == 1:
            far[claim.id] = next(iter(answers))
    _pair_up_last(claims, far)
    return far


def _pair_up_last(claims: list[Claim], far: dict[int, PortRef]) -> None:
    """Where one port on each side hears the other device and neither knows the other's port, they can only be it."""
    blind = [c for c in claims if far[c.id].interface is None and c.near.interface is not None]
    sides: dict[DeviceId, set[PortRef]] = {}
    for claim in blind:
        sides.setdefault(claim.owner, set()).add(claim.near)
    if len(sides) == 2 and all(len(ports) == 1 for ports in sides.values()):
        ports = {device: next(iter(found)) for device, found in sides.items()}
        for claim in blind:
            far[claim.id] = ports[claim.target or ""]


def _absorb(groups: dict[tuple[PortRef, PortRef], list[Claim]]) -> None:
    """A claim with one port only belongs to the link that is known at this port, if there is exactly one."""
    for a, b in [g for g in groups if None in (g[0].interface, g[1].interface)]:
        homes = [g for g in groups if g != (a, b) and _fits(a, g[0]) and _fits(b, g[1])]
        if len(homes) == 1:
            groups[homes[0]] += groups.pop((a, b))


def _fits(part: PortRef, whole: PortRef) -> bool:
    return part.device == whole.device and part.interface in (None, whole.interface)


def with_wires(joined: list[Joined], wires: Iterable[Wire]) -> list[Joined]:
    """Add what follows from tables. It completes what is announced, and contradicts it where another port is named."""
    found = list(joined)
    for wire in wires:
        near = [n for n, j in enumerate(found) if _meets(j.a, wire.a) and _meets(j.b, wire.b)]
        exact = [n for n in near if (found[n].a, found[n].b) == (wire.a, wire.b)]
        rivals = [n for n, j in enumerate(found) if _shares_port(j, wire) and any(c.is_current for c in j.claims)]
        if exact or len(near) == 1:
            place = (exact or near)[0]
            found[place] = _completed(found[place], wire)
        elif rivals:
            for n in rivals:
                found[n] = found[n]._replace(against=(*found[n].against, *wire.evidence))
        else:
            found.append(Joined(wire.a, wire.b, [], (wire,)))
    return found


def _meets(one: PortRef, other: PortRef) -> bool:
    return one.interface is None or other.interface is None or one.interface == other.interface


def _shares_port(joined: Joined, wire: Wire) -> bool:
    return any(p.interface is not None and p in (wire.a, wire.b) for p in (joined.a, joined.b))


def _completed(joined: Joined, wire: Wire) -> Joined:
    a = wire.a if joined.a.interface is None else joined.a
    b = wire.b if joined.b.interface is None else joined.b
    return joined._replace(a=a, b=b, wires=(*joined.wires, wire))


def to_link(joined: Joined, ends: Ends, patience: Patience, now: float) -> Link:
    """The link for two ports and what supports it."""
    interfaces = [ends.interface(port) for port in (joined.a, joined.b)]
    speeds = [i.speed_bps for i in interfaces if i is not None and i.speed_bps]
    return Link(
        id=link_id(joined.a, joined.b),
        a=joined.a,
        b=joined.b,
        state=_state(joined, interfaces, ends, patience, now),
        confidence=round(_confidence(joined, ends), 3),
        speed_bps=min(speeds, default=None),
        evidence=_evidence(joined),
        last_seen=max([c.seen.at for c in joined.claims] + [w.last_seen for w in joined.wires]),
        members=joined.members,
        vlans=tuple(sorted({v for w in joined.wires for v in w.vlans})),
        contradictions=_ordered(joined.against),
    )


def _evidence(joined: Joined) -> tuple[Evidence, ...]:
    said = [Evidence(c.seen.source, c.owner, c.seen.said(), c.seen.at) for c in joined.claims]
    return _ordered([*said, *(e for w in joined.wires for e in w.evidence)])


def _ordered(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(set(evidence), key=lambda e: (e.source, e.seen_from, e.detail, e.at)))


def is_down(interfaces: Iterable[Interface | None]) -> bool:
    """Whether either end says that nothing can pass."""
    return any(i is not None and (i.oper in DOWN_STATES or i.admin == "down") for i in interfaces)


def _state(joined: Joined, interfaces: list[Interface | None], ends: Ends, patience: Patience, now: float) -> LinkState:
    if is_down(interfaces):
        return LinkState.DOWN
    if _is_stale(joined, ends, patience, now):
        return LinkState.STALE
    is_blocked = any(ends.is_blocked(p) for p in (joined.a, joined.b)) or any(w.is_blocked for w in joined.wires)
    return LinkState.BLOCKED if is_blocked else LinkState.UP


def _is_stale(joined: Joined, ends: Ends, patience: Patience, now: float) -> bool:
    said = [c.seen.at for c in joined.claims if c.is_current]
    last_seen = max(said + [w.last_seen for w in joined.wires], default=0.0)
    if now - last_seen > patience.stale_after_s:
        return True
    if any(_is_after(ends.read_at(c.owner), last_seen) for c in joined.claims if not c.is_current):
        return True
    quiet_since = last_seen + patience.quiet_after_s
    return any(_is_after(ends.read_at(device), quiet_since) for device in silent_ends(joined, ends))


def _is_after(at: float | None, other: float) -> bool:
    return at is not None and at > other


def silent_ends(joined: Joined, ends: Ends) -> list[DeviceId]:
    """Devices at the ends that speak one of the protocols in use and still did not hear the other."""
    heard_by = {c.owner for c in joined.claims if c.is_current}
    sources = {c.seen.source for c in joined.claims}
    return [
        port.device
        for port in (joined.a, joined.b)
        if port.device not in heard_by and any(ends.speaks(port.device, s) for s in sources)
    ]


CONTRADICTED = 0.8
"""What is left of the confidence after each contradiction, of which three count at most."""


def _confidence(joined: Joined, ends: Ends) -> float:
    """What is announced and what tables say, each makes it surer; what contradicts it, less sure."""
    doubt = 1.0 - _announced(joined, ends) if joined.claims else 1.0
    doubt *= math.prod(1.0 - w.sure for w in joined.wires)
    return (1.0 - doubt) * CONTRADICTED ** min(3, len(set(joined.against)))


def _announced(joined: Joined, ends: Ends) -> float:
    """Each side that heard the other makes it surer; a side that should have and did not, less sure."""
    claims = [c for c in joined.claims if c.is_current] or joined.claims
    owners = {c.owner for c in claims}
    doubt = math.prod(1.0 - max(c.sure for c in claims if c.owner == device) for device in owners)
    if len(owners) == 1:
        return (1.0 - doubt) * (0.7 if silent_ends(joined, ends) else 0.9)
    return 1.0 - doubt
