"""Watches devices: what the engine starts and hears results from."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from nocscape.base.clock import Clock
from nocscape.base.counters import Counters
from nocscape.base.tasks import Supervisor
from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.model.net import DeviceId, DeviceStatus, Inventory
from nocscape.model.status import Status
from nocscape.polling import objects
from nocscape.polling.health import Answers, Health, PollSettings, Verdict
from nocscape.polling.interfaces import InterfaceBook, PortState
from nocscape.polling.scheduler import Punctuality, Scheduler
from nocscape.polling.vitals import VitalColumns, VitalReader, Vitals
from nocscape.wire.icmp import Pinger
from nocscape.wire.snmp import Column, ColumnTable, SnmpClient, SnmpError, SnmpTarget, SnmpValue

FEW_ROWS = 4
"""So many interfaces are read one by one; more, as a whole table."""
LEAST_INTERVAL_S = 1.0


class PollResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one poll of a device brought."""

    device: DeviceId
    at: float
    """UTC seconds."""
    samples: tuple[Sample, ...]
    ports: Mapping[str, PortState]
    """By interface key; empty where the agent was silent."""
    status: DeviceStatus
    verdict: Verdict
    is_full: bool = True
    """False where only some interfaces were read, for somebody who watches them live."""


class _Ping(msgspec.Struct, frozen=True):
    rtt_ms: float | None = None
    loss_percent: float = 100.0


class _Watched:
    """One device and all that is remembered from poll to poll."""

    def __init__(
        self, inventory: Inventory, target: SnmpTarget | None, extra: VitalColumns, settings: PollSettings
    ) -> None:
        self.inventory = inventory
        self.target = target
        self.book = InterfaceBook(inventory.device.id, inventory.interfaces)
        self.fast_book = InterfaceBook(inventory.device.id, inventory.interfaces)
        self.vitals = VitalReader(extra)
        self.health = Health(settings)
        self.verdict = Verdict(Status.UNKNOWN)
        self.since = 0.0
        self.lock = asyncio.Lock()


Sink = Callable[[PollResult], None]


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
    ) -> None:
        self.settings = settings or PollSettings()
        self._client = client
        self._pinger = pinger
        self._clock = clock
        self._sink = sink
        self._tasks = Supervisor("polling")
        self._scheduler = Scheduler(clock, counters, self._tasks)
        self._watched: dict[DeviceId, _Watched] = {}
        self._fast: dict[DeviceId, frozenset[str]] = {}

    def start(self) -> None:
        """Begin; call on the engine's loop."""
        self._tasks.spawn(self._scheduler.run(), "scheduler")

    async def close(self) -> None:
        """Cancel what runs."""
        await self._tasks.close(1.0)

    def watch(self, inventory: Inventory, target: SnmpTarget | None, extra: VitalColumns | None = None) -> None:
        """Watch a device, or take it as discovery sees it now. `target` is None where it answers ping alone."""
        device = inventory.device.id
        known = self._watched.get(device)
        if known is not None:
            known.inventory, known.target = inventory, target
            known.book.update(inventory.interfaces)
            known.fast_book.update(inventory.interfaces)
            return
        self._watched[device] = _Watched(inventory, target, extra or VitalColumns(), self.settings)
        self._scheduler.put(device, self.settings.interval_s, self._work(device))

    def forget(self, device: DeviceId) -> None:
        """Watch a device no more."""
        self._watched.pop(device, None)
        self._fast.pop(device, None)
        self._scheduler.drop(device)
        self._scheduler.drop(_fast_key(device))

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
        ports: dict[DeviceId, set[str]] = {}
        intervals: dict[DeviceId, float] = {}
        for key, interval_s in wanted.items():
            if key.device in self._watched:
                ports.setdefault(key.device, set()).add(key.instance)
                intervals[key.device] = min(interval_s, intervals.get(key.device, interval_s))
        for device in self._fast.keys() - ports.keys():
            self._scheduler.drop(_fast_key(device))
        old, self._fast = self._fast, {d: frozenset(p) for d, p in ports.items()}
        for device, keys in self._fast.items():
            if old.get(device) != keys or _fast_key(device) not in self._scheduler:
                every = max(LEAST_INTERVAL_S, intervals[device])
                self._scheduler.put(_fast_key(device), every, self._fast_work(device), is_soon=True)

    async def poll_now(self, device: DeviceId) -> PollResult | None:
        """Poll at once; None where the device is not watched."""
        watched = self._watched.get(device)
        return await self._poll_device(watched) if watched is not None else None

    def stats(self) -> Punctuality:
        """How polling goes."""
        return self._scheduler.punctuality()

    def _work(self, device: DeviceId) -> Callable[[], Coroutine[Any, Any, bool]]:
        return lambda: self._poll(device)

    def _fast_work(self, device: DeviceId) -> Callable[[], Coroutine[Any, Any, bool]]:
        return lambda: self._poll_fast(device)

    async def _poll(self, device: DeviceId) -> bool:
        watched = self._watched.get(device)
        if watched is None:
            return True
        await self._poll_device(watched)
        return not watched.health.is_silent

    async def _poll_device(self, watched: _Watched) -> PollResult:
        async with watched.lock:
            ping, reading = await asyncio.gather(self._ping(watched), self._read(watched, watched.book.columns()))
            vitals = await self._vitals(watched) if reading is not None else Vitals()
        result = self._result(watched, ping, reading, vitals)
        self._sink(result)
        return result

    async def _poll_fast(self, device: DeviceId) -> bool:
        watched, keys = self._watched.get(device), self._fast.get(device)
        if watched is None or keys is None or watched.target is None:
            return True
        async with watched.lock:
            reading = await self._read_ports(watched, watched.fast_book.indexes(keys))
            vitals = await self._vitals(watched) if "" in keys and reading is not None else Vitals()
        if reading is None:
            return False
        at = self._clock.now()
        samples = [s for s in _port_samples(watched.fast_book, reading, int(at)) if s.key.instance in keys]
        samples += _vital_samples(device, int(at), vitals)
        status = self._status(watched, vitals, None)
        result = PollResult(
            device=device,
            at=at,
            samples=tuple(samples),
            ports=watched.fast_book.states(reading.table),
            status=status,
            verdict=watched.verdict,
            is_full=False,
        )
        self._sink(result)
        return True

    async def _read(self, watched: _Watched, columns: list[Column]) -> _Reading | None:
        """All interfaces; None where the agent is silent or there is none."""
        if watched.target is None:
            return None
        try:
            up = await self._client.scalars(watched.target, [objects.SYS_UPTIME])
            table = await self._client.columns(watched.target, columns) if watched.inventory.interfaces else {}
        except SnmpError:
            return None
        if watched.inventory.interfaces and not table.get(objects.IF_HC_IN_OCTETS.oid):
            watched.book.has_wide_counters = False
            watched.fast_book.has_wide_counters = False
        return _Reading(up.get(objects.SYS_UPTIME.oid), table, self._clock.monotonic())

    async def _read_ports(self, watched: _Watched, indexes: list[str]) -> _Reading | None:
        columns = watched.fast_book.columns()
        if watched.target is None or len(indexes) > FEW_ROWS:
            return await self._read(watched, columns)
        wanted = [objects.SYS_UPTIME, *(Column(f"{c.oid}.{i}", c.syntax) for i in indexes for c in columns)]
        try:
            found = await self._client.scalars(watched.target, wanted)
        except SnmpError:
            return None
        table = {c.oid: {i: found[f"{c.oid}.{i}"] for i in indexes if f"{c.oid}.{i}" in found} for c in columns}
        return _Reading(found.get(objects.SYS_UPTIME.oid), table, self._clock.monotonic())

    async def _vitals(self, watched: _Watched) -> Vitals:
        if watched.target is None:
            return Vitals()
        try:
            return await watched.vitals.read(self._client, watched.target)
        except SnmpError:
            return Vitals()

    async def _ping(self, watched: _Watched) -> _Ping:
        settings, address = self.settings, watched.inventory.device.endpoint.address
        replies = await self._pinger.ping(address, timeout_s=settings.ping_timeout_s, count=settings.pings)
        times = [r.rtt_ms for r in replies if r.rtt_ms is not None and r.error is None]
        if not times:
            return _Ping()
        return _Ping(sum(times) / len(times), 100 * (1 - len(times) / len(replies)))

    def _result(self, watched: _Watched, ping: _Ping, reading: _Reading | None, vitals: Vitals) -> PollResult:
        device, at = watched.inventory.device.id, self._clock.now()
        answers = Answers(
            has_agent=watched.target is not None,
            snmp=reading is not None,
            ping=ping.rtt_ms is not None,
            loss_percent=ping.loss_percent,
            vitals=vitals,
        )
        verdict = watched.health.judge(answers)
        if verdict.status is not watched.verdict.status:
            watched.since = at
        watched.verdict = verdict
        samples = [Sample(SeriesKey(device, "icmp_loss_percent"), int(at), ping.loss_percent)]
        if ping.rtt_ms is not None:
            samples.append(Sample(SeriesKey(device, "icmp_rtt_ms"), int(at), ping.rtt_ms))
        if reading is not None:
            samples += _port_samples(watched.book, reading, int(at))
            samples += _vital_samples(device, int(at), vitals)
        elif watched.target is not None:
            samples += watched.book.gaps(int(at), Gap.NO_ANSWER)
        return PollResult(
            device=device,
            at=at,
            samples=tuple(samples),
            ports=watched.book.states(reading.table) if reading is not None else {},
            status=self._status(watched, vitals, ping),
            verdict=verdict,
        )

    def _status(self, watched: _Watched, vitals: Vitals, ping: _Ping | None) -> DeviceStatus:
        return DeviceStatus(
            device=watched.inventory.device.id,
            status=watched.verdict.status,
            reason=str(watched.verdict.reason or ""),
            since=watched.since,
            rtt_ms=ping.rtt_ms if ping is not None else None,
            loss_percent=ping.loss_percent if ping is not None else None,
            cpu_percent=vitals.cpu_percent,
            memory_percent=vitals.memory_percent,
            temperature_c=vitals.temperature_c,
        )


class _Reading(NamedTuple):
    uptime: SnmpValue
    table: ColumnTable
    mono_s: float


def _fast_key(device: DeviceId) -> str:
    return f"{device}/fast"


def _port_samples(book: InterfaceBook, reading: _Reading, at: int) -> Iterator[Sample]:
    uptime = reading.uptime if isinstance(reading.uptime, int) else None
    return book.samples(reading.table, uptime, reading.mono_s, at)


def _vital_samples(device: DeviceId, at: int, vitals: Vitals) -> Iterator[Sample]:
    for metric in ("cpu_percent", "memory_percent", "storage_percent", "temperature_c"):
        value = getattr(vitals, metric)
        if value is not None:
            yield Sample(SeriesKey(device, metric), at, value)
