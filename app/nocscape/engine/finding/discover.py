"""Sweeps and discoveries as jobs: progress for who asked, results for everybody, cancel at once, resume."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from nocscape.discovery.credentials import Keyring
from nocscape.discovery.pipeline import Candidate, Discovery, Step
from nocscape.discovery.sweep import Sweep
from nocscape.discovery.targets import Targets
from nocscape.engine.jobs import CANCELLED
from nocscape.engine.lines.transport import Session
from nocscape.engine.rooms import Rooms
from nocscape.model.batches import JobProgress
from nocscape.model.commands import StartDiscovery, StartSweep, SweepSpec
from nocscape.model.net import Alive, Endpoint, Unanswered

ASK_SILENT_UP_TO = 64
"""Where no more addresses than this are named, those silent to ping are asked over SNMP too: pings may be filtered."""
PROGRESS_PERIOD_S = 0.2

Tell = Callable[[str], None]


def _sweep(rooms: Rooms, spec: SweepSpec, targets: Targets | None = None) -> Sweep:
    return Sweep(
        rooms.pinger,
        targets or Targets.parse(spec.targets, exclude=spec.exclude),
        timeout_s=spec.timeout_s,
        retries=spec.retries,
        rate_per_s=spec.rate_per_s,
    )


@asynccontextmanager
async def _reporting(rooms: Rooms, tell: Tell, stage: Callable[[], str]) -> AsyncIterator[None]:
    """Tell how far a job is, five times a second."""

    async def report() -> None:
        while True:
            tell(stage())
            await rooms.clock.sleep(PROGRESS_PERIOD_S)

    task = rooms.tasks.spawn(report(), "progress")
    try:
        yield
    finally:
        task.cancel()


class SweepJob:
    """Ping only."""

    def __init__(self, rooms: Rooms, session: Session, ask: StartSweep) -> None:
        self._rooms = rooms
        self._session = session
        self._name = ask.job or rooms.jobs.new_name("sweep")
        self._sweep = _sweep(rooms, ask.sweep)
        self._alive: list[Alive] = []

    async def run(self) -> tuple[Alive, ...]:
        """What answered, in the order of answering."""
        self._tell(await self._rooms.jobs.run(self._name, self._work()))
        return tuple(self._alive)

    async def _work(self) -> None:
        async with _reporting(self._rooms, self._tell, lambda: "sweep"):
            async for reply in self._sweep.run():
                self._alive.append(Alive(reply.address, reply.rtt_ms))

    def _tell(self, stage: str) -> None:
        progress = JobProgress(
            job=self._name,
            stage=stage,
            done=self._sweep.sent,
            total=self._sweep.total,
            found=len(self._alive),
            answered=len(self._alive),
            problems=tuple(self._sweep.take_problems()),
        )
        self._rooms.publisher.send(self._session, progress)


class DiscoveryJob:
    """Sweep, identify, read neighbours. What it finds is told to everybody as it comes."""

    def __init__(self, rooms: Rooms, session: Session, ask: StartDiscovery, targets: Targets | None = None) -> None:
        self._rooms = rooms
        self._session = session
        self._ask = ask
        self._name = ask.job or rooms.jobs.new_name("discovery")
        self._sweep = _sweep(rooms, ask.sweep, targets)
        self._answered = 0
        self._looked_at = 0
        self._is_swept = False
        self._found: set[str] = set()
        self._silent: list[str] = []
        self._problems: list[Unanswered] = []

    async def run(self) -> str:
        """`done` or `cancelled`; a cancelled one can be resumed."""
        try:
            how = await self._rooms.jobs.run(self._name, self._work())
        except BaseException:
            self._tell("failed")
            raise
        self._tell(how)
        self._rooms.jobs.can_resume(self._name, self._resume if how == CANCELLED else None)
        return how

    async def _resume(self) -> str:
        return await DiscoveryJob(self._rooms, self._session, self._ask, self._sweep.remaining() or None).run()

    async def _work(self) -> None:
        rooms, ask = self._rooms, self._ask
        await rooms.memory.recall()
        credentials = await rooms.ring.to_try(ask.credentials)
        keyring = Keyring(
            rooms.snmp, credentials, timeout_s=ask.snmp_timeout_s, retries=ask.snmp_retries, worked=self._worked()
        )
        discovery = Discovery(
            rooms.snmp,
            keyring,
            rooms.topology,
            rooms.clock,
            knowledge=rooms.profiles,
            realm=ask.sweep.realm,
            port=ask.snmp_port,
        )
        async with _reporting(rooms, self._tell, self._stage):
            await discovery.run(self._candidates(), self._take)

    def _worked(self) -> dict[Endpoint, str]:
        devices = (i.device for i in self._rooms.state.devices.values())
        return {d.endpoint: d.credential for d in devices if d.credential is not None}

    async def _candidates(self) -> AsyncIterator[Candidate]:
        async for reply in self._sweep.run():
            self._answered += 1
            yield Candidate(reply.address)
        self._keep_problems()
        self._is_swept = True
        if self._sweep.total <= ASK_SILENT_UP_TO:
            for address in self._silent:
                yield Candidate(address, has_answered_ping=False)

    def _take(self, step: Step) -> None:
        rooms = self._rooms
        self._looked_at = step.done
        self._problems += step.problems
        rooms.intake.take(step.delta, step.readings)
        self._found |= step.delta.inventories.keys()
        self._found -= step.delta.gone.keys()

    def _stage(self) -> str:
        return "identify" if self._is_swept else "sweep"

    def _keep_problems(self) -> None:
        news = self._sweep.take_problems()
        self._problems += news
        if self._sweep.total <= ASK_SILENT_UP_TO:
            self._silent += [p.address for p in news]

    def _tell(self, stage: str) -> None:
        self._keep_problems()
        is_reading = stage == "identify"
        progress = JobProgress(
            job=self._name,
            stage=stage,
            done=self._looked_at if is_reading else self._sweep.sent,
            total=self._answered if is_reading else self._sweep.total,
            found=len(self._found),
            answered=self._answered,
            problems=tuple(self._problems),
        )
        self._problems.clear()
        self._rooms.publisher.send(self._session, progress)
