"""What polling finds becomes history, live charts, states, link loads and events."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.base.i18n import msg, tr
from nocscape.engine.behind import own_position
from nocscape.engine.loads import link_loads
from nocscape.engine.outages import REVIEW_AFTER_S, Outages
from nocscape.engine.rooms import Rooms
from nocscape.engine.series import BlockKeeper
from nocscape.engine.targets import target_of
from nocscape.model.batches import SamplesArrived
from nocscape.model.metrics import Sample, SeriesKey
from nocscape.model.net import DeviceId, DeviceStatus, Interface, Inventory, Link
from nocscape.model.status import LinkState, Severity, Status
from nocscape.polling import Poller, PollResult, PortState, Punctuality

log = logging.getLogger(__name__)

POLL_INTERVAL = "poll_interval_s"
"""Name of the profile's setting."""
LEAST_POLL_S, MOST_POLL_S = 5, 3600

FIRST_POLLS_AT_ONCE = 8
TAKEN_UP_AT_ONCE, TAKE_UP_PAUSE_S = 25, 0.05
"""How stored devices are taken up after a start: what is needed to poll a device costs a millisecond."""

DOWN_WORDS = frozenset({"down", "lowerLayerDown", "notPresent"})


class Watch:
    """Joins the poller to the rest of the engine."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._poller = Poller(rooms.snmp, rooms.pinger, rooms.clock, rooms.counters, self._take)
        self._first_polls = asyncio.Semaphore(FIRST_POLLS_AT_ONCE)
        self._blocks = BlockKeeper(rooms.history, rooms.tasks)
        self._watched: dict[DeviceId, set[SeriesKey]] = {}
        self._outages = Outages(rooms.state, self._position, self._plan_review, self._turned)
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
            metrics = self._rooms.metrics.of(inventory, self._rooms.state.sites.get(inventory.device.id, ""))
            readings = self._rooms.profiles.readings(inventory.device.profile, inventory.device.sys_object_id)
            self._poller.watch(inventory, target, readings, metrics)

    async def take_up(self, devices: Sequence[Inventory]) -> None:
        """Poll what was stored, a few more at a time, so that a console gets its first picture meanwhile."""
        for start in range(0, len(devices), TAKEN_UP_AT_ONCE):
            if start:
                await self._rooms.clock.sleep(TAKE_UP_PAUSE_S)
            await self.watch(devices[start : start + TAKEN_UP_AT_ONCE])

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

    async def poll_now(self, device: DeviceId) -> tuple[Sample, ...]:
        """Poll at once. Raises InputError where the device is not watched."""
        result = await self._poller.poll_now(device)
        if result is None:
            raise InputError(tr("There is no device {device}", device=device))
        return tuple(result.every_sample())

    def stats(self) -> Punctuality:
        """How polling goes."""
        return self._poller.stats()

    def _watches_changed(self) -> None:
        wanted = self._rooms.publisher.watched()
        self._watched = {}
        for key in wanted:
            self._watched.setdefault(key.device, set()).add(key)
        self._poller.set_fast(wanted)

    def _tell_watched(self, result: PollResult) -> None:
        """Send only what somebody looks at: a poll of a switch brings hundreds of samples."""
        keys = self._watched.get(result.device)
        if keys is None:
            return
        samples = [s for s in result.samples if s.key in keys]
        if result.block is not None:
            samples += result.block.of(keys)
        if samples:
            self._rooms.publisher.publish(SamplesArrived(samples=tuple(samples)))

    def _take(self, result: PollResult) -> None:
        rooms = self._rooms
        if result.device not in rooms.state.devices:
            return
        rooms.history.append(result.samples)
        if result.block is not None:
            self._blocks.keep(result.block)
        self._tell_watched(result)
        if result.is_full:
            self._outages.take(result.status)
        if result.ports:
            self._take_ports(result)
        rooms.state.put_loads(link_loads(rooms.state, result))

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
        self._rooms.rediscovery.rediscover(device, "it went or came back")
        self._rooms.rediscovery.rediscover_neighbours(device, "a neighbour went or came back")

    def _take_ports(self, result: PollResult) -> None:
        state = self._rooms.state
        inventory = state.devices[result.device]
        changed = [(i, p) for i in inventory.interfaces if (p := result.ports.get(i.key)) and (i.admin, i.oper) != p]
        if not changed:
            return
        new = {i.key: replace(i, admin=p.admin, oper=p.oper) for i, p in changed}
        interfaces = tuple(new.get(i.key, i) for i in inventory.interfaces)
        state.put_devices([replace(inventory, interfaces=interfaces)])
        for interface, port in changed:
            self._tell_port(result.device, inventory, interface, port)
        self._reread_around(result.device, {i.key for i, p in changed if i.oper != p.oper})
        state.put_links([self._relink(link) for link in state.links_of(result.device)])

    def _reread_around(self, device: DeviceId, ports: set[str]) -> None:
        """Linked ports went up or down: both ends may say something else now."""
        for link in self._links(device):
            if not ports.isdisjoint({e.interface for e in (link.a, link.b) if e.device == device}):
                for end in (link.a, link.b):
                    self._rooms.rediscovery.rediscover(end.device, "a link went up or down")

    def _tell_port(self, device: DeviceId, inventory: Inventory, before: Interface, now: PortState) -> None:
        was_down, is_down = before.oper in DOWN_WORDS, now.oper in DOWN_WORDS
        if was_down == is_down:
            return
        name, port = inventory.device.shown_name(), before.name or before.descr
        if is_down:
            severity = Severity.CRITICAL if now.admin == "up" and self._is_linked(device, before.key) else Severity.INFO
            text = msg("{name}: port {port} went down", name=name, port=port)
            self._rooms.state.raise_event("link_down", severity, text, device=device, interface=before.key)
        else:
            text = msg("{name}: port {port} came up", name=name, port=port)
            self._rooms.state.raise_event("link_up", Severity.CLEAR, text, device=device, interface=before.key)

    def _is_linked(self, device: DeviceId, key: str) -> bool:
        return any((device, key) in ((e.device, e.interface) for e in (k.a, k.b)) for k in self._links(device))

    def _links(self, device: DeviceId) -> list[Link]:
        return self._rooms.state.links_of(device)

    def _relink(self, link: Link) -> Link:
        """The link with the state that its ports give it; blocked and stale are inference's word."""
        is_down = any(self._is_port_down(e.device, e.interface) for e in (link.a, link.b))
        if is_down and link.state is not LinkState.DOWN:
            return replace(link, state=LinkState.DOWN)
        if not is_down and link.state is LinkState.DOWN:
            return replace(link, state=LinkState.UP)
        return link

    def _is_port_down(self, device: DeviceId, key: str | None) -> bool:
        inventory = self._rooms.state.devices.get(device)
        if inventory is None or key is None:
            return False
        return any(i.key == key and i.oper in DOWN_WORDS for i in inventory.interfaces)
