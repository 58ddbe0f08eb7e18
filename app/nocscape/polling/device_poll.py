"""One poll of one device: ping it, read its counters, states and vitals, judge it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from nocscape.base.clock import Clock
from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.model.net import DeviceId, DeviceStatus, Inventory
from nocscape.model.status import Status
from nocscape.polling import objects
from nocscape.polling.foresight import Foresight
from nocscape.polling.health import Answers, Health, PollSettings, Verdict, is_simulated
from nocscape.polling.interfaces import InterfaceBook, PortState
from nocscape.polling.metrics.instances import Moment
from nocscape.polling.metrics.reader import MetricReader
from nocscape.polling.metrics.schema import MetricProfile
from nocscape.polling.pace import Pace, Turn
from nocscape.polling.port_block import PortBlock
from nocscape.polling.port_speeds import SpeedReader
from nocscape.polling.rates import UNSAID_TICKS
from nocscape.polling.told import ToldSeries
from nocscape.polling.vitals import Reader, VitalReader, Vitals
from nocscape.profiles import Readings
from nocscape.wire.icmp import Pinger
from nocscape.wire.snmp import (
    Column,
    RowPlan,
    Rows,
    SnmpClient,
    SnmpError,
    SnmpTarget,
    SnmpTimeout,
    SnmpUnreachable,
    SnmpValue,
)

FEW_ROWS = 4
"""So many interfaces are read alone; more, with all others."""
UPTIME = Column(objects.SYS_UPTIME.oid.removesuffix(".0"), objects.SYS_UPTIME.syntax)
UPTIME_ROW = {UPTIME: ("0",)}
VITAL_METRICS = ("cpu_percent", "memory_percent", "storage_percent", "temperature_c")
PING_METRICS = ("icmp_rtt_ms", "icmp_loss_percent", "icmp_jitter_ms")


class PollResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one poll of a device brought."""

    device: DeviceId
    at: float
    """UTC seconds."""
    samples: tuple[Sample, ...]
    """Of the device itself."""
    block: PortBlock | None
    """Of its ports; None where none was measured."""
    ports: Mapping[str, PortState]
    """By interface key; empty where the agent was silent. The same mapping as before where nothing changed."""
    status: DeviceStatus
    verdict: Verdict
    speeds: Mapping[str, int] = {}
    """Bits a second by interface key, of ports whose speed is not the one that was known."""
    is_full: bool = True
    """False where only some series were read, for somebody who watches them live."""

    def every_sample(self) -> Iterator[Sample]:
        """Of the device and of its ports."""
        yield from self.samples
        yield from self.block or ()


class Ping(NamedTuple):
    """Mean round trip of what came back, how much did not, and how far round trips differ from one to the next."""

    rtt_ms: float | None = None
    loss_percent: float = 100.0
    jitter_ms: float | None = None
    """Mean difference of neighbours (as in RFC 3550), where two came back."""


class Reading(NamedTuple):
    """What the agent said; `rows` is None where it did not say all."""

    has_answered: bool = False
    uptime_ticks: int | None = None
    rows: Rows | None = None
    mono_s: float = 0.0
    fault: str = ""
    is_light: bool = False
    """Whether it was not the ports' turn."""


class Measured(NamedTuple):
    """What was read of an agent that answers, beside its ports."""

    vitals: Vitals = Vitals()
    samples: tuple[Sample, ...] = ()
    speeds: Mapping[str, int] = {}


class Tools(NamedTuple):
    """What every device is polled with."""

    client: SnmpClient
    pinger: Pinger
    clock: Clock
    settings: PollSettings
    pace: Pace


class DevicePoll:
    """One device and all that is remembered of it from poll to poll. Its polls never overlap."""

    def __init__(
        self,
        tools: Tools,
        inventory: Inventory,
        target: SnmpTarget | None,
        readings: Readings,
        metrics: Sequence[MetricProfile] = (),
    ) -> None:
        self._tools = tools
        self._inventory = inventory
        self._target = target
        self._book = InterfaceBook(inventory.device.id, inventory.interfaces)
        self._fast_book = InterfaceBook(inventory.device.id, inventory.interfaces, self._book.narrow)
        self._vitals = VitalReader(readings)
        self._metrics = MetricReader(inventory.device.id, metrics)
        self._speeds = SpeedReader()
        self._told = ToldSeries()
        self._foresight = Foresight(tools.client)
        self._was_heard = False
        self._ports_turn, self._vitals_turn = Turn(), Turn()
        self._last_vitals = Vitals()
        self._last_states: Mapping[str, PortState] = {}
        self._health = Health(tools.settings)
        self._verdict = Verdict(Status.UNKNOWN)
        self._since = 0.0
        self._lock = asyncio.Lock()

    @property
    def device(self) -> DeviceId:
        """Which one it is."""
        return self._inventory.device.id

    @property
    def is_suspect(self) -> bool:
        """Whether another look soon would tell an outage from a lost packet."""
        return self._health.is_suspect

    def update(
        self,
        inventory: Inventory,
        target: SnmpTarget | None,
        readings: Readings,
        metrics: Sequence[MetricProfile] = (),
    ) -> None:
        """The device as discovery sees it now, and as the operator wants it measured."""
        self._inventory, self._target = inventory, target
        self._book.update(inventory.interfaces)
        self._fast_book.update(inventory.interfaces)
        if readings != self._vitals.readings:
            self._vitals = VitalReader(readings)
        if tuple(metrics) != self._metrics.profiles:
            self._metrics = MetricReader(inventory.device.id, metrics)

    async def poll(self, *, is_whole: bool = False, pause: Gap | None = None) -> PollResult:
        """Everything that is watched of the device; the whole of it takes no regard of longer intervals.

        `pause` says why nothing else than ping is to be tried before ping has answered.
        """
        async with self._lock:
            if is_whole:
                self._vitals.hasten()
                self._metrics.hasten()
                self._ports_turn.hasten()
                self._vitals_turn.hasten()
            ping, reading = await self._ask(is_hopeful=self._health.is_agents_turn(is_paused=pause is not None))
            measured = await self._measure(reading) if reading.has_answered else Measured()
            self._foresight.end()
            self._was_heard = reading.rows is not None
            return self._conclude(ping, reading, measured, pause or Gap.NO_ANSWER)

    async def _ask(self, *, is_hopeful: bool) -> tuple[Ping, Reading]:
        """Ping and agent at once; where there is little hope, the agent only after ping has answered."""
        if is_hopeful:
            async with asyncio.TaskGroup() as both:
                pinging = both.create_task(self._ping())
                reading = await self._read_in_turn()
            ping = pinging.result()
        else:
            ping = await self._ping()
            reading = Reading() if ping.rtt_ms is None else await self._read_in_turn()
        if self._target is not None and not reading.has_answered and is_simulated(self._target.address):
            ping = Ping()
        return ping, reading

    async def _read_in_turn(self) -> Reading:
        has_ports = self._ports_turn.comes(self._tools.clock.monotonic(), self._tools.pace.ports_s)
        return await self._read(self._book, has_ports=has_ports)

    async def _measure(self, reading: Reading) -> Measured:
        """Vitals, what metric profiles name, and speeds, each when its time has come."""
        if self._vitals_turn.comes(self._tools.clock.monotonic(), self._tools.pace.vitals_s):
            self._last_vitals = await self._read_vitals(self._foresight)
            samples = [*_vital_samples(self.device, self._tools.clock.now(), self._last_vitals)]
        else:
            samples = []
        samples += await self._read_metrics(reading)
        return Measured(self._last_vitals, tuple(samples), await self._read_speeds())

    async def poll_fast(self, keys: Collection[SeriesKey]) -> PollResult | None:
        """Only what `keys` name; None where that brought nothing. It does not change the device's state."""
        metrics = {key.metric for key in keys}
        ports = {key.instance for key in keys if key.instance}
        async with self._lock:
            reading = await self._read_ports(ports) if ports else Reading()
            vitals = await self._read_vitals(self._tools.client) if metrics.intersection(VITAL_METRICS) else Vitals()
            ping = await self._ping(count=1) if metrics.intersection(PING_METRICS) else None
            if ports and reading.rows is None:
                return None
            at = self._tools.clock.now()
            samples = [*_vital_samples(self.device, at, vitals)]
            if ping is not None:
                samples += _ping_samples(self.device, at, ping)
            states: Mapping[str, PortState] = {}
            if reading.rows is not None:
                samples += _block(self._fast_book, reading, reading.rows, int(at)).of(keys)
                states = self._fast_book.states(reading.rows)
            wanted = [s for s in samples if s.key in keys]
            return self._result(at, wanted, None, states, vitals, ping, is_full=False)

    async def _ping(self, count: int | None = None) -> Ping:
        """A device that is down is sent one echo instead of several: enough to see it come back."""
        settings = self._tools.settings
        count = count or (1 if self._health.is_down else settings.pings)
        address = self._inventory.device.endpoint.address
        replies = await self._tools.pinger.ping(address, timeout_s=settings.ping_timeout_s, count=count)
        times = [r.rtt_ms for r in replies if r.rtt_ms is not None]
        if not times:
            return Ping()
        steps = [abs(after - before) for before, after in pairwise(times)]
        jitter_ms = sum(steps) / len(steps) if steps else None
        return Ping(sum(times) / len(times), 100 * (1 - len(times) / len(replies)), jitter_ms)

    async def _read(self, book: InterfaceBook, *, has_ports: bool = True) -> Reading:
        """All interfaces. An agent that was silent is asked for sysUpTime first, so that silence costs little."""
        target, has_answered, uptime = self._agent(), False, None
        if target is None:
            return Reading()
        try:
            if not self._was_heard:
                uptime = _ticks(await self._tools.client.scalars(target, [objects.SYS_UPTIME]))
                has_answered = True
            rows = await self._foresight.begin(target, UPTIME_ROW | (book.rows() if has_ports else {}))
        except (SnmpTimeout, SnmpUnreachable):
            return Reading(has_answered, uptime)
        except SnmpError as error:
            return Reading(True, uptime, fault=error.message)
        return Reading(True, _uptime(rows), rows, self._tools.clock.monotonic(), is_light=not has_ports)

    async def _read_ports(self, keys: Iterable[str]) -> Reading:
        """Some interfaces: few of them alone, more as the whole table."""
        book, target = self._fast_book, self._agent()
        indexes = book.indexes(keys)
        if target is None:
            return Reading()
        wanted = UPTIME_ROW | (dict.fromkeys(book.columns(), indexes) if len(indexes) <= FEW_ROWS else book.rows())
        try:
            rows = await self._tools.client.rows(target, RowPlan.of(wanted))
        except SnmpError:
            return Reading()
        return Reading(True, _uptime(rows), rows.spread(book.rows()), self._tools.clock.monotonic())

    async def _read_vitals(self, client: Reader) -> Vitals:
        target = self._agent()
        try:
            return await self._vitals.read(client, target) if target is not None else Vitals()
        except SnmpError:
            return Vitals()

    async def _read_metrics(self, reading: Reading) -> list[Sample]:
        """What metric profiles name beyond ports and vitals."""
        target, clock = self._agent(), self._tools.clock
        uptime = UNSAID_TICKS if reading.uptime_ticks is None else reading.uptime_ticks
        moment = Moment(int(clock.now()), clock.monotonic(), uptime)
        try:
            return await self._metrics.read(self._foresight, target, moment) if target is not None else []
        except SnmpError:
            return []

    async def _read_speeds(self) -> Mapping[str, int]:
        target, ports = self._agent(), self._inventory.interfaces
        try:
            return await self._speeds.read(self._tools.client, target, ports) if target is not None and ports else {}
        except SnmpError:
            return {}

    def _agent(self) -> SnmpTarget | None:
        """How to ask; a device that is down is asked once, without retries, so that many such do not hold up others."""
        settings, target = self._tools.settings, self._target
        if target is None:
            return None
        retries = 0 if self._health.is_down else settings.snmp_retries
        return replace(target, timeout_s=settings.snmp_timeout_s, retries=retries)

    def _conclude(self, ping: Ping, reading: Reading, measured: Measured, silence: Gap) -> PollResult:
        """`silence` is why there is nothing where there is nothing."""
        at, mono_s = self._tools.clock.now(), self._tools.clock.monotonic()
        self._judge(at, ping, reading, measured.vitals)
        samples = [*_ping_samples(self.device, at, ping, silence), *measured.samples]
        if reading.has_answered:
            self._told.note(measured.samples, mono_s)
        else:
            samples += self._told.gaps(int(at), mono_s, silence)
        block, states = self._ports_of(reading, int(at), silence)
        result = self._result(at, samples, block, states, measured.vitals, ping, is_full=True)
        return replace(result, speeds=measured.speeds) if measured.speeds else result

    def _ports_of(self, reading: Reading, at: int, silence: Gap) -> tuple[PortBlock | None, Mapping[str, PortState]]:
        if reading.is_light or self._target is None:
            return None, {}
        if reading.rows is None:
            return self._book.gaps(at, silence), {}
        states = self._book.states(reading.rows)
        if states is not self._last_states:
            self._last_states = states
            self._speeds.hasten()
        return _block(self._book, reading, reading.rows, at), states

    def _judge(self, at: float, ping: Ping, reading: Reading, vitals: Vitals) -> None:
        answers = Answers(
            has_agent=self._target is not None,
            snmp=reading.has_answered,
            ping=ping.rtt_ms is not None,
            fault=reading.fault,
            loss_percent=ping.loss_percent,
            vitals=vitals,
        )
        before, self._verdict = self._verdict, self._health.judge(answers)
        if before.status is not self._verdict.status:
            self._since = at

    def _result(
        self,
        at: float,
        samples: Iterable[Sample],
        block: PortBlock | None,
        ports: Mapping[str, PortState],
        vitals: Vitals,
        ping: Ping | None,
        *,
        is_full: bool,
    ) -> PollResult:
        status = DeviceStatus(
            device=self.device,
            status=self._verdict.status,
            reason=self._verdict.reason,
            since=self._since,
            rtt_ms=ping.rtt_ms if ping is not None else None,
            loss_percent=ping.loss_percent if ping is not None else None,
            cpu_percent=vitals.cpu_percent,
            memory_percent=vitals.memory_percent,
            temperature_c=vitals.temperature_c,
        )
        return PollResult(
            device=self.device,
            at=at,
            samples=tuple(samples),
            block=block,
            ports=ports,
            status=status,
            verdict=self._verdict,
            is_full=is_full,
        )


def _block(book: InterfaceBook, reading: Reading, rows: Rows, at: int) -> PortBlock:
    return book.block(rows, reading.uptime_ticks, reading.mono_s, at)


def _ticks(found: Mapping[str, SnmpValue]) -> int | None:
    ticks = found.get(objects.SYS_UPTIME.oid)
    return ticks if isinstance(ticks, int) else None


def _uptime(rows: Rows) -> int | None:
    ticks = rows.numbers(UPTIME)
    return int(ticks.values[0]) if ticks.is_there.any() else None


def _ping_samples(device: DeviceId, at: float, ping: Ping, silence: Gap = Gap.NO_ANSWER) -> Iterator[Sample]:
    yield Sample(SeriesKey(device, "icmp_loss_percent"), int(at), ping.loss_percent)
    gap = silence if ping.rtt_ms is None else None
    yield Sample(SeriesKey(device, "icmp_rtt_ms"), int(at), ping.rtt_ms, gap)
    if ping.jitter_ms is not None:
        yield Sample(SeriesKey(device, "icmp_jitter_ms"), int(at), ping.jitter_ms)


def _vital_samples(device: DeviceId, at: float, vitals: Vitals) -> Iterator[Sample]:
    for metric in VITAL_METRICS:
        value: float | None = getattr(vitals, metric)
        if value is not None:
            yield Sample(SeriesKey(device, metric), int(at), value)
