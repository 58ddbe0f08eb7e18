"""All broadcast domains, each surveyed again only when something in it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import msgspec
from msgspec.structs import replace

from nocscape.model.net import DeviceId, Evidence, PortRef
from nocscape.topology.attach import Findings, Surroundings, survey
from nocscape.topology.claims import Pair
from nocscape.topology.homes import Home
from nocscape.topology.owners import Owners
from nocscape.topology.skeleton import Domain, Heard
from nocscape.topology.tables import Bridge, PortKey
from nocscape.topology.wires import Cloud, Wire


class Announced(Surroundings, Protocol):
    """What else is known: the surroundings of a domain, and who announces itself on a device's ports."""

    def heard_by(self, device: DeviceId) -> Mapping[PortKey, Heard]:
        """Who is announced at which port."""
        ...


class Changed(msgspec.Struct):
    """What is different after `settle`."""

    pairs: set[Pair] = msgspec.field(default_factory=set)
    clouds: set[DeviceId] = msgspec.field(default_factory=set)
    """Clouds that are new, different or gone."""
    doubted: set[DeviceId] = msgspec.field(default_factory=set)
    """Devices at whose ports tables say something else than before of what is announced."""


class Broadcast:
    """Bridges, in domains: those that can be reached from one another by addresses that they learned in common."""

    def __init__(self, owners: Owners, around: Announced) -> None:
        self.bridges: dict[DeviceId, Bridge] = {}
        self.clouds: dict[DeviceId, Cloud] = {}
        self.doubts: dict[PortRef, tuple[Evidence, ...]] = {}
        self.shared: dict[PortRef, DeviceId] = {}
        self._owners = owners
        self._around = around
        self._learned_by: dict[str, set[DeviceId]] = {}
        self._domain_of: dict[DeviceId, int] = {}
        self._members: dict[int, set[DeviceId]] = {}
        self._found: dict[int, Findings] = {}
        self._by_pair: dict[Pair, list[Wire]] = {}
        self._pairs_of: dict[DeviceId, set[Pair]] = {}
        self._dirty: set[DeviceId] = set()
        self._fresh: dict[Pair, list[Wire]] = {}
        self._fresh_clouds: dict[DeviceId, Cloud] = {}
        self._fresh_doubts: dict[PortRef, tuple[Evidence, ...]] = {}
        self._fresh_shared: dict[PortRef, DeviceId] = {}
        self._next = 0

    def between(self, pair: Pair) -> list[Wire]:
        """Wires between two devices."""
        return self._by_pair.get(pair, [])

    def pairs_of(self, device: DeviceId) -> set[Pair]:
        """Pairs with wires that a device is one of; not to be changed."""
        return self._pairs_of.get(device, set())

    def is_blocked(self, port: PortRef) -> bool:
        """Whether spanning tree keeps a port from forwarding."""
        bridge = self.bridges.get(port.device)
        return bridge is not None and port.interface in bridge.blocked

    def carries(self, port: PortRef) -> bool:
        """Whether a bridge learned any address at a port."""
        bridge = self.bridges.get(port.device)
        return bridge is not None and any(seen.port == port.interface for seen in bridge.table.values())

    def is_shared(self, one: PortRef, other: PortRef) -> bool:
        """Whether two ports hear each other across a cloud."""
        cloud = self.shared.get(one)
        return cloud is not None and cloud == self.shared.get(other)

    def home_of(self, mac: str) -> Home | None:
        """The access port of an address; of several domains, where it was seen last."""
        found = [h for d in self._domains_with(mac) if (h := self._found[d].homes.get(mac)) is not None]
        return max(found, key=lambda h: (h.at, h.spot), default=None)

    def homes_at(self, bridge: DeviceId) -> Iterator[tuple[str, Home]]:
        """Addresses whose access port is one of a bridge's."""
        domain = self._domain_of.get(bridge)
        if domain is not None:
            for mac in self.bridges[bridge].table:
                home = self._found[domain].homes.get(mac)
                if home is not None and home.bridge == bridge:
                    yield mac, home

    def learned_by(self, mac: str) -> set[DeviceId]:
        """Bridges that learned an address; not to be changed."""
        return self._learned_by.get(mac, set())

    def _domains_with(self, mac: str) -> set[int]:
        return {self._domain_of[b] for b in self.learned_by(mac) if b in self._domain_of}

    def put(self, bridge: Bridge) -> None:
        """Take in a bridge, or what it says now."""
        before = self.bridges.get(bridge.device)
        old = before.table.keys() if before is not None else set()
        for mac in old - bridge.table.keys():
            self._unlearn(mac, bridge.device)
        for mac in bridge.table.keys() - old:
            self._learned_by.setdefault(mac, set()).add(bridge.device)
        self.bridges[bridge.device] = bridge
        self._dirty.add(bridge.device)

    def drop(self, device: DeviceId) -> None:
        """Take a bridge out."""
        bridge = self.bridges.pop(device, None)
        if bridge is not None:
            self.touch(device)
            for mac in bridge.table:
                self._unlearn(mac, device)

    def _unlearn(self, mac: str, device: DeviceId) -> None:
        found = self._learned_by[mac]
        found.discard(device)
        if not found:
            del self._learned_by[mac]

    def touch(self, device: DeviceId) -> None:
        """Survey a bridge's domain again: something beside its table changed."""
        if device in self.bridges or device in self._domain_of:
            self._dirty.add(device)

    def touch_macs(self, macs: Iterable[str]) -> None:
        """Survey again wherever these addresses were learned: their owner changed."""
        for mac in macs:
            self._dirty |= self.learned_by(mac)

    def expire(self, before: float) -> None:
        """Forget addresses that no bridge has said for long (UTC seconds)."""
        for bridge in list(self.bridges.values()):
            if any(seen.at < before for seen in bridge.table.values()):
                self.put(replace(bridge, table={m: s for m, s in bridge.table.items() if s.at >= before}))

    def settle(self) -> Changed:
        """Survey what is to be surveyed."""
        changed = Changed()
        old: list[Findings] = []
        for members in self._regrouped(old):
            self._survey(members)
        self._compare(old, changed)
        return changed

    def _regrouped(self, old: list[Findings]) -> list[set[DeviceId]]:
        """The domains that replace those of all dirty bridges; `old` receives what was found in these."""
        todo = set().union(self._dirty, *(self._dissolve(d, old) for d in self._dirty)) & self.bridges.keys()
        self._dirty.clear()
        grouped: dict[DeviceId, set[DeviceId]] = {}
        while todo:
            members = self._component(todo.pop())
            for member in list(members):
                todo |= self._dissolve(member, old)
                members |= grouped.get(member, set())
            todo -= members
            grouped.update(dict.fromkeys(members, members))
        return list({id(members): members for members in grouped.values()}.values())

    def _dissolve(self, device: DeviceId, old: list[Findings]) -> set[DeviceId]:
        """Give up the domain that a device was in; returns its members."""
        domain = self._domain_of.get(device)
        if domain is None:
            return set()
        old.append(self._found.pop(domain))
        members = self._members.pop(domain)
        for member in members:
            del self._domain_of[member]
        return members & self.bridges.keys()

    def _component(self, start: DeviceId) -> set[DeviceId]:
        found, ends, macs = {start}, [start], set[str]()
        while ends:
            fresh = self._next_to(ends.pop(), macs) - found
            found |= fresh
            ends.extend(fresh)
        return found

    def _next_to(self, device: DeviceId, macs: set[str]) -> set[DeviceId]:
        """Bridges that share an address with one, or are announced at its ports; `macs` were looked at before."""
        bridge = self.bridges[device]
        found: set[DeviceId] = set()
        for mac in bridge.table.keys() - macs:
            found |= self._learned_by[mac]
            if (owner := self._owners.of(mac)) is not None:
                found.add(owner)
        macs.update(bridge.table)
        for mac in bridge.own - macs:
            if self._owners.of(mac) == device:
                found |= self.learned_by(mac)
                macs.add(mac)
        found.update(o for e in bridge.edges if (o := self._owners.of(e.bridge)) is not None)
        found.update(d for heard in self._around.heard_by(device).values() for d in heard)
        return found & self.bridges.keys()

    def _survey(self, members: set[DeviceId]) -> None:
        bridges = {b: self.bridges[b] for b in sorted(members)}
        heard = {(b, port): who for b in bridges for port, who in self._around.heard_by(b).items()}
        shared = {spot: who for spot, who in heard.items() if len(who) > 1 and self._is_shared(who)}
        alone = {spot: who for spot, who in heard.items() if spot not in shared}
        terminal = frozenset(filter(self._around.is_terminal, {d for who in alone.values() for d in who}))
        domain = Domain(bridges, alone, self._owners.of, self._tree_edges(bridges), shared, terminal)
        self._next += 1
        self._members[self._next] = members
        self._domain_of.update(dict.fromkeys(members, self._next))
        self._found[self._next] = found = survey(domain, self._around)
        for drawn in found.wires:
            self._fresh.setdefault(drawn.pair, []).append(drawn)
        self._fresh_doubts |= found.doubts
        self._fresh_shared |= found.shared
        self._fresh_clouds |= found.clouds

    def _is_shared(self, who: Heard) -> bool:
        """Whether all that announce themselves at one port hear each other, too: what joins them passes that on."""
        return all(
            port is not None and other in self._around.heard_by(device).get(port, {})
            for device, port in who.items()
            for other in who
            if other != device
        )

    def _tree_edges(self, bridges: Mapping[DeviceId, Bridge]) -> dict[tuple[DeviceId, PortKey], Heard]:
        """What forwarding ports know of each other by spanning tree, from both ends."""
        found: dict[tuple[DeviceId, PortKey], Heard] = {}
        for name, bridge in bridges.items():
            for edge in bridge.edges:
                other = self._owners.of(edge.bridge)
                if edge.is_blocked or other is None or other == name or other not in bridges:
                    continue
                far = bridges[other].numbered.get(edge.number or 0)
                found.setdefault((name, edge.port), {})[other] = far
                if far is not None:
                    found.setdefault((other, far), {})[name] = edge.port
        return found

    def _compare(self, old: list[Findings], changed: Changed) -> None:
        """Put the wires and clouds that were found in place of those of before."""
        before = {w.pair for found in old for w in found.wires}
        fresh, self._fresh = self._fresh, {}
        for pair in before | fresh.keys():
            if self._by_pair.get(pair) != fresh.get(pair):
                changed.pairs.add(pair)
                self._list(pair, fresh.get(pair))
        clouds, self._fresh_clouds = self._fresh_clouds, {}
        for cloud in {c for found in old for c in found.clouds} | clouds.keys():
            if self.clouds.get(cloud) != clouds.get(cloud):
                changed.clouds.add(cloud)
                self.clouds.pop(cloud, None)
        self.clouds |= clouds
        doubts, self._fresh_doubts = self._fresh_doubts, {}
        for port in {p for found in old for p in found.doubts} | doubts.keys():
            if self.doubts.pop(port, None) != doubts.get(port):
                changed.doubted.add(port.device)
        self.doubts |= doubts
        shared, self._fresh_shared = self._fresh_shared, {}
        for port in {p for found in old for p in found.shared} | shared.keys():
            if self.shared.pop(port, None) != shared.get(port):
                changed.doubted.add(port.device)
        self.shared |= shared

    def _list(self, pair: Pair, wires: list[Wire] | None) -> None:
        if wires:
            self._by_pair[pair] = wires
        else:
            self._by_pair.pop(pair, None)
        for device in pair:
            listed = self._pairs_of.setdefault(device, set())
            (listed.add if wires else listed.discard)(pair)
            if not listed:
                del self._pairs_of[device]
