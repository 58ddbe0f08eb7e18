"""The map for screen readers: a list of devices, each with its name, state and neighbours."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QColor, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from nocscape.base.i18n import tr
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.facts import spoken_name, spoken_neighbours
from nocscape.console.map.scene import hit
from nocscape.model.net import DeviceId


class SpokenNode(QAccessibleInterface):
    """One device on the map."""

    def __init__(self, map_: SpokenMap, device: DeviceId) -> None:
        super().__init__()
        self.device = device
        self._map = map_

    def isValid(self) -> bool:
        """Whether it still is on the map."""
        return self._map.isValid() and self.device in self._map.canvas.scene.nodes.row

    def object(self) -> QObject | None:  # type: ignore[override]  # the stubs know no interface without an object
        """It has none."""
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]  # as above
        """Where the map is."""
        return self._map.window()

    def parent(self) -> QAccessibleInterface:
        """The map."""
        return self._map

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # as above
        """A device has no parts here."""
        return None

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """A device has no parts here."""
        return None

    def childCount(self) -> int:
        """None."""
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        """None."""
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        """Name with kind and state; the neighbours as description."""
        scene = self._map.canvas.scene
        row = scene.nodes.row.get(self.device)
        if row is None:
            return ""
        if kind is QAccessible.Text.Name:
            return spoken_name(scene.live, self.device, scene.nodes.names[row])
        if kind is QAccessible.Text.Description:
            return spoken_neighbours(scene.live, self.device)
        return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing can be written here."""

    def rect(self) -> QRect:
        """Its body on the screen."""
        canvas = self._map.canvas
        row = canvas.scene.nodes.row.get(self.device)
        if row is None:
            return QRect()
        x, y = canvas.camera.point(*canvas.scene.nodes.xy[row].tolist())
        side = float(canvas.scene.nodes.side[row]) * canvas.camera.scale
        corner = canvas.mapToGlobal(QPoint(round(x - side / 2), round(y - side / 2)))
        return QRect(corner.x(), corner.y(), round(side), round(side))

    def role(self) -> QAccessible.Role:
        """One of a list."""
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        """Selected, focused, or out of view."""
        canvas = self._map.canvas
        state = QAccessible.State()
        state.selectable = state.focusable = 1
        chosen = canvas.selection.devices
        state.selected = int(self.device in chosen)
        state.focused = int(canvas.hasFocus() and chosen[:1] == (self.device,))
        return state

    def foregroundColor(self) -> QColor:
        """The colour of its name."""
        return self._map.canvas.theme.color("text")

    def backgroundColor(self) -> QColor:
        """The canvas."""
        return self._map.canvas.theme.color("bg")


class SpokenMap(QAccessibleWidget):
    """The canvas as a list of devices, made as a screen reader asks for them."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas, QAccessible.Role.List, tr("Network map"))
        self.canvas = canvas
        self._known: dict[DeviceId, SpokenNode] = {}

    def childCount(self) -> int:
        """Devices on the map."""
        return len(self.canvas.scene.nodes)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # the stubs know no None
        """A device by its row."""
        ids = self.canvas.scene.nodes.ids
        return self.node(ids[index]) if 0 <= index < len(ids) else None

    def node(self, device: DeviceId) -> SpokenNode:
        """What is said about a device."""
        if device not in self._known:
            self._known[device] = SpokenNode(self, device)
        return self._known[device]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """The row of a device."""
        return self.canvas.scene.nodes.row.get(child.device, -1) if isinstance(child, SpokenNode) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """The device at a point of the screen."""
        at = self.canvas.mapFromGlobal(QPoint(x, y))
        row = hit.node_at(self.canvas.scene, self.canvas.camera, at.x(), at.y())
        return None if row is None else self.child(row)

    def text(self, kind: QAccessible.Text) -> str:
        """What it is, and how to use it."""
        if kind is QAccessible.Text.Name:
            return tr("Network map")
        if kind is QAccessible.Text.Description:
            return tr("Arrow keys walk along links, Space keeps a device selected, Enter looks inside it")
        return ""


def _speak(_name: str, thing: QObject) -> QAccessibleInterface | None:
    return SpokenMap(thing) if isinstance(thing, MapCanvas) else None


@cache
def install() -> None:
    """Tell Qt how a map is spoken; once in the life of the program."""
    QAccessible.installFactory(_speak)


def say_focus(canvas: MapCanvas) -> None:
    """Tell a screen reader, where there is one, which device is looked at now."""
    chosen = canvas.selection.devices
    row = canvas.scene.nodes.row.get(chosen[0]) if chosen else None
    if row is None or not QAccessible.isActive():
        return
    event = QAccessibleEvent(canvas, QAccessible.Event.Focus)
    event.setChild(row)
    QAccessible.updateAccessibility(event)
