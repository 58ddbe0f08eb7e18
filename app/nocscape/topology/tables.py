"""What one bridge tells, in terms of its own ports: who is behind which, what spanning tree says, what is bundled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from nocscape.model.net import DeviceId
from nocscape.topology.observations import Aggregation, DeviceReading, FdbEntry, ForwardingTable, SpanningTree, TreePort
from nocscape.topology.ports import Ports
from nocscape.topology.signs import is_identifying_mac

PortKey = str
"""Key of an interface; of a bundle where the port is part of one; `#5` where a bridge port is no interface."""
SEVERAL = ""
"""In place of a port: learned at several at once, in different VLANs."""
MAX_REMEMBERED = 65_536
"""Addresses of one bridge that are remembered; the longest unseen go first."""


class Sighting(NamedTuple):
    """Where a bridge learned an address, and when it said so (UTC seconds)."""

    port: PortKey
    at: float
    vlan: int | None = None


class TreeEdge(NamedTuple):
    """What a port that is not designated knows by spanning tree: the bridge and port that are, on its segment."""

    port: PortKey
    bridge: str
    number: int | None
    at: float
    is_blocked: bool


class Bridge(msgspec.Struct):
    """A device that forwards, as far as it tells. Addresses that it learned earlier and has no more are remembered."""

    device: DeviceId
    table: dict[str, Sighting] = {}
    own: frozenset[str] = frozenset()
    """MAC addresses that are its own."""
    edges: tuple[TreeEdge, ...] = ()
    blocked: frozenset[PortKey] = frozenset()
    """Ports that spanning tree keeps from forwarding, in every tree that they are in."""
    numbered: dict[int, PortKey] = {}
    """Ports by their number in spanning tree."""
    vlans: dict[PortKey, frozenset[int]] = {}
    """VLANs in which addresses were learned at a port."""


def bundles_of(readings: Iterable[DeviceReading], ports: Ports) -> dict[PortKey, PortKey]:
    """The bundle that each port is part of."""
    found: dict[PortKey, PortKey] = {}
    for bundle in (o for r in readings for o in r.observations if isinstance(o, Aggregation)):
        whole = ports.at_index(bundle.if_index)
        for member in map(ports.at_index, bundle.members):
            if whole is not None and member is not None and member != whole:
                found[member] = whole
    return found


def read_bridge(
    device: DeviceId,
    readings: Iterable[DeviceReading],
    ports: Ports,
    bundles: Mapping[PortKey, PortKey],
    own: frozenset[str],
    before: Bridge | None = None,
) -> Bridge | None:
    """What the readings of a device say of it as a bridge, with what `before` remembers; None where it is no bridge.

    A spanning tree that could not be read this time is as it was.
    """
    readings = list(readings)
    observed = [o for r in readings for o in r.observations]
    tables = [o for o in observed if isinstance(o, ForwardingTable)]
    trees = [o for o in observed if isinstance(o, SpanningTree)]
    if before is not None and own and before.own.isdisjoint(own):
        before = None  # another box has taken over the address
    if not tables and not trees and before is None:
        return None
    named = _Named(ports, bundles, trees)
    bridge = Bridge(
        device=device,
        table=_table(tables, named, before.table if before else {}),
        own=own | {e.mac for t in tables for e in t.entries if e.is_own} | {t.bridge for t in trees if t.bridge},
        edges=tuple(e for t in trees for e in _edges(t, named)),
        blocked=_blocked(trees, named),
        numbered={p.number: key for t in trees for p in t.ports if (key := named.of_tree(p)) is not None},
        vlans=_vlans(tables, named),
    )
    if before is not None and not trees and any("stp" in r.unread for r in readings):
        bridge.edges, bridge.blocked, bridge.numbered = before.edges, before.blocked, before.numbered
    return bridge


class _Named:
    """From the numbers of ports to their keys."""

    def __init__(self, ports: Ports, bundles: Mapping[PortKey, PortKey], trees: Iterable[SpanningTree]) -> None:
        self._ports = ports
        self._bundles = bundles
        self._numbers = {p.number: p.if_index for t in trees for p in t.ports if p.if_index is not None}
        self._known: dict[int, PortKey] = {}

    def of(self, if_index: int) -> PortKey:
        """The port with that ifIndex, or bridge port where negative."""
        if (known := self._known.get(if_index)) is None:
            known = self._known[if_index] = self._look_up(if_index)
        return known

    def _look_up(self, if_index: int) -> PortKey:
        number = self._numbers.get(-if_index, if_index) if if_index < 0 else if_index
        key = self._ports.at_index(number) or f"#{abs(if_index)}"
        return self._bundles.get(key, key)

    def of_tree(self, port: TreePort) -> PortKey | None:
        """A spanning tree's port; None where no interface is known."""
        key = self._ports.at_index(port.if_index) if port.if_index is not None else None
        return self._bundles.get(key, key) if key is not None else None


def _table(tables: Iterable[ForwardingTable], named: _Named, before: Mapping[str, Sighting]) -> dict[str, Sighting]:
    fresh: dict[str, Sighting] = {}
    for table in sorted(tables, key=lambda t: t.at):
        for entry in table.entries:
            if _is_learned(entry):
                seen = Sighting(named.of(entry.if_index), table.at, entry.vlan)
                known = fresh.get(entry.mac)
                fresh[entry.mac] = seen if known is None else _both(known, seen)
    merged = {**before, **fresh}
    if len(merged) <= MAX_REMEMBERED:
        return merged
    kept = sorted(merged, key=lambda m: (-merged[m].at, m))[:MAX_REMEMBERED]
    return {mac: merged[mac] for mac in kept}


def _is_learned(entry: FdbEntry) -> bool:
    return not entry.is_own and entry.if_index != 0 and is_identifying_mac(entry.mac)


def _both(one: Sighting, other: Sighting) -> Sighting:
    """Two entries for one address: the newer; at one time and different ports, neither."""
    if one.at != other.at:
        return max(one, other, key=lambda s: s.at)
    vlan = one.vlan if one.vlan == other.vlan else None
    return Sighting(one.port if one.port == other.port else SEVERAL, one.at, vlan)


def _vlans(tables: Iterable[ForwardingTable], named: _Named) -> dict[PortKey, frozenset[int]]:
    found: dict[PortKey, set[int]] = {}
    for table in tables:
        for index, vlan in {(e.if_index, e.vlan) for e in table.entries if _is_learned(e)}:
            if vlan is not None:
                found.setdefault(named.of(index), set()).add(vlan)
    return {port: frozenset(vlans) for port, vlans in found.items()}


def _edges(tree: SpanningTree, named: _Named) -> Iterable[TreeEdge]:
    for port in tree.ports:
        key = named.of_tree(port)
        is_other = bool(port.designated_bridge) and port.designated_bridge != tree.bridge
        if key is not None and is_other and port.state not in ("disabled", "broken"):
            yield TreeEdge(key, port.designated_bridge, port.designated_port, tree.at, port.state == "blocking")


def _blocked(trees: Iterable[SpanningTree], named: _Named) -> frozenset[PortKey]:
    states: dict[PortKey, set[str]] = {}
    for tree in trees:
        for port in tree.ports:
            key = named.of_tree(port)
            if key is not None and port.state != "disabled":
                states.setdefault(key, set()).add(port.state)
    return frozenset(key for key, found in states.items() if found == {"blocking"})
