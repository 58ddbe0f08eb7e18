"""Every known device is read again and again, spread over an interval, so that the map follows the network."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from nocscape.base.clock import Clock
from nocscape.base.counters import Counters
from nocscape.base.tasks import Supervisor
from nocscape.engine.state import NetworkState
from nocscape.model.net import DeviceId, Inventory
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
    """Calls `read` for each device in its turn: what was polled before, and what neighbours announced with an address.

    Hosts that answer ping alone are left to discovery proper: trying every credential on them again and again is what
    an attacker does.
    """

    def __init__(
        self, state: NetworkState, clock: Clock, tasks: Supervisor, read: Callable[[DeviceId], Awaitable[None]]
    ) -> None:
        self._state = state
        self._clock = clock
        self._tasks = tasks
        self._read = read
        self._scheduler = Scheduler(clock, Counters(), tasks, at_once=AT_ONCE)
        self._interval_s = 0.0
        self._read_at: dict[DeviceId, float] = {}

    @property
    def interval_s(self) -> float:
        """Seconds between two readings of a device; 0 where there are none."""
        return self._interval_s

    def start(self) -> None:
        """Begin; call on the engine's loop."""
        self._tasks.spawn(self._scheduler.run(), "rediscovery")

    def set_interval(self, interval_s: float) -> None:
        """Read every device each so many seconds from now on, the first time within that time; 0 stops."""
        before, self._interval_s = self._interval_s, interval_s
        for device in self._state.devices.values():
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
                self._scheduler.put(device, self._interval_s, partial(self._read_again, device))

    def forget(self, device: DeviceId) -> None:
        """Read a device no more."""
        self._scheduler.drop(device)
        self._read_at.pop(device, None)

    def rediscover(self, device: DeviceId, reason: str) -> None:
        """Something hints that a device or its links changed: read it soon. `reason` is for the log."""
        since_s = self._clock.monotonic() - self._read_at.get(device, -LEAST_GAP_S)
        log.info("%s is to be read again: %s", device, reason)
        self._scheduler.hasten(device, max(SOON_S, LEAST_GAP_S - since_s))

    def rediscover_neighbours(self, device: DeviceId, reason: str) -> None:
        """A device went or came back: its neighbours know best what became of the links."""
        for link in self._state.links_of(device):
            self.rediscover(link.b.device if link.a.device == device else link.a.device, reason)

    async def _read_again(self, device: DeviceId) -> None:
        self._read_at[device] = self._clock.monotonic()
        await self._read(device)


def _is_readable(inventory: Inventory) -> bool:
    device = inventory.device
    return device.snmp is not None or (device.is_ghost and bool(device.endpoint.address))
