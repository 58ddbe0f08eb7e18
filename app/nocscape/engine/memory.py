"""Readings outlive the process, so that what was inferred yesterday still has its evidence today."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

import msgspec

from nocscape.base.clock import Clock
from nocscape.model.net import DeviceId, Endpoint
from nocscape.store.inventory import InventoryStore
from nocscape.topology.infer import Topology
from nocscape.topology.observations import DeviceReading

AT_ONCE = 100
"""Readings that are inferred in one turn of the loop; the result is the same, and nothing waits for seconds."""

log = logging.getLogger(__name__)

_decode = msgspec.msgpack.Decoder(DeviceReading).decode


class TopologyMemory:
    """Keeps readings, and gives them to the topology once, when it is first needed after a start."""

    def __init__(self, inventory: InventoryStore, topology: Topology, clock: Clock) -> None:
        self._inventory = inventory
        self._topology = topology
        self._clock = clock
        self._recalled = asyncio.Lock()
        self._has_recalled = False

    def keep(self, readings: Iterable[DeviceReading]) -> None:
        """Keep these readings, each in place of what its endpoint said before."""
        for reading in readings:
            self._inventory.put_reading(_key(reading.endpoint), msgspec.msgpack.encode(reading))

    def forget(self, device: DeviceId) -> None:
        """Forget what a device said."""
        known = self._topology.directory.devices.get(device)
        for endpoint in known.members if known is not None else ():
            self._inventory.put_reading(_key(endpoint), None)

    async def recall(self) -> None:
        """Let the topology know what was read before this start; costs nothing from the second time on.

        What it infers from that is what the inventory holds already.
        """
        async with self._recalled:
            if self._has_recalled:
                return
            bodies = await self._inventory.load_readings()
            readings = await asyncio.to_thread(_decoded, bodies)
            for start in range(0, len(readings), AT_ONCE):
                self._topology.apply(readings[start : start + AT_ONCE], self._clock.now())
                await asyncio.sleep(0)
            self._has_recalled = True


def _decoded(bodies: Iterable[bytes]) -> list[DeviceReading]:
    readings = []
    for body in bodies:
        try:
            readings.append(_decode(body))
        except ValueError:  # MsgspecError, and UnicodeDecodeError for a damaged text
            log.warning("a stored reading of another version was left out")
    return readings


def _key(endpoint: Endpoint) -> str:
    return f"{endpoint.realm}|{endpoint.address}|{endpoint.port}"
