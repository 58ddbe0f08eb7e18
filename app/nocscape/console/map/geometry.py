"""Lengths on the map in scene units (1 unit is 1 px at 100 %), shared by layouts and painters. No Qt."""

from __future__ import annotations

import unicodedata

from nocscape.model.net import Kind

CHIP_LARGE = 44.0
CHIP_MEDIUM = 38.0
CHIP_SMALL = 34.0
"""Side of a node's body: what carries others is larger than what hangs on it."""

CHIP_BAND = 44.0
LABEL_BAND = 22.0
NODE_HEIGHT = CHIP_BAND + LABEL_BAND
"""A node with its name below; the middle of the body is the node's position."""

LABEL_MAX = 124.0
"""Longest name that is shown in full, in px; a longer one is cut with an ellipsis."""

FRAME_SIDE = 22.0
FRAME_TOP = 50.0
FRAME_BOTTOM = 12.0
FRAME_HEADER = 34.0
"""Room between a group's nodes and its frame, and the height of the strip with its title."""

FRAME_LEAST = 190.0
"""Least width of a frame: a title has room in it."""

NOTE_WIDTH = 180.0
NOTE_HEIGHT = 76.0
"""Width of a note, and about the height of one with four lines."""

GRID_STEP = 20.0
"""Distance of the dots of the background, and the step of snapping is a quarter of it."""

_LARGE = {
    Kind.CLOUD,
    Kind.FIREWALL,
    Kind.ROUTER,
    Kind.L3_SWITCH,
    Kind.LOAD_BALANCER,
    Kind.WLAN_CONTROLLER,
    Kind.OLT,
}
_MEDIUM = {Kind.SWITCH, Kind.HUB, Kind.OPTICAL, Kind.RADIO, Kind.UNKNOWN}

SIDES: dict[str, tuple[int, int]] = {
    "below": (0, 1),
    "above": (0, -1),
    "left": (-1, 0),
    "right": (1, 0),
    "below left": (-1, 1),
    "below right": (1, 1),
    "above left": (-1, -1),
    "above right": (1, -1),
}
"""Where a name can stand: which way from the middle of the body, to the right and down."""

_NARROW = 3.4
_LATIN = 6.5
_WIDE = 10.9
_WITHOUT_NARROW = str.maketrans("", "", "iljI.,:;|'-! ")
_LONGEST = 60


def chip_side(kind: Kind) -> float:
    """Side of the body of a node of this kind."""
    if kind in _LARGE:
        return CHIP_LARGE
    return CHIP_MEDIUM if kind in _MEDIUM else CHIP_SMALL


def label_width(name: str) -> float:
    """About how wide a name is in the map's font; layouts run where no font can be asked."""
    name = name[:_LONGEST]
    rest = name.translate(_WITHOUT_NARROW)
    wide = 0 if rest.isascii() else sum(unicodedata.east_asian_width(c) in "WF" for c in rest)
    narrow = len(name) - len(rest)
    return min(LABEL_MAX, narrow * _NARROW + wide * _WIDE + (len(rest) - wide) * _LATIN)


def node_width(name: str, side: float) -> float:
    """Room that a node with its name takes from left to right."""
    return max(side, label_width(name))
