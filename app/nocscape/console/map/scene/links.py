"""All links of a map as parallel arrays."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from nocscape.console.live import LiveNetwork
from nocscape.model.mapdoc import MapDocument
from nocscape.model.net import DeviceId, Link, LinkId, LinkLoad
from nocscape.model.status import LinkState

LOAD_LIMITS = np.array((0.0, 25.0, 50.0, 75.0, 90.0))
"""A load in percent belongs to the first step whose limit it does not exceed; step 0 is no traffic."""

LOAD_STEPS = len(LOAD_LIMITS) + 1
STEP_SAMPLES = (0.0, 12.5, 37.5, 62.5, 82.5, 95.0)
"""A load of each step, to ask the theme for its colour."""

STATES: tuple[LinkState, ...] = tuple(LinkState)
STATE_CODE = {state: code for code, state in enumerate(STATES)}

WIDTHS = (1.8, 2.3, 2.8, 3.4, 4.0)
"""Classes of line width in px: up to 100 Mb/s, 1 Gb/s, 10 Gb/s, 100 Gb/s, more."""

LANE_PX = 6.0
_FIRST_LIMIT_BPS = 1e8


class Wire(NamedTuple):
    """A link with both ends on the map: as discovery found it, or as the operator drew it."""

    id: LinkId
    a: DeviceId
    b: DeviceId
    state: LinkState
    speed_bps: int | None


class LinkTable:
    """A row for each link that has both ends on the map and was not rejected by the operator."""

    def __init__(self) -> None:
        self.fill((), {}, {})

    def __len__(self) -> int:
        return len(self.ids)

    def fill(self, wires: Iterable[Wire], row: Mapping[DeviceId, int], loads: Mapping[LinkId, LinkLoad]) -> None:
        """Begin anew with these links between nodes at these rows."""
        wires = list(wires)
        self.ids: list[LinkId] = [wire.id for wire in wires]
        self.row: dict[LinkId, int] = {link: i for i, link in enumerate(self.ids)}
        self.a = np.fromiter((row[wire.a] for wire in wires), dtype=np.intp, count=len(wires))
        self.b = np.fromiter((row[wire.b] for wire in wires), dtype=np.intp, count=len(wires))
        self.state = np.fromiter((STATE_CODE[wire.state] for wire in wires), dtype=np.int16, count=len(wires))
        self.width = np.fromiter((width_class(wire.speed_bps) for wire in wires), dtype=np.int16, count=len(wires))
        self.lane = _lanes(wires, row)
        self.ab = np.zeros(len(wires), dtype=np.int16)
        self.ba = np.zeros(len(wires), dtype=np.int16)
        self.take_loads(self.ids, loads)

    def take_loads(self, links: Iterable[LinkId], loads: Mapping[LinkId, LinkLoad]) -> bool:
        """Read loads anew; whether any step is different."""
        is_different = False
        for link in links:
            row, load = self.row.get(link), loads.get(link)
            if row is None or load is None:
                continue
            steps = load_step(load.ab_percent), load_step(load.ba_percent)
            if steps != (self.ab[row], self.ba[row]):
                self.ab[row], self.ba[row] = steps
                is_different = True
        return is_different


def wires_of(document: MapDocument, live: LiveNetwork) -> list[Wire]:
    """Links that are to be drawn."""
    nodes, drawn = document.nodes, document.links
    wires = [
        Wire(link.id, link.a.device, link.b.device, link.state, link.speed_bps)
        for link in live.links.values()
        if _is_shown(link, nodes, drawn)
    ]
    wires += [
        Wire(link.id, link.a, link.b, LinkState.UP, None)
        for link in drawn.values()
        if not link.is_rejected
        and link.id not in live.links
        and link.a in nodes
        and link.b in nodes
        and link.a != link.b
    ]
    return wires


def _is_shown(link: Link, nodes: Mapping[DeviceId, object], drawn: Mapping[LinkId, object]) -> bool:
    if link.a.device not in nodes or link.b.device not in nodes or link.a.device == link.b.device:
        return False
    word = drawn.get(link.id)
    return word is None or not getattr(word, "is_rejected", False)


def lane_px(scale: float) -> float:
    """Distance of parallel links in px: they close up as the map gets smaller."""
    return min(LANE_PX, LANE_PX * scale * 1.4)


def load_step(percent: float | None) -> int:
    """Which step a load in percent belongs to."""
    if percent is None or not math.isfinite(percent):
        return 0
    return int(np.searchsorted(LOAD_LIMITS, percent, side="left"))


def width_class(speed_bps: int | None) -> int:
    """Position in `WIDTHS`; an unknown speed is drawn as 1 Gb/s."""
    if not speed_bps:
        return 1
    return min(len(WIDTHS) - 1, max(0, math.ceil(math.log10(speed_bps / _FIRST_LIMIT_BPS) - 1e-9)))


def _lanes(wires: list[Wire], row: Mapping[DeviceId, int]) -> np.typing.NDArray[np.float64]:
    """How far from the middle each of several parallel links lies, in lanes; seen from the end with the lower row."""
    bundles: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for i, wire in enumerate(wires):
        ends = row[wire.a], row[wire.b]
        bundles[min(ends), max(ends)].append(i)
    lanes = np.zeros(len(wires))
    for (low, _), bundle in bundles.items():
        if len(bundle) > 1:
            for place, i in enumerate(sorted(bundle, key=lambda one: wires[one].id)):
                side = 1.0 if row[wires[i].a] == low else -1.0
                lanes[i] = side * (place - (len(bundle) - 1) / 2)
    return lanes
