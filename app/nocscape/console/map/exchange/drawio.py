"""draw.io (diagrams.net) files, uncompressed: written with frames, nodes and links; read with shapes and connectors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from xml.etree import ElementTree as ET

from nocscape.base.text import one_line
from nocscape.console.map.exchange.graph import Graph, GraphNode, check_size
from nocscape.console.map.exchange.xml import parsed
from nocscape.console.map.geometry import CHIP_LARGE, FRAME_BOTTOM, FRAME_SIDE, FRAME_TOP, NODE_HEIGHT, SIDES
from nocscape.model.mapparts import Shape, ShapeKind

_NODE_STYLE = "rounded=1;whiteSpace=wrap;html=0;"
_FRAME_STYLE = "rounded=1;arcSize=4;verticalAlign=top;align=left;spacingLeft=12;fillColor=none;html=0;"
_LINK_STYLE = "endArrow=none;html=0;"
_FRAME_KEY, _SHAPE_KEY = "frame:", "drawing:"
_KIND_STYLES = {
    ShapeKind.RECTANGLE: "rounded=1;whiteSpace=wrap;html=0;",
    ShapeKind.ELLIPSE: "ellipse;whiteSpace=wrap;html=0;",
    ShapeKind.TEXT: "text;whiteSpace=wrap;html=0;",
    ShapeKind.LINE: "endArrow=none;html=0;",
    ShapeKind.ARROW: "endArrow=classic;html=0;",
}
_ACROSS = {-1: "left", 0: "center", 1: "right"}
_DOWN = {-1: "top", 0: "middle", 1: "bottom"}
_TAGS = re.compile(r"<[^<>]{0,200}>")
_MOST_TEXT = 200
_MOST_STYLE = 2000


def write(graph: Graph, color: Callable[[str], str] = str) -> bytes:
    """One page; a node's place is the middle of its shape. `color` gives the value of a token of the theme."""
    file = ET.Element("mxfile", host="nocscape")
    page = ET.SubElement(file, "diagram", name="map")
    root = ET.SubElement(ET.SubElement(page, "mxGraphModel"), "root")
    ET.SubElement(root, "mxCell", id="0")
    ET.SubElement(root, "mxCell", {"id": "1", "parent": "0"})
    for shape in graph.shapes:
        _drawing(root, shape, color)
    for title, box in _frames(graph).items():
        _shape(root, f"{_FRAME_KEY}{title}", title, _FRAME_STYLE, box)
    half = CHIP_LARGE / 2
    for node in sorted(graph.nodes, key=lambda node: node.z):
        x, y = node.x or 0.0, node.y or 0.0
        level = f"nocscapeZ={node.z};" if node.z else ""
        style = _NODE_STYLE + _side_style(node.label_side) + level
        _shape(root, node.key, node.name, style, (x - half, y - half, x + half, y + half))
    for number, (a, b) in enumerate(graph.links):
        ends = {"source": a, "target": b}
        about = {"id": f"link:{number}", "style": _LINK_STYLE, "edge": "1", "parent": "1"}
        cell = ET.SubElement(root, "mxCell", about | ends)
        ET.SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    return bytes(ET.tostring(file, encoding="utf-8", xml_declaration=True))


def read(raw: bytes) -> Graph:
    """Shapes without anything inside them are nodes, those around others frames. Raises InputError."""
    root = parsed(raw)
    cells = list(root.iter("mxCell"))
    shapes = [cell for cell in cells if cell.get("vertex") == "1" and cell.find("mxGeometry") is not None]
    edges = [cell for cell in cells if cell.get("edge") == "1"]
    check_size(len(shapes), len(edges))
    boxes = {cell.get("id", "")[:_MOST_TEXT]: _box(cell) for cell in shapes}
    looks = {cell.get("id", "")[:_MOST_TEXT]: _look(cell) for cell in shapes}
    titles = {cell.get("id", "")[:_MOST_TEXT]: _plain(cell.get("value", "")) for cell in shapes}
    frames = {key: box for key, box in boxes.items() if key.startswith(_FRAME_KEY)}
    drawings = tuple(_drawn(cell) for cell in cells if cell.get("id", "").startswith(_SHAPE_KEY))
    nodes = []
    for key, (left, top, right, bottom) in boxes.items():
        if key not in frames and not key.startswith(_SHAPE_KEY):
            x, y = (left + right) / 2, (top + bottom) / 2
            around = next((f for f, b in frames.items() if b[0] <= x <= b[2] and b[1] <= y <= b[3]), "")
            z = round(_number(looks[key].get("nocscapeZ", "0")))
            group, side = titles.get(around, ""), _side(looks[key])
            nodes.append(GraphNode(key=key, name=titles[key], group=group, x=x, y=y, z=z, label_side=side))
    wires = (edge for edge in edges if not edge.get("id", "").startswith(_SHAPE_KEY))
    ends = ((edge.get("source", "")[:_MOST_TEXT], edge.get("target", "")[:_MOST_TEXT]) for edge in wires)
    return Graph(tuple(nodes), tuple(ends), drawings)


def _drawing(root: ET.Element, shape: Shape, color: Callable[[str], str]) -> None:
    """A drawing of ours: its tokens are kept beside the colours that they have now."""
    stroke = f"strokeColor={color(shape.line)};nocscapeLine={shape.line};nocscapeFill={shape.fill};"
    fill = f"fillColor={color(shape.fill)};opacity=40;" if shape.fill else "fillColor=none;"
    about = {"id": f"{_SHAPE_KEY}{shape.id}", "value": shape.text, "parent": "1"}
    look = f"{_KIND_STYLES[shape.kind]}{stroke}nocscapeKind={shape.kind};nocscapeZ={shape.z};"
    box = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
    if shape.kind not in (ShapeKind.LINE, ShapeKind.ARROW):
        _shape(root, about["id"], shape.text, look + fill, box)
        return
    cell = ET.SubElement(root, "mxCell", about | {"style": look, "edge": "1"})
    geometry = ET.SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    for name, x, y in (("sourcePoint", box[0], box[1]), ("targetPoint", box[2], box[3])):
        ET.SubElement(geometry, "mxPoint", {"x": f"{x:g}", "y": f"{y:g}", "as": name})


def _drawn(cell: ET.Element) -> Shape:
    """A drawing that was written by `_drawing`, as somebody may have changed it since."""
    look = _look(cell)
    left, top, right, bottom = _box(cell)
    points = {point.get("as"): point for point in cell.iter("mxPoint")}
    if "sourcePoint" in points and "targetPoint" in points:
        left, top = (_number(points["sourcePoint"].get(axis, "0")) for axis in "xy")
        right, bottom = (_number(points["targetPoint"].get(axis, "0")) for axis in "xy")
    kind = look.get("nocscapeKind", "")
    return Shape(
        id=cell.get("id", "")[len(_SHAPE_KEY) : _MOST_TEXT],
        kind=ShapeKind(kind) if kind in _KIND_STYLES else ShapeKind.RECTANGLE,
        x=left,
        y=top,
        width=right - left,
        height=bottom - top,
        text=_plain(cell.get("value", "")),
        line=look.get("nocscapeLine", ""),
        fill=look.get("nocscapeFill", ""),
        z=round(_number(look.get("nocscapeZ", "0"))),
    )


def _side_style(side: str) -> str:
    """Where draw.io writes the name of a shape; its corners are those of ours."""
    if side == "hidden":
        return "noLabel=1;"
    right, down = SIDES.get(side, SIDES["below"])
    across = f"labelPosition={_ACROSS[right]};align={_ACROSS[-right]};" if right else ""
    return f"{across}verticalLabelPosition={_DOWN[down]};verticalAlign={_DOWN[-down]};"


def _side(look: dict[str, str]) -> str:
    """Where a shape of draw.io has its name; one inside its shape stands below the symbol here."""
    if look.get("noLabel") == "1":
        return "hidden"
    right = next((at for at, word in _ACROSS.items() if word == look.get("labelPosition")), 0)
    down = next((at for at, word in _DOWN.items() if word == look.get("verticalLabelPosition")), 0)
    return next((side for side, at in SIDES.items() if at == (right, down)), "below")


def _look(cell: ET.Element) -> dict[str, str]:
    return dict(part.split("=", 1) for part in cell.get("style", "")[:_MOST_STYLE].split(";") if "=" in part)


def _shape(root: ET.Element, key: str, value: str, style: str, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    about = {"id": key, "value": value, "style": style, "vertex": "1", "parent": "1"}
    cell = ET.SubElement(root, "mxCell", about)
    place = {"x": f"{left:g}", "y": f"{top:g}", "width": f"{right - left:g}", "height": f"{bottom - top:g}"}
    ET.SubElement(cell, "mxGeometry", {**place, "as": "geometry"})


def _frames(graph: Graph) -> dict[str, tuple[float, float, float, float]]:
    members: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for node in graph.nodes:
        if node.group:
            members[node.group].append((node.x or 0.0, node.y or 0.0))
    half = CHIP_LARGE / 2
    return {
        title: (
            min(x for x, _ in spots) - half - FRAME_SIDE,
            min(y for _, y in spots) - half - FRAME_TOP,
            max(x for x, _ in spots) + half + FRAME_SIDE,
            max(y for _, y in spots) + NODE_HEIGHT - half + FRAME_BOTTOM,
        )
        for title, spots in members.items()
    }


def _box(cell: ET.Element) -> tuple[float, float, float, float]:
    geometry = cell.find("mxGeometry")
    values = [
        _number(geometry.get(name, "0") if geometry is not None else "0") for name in ("x", "y", "width", "height")
    ]
    return values[0], values[1], values[0] + values[2], values[1] + values[3]


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e9 else 0.0


def _plain(value: str) -> str:
    """draw.io writes labels as HTML."""
    return one_line(_TAGS.sub(" ", value[: 4 * _MOST_TEXT]), _MOST_TEXT).strip()
