"""Values of one metric on the map. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from nocscape.console.live import LiveNetwork
from nocscape.console.map.heat.scale import limits_of, step_of
from nocscape.console.map.scene.links import LinkTable
from nocscape.console.map.scene.nodes import NodeTable
from nocscape.model.metrics import IF_METRICS, Metric, SeriesKey
from nocscape.model.net import DeviceId, DeviceStatus, PortRef

Steps = npt.NDArray[np.int16]

_VITALS = {
    "icmp_rtt_ms": "rtt_ms",
    "icmp_loss_percent": "loss_percent",
    "cpu_percent": "cpu_percent",
    "memory_percent": "memory_percent",
    "temperature_c": "temperature_c",
}
"""Metrics that come with every state of a device, and the field that has them."""


@dataclass(frozen=True, eq=False)
class Heat:
    """The values of a metric by device, the highest of several; and by port where ports have it."""

    metric: Metric
    devices: Mapping[DeviceId, float]
    ports: Mapping[tuple[DeviceId, str], float] = field(default_factory=dict)
    limits: tuple[float, ...] = field(init=False)

    def __post_init__(self) -> None:
        limits = limits_of(self.metric.name, self.metric.unit, self.devices.values())
        object.__setattr__(self, "limits", limits)

    @property
    def is_of_ports(self) -> bool:
        """Whether links have it, each direction by itself."""
        return self.metric.name in IF_METRICS

    def node_steps(self, nodes: NodeTable) -> Steps:
        """A step for each node; -1 where nothing was measured."""
        known, limits = self.devices, self.limits
        steps = (step_of(known[d], limits) if d in known else -1 for d in nodes.ids)
        return np.fromiter(steps, dtype=np.int16, count=len(nodes))

    def link_steps(self, links: LinkTable, live: LiveNetwork) -> tuple[Steps, Steps]:
        """Steps of each link in both directions, seen from its first end; 0 where nothing was measured."""
        ab, ba = np.zeros(len(links), dtype=np.int16), np.zeros(len(links), dtype=np.int16)
        is_in = "_in_" in self.metric.name
        for row, name in enumerate(links.ids):
            link = live.links.get(name)
            if link is None:
                continue
            near, far = self._step(link.a), self._step(link.b)
            ab[row], ba[row] = (far, near) if is_in else (near, far)
        return ab, ba

    def _step(self, port: PortRef) -> int:
        value = self.ports.get((port.device, port.interface or ""))
        return 0 if value is None else step_of(value, self.limits)


def has_live(metric: str) -> bool:
    """Whether the console hears this metric of all devices without asking."""
    return metric in _VITALS


def from_states(metric: Metric, states: Iterable[DeviceStatus]) -> Heat:
    """Values that came with the states of devices."""
    name = _VITALS[metric.name]
    values = {state.device: value for state in states if (value := getattr(state, name)) is not None}
    return Heat(metric, values)


def from_ranking(metric: Metric, ranking: Iterable[tuple[SeriesKey, float]]) -> Heat:
    """Values that history gave, in any order."""
    devices: dict[DeviceId, float] = {}
    ports: dict[tuple[DeviceId, str], float] = {}
    for key, value in ranking:
        devices[key.device] = max(value, devices.get(key.device, value))
        if metric.name in IF_METRICS:
            ports[key.device, key.instance] = value
    return Heat(metric, devices, ports)
