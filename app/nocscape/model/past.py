"""The network as it was at a time."""

from __future__ import annotations

import msgspec

from nocscape.model.mapdoc import MapDocument
from nocscape.model.net import DeviceStatus, Inventory, Link, LinkLoad


class NetworkThen(msgspec.Struct, frozen=True, kw_only=True):
    """What a map needs to be drawn as it was at `at` (UTC seconds): topology, states, traffic and the maps themselves.

    Devices carry the ports at the ends of links and nothing else from inside; links come without their evidence.
    """

    at: float
    devices: tuple[Inventory, ...] = ()
    statuses: tuple[DeviceStatus, ...] = ()
    links: tuple[Link, ...] = ()
    loads: tuple[LinkLoad, ...] = ()
    maps: tuple[MapDocument, ...] = ()
