"""What every graph format carries: nodes with names and places, and links between them."""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.live import LiveNetwork
from nocscape.console.map.geometry import SIDES
from nocscape.console.map.scene.nodes import bounded_level
from nocscape.console.map.scene.scene import Scene
from nocscape.console.map.scene.shapes import shapes_of
from nocscape.model.mapdoc import DrawnLink, Group, Node, PutItems
from nocscape.model.mapparts import Shape, ShapeKind
from nocscape.model.net import DeviceId, PortRef, link_id

MOST_NODES, MOST_LINKS = 50_000, 100_000
MOST_BYTES = 16 << 20
MOST_PLACE = 1e7
"""Farthest from the middle of the map that a node may stand, in scene units."""

IMPORTED = "imported:"
"""Begins the id of a node that stands for no known device."""

_MOST_NAME = 120
_STEP = 120.0


class GraphNode(msgspec.Struct, frozen=True, kw_only=True):
    """A node as files have it; `key` is its name within the file."""

    key: str
    name: str = ""
    address: str = ""
    kind: str = ""
    group: str = ""
    x: float | None = None
    y: float | None = None
    z: int = 0
    """Of nodes that overlap, the one with the higher is on top."""
    label_side: str = "below"
    """Where its name stands, one of `geometry.SIDES`, or `hidden`."""


class Graph(msgspec.Struct, frozen=True):
    """What a file holds."""

    nodes: tuple[GraphNode, ...]
    links: tuple[tuple[str, str], ...]
    shapes: tuple[Shape, ...] = ()
    """Drawings, where the format has any."""


def graph_of(scene: Scene) -> Graph:
    """The map in the layer that is drawn; nodes of collapsed groups are where they will be again."""
    document, live = scene.document, scene.live
    nodes = tuple(_node(scene, live, row, device) for device, row in scene.nodes.row.items())
    ends = zip(scene.links.a.tolist(), scene.links.b.tolist(), strict=True)
    known = {group: value.title for group, value in document.groups.items()}
    titled = tuple(msgspec.structs.replace(node, group=known.get(node.group, "")) for node in nodes)
    shapes = tuple(shape for shape in shapes_of(document) if shape.kind is not ShapeKind.IMAGE)
    return Graph(titled, tuple((scene.nodes.ids[a], scene.nodes.ids[b]) for a, b in ends), shapes)


def _node(scene: Scene, live: LiveNetwork, row: int, device: DeviceId) -> GraphNode:
    known, node = live.devices.get(device), scene.document.nodes[device]
    return GraphNode(
        key=device,
        name=scene.nodes.names[row],
        address=known.device.endpoint.address if known is not None else "",
        kind=known.device.kind.value if known is not None else "",
        group=scene.nodes.group[row] or "",
        x=node.x,
        y=node.y,
        z=node.z,
        label_side=node.label_side,
    )


def put_of(graph: Graph, live: LiveNetwork) -> PutItems:
    """What a graph puts on a map. Nodes are known again by id, name or address; others stand for themselves.

    Raises InputError where there is nothing in it, or far too much.
    """
    if not graph.nodes:
        raise InputError(tr("The file holds no nodes."))
    check_size(len(graph.nodes), len(graph.links))
    finder = _Finder(live)
    device_of = {node.key: finder.find(node) for node in graph.nodes}
    groups = {
        f"import:{node.group}": Group(id=f"import:{node.group}", title=node.group) for node in graph.nodes if node.group
    }
    places = _places(graph.nodes)
    nodes = {
        device_of[node.key]: Node(
            device=device_of[node.key],
            x=places[node.key][0],
            y=places[node.key][1],
            group=f"import:{node.group}" if node.group else None,
            z=bounded_level(node.z),
            label_side=node.label_side if node.label_side in (*SIDES, "hidden") else "below",
            label=None if device_of[node.key] in live.devices else one_line(node.name or node.key, _MOST_NAME),
        )
        for node in graph.nodes
    }
    return PutItems(
        nodes=tuple(nodes.values()),
        groups=tuple(groups.values()),
        links=tuple(_links(graph, device_of, live)),
        parts=graph.shapes,
    )


def check_size(nodes: int, links: int) -> None:
    """Raises InputError where a file has more than a map can hold."""
    if nodes > MOST_NODES or links > MOST_LINKS:
        raise InputError(
            tr("The file holds more than {nodes} nodes or {links} links.", nodes=MOST_NODES, links=MOST_LINKS)
        )


def _links(graph: Graph, device_of: dict[str, DeviceId], live: LiveNetwork) -> Iterable[DrawnLink]:
    """Links that discovery knows already are not drawn a second time."""
    found = {frozenset((link.a.device, link.b.device)) for link in live.links.values()}
    seen: set[frozenset[str]] = set()
    for one, other in graph.links:
        if one not in device_of or other not in device_of:
            continue
        a, b = device_of[one], device_of[other]
        pair = frozenset((a, b))
        if a != b and pair not in found and pair not in seen:
            seen.add(pair)
            yield DrawnLink(id=link_id(PortRef(a), PortRef(b)), a=a, b=b)


class _Finder:
    def __init__(self, live: LiveNetwork) -> None:
        self._ids = live.devices.keys()
        self._by_name = {i.device.shown_name(): device for device, i in live.devices.items()}
        self._by_address = {i.device.endpoint.address: device for device, i in live.devices.items()}

    def find(self, node: GraphNode) -> DeviceId:
        """The device that a node stands for, else an id of its own."""
        if node.key in self._ids:
            return node.key
        found = self._by_address.get(node.address) or self._by_name.get(node.name) or self._by_name.get(node.key)
        return found or f"{IMPORTED}{one_line(node.key, _MOST_NAME).removeprefix(IMPORTED)}"


def _places(nodes: tuple[GraphNode, ...]) -> dict[str, tuple[float, float]]:
    """Where the file has a node; those without a place stand in a block below the others."""
    placed = {n.key: (bounded(n.x), bounded(n.y)) for n in nodes if n.x is not None and n.y is not None}
    top = max((y for _, y in placed.values()), default=-_STEP) + _STEP
    columns = max(1, math.ceil(math.sqrt(len(nodes) - len(placed))))
    for place, node in enumerate(n for n in nodes if n.key not in placed):
        placed[node.key] = (place % columns * _STEP, top + place // columns * _STEP)
    return placed


def bounded(value: float | None) -> float:
    """A place that can be drawn."""
    if value is None or not math.isfinite(value):
        return 0.0
    return round(max(-MOST_PLACE, min(MOST_PLACE, value)), 1)
