"""A view of a map that is kept under a name, as the settings keep it."""

from __future__ import annotations

import msgspec


class KeptView(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody looked: the scene point in the middle, and the scale."""

    map: str
    title: str
    x: float
    y: float
    scale: float
