"""Which neighbourhood the map draws: the wires, or what the protocols above them have built."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from nocscape.model.net import Layer, Link
from nocscape.model.status import LinkState


class MapLayer(StrEnum):
    """Views of one graph. VLAN and spanning tree are properties of wires, the others have links of their own."""

    PHYSICAL = "physical"
    SUBNET = "subnet"
    VLAN = "vlan"
    STP = "stp"
    OSPF = "ospf"
    BGP = "bgp"
    ISIS = "isis"


class Layers(QObject):
    """The layer that is drawn; `changed` comes where it is another one than before."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current = MapLayer.PHYSICAL
        self._vlan: int | None = None

    @property
    def current(self) -> MapLayer:
        """The layer that is drawn."""
        return self._current

    @property
    def vlan(self) -> int | None:
        """The VLAN that is drawn in the VLAN layer; None draws every link that carries one."""
        return self._vlan

    def choose(self, layer: MapLayer, vlan: int | None = None) -> None:
        """Draw this layer; `vlan` counts in the VLAN layer alone."""
        after = layer, vlan if layer is MapLayer.VLAN else None
        if after != (self._current, self._vlan):
            self._current, self._vlan = after
            self.changed.emit()

    def shows(self, link: Link) -> bool:
        """Whether a link belongs to the layer that is drawn."""
        match self._current:
            case MapLayer.VLAN:
                is_carried = self._vlan in link.vlans if self._vlan is not None else bool(link.vlans)
                return link.layer is Layer.PHYSICAL and is_carried
            case MapLayer.STP:
                return link.layer is Layer.PHYSICAL and in_tree(link)
            case layer:
                return link.layer.value == layer.value


def in_tree(link: Link) -> bool:
    """Whether a spanning tree speaks of a link: it blocks it, or gave evidence of it."""
    return link.state is LinkState.BLOCKED or any(evidence.source == "stp" for evidence in link.evidence)


def layers_of(links: Iterable[Link]) -> set[MapLayer]:
    """The layers in which these links can be seen; the wires always."""
    found = {MapLayer.PHYSICAL}
    for link in links:
        found.add(MapLayer(link.layer.value))
        if link.layer is Layer.PHYSICAL:
            found.update({MapLayer.VLAN} if link.vlans else ())
            found.update({MapLayer.STP} if in_tree(link) else ())
    return found
