"""Devices dragged onto the map from the tree or the arrivals box, and files from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QPainter, QPen

from nocscape.console.live import LiveNetwork
from nocscape.console.map import edits
from nocscape.console.map.camera import Camera
from nocscape.console.map.exchange.files import READ
from nocscape.console.map.exchange.images import IMAGE_SUFFIXES
from nocscape.console.map.geometry import CHIP_LARGE, CHIP_MEDIUM, LABEL_MAX, NODE_HEIGHT
from nocscape.console.map.scene import hit
from nocscape.console.map.tools.gestures import SNAP
from nocscape.console.map.tools.stage import Stage
from nocscape.console.selection import DEVICES_MIME
from nocscape.console.theme import RADIUS_NODE, Theme
from nocscape.model.net import DeviceId

MAX_BYTES = 8 << 20
MOST_FILES = 20
_STEP_X = max(CHIP_LARGE, LABEL_MAX * 0.7)
_STEP_Y = NODE_HEIGHT + 24.0


def dropped_devices(mime: QMimeData, live: LiveNetwork) -> list[DeviceId]:
    """Known devices that are dragged; another program's data that only looks alike gives none."""
    if not mime.hasFormat(DEVICES_MIME):
        return []
    raw = mime.data(DEVICES_MIME).data()
    if len(raw) > MAX_BYTES:
        return []
    try:
        ids = msgspec.json.decode(raw, type=list[str])
    except msgspec.DecodeError:
        return []
    return [device for device in dict.fromkeys(ids) if device in live.devices]


def dropped_files(mime: QMimeData) -> tuple[Path, ...]:
    """Files of this computer that are dragged and that a map can take."""
    paths = (Path(url.toLocalFile()) for url in mime.urls()[:MOST_FILES] if url.isLocalFile())
    return tuple(path for path in paths if path.suffix[1:].casefold() in (*READ, *IMAGE_SUFFIXES))


def spots_around(devices: list[DeviceId], x: float, y: float) -> dict[DeviceId, tuple[float, float]]:
    """Places for devices dropped at a point of the scene: a block of rows with the point in its middle."""
    columns = max(1, math.ceil(math.sqrt(len(devices) * 1.6)))
    rows = math.ceil(len(devices) / columns)
    left = x - (min(columns, len(devices)) - 1) * _STEP_X / 2
    top = y - (rows - 1) * _STEP_Y / 2
    return {
        device: (
            round((left + (i % columns) * _STEP_X) / SNAP) * SNAP,
            round((top + (i // columns) * _STEP_Y) / SNAP) * SNAP,
        )
        for i, device in enumerate(devices)
    }


def draw_drop(painter: QPainter, theme: Theme, camera: Camera, devices: list[DeviceId], at: QPointF) -> None:
    """Where devices that are dragged over the map would be put."""
    spots = spots_around(devices, *camera.to_scene(at.x(), at.y()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent"), 1.5, Qt.PenStyle.DashLine))
    painter.setBrush(theme.color("chip"))
    side, radius = CHIP_MEDIUM * camera.scale, RADIUS_NODE * camera.scale
    for spot in spots.values():
        x, y = camera.point(*spot)
        painter.drawRoundedRect(QRectF(x - side / 2, y - side / 2, side, side), radius, radius)


class Drops:
    """What is dragged over a map: where it would be put, and what becomes of it when it is let go."""

    def __init__(self, stage: Stage, on_files: Callable[[tuple[Path, ...], float, float], None]) -> None:
        self._stage = stage
        self._on_files = on_files
        self._hovering: tuple[list[DeviceId], QPointF] | None = None

    def hover(self, event: QDragMoveEvent) -> None:
        """Devices, or files that can be taken, are over the map."""
        model, mime = self._stage.model, event.mimeData()
        devices = [] if model.is_locked else dropped_devices(mime, self._stage.scene.live)
        self._hovering = (devices, event.position()) if devices else None
        self._stage.update()
        is_taken = bool(devices or (not model.is_locked and dropped_files(mime)))
        event.setAccepted(is_taken)
        if is_taken:
            event.acceptProposedAction()

    def leave(self) -> bool:
        """They went elsewhere, or Esc was pressed; whether there were any."""
        was_hovering, self._hovering = self._hovering is not None, None
        self._stage.update()
        return was_hovering

    def drop(self, event: QDropEvent) -> bool:
        """Put devices down as one edit; they join the frame they were dropped in. Whether devices were put."""
        self.leave()
        stage = self._stage
        if stage.model.is_locked:
            stage.tell_locked()
            return False
        at = stage.camera.to_scene(event.position().x(), event.position().y())
        devices = dropped_devices(event.mimeData(), stage.scene.live)
        if not devices and (files := dropped_files(event.mimeData())):
            event.acceptProposedAction()
            self._on_files(files, *at)
        if not devices:
            return False
        group = hit.frame_at(stage.scene, *at)
        name = stage.scene.live.devices[devices[0]].device.shown_name()
        spots = spots_around(devices, *at)
        stage.model.do(edits.placed(stage.model.document, spots, dict.fromkeys(devices, group), name))
        stage.select(devices)
        event.acceptProposedAction()
        return True

    def paint(self, painter: QPainter) -> None:
        """Outlines of what would be put."""
        if self._hovering is not None:
            draw_drop(painter, self._stage.theme, self._stage.camera, *self._hovering)
