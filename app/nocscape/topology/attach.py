"""From the tree of bridges and the homes of addresses to wires and clouds, one port of a bridge at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from nocscape.model.net import DeviceId, Evidence, PortRef
from nocscape.topology.homes import Home, Spot, find_homes, is_inner
from nocscape.topology.skeleton import Domain, Tree, grow
from nocscape.topology.tables import Bridge, PortKey, TreeEdge
from nocscape.topology.wires import Cloud, Wire, cloud_at, wire

BEHIND_FORWARDER = 0.5
"""How sure it is that what stands at one port with a phone or an access point stands behind it."""
AT_PORT, IN_CLOUD, BOTH_LEARNED = 0.85, 0.75, 0.97
STRANGERS = 2
"""Addresses of nobody between two bridges from which on something must join them there; one may have roamed."""
_VIRTUAL = ("52:54:00:", "00:50:56:", "00:0c:29:", "08:00:27:", "00:15:5d:", "00:16:3e:", "00:1c:42:")
"""Prefixes under which hypervisors make up addresses for guests."""


class Surroundings(Protocol):
    """What is asked of the rest of the network."""

    def forwards(self, device: DeviceId) -> bool:
        """Whether a device that tells no table passes on what others send: a phone, an access point, a switch."""
        ...

    def is_terminal(self, device: DeviceId) -> bool:
        """Whether a device is of a kind that passes on nothing: a server, a printer."""
        ...

    def port_with(self, device: DeviceId, mac: str) -> PortKey | None:
        """The interface of a device that sends from an address."""
        ...

    def announced_between(self, one: DeviceId, other: DeviceId) -> list[Evidence]:
        """What either of two devices hears of the other."""
        ...

    def would_hear(self, one: DeviceId, other: DeviceId) -> bool:
        """Whether two devices announce themselves in a protocol that both speak."""
        ...


class Findings(msgspec.Struct):
    """All that follows for one domain."""

    wires: list[Wire] = []
    clouds: dict[DeviceId, Cloud] = {}
    homes: dict[str, Home] = {}
    doubts: dict[PortRef, tuple[Evidence, ...]] = {}
    """What tables say against the neighbour that is announced at a port."""
    shared: dict[PortRef, DeviceId] = {}
    """The cloud at each port where several announce themselves: these announcements are of no wire of their own."""


class _Place(msgspec.Struct):
    """What stands at one port of a bridge."""

    spot: Spot
    kids: list[DeviceId] = []
    hosts: dict[DeviceId, list[str]] = {}
    strangers: list[str] = []
    """Addresses of no device."""

    def put(self, mac: str, owner: DeviceId | None) -> None:
        """Note an address that stands here; the bridge's own do not."""
        if owner is None:
            self.strangers.append(mac)
        elif owner != self.spot[0]:
            self.hosts.setdefault(owner, []).append(mac)


def survey(domain: Domain, around: Surroundings) -> Findings:
    """Wires, clouds, homes and doubts of a domain."""
    tree = grow(domain)
    homes = find_homes(domain, tree)
    surveyor = _Surveyor(domain, tree, homes, around)
    for place in _places(domain, tree, homes, around):
        surveyor.look_at(place)
    surveyor.add_tree_edges()
    return surveyor.found


def _places(domain: Domain, tree: Tree, homes: dict[str, Home], around: Surroundings) -> list[_Place]:
    """Every port with something behind it. What is below a bridge there and unknown to it is left out."""
    places: dict[Spot, _Place] = {}
    for child, parent in tree.parents.items():
        spot = (parent.bridge, parent.port)
        places.setdefault(spot, _Place(spot)).kids.append(child)
    for mac, home in homes.items():
        place = places.setdefault(home.spot, _Place(home.spot))
        owner = domain.owner(mac)
        is_here = not place.kids or _is_between(domain, tree, place.kids, mac)
        if not is_here and (owner is None or not _is_kept_apart(domain, place, around)):
            homes[mac] = home._replace(is_direct=False)
        else:
            place.put(mac, owner)
    for spot in domain.shared:
        if not tree.is_up(*spot):
            places.setdefault(spot, _Place(spot))
    return [places[spot] for spot in sorted(places)]


def _is_between(domain: Domain, tree: Tree, kids: Iterable[DeviceId], mac: str) -> bool:
    """Whether a bridge below sees the address above itself, while the one above sees it below."""
    for kid in kids:
        seen = domain.bridges[kid].table.get(mac)
        if seen is not None and seen.port == tree.uplinks.get(kid):
            return True
    return False


def _is_kept_apart(domain: Domain, place: _Place, around: Surroundings) -> bool:
    """Whether bridges that would hear each other on one wire do not: something that stops announcements is between."""
    bridge = place.spot[0]
    return not domain.heard.get(place.spot) and any(around.would_hear(bridge, kid) for kid in place.kids)


class _Surveyor:
    """Draws one domain, port by port."""

    def __init__(self, domain: Domain, tree: Tree, homes: dict[str, Home], around: Surroundings) -> None:
        self.found = Findings(homes=homes)
        self._domain = domain
        self._tree = tree
        self._around = around
        self._used: set[Spot] = set()
        self._shared = dict(domain.shared)
        self._blocked = _blocked_ends(domain)
        self._hung: set[Spot] = set()

    def look_at(self, place: _Place) -> None:
        """Draw what one port leads to."""
        self._used.add(place.spot)
        if self._is_joined(place):
            self._shared[place.spot] = self._domain.heard[place.spot]
        if place.spot in self._shared or self._is_beside_blocked(place):
            self._cloud(place)
        elif heard := self._domain.heard.get(place.spot):
            self._announced(place, set(heard))
        elif place.kids:
            self._bridges(place)
        elif place.hosts:
            self._hosts(place)
        self._mark_indirect(place)

    def _announced(self, place: _Place, heard: set[DeviceId]) -> None:
        """Who announces itself stands at the wire; the rest can only be behind it."""
        for kid in place.kids:
            self._draw(self._kid_wire(place, kid))
        for host in place.hosts.keys() & heard:
            self._draw(self._host_wire(place, host, PortRef(*place.spot), AT_PORT))
        others = place.hosts.keys() - heard
        if others and place.kids:
            self._doubt(place, others)
        elif len(heard) == 1:
            self._behind(place, next(iter(heard)), others)

    def _is_joined(self, place: _Place) -> bool:
        """Whether what announces itself here passes nothing on, and others are here all the same."""
        heard = self._domain.heard.get(place.spot, {})
        if not heard or not heard.keys() <= self._domain.terminal:
            return False
        real = (h for h, macs in place.hosts.items() if h not in heard and not all(map(is_made_up, macs)))
        return bool(place.kids) or (len(heard) == 1 and any(real))

    def _is_beside_blocked(self, place: _Place) -> bool:
        """Whether others stand at a port where the wire of a blocked port ends: then something joins them there."""
        ends = self._blocked.get(place.spot, {})
        others = place.kids or place.hosts or len(ends) > 1
        is_apart = {bridge for bridge, _ in ends}.isdisjoint({*place.kids, *place.hosts})
        return bool(ends and others) and is_apart and place.spot not in self._domain.heard

    def _bridges(self, place: _Place) -> None:
        is_joined = place.hosts or len(place.kids) > 1 or len(place.strangers) >= STRANGERS
        if is_joined:
            self._cloud(place)
        else:
            self._draw(self._kid_wire(place, place.kids[0]))

    def _hosts(self, place: _Place) -> None:
        forwarding = [h for h in sorted(place.hosts) if self._forwards(h)]
        if len(forwarding) == 1:
            self._draw(self._host_wire(place, forwarding[0], PortRef(*place.spot), AT_PORT))
            self._behind(place, forwarding[0], place.hosts.keys() - {forwarding[0]})
        elif len(place.hosts) > 1 or any(not is_made_up(mac) for mac in place.strangers):
            self._cloud(place)
        else:
            self._draw(self._host_wire(place, next(iter(place.hosts)), PortRef(*place.spot), AT_PORT))

    def _forwards(self, device: DeviceId) -> bool:
        return device in self._domain.bridges or self._around.forwards(device)

    def _behind(self, place: _Place, forwarder: DeviceId, hosts: Iterable[DeviceId]) -> None:
        if is_inner(self._domain, self._tree, forwarder) or not self._forwards(forwarder):
            return
        for host in hosts:
            self._draw(self._host_wire(place, host, PortRef(forwarder), BEHIND_FORWARDER))

    def _cloud(self, place: _Place) -> None:
        """Join all at the port in one node."""
        bridge, port = place.spot
        macs = [m for found in place.hosts.values() for m in found] + place.strangers
        evidence = [self._learned(bridge, mac) for mac in sorted(macs)[:3]]
        evidence += [e for kid in place.kids for e in self._kid_evidence(place, kid)]
        for device in self._shared.get(place.spot, ()):
            evidence += self._around.announced_between(bridge, device)
        cloud = cloud_at(bridge, port, max([e.at for e in evidence], default=0.0))
        self.found.clouds[cloud.id] = cloud
        vlans = self._bridge(bridge).vlans.get(port, frozenset())
        self._draw(wire(PortRef(bridge, port), PortRef(cloud.id), IN_CLOUD, evidence, vlans))
        for kid in place.kids:
            up = PortRef(kid, self._tree.uplinks[kid])
            self._used.add((kid, self._tree.uplinks[kid]))
            self._draw(wire(PortRef(cloud.id), up, IN_CLOUD, self._kid_evidence(place, kid)))
        for host in place.hosts:
            self._draw(self._host_wire(place, host, PortRef(cloud.id), IN_CLOUD))
        for (name, port), edge in self._blocked.get(place.spot, {}).items():
            evidence = [_tree_evidence(name, edge)]
            self._draw(wire(PortRef(cloud.id), PortRef(name, port), IN_CLOUD, evidence, is_blocked=True))
            self._hung.add((name, port))
        self._share(place, cloud)

    def _share(self, place: _Place, cloud: Cloud) -> None:
        """Hang those that announce themselves here on the cloud, learned or not."""
        spot = PortRef(*place.spot)
        for device, port in self._shared.get(place.spot, {}).items():
            self.found.shared[spot] = self.found.shared[PortRef(device, port)] = cloud.id
            if device not in place.kids and device not in place.hosts:
                evidence = self._around.announced_between(spot.device, device)
                self._draw(wire(PortRef(cloud.id), PortRef(device, port), IN_CLOUD, evidence))

    def _kid_wire(self, place: _Place, kid: DeviceId) -> Wire:
        bridge, port = place.spot
        up = self._tree.uplinks[kid]
        self._used.add((kid, up))
        evidence = self._kid_evidence(place, kid)
        is_mutual = {e.seen_from for e in evidence} >= {bridge, kid}
        sure = BOTH_LEARNED if is_mutual else self._tree.parents[kid].sure
        vlans = self._bridge(bridge).vlans.get(port, frozenset()) | self._bridge(kid).vlans.get(up, frozenset())
        return wire(PortRef(bridge, port), PortRef(kid, up), sure, evidence, vlans)

    def _kid_evidence(self, place: _Place, kid: DeviceId) -> list[Evidence]:
        """What either bridge says of the other; where neither learned the other, what they share below."""
        bridge, _ = place.spot
        evidence = [
            self._learned(upper, mac)
            for upper, lower in ((bridge, kid), (kid, bridge))
            for mac in sorted(self._bridge(lower).own & self._bridge(upper).table.keys())[:1]
        ]
        if not evidence:
            shared = self._bridge(bridge).table.keys() & self._bridge(kid).table.keys()
            evidence = [self._learned(bridge, mac) for mac in sorted(shared)[:3]]
        evidence += self._tree_evidence(kid, self._tree.uplinks[kid])
        return evidence

    def _tree_evidence(self, bridge: DeviceId, port: PortKey) -> Iterator[Evidence]:
        for edge in self._bridge(bridge).edges:
            if edge.port == port:
                yield _tree_evidence(bridge, edge)

    def _host_wire(self, place: _Place, host: DeviceId, far: PortRef, sure: float) -> Wire:
        macs = sorted(place.hosts[host])
        ports = sorted({p for mac in macs if (p := self._around.port_with(host, mac)) is not None})
        evidence = [self._learned(place.spot[0], mac) for mac in macs[:3]]
        vlans = [s.vlan for m in macs if (s := self._bridge(place.spot[0]).table[m]).vlan is not None]
        return wire(far, PortRef(host, ports[0] if len(ports) == 1 else None), sure, evidence, map(int, vlans))

    def _learned(self, bridge: DeviceId, mac: str) -> Evidence:
        seen = self._bridge(bridge).table[mac]
        vlan = f" in VLAN {seen.vlan}" if seen.vlan is not None else ""
        return Evidence("fdb", bridge, f"{seen.port}: learned {mac}{vlan}", seen.at)

    def _doubt(self, place: _Place, others: Iterable[DeviceId]) -> None:
        macs = [mac for other in sorted(others) for mac in place.hosts[other]]
        self._add_doubts(PortRef(*place.spot), [self._learned(place.spot[0], mac) for mac in macs[:3]])

    def _add_doubts(self, port: PortRef, evidence: Iterable[Evidence]) -> None:
        self.found.doubts[port] = (*self.found.doubts.get(port, ()), *evidence)

    def _mark_indirect(self, place: _Place) -> None:
        """What shares its port with others stands there indirectly."""
        here = [m for found in place.hosts.values() for m in found] + place.strangers
        if len(here) > 1 or place.kids:
            for mac in here:
                self.found.homes[mac] = self.found.homes[mac]._replace(is_direct=False)

    def _bridge(self, device: DeviceId) -> Bridge:
        return self._domain.bridges[device]

    def _draw(self, found: Wire) -> None:
        if found.a.device != found.b.device:
            self.found.wires.append(found)

    def add_tree_edges(self) -> None:
        """Wires that only spanning tree knows: blocked ones, which carry nothing, and those of bridges without a
        table."""
        for name, edge, other, far in _tree_edges(self._domain):
            is_free = edge.is_blocked or self._is_free(name, edge.port, other, far)
            is_heard = not (self._is_unheard(name, edge.port, other) and self._is_unheard(other, far or "", name))
            if is_free and not is_heard and (name, edge.port) not in self._hung:
                ends = (PortRef(name, edge.port), PortRef(other, far))
                evidence = [_tree_evidence(name, edge)]
                self._draw(wire(*ends, 0.9 if far else 0.6, evidence, is_blocked=edge.is_blocked))

    def _is_free(self, one: DeviceId, port: PortKey, other: DeviceId, far: PortKey | None) -> bool:
        """Whether nothing is drawn at these ports by better evidence, and one of the two has no place in the tree."""
        ends = {(one, port), (other, far or "")}
        is_placed = all(is_inner(self._domain, self._tree, d) for d in (one, other))
        return not is_placed and not ends & self._used

    def _is_unheard(self, bridge: DeviceId, port: PortKey, other: DeviceId) -> bool:
        return other in self._domain.heard.get((bridge, port), {other: None})


def _tree_edges(domain: Domain) -> Iterator[tuple[DeviceId, TreeEdge, DeviceId, PortKey | None]]:
    """What bridges know by spanning tree: bridge, edge, and the bridge and port at its other end."""
    for name in sorted(domain.bridges):
        for edge in domain.bridges[name].edges:
            other = domain.owner(edge.bridge)
            if other is not None and other != name and other in domain.bridges:
                yield name, edge, other, domain.bridges[other].numbered.get(edge.number or 0)


def _blocked_ends(domain: Domain) -> dict[Spot, dict[Spot, TreeEdge]]:
    """For each designated port, the ports that are blocked towards it, in whatever tree."""
    found: dict[Spot, dict[Spot, TreeEdge]] = {}
    for name, edge, other, far in _tree_edges(domain):
        if far is not None and edge.port in domain.bridges[name].blocked:
            found.setdefault((other, far), {})[name, edge.port] = edge
    return found


def _tree_evidence(bridge: DeviceId, edge: TreeEdge) -> Evidence:
    return Evidence("stp", bridge, f"{edge.port}: designated bridge {edge.bridge} port {edge.number}", edge.at)


def is_made_up(mac: str) -> bool:
    """Whether `mac` was not burnt into hardware: locally administered, or a guest's of a hypervisor."""
    return bool(int(mac[1], 16) & 2) or mac.startswith(_VIRTUAL)
