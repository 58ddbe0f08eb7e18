"""A map of a time that is over, shown by all that shows the present one.

Its network stands still in a mirror of its own behind a line on which nothing ever comes, so that scene, painters,
cards and screen readers need not know that it is the past.
"""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject

from nocscape.console.bridge import Bridge
from nocscape.console.map.sheet import Look, Sheet
from nocscape.console.selection import Selection
from nocscape.engine.client import EngineClient
from nocscape.model.batches import Batch, DeviceChanged, LinksChanged, LoadChanged, MapLoaded, StatusChanged
from nocscape.model.commands import Command
from nocscape.model.mapdoc import MapDocument
from nocscape.model.past import NetworkThen


class StillLine:
    """A line on which nothing comes and to which nothing can be sent."""

    is_open = True

    def send(self, command: Command) -> None:
        """The past takes no commands."""
        raise ConnectionError(type(command.ask).__name__)

    def receive(self, timeout_s: float = 0.0) -> list[Batch]:  # noqa: ARG002 - the protocol's
        """Nothing happens any more."""
        return []

    def close(self) -> None:
        """There is nothing to hang up."""


class StillSheet(Sheet):
    """One map of the past, locked; `discard` it when another time is shown."""

    def __init__(self, then: NetworkThen, now: MapDocument, selection: Selection, look: Look, parent: QObject) -> None:
        self._still = still_bridge(then, now)
        super().__init__(self._still, now.id, selection, parent, look)
        self._still.setParent(self)
        self.model.set_locked(True)

    def discard(self) -> None:
        """It is not shown any more."""
        self.close()
        self._still.close()
        self.deleteLater()


def still_bridge(then: NetworkThen, now: MapDocument) -> Bridge:
    """The network of `then` as a console would have heard of it, with the map that is `now` called like this."""
    bridge = Bridge(EngineClient(StillLine(), origin="console"))
    take = bridge.live.take
    for inventory in then.devices:
        take(DeviceChanged(inventory=inventory))
    take(LinksChanged(links=then.links))
    take(StatusChanged(devices=then.statuses))
    take(LoadChanged(loads=then.loads))
    take(MapLoaded(document=document_then(then, now)))
    return bridge


def has_places(then: NetworkThen, map_id: str) -> bool:
    """Whether anything stood on a map at that time."""
    return any(document.id == map_id and document.nodes for document in then.maps)


def document_then(then: NetworkThen, now: MapDocument) -> MapDocument:
    """The map as it stood; where it was empty still, what was known already stands where it stands now."""
    kept = next((document for document in then.maps if document.id == now.id and document.nodes), None)
    if kept is None:
        known = {inventory.device.id for inventory in then.devices}
        kept = replace(now, nodes={device: node for device, node in now.nodes.items() if device in known})
    return replace(kept, revision=max(1, kept.revision))
