"""What the engine knows now: the live network. Every change is told to the sessions and kept in the store."""

from __future__ import annotations

import itertools
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from msgspec.structs import replace

from nocscape.base.clock import Clock
from nocscape.base.i18n import Text
from nocscape.engine.ports_say import as_ports_say
from nocscape.model.batches import (
    DeviceChanged,
    DeviceGone,
    EventsRaised,
    Item,
    LinksChanged,
    LoadChanged,
    StatusChanged,
)
from nocscape.model.events import Event
from nocscape.model.net import DeviceId, DeviceStatus, Inventory, Link, LinkId, LinkLoad
from nocscape.model.status import Severity, Status
from nocscape.store.inventory_read import StoredState
from nocscape.topology.steps import Delta

MAX_EVENTS = 2000
"""Events that are held for sessions that subscribe; older ones are read from the store."""
_ANSWERING = frozenset({Status.UP, Status.WARNING, Status.MINOR})


class Keeper(Protocol):
    """The part of the inventory store that the state writes to; calls return at once."""

    def put_devices(self, inventories: Sequence[Inventory], /) -> None:
        """Keep devices."""
        ...

    def drop_device(self, device: DeviceId, into: DeviceId | None = None) -> None:
        """A device is no more."""
        ...

    def put_links(self, changed: Sequence[Link], gone: Sequence[LinkId], /) -> None:
        """Keep links."""
        ...

    def put_events(self, events: Sequence[Event], /) -> None:
        """Keep events."""
        ...


class NetworkState:
    """Devices, their states, links and events; lives on the engine's loop."""

    def __init__(self, clock: Clock, keeper: Keeper, publish: Callable[[Item], None]) -> None:
        self.devices: dict[DeviceId, Inventory] = {}
        self.statuses: dict[DeviceId, DeviceStatus] = {}
        """As polls found them; what alarms say is laid over them where they are told."""
        self.links: dict[LinkId, Link] = {}
        self.loads: dict[LinkId, LinkLoad] = {}
        self.names: dict[DeviceId, str] = {}
        self.sites: dict[DeviceId, str] = {}
        self.events: deque[Event] = deque(maxlen=MAX_EVENTS)
        self._links_of: defaultdict[DeviceId, set[LinkId]] = defaultdict(set)
        self._clock = clock
        self._keeper = keeper
        self._publish = publish
        self._alarmed: dict[DeviceId, DeviceStatus] = {}
        self._event_numbers = itertools.count()

    def restore(self, stored: StoredState) -> None:
        """Take over what the store kept, without telling anybody."""
        self.devices = {i.device.id: i for i in stored.devices}
        for link in stored.links:
            self._index(link)
        self.events.extend(reversed(stored.events))
        self.names = {d: o.name for d, o in stored.overrides.items() if o.name}
        self.sites = {d: o.site for d, o in stored.overrides.items() if o.site}

    def everything(self) -> list[Item]:
        """All that a new session is told."""
        items: list[Item] = [DeviceChanged(inventory=i) for i in self.devices.values()]
        items.append(LinksChanged(links=tuple(self.links.values())))
        items.append(StatusChanged(devices=tuple(map(self._shown, self.statuses.values()))))
        items.append(LoadChanged(loads=tuple(self.loads.values())))
        items.append(EventsRaised(events=tuple(self.events)))
        return items

    def by_address(self, address: str) -> Inventory | None:
        """The device that is polled at, or owns, an address."""
        owner = None
        for inventory in self.devices.values():
            if inventory.device.endpoint.address == address:
                return inventory
            if address in inventory.device.addresses:
                owner = inventory
        return owner

    def links_of(self, device: DeviceId) -> list[Link]:
        """Links with an end at this device."""
        return [self.links[i] for i in sorted(self._links_of[device])]

    def put_devices(self, inventories: Iterable[Inventory]) -> list[DeviceId]:
        """Take new or different devices, with what is known of them laid over; returns who is new."""
        changed = [i for i in map(self._with_known, inventories) if self.devices.get(i.device.id) != i]
        new = [i.device.id for i in changed if i.device.id not in self.devices]
        for inventory in changed:
            self.devices[inventory.device.id] = inventory
            self._publish(DeviceChanged(inventory=inventory))
        if changed:
            self._keeper.put_devices(changed)
        return new

    def drop_device(self, device: DeviceId, into: DeviceId | None = None) -> None:
        """Forget a device and its links, or say into which other it was merged."""
        if self.devices.pop(device, None) is None:
            return
        self.statuses.pop(device, None)
        self._alarmed.pop(device, None)
        self.put_links((), [link.id for link in self.links_of(device)])
        self._links_of.pop(device, None)
        self._keeper.drop_device(device, into)
        self._publish(DeviceGone(device=device, into=into))

    def take(self, delta: Delta) -> list[DeviceId]:
        """Take what inference says is different, and what polls have heard of its ports since; returns who is new."""
        for device, into in delta.gone.items():
            self.drop_device(device, into)
        new = self.put_devices(delta.inventories.values())
        self.put_links(as_ports_say(delta.links.values(), self.devices), delta.links_gone)
        return new

    def put_links(self, links: Iterable[Link], gone: Iterable[LinkId] = ()) -> None:
        """Take links that are new or different, and drop those that are gone."""
        changed = [link for link in links if self.links.get(link.id) != link]
        lost = [i for i in gone if i in self.links]
        for link_id in lost:
            self._unindex(self.links.pop(link_id))
        for link in changed:
            self._index(link)
        if changed or lost:
            self._keeper.put_links(changed, lost)
            self._publish(LinksChanged(links=tuple(changed), gone=tuple(lost)))

    def put_statuses(self, statuses: Iterable[DeviceStatus]) -> None:
        """Take the latest states of devices that are known."""
        news = tuple(s for s in statuses if s.device in self.devices and self.statuses.get(s.device) != s)
        self.statuses.update((s.device, s) for s in news)
        if news:
            self._publish(StatusChanged(devices=tuple(map(self._shown, news))))

    def put_alarmed(self, device: DeviceId, status: DeviceStatus | None) -> None:
        """Take the worst that alarms say of a device, or that they say nothing."""
        if self._alarmed.get(device) == status:
            return
        if status is None:
            del self._alarmed[device]
        else:
            self._alarmed[device] = status
        if (polled := self.statuses.get(device)) is not None:
            self._publish(StatusChanged(devices=(self._shown(polled),)))

    def put_loads(self, loads: Iterable[LinkLoad]) -> None:
        """Take the latest traffic of links."""
        news = tuple(x for x in loads if x.link in self.links and self.loads.get(x.link) != x)
        self.loads.update((x.link, x) for x in news)
        if news:
            self._publish(LoadChanged(loads=news))

    def raise_event(
        self,
        kind: str,
        severity: Severity,
        text: Text,
        *,
        device: DeviceId | None = None,
        interface: str | None = None,
    ) -> Event:
        """Note something that happened now."""
        now = self._clock.now()
        event = Event(
            id=f"{int(now * 1000):x}-{next(self._event_numbers):x}",
            at=now,
            kind=kind,
            severity=severity,
            text=text,
            device=device,
            interface=interface,
        )
        self.events.append(event)
        self._keeper.put_events([event])
        self._publish(EventsRaised(events=(event,)))
        return event

    def acknowledge(self, event_id: str, actor: str) -> bool:
        """Mark an event as seen; False where it is not among those held."""
        for place, event in enumerate(self.events):
            if event.id == event_id:
                seen = replace(event, acknowledged_by=actor)
                self.events[place] = seen
                self._keeper.put_events([seen])
                self._publish(EventsRaised(events=(seen,)))
                return True
        return False

    def set_override(self, device: DeviceId, *, name: str | None, site: str | None) -> None:
        """Lay the operator's own name or site over a device; an empty one takes it back at the next discovery."""
        for overrides, text in ((self.names, name), (self.sites, site)):
            if text is not None:
                overrides[device] = text
        if (known := self.devices.get(device)) is not None:
            self.put_devices([known])

    def _shown(self, polled: DeviceStatus) -> DeviceStatus:
        """With what alarms say, where the device answers and they say something worse."""
        alarmed = self._alarmed.get(polled.device)
        if alarmed is None or polled.status not in _ANSWERING or alarmed.status.rank <= polled.status.rank:
            return polled
        return replace(polled, status=alarmed.status, reason=alarmed.reason, since=alarmed.since)

    def _with_known(self, inventory: Inventory) -> Inventory:
        """With the operator's own name and site, and with when it was first seen, which one reading cannot know."""
        device = inventory.device
        known = self.devices.get(device.id)
        first_seen = min(device.first_seen, known.device.first_seen) if known is not None else device.first_seen
        name, site = self.names.get(device.id) or device.name, self.sites.get(device.id) or device.site
        if (name, site, first_seen) == (device.name, device.site, device.first_seen):
            return inventory
        return replace(inventory, device=replace(device, name=name, site=site, first_seen=first_seen))

    def _index(self, link: Link) -> None:
        self.links[link.id] = link
        self._links_of[link.a.device].add(link.id)
        self._links_of[link.b.device].add(link.id)

    def _unindex(self, link: Link) -> None:
        self.loads.pop(link.id, None)
        self._links_of[link.a.device].discard(link.id)
        self._links_of[link.b.device].discard(link.id)
