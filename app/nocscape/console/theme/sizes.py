"""Lengths in device-independent pixels, on a grid of 4."""

from __future__ import annotations

GRID = 4
ROW = 26
EVENT_ROW = 28
FIELD = 28
BAR = 44
RAIL = 48
DOCK_HEADER = 34
STATUS_BAR = 25

RADIUS_FIELD = 6
RADIUS_TILE = 9
RADIUS_NODE = 10
RADIUS_GROUP = 14

MOTION_MS = 150
"""Length of a movement that shows where something went."""
