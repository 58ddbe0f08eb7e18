"""What polling finds becomes history, live charts, states, link loads and events."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from nocscape.base import collector
from nocscape.base.errors import InputError
from nocscape.base.i18n import Text, msg, tr
from nocscape.engine.rooms import Rooms
from nocscape.engine.targets import target_of
from nocscape.engine.watching.alarms import AlarmRoom
from nocscape.engine.watching.behind import own_position
from nocscape.engine.watching.hottest import hottest
from nocscape.engine.watching.loads import link_loads
from nocscape.engine.watching.measured import live_shares
from nocscape.engine.watching.outages import REVIEW_AFTER_S, Outages
from nocscape.engine.watching.port_watch import PortWatch
from nocscape.engine.watching.refill import Refill
from nocscape.engine.watching.series import BlockKeeper
from nocscape.model.batches import SamplesArrived
from nocscape.model.metrics import ENGINE, Gap, Sample, SeriesKey
from nocscape.model.net import DeviceId, DeviceStatus, Inventory
from nocscape.model.status import Status
from nocscape.model.utilisation import UTILISATION, traffic_of
from nocscape.polling import Pace, Poller, PollResult, PortBlock, Punctuality

log = logging.getLogger(__name__)

POLL_INTERVAL = "poll_interval_s"
"""Name of the profile's setting."""
LEAST_POLL_S, MOST_POLL_S = 5, 3600

FIRST_POLLS_AT_ONCE = 8
LEARNED_AFTER_POLLS = 4
"""Until then polls leave something behind that stays: plans, agents, series and their numbers."""
TAKEN_UP_AT_ONCE, TAKE_UP_PAUSE_S = 25, 0.05
"""How stored devices are taken up after a start: what is needed to poll a device costs a millisecond."""


class Watch:
    """Joins the poller to the rest of the engine."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._poller = Poller(
            rooms.snmp,
            rooms.pinger,
            rooms.clock,
            rooms.counters,
            self._take,
            take_samples=self._take_samples,
            pause_of=self._pause_of,
        )
        self._first_polls = asyncio.Semaphore(FIRST_POLLS_AT_ONCE)
        self._blocks = BlockKeeper(rooms.history, rooms.tasks)
        self._watched: dict[DeviceId, set[SeriesKey]] = {}
        self._shares: dict[DeviceId, set[SeriesKey]] = {}
        self._unasked: dict[DeviceId, Text] = {}
        """Devices with an agent that cannot be asked, and why."""
        self._ports = PortWatch(rooms)
        self._refill = Refill(rooms)
        self.alarms = AlarmRoom(rooms)
        """What is judged by rules of the operator's own."""
        self._outages = Outages(
            rooms.state,
            self._position,
            self._plan_review,
            self._turned,
            cover=rooms.maintenance.reason,
            freed=self.hasten,
        )
        self._is_review_planned = False
        rooms.publisher.watches_changed = self._watches_changed

    def start(self) -> None:
        """Begin to poll; call on the engine's loop."""
        self._poller.start()

    @property
    def interval_s(self) -> float:
        """How often every device is polled."""
        return self._poller.settings.interval_s

    def set_interval(self, interval_s: float) -> None:
        """Poll everything at this interval from now on."""
        self._poller.set_interval(interval_s)

    async def close(self) -> None:
        """Stop polling."""
        await self._poller.close()

    async def watch(self, devices: Iterable[Inventory]) -> None:
        """Poll these devices, ghosts left out, or go on with what discovery sees of them now."""
        for inventory in devices:
            if inventory.device.is_ghost:
                continue
            try:
                target = await target_of(self._rooms, inventory)
            except InputError:
                target = None
            self._note_unasked(inventory, is_asked=target is not None)
            metrics = self._rooms.metrics.of(inventory, self._rooms.state.sites.get(inventory.device.id, ""))
            readings = self._rooms.profiles.readings(inventory.device.profile, inventory.device.sys_object_id)
            self._poller.watch(inventory, target, readings, metrics)
            sources = self._rooms.probing.sources_of(inventory, has_agent=target is not None)
            self._poller.sources.put(inventory.device.id, sources)
            self.alarms.assign(inventory)

    def _note_unasked(self, inventory: Inventory, *, is_asked: bool) -> None:
        """An agent answered to a credential that is not kept: nothing of the device is measured but its ping."""
        device = inventory.device
        self._unasked.pop(device.id, None)
        if device.snmp is not None and not is_asked:
            name = device.credential or ""
            self._unasked[device.id] = msg("SNMP is not asked: the credential {name} is not kept here", name=name)

    def _judged(self, status: DeviceStatus) -> DeviceStatus:
        reason = self._unasked.get(status.device)
        return (
            replace(status, status=Status.WARNING, reason=reason) if reason and status.status is Status.UP else status
        )

    async def take_up(self, devices: Sequence[Inventory]) -> None:
        """Poll what was stored, a few more at a time, so that a console gets its first picture meanwhile."""
        for start in range(0, len(devices), TAKEN_UP_AT_ONCE):
            if start:
                await self._rooms.clock.sleep(TAKE_UP_PAUSE_S)
            await self.watch(devices[start : start + TAKEN_UP_AT_ONCE])
        collector.spare()
        await self._rooms.clock.sleep(LEARNED_AFTER_POLLS * self.interval_s)
        collector.spare()

    async def greet(self, devices: Iterable[Inventory]) -> None:
        """Watch devices that discovery has just read: they are up, and their first poll need not wait its turn."""
        devices = list(devices)
        await self.watch(devices)
        state, now = self._rooms.state, self._rooms.clock.now()
        new = [i.device.id for i in devices if not i.device.is_ghost and i.device.id not in state.statuses]
        state.put_statuses(DeviceStatus(device=d, status=Status.UP, since=now) for d in new)
        await asyncio.gather(*(self._first_poll(device) for device in new))

    async def _first_poll(self, device: DeviceId) -> None:
        async with self._first_polls:
            await self._poller.poll_now(device)

    def forget(self, device: DeviceId) -> None:
        """Poll a device no more."""
        self._poller.forget(device)
        self._unasked.pop(device, None)
        self._outages.forget(device)
        self._ports.forget(device)
        self._refill.forget(device)
        self._rooms.probing.forget(device)
        self.alarms.forget(device)

    def hasten(self, devices: Iterable[DeviceId]) -> None:
        """Poll these within seconds: something about them is different."""
        for device in devices:
            self._poller.hasten(device)

    @property
    def pace(self) -> Pace:
        """How often ports and vitals are read; may be changed."""
        return self._poller.pace

    async def poll_now(self, device: DeviceId) -> tuple[Sample, ...]:
        """Poll at once. Raises InputError where the device is not watched."""
        result = await self._poller.poll_now(device)
        if result is None:
            raise InputError(tr("There is no device {device}", device=device))
        return (*result.every_sample(), *await self._poller.sources.read_now(device))

    def stats(self) -> Punctuality:
        """How polling goes."""
        return self._poller.stats()

    def _watches_changed(self) -> None:
        wanted = self._rooms.publisher.watched()
        self._watched, self._shares = {}, {}
        polled: dict[SeriesKey, float] = {}
        for key, interval_s in wanted.items():
            if key.metric == UTILISATION:
                self._shares.setdefault(key.device, set()).add(key)
            for part in traffic_of(key):
                self._watched.setdefault(key.device, set()).add(part)
                polled[part] = min(interval_s, polled.get(part, interval_s))
        self._poller.set_fast(polled)

    def _tell_watched(self, device: DeviceId, told: Iterable[Sample], block: PortBlock | None = None) -> None:
        """Send only what somebody looks at: a poll of a switch brings hundreds of samples."""
        keys = self._watched.get(device)
        if keys is None:
            return
        samples = [s for s in told if s.key in keys]
        if block is not None:
            samples += block.of(keys)
        if (shares := self._shares.get(device)) is not None and device in self._rooms.state.devices:
            samples += live_shares(shares, samples, self._rooms.state.devices[device])
        if samples:
            self._rooms.publisher.publish(SamplesArrived(samples=tuple(samples)))

    def _take(self, result: PollResult) -> None:
        rooms = self._rooms
        if result.device not in rooms.state.devices:
            return
        rooms.history.append(result.samples)
        if told := hottest(result.device, result.samples, result.status):
            self._take_samples(result.device, told)
        self._refill.take(result.device, result.samples)
        if result.block is not None:
            self._blocks.keep(result.block)
        self._tell_watched(result.device, result.samples, result.block)
        self.alarms.take(result)
        if result.is_full:
            self._outages.take(self._judged(result.status))
        if self._ports.take(result):
            rooms.tasks.spawn(self.watch([rooms.state.devices[result.device]]), "watch")
        rooms.state.put_loads(link_loads(rooms.state, result))

    def _take_samples(self, device: DeviceId, samples: Sequence[Sample]) -> None:
        """What checks and exporters brought."""
        state = self._rooms.state
        if device in state.devices:
            samples = (*samples, *hottest(device, samples, state.statuses.get(device)))
            self._rooms.history.append(samples)
            self._tell_watched(device, samples)
            self.alarms.take_samples(device, samples)

    def take_own(self, samples: tuple[Sample, ...]) -> None:
        """What the engine tells of itself."""
        self._rooms.history.append(samples)
        self._tell_watched(ENGINE, samples)

    def _pause_of(self, device: DeviceId) -> Gap | None:
        return Gap.BEHIND if self._outages.is_behind(device) else None

    async def _review_soon(self) -> None:
        await self._rooms.clock.sleep(REVIEW_AFTER_S)
        self._is_review_planned = False
        self._outages.review()

    def _plan_review(self) -> None:
        if not self._is_review_planned:
            self._is_review_planned = True
            self._rooms.tasks.spawn(self._review_soon(), "outages")

    def _position(self) -> set[DeviceId]:
        return own_position(self._rooms.state.devices, self._rooms.topology.places)

    def _turned(self, device: DeviceId) -> None:
        self._refill.forget(device)
        self._rooms.rediscovery.rediscover(device, "it went or came back")
        self._rooms.rediscovery.rediscover_neighbours(device, "a neighbour went or came back")
