"""What routing protocols say of their neighbours, matched to devices by address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from nocscape.model.net import DeviceId, Evidence, Layer, Link, PortRef, link_id
from nocscape.model.status import LinkState
from nocscape.topology.observations import Adjacency
from nocscape.topology.ports import Ports
from nocscape.topology.signs import placed

_LAYERS = {
    "ospf": Layer.OSPF,
    "ospfv3": Layer.OSPF,
    "bgp": Layer.BGP,
    "isis": Layer.ISIS,
}
_UP = frozenset({"full", "twoWay", "established", "up"})
"""States in which routes are exchanged, or with which both sides are content (OSPF on a shared network)."""
BOTH_SIDES, ONE_SIDE = 1.0, 0.8


class Found(NamedTuple):
    """One neighbour as one side tells it."""

    layer: Layer
    subject: str
    near: PortRef
    far: PortRef
    is_up: bool
    evidence: Evidence


class Addressed(Protocol):
    """What matching asks of the devices."""

    def owner_of(self, address: str) -> DeviceId | None:
        """The polled device that has an address (as `placed`)."""
        ...

    def ports(self, device: DeviceId) -> Ports:
        """Lookups over the ports of a device."""
        ...


def wanted(adjacency: Adjacency) -> tuple[str, ...]:
    """Addresses by which the neighbour is looked up, as `placed`, the best first: its own, its router id, and the
    address that a system id of IS-IS is usually made of."""
    texts = dict.fromkeys(t for t in (adjacency.address, adjacency.peer, _from_system_id(adjacency.peer)) if t)
    return tuple(placed(t, adjacency.seen_from) for t in texts)


def _from_system_id(peer: str) -> str:
    """`0100.0000.0001` as 10.0.0.1; empty where it is none of that kind."""
    digits = peer.replace(".", "")
    if len(digits) != 12 or not digits.isdigit():
        return ""
    parts = [int(digits[n : n + 3]) for n in range(0, 12, 3)]
    return ".".join(map(str, parts)) if max(parts) < 256 else ""


def matched(owner: DeviceId, adjacency: Adjacency, network: Addressed) -> Found | None:
    """The neighbour as a link of its layer; None where no polled device has its address."""
    layer = _LAYERS.get(adjacency.source)
    far = next((d for a in wanted(adjacency) if (d := network.owner_of(a)) not in (None, owner)), None)
    if layer is None or far is None:
        return None
    ports = network.ports(owner)
    near = ports.at_index(adjacency.if_index) if adjacency.if_index else None
    near = near or ports.with_address(adjacency.local_address) or ports.in_subnet_of(adjacency.address)
    said = ", ".join(f"{name} {text}" for name, text in _words(adjacency) if text)
    return Found(
        layer,
        _subject(layer, adjacency),
        PortRef(owner, near),
        PortRef(far, network.ports(far).with_address(adjacency.address)),
        adjacency.state in _UP,
        Evidence(adjacency.source, owner, said, adjacency.at),
    )


def _words(adjacency: Adjacency) -> Iterator[tuple[str, str]]:
    yield "peer", adjacency.peer
    yield "address", adjacency.address
    yield "AS", str(adjacency.remote_as or "")
    yield "area", adjacency.area
    yield "state", adjacency.state


def _subject(layer: Layer, adjacency: Adjacency) -> str:
    if layer is Layer.BGP:
        numbers = sorted({n for n in (adjacency.local_as, adjacency.remote_as) if n})
        return " ".join(f"AS{n}" for n in numbers)
    return adjacency.area


def merged(found: Iterable[Found]) -> list[Link]:
    """What both sides of two devices tell, as one link for each neighbourhood. An end that one side leaves open is
    filled in by the other."""
    groups: list[list[Found]] = []
    for one in sorted(found, key=lambda f: (f.layer, None in (f.near.interface, f.far.interface), f.evidence.detail)):
        home = next((g for g in groups if _is_same(g[0], one)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return list({link.id: link for link in map(_link, groups)}.values())


def _is_same(one: Found, other: Found) -> bool:
    if one.layer is not other.layer:
        return False
    theirs = (other.near, other.far) if one.near.device == other.near.device else (other.far, other.near)
    pairs = zip((one.near, one.far), theirs, strict=True)
    return all(a.interface is None or b.interface is None or a == b for a, b in pairs)


def _link(group: list[Found]) -> Link:
    ends: dict[DeviceId, PortRef] = {}
    for one in group:
        for port in (one.near, one.far):
            if port.device not in ends or ends[port.device].interface is None:
                ends[port.device] = port
    a, b = (ends[device] for device in sorted(ends))
    evidence = tuple(sorted({f.evidence for f in group}, key=lambda e: (e.source, e.seen_from, e.detail, e.at)))
    witnesses = {e.seen_from for e in evidence}
    return Link(
        id=f"{group[0].layer}:{link_id(a, b)}",
        a=a,
        b=b,
        state=LinkState.UP if all(f.is_up for f in group) else LinkState.DOWN,
        confidence=BOTH_SIDES if len(witnesses) == 2 else ONE_SIDE,
        evidence=evidence,
        last_seen=max(e.at for e in evidence),
        layer=group[0].layer,
        subject=next((f.subject for f in group if f.subject), ""),
    )
