"""Whose MAC address is it, and which address resolves to it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nocscape.model.net import DeviceId


class Resolved(NamedTuple):
    """What an address resolved to at one device, and when (UTC seconds)."""

    mac: str
    at: float
    if_index: int = 0
    """The interface at which it was resolved."""


class Owners:
    """Devices by MAC address. What several own alike is nobody's; who was polled comes before who was announced."""

    def __init__(self) -> None:
        self._macs: dict[DeviceId, frozenset[str]] = {}
        self._ranks: dict[DeviceId, int] = {}
        self._owners: dict[str, set[DeviceId]] = {}

    def put(self, device: DeviceId, new: frozenset[str], rank: int = 0) -> frozenset[str]:
        """Set what a device owns; lower ranks go first. Returns the addresses whose owner may have changed."""
        old = self._macs.get(device, frozenset())
        if new == old and self._ranks.get(device, rank) == rank:
            return frozenset()
        changed = new ^ old if self._ranks.get(device, rank) == rank else new | old
        for mac in old - new:
            self._owners[mac].discard(device)
            if not self._owners[mac]:
                del self._owners[mac]
        for mac in new - old:
            self._owners.setdefault(mac, set()).add(device)
        if new:
            self._macs[device], self._ranks[device] = new, rank
        else:
            self._macs.pop(device, None)
            self._ranks.pop(device, None)
        return changed

    def of(self, mac: str) -> DeviceId | None:
        """The device that owns an address."""
        found = self._owners.get(mac)
        if not found:
            return None
        if len(found) == 1:
            return next(iter(found))
        best = min(self._ranks[d] for d in found)
        first = [d for d in found if self._ranks[d] == best]
        return first[0] if len(first) == 1 else (None if best == 0 else min(first))

    def macs_of(self, device: DeviceId) -> frozenset[str]:
        """What a device owns."""
        return self._macs.get(device, frozenset())


class Resolutions:
    """All ARP and neighbour tables together; addresses are as `placed` (within their realm)."""

    def __init__(self) -> None:
        self._tables: dict[DeviceId, dict[str, Resolved]] = {}
        self._by_address: dict[str, dict[DeviceId, Resolved]] = {}
        self._by_mac: dict[str, set[tuple[str, DeviceId]]] = {}

    def put(self, device: DeviceId, table: Mapping[str, Resolved]) -> set[str]:
        """Set what a device resolved, keeping what it resolved earlier; returns addresses that may be different."""
        before = self._tables.get(device, {})
        changed = {a for a, r in table.items() if a not in before or before[a].mac != r.mac}
        for address, resolved in table.items():
            self._unlist(address, device)
            self._by_address.setdefault(address, {})[device] = resolved
            self._by_mac.setdefault(resolved.mac, set()).add((address, device))
        if before or table:
            self._tables[device] = {**before, **table}
        return changed

    def drop(self, device: DeviceId) -> set[str]:
        """Forget what a device resolved; returns the addresses."""
        addresses = set(self._tables.pop(device, {}))
        for address in addresses:
            self._unlist(address, device)
        return addresses

    def _unlist(self, address: str, device: DeviceId) -> None:
        found = self._by_address.get(address, {})
        resolved = found.pop(device, None)
        if resolved is None:
            return
        if not found:
            del self._by_address[address]
        places = self._by_mac[resolved.mac]
        places.discard((address, device))
        if not places:
            del self._by_mac[resolved.mac]

    def expire(self, before: float) -> None:
        """Forget what was resolved before that time."""
        for device, table in self._tables.items():
            for address in [a for a, r in table.items() if r.at < before]:
                self._unlist(address, device)
                del table[address]

    def mac_of(self, address: str) -> Resolved | None:
        """The newest that an address resolved to."""
        found = self._by_address.get(address)
        return max(found.values(), key=lambda r: (r.at, r.mac)) if found else None

    def placed(self, address: str) -> list[str]:
        """An address as it is known in every realm."""
        return [a for a in self._by_address if a.rpartition("|")[2] == address]

    def resolutions_to(self, mac: str) -> list[tuple[DeviceId, Resolved]]:
        """Who resolved something to `mac`."""
        return sorted((d, self._tables[d][a]) for a, d in self._by_mac.get(mac, ()))

    def addresses_of(self, mac: str) -> tuple[str, ...]:
        """Addresses that resolve to `mac`, as `placed`."""
        return tuple(sorted({address for address, _ in self._by_mac.get(mac, ())}))
