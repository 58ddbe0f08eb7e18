"""All links of a map as parallel arrays."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import repeat
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nocscape.console.layers import Layers, MapLayer
from nocscape.console.live import LiveNetwork
from nocscape.console.map.scene.ways import Ways
from nocscape.model.mapdoc import MapDocument
from nocscape.model.net import DeviceId, LinkId, LinkLoad
from nocscape.model.status import LinkState

Rows = npt.NDArray[np.intp]

LOAD_LIMITS = (0.0, 25.0, 50.0, 75.0, 90.0)
"""A load in percent belongs to the first step whose limit it does not exceed; step 0 is no traffic."""

LOAD_STEPS = len(LOAD_LIMITS) + 1
STEP_SAMPLES = (0.0, 12.5, 37.5, 62.5, 82.5, 95.0)
"""A load of each step, to ask the theme for its colour."""

STATES: tuple[LinkState, ...] = tuple(LinkState)
STATE_CODE = {state: code for code, state in enumerate(STATES)}

WIDTHS = (1.8, 2.3, 2.8, 3.4, 4.0)
"""Classes of line width in px: up to 100 Mb/s, 1 Gb/s, 10 Gb/s, 100 Gb/s, more."""

LANE_PX = 6.0
_NO_LOAD = LinkLoad("")
_FIRST_LIMIT_BPS = 1e8


class Wire(NamedTuple):
    """A link as discovery found it, or as the operator drew it."""

    id: LinkId
    a: DeviceId
    b: DeviceId
    state: LinkState
    speed_bps: int | None
    members: int = 1
    """Wires of a bundle."""


_END_A, _END_B = attrgetter("a"), attrgetter("b")


class LinkTable:
    """A row for each link that has both ends on the map.

    What is known of a link is kept for all of them (`fill`), so that nodes can come and go at little cost (`place`).
    """

    def __init__(self) -> None:
        self.ways = Ways()
        self.fill((), {})
        self.place({})

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def wires(self) -> list[Wire]:
        """All links of the layer, also those that nobody sees now."""
        return self._wires

    def fill(self, wires: Iterable[Wire], loads: Mapping[LinkId, LinkLoad]) -> None:
        """Begin anew with these links; `place` has to follow."""
        self._wires = list(wires)
        known = [loads.get(wire.id) or _NO_LOAD for wire in self._wires]
        self._states = np.array([STATE_CODE[wire.state] for wire in self._wires], dtype=np.int16)
        self._widths = np.array([width_class(wire.speed_bps) for wire in self._wires], dtype=np.int16)
        self._members = np.array([wire.members for wire in self._wires], dtype=np.int16)
        self._ab = np.array([load_step(load.ab_percent) for load in known], dtype=np.int16)
        self._ba = np.array([load_step(load.ba_percent) for load in known], dtype=np.int16)
        self._place_of = {wire.id: i for i, wire in enumerate(self._wires)}

    def place(self, row: Mapping[DeviceId, int], fold: Rows | None = None) -> None:
        """Keep the links between nodes at these rows, but for those inside one of the collapsed groups `fold`."""
        wires, ends_a, ends_b = self._wires, map(_END_A, self._wires), map(_END_B, self._wires)
        a = np.fromiter(map(row.get, ends_a, repeat(-1)), dtype=np.intp, count=len(wires))
        b = np.fromiter(map(row.get, ends_b, repeat(-1)), dtype=np.intp, count=len(wires))
        is_shown = (a >= 0) & (b >= 0)
        if fold is not None:
            is_shown[is_shown] = (fold[a[is_shown]] < 0) | (fold[a[is_shown]] != fold[b[is_shown]])
        self._shown = np.flatnonzero(is_shown)
        self.a, self.b = a[self._shown], b[self._shown]
        self.ids: list[LinkId] = [wires[i].id for i in self._shown.tolist()]
        self.row: dict[LinkId, int] = {link: i for i, link in enumerate(self.ids)}
        self.state, self.width = self._states[self._shown], self._widths[self._shown]
        self.members = self._members[self._shown]
        self.ab, self.ba = self._ab[self._shown], self._ba[self._shown]
        self.lane = _lanes(self.ids, self.a, self.b)

    def take_loads(self, links: Iterable[LinkId], loads: Mapping[LinkId, LinkLoad]) -> bool:
        """Read loads anew; whether the colour of any link that is shown is different."""
        is_different = False
        for link in links:
            place, load = self._place_of.get(link), loads.get(link)
            if place is None or load is None:
                continue
            steps = load_step(load.ab_percent), load_step(load.ba_percent)
            if steps != (self._ab[place], self._ba[place]):
                self._ab[place], self._ba[place] = steps
                is_different = is_different or link in self.row
        if is_different:
            self.ab, self.ba = self._ab[self._shown], self._ba[self._shown]
        return is_different


def wires_of(document: MapDocument, live: LiveNetwork, layers: Layers) -> list[Wire]:
    """Links of the layer in force that were found and not rejected, and in the physical layer those drawn by hand."""
    drawn = document.links
    rejected = {link.id for link in drawn.values() if link.is_rejected}
    wires = [
        Wire(link.id, link.a.device, link.b.device, link.state, link.speed_bps, max(1, len(link.members)))
        for link in live.links.values()
        if link.a.device != link.b.device and link.id not in rejected and layers.shows(link)
    ]
    if layers.current is not MapLayer.PHYSICAL:
        return wires
    wires += [
        Wire(link.id, link.a, link.b, LinkState.UP, None)
        for link in drawn.values()
        if not link.is_rejected and link.id not in live.links and link.a != link.b
    ]
    return wires


def lane_px(scale: float) -> float:
    """Distance of parallel links in px: they close up as the map gets smaller."""
    return min(LANE_PX, LANE_PX * scale * 1.4)


def load_step(percent: float | None) -> int:
    """Which step a load in percent belongs to."""
    if percent is None or not math.isfinite(percent):
        return 0
    return bisect_left(LOAD_LIMITS, percent)


@lru_cache(maxsize=1024)
def width_class(speed_bps: int | None) -> int:
    """Position in `WIDTHS`; an unknown speed is drawn as 1 Gb/s."""
    if not speed_bps:
        return 1
    return min(len(WIDTHS) - 1, max(0, math.ceil(math.log10(speed_bps / _FIRST_LIMIT_BPS) - 1e-9)))


def _lanes(ids: list[LinkId], a: Rows, b: Rows) -> npt.NDArray[np.float64]:
    """How far from the middle each of several parallel links lies, in lanes; seen from the end with the lower row."""
    lanes = np.zeros(len(ids))
    low, high = np.minimum(a, b), np.maximum(a, b)
    _, inverse, counts = np.unique(low * (int(high.max(initial=0)) + 1) + high, return_inverse=True, return_counts=True)
    order = np.argsort(inverse, kind="stable")
    first = np.concatenate([[0], np.cumsum(counts)])
    for pair in np.flatnonzero(counts > 1).tolist():
        bundle = sorted(order[first[pair] : first[pair + 1]].tolist(), key=ids.__getitem__)
        for place, one in enumerate(bundle):
            side = 1.0 if a[one] == low[one] else -1.0
            lanes[one] = side * (place - (len(bundle) - 1) / 2)
    return lanes
