"""All nodes of a map as parallel arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nocscape.console.live import LiveNetwork
from nocscape.console.map.geometry import CHIP_LARGE, CHIP_MEDIUM, chip_side, node_width
from nocscape.console.map.scene.styles import Style
from nocscape.model.mapdoc import Node
from nocscape.model.net import DeviceId, Kind
from nocscape.model.status import Status

KINDS: tuple[Kind, ...] = tuple(Kind)
STATUSES: tuple[Status, ...] = tuple(sorted(Status, key=lambda status: status.rank))
"""Codes in the arrays are positions in these; a higher status code is worse."""

KIND_CODE = {kind: code for code, kind in enumerate(KINDS)}
STATUS_CODE = {status: code for code, status in enumerate(STATUSES)}
LEAST_BAD = STATUS_CODE[Status.WARNING]

MOST_LEVEL = 1 << 30

SIZES = (CHIP_MEDIUM - 4, CHIP_MEDIUM, CHIP_LARGE)


class NodeTable:
    """A row for each node, in no particular order; `row` finds it."""

    def __init__(self) -> None:
        self.ids: list[DeviceId] = []
        self.names: list[str] = []
        self.row: dict[DeviceId, int] = {}
        self.xy = np.empty((0, 2))
        self.side = np.empty(0)
        self.half_width = np.empty(0)
        self.kind = np.empty(0, dtype=np.int16)
        self.status = np.empty(0, dtype=np.int16)
        self.is_ghost = np.empty(0, dtype=bool)
        self.is_selected = np.empty(0, dtype=bool)
        self.z = np.empty(0, dtype=np.int32)
        """Levels: of nodes that overlap, those of the highest are on top."""
        self.group: list[str | None] = []
        self._looks: dict[DeviceId, _Look] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def fill(self, nodes: Iterable[Node], live: LiveNetwork, selected: Iterable[DeviceId]) -> None:
        """Begin anew with these nodes."""
        nodes = list(nodes)
        chosen = set(selected)
        self.ids = [node.device for node in nodes]
        self.row = {device: row for row, device in enumerate(self.ids)}
        self.xy = np.array([(node.x, node.y) for node in nodes], dtype=np.float64).reshape(-1, 2)
        self.group = [node.group for node in nodes]
        self.z = np.array([bounded_level(node.z) if node.z else 0 for node in nodes], dtype=np.int32)
        self.is_selected = np.fromiter(map(chosen.__contains__, self.ids), dtype=bool, count=len(nodes))
        looks = [self._look(node, live) for node in nodes]
        self.names = [look.name for look in looks]
        self.kind = np.array([look.kind for look in looks], dtype=np.int16)
        self.is_ghost = np.array([look.is_ghost for look in looks], dtype=bool)
        self.side = np.array([look.side for look in looks], dtype=np.float64)
        self.half_width = np.array([look.half_width for look in looks], dtype=np.float64)
        self.status = _codes(self.ids, live)

    def put(self, nodes: Iterable[Node], live: LiveNetwork) -> None:
        """Bring known nodes up to date and append new ones."""
        new: list[Node] = []
        for node in nodes:
            row = self.row.get(node.device)
            if row is None:
                new.append(node)
            else:
                self.xy[row] = node.x, node.y
                self.group[row] = node.group
                self.z[row] = bounded_level(node.z)
                self._learn(row, node, live)
        if new:
            self._append(new, live)

    def drop(self, devices: Iterable[DeviceId]) -> None:
        """Take nodes out; rows of others move."""
        gone = [self.row[device] for device in devices if device in self.row]
        if not gone:
            return
        keep = np.ones(len(self), dtype=bool)
        keep[gone] = False
        kept = np.flatnonzero(keep).tolist()
        self.ids = [self.ids[row] for row in kept]
        self.names = [self.names[row] for row in kept]
        self.group = [self.group[row] for row in kept]
        self.row = {device: row for row, device in enumerate(self.ids)}
        self.xy, self.side, self.half_width = self.xy[keep], self.side[keep], self.half_width[keep]
        self.kind, self.status, self.z = self.kind[keep], self.status[keep], self.z[keep]
        self.is_ghost, self.is_selected = self.is_ghost[keep], self.is_selected[keep]

    def take_devices(self, devices: Iterable[DeviceId], nodes: Mapping[DeviceId, Node], live: LiveNetwork) -> bool:
        """Devices are different or gone: their names, their kinds; whether any is on the map."""
        is_shown = False
        for device in devices:
            self._looks.pop(device, None)
            row = self.row.get(device)
            if row is not None:
                self._learn(row, nodes[device], live)
                is_shown = True
        return is_shown

    def take_statuses(self, devices: Iterable[DeviceId], live: LiveNetwork) -> bool:
        """Read states anew; whether any is different."""
        is_different = False
        for device in devices:
            row = self.row.get(device)
            if row is not None and self.status[row] != (code := STATUS_CODE[live.status(device)]):
                self.status[row] = code
                is_different = True
        return is_different

    def take_symbols(self, devices: Iterable[DeviceId], styles: Mapping[DeviceId, Style], live: LiveNetwork) -> None:
        """Give nodes the symbol that a rule names, else that of their kind."""
        for device in devices:
            if (row := self.row.get(device)) is not None:
                known, style = live.devices.get(device), styles.get(device)
                kind = known.device.kind if known is not None else Kind.UNKNOWN
                self.kind[row] = KIND_CODE[(style.symbol if style is not None else None) or kind]

    def select(self, devices: Iterable[DeviceId]) -> None:
        """Mark these and no others."""
        self.is_selected[:] = False
        self.is_selected[[self.row[device] for device in devices if device in self.row]] = True

    def _learn(self, row: int, node: Node, live: LiveNetwork) -> None:
        look = self._look(node, live)
        self.names[row], self.kind[row], self.is_ghost[row] = look.name, look.kind, look.is_ghost
        self.side[row], self.half_width[row] = look.side, look.half_width
        self.status[row] = STATUS_CODE[live.status(node.device)]

    def _look(self, node: Node, live: LiveNetwork) -> _Look:
        """What is read from a device once, until it is told to be different; an own label is not kept."""
        known = self._looks.get(node.device)
        if known is None or node.label:
            known = _read(node, live)
            if not node.label:
                self._looks[node.device] = known
        return known

    def _append(self, nodes: list[Node], live: LiveNetwork) -> None:
        more = NodeTable()
        more._looks = self._looks
        more.fill(nodes, live, ())
        before = len(self)
        self.ids += more.ids
        self.names += more.names
        self.group += more.group
        self.row |= {device: before + row for row, device in enumerate(more.ids)}
        self.xy = np.concatenate([self.xy, more.xy])
        self.side = np.concatenate([self.side, more.side])
        self.half_width = np.concatenate([self.half_width, more.half_width])
        self.kind = np.concatenate([self.kind, more.kind])
        self.status = np.concatenate([self.status, more.status])
        self.z = np.concatenate([self.z, more.z])
        self.is_ghost = np.concatenate([self.is_ghost, more.is_ghost])
        self.is_selected = np.concatenate([self.is_selected, more.is_selected])


def held_by(node: Node) -> str:
    """The icon that says what holds a node in its place; empty where nothing does."""
    return "lock" if node.is_locked else "pin" if node.is_pinned else ""


def bounded_level(z: int) -> int:
    """A level as the arrays can hold it, whatever a file of strangers says."""
    return max(-MOST_LEVEL, min(MOST_LEVEL, z))


class _Look(NamedTuple):
    """What the picture of a node depends on, but for its state."""

    name: str
    kind: int
    is_ghost: bool
    side: float
    half_width: float


def _read(node: Node, live: LiveNetwork) -> _Look:
    known = live.devices.get(node.device)
    kind = known.device.kind if known is not None else Kind.UNKNOWN
    name = node.label or (known.device.shown_name() if known is not None else node.device)
    side = chip_side(kind)
    is_ghost = known is None or known.device.is_ghost
    return _Look(name, KIND_CODE[kind], is_ghost, side, node_width(name, side) / 2)


def _codes(devices: Iterable[DeviceId], live: LiveNetwork) -> npt.NDArray[np.int16]:
    known, nothing = live.statuses, STATUS_CODE[Status.UNKNOWN]
    return np.array([STATUS_CODE[s.status] if (s := known.get(d)) else nothing for d in devices], dtype=np.int16)
