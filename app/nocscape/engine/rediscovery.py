"""Every known device is read again and again, spread over an interval, so that the map follows the network."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from functools import partial
from itertools import groupby

from nocscape.base.counters import Counters
from nocscape.discovery.credentials import Keyring
from nocscape.discovery.pipeline import Candidate, Discovery, Step
from nocscape.engine.rooms import Rooms
from nocscape.model.net import DeviceId, Endpoint, Inventory
from nocscape.polling.scheduler import Scheduler

log = logging.getLogger(__name__)

REDISCOVERY_INTERVAL = "rediscovery_interval_s"
"""Name of the profile's setting."""
DEFAULT_S = 900.0
LEAST_S, MOST_S = 60, 7 * 86_400
AT_ONCE = 8
"""Devices that are read side by side: the map may be minutes old, polling and consoles come first."""
SOON_S = 5.0
"""How long after a hint a device is read: a change comes in several steps, and one reading is to see them all."""
LEAST_GAP_S = 30.0
"""A device is not read more often than this, however many hints there are."""


class Rediscovery:
    """Reads what was polled before, and tries what neighbours announced; reading never overlaps on one device.

    Hosts that answer ping alone are left to discovery proper: trying every credential on them again and again is what
    an attacker does.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._counters = Counters()
        self._scheduler = Scheduler(rooms.clock, self._counters, rooms.tasks, at_once=AT_ONCE)
        self._interval_s = 0.0
        self._read_at: dict[DeviceId, float] = {}

    @property
    def interval_s(self) -> float:
        """Seconds between two readings of a device; 0 where there are none."""
        return self._interval_s

    def start(self) -> None:
        """Begin; call on the engine's loop."""
        self._rooms.tasks.spawn(self._scheduler.run(), "rediscovery")

    def set_interval(self, interval_s: float) -> None:
        """Read every device each so many seconds from now on, the first time within that time; 0 stops."""
        before, self._interval_s = self._interval_s, interval_s
        for device in self._rooms.state.devices.values():
            if before:
                self._scheduler.drop(device.device.id)
            self.watch([device])

    def watch(self, devices: Iterable[Inventory]) -> None:
        """Take up devices that are new, and let go of those that have become nothing to read."""
        for inventory in devices:
            device = inventory.device.id
            if not self._interval_s or not _is_readable(inventory):
                self._scheduler.drop(device)
            elif device not in self._scheduler:
                self._scheduler.put(device, self._interval_s, partial(self._read, device))

    def forget(self, device: DeviceId) -> None:
        """Read a device no more."""
        self._scheduler.drop(device)
        self._read_at.pop(device, None)

    def rediscover(self, device: DeviceId, reason: str) -> None:
        """Something hints that a device or its links changed: read it soon. `reason` is for the log."""
        since_s = self._rooms.clock.monotonic() - self._read_at.get(device, -LEAST_GAP_S)
        log.info("%s is to be read again: %s", device, reason)
        self._scheduler.hasten(device, max(SOON_S, LEAST_GAP_S - since_s))

    def rediscover_neighbours(self, device: DeviceId, reason: str) -> None:
        """A device went or came back: its neighbours know best what became of the links."""
        for link in self._rooms.state.links_of(device):
            self.rediscover(link.b.device if link.a.device == device else link.a.device, reason)

    async def _read(self, device: DeviceId) -> None:
        rooms = self._rooms
        self._read_at[device] = rooms.clock.monotonic()
        await rooms.memory.recall()
        keyring = Keyring(rooms.snmp, await rooms.ring.to_try(()), worked=self._worked(device))
        for (realm, port), endpoints in groupby(sorted(self._endpoints(device)), key=lambda e: (e.realm, e.port)):
            discovery = Discovery(
                rooms.snmp, keyring, rooms.topology, rooms.clock, knowledge=rooms.profiles, realm=realm, port=port
            )
            await discovery.run(self._candidates([e.address for e in endpoints]), self._take)

    def _worked(self, device: DeviceId) -> dict[Endpoint, str]:
        known = self._rooms.topology.directory.devices.get(device)
        readings = [m.reading for m in known.members.values()] if known is not None else []
        return {r.endpoint: r.inventory.device.credential for r in readings if r.inventory.device.credential}

    async def _candidates(self, addresses: list[str]) -> AsyncIterator[Candidate]:
        """Taken for silent: what does not answer SNMP now keeps what was read of it last."""
        for address in addresses:
            yield Candidate(address, has_answered_ping=False)

    def _take(self, step: Step) -> None:
        self._rooms.intake.take(step.delta, step.readings)

    def _endpoints(self, device: DeviceId) -> list[Endpoint]:
        """Where a device was polled; where a ghost could be, if that is next door to somebody who heard it."""
        known = self._rooms.topology.directory.devices.get(device)
        if known is not None and known.is_polled:
            return [e for e, member in known.members.items() if member.reading.is_polled]
        ghost = self._rooms.state.devices.get(device)
        if ghost is None or not ghost.device.is_ghost or not ghost.device.endpoint.address:
            return []
        endpoint = ghost.device.endpoint
        return [endpoint] if self._is_next_door(device, endpoint) else []

    def _is_next_door(self, ghost: DeviceId, endpoint: Endpoint) -> bool:
        """Whether its address is in a subnet of who heard it.

        Anybody can announce any address, and whoever sits there would be handed the communities of v1 and v2c.
        """
        heard = self._rooms.topology.ghosts.ghosts.get(ghost)
        for seen_from in {h.seen.seen_from for h in heard.heard} if heard is not None else set():
            owner = self._rooms.topology.directory.at(seen_from)
            inventory = self._rooms.topology.inventories.get(owner or "")
            if inventory is not None and any(_contains(net, endpoint.address) for net in _networks(inventory)):
                return True
        return False


def _is_readable(inventory: Inventory) -> bool:
    device = inventory.device
    return device.snmp is not None or (device.is_ghost and bool(device.endpoint.address))


def _networks(inventory: Inventory) -> Iterator[str]:
    return (address for interface in inventory.interfaces for address in interface.addresses if "/" in address)


def _contains(network: str, address: str) -> bool:
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
