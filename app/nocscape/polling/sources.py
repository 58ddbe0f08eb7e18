"""What is measured of a device beside its agent, each on its own clock: checks of services, pages of exporters."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any, Protocol

from nocscape.base.clock import Clock
from nocscape.model.metrics import Gap, Sample
from nocscape.model.net import DeviceId
from nocscape.polling.scheduler import Scheduler
from nocscape.polling.told import ToldSeries

AT_ONCE_A_DEVICE = 2
CONFIRM_AFTER = 1 / 3
"""Of the interval: when what failed once is tried again, so that an outage is known in good time."""


class Source(Protocol):
    """Something that is asked again and again."""

    @property
    def name(self) -> str:
        """Tells it from others of its device."""
        ...

    @property
    def interval_s(self) -> float:
        """How often."""
        ...

    @property
    def is_suspect(self) -> bool:
        """Whether another look soon would tell an outage from an accident."""
        ...

    async def read(self) -> Sequence[Sample]:
        """Ask once; never raises but for cancellation."""
        ...


Sink = Callable[[DeviceId, Sequence[Sample]], None]


class SourceRoom:
    """The sources of all devices; `pause_of` says why a device is not to be asked now, or None."""

    def __init__(
        self, scheduler: Scheduler, clock: Clock, sink: Sink, pause_of: Callable[[DeviceId], Gap | None]
    ) -> None:
        self._scheduler = scheduler
        self._clock = clock
        self._sink = sink
        self._pause_of = pause_of
        self._sources: dict[DeviceId, dict[str, _Running]] = {}
        self._gates: dict[DeviceId, asyncio.Semaphore] = {}

    def put(self, device: DeviceId, sources: Iterable[Source]) -> None:
        """Ask these of a device from now on, and no others; one that is equal to the one before goes on."""
        before = self._sources.get(device, {})
        now = {source.name: source for source in sources}
        for name in before.keys() - now.keys():
            self._scheduler.drop(_job(device, name))
        running = {n: before[n] if n in before and before[n].source == s else _Running(s) for n, s in now.items()}
        for name, one in running.items():
            if before.get(name) is not one:
                self._scheduler.put(_job(device, name), one.source.interval_s, self._work(device, one))
        if running:
            self._sources[device] = running
        else:
            self._sources.pop(device, None)
            self._gates.pop(device, None)

    def forget(self, device: DeviceId) -> None:
        """Ask nothing of a device any more."""
        self.put(device, ())

    def hasten(self, device: DeviceId, wait_s: float) -> None:
        """Ask everything of a device within so many seconds."""
        for name in self._sources.get(device, {}):
            self._scheduler.hasten(_job(device, name), wait_s)

    async def read_now(self, device: DeviceId) -> list[Sample]:
        """Ask everything of a device at once."""
        ones = list(self._sources.get(device, {}).values())
        return [s for samples in await asyncio.gather(*(self._read(device, one) for one in ones)) for s in samples]

    def _work(self, device: DeviceId, one: _Running) -> Callable[[], Coroutine[Any, Any, None]]:
        async def work() -> None:
            if (reason := self._pause_of(device)) is not None:
                self._sink(device, self._gaps(one, reason))
                return
            await self._read(device, one)
            if one.source.is_suspect:
                self._scheduler.hasten(_job(device, one.source.name), CONFIRM_AFTER * one.source.interval_s)

        return work

    async def _read(self, device: DeviceId, one: _Running) -> Sequence[Sample]:
        async with self._gates.setdefault(device, asyncio.Semaphore(AT_ONCE_A_DEVICE)):
            samples = self._completed(one, await one.source.read())
        if one is self._sources.get(device, {}).get(one.source.name):
            self._sink(device, samples)
        return samples

    def _completed(self, one: _Running, samples: Sequence[Sample]) -> Sequence[Sample]:
        """The samples, and a gap for each series that was told before and is not now."""
        now = {sample.key for sample in samples}
        one.told.note(samples, self._clock.monotonic())
        return [*samples, *(gap for gap in self._gaps(one, Gap.NO_ANSWER) if gap.key not in now)]

    def _gaps(self, one: _Running, reason: Gap) -> list[Sample]:
        return [*one.told.gaps(int(self._clock.now()), self._clock.monotonic(), reason)]


class _Running:
    """A source with the series that it told."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.told = ToldSeries()


def _job(device: DeviceId, name: str) -> str:
    return f"{device}/{name}"
