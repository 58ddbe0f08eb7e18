"""The engine: opens the rooms in order, takes commands in at its door, closes in order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from functools import partial
from pathlib import Path

import psutil

from nocscape.base.clock import Clock, SystemClock
from nocscape.base.counters import Counters
from nocscape.base.tasks import Supervisor, repeat
from nocscape.engine.door import Gate, is_edit
from nocscape.engine.finding.decisions import DecisionRoom
from nocscape.engine.finding.intake import Intake
from nocscape.engine.finding.patience import set_rediscovery
from nocscape.engine.finding.rediscovery import DEFAULT_S, REDISCOVERY_INTERVAL, Rediscovery
from nocscape.engine.finding.rereading import Rereading
from nocscape.engine.finding.traps import TRAP_PORT, TrapRoom
from nocscape.engine.handlers import handlers
from nocscape.engine.jobs import Jobs
from nocscape.engine.keeping.maps import MapRoom
from nocscape.engine.lines.server import SocketServer
from nocscape.engine.lines.transport import Session
from nocscape.engine.memory import TopologyMemory
from nocscape.engine.publisher import Publisher
from nocscape.engine.ring import CredentialRing
from nocscape.engine.rooms import Rooms
from nocscape.engine.settings import read_setting
from nocscape.engine.state import NetworkState
from nocscape.engine.watching.asks import restore_watching
from nocscape.engine.watching.metric_room import CHOICES, Choices
from nocscape.engine.watching.probing import Probing
from nocscape.engine.watching.statistics import OwnStatistics
from nocscape.engine.watching.watch import POLL_INTERVAL, Watch
from nocscape.model.batches import EngineStats
from nocscape.model.commands import Command
from nocscape.store.errors import StoreError
from nocscape.store.history import open_history
from nocscape.store.inventory import open_inventory
from nocscape.store.lock import ProfileLock
from nocscape.store.secrets import open_secrets
from nocscape.topology.infer import Topology
from nocscape.wire.icmp import open_pinger
from nocscape.wire.snmp import open_client

log = logging.getLogger(__name__)

STATS_PERIOD_S = 1.0
AGE_PERIOD_S = 30.0
FORGET_AFTER_S, FORGET_PERIOD_S = 600.0, 86_400.0
"""When what is past is let go of: not while a start has other things to do, then once a day."""
DAY_S = 86_400
EDITS_DEADLINE_S = 2.0
"""How long a stop waits for edits that are on their way to the disk; questions it does not wait for."""


class Engine:
    """Owns a profile (or works in memory) and serves any number of sessions; lives on one asyncio loop.

    A lasting one reads its network again in the background; one that lives for a single command does not.
    """

    def __init__(self, profile: Path | None, clock: Clock | None = None, *, is_lasting: bool = False) -> None:
        self._profile = profile
        self._is_lasting = is_lasting
        self._clock = clock or SystemClock()
        self._tasks = Supervisor("engine")
        self._edits = Supervisor("edits")
        self._questions = Supervisor("questions")
        self._opened = AsyncExitStack()
        """What is to be closed, the last first: when the engine stops, and where its start fails half way."""
        self._is_closing = False
        self._lock = ProfileLock(profile) if profile is not None else None
        self._rooms: Rooms | None = None
        self._gate: Gate | None = None

    @property
    def rooms(self) -> Rooms:
        """The open rooms. Raises RuntimeError before `start`."""
        if self._rooms is None:
            raise RuntimeError("the engine has not started")
        return self._rooms

    async def start(self) -> None:
        """Take the profile's lock, open the rooms, begin to watch. Raises BusyError where another engine owns it."""
        try:
            await self._open()
        except BaseException:
            await self._opened.aclose()
            raise

    async def stop(self) -> None:
        """Stop receiving, cancel jobs, let edits reach the disk, flush, close."""
        self._is_closing = True
        self.rooms.jobs.cancel_all()
        await self._edits.settle(EDITS_DEADLINE_S)
        await self._opened.aclose()

    def enter(self, session: Session) -> None:
        """A new session."""
        self.rooms.publisher.enter(session)

    def leave(self, session: Session) -> None:
        """A session that hung up."""
        self.rooms.publisher.leave(session)

    def submit(self, session: Session, command: Command) -> None:
        """A command of an entered session."""
        if not self._is_closing:
            kind = self._edits if is_edit(command) else self._questions
            kind.spawn(self._answer(session, command), type(command.ask).__name__)

    async def _answer(self, session: Session, command: Command) -> None:
        if self._gate is not None:
            self.rooms.publisher.send(session, await self._gate.answer(session, command))

    async def _open(self) -> None:
        if self._lock is not None:
            self._lock.acquire()
            self._opened.callback(self._lock.release)
        self._rooms = rooms = await self._open_rooms()
        rooms.probing = Probing(rooms)
        rooms.watch, rooms.rediscovery = (
            Watch(rooms),
            Rediscovery(rooms.state, self._clock, self._tasks, Rereading(rooms).read),
        )
        self._opened.push_async_callback(rooms.watch.close)
        rooms.intake, rooms.decisions, rooms.traps = Intake(rooms), DecisionRoom(rooms), TrapRoom(rooms)
        self._opened.push_async_callback(rooms.traps.close)
        self._gate = Gate(rooms.inventory, handlers(rooms))
        await self._restore(rooms)
        self._tasks.spawn(rooms.publisher.run(), "publisher")
        self._tasks.spawn(repeat(self._clock, STATS_PERIOD_S, self._stats_teller(rooms), "stats"), "stats")
        self._tasks.spawn(repeat(self._clock, AGE_PERIOD_S, partial(self._age, rooms), "age"), "age")
        self._tasks.spawn(self._forget(rooms), "forget")
        if self._profile is not None:
            server = SocketServer(self._profile, self)
            await server.start()
            self._opened.push_async_callback(server.close)

    async def _open_rooms(self) -> Rooms:
        opened, counters, topology = self._opened, Counters(), Topology()
        inventory = await asyncio.to_thread(open_inventory, self._profile, counters, self._clock)
        opened.push_async_callback(inventory.close)
        history = await asyncio.to_thread(open_history, self._profile, counters, self._clock)
        opened.push_async_callback(history.close)
        snmp = open_client()
        opened.push_async_callback(snmp.close)
        pinger = open_pinger(counters=counters)
        opened.push_async_callback(pinger.close)
        publisher = Publisher(self._clock)
        opened.callback(publisher.hang_up)
        opened.push_async_callback(self._tasks.close, 1.0)
        opened.push_async_callback(self._questions.close, 0.5)
        opened.push_async_callback(self._edits.close, 0.5)
        return Rooms(
            profile=self._profile,
            clock=self._clock,
            counters=counters,
            tasks=self._tasks,
            publisher=publisher,
            inventory=inventory,
            history=history,
            ring=CredentialRing(partial(open_secrets, self._profile), inventory),
            pinger=pinger,
            snmp=snmp,
            state=NetworkState(self._clock, inventory, publisher.publish),
            maps=MapRoom(inventory, publisher.publish),
            jobs=Jobs(self._tasks),
            topology=topology,
            memory=TopologyMemory(inventory, topology, self._clock),
        )

    async def _restore(self, rooms: Rooms) -> None:
        stored = await rooms.inventory.load()
        rooms.ring.restore(stored.credentials)
        rooms.maps.restore(stored.maps)
        rooms.memory.restore(stored.decisions)
        rooms.intake.restore(stored.stations)
        rooms.state.restore(stored)
        if (interval_s := read_setting(stored.settings, POLL_INTERVAL, float)) is not None:
            rooms.watch.set_interval(interval_s)
        if (choices := read_setting(stored.settings, CHOICES, Choices)) is not None:
            rooms.metrics.choices = choices
        rooms.overviews.restore(stored.settings)
        rooms.reports.restore(stored.settings)
        rooms.versions.restore(stored.settings)
        restore_watching(rooms, stored.settings)
        rooms.watch.alarms.restore(stored.settings, stored.alarms)
        self._tasks.spawn(rooms.watch.alarms.run(), "alarms")
        rooms.watch.start()
        if self._is_lasting:
            wanted_s = read_setting(stored.settings, REDISCOVERY_INTERVAL, float)
            set_rediscovery(rooms, DEFAULT_S if wanted_s is None else wanted_s)
            rooms.rediscovery.start()
            self._tasks.spawn(rooms.reports.run(), "reports")
            if (port := read_setting(stored.settings, TRAP_PORT, int)) is not None:
                await rooms.traps.restore(port)
        self._tasks.spawn(rooms.watch.take_up(list(rooms.state.devices.values())), "watch")

    def _stats_teller(self, rooms: Rooms) -> Callable[[], Awaitable[None]]:
        process, own = psutil.Process(), OwnStatistics(rooms.watch.take_own)
        process.cpu_percent()

        async def tell() -> None:
            stats = _stats(rooms, process.cpu_percent())
            rooms.publisher.publish(stats)
            own.take(stats)

        return tell

    async def _age(self, rooms: Rooms) -> None:
        await rooms.memory.recall()
        rooms.intake.age()

    async def _forget(self, rooms: Rooms) -> None:
        """Nobody looks back further than history goes: versions, events and the audit trail end there, too."""
        await self._clock.sleep(FORGET_AFTER_S)
        while True:
            plan = rooms.history.retention
            days = max(plan.raw_days, plan.five_minute_days, plan.hourly_days)
            with suppress(StoreError):
                await rooms.inventory.prune(self._clock.now() - days * DAY_S)
            await self._clock.sleep(FORGET_PERIOD_S)


def _stats(rooms: Rooms, cpu_percent: float) -> EngineStats:
    drops = {name: n for name, n in rooms.counters.snapshot().items() if ".dropped." in name}
    polls = rooms.watch.stats()
    return EngineStats(
        at=rooms.clock.now(),
        icmp_mode=rooms.pinger.mode,
        snmp_backend=rooms.snmp.backend,
        cpu_percent=cpu_percent,
        devices=len(rooms.state.devices),
        polls_per_s=polls.polls_per_s,
        polls_on_time_percent=polls.on_time_percent,
        late=polls.late,
        dropped=sum(drops.values()),
        drops=drops,
        store_queue=rooms.inventory.queue + rooms.history.queue,
        poll_interval_s=rooms.watch.interval_s,
        rediscovery_interval_s=rooms.rediscovery.interval_s,
        trap_port=rooms.traps.port,
        warnings=(
            *rooms.inventory.warnings(),
            *rooms.history.warnings(),
            *rooms.conditions.texts(),
            *filter(None, (rooms.traps.fault,)),
        ),
    )
