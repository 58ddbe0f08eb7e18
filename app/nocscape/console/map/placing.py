"""Layout jobs made from what a map shows, and edits made from what they answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from nocscape.console.live import LiveNetwork
from nocscape.console.map.group_edits import rule_group
from nocscape.console.map.layouts.graph import Places
from nocscape.console.map.layouts.grouping import NOTHING, Grouping, group_of, grouping
from nocscape.console.map.layouts.jobs import ArrangeAll, PlaceNear
from nocscape.console.map.layouts.nearby import Frame
from nocscape.console.map.layouts.planning import make_plan
from nocscape.console.map.layouts.tiers import is_leaf
from nocscape.console.map.layouts.ways import Way
from nocscape.console.map.scene.scene import Scene
from nocscape.model.mapdoc import Group, MapDocument, Node, PutItems
from nocscape.model.net import Device, DeviceId, Endpoint


class Fresh:
    """A network that is laid out from nothing, with frames of its own."""

    def __init__(self, live: LiveNetwork, devices: Iterable[DeviceId]) -> None:
        found = [_device(live, device) for device in devices]
        bare = make_plan(found, _ends(live), {})
        self.grouping: Grouping = grouping(found, bare) if found else NOTHING
        self.job = ArrangeAll(make_plan(found, _ends(live), self.grouping.of))

    def put(self, places: Places) -> PutItems:
        """Nodes and frames at these places."""
        used = {self.grouping.of[device] for device in places if device in self.grouping.of}
        return PutItems(
            nodes=tuple(
                Node(device=device, x=x, y=y, group=self.grouping.of.get(device)) for device, (x, y) in places.items()
            ),
            groups=tuple(group for name, group in self.grouping.groups.items() if name in used),
        )


def arrange_job(
    document: MapDocument, live: LiveNetwork, devices: Collection[DeviceId], way: Way = Way.LAYERED
) -> ArrangeAll:
    """A layout of nodes that are on the map, in the frames that they are in; those that are held stay."""
    found = [_device(live, device) for device in devices if device in document.nodes]
    plan = make_plan(found, _ends(live), _groups(document), is_on_earth=way is Way.GEOGRAPHIC)
    if way is Way.GEOGRAPHIC:
        return ArrangeAll(plan, way)
    held = tuple(device.id for device in found if is_held(document, device.id))
    stays = bool(held) or len(found) < len(document.nodes)
    everything = [_device(live, device) for device in document.nodes] if stays else []
    now = {node.device: (node.x, node.y) for node in document.nodes.values()}
    return ArrangeAll(plan, way, now, held, make_plan(everything, (), _groups(document)).vertices)


def near_job(scene: Scene, devices: Iterable[DeviceId]) -> tuple[PlaceNear, dict[DeviceId, str | None]]:
    """Places beside their neighbours for devices that are not on the map, and the groups they would join."""
    document, live = scene.document, scene.live
    late = [
        live.devices[device].device for device in devices if device in live.devices and device not in document.nodes
    ]
    joins = {device.id: _late_group(device, document, live) for device in late}
    everything = [*(_device(live, device) for device in document.nodes), *late]
    plan = make_plan(everything, _ends(live), {**_groups(document), **joins})
    placed = {device: (node.x, node.y) for device, node in document.nodes.items()}
    frames = tuple(
        Frame(group, left, top, right, bottom)
        for group, (left, top, right, bottom) in zip(scene.groups.ids, scene.groups.frames.tolist(), strict=True)
    )
    return PlaceNear(plan, placed, frames), joins


def put_near(scene: Scene, places: Places, joins: Mapping[DeviceId, str | None]) -> PutItems:
    """Nodes at these places, in the groups that they join; those that a rule asks for are made with them."""
    document, live = scene.document, scene.live
    made = {group.id: group for device in places if (group := rule_group(document, live, device)) is not None}
    known = document.groups.keys() | made.keys()
    used = {device: group for device, group in joins.items() if group in known}
    return PutItems(
        nodes=tuple(Node(device=device, x=x, y=y, group=used.get(device)) for device, (x, y) in places.items()),
        groups=tuple(group for name, group in made.items() if name not in document.groups),
    )


def is_held(document: MapDocument, device: DeviceId) -> bool:
    """Whether layouts leave a device where it is: it is pinned, locked in its place, or not on the map."""
    node = document.nodes.get(device)
    return node is None or node.is_pinned or node.is_locked


def _late_group(device: Device, document: MapDocument, live: LiveNetwork) -> str | None:
    """The frame that a rule names, else that of its site or subnet, else the one that all it hangs on is in."""
    ruled = rule_group(document, live, device.id)
    if ruled is not None:
        return ruled.id
    own = group_of(device, document.groups)
    if own is not None or not is_leaf(device.kind):
        return own
    ends = {link.a.device if link.b.device == device.id else link.b.device for link in live.links_of(device.id)}
    around = {document.nodes[end].group for end in ends if end in document.nodes}
    return around.pop() if len(around) == 1 else None


def _device(live: LiveNetwork, device: DeviceId) -> Device:
    known = live.devices.get(device)
    return known.device if known is not None else Device(id=device, name=device, endpoint=Endpoint(""))


def _ends(live: LiveNetwork) -> list[tuple[DeviceId, DeviceId]]:
    return [(link.a.device, link.b.device) for link in live.links.values()]


def _groups(document: MapDocument) -> Mapping[DeviceId, str | None]:
    known: Mapping[str, Group] = document.groups
    return {device: node.group if node.group in known else None for device, node in document.nodes.items()}
