"""The map for screen readers: a list of devices with name, state and neighbours; within each, its links."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, QPoint, QRect, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QColor, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from nocscape.base.i18n import tr
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.facts import link_card, spoken_link, spoken_name, spoken_neighbours
from nocscape.console.map.scene import hit
from nocscape.model.net import DeviceId, Link, LinkId


class _Spoken(QAccessibleInterface):
    """What all things on the map have in common: no object of their own, and colours."""

    def __init__(self, map_: SpokenMap) -> None:
        super().__init__()
        self._map = map_

    def object(self) -> QObject | None:  # type: ignore[override]  # the stubs know no interface without an object
        """It has none."""
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]  # as above
        """Where the map is."""
        return self._map.window()

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing can be written here."""

    def foregroundColor(self) -> QColor:
        """The colour of its name."""
        return self._map.canvas.theme.color("text")

    def backgroundColor(self) -> QColor:
        """The canvas."""
        return self._map.canvas.theme.color("bg")


class SpokenNode(_Spoken):
    """One device on the map."""

    def __init__(self, map_: SpokenMap, device: DeviceId) -> None:
        super().__init__(map_)
        self.device = device
        self._links: dict[LinkId, SpokenLink] = {}

    def isValid(self) -> bool:
        """Whether it still is on the map."""
        return self._map.isValid() and self.device in self._map.canvas.scene.nodes.row

    def parent(self) -> QAccessibleInterface:
        """The map."""
        return self._map

    def links(self) -> list[Link]:
        """Its links, in the order in which its neighbours are told."""
        return list(self._map.canvas.scene.live.links_of(self.device))

    def childCount(self) -> int:
        """How many links it has."""
        return len(self.links())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # the stubs know no None
        """One of its links."""
        links = self.links()
        return self._spoken(links[index].id) if 0 <= index < len(links) else None

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Its links are told one after the other, and not found by a point."""
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """The place of a link among them."""
        own = [link.id for link in self.links()]
        return own.index(child.link) if isinstance(child, SpokenLink) and child.link in own else -1

    def spoken_links(self) -> tuple[SpokenLink, ...]:
        """Those that were asked for."""
        return tuple(self._links.values())

    def _spoken(self, link: LinkId) -> SpokenLink:
        if link not in self._links:
            self._links[link] = SpokenLink(self._map, self, link)
        return self._links[link]

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
        """Selected, focused, out of view, or in a group that is collapsed."""
        canvas = self._map.canvas
        row = canvas.scene.nodes.row.get(self.device)
        state = QAccessible.State()
        state.selectable = state.focusable = 1
        chosen = canvas.selection.devices
        state.selected = int(self.device in chosen)
        state.focused = int(canvas.hasFocus() and chosen[:1] == (self.device,))
        if row is not None:
            state.invisible = int(bool(canvas.scene.folds.is_hidden[row]))
            state.offscreen = int(not canvas.camera.seen().holds(*canvas.scene.nodes.xy[row].tolist()))
        return state


class SpokenLink(_Spoken):
    """A link as one of its devices has it."""

    def __init__(self, map_: SpokenMap, node: SpokenNode, link: LinkId) -> None:
        super().__init__(map_)
        self.link = link
        self._node = node

    def isValid(self) -> bool:
        """Whether it still is known."""
        return self._node.isValid() and self.link in self._map.canvas.scene.live.links

    def parent(self) -> QAccessibleInterface:
        """The device."""
        return self._node

    def childCount(self) -> int:
        """None."""
        return 0

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # the stubs know no None
        """A link has no parts here."""
        return None

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """A link has no parts here."""
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        """None."""
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        """Where it leads and its state; ports, speed and traffic as description."""
        live = self._map.canvas.scene.live
        link = live.links.get(self.link)
        if link is None:
            return ""
        if kind is QAccessible.Text.Name:
            return spoken_link(live, link, self._node.device)
        if kind is QAccessible.Text.Description:
            return "; ".join(f"{label}: {value}" for label, value in link_card(live, link).facts)
        return ""

    def rect(self) -> QRect:
        """Where its device is."""
        return self._node.rect()

    def role(self) -> QAccessible.Role:
        """One of a list."""
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        """Selected where the operator looks at it."""
        state = QAccessible.State()
        state.selectable = 1
        state.selected = int(self._map.canvas.selection.link == self.link)
        return state


class SpokenMap(QAccessibleWidget):
    """The canvas as a list of devices, made as a screen reader asks for them.

    Qt deletes it with the canvas, and the binding keeps this half of it for ever. So with the canvas all that belongs
    to it goes: Qt knows the devices by numbers, and would be asked about devices of a map that is not there.
    """

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas, QAccessible.Role.List, tr("Network map"))
        self.canvas = canvas
        self._known: dict[DeviceId, SpokenNode] = {}
        canvas.destroyed.connect(self._let_go)

    @Slot()
    def _let_go(self) -> None:
        for node in self._known.values():
            for spoken in (*node.spoken_links(), node):
                QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(spoken))
        self._known.clear()
        del self.canvas

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


def is_listened_to() -> bool:
    """Whether a screen reader, or anything else of its kind, is at work."""
    return QAccessible.isActive()


def send(event: QAccessibleEvent) -> None:
    """Hand an event to Qt's bridge to screen readers."""
    QAccessible.updateAccessibility(event)


class Speaker:
    """Tells a screen reader, where there is one, about the device that the operator looks at."""

    def __init__(self, canvas: MapCanvas) -> None:
        self._canvas = canvas
        self._said = ""

    def say_focus(self) -> None:
        """Another device is looked at."""
        self._tell(QAccessible.Event.Focus)

    def say_change(self) -> None:
        """States are different: the name of a device has its state in it."""
        if self._said and self._name() != self._said:
            self._tell(QAccessible.Event.NameChanged)

    def _name(self) -> str:
        """What is said of the device that is looked at; nothing where none is."""
        row, scene = self._row(), self._canvas.scene
        return spoken_name(scene.live, scene.nodes.ids[row], scene.nodes.names[row]) if row is not None else ""

    def _row(self) -> int | None:
        chosen = self._canvas.selection.devices
        return self._canvas.scene.nodes.row.get(chosen[0]) if chosen else None

    def _tell(self, kind: QAccessible.Event) -> None:
        row = self._row()
        if row is None or not is_listened_to():
            return
        self._said = self._name()
        event = QAccessibleEvent(self._canvas, kind)
        event.setChild(row)
        send(event)
