"""Ports around a device, shown while links are drawn: a link is pulled from one to another."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from nocscape.base.text import one_line
from nocscape.console.live import LiveNetwork
from nocscape.console.map.tools.stage import Stage
from nocscape.console.parts.words import natural
from nocscape.model.net import DeviceId, Interface

MOST_PORTS = 56
"""A device with more says the rest in the dialog."""

_AWAY_PX, _DIAGONAL = 8.0, 1.3
_BETWEEN_PX = 9.0
_DOT_PX = 3.4
_REACH_PX = 5.0
_PHYSICAL = frozenset((6, 26, 62, 69, 117, 161))
"""ifType: Ethernet in its old and new words, and bundles (IANAifType-MIB)."""


class Spot(NamedTuple):
    """A port and where it is shown, in view pixels."""

    port: Interface
    x: float
    y: float
    is_used: bool


def ports_of(live: LiveNetwork, device: DeviceId) -> tuple[list[Interface], set[str | None]]:
    """The ports that a wire can end at in their natural order, and the keys of those in use."""
    known = live.devices.get(device)
    everything = list(known.interfaces) if known is not None else []
    wired = [port for port in everything if port.type in _PHYSICAL] or everything
    used = {port.interface for link in live.links_of(device) for port in (link.a, link.b) if port.device == device}
    return sorted(wired, key=lambda port: natural(port.name or port.descr))[:MOST_PORTS], used


def spots(stage: Stage, device: DeviceId) -> list[Spot]:
    """A ring around the body, the first port at its top, clockwise."""
    row = stage.scene.nodes.row.get(device)
    if row is None:
        return []
    ports, used = ports_of(stage.scene.live, device)
    x, y = stage.camera.point(*stage.scene.nodes.xy[row].tolist())
    radius = _radius(stage, row, len(ports))
    turns = (2 * math.pi * number / max(1, len(ports)) for number in range(len(ports)))
    return [
        Spot(port, x + radius * math.sin(turn), y - radius * math.cos(turn), port.key in used)
        for port, turn in zip(ports, turns, strict=True)
    ]


def port_at(stage: Stage, device: DeviceId, x: float, y: float) -> Interface | None:
    """The port of a device that is shown at a view pixel."""
    near = [(math.dist((spot.x, spot.y), (x, y)), spot.port) for spot in spots(stage, device)]
    distance, port = min(near, key=lambda pair: pair[0], default=(math.inf, None))
    return port if distance <= _REACH_PX else None


def is_around(stage: Stage, device: DeviceId, x: float, y: float) -> bool:
    """Whether a view pixel is inside the ring of ports of a device."""
    row = stage.scene.nodes.row.get(device)
    if row is None:
        return False
    count = len(ports_of(stage.scene.live, device)[0])
    middle = stage.camera.point(*stage.scene.nodes.xy[row].tolist())
    return math.dist(middle, (x, y)) <= _radius(stage, row, count) + _REACH_PX


def device_around(stage: Stage, x: float, y: float) -> DeviceId | None:
    """The nearest device in whose ring of ports a view pixel is."""
    nodes = stage.scene.nodes
    sx, sy = stage.camera.to_scene(x, y)
    away = np.hypot(nodes.xy[:, 0] - sx, nodes.xy[:, 1] - sy)
    away[stage.scene.folds.is_hidden] = np.inf
    if not len(away):
        return None
    nearest = nodes.ids[int(np.argmin(away))]
    return nearest if is_around(stage, nearest, x, y) else None


def draw_ports(painter: QPainter, stage: Stage, device: DeviceId, chosen: str | None) -> None:
    """Free ports as rings, those in use filled; the chosen one with its name."""
    theme = stage.theme
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for spot in spots(stage, device):
        is_chosen = spot.port.key == chosen
        painter.setPen(QPen(theme.color("accent" if is_chosen else "dim"), 2.0 if is_chosen else 1.2))
        painter.setBrush(theme.color("dim" if spot.is_used else "chip"))
        size = _DOT_PX * (1.5 if is_chosen else 1.0)
        painter.drawEllipse(QPointF(spot.x, spot.y), size, size)
        if is_chosen:
            _draw_name(painter, stage, spot)


def _draw_name(painter: QPainter, stage: Stage, spot: Spot) -> None:
    theme = stage.theme
    name = one_line(spot.port.name or spot.port.descr or spot.port.key, 40)
    font = theme.font("small")
    metrics = QFontMetricsF(font)
    plate = QRectF(
        spot.x + 8, spot.y - metrics.height() - 6, metrics.horizontalAdvance(name) + 12, metrics.height() + 4
    )
    painter.setPen(QPen(theme.color("accent"), 1.0))
    painter.setBrush(theme.color("panel"))
    painter.drawRoundedRect(plate, 4, 4)
    painter.setFont(font)
    painter.setPen(theme.color("text"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, name)


def _radius(stage: Stage, row: int, count: int) -> float:
    body = float(stage.scene.nodes.side[row]) * stage.camera.scale / 2
    return max(body * _DIAGONAL + _AWAY_PX, count * _BETWEEN_PX / (2 * math.pi))
