"""Devices like those that are selected, and what stands around them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from nocscape.console.live import LiveNetwork
from nocscape.console.map.scene.scene import Scene
from nocscape.model.net import DeviceId

Sign = Callable[[LiveNetwork, DeviceId], object]


def kind(live: LiveNetwork, device: DeviceId) -> object:
    """Its family of gear."""
    known = live.devices.get(device)
    return known.device.kind if known is not None else None


def vendor(live: LiveNetwork, device: DeviceId) -> object:
    """Who made it."""
    known = live.devices.get(device)
    return known.device.vendor if known is not None else None


def status(live: LiveNetwork, device: DeviceId) -> object:
    """Its state."""
    return live.status(device)


def alike(scene: Scene, chosen: Collection[DeviceId], sign: Sign) -> list[DeviceId]:
    """All nodes of the map that share a sign with any of `chosen`; those come first."""
    wanted = {sign(scene.live, device) for device in chosen} - {None}
    return list(dict.fromkeys([*chosen, *(d for d in scene.nodes.ids if sign(scene.live, d) in wanted)]))


def around(scene: Scene, chosen: Iterable[DeviceId]) -> list[DeviceId]:
    """The chosen nodes and all that are linked to them in the layer that is drawn."""
    kept = list(chosen)
    rows = {scene.nodes.row[device] for device in kept if device in scene.nodes.row}
    for a, b in zip(scene.links.a.tolist(), scene.links.b.tolist(), strict=True):
        if a in rows or b in rows:
            kept += [scene.nodes.ids[a], scene.nodes.ids[b]]
    return list(dict.fromkeys(kept))


def behind(scene: Scene, device: DeviceId) -> list[DeviceId]:
    """The device and everything that is cut off from the largest rest of its part of the network when it fails."""
    nodes, links = scene.nodes, scene.links
    near: dict[int, set[int]] = {}
    for a, b in zip(links.a.tolist(), links.b.tolist(), strict=True):
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    row = nodes.row[device]
    parts = sorted(_parts(row, near), key=lambda part: (-len(part), min(part)))
    return [device, *(nodes.ids[one] for part in parts[1:] for one in sorted(part))]


def shortest(scene: Scene, start: DeviceId, end: DeviceId) -> list[int]:
    """Rows of the links on a way with the fewest hops; empty where there is none."""
    nodes, links = scene.nodes, scene.links
    near: dict[int, list[tuple[int, int]]] = {}
    for link, (a, b) in enumerate(zip(links.a.tolist(), links.b.tolist(), strict=True)):
        near.setdefault(a, []).append((b, link))
        near.setdefault(b, []).append((a, link))
    first, last = nodes.row[start], nodes.row[end]
    came: dict[int, tuple[int, int]] = {first: (first, -1)}
    queue = [first]
    for one in queue:
        for other, link in near.get(one, ()):
            if other not in came:
                came[other] = (one, link)
                queue.append(other)
    way: list[int] = []
    at = last if last in came else first
    while at != first:
        at, link = came[at]
        way.append(link)
    return way[::-1]


def _parts(without: int, near: dict[int, set[int]]) -> list[set[int]]:
    """What the neighbours of a node can reach when it is not there."""
    parts: list[set[int]] = []
    for start in sorted(near.get(without, ())):
        if any(start in part for part in parts):
            continue
        part, queue = {start}, [start]
        for one in queue:
            more = near[one] - part - {without}
            part |= more
            queue += more
        parts.append(part)
    return parts
