"""Names of devices, and their addresses where one looks closely."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap

from nocscape.console.map.camera import FAR, FULL_NAMES, NAMES, PORTS, Camera
from nocscape.console.map.geometry import LABEL_MAX
from nocscape.console.map.paint.labels import HALO_PX, LabelCache, beside
from nocscape.console.map.paint.room import Room
from nocscape.console.map.scene.nodes import LEAST_BAD, SIZES
from nocscape.console.map.scene.scene import Scene
from nocscape.console.theme import Theme

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_SOME_NAMES = 0.34
"""From this scale on the devices that carry others, and those in trouble, have their names."""

_ROOMY = 0.95
"""From this scale on the layout leaves room for every name."""

_SMALL = 0.84
_CUTS_PX = (LABEL_MAX, 50.0)
"""Where a name finds no room it is tried in small letters, and then cut to this."""
_MOST_CUT = 80


_MOST_KNOWN = 800


class _Name(NamedTuple):
    """A name as it is drawn, with its size in view pixels."""

    picture: QPixmap
    width: float
    height: float


class NamePainter:
    """Draws names; where the map is small, those that matter most get what room there is."""

    def __init__(self, theme: Theme, labels: LabelCache) -> None:
        self._theme = theme
        self._labels = labels
        self._known: dict[str, _Name] = {}
        self._known_for = (0.0, 0.0)

    def forget(self) -> None:
        """The theme is different: draw everything anew."""
        self._known.clear()

    def draw(self, painter: QPainter, scene: Scene, rows: Rows, middles: Array, camera: Camera, ratio: float) -> Room:
        """Names of the nodes of these rows, whose bodies are at these view pixels; returns what room they leave."""
        nodes, scale = scene.nodes, camera.scale
        room = Room(camera)
        if scale <= FAR:
            return room
        rows, middles = _named(scene, rows, middles, scale)
        below = middles[:, 1] + nodes.side[rows] * scale / 2 + (4.0 if scale >= 1.0 else 1.0) - HALO_PX
        is_roomy = scale >= _ROOMY * self._theme.text_scale
        size = 1.0 if scale >= FULL_NAMES else _SMALL
        self._begin(size, ratio)
        sides = scene.label_sides
        crowded: list[tuple[str, float, float]] = []
        for row, (x, middle), y in zip(rows.tolist(), middles.tolist(), below.tolist(), strict=True):
            name = self._name(nodes.names[row], size, ratio)
            side = sides.get(nodes.ids[row]) if sides else None
            if name is None or side == "hidden":
                continue
            left, top = x - name.width / 2, y
            if side is not None:
                half = float(nodes.side[row]) * scale / 2
                left, top = beside(side, (x, middle), half, (name.width, name.height))
            if _takes(room, name, left, top) or is_roomy:
                painter.drawPixmap(QPointF(round(left), round(top)), name.picture)
            elif side is None:
                crowded.append((nodes.names[row], x, y))
        if scale >= NAMES:
            cuts_px = _CUTS_PX if size > _SMALL else _CUTS_PX[1:]
            self._draw_crowded(painter, crowded[:_MOST_CUT], cuts_px, room, ratio)
        if scale >= PORTS:
            self._draw_addresses(painter, scene, rows, middles[:, 0], below + 15.0, ratio)
        return room

    def _begin(self, size: float, ratio: float) -> None:
        """What is known by name alone is of one size, and about what is in view."""
        if (size, ratio) != self._known_for or len(self._known) > _MOST_KNOWN:
            self._known.clear()
            self._known_for = (size, ratio)

    def _name(self, text: str, size: float, ratio: float) -> _Name | None:
        if (known := self._known.get(text)) is None:
            label = self._labels.get(text, ratio, size=size, most_px=LABEL_MAX * self._theme.text_scale)
            if label is None:
                return None
            known = self._known[text] = _sized(label, ratio)
        return known

    def _draw_crowded(
        self,
        painter: QPainter,
        crowded: list[tuple[str, float, float]],
        cuts_px: tuple[float, ...],
        room: Room,
        ratio: float,
    ) -> None:
        """Names that lie on others, each as long as there is room for it."""
        large = self._theme.text_scale
        for name, x, y in crowded:
            for most_px in cuts_px:
                label = self._labels.get(name, ratio, size=_SMALL, most_px=most_px * large)
                if label is None:
                    break
                cut = _sized(label, ratio)
                left = x - cut.width / 2
                if _takes(room, cut, left, y):
                    painter.drawPixmap(QPointF(round(left), round(y)), label)
                    break

    def _draw_addresses(self, painter: QPainter, scene: Scene, rows: Rows, xs: Array, ys: Array, ratio: float) -> None:
        for row, x, y in zip(rows.tolist(), xs.tolist(), ys.tolist(), strict=True):
            known = scene.live.devices.get(scene.nodes.ids[row])
            address = known.device.endpoint.address if known else ""
            if not address or address == scene.nodes.names[row]:
                continue
            label = self._labels.get(address, ratio, tint="dim", role="small")
            if label is not None:
                painter.drawPixmap(QPointF(round(x - label.width() / (2 * ratio)), round(y)), label)


def _sized(label: QPixmap, ratio: float) -> _Name:
    return _Name(label, label.width() / ratio, label.height() / ratio)


def _takes(room: Room, name: _Name, left: float, top: float) -> bool:
    """Whether there is room for the letters of a name; its halo may lie on others."""
    return room.take(left + 2 * HALO_PX, top + HALO_PX, name.width - 4 * HALO_PX, name.height - 3 * HALO_PX)


def _named(scene: Scene, rows: Rows, middles: Array, scale: float) -> tuple[Rows, Array]:
    """Which nodes have names at this scale, the most important ones first."""
    nodes = scene.nodes
    is_chosen, is_bad = nodes.is_selected[rows], nodes.status[rows] >= LEAST_BAD
    is_large = nodes.side[rows] == SIZES[-1]
    if scale < NAMES:
        wanted = is_chosen | ((is_large | is_bad) & (scale >= _SOME_NAMES))
        rows, middles = rows[wanted], middles[wanted]
        is_chosen, is_bad, is_large = is_chosen[wanted], is_bad[wanted], is_large[wanted]
    order = np.lexsort((~is_large, ~is_bad, ~is_chosen))
    return rows[order], middles[order]
