"""From devices and links to a plan that a layout understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from nocscape.console.map.geometry import chip_side, node_width
from nocscape.console.map.layouts.geo import place_of
from nocscape.console.map.layouts.graph import Plan, Vertex
from nocscape.model.net import Device, DeviceId


def make_plan(
    devices: Sequence[Device],
    ends: Iterable[tuple[DeviceId, DeviceId]],
    group_of: Mapping[DeviceId, str | None],
    *,
    is_on_earth: bool = False,
) -> Plan:
    """A plan of `devices` and of the links between them; `ends` may name others, which are left out.

    Where devices are on earth is looked up where the layout needs it (`is_on_earth`).
    """
    index = {device.id: i for i, device in enumerate(devices)}
    edges = {
        (min(index[a], index[b]), max(index[a], index[b])) for a, b in ends if a in index and b in index and a != b
    }
    vertices = tuple(
        Vertex(
            id=device.id,
            name=device.shown_name(),
            kind=device.kind,
            width=node_width(device.shown_name(), chip_side(device.kind)),
            group=group_of.get(device.id),
            place=place_of(device) if is_on_earth else None,
        )
        for device in devices
    )
    return Plan(vertices=vertices, edges=tuple(sorted(edges)))
