"""One map document with all that belongs to it, kept in step with document and live network."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nocscape.console.bridge import Bridge
from nocscape.console.highlights import Highlights
from nocscape.console.layers import Layers
from nocscape.console.map.arranger import Arranger
from nocscape.console.map.arrivals import ArrivalRule
from nocscape.console.map.camera import Camera
from nocscape.console.map.growth import Growth
from nocscape.console.map.model import MapModel
from nocscape.console.map.scene.scene import Scene
from nocscape.console.selection import Selection
from nocscape.model.mapdoc import DropItems, Items, PutItems, Together
from nocscape.model.net import DeviceId

LINKS_MS = 150
"""Links that come one after the other are taken in together after this long."""


class Look(NamedTuple):
    """What all maps of a window show alike: the layer that is drawn, and what is marked."""

    layers: Layers
    highlights: Highlights


class Sheet(QObject):
    """Signals: redrawn() nodes, frames or links are different; updated() states are; recolored() loads are."""

    redrawn = Signal()
    updated = Signal()
    recolored = Signal()

    def __init__(
        self, bridge: Bridge, map_id: str, selection: Selection, parent: QObject, look: Look | None = None
    ) -> None:
        super().__init__(parent)
        self._selection = selection
        look = look or Look(Layers(self), Highlights(self))
        self.model = MapModel(bridge, map_id, self)
        self.scene = Scene(self.model.document, bridge.live, look.layers, look.highlights)
        self.arranger = Arranger(self)
        self.growth = Growth(bridge, self.model, self.scene, self.arranger)
        self.arrivals = ArrivalRule(self.model, self.scene, self.growth)
        self.camera: Camera | None = None
        """Where the operator looked last; None for the whole map."""
        self._links = QTimer(self)
        self._links.setSingleShot(True)
        self._links.setInterval(LINKS_MS)
        self._links.timeout.connect(self._take_links)
        self.model.reset.connect(self._take_document)
        self.model.changed.connect(self._take_items)
        bridge.devices_changed.connect(self._take_devices)
        bridge.devices_gone.connect(self._take_gone)
        bridge.statuses_changed.connect(self._take_statuses)
        bridge.links_changed.connect(self._links_soon)
        bridge.loads_changed.connect(self._take_loads)
        look.layers.changed.connect(self._take_links)
        look.highlights.changed.connect(self.updated)

    def close(self) -> None:
        """End what goes on in other processes."""
        self.arranger.cancel()
        self.arrivals.close()

    @Slot()
    def _take_document(self) -> None:
        self.scene.show(self.model.document, self._selection.devices)
        self.redrawn.emit()

    @Slot(object)
    def _take_items(self, items: Items) -> None:
        self.scene.take_items(self.model.document, items)
        self.redrawn.emit()

    @Slot(object)
    def _take_devices(self, devices: set[DeviceId]) -> None:
        if self.scene.take_devices(devices):
            self.redrawn.emit()

    @Slot(object)
    def _take_gone(self, gone: dict[DeviceId, DeviceId | None]) -> None:
        """A device that was merged leaves its place to the other; one that was forgotten leaves the map."""
        nodes = self.model.document.nodes
        lost = [device for device in gone if device in nodes]
        if not lost:
            return
        heirs = {into: nodes[device] for device in lost if (into := gone[device]) is not None and into not in nodes}
        put = PutItems(nodes=tuple(replace(node, device=device) for device, node in heirs.items()))
        drop = DropItems(nodes=tuple(lost))
        self.model.edit_quietly(Together(changes=(put, drop)) if heirs else drop)

    @Slot(object)
    def _take_statuses(self, devices: set[DeviceId]) -> None:
        if self.scene.take_statuses(devices):
            self.updated.emit()

    @Slot()
    def _links_soon(self) -> None:
        if not self._links.isActive():
            self._links.start()

    @Slot()
    def _take_links(self) -> None:
        self.scene.take_links()
        self.redrawn.emit()

    @Slot(object)
    def _take_loads(self, links: set[str]) -> None:
        if self.scene.take_loads(links):
            self.recolored.emit()
