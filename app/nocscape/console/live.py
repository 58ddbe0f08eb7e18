"""The console's mirror of what the engine told: plain data, no Qt, one per connection."""

from __future__ import annotations

from collections import defaultdict

from nocscape.model.batches import (
    DeviceChanged,
    DeviceGone,
    EngineStats,
    Item,
    LinksChanged,
    LoadChanged,
    MapChanged,
    MapLoaded,
    StatusChanged,
)
from nocscape.model.mapdoc import MapDocument, apply
from nocscape.model.net import DeviceId, DeviceStatus, Interface, Inventory, Link, LinkId, LinkLoad
from nocscape.model.status import Status


class LiveNetwork:
    """Devices, states, links and maps as the engine last reported them."""

    def __init__(self) -> None:
        self.devices: dict[DeviceId, Inventory] = {}
        self.statuses: dict[DeviceId, DeviceStatus] = {}
        self.links: dict[LinkId, Link] = {}
        self.loads: dict[LinkId, LinkLoad] = {}
        self.maps: dict[str, MapDocument] = {}
        self.stats: EngineStats | None = None
        self._links_of: defaultdict[DeviceId, set[LinkId]] = defaultdict(set)

    def status(self, device: DeviceId) -> Status:
        """State of a device, unknown where none was reported."""
        known = self.statuses.get(device)
        return known.status if known else Status.UNKNOWN

    def links_of(self, device: DeviceId) -> list[Link]:
        """Links with an end at this device."""
        return [self.links[i] for i in sorted(self._links_of.get(device, ()))]

    def interface(self, device: DeviceId, key: str) -> Interface | None:
        """An interface of a device by its key."""
        known = self.devices.get(device)
        return next((i for i in known.interfaces if i.key == key), None) if known else None

    def take(self, item: Item) -> None:
        """Bring the mirror up to date with one item of a Batch."""
        match item:
            case DeviceChanged(inventory=inventory):
                self.devices[inventory.device.id] = inventory
            case DeviceGone(device=device):
                self.devices.pop(device, None)
                self.statuses.pop(device, None)
            case StatusChanged(devices=devices):
                self.statuses.update((s.device, s) for s in devices)
            case LinksChanged():
                self._take_links(item)
            case LoadChanged(loads=loads):
                self.loads.update((x.link, x) for x in loads)
            case MapLoaded(document=document):
                self.maps[document.id] = document
            case MapChanged():
                self._take_map_change(item)
            case EngineStats():
                self.stats = item
            case _:
                pass

    def _take_links(self, item: LinksChanged) -> None:
        for link_id in item.gone:
            if (link := self.links.pop(link_id, None)) is not None:
                self._links_of[link.a.device].discard(link_id)
                self._links_of[link.b.device].discard(link_id)
                self.loads.pop(link_id, None)
        for link in item.links:
            self.links[link.id] = link
            self._links_of[link.a.device].add(link.id)
            self._links_of[link.b.device].add(link.id)

    def _take_map_change(self, item: MapChanged) -> None:
        """A map that was not known begins with its first edit."""
        known = self.maps.get(item.map)
        if known is None and item.revision == 1:
            known = MapDocument(id=item.map, title="")
        if known is not None and item.revision > known.revision:
            self.maps[item.map] = apply(known, item.change)
