"""GraphML (http://graphml.graphdrawing.org): written for other tools, read as networkx and Topology Zoo write it."""

from __future__ import annotations

import math
from xml.etree import ElementTree as ET

from nocscape.base.text import one_line
from nocscape.console.map.exchange.graph import Graph, GraphNode, check_size
from nocscape.console.map.exchange.xml import parsed
from nocscape.console.map.layouts.geo import mercator

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_FIELDS = {
    "label": "string",
    "x": "double",
    "y": "double",
    "group": "string",
    "address": "string",
    "kind": "string",
    "z": "int",
    "name_side": "string",
}
_ALIASES = {
    "label": ("label", "name", "nodelabel"),
    "x": ("x",),
    "y": ("y",),
    "group": ("group", "site"),
    "address": ("address", "ip"),
    "kind": ("kind", "type"),
    "z": ("z",),
    "name_side": ("name_side",),
    "longitude": ("longitude", "lon"),
    "latitude": ("latitude", "lat"),
}
_MOST_TEXT = 200


def write(graph: Graph) -> bytes:
    """As UTF-8 with a declaration of every field."""
    root = ET.Element("graphml", xmlns=_NAMESPACE)
    for name, kind in _FIELDS.items():
        ET.SubElement(root, "key", {"id": name, "for": "node", "attr.name": name, "attr.type": kind})
    drawn = ET.SubElement(root, "graph", edgedefault="undirected")
    for node in graph.nodes:
        element = ET.SubElement(drawn, "node", id=node.key)
        side = "" if node.label_side == "below" else node.label_side
        values = (node.name, node.x, node.y, node.group, node.address, node.kind, node.z or None, side)
        for name, value in zip(_FIELDS, values, strict=True):
            if value not in ("", None):
                ET.SubElement(element, "data", key=name).text = str(value)
    for a, b in graph.links:
        ET.SubElement(drawn, "edge", source=a, target=b)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def read(raw: bytes) -> Graph:
    """Longitude and latitude become places (Mercator) where there is no x. Raises InputError where it is no GraphML."""
    root = parsed(raw)
    names = {key.get("id", ""): key.get("attr.name", key.get("id", "")).casefold() for key in root.iter("key")}
    elements = list(root.iter("node"))
    edges = list(root.iter("edge"))
    check_size(len(elements), len(edges))
    nodes = tuple(_node(element, names) for element in elements)
    ends = ((edge.get("source", ""), edge.get("target", "")) for edge in edges)
    return Graph(nodes, tuple((a[:_MOST_TEXT], b[:_MOST_TEXT]) for a, b in ends))


def _node(element: ET.Element, names: dict[str, str]) -> GraphNode:
    data = {names.get(d.get("key", ""), d.get("key", "")): d.text or "" for d in element.findall("data")}

    def text(field: str) -> str:
        return next((one_line(data[name], _MOST_TEXT) for name in _ALIASES[field] if data.get(name)), "")

    x, y = _number(text("x")), _number(text("y"))
    if x is None or y is None:
        x, y = _mercator(_number(text("longitude")), _number(text("latitude")))
    return GraphNode(
        key=element.get("id", "")[:_MOST_TEXT],
        name=text("label"),
        address=text("address"),
        kind=text("kind"),
        group=text("group"),
        x=x,
        y=y,
        z=round(_number(text("z")) or 0),
        label_side=text("name_side") or "below",
    )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _mercator(longitude: float | None, latitude: float | None) -> tuple[float | None, float | None]:
    return mercator(longitude, latitude) if longitude is not None and latitude is not None else (None, None)
