"""At which access port each address stands, once the tree of bridges is known."""

from __future__ import annotations

from typing import NamedTuple

from nocscape.model.net import DeviceId
from nocscape.topology.skeleton import Domain, Tree
from nocscape.topology.tables import SEVERAL, PortKey, Sighting

WINDOW_S = 900.0
"""Sightings of one address that are older than its newest by more than this are of where it was before."""
Spot = tuple[DeviceId, PortKey]
"""A port of a bridge."""


class Home(NamedTuple):
    """The port that an address is closest to."""

    bridge: DeviceId
    port: PortKey
    vlan: int | None
    at: float
    is_direct: bool = True
    """Nothing else that forwards is known to stand between."""

    @property
    def spot(self) -> Spot:
        """The port alone."""
        return self.bridge, self.port


def find_homes(domain: Domain, tree: Tree) -> dict[str, Home]:
    """The lowest port at which each address was learned, bridges' own addresses left out."""
    own = {mac for b, bridge in domain.bridges.items() if is_inner(domain, tree, b) for mac in bridge.own}
    homes: dict[str, Home] = {}
    for name in sorted(domain.bridges):
        up, depth = tree.uplinks.get(name), tree.depths[name]
        for mac, seen in domain.bridges[name].table.items():
            if seen.port in (up, SEVERAL) or mac in own:
                continue
            known = homes.get(mac)
            if known is None or _is_closer(seen, depth, known, tree.depths[known.bridge]):
                homes[mac] = Home(name, seen.port, seen.vlan, seen.at)
    return homes


def is_inner(domain: Domain, tree: Tree, device: DeviceId) -> bool:
    """Whether a device has its place in the tree by its own table; one without stands at a port as hosts do."""
    return device in domain.bridges and (device in tree.uplinks or bool(domain.bridges[device].table))


def _is_closer(seen: Sighting, depth: int, known: Home, known_depth: int) -> bool:
    if abs(seen.at - known.at) > WINDOW_S:
        return seen.at > known.at
    return (depth, seen.at) > (known_depth, known.at)
