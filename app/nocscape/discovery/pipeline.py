"""From live addresses to devices and links, as they come."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterable, Callable
from typing import NamedTuple

import msgspec

from nocscape.base.clock import Clock
from nocscape.discovery.agent import Client
from nocscape.discovery.credentials import Keyring, NoWayIn, Refusal
from nocscape.discovery.knowledge import Knowledge, NoKnowledge
from nocscape.discovery.reader import pinged_device, read_device
from nocscape.model.net import Endpoint, Unanswered
from nocscape.topology.infer import Topology
from nocscape.topology.observations import DeviceReading
from nocscape.topology.steps import Delta
from nocscape.wire.snmp import SnmpError

log = logging.getLogger(__name__)

AT_ONCE = 64
"""Devices that are read side by side."""
KNOCKS_AT_ONCE = 256
"""Addresses that are being tried for a way in; most of them wait for an answer that never comes."""
_COALESCE_S, _MOST_COALESCE_S = 0.1, 2.0
"""Readings that end within this are taken in together."""
_REST = 4.0
"""How much longer than taking in the pause behind it is: the larger the network, the more each time costs."""
_NO_AGENT = frozenset({Refusal.NO_ANSWER, Refusal.PORT_CLOSED})
"""No fault of a host that answers ping: most hosts run no agent."""


class Candidate(NamedTuple):
    """An address to look at. One that did not answer ping is a device only if its SNMP agent answers."""

    address: str
    has_answered_ping: bool = True


class Step(msgspec.Struct):
    """What a discovery found since its last step."""

    delta: Delta
    problems: tuple[Unanswered, ...] = ()
    done: int = 0
    """Addresses that were looked at so far."""
    readings: tuple[DeviceReading, ...] = ()
    """What was read, for keeping."""


class Discovery:
    """Reads devices concurrently and lets the topology grow. Holds no state but its counts; storage is others' work."""

    def __init__(
        self,
        client: Client,
        keyring: Keyring,
        topology: Topology,
        clock: Clock,
        *,
        knowledge: Knowledge | None = None,
        realm: str = "",
        port: int = 161,
        at_once: int = AT_ONCE,
    ) -> None:
        self._client = client
        self._keyring = keyring
        self._topology = topology
        self._clock = clock
        self._knowledge = knowledge or NoKnowledge()
        self._realm = realm
        self._port = port
        self._doors = asyncio.Semaphore(KNOCKS_AT_ONCE)
        self._slots = asyncio.Semaphore(at_once)
        self._readings: list[DeviceReading] = []
        self._problems: list[Unanswered] = []
        self._incomplete: list[Candidate] = []
        self._filled = asyncio.Event()
        self._done = 0

    async def run(self, candidates: AsyncIterable[Candidate], on_step: Callable[[Step], None]) -> None:
        """Look at all candidates; `on_step` is called with what was found, many times. May be cancelled at any time:
        what was read until then has been given to `on_step`."""
        async with asyncio.TaskGroup() as work:
            flusher = work.create_task(self._flush_as_filled(on_step), name="discovery/flush")
            try:
                await self._look_at_all(candidates)
            finally:
                flusher.cancel()
                self._flush(on_step)

    async def read(self, candidates: AsyncIterable[Candidate]) -> tuple[DeviceReading, ...]:
        """Look at all candidates; what was read is for the caller to take in."""
        await self._look_at_all(candidates)
        readings, self._readings = tuple(self._readings), []
        return readings

    async def _look_at_all(self, candidates: AsyncIterable[Candidate]) -> None:
        """Each once; what was silent in between is read again at the end, when there is less to do."""
        async with asyncio.TaskGroup() as work:
            async for candidate in candidates:
                await self._doors.acquire()
                work.create_task(self._look_at(candidate), name=f"discovery/{candidate.address}")
        async with asyncio.TaskGroup() as work:
            for candidate in self._incomplete:
                await self._doors.acquire()
                work.create_task(self._look_again(candidate), name=f"discovery/{candidate.address}")

    async def _look_at(self, candidate: Candidate) -> None:
        try:
            reading = await self._read(Endpoint(candidate.address, self._port, self._realm), candidate)
            if reading is not None:
                self._take(reading)
            if reading is not None and reading.is_cut_short:
                self._incomplete.append(candidate)
            self._done += 1
        finally:
            self._doors.release()

    async def _look_again(self, candidate: Candidate) -> None:
        """Read what was read in part before; what is cut short again changes nothing."""
        try:
            reading = await self._read(Endpoint(candidate.address, self._port, self._realm), candidate)
            if reading is not None and reading.is_polled and not reading.is_cut_short:
                self._take(reading)
        finally:
            self._doors.release()

    def _take(self, reading: DeviceReading) -> None:
        self._readings.append(reading)
        self._filled.set()

    async def _read(self, endpoint: Endpoint, candidate: Candidate) -> DeviceReading | None:
        """The device there; what answers ping is one even if nobody is let in.

        Whatever a device makes its readers stumble over costs that device, and not the search of a network.
        """
        way = await self._keyring.open(endpoint)
        if not isinstance(way, NoWayIn):
            try:
                async with self._slots:
                    return await read_device(
                        self._client, way.target, endpoint, self._knowledge, self._clock, system=way.system
                    )
            except SnmpError:
                way = NoWayIn(Refusal.FAULTY)
            except Exception:
                log.exception("%s cannot be read", endpoint.address)
                way = NoWayIn(Refusal.FAULTY)
        if way.refusal not in _NO_AGENT or not candidate.has_answered_ping:
            self._problems.append(Unanswered(endpoint.address, way.refusal))
        return pinged_device(endpoint, self._clock.now()) if candidate.has_answered_ping else None

    async def _flush_as_filled(self, on_step: Callable[[Step], None]) -> None:
        pause_s = _COALESCE_S
        while True:
            await self._filled.wait()
            await self._clock.sleep(pause_s)
            began = self._clock.monotonic()
            self._flush(on_step)
            pause_s = min(max(_COALESCE_S, _REST * (self._clock.monotonic() - began)), _MOST_COALESCE_S)

    def _flush(self, on_step: Callable[[Step], None]) -> None:
        self._filled.clear()
        readings, self._readings = tuple(self._readings), []
        problems, self._problems = tuple(self._problems), []
        if readings or problems:
            delta = self._topology.apply(readings, self._clock.now())
            on_step(Step(delta, problems, self._done, readings))
