"""How much of its speed a port uses. It is reckoned from traffic whenever somebody asks, and stored nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import nlargest

from nocscape.model.metric_asks import Ranking
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import DeviceId, Inventory

UTILISATION = "if_utilisation_percent"
"""A port's traffic as a share of the speed that it has now (ifHighSpeed, RFC 2863), in the direction with more of it.
It may be above 100: some devices declare speeds of tunnels that are not true."""
TRAFFIC = ("if_in_bps", "if_out_bps")
"""What it is made of."""

Speeds = Mapping[tuple[DeviceId, str], int]
"""Bits a second by device and interface key, of ports that have a speed."""


def speeds_of(inventories: Iterable[Inventory]) -> dict[tuple[DeviceId, str], int]:
    """The speeds of all ports that have one."""
    return {(i.device.id, port.key): port.speed_bps for i in inventories for port in i.interfaces if port.speed_bps}


def traffic_of(key: SeriesKey) -> tuple[SeriesKey, ...]:
    """The series that a port's utilisation is made of; the series itself where it is of another metric."""
    if key.metric != UTILISATION:
        return (key,)
    return tuple(SeriesKey(key.device, metric, key.instance) for metric in TRAFFIC)


def fullest(ways: Iterable[Iterable[tuple[SeriesKey, float]]], speeds: Speeds, most: int) -> Ranking:
    """Ports by their utilisation; `ways` are the average rates of all ports (bits a second), a list a direction."""
    shares: dict[tuple[DeviceId, str], float] = {}
    unknown: set[tuple[DeviceId, str]] = set()
    for way in ways:
        for key, rate_bps in way:
            port = (key.device, key.instance)
            speed_bps = speeds.get(port)
            if speed_bps is None:
                unknown.add(port)
            else:
                shares[port] = max(100 * rate_bps / speed_bps, shares.get(port, 0.0))
    best = nlargest(most, shares.items(), key=lambda pair: pair[1])
    return Ranking(tuple((SeriesKey(d, UTILISATION, port), share) for (d, port), share in best), len(unknown))
