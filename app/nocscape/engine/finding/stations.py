"""Where MAC addresses stand, kept with every move."""

from __future__ import annotations

from collections.abc import Iterable

from nocscape.model.net import DeviceId, Station
from nocscape.store.inventory import InventoryStore
from nocscape.topology.infer import Topology
from nocscape.topology.steps import Delta


class Stations:
    """What the store knows of stations; only what is different is written."""

    def __init__(self, topology: Topology, inventory: InventoryStore) -> None:
        self._topology = topology
        self._inventory = inventory
        self._at: dict[str, Station] = {}
        self._behind: dict[DeviceId, set[str]] = {}

    def restore(self, stations: Iterable[Station]) -> None:
        """Take over what the store kept."""
        for station in stations:
            self._put(station)

    def take(self, delta: Delta) -> None:
        """Look at the devices that inference looked at, and keep what stands elsewhere now."""
        changed: dict[str, Station] = {}
        missing: set[str] = set()
        for device in (*delta.gone, *delta.inventories):
            found = {s.mac: s for s in self._topology.stations_of(device) if s.is_direct}
            missing |= self._behind.get(device, set()) - found.keys()
            changed |= {mac: s for mac, s in found.items() if self._at.get(mac) != s}
        for station in changed.values():
            self._put(station)
        gone = [mac for mac in sorted(missing - changed.keys()) if self._drop(mac)]
        if changed or gone:
            self._inventory.put_stations(list(changed.values()), gone)

    def _put(self, station: Station) -> None:
        self._drop(station.mac)
        self._at[station.mac] = station
        self._behind.setdefault(station.port.device, set()).add(station.mac)

    def _drop(self, mac: str) -> bool:
        before = self._at.pop(mac, None)
        if before is not None:
            self._behind[before.port.device].discard(mac)
        return before is not None
