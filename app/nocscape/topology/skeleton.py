"""The tree of bridges in one broadcast domain, from who learned whom behind which port.

Breitbart et al. (2000, 2004) and Lowekamp et al. (2001) decide for each pair of ports whether they face each other, and
want complete tables or sets of shared addresses. Here the tree hangs from the bridge next to the address that most
bridges know, in practice the gateway or the management station, because everybody talks to it: its direction is up at
every other bridge. Who learned a bridge on a port that does not lead up stands above it, and the nearest of those is
its parent, so transitive edges never arise. What tables lost is made up for by addresses that two bridges share below
them, by announcements (LLDP, CDP), which take precedence, and by spanning tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import msgspec

from nocscape.model.net import DeviceId
from nocscape.topology.tables import SEVERAL, Bridge, PortKey

Heard = dict[DeviceId, PortKey | None]
"""Devices that announced themselves on a port, and their ports where they are known."""
SHARED_BELOW = 2
"""Addresses that two bridges must both have below them, where neither learned the other."""


class Domain(msgspec.Struct, frozen=True):
    """Bridges that see the same addresses, and what else is known of their ports."""

    bridges: Mapping[DeviceId, Bridge]
    heard: Mapping[tuple[DeviceId, PortKey], Heard]
    owner: Callable[[str], DeviceId | None]
    """The device that has a MAC address."""
    tree_edges: Mapping[tuple[DeviceId, PortKey], Heard] = {}
    """The same by spanning tree, whose frames pass bridges that do not take part in it."""
    shared: Mapping[tuple[DeviceId, PortKey], Heard] = {}
    """Ports on a wire where several announce themselves and all hear each other; these are not in `heard`."""
    terminal: frozenset[DeviceId] = frozenset()
    """Devices that announce themselves and pass nothing on: a bridge at the same port stands beside them."""


class Parent(msgspec.Struct, frozen=True):
    """The next bridge towards the root."""

    bridge: DeviceId
    port: PortKey
    """Its port towards the child."""
    sure: float
    is_announced: bool = False


class Tree(msgspec.Struct):
    """Where each bridge stands."""

    uplinks: dict[DeviceId, PortKey] = {}
    """Port towards the root; a root has none."""
    parents: dict[DeviceId, Parent] = {}
    depths: dict[DeviceId, int] = {}

    def is_up(self, bridge: DeviceId, port: PortKey) -> bool:
        """Whether a port leads towards the root."""
        return self.uplinks.get(bridge) == port


def grow(domain: Domain) -> Tree:
    """The tree of a domain; a forest where a part has no address in common with the rest."""
    tree = Tree()
    left = set(domain.bridges)
    while left:
        root = _root(domain, left)
        if root is None:
            break
        left -= _hang(domain, root, left, tree)
        while late := _hang_late(domain, left, tree):
            left -= late
    _find_parents(domain, tree)
    _adopt(domain, tree)
    _cut_circles(tree)
    _measure(tree, domain.bridges)
    return tree


def _root(domain: Domain, left: set[DeviceId]) -> DeviceId | None:
    """The bridge next to what most know, or that bridge itself where it routes: of all that know the address, the one
    that learned most bridges at other ports."""
    seen = Counter(mac for b in left for mac, s in domain.bridges[b].table.items() if s.port != SEVERAL)
    if not seen:
        return None
    most = max(seen.values())
    common = min(mac for mac, count in seen.items() if count == most)
    knowing = sorted(b for b in left if common in domain.bridges[b].table)
    own = {mac: b for b in left for mac in domain.bridges[b].own}
    if common in own:
        return own[common]

    def others(bridge: DeviceId) -> int:
        table = domain.bridges[bridge].table
        up = table[common].port
        return len({own[m] for m, s in table.items() if s.port not in (up, SEVERAL) and m in own})

    return max(knowing, key=lambda b: (others(b), len(domain.bridges[b].table)))


def _hang(domain: Domain, root: DeviceId, left: set[DeviceId], tree: Tree) -> set[DeviceId]:
    """Find the way up for every bridge that knows what stands at the root."""
    marks = _marks(domain, root, left)
    placed = {root}
    for bridge in left - {root}:
        table = domain.bridges[bridge].table
        votes = Counter(table[mac].port for mac in marks & table.keys())
        votes.pop(SEVERAL, None)
        if votes:
            tree.uplinks[bridge] = min(votes, key=lambda port: (-votes[port], port))
            placed.add(bridge)
    return placed


def _hang_late(domain: Domain, left: set[DeviceId], tree: Tree) -> set[DeviceId]:
    """Find the way up for bridges that have nothing of the root in their tables, and that others have below them:
    what stands at any other port of such a one is up."""
    placed: set[DeviceId] = set()
    owned = {mac: b for b in left for mac in domain.bridges[b].own}
    votes: dict[DeviceId, Counter[PortKey]] = {}
    for upper in domain.bridges.keys() - left if owned else ():
        table = domain.bridges[upper].table
        for mac in owned.keys() & table.keys():
            port, lower = table[mac].port, domain.bridges[owned[mac]].table
            if port not in (tree.uplinks.get(upper), SEVERAL):
                known = (lower[m].port for m, s in table.items() if s.port not in (port, SEVERAL) and m in lower)
                votes.setdefault(owned[mac], Counter()).update(known)
    for bridge, ports in votes.items():
        ports.pop(SEVERAL, None)
        if ports:
            tree.uplinks[bridge] = min(ports, key=lambda port: (-ports[port], port))
            placed.add(bridge)
    return placed


def _marks(domain: Domain, root: DeviceId, left: set[DeviceId]) -> set[str]:
    """Addresses at the root itself: its own, and those on its ports that lead to no other bridge."""
    bridge = domain.bridges[root]
    others = left - {root}
    own = {mac for b in others for mac in domain.bridges[b].own}
    inner = {s.port for mac, s in bridge.table.items() if mac in own} | {SEVERAL}
    for ports_by_end in (domain.heard, domain.tree_edges):
        inner |= {port for (device, port), heard in ports_by_end.items() if device == root and heard.keys() & others}
    open_ports = {mac: s.port for mac, s in bridge.table.items() if s.port not in inner}
    for other in others:
        inner |= _ports_towards(open_ports, domain.bridges[other])
    return set(bridge.own) | {mac for mac, s in bridge.table.items() if s.port not in inner}


def _ports_towards(ports: Mapping[str, PortKey], other: Bridge) -> set[PortKey]:
    """Ports of a bridge, by what it learned there, behind which another one has several of its own ports: it stands
    there itself."""
    seen: dict[PortKey, set[PortKey]] = {}
    for mac in ports.keys() & other.table.keys():
        seen.setdefault(ports[mac], set()).add(other.table[mac].port)
    return {port for port, ports in seen.items() if len(ports - {SEVERAL}) > 1}


def _find_parents(domain: Domain, tree: Tree) -> None:
    owners = _owners(domain)
    below = {b: _below(domain, tree, b, owners) for b in domain.bridges}
    above: dict[DeviceId, set[DeviceId]] = {b: set() for b in domain.bridges}
    for upper, lowers in below.items():
        for lower in lowers:
            above[lower].add(upper)
    down = _down_tables(domain, tree)
    sharing = _sharing(down)
    for bridge, up in tree.uplinks.items():
        heard = domain.heard.get((bridge, up), {})
        announced = [d for d in heard if d in domain.bridges]
        if len(announced) == 1:
            other = announced[0]
            port = heard[other] or below[other].get(bridge, "")
            tree.parents[bridge] = Parent(other, port, 1.0, is_announced=True)
        elif not heard:
            learned = _nearest(bridge, below, above, sharing[bridge], down)
            parent = _by_tree(domain.tree_edges.get((bridge, up), {}), learned, above)
            if parent is not None and _admits(domain, parent, bridge):
                tree.parents[bridge] = parent


def _admits(domain: Domain, parent: Parent, bridge: DeviceId) -> bool:
    """Whether nothing announces itself at the parent's port that would have to stand between."""
    heard = domain.heard.get((parent.bridge, parent.port), {})
    return bridge in heard or heard.keys() <= domain.terminal


def _by_tree(upper: Heard, learned: Parent | None, above: Mapping[DeviceId, set[DeviceId]]) -> Parent | None:
    """What spanning tree says of the next bridge, unless tables show that another stands between the two."""
    if len(upper) != 1:
        return learned
    other, port = next(iter(upper.items()))
    if learned is not None and (learned.bridge == other or other in above[learned.bridge]):
        return learned
    return Parent(other, port, 0.9) if port is not None else learned


def _owners(domain: Domain) -> dict[str, DeviceId]:
    """The bridge that each learned address is of, where it is of any."""
    learned = set[str]().union(*(bridge.table for bridge in domain.bridges.values()))
    return {mac: owner for mac in learned if (owner := domain.owner(mac)) is not None and owner in domain.bridges}


def _below(domain: Domain, tree: Tree, bridge: DeviceId, owners: Mapping[str, DeviceId]) -> dict[DeviceId, PortKey]:
    """Bridges that one learned on ports that do not lead up."""
    up = tree.uplinks.get(bridge)
    table = domain.bridges[bridge].table
    found: dict[DeviceId, PortKey] = {}
    for mac in sorted(owners.keys() & table.keys()):
        if table[mac].port not in (up, SEVERAL) and owners[mac] != bridge:
            found[owners[mac]] = table[mac].port
    return found


def _down_tables(domain: Domain, tree: Tree) -> dict[DeviceId, dict[str, PortKey]]:
    return {
        b: {m: s.port for m, s in bridge.table.items() if s.port not in (tree.uplinks.get(b), SEVERAL)}
        for b, bridge in domain.bridges.items()
    }


def _sharing(down: Mapping[DeviceId, Mapping[str, PortKey]]) -> dict[DeviceId, Counter[DeviceId]]:
    """For each bridge, how many addresses below it are below which other."""
    holders: dict[str, list[DeviceId]] = {}
    for bridge, table in down.items():
        for mac in table:
            holders.setdefault(mac, []).append(bridge)
    shared: dict[DeviceId, Counter[DeviceId]] = {b: Counter() for b in down}
    for found in holders.values():
        if len(found) > 1:
            for bridge in found:
                shared[bridge].update(found)
    return shared


def _nearest(
    bridge: DeviceId,
    below: Mapping[DeviceId, Mapping[DeviceId, PortKey]],
    above: Mapping[DeviceId, set[DeviceId]],
    shared: Mapping[DeviceId, int],
    down: Mapping[DeviceId, Mapping[str, PortKey]],
) -> Parent | None:
    """The lowest of those that have `bridge` below them."""
    strong = {a for a in above[bridge] if a not in below[bridge]}
    weak = {
        a
        for a, count in shared.items()
        if count >= SHARED_BELOW and a not in below[bridge] and a not in strong and a != bridge
        if bridge not in above[a] and _can_be_above(down[a], down[bridge])
    }
    candidates = strong | weak
    if not candidates:
        return None
    best = max(candidates, key=lambda a: (len(above[a] & candidates), -len(down[a]), a))
    port = below[best].get(bridge) or _port_by_shared(down[best], down[bridge])
    return Parent(best, port, 0.9 if best in strong else 0.6)


def _can_be_above(upper: Mapping[str, PortKey], lower: Mapping[str, PortKey]) -> bool:
    """Whether all that two bridges both have below them stands behind one port of the upper, which has no less."""
    return len(upper) >= len(lower) and len({upper[mac] for mac in lower.keys() & upper.keys()}) == 1


def _port_by_shared(upper: Mapping[str, PortKey], lower: Iterable[str]) -> PortKey:
    votes = Counter(upper[mac] for mac in lower if mac in upper)
    return min(votes, key=lambda port: (-votes[port], port))


def _adopt(domain: Domain, tree: Tree) -> None:
    """Hang bridges that know nothing of the root by what they announce or what spanning tree says of them."""
    edges: dict[DeviceId, list[tuple[PortKey, DeviceId, PortKey]]] = {}
    for (bridge, port), heard in sorted(domain.heard.items()):
        for other, far in heard.items():
            if bridge in domain.bridges and other in domain.bridges:
                edges.setdefault(bridge, []).append((port, other, far or ""))
    roots = {b for b in domain.bridges if b not in tree.uplinks}
    grown = {b for b in domain.bridges if b in tree.uplinks or domain.bridges[b].table}
    waiting = sorted(roots - grown)
    while fresh := [(b, e) for b in waiting for e in edges.get(b, []) if e[1] in grown]:
        for bridge, (port, other, far) in fresh:
            if bridge not in grown:
                tree.uplinks[bridge] = port
                tree.parents[bridge] = Parent(other, far, 1.0, is_announced=True)
                grown.add(bridge)
        waiting = [b for b in waiting if b not in grown]


def _cut_circles(tree: Tree) -> None:
    """Where tables contradict each other so that bridges stand above each other, give up the least sure of these."""
    seen: set[DeviceId] = set()
    for start in sorted(tree.parents):
        chain: list[DeviceId] = []
        here = start
        while here in tree.parents and here not in seen:
            seen.add(here)
            chain.append(here)
            here = tree.parents[here].bridge
        if here in chain:
            circle = chain[chain.index(here) :]
            del tree.parents[min(circle, key=lambda b: (tree.parents[b].sure, b))]


def _measure(tree: Tree, bridges: Iterable[DeviceId]) -> None:
    """Count the steps to the root."""
    for bridge in bridges:
        chain: list[DeviceId] = []
        here: DeviceId | None = bridge
        while here is not None and here not in tree.depths:
            chain.append(here)
            parent = tree.parents.get(here)
            here = parent.bridge if parent is not None else None
        depth = tree.depths.get(here, -1) if here is not None else -1
        for one in reversed(chain):
            depth += 1
            tree.depths[one] = depth
