"""GraphML (http://graphml.graphdrawing.org): written for other tools, read as networkx and Topology Zoo write it.

What the format has no word for (notes, drawings, ways, groups in groups, rules) is kept as JSON in the data of the
graph, which other tools pass over.
"""

from __future__ import annotations

import math
from xml.etree import ElementTree as ET

from nocscape.base.text import one_line
from nocscape.console.map.exchange.graph import NOTHING, Graph, GraphNode, check_size
from nocscape.console.map.exchange.kept import kept_of, kept_text
from nocscape.console.map.exchange.xml import parsed
from nocscape.console.map.layouts.geo import mercator
from nocscape.model.mapdoc import PutItems

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_KEPT = "nocscape"
_FIELDS = {
    "label": "string",
    "x": "double",
    "y": "double",
    "group": "string",
    "group_id": "string",
    "address": "string",
    "kind": "string",
    "z": "int",
    "name_side": "string",
    "pinned": "boolean",
    "locked": "boolean",
}
_ALIASES = {
    "label": ("label", "name", "nodelabel"),
    "group": ("group", "site"),
    "address": ("address", "ip"),
    "kind": ("kind", "type"),
    "longitude": ("longitude", "lon"),
    "latitude": ("latitude", "lat"),
}
_MOST_TEXT = 200


def write(graph: Graph) -> bytes:
    """As UTF-8 with a declaration of every field."""
    root = ET.Element("graphml", xmlns=_NAMESPACE)
    for name, kind in _FIELDS.items():
        ET.SubElement(root, "key", {"id": name, "for": "node", "attr.name": name, "attr.type": kind})
    ET.SubElement(root, "key", {"id": _KEPT, "for": "graph", "attr.name": _KEPT, "attr.type": "string"})
    drawn = ET.SubElement(root, "graph", edgedefault="undirected")
    if graph.drawn != NOTHING:
        ET.SubElement(drawn, "data", key=_KEPT).text = kept_text(graph.drawn)
    titles = {group.id: group.title for group in graph.drawn.groups}
    for node in graph.nodes:
        element = ET.SubElement(drawn, "node", id=node.key)
        for name, value in _values(node, titles).items():
            if value not in ("", None):
                ET.SubElement(element, "data", key=name).text = str(value)
    for number, (a, b) in enumerate(graph.links):
        own = {"id": graph.link_ids[number]} if graph.link_ids else {}
        ET.SubElement(drawn, "edge", own, source=a, target=b)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _values(node: GraphNode, titles: dict[str, str]) -> dict[str, str | float | None]:
    """The fields of a node as they are written; what is usual is left out."""
    return {
        "label": node.name,
        "x": node.x,
        "y": node.y,
        "group": titles.get(node.group, node.group),
        "group_id": node.group if node.group in titles else "",
        "address": node.address,
        "kind": node.kind,
        "z": node.z or None,
        "name_side": node.label_side if node.label_side != "below" else None,
        "pinned": "true" if node.is_pinned else None,
        "locked": "true" if node.is_locked else None,
    }


def read(raw: bytes) -> Graph:
    """Longitude and latitude become places (Mercator) where there is no x. Raises InputError where it is no GraphML."""
    root = parsed(raw)
    names = {key.get("id", ""): key.get("attr.name", key.get("id", "")).casefold() for key in root.iter("key")}
    elements = list(root.iter("node"))
    edges = list(root.iter("edge"))
    check_size(len(elements), len(edges))
    drawn = _drawn(root)
    own = {group.id for group in drawn.groups}
    nodes = tuple(_node(element, names, own, is_ours=drawn != NOTHING) for element in elements)
    ends = ((edge.get("source", ""), edge.get("target", "")) for edge in edges)
    return Graph(
        nodes,
        tuple((a[:_MOST_TEXT], b[:_MOST_TEXT]) for a, b in ends),
        tuple(edge.get("id") or str(number) for number, edge in enumerate(edges)),
        drawn,
    )


def _drawn(root: ET.Element) -> PutItems:
    data = (data for graph in root.iter("graph") for data in graph.findall("data") if data.get("key") == _KEPT)
    kept = next(data, None)
    return kept_of(kept.text or "") if kept is not None else NOTHING


def _node(element: ET.Element, names: dict[str, str], own: set[str], *, is_ours: bool) -> GraphNode:
    data = {names.get(d.get("key", ""), d.get("key", "")): d.text or "" for d in element.findall("data")}

    def text(field: str) -> str:
        known = _ALIASES.get(field, (field,))
        return next((one_line(data[name], _MOST_TEXT) for name in known if data.get(name)), "")

    x, y, z = _number(text("x")), _number(text("y")), _number(text("z"))
    if x is None or y is None:
        x, y = _mercator(_number(text("longitude")), _number(text("latitude")))
    return GraphNode(
        key=element.get("id", "")[:_MOST_TEXT],
        name=text("label"),
        address=text("address"),
        kind=text("kind"),
        group=data["group_id"] if data.get("group_id") in own else text("group"),
        x=x,
        y=y,
        z=round(z) if z is not None else 0 if is_ours else None,
        label_side=text("name_side") or ("below" if is_ours else None),
        is_pinned=text("pinned") == "true" if is_ours else None,
        is_locked=text("locked") == "true" if is_ours else None,
    )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _mercator(longitude: float | None, latitude: float | None) -> tuple[float | None, float | None]:
    return mercator(longitude, latitude) if longitude is not None and latitude is not None else (None, None)
