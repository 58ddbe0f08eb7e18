"""The switch between layers of the map: buttons where there is room, a list where there is not."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.console.bridge import Bridge
from nocscape.console.layers import Layers, MapLayer, layers_of
from nocscape.console.parts.fields import Choice
from nocscape.console.parts.language import Retranslated
from nocscape.console.theme import GRID

LAYER_WORDS: dict[MapLayer, str] = {
    MapLayer.PHYSICAL: mark("Physical"),
    MapLayer.SUBNET: mark("Subnets"),
    MapLayer.VLAN: mark("VLAN"),
    MapLayer.STP: mark("STP"),
    MapLayer.OSPF: mark("OSPF"),
    MapLayer.BGP: mark("BGP"),
    MapLayer.ISIS: mark("IS-IS"),
}
RECOUNT_MS = 1000


class LayerSwitch(Retranslated, QWidget):
    """Offers the layers in which there is anything to see; hidden while that is the wires alone."""

    def __init__(self, bridge: Bridge, layers: Layers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._layers = layers
        self._offered: list[MapLayer] = []
        self._room = 0
        self.buttons = Choice(())
        self.list = QComboBox()
        self.vlans = QComboBox()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(RECOUNT_MS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, GRID, 0)
        row.setSpacing(GRID)
        for widget in (self.buttons, self.list, self.vlans):
            row.addWidget(widget)
        for box in (self.list, self.vlans):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._connect()
        self.recount()

    def _connect(self) -> None:
        self.buttons.chosen.connect(self._chosen)
        self.list.activated.connect(self._listed)
        self.vlans.activated.connect(self._vlan_chosen)
        self._soon.timeout.connect(self.recount)
        self._bridge.links_changed.connect(self._links_changed)
        self._layers.changed.connect(self._show)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for place, layer in enumerate(self._offered):
            self.buttons.name(layer.value, tr(LAYER_WORDS[layer]))
            self.list.setItemText(place, tr(LAYER_WORDS[layer]))
        for widget in (self.buttons, self.list):
            widget.setAccessibleName(tr("Layer of the map"))
        self.vlans.setAccessibleName(tr("VLAN on the map"))
        if self.vlans.count():
            self.vlans.setItemText(0, tr("All VLANs"))
        self.set_room(self._room)

    def set_room(self, width: int) -> None:
        """Show buttons where they fit into so many pixels, else the list."""
        self._room = width
        taken = self.vlans.sizeHint().width() + GRID if self.vlans.isVisibleTo(self) else 0
        has_room = self.buttons.sizeHint().width() + taken + 2 * GRID <= width
        self.buttons.setVisible(has_room)
        self.list.setVisible(not has_room)

    @Slot(object, object)
    def _links_changed(self, _links: set[str], _gone: set[str]) -> None:
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def recount(self) -> None:
        """Look again in which layers there is anything, and which VLANs there are."""
        links = self._bridge.live.links.values()
        found = layers_of(links) | {self._layers.current}
        offered = [layer for layer in MapLayer if layer in found]
        if offered != self._offered:
            self._offered = offered
            self.buttons.offer(layer.value for layer in offered)
            self.list.clear()
            for layer in offered:
                self.list.addItem("", layer.value)
        self._offer_vlans(sorted({vlan for link in links for vlan in link.vlans}))
        self.setVisible(len(offered) > 1)
        self._show()
        self.retranslate()

    def _offer_vlans(self, vlans: list[int]) -> None:
        if [self.vlans.itemData(place) for place in range(1, self.vlans.count())] == vlans:
            return
        self.vlans.clear()
        self.vlans.addItem("", None)
        for vlan in vlans:
            self.vlans.addItem(str(vlan), vlan)

    @Slot()
    def _show(self) -> None:
        current = self._layers.current
        self.buttons.choose(current.value)
        self.list.setCurrentIndex(self.list.findData(current.value))
        self.vlans.setVisible(current is MapLayer.VLAN)
        self.vlans.setCurrentIndex(max(0, self.vlans.findData(self._layers.vlan)))
        self.set_room(self._room)

    @Slot(str)
    def _chosen(self, layer: str) -> None:
        self._layers.choose(MapLayer(layer))

    @Slot(int)
    def _listed(self, place: int) -> None:
        self._layers.choose(MapLayer(self.list.itemData(place)))

    @Slot(int)
    def _vlan_chosen(self, place: int) -> None:
        self._layers.choose(MapLayer.VLAN, self.vlans.itemData(place))
