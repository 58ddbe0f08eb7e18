"""Where everything that inference finds comes in, whoever asked for it: discovery, rediscovery, ageing, a decision."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from nocscape.base.i18n import msg
from nocscape.engine.finding.conflicts import Conflicts
from nocscape.engine.finding.stations import Stations
from nocscape.engine.rooms import Rooms
from nocscape.model.net import DeviceId, Layer, Station
from nocscape.model.status import LinkState, Severity
from nocscape.topology.observations import DeviceReading
from nocscape.topology.steps import Delta

_CONFIRMED = frozenset({LinkState.UP, LinkState.BLOCKED})
"""What only evidence keeps a link at."""


class Intake:
    """Lets the state, the memory, the poller and the consoles know."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._conflicts = Conflicts(rooms.topology, rooms.state)
        self._stations = Stations(rooms.topology, rooms.inventory)

    def restore(self, stations: Iterable[Station]) -> None:
        """Take over what the store kept."""
        self._stations.restore(stations)

    def take(self, delta: Delta, readings: Iterable[DeviceReading] = ()) -> None:
        """Take what is different, and the readings that it follows from, for keeping."""
        rooms = self._rooms
        new = self._become_real(delta)
        rooms.state.take(delta)
        rooms.memory.keep(readings, delta.inventories)
        self._stations.take(delta)
        for device in delta.gone:
            rooms.watch.forget(device)
            rooms.rediscovery.forget(device)
        rooms.rediscovery.watch(delta.inventories.values())
        if not rooms.tasks.is_closed:  # a reading that is cancelled by the engine's end still hands over what it has
            rooms.tasks.spawn(rooms.watch.greet(list(delta.inventories.values())), "watch")
        for device in new:
            text = msg("Found {name}", name=rooms.state.devices[device].device.shown_name())
            rooms.state.raise_event("device_found", Severity.INFO, text, device=device)
        self._conflicts.tell()

    def age(self) -> None:
        """Let links go stale that nothing confirms, and forget what nobody has heard for long.

        So do wires that an earlier run of the engine left and that nothing in this one stands for.
        """
        topology, state, now = self._rooms.topology, self._rooms.state, self._rooms.clock.now()
        self.take(topology.age(now))
        strays = [x for x in state.links.values() if x.layer is Layer.PHYSICAL and x.id not in topology.links]
        patience = topology.patience
        gone = {x.id for x in strays if now - x.last_seen > patience.forget_after_s}
        old = [x for x in strays if x.id not in gone and now - x.last_seen > patience.stale_after_s]
        stale = [link for link in old if link.state in _CONFIRMED]
        state.put_links([replace(link, state=LinkState.STALE) for link in stale], gone)

    def _become_real(self, delta: Delta) -> list[DeviceId]:
        """Devices that answered for the first time; some of them were announced by a neighbour before."""
        known = self._rooms.state.devices
        return [
            device
            for device, inventory in delta.inventories.items()
            if not inventory.device.is_ghost and (device not in known or known[device].device.is_ghost)
        ]
