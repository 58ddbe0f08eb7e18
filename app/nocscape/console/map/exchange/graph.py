"""What every graph format carries: nodes with names and places, and links between them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.live import LiveNetwork
from nocscape.console.map.geometry import SIDES
from nocscape.console.map.scene.nodes import bounded_level
from nocscape.console.map.scene.scene import Scene
from nocscape.console.map.scene.styles import Style
from nocscape.model.mapdoc import DrawnLink, Group, MapDocument, Node, PutItems
from nocscape.model.mapparts import LinkWay, Part, way_id
from nocscape.model.net import DeviceId, LinkId, PortRef, link_id

MOST_NODES, MOST_LINKS = 50_000, 100_000
MOST_BYTES = 16 << 20
MOST_PLACE = 1e7
"""Farthest from the middle of the map that a node may stand, in scene units."""

IMPORTED = "imported:"
"""Begins the id of a node that stands for no known device."""

NOTHING = PutItems()
_MOST_NAME = 120
_STEP = 120.0
_BETWEEN_MAPS = 400.0

K = TypeVar("K", bound=Hashable)


class GraphNode(msgspec.Struct, frozen=True, kw_only=True):
    """A node as files have it; `key` is its name within the file. None where the file says nothing."""

    key: str
    name: str = ""
    address: str = ""
    kind: str = ""
    group: str = ""
    """The id of a group of the graph's own, or the title of one."""
    x: float | None = None
    y: float | None = None
    z: int | None = None
    """Of nodes that overlap, the one with the higher is on top."""
    label_side: str | None = None
    """Where its name stands, one of `geometry.SIDES`, or `hidden`."""
    is_pinned: bool | None = None
    is_locked: bool | None = None


class Graph(msgspec.Struct, frozen=True):
    """What a file holds."""

    nodes: tuple[GraphNode, ...]
    links: tuple[tuple[str, str], ...]
    link_ids: tuple[LinkId, ...] = ()
    """What the links are called in the file, in the same order; none where it gives them no names."""
    drawn: PutItems = NOTHING
    """What else is on the map: groups, links drawn by hand, notes, drawings, ways and rules."""
    looks: dict[str, Style] = {}
    """What rules of style have nodes and links look like now, by key and by name; only written."""


def graph_of(scene: Scene) -> Graph:
    """The map in the layer that is drawn; nodes of collapsed groups are where they will be again."""
    document, live = scene.document, scene.live
    wires = [wire for wire in scene.links.wires if wire.a in scene.nodes.row and wire.b in scene.nodes.row]
    return Graph(
        nodes=tuple(_node(scene, live, row, device) for device, row in scene.nodes.row.items()),
        links=tuple((wire.a, wire.b) for wire in wires),
        link_ids=tuple(wire.id for wire in wires),
        drawn=PutItems(
            groups=tuple(document.groups.values()),
            links=tuple(document.links.values()),
            notes=tuple(document.notes.values()),
            parts=tuple(document.parts.values()),
        ),
        looks={**scene.styles.devices, **scene.styles.links},
    )


def _node(scene: Scene, live: LiveNetwork, row: int, device: DeviceId) -> GraphNode:
    known, node = live.devices.get(device), scene.document.nodes[device]
    return GraphNode(
        key=device,
        name=scene.nodes.names[row],
        address=known.device.endpoint.address if known is not None else "",
        kind=known.device.kind.value if known is not None else "",
        group=node.group or "",
        x=node.x,
        y=node.y,
        z=node.z,
        label_side=node.label_side,
        is_pinned=node.is_pinned,
        is_locked=node.is_locked,
    )


def put_of(graph: Graph, live: LiveNetwork, onto: MapDocument | None = None) -> PutItems:
    """What a graph puts on the map `onto`. Nodes are known again by id, name or address; others stand for themselves.

    What the file says nothing of stays as the map has it; a node that is placed there keeps its place where the file
    has none for it. Raises InputError where there is nothing in it, or far too much.
    """
    if not graph.nodes:
        raise InputError(tr("The file holds no nodes."))
    check_size(len(graph.nodes), len(graph.links))
    onto = onto or MapDocument(id="", title="")
    finder = _Finder(live)
    device_of = {node.key: finder.find(node) for node in graph.nodes}
    groups = _groups(graph)
    places = _places(graph.nodes, device_of, onto)
    made = (_made(node, device_of[node.key], places.get(node.key), groups, onto, live) for node in graph.nodes)
    links, names = _links(graph, device_of, live)
    return PutItems(
        nodes=tuple({node.device: node for node in made if node is not None}.values()),
        groups=tuple(groups.values()),
        links=links,
        notes=graph.drawn.notes,
        parts=tuple(_renamed(part, names) for part in graph.drawn.parts),
    )


def check_size(nodes: int, links: int) -> None:
    """Raises InputError where a file has more than a map can hold."""
    if nodes > MOST_NODES or links > MOST_LINKS:
        raise InputError(
            tr("The file holds more than {nodes} nodes or {links} links.", nodes=MOST_NODES, links=MOST_LINKS)
        )


def _groups(graph: Graph) -> dict[str, Group]:
    """By what nodes call them: their ids where the file has groups of its own, else their titles."""
    known = {group.id: group for group in graph.drawn.groups}
    titles = dict.fromkeys(node.group for node in graph.nodes if node.group and node.group not in known)
    return known | {title: Group(id=f"import:{title}", title=title) for title in titles}


def _made(
    node: GraphNode,
    device: DeviceId,
    place: tuple[float, float] | None,
    groups: Mapping[str, Group],
    onto: MapDocument,
    live: LiveNetwork,
) -> Node | None:
    """A node as it will be; None where the file has nothing to say of one that is on the map."""
    before = onto.nodes.get(device)
    base = before or Node(device=device, x=0.0, y=0.0)
    x, y = place or (base.x, base.y)
    side = node.label_side if node.label_side in (*SIDES, "hidden") else base.label_side
    label = base.label if device in live.devices else one_line(node.name or node.key, _MOST_NAME)
    after = replace(
        base,
        x=x,
        y=y,
        group=groups[node.group].id if node.group else None if groups else base.group,
        label=label,
        label_side=side,
        z=base.z if node.z is None else bounded_level(node.z),
        is_pinned=base.is_pinned if node.is_pinned is None else node.is_pinned,
        is_locked=base.is_locked if node.is_locked is None else node.is_locked,
    )
    return None if after == before else after


def _links(
    graph: Graph, device_of: Mapping[str, DeviceId], live: LiveNetwork
) -> tuple[tuple[DrawnLink, ...], dict[str, LinkId]]:
    """Links that are not known yet, as drawn by hand, and what those of the file are called on the map."""
    own = {link.id: link for link in graph.drawn.links}
    made = {link.id: link for link in own.values() if link.is_rejected}
    found: defaultdict[frozenset[str], list[LinkId]] = defaultdict(list)
    for link in live.links.values():
        found[frozenset((link.a.device, link.b.device))].append(link.id)
    names: dict[str, LinkId] = {}
    for name, a, b in _ends(graph, device_of):
        pair = frozenset((a, b))
        if name in own:
            made[name], names[name] = own[name], name
        elif pair in found:
            names[name] = name if name in found[pair] else found[pair][0]
        else:
            drawn = DrawnLink(id=link_id(PortRef(a), PortRef(b)), a=a, b=b)
            found[pair].append(drawn.id)
            made[drawn.id], names[name] = drawn, drawn.id
    return tuple(made.values()), names


def _ends(graph: Graph, device_of: Mapping[str, DeviceId]) -> Iterator[tuple[str, DeviceId, DeviceId]]:
    """Links between two nodes of the file: name, and the devices at both ends."""
    names = graph.link_ids or tuple(str(number) for number in range(len(graph.links)))
    for name, (one, other) in zip(names, graph.links, strict=True):
        if one in device_of and other in device_of and device_of[one] != device_of[other]:
            yield name, device_of[one], device_of[other]


def _renamed(part: Part, names: Mapping[str, LinkId]) -> Part:
    """A way of the link that is called otherwise on the map."""
    if isinstance(part, LinkWay) and part.link in names:
        return replace(part, id=way_id(names[part.link]), link=names[part.link])
    return part


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


def _places(
    nodes: tuple[GraphNode, ...], device_of: Mapping[str, DeviceId], onto: MapDocument
) -> dict[str, tuple[float, float]]:
    """Where the file has a node; new ones without a place stand in a block below everything."""
    placed = {n.key: (bounded(n.x), bounded(n.y)) for n in nodes if n.x is not None and n.y is not None}
    spots = [*placed.values(), *((node.x, node.y) for node in onto.nodes.values())]
    left = min((x for x, _ in spots), default=0.0)
    top = max((y for _, y in spots), default=-_STEP) + _STEP
    new = [n for n in nodes if n.key not in placed and device_of[n.key] not in onto.nodes]
    columns = max(1, math.ceil(math.sqrt(len(new))))
    for number, node in enumerate(new):
        placed[node.key] = (left + number % columns * _STEP, top + number // columns * _STEP)
    return placed


def side_by_side(spots: Iterable[tuple[K, float]]) -> dict[K, float]:
    """How far each map of a file is shifted to the right; `spots` name the map of each node and where it is there."""
    xs: defaultdict[K, list[float]] = defaultdict(list)
    for one, x in spots:
        xs[one].append(x)
    lefts: dict[K, float] = {}
    right: float | None = None
    for one, own in xs.items():
        lefts[one] = 0.0 if right is None else right - min(own)
        right = lefts[one] + max(own) + _BETWEEN_MAPS
    return lefts


def bounded(value: float | None) -> float:
    """A place that can be drawn."""
    if value is None or not math.isfinite(value):
        return 0.0
    return round(max(-MOST_PLACE, min(MOST_PLACE, value)), 1)
