"""Names of devices, and their addresses where one looks closely."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
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
_MOST_CUT = 40


_MARGIN_PX = 1200
"""How far the map may be pushed until names are placed anew."""
_MOST_PLACED = 4_000


class _Name(NamedTuple):
    """A name as it is drawn, with its size in view pixels."""

    picture: QPixmap
    width: float
    height: float


class _Place(NamedTuple):
    """A name that has found room, as it is drawn from the middle of its node, in view pixels."""

    picture: QPixmap
    dx: float
    dy: float


class _Layer:
    """Where names stand on a map of one scale, None for those without room: while it is pushed they stay so."""

    def __init__(self, key: tuple[object, ...], camera: Camera) -> None:
        self.key = key
        self.places: dict[int, _Place | None] = {}
        self.room = Room.of_view(camera, _MARGIN_PX)
        self.bodies = Room.of_view(camera, _MARGIN_PX)
        """Room that names leave, and that bodies of nodes do."""
        self._at = camera.point(0.0, 0.0)

    def follow(self, camera: Camera) -> bool:
        """Go with the map; False where it was pushed so far that names are better placed anew."""
        x, y = camera.point(0.0, 0.0)
        shift = x - self._at[0], y - self._at[1]
        self.room, self.bodies = self.room.shifted(*shift), self.bodies.shifted(*shift)
        self._at = x, y
        return self.room.is_around(LABEL_MAX) and len(self.places) < _MOST_PLACED


class NamePainter:
    """Draws names; where the map is small, those that matter most get what room there is."""

    def __init__(self, theme: Theme, labels: LabelCache) -> None:
        self._theme = theme
        self._labels = labels
        self._layer: _Layer | None = None

    def forget(self) -> None:
        """The theme is different: draw everything anew."""
        self._layer = None

    def draw(self, painter: QPainter, scene: Scene, rows: Rows, middles: Array, camera: Camera, ratio: float) -> Room:
        """Names of the nodes of these rows, whose bodies are at these view pixels; returns what room both leave."""
        if camera.scale <= FAR:
            return Room.of_view(camera)
        rows, middles = _named(scene, rows, middles, camera.scale)
        layer = self._layer_for(scene, camera, ratio)
        places, new, draw = layer.places, [], painter.drawPixmap
        for row, (x, y) in zip(rows.tolist(), middles.tolist(), strict=True):
            if row not in places:
                new.append((row, x, y))
            elif (place := places[row]) is not None:
                draw(round(x + place.dx), round(y + place.dy), place.picture)
        if new:
            self._place(painter, scene, new, layer, camera.scale, ratio)
            at = np.array([(x, y) for _, x, y in new])
            layer.bodies.block(at, scene.nodes.side[[row for row, _, _ in new]] * camera.scale / 2)
        if camera.scale >= PORTS:
            below = middles[:, 1] + _below(scene, rows, camera.scale) + 15.0
            self._draw_addresses(painter, scene, rows, middles[:, 0], below, ratio)
        return layer.room.joined(layer.bodies)

    def _layer_for(self, scene: Scene, camera: Camera, ratio: float) -> _Layer:
        """The one that is known, as long as nothing but the place of the camera is different."""
        key = (scene, scene.revision, scene.nodes.is_selected.tobytes(), camera.scale, camera.height, ratio)
        layer, self._layer = self._layer, None
        if layer is None or layer.key != key or scene.is_moving or not layer.follow(camera):
            layer = _Layer(key, camera)
        if not scene.is_moving:
            self._layer = layer
        return layer

    def _place(
        self,
        painter: QPainter,
        scene: Scene,
        new: list[tuple[int, float, float]],
        layer: _Layer,
        scale: float,
        ratio: float,
    ) -> None:
        """Find room for names that came into view: whole, else in small letters, else cut."""
        size = 1.0 if scale >= FULL_NAMES else _SMALL
        is_roomy = scale >= _ROOMY * self._theme.text_scale
        below = _below(scene, np.array([row for row, _, _ in new], dtype=np.intp), scale).tolist()
        crowded: list[tuple[int, float, float, float]] = []
        for (row, x, y), down in zip(new, below, strict=True):
            side = scene.label_sides.get(scene.nodes.ids[row])
            name = self._name(scene.nodes.names[row], ratio, size, LABEL_MAX) if side != "hidden" else None
            if name is None:
                if side == "hidden":
                    layer.places[row] = None
                continue
            left, top = x - name.width / 2, y + down
            if side is not None:
                half = float(scene.nodes.side[row]) * scale / 2
                left, top = beside(side, (x, y), half, (name.width, name.height))
            if _takes(layer.room, name, left, top) or is_roomy:
                layer.places[row] = self._draw_at(painter, name, (x, y), (left, top))
            elif side is None and scale >= NAMES:
                crowded.append((row, x, y, down))
            else:
                layer.places[row] = None
        cuts_px = _CUTS_PX if size > _SMALL else _CUTS_PX[1:]
        for row, x, y, down in crowded[:_MOST_CUT]:
            place = self._squeeze(painter, scene.nodes.names[row], (x, y), down, cuts_px, layer.room, ratio)
            if place is not None or not self._labels.is_behind:
                layer.places[row] = place
        self._labels.is_behind |= len(crowded) > _MOST_CUT

    def _squeeze(
        self,
        painter: QPainter,
        text: str,
        middle: tuple[float, float],
        down: float,
        cuts_px: tuple[float, ...],
        room: Room,
        ratio: float,
    ) -> _Place | None:
        """A name that lies on others, as long as there is room for it."""
        x, y = middle
        for most_px in cuts_px:
            name = self._name(text, ratio, _SMALL, most_px)
            if name is not None and _takes(room, name, x - name.width / 2, y + down):
                return self._draw_at(painter, name, middle, (x - name.width / 2, y + down))
        return None

    def _name(self, text: str, ratio: float, size: float, most_px: float) -> _Name | None:
        label = self._labels.get(text, ratio, size=size, most_px=most_px * self._theme.text_scale)
        return _Name(label, label.width() / ratio, label.height() / ratio) if label is not None else None

    @staticmethod
    def _draw_at(painter: QPainter, name: _Name, middle: tuple[float, float], corner: tuple[float, float]) -> _Place:
        painter.drawPixmap(round(corner[0]), round(corner[1]), name.picture)
        return _Place(name.picture, corner[0] - middle[0], corner[1] - middle[1])

    def _draw_addresses(self, painter: QPainter, scene: Scene, rows: Rows, xs: Array, ys: Array, ratio: float) -> None:
        for row, x, y in zip(rows.tolist(), xs.tolist(), ys.tolist(), strict=True):
            known = scene.live.devices.get(scene.nodes.ids[row])
            address = known.device.endpoint.address if known else ""
            if not address or address == scene.nodes.names[row]:
                continue
            label = self._labels.get(address, ratio, tint="dim", role="small")
            if label is not None:
                painter.drawPixmap(round(x - label.width() / (2 * ratio)), round(y), label)


def _below(scene: Scene, rows: Rows, scale: float) -> Array:
    """How far below the middle of their nodes names begin, in view pixels."""
    down: Array = scene.nodes.side[rows] * scale / 2 + (4.0 if scale >= 1.0 else 1.0) - HALO_PX
    return down


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
