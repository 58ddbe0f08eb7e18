"""The keyboard: arrows walk along links, Ctrl with arrows moves what is selected."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from nocscape.console.map.camera import Rect
from nocscape.console.map.item_edits import shifted
from nocscape.console.map.scene.scene import Scene
from nocscape.console.map.tools.gestures import SNAP
from nocscape.console.map.tools.stage import Stage
from nocscape.model.net import DeviceId

NUDGES = 1
"""Number of the series of small moves that are undone together."""

ZOOM_STEP = 1.25
_ARROWS = {
    int(Qt.Key.Key_Left): (-1.0, 0.0),
    int(Qt.Key.Key_Right): (1.0, 0.0),
    int(Qt.Key.Key_Up): (0.0, -1.0),
    int(Qt.Key.Key_Down): (0.0, 1.0),
}
_WIDEST = math.cos(math.radians(62))
_SIDEWAYS = 2.0
_EDGE_PX = 60.0


class Keys:
    """Turns key presses into moves of selection, camera and nodes."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._kept: tuple[DeviceId, ...] = ()

    def keep(self) -> None:
        """Space: the device that is looked at stays selected as arrows go on, or no longer does."""
        chosen = self._stage.selection.devices
        if not chosen:
            self._arrow((0.0, 1.0), Qt.KeyboardModifier.NoModifier)
            return
        kept = self._kept_of(chosen)
        self._kept = tuple(d for d in kept if d != chosen[0]) if chosen[0] in kept else (chosen[0], *kept)

    def _kept_of(self, chosen: Sequence[DeviceId]) -> tuple[DeviceId, ...]:
        """What was kept by Space, unless something else was selected since."""
        return self._kept if set(self._kept) <= set(chosen) else ()

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        if event.key() in _ARROWS:
            self._arrow(_ARROWS[event.key()], event.modifiers())
            return True
        return self._command(event)

    def _arrow(self, direction: tuple[float, float], modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self._nudge(direction, SNAP if modifiers & Qt.KeyboardModifier.ShiftModifier else 4 * SNAP)
            return
        chosen = self._stage.selection.devices
        there = step(self._stage.scene, chosen[0] if chosen else None, direction)
        if there is not None:
            held = chosen if modifiers & Qt.KeyboardModifier.ShiftModifier else self._kept_of(chosen)
            rest = [one for one in held if one != there]
            self._stage.select([there, *rest])
            self._reveal(there)

    def _command(self, event: QKeyEvent) -> bool:
        """Second keys of actions, which have only one each."""
        stage, key = self._stage, event.key()
        if event.keyCombination().toCombined() == _CTRL_Y:
            stage.model.redo()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and stage.selection.devices:
            stage.selection.open_device(stage.selection.devices[0])
        elif key == Qt.Key.Key_Equal:
            zoom(stage, ZOOM_STEP)
        else:
            return False
        return True

    def _nudge(self, direction: tuple[float, float], by: float) -> None:
        stage = self._stage
        if stage.model.is_locked:
            stage.tell_locked()
            return
        known = stage.scene.document.nodes
        chosen = [device for device in stage.selection.devices if device in known and not known[device].is_locked]
        dx, dy = direction[0] * by, direction[1] * by
        spots = {device: (known[device].x + dx, known[device].y + dy) for device in chosen}
        nodes = stage.scene.nodes
        name = nodes.names[nodes.row[chosen[0]]] if chosen else ""
        stage.model.do(shifted(stage.scene.document, spots, stage.picks, (dx, dy), name=name), series=NUDGES)

    def _reveal(self, device: DeviceId) -> None:
        """Bring a node into view where it is not."""
        stage, camera = self._stage, self._stage.camera
        x, y = camera.point(*stage.scene.nodes.xy[stage.scene.nodes.row[device]].tolist())
        room = Rect(_EDGE_PX, _EDGE_PX, camera.width - _EDGE_PX, camera.height - _EDGE_PX)
        if not room.holds(x, y):
            dx = min(0.0, room.right - x) + max(0.0, room.left - x)
            dy = min(0.0, room.bottom - y) + max(0.0, room.top - y)
            stage.fly(camera.panned(round(dx), round(dy)))


_CTRL_Y = int(Qt.Key.Key_Y) | int(Qt.KeyboardModifier.ControlModifier.value)


def zoom(stage: Stage, factor: float) -> None:
    """Nearer or farther around the middle of the view."""
    camera = stage.camera
    stage.fly(camera.zoomed(factor, camera.width / 2, camera.height / 2))


def step(scene: Scene, start: DeviceId | None, direction: tuple[float, float]) -> DeviceId | None:
    """The next device in a direction: the best neighbour along a link, else the best of all."""
    nodes = scene.nodes
    if not len(nodes):
        return None
    if start is None or start not in nodes.row:
        return nodes.ids[int(np.lexsort((nodes.xy[:, 0], nodes.xy[:, 1]))[0])]
    row = nodes.row[start]
    links = scene.links
    near = np.concatenate([links.b[links.a == row], links.a[links.b == row]])
    found = _best(scene, row, np.unique(near), direction)
    if found is None:
        found = _best(scene, row, np.delete(np.arange(len(nodes)), row), direction)
    return None if found is None else nodes.ids[found]


def _best(scene: Scene, row: int, rows: np.typing.NDArray[np.intp], direction: tuple[float, float]) -> int | None:
    """Of `rows`, the nearest that lies in the direction; what lies to the side counts as farther."""
    away = scene.nodes.xy[rows] - scene.nodes.xy[row]
    ahead = away @ np.array(direction)
    aside = np.abs(away @ np.array((direction[1], direction[0])))
    length = np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-9)
    cost = np.where(ahead / length >= _WIDEST, ahead + _SIDEWAYS * aside, np.inf)
    if not len(rows) or not np.isfinite(cost).any():
        return None
    return int(rows[int(np.argmin(cost))])
