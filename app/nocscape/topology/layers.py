"""Neighbourhoods above the wire, kept apart from it: subnets, OSPF, BGP, IS-IS; changed device by device."""

from __future__ import annotations

from collections.abc import Iterable

from nocscape.model.net import DeviceId, Inventory, Link, LinkId
from nocscape.topology.adjacencies import Addressed, Found, matched, merged, wanted
from nocscape.topology.claims import Pair, pair_of
from nocscape.topology.observations import Adjacency, DeviceReading
from nocscape.topology.subnets import Attached, Net, attached, linked

Group = Pair | Net
"""What is linked together: the adjacencies of two devices, or the members of a subnet."""


class Layers:
    """Links of higher layers by what they follow from."""

    def __init__(self, network: Addressed) -> None:
        self.links: dict[LinkId, Link] = {}
        self._network = network
        self._adjacencies: dict[DeviceId, tuple[Adjacency, ...]] = {}
        self._found: dict[DeviceId, list[Found]] = {}
        self._owned: dict[DeviceId, frozenset[str]] = {}
        self._wanting: dict[str, set[DeviceId]] = {}
        self._meeting: dict[DeviceId, set[DeviceId]] = {}
        self._nets: dict[DeviceId, dict[Net, Attached]] = {}
        self._members: dict[Net, dict[DeviceId, Attached]] = {}
        self._links_of: dict[tuple[str, Group], set[LinkId]] = {}
        self._dirty: set[DeviceId] = set()
        self._pairs: set[Pair] = set()
        self._changed_nets: set[Net] = set()

    def enter(
        self, device: DeviceId, inventory: Inventory, readings: Iterable[DeviceReading], owned: frozenset[str]
    ) -> None:
        """Take in what a polled device says now, and which addresses (as `placed`) it has."""
        self._forget(device)
        self._own(device, owned)
        adjacencies = tuple(o for r in readings for o in r.observations if isinstance(o, Adjacency))
        if adjacencies:
            self._adjacencies[device] = adjacencies
            for address in {a for one in adjacencies for a in wanted(one)}:
                self._wanting.setdefault(address, set()).add(device)
            self._dirty.add(device)
        if nets := attached(inventory):
            self._nets[device] = nets
            for net, where in nets.items():
                self._members.setdefault(net, {})[device] = where
            self._changed_nets |= nets.keys()

    def leave(self, device: DeviceId) -> None:
        """Forget what a device said."""
        self._forget(device)
        self._own(device, frozenset())

    def _own(self, device: DeviceId, addresses: frozenset[str]) -> None:
        """Whoever looks up an address that came or went is to be matched again."""
        for address in addresses ^ self._owned.pop(device, frozenset()):
            self._dirty |= self._wanting.get(address, set())
        if addresses:
            self._owned[device] = addresses

    def _forget(self, device: DeviceId) -> None:
        for address in {a for one in self._adjacencies.pop(device, ()) for a in wanted(one)}:
            self._wanting[address].discard(device)
            if not self._wanting[address]:
                del self._wanting[address]
        self._unmatch(device)
        for net in self._nets.pop(device, {}):
            del self._members[net][device]
            self._changed_nets.add(net)

    def _unmatch(self, device: DeviceId) -> None:
        for found in self._found.pop(device, []):
            far = found.far.device
            self._meeting.get(far, set()).discard(device)
            self._pairs.add(pair_of(device, far))

    def settle(self, devices: Iterable[DeviceId]) -> tuple[dict[LinkId, Link], set[LinkId]]:
        """Match again what is to be, and whatever meets one of `devices`; returns the links that are new or different,
        and those that are gone."""
        for device in devices:
            self._dirty |= self._meeting.get(device, set())
        for device in self._dirty:
            self._match(device)
        self._dirty.clear()
        changed: dict[LinkId, Link] = {}
        gone: set[LinkId] = set()
        for pair in self._pairs:
            self._replace(("pair", pair), merged(self._between(pair)), changed, gone)
        for net in self._changed_nets:
            self._replace(("net", net), linked(net, self._members[net]), changed, gone)
            if not self._members[net]:
                del self._members[net]
        self._pairs.clear()
        self._changed_nets.clear()
        return changed, gone

    def _match(self, device: DeviceId) -> None:
        self._unmatch(device)
        found = [
            f for one in self._adjacencies.get(device, ()) if (f := matched(device, one, self._network)) is not None
        ]
        if found:
            self._found[device] = found
        for one in found:
            self._meeting.setdefault(one.far.device, set()).add(device)
            self._pairs.add(pair_of(device, one.far.device))

    def _between(self, pair: Pair) -> list[Found]:
        return [f for d in pair for f in self._found.get(d, ()) if pair_of(d, f.far.device) == pair]

    def _replace(
        self, group: tuple[str, Group], links: Iterable[Link], changed: dict[LinkId, Link], gone: set[LinkId]
    ) -> None:
        before = self._links_of.pop(group, set())
        now = {link.id: link for link in links}
        for link in now.values():
            if self.links.get(link.id) != link:
                self.links[link.id] = changed[link.id] = link
        for lost in before - now.keys():
            del self.links[lost]
            gone.add(lost)
        if now:
            self._links_of[group] = set(now)
