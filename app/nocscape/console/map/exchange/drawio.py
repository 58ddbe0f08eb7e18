"""draw.io (diagrams.net): written with frames, nodes, links and drawings; read whoever wrote it (see `drawio_read`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from xml.etree import ElementTree as ET

from nocscape.console.map.exchange.drawio_read import Cell, cells, number
from nocscape.console.map.exchange.graph import Graph, GraphNode, check_size
from nocscape.console.map.geometry import CHIP_LARGE, FRAME_BOTTOM, FRAME_SIDE, FRAME_TOP, NODE_HEIGHT, SIDES
from nocscape.model.mapparts import Shape, ShapeKind

_NODE_STYLE = "rounded=1;whiteSpace=wrap;html=0;"
_FRAME_STYLE = "rounded=1;arcSize=4;verticalAlign=top;align=left;spacingLeft=12;fillColor=none;html=0;"
_LINK_STYLE = "endArrow=none;html=0;"
_NODE_KEY, _FRAME_KEY, _SHAPE_KEY = "node:", "frame:", "drawing:"
_KIND_STYLES = {
    ShapeKind.RECTANGLE: "rounded=1;whiteSpace=wrap;html=0;",
    ShapeKind.ELLIPSE: "ellipse;whiteSpace=wrap;html=0;",
    ShapeKind.TEXT: "text;whiteSpace=wrap;html=0;",
    ShapeKind.LINE: "endArrow=none;html=0;",
    ShapeKind.ARROW: "endArrow=classic;html=0;",
}
_ACROSS = {-1: "left", 0: "center", 1: "right"}
_DOWN = {-1: "top", 0: "middle", 1: "bottom"}


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
        _shape(root, f"{_NODE_KEY}{node.key}", node.name, style, (x - half, y - half, x + half, y + half))
    for place, (a, b) in enumerate(graph.links):
        ends = {"source": f"{_NODE_KEY}{a}", "target": f"{_NODE_KEY}{b}"}
        about = {"id": f"link:{place}", "style": _LINK_STYLE, "edge": "1", "parent": "1"}
        cell = ET.SubElement(root, "mxCell", about | ends)
        ET.SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    return bytes(ET.tostring(file, encoding="utf-8", xml_declaration=True))


def read(raw: bytes) -> Graph:
    """Shapes are nodes, those around others frames, words and lines that stand alone drawings. Raises InputError."""
    found = cells(raw)
    shapes = [cell for cell in found if not cell.is_edge]
    edges = [cell for cell in found if cell.is_edge and not cell.id.startswith(_SHAPE_KEY)]
    check_size(len(shapes), len(edges))
    containers = _containers(shapes)
    linked = {end for edge in edges for end in (edge.source, edge.target)}
    drawings = [_drawn(cell) for cell in found if cell.id.startswith(_SHAPE_KEY)]
    drawings += [_foreign(cell) for cell in found if _is_drawing(cell, linked)]
    nodes = tuple(
        _node(cell, containers)
        for cell in shapes
        if cell.id not in containers and not cell.id.startswith(_SHAPE_KEY) and not _is_drawing(cell, linked)
    )
    ends = ((edge.source.removeprefix(_NODE_KEY), edge.target.removeprefix(_NODE_KEY)) for edge in edges)
    return Graph(nodes, tuple(end for end in ends if all(end)), tuple(drawings))


def _containers(shapes: list[Cell]) -> dict[str, Cell]:
    """What has others in it: by what draw.io says of a cell, or frames of ours by where they are."""
    known = {cell.id: cell for cell in shapes}
    around = {cell.parent for cell in shapes if cell.parent in known}
    is_frame = ("swimlane", "container", "group")
    return {
        key: cell
        for key, cell in known.items()
        if key in around or key.startswith(_FRAME_KEY) or any(word in cell.look for word in is_frame)
    }


def _node(cell: Cell, containers: dict[str, Cell]) -> GraphNode:
    left, top, right, bottom = cell.box
    return GraphNode(
        key=cell.id.removeprefix(_NODE_KEY),
        name=cell.label,
        group=_group(cell, containers),
        x=(left + right) / 2,
        y=(top + bottom) / 2,
        z=round(number(cell.look.get("nocscapeZ"))),
        label_side=_side(cell.look),
    )


def _group(cell: Cell, containers: dict[str, Cell]) -> str:
    """The title of the nearest container that has one; our own frames stand around their nodes."""
    above, seen = containers.get(cell.parent), {cell.id}
    while above is not None and above.id not in seen:
        if above.label:
            return above.label
        seen.add(above.id)
        above = containers.get(above.parent)
    x, y = (cell.box[0] + cell.box[2]) / 2, (cell.box[1] + cell.box[3]) / 2
    frames = (one for key, one in containers.items() if key.startswith(_FRAME_KEY))
    boxes = ((one.label, one.box) for one in frames)
    return next((label for label, b in boxes if b[0] <= x <= b[2] and b[1] <= y <= b[3]), "")


def _is_drawing(cell: Cell, linked: set[str]) -> bool:
    """Words that no link leads to, and lines between places rather than shapes."""
    if cell.id.startswith(_SHAPE_KEY):
        return False
    if cell.is_edge:
        return not cell.source and not cell.target and len(_points(cell)) == 2
    return "text" in cell.look and cell.id not in linked


def _points(cell: Cell) -> dict[str, tuple[float, float]]:
    """The two ends of a line that hangs on nothing."""
    ends = {point.get("as", ""): point for point in cell.element.iter("mxPoint")}
    known = (name for name in ("sourcePoint", "targetPoint") if name in ends)
    return {name: (number(ends[name].get("x")), number(ends[name].get("y"))) for name in known}


def _foreign(cell: Cell) -> Shape:
    """A drawing as draw.io has it, in the colours of the theme."""
    left, top, right, bottom = cell.box
    kind = ShapeKind.TEXT
    if points := _points(cell):
        (left, top), (right, bottom) = points["sourcePoint"], points["targetPoint"]
        kind = ShapeKind.LINE if cell.look.get("endArrow") == "none" else ShapeKind.ARROW
    name, wide, high = f"shape:drawio-{cell.id}", right - left, bottom - top
    return Shape(id=name, kind=kind, x=left, y=top, width=wide, height=high, text=cell.label)


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


def _drawn(cell: Cell) -> Shape:
    """A drawing that was written by `_drawing`, as somebody may have changed it since."""
    left, top, right, bottom = cell.box
    if len(points := _points(cell)) == 2:
        (left, top), (right, bottom) = points["sourcePoint"], points["targetPoint"]
    kind = cell.look.get("nocscapeKind", "")
    return Shape(
        id=cell.id[len(_SHAPE_KEY) :],
        kind=ShapeKind(kind) if kind in _KIND_STYLES else ShapeKind.RECTANGLE,
        x=left,
        y=top,
        width=right - left,
        height=bottom - top,
        text=cell.label,
        line=cell.look.get("nocscapeLine", ""),
        fill=cell.look.get("nocscapeFill", ""),
        z=round(number(cell.look.get("nocscapeZ"))),
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
