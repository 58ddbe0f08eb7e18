"""Collapsed groups: which nodes they hide, and where the one node that stands for them is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from nocscape.console.map.geometry import CHIP_LARGE
from nocscape.console.map.scene.groups import around
from nocscape.console.map.scene.nodes import NodeTable
from nocscape.model.mapdoc import Group, Node
from nocscape.model.net import DeviceId

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

SIDE = CHIP_LARGE + 6.0
"""Side of the body that stands for a collapsed group."""


class Folds:
    """A place for each outermost collapsed group that has nodes; `of` says for each node which one hides it, else -1.

    Hidden nodes stand where their group stands, so that links, fits and searches find them there; the document keeps
    where they will be again.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.xy: Array = np.empty((0, 2))
        self.of: Rows = np.empty(0, dtype=np.intp)
        self._devices: set[DeviceId] = set()

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def is_hidden(self) -> npt.NDArray[np.bool_]:
        """For each node, whether a collapsed group hides it."""
        return self.of >= 0

    def fill(self, groups: Mapping[str, Group], known: Mapping[DeviceId, Node], nodes: NodeTable) -> bool:
        """Begin anew and put the rows of `nodes` where they are drawn; whether other nodes are hidden than before."""
        outermost = {group: fold for group in groups if (fold := _fold_of(group, groups)) is not None}
        rows = [row for row, group in enumerate(nodes.group) if group in outermost] if outermost else []
        names = [outermost[nodes.group[row] or ""] for row in rows]
        self.ids = sorted(set(names), key=lambda group: (groups[group].z, group))
        place = {name: i for i, name in enumerate(self.ids)}
        before, self.of = self._devices, np.full(len(nodes), -1, dtype=np.intp)
        self._devices = {nodes.ids[row] for row in rows}
        self._put_back(before - self._devices, known, nodes)
        self.of[rows] = [place[name] for name in names]
        self._gather(rows, known, nodes)
        return before != self._devices

    def _put_back(self, shown: set[DeviceId], known: Mapping[DeviceId, Node], nodes: NodeTable) -> None:
        for device in shown:
            if (row := nodes.row.get(device)) is not None:
                nodes.xy[row] = known[device].x, known[device].y

    def _gather(self, rows: list[int], known: Mapping[DeviceId, Node], nodes: NodeTable) -> None:
        """Each group in the middle of the box that holds its nodes."""
        self.xy = np.zeros((len(self), 2))
        if not rows:
            return
        spots = np.array([(known[nodes.ids[row]].x, known[nodes.ids[row]].y) for row in rows])
        places = self.of[rows]
        low, high = np.full((len(self), 2), np.inf), np.full((len(self), 2), -np.inf)
        np.minimum.at(low, places, spots)
        np.maximum.at(high, places, spots)
        self.xy = (low + high) / 2
        nodes.xy[rows] = self.xy[places]

    def shrink(self, frames: Array, row: Mapping[str, int], groups: Mapping[str, Group]) -> None:
        """Give collapsed groups the frame of their body, and groups inside them one without extent."""
        place = {name: i for i, name in enumerate(self.ids)}
        for group, at in row.items():
            fold = _fold_of(group, groups)
            if fold is not None and fold in place:
                half = SIDE / 2 if group == fold else 0.0
                x, y = self.xy[place[fold]].tolist()
                frames[at] = x - half, y - half, x + half, y + half


def _fold_of(group: str, groups: Mapping[str, Group]) -> str | None:
    """The outermost collapsed group that a group is in, which may be itself."""
    return next((outer for outer in reversed(around(group, groups)) if groups[outer].is_collapsed), None)
