"""Watches devices: what the engine starts and hears results from."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from nocscape.base.clock import Clock
from nocscape.base.counters import Counters
from nocscape.base.tasks import Supervisor
from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.model.net import DeviceId, Inventory
from nocscape.polling.device_poll import DevicePoll, PollResult, Tools
from nocscape.polling.health import PollSettings
from nocscape.polling.metrics.schema import MetricProfile
from nocscape.polling.pace import Pace
from nocscape.polling.scheduler import Punctuality, Scheduler, phase
from nocscape.polling.sources import Sink as SourceSink
from nocscape.polling.sources import SourceRoom
from nocscape.profiles import Readings
from nocscape.wire.icmp import Pinger
from nocscape.wire.snmp import SnmpClient, SnmpTarget

LEAST_INTERVAL_S = 1.0
CONFIRM_AFTER = 1 / 3
"""Of the interval: when a device that was silent once is asked again, so that an outage is known in good time."""

SPREAD_S = 3.0
"""What was behind an outage is asked within so many seconds when that is over."""

Sink = Callable[[PollResult], None]
PauseOf = Callable[[DeviceId], Gap | None]


class _Fast(NamedTuple):
    """Series of one device that somebody looks at."""

    keys: frozenset[SeriesKey]
    interval_s: float


class Poller:
    """Polls every watched device at the settings' interval, and what somebody looks at more often."""

    def __init__(
        self,
        client: SnmpClient,
        pinger: Pinger,
        clock: Clock,
        counters: Counters,
        sink: Sink,
        settings: PollSettings | None = None,
        *,
        take_samples: SourceSink | None = None,
        pause_of: PauseOf | None = None,
    ) -> None:
        """`take_samples` takes what sources bring; `pause_of` says why a device is not to be polled, or None."""
        self.settings = settings or PollSettings()
        self.pace = Pace()
        self._tools = Tools(client, pinger, clock, self.settings, self.pace)
        self._sink = sink
        self._pause_of = pause_of or _never
        self._tasks = Supervisor("polling")
        self._scheduler = Scheduler(clock, counters, self._tasks)
        self.sources = SourceRoom(self._scheduler, clock, take_samples or _nowhere, self._pause_of)
        """What is measured beside the agents."""
        self._watched: dict[DeviceId, DevicePoll] = {}
        self._fast: dict[DeviceId, _Fast] = {}

    def start(self) -> None:
        """Begin; call on the engine's loop."""
        self._tasks.spawn(self._scheduler.run(), "scheduler")

    async def close(self) -> None:
        """Cancel what runs."""
        await self._tasks.close(1.0)

    def watch(
        self,
        inventory: Inventory,
        target: SnmpTarget | None,
        readings: Readings | None = None,
        metrics: Sequence[MetricProfile] = (),
    ) -> None:
        """Watch a device, or take it as discovery sees it now.

        `target` is None where it answers ping alone. `readings` is what its gear profile names beyond the standard
        MIBs, `metrics` what is measured beyond ports and vitals.
        """
        device = inventory.device.id
        if (known := self._watched.get(device)) is not None:
            known.update(inventory, target, readings or Readings(), metrics)
            return
        self._watched[device] = DevicePoll(self._tools, inventory, target, readings or Readings(), metrics)
        self._scheduler.put(device, self.settings.interval_s, self._work(device))

    def forget(self, device: DeviceId) -> None:
        """Watch a device no more."""
        self._watched.pop(device, None)
        self._fast.pop(device, None)
        self._scheduler.drop(device)
        self._scheduler.drop(_fast_key(device))
        self.sources.forget(device)

    def hasten(self, device: DeviceId) -> None:
        """Poll a device soon: there is reason to think that it is back. Many at once are spread over some seconds."""
        wait_s = phase(device) * SPREAD_S
        self._scheduler.hasten(device, wait_s)
        self.sources.hasten(device, wait_s)

    def is_watching(self, device: DeviceId) -> bool:
        """Whether the device is polled."""
        return device in self._watched

    def set_interval(self, interval_s: float) -> None:
        """Poll everything at another interval from now on."""
        self.settings = msgspec.structs.replace(self.settings, interval_s=interval_s)
        for device in self._watched:
            self._scheduler.put(device, interval_s, self._work(device))

    def set_fast(self, wanted: Mapping[SeriesKey, float]) -> None:
        """What somebody looks at now, with the interval in seconds that they want; replaces what was set before."""
        fast: dict[DeviceId, _Fast] = {}
        for key, interval_s in wanted.items():
            if key.device in self._watched:
                before = fast.get(key.device, _Fast(frozenset(), interval_s))
                least = max(LEAST_INTERVAL_S, min(interval_s, before.interval_s))
                fast[key.device] = _Fast(before.keys | {key}, least)
        old, self._fast = self._fast, fast
        for device in old.keys() - fast.keys():
            self._scheduler.drop(_fast_key(device))
        for device, now in fast.items():
            if old.get(device) != now:
                self._scheduler.put(_fast_key(device), now.interval_s, self._fast_work(device), is_soon=True)

    async def poll_now(self, device: DeviceId) -> PollResult | None:
        """Poll at once, metrics of long intervals too; None where the device is not watched."""
        if (watched := self._watched.get(device)) is None:
            return None
        return await self._poll(watched, is_whole=True)

    async def _poll(self, watched: DevicePoll, *, is_whole: bool = False) -> PollResult:
        pause = None if is_whole else self._pause_of(watched.device)
        result = await watched.poll(is_whole=is_whole, pause=pause)
        self._sink(result)
        return result

    def stats(self) -> Punctuality:
        """How polling goes."""
        return self._scheduler.punctuality()

    def _work(self, device: DeviceId) -> Callable[[], Coroutine[Any, Any, None]]:
        async def work() -> None:
            if (watched := self._watched.get(device)) is None:
                return
            await self._poll(watched)
            if watched.is_suspect:
                self._scheduler.hasten(device, CONFIRM_AFTER * self.settings.interval_s)

        return work

    def _fast_work(self, device: DeviceId) -> Callable[[], Coroutine[Any, Any, None]]:
        async def work() -> None:
            watched, fast = self._watched.get(device), self._fast.get(device)
            if watched is not None and fast is not None and (result := await watched.poll_fast(fast.keys)) is not None:
                self._sink(result)

        return work


def _never(_: DeviceId) -> None:
    """No device is ever paused."""


def _nowhere(_: DeviceId, __: Sequence[Sample]) -> None:
    """There are no sources."""


def _fast_key(device: DeviceId) -> str:
    return f"{device}/fast"
