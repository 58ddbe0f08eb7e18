"""Readings and decisions outlive the process, so that what was inferred yesterday still has its evidence today."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from nocscape.base.clock import Clock
from nocscape.base.errors import InputError
from nocscape.model.decisions import Decision
from nocscape.model.net import DeviceId, Endpoint
from nocscape.store.inventory import InventoryStore
from nocscape.topology.infer import Topology
from nocscape.topology.observations import DeviceReading, Neighbour

MOST_BEFORE = 256
"""Neighbours of before that are kept of an address, the latest."""
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
        self._decisions: tuple[Decision, ...] = ()
        self._kept_as: dict[Endpoint, DeviceId] = {}
        """Under which id of its device a reading was kept: ids depend on the order of readings, and have to stay."""

    def restore(self, decisions: tuple[Decision, ...]) -> None:
        """Take over what the store kept of the operators' decisions, oldest first."""
        self._decisions = decisions

    def keep(self, readings: Iterable[DeviceReading], devices: Iterable[DeviceId]) -> None:
        """Keep these readings, each in place of what its endpoint said before, and which of `devices` they are of."""
        new = {reading.endpoint for reading in readings}
        directory = self._topology.directory
        for device in {*devices, *filter(None, map(directory.at, new))}:
            known = directory.devices.get(device)
            for endpoint, member in known.members.items() if known is not None else ():
                if endpoint in new or self._kept_as.get(endpoint) != device:
                    self._put(member.reading, device)

    def forget(self, device: DeviceId) -> None:
        """Forget what a device said."""
        known = self._topology.directory.devices.get(device)
        for endpoint in known.members if known is not None else ():
            self._kept_as.pop(endpoint, None)
            self._inventory.put_reading(_key(endpoint), None)

    def _put(self, reading: DeviceReading, device: DeviceId) -> None:
        self._kept_as[reading.endpoint] = device
        named = replace(reading.inventory, device=replace(reading.inventory.device, id=device))
        whole = replace(reading, inventory=named, heard_before=self._heard_before(reading.endpoint, device))
        self._inventory.put_reading(_key(reading.endpoint), msgspec.msgpack.encode(whole))

    def _heard_before(self, endpoint: Endpoint, device: DeviceId) -> tuple[Neighbour, ...]:
        """What links stand on that nobody has heard since: they are to be stale after a start, too, and not unknown."""
        claims = self._topology.claims.of(device)
        past = [c.seen for c in claims if not c.is_current and c.seen.seen_from == endpoint]
        return tuple(sorted(past, key=lambda seen: -seen.at)[:MOST_BEFORE])

    async def recall(self) -> None:
        """Let the topology know what was decided and read before this start; costs nothing from the second time on.

        What it infers from that is what the inventory holds already.
        """
        async with self._recalled:
            if self._has_recalled:
                return
            bodies = await self._inventory.load_readings()
            readings = await asyncio.to_thread(_decoded, bodies)
            self._kept_as = {r.endpoint: r.inventory.device.id for r in readings}
            self._lay_decisions()
            readings.sort(key=self._is_undecided)
            for start in range(0, len(readings), AT_ONCE):
                self._infer(readings[start : start + AT_ONCE])
                await asyncio.sleep(0)
            self._has_recalled = True

    def _infer(self, readings: list[DeviceReading]) -> None:
        """As they came: first what was heard before, too, then without it, by which it is known as the past."""
        now = self._clock.now()
        self._topology.apply(
            [replace(r, observations=(*r.observations, *r.heard_before), heard_before=()) for r in readings], now
        )
        changed = [replace(r, heard_before=()) for r in readings if r.heard_before]
        if changed:
            self._topology.apply(changed, now)

    def _lay_decisions(self) -> None:
        for decision in self._decisions:
            try:
                self._topology.decide(decision, self._clock.now())
            except InputError as error:
                log.warning("the decision %s is left out: %s", decision.id, error)

    def _is_undecided(self, reading: DeviceReading) -> bool:
        """Endpoints that a decision names come first: the others find their place among them."""
        return all(reading.endpoint not in d.endpoints for d in self._decisions)


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
