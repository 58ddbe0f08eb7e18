"""A map as a page of draw.io: what it has words for in these, the rest beside it in our own.

Groups are containers with their nodes in them, so that they are moved and collapsed there as they are here.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from xml.etree import ElementTree as ET

import numpy as np
from msgspec.structs import replace

from nocscape.base.text import plain
from nocscape.console.map.edits import MAX_NOTE
from nocscape.console.map.exchange.drawio_words import (
    DRAWN_KEY,
    FRAME_KEY,
    KIND_STYLES,
    LINK_KEY,
    NODE_KEY,
    NOTE_KEY,
    NOTE_STYLE,
    ROUTE_STYLES,
    SYMBOLS,
    side_style,
    usual_route,
)
from nocscape.console.map.exchange.graph import NOTHING, Graph, GraphNode
from nocscape.console.map.exchange.kept import kept_text
from nocscape.console.map.geometry import (
    CHIP_LARGE,
    FRAME_BOTTOM,
    FRAME_SIDE,
    FRAME_TOP,
    NODE_HEIGHT,
    NOTE_HEIGHT,
    NOTE_WIDTH,
)
from nocscape.console.map.scene.folds import SIDE
from nocscape.console.map.scene.groups import around
from nocscape.console.map.scene.styles import Style
from nocscape.console.map.scene.ways import path
from nocscape.model.mapdoc import Group, Note
from nocscape.model.mapparts import LinkWay, Picture, Route, Shape, ShapeKind

Box = tuple[float, float, float, float]
Color = Callable[[str], str]

_FRAME_STYLE = (
    "rounded=1;arcSize=4;verticalAlign=top;align=left;spacingLeft=12;fillColor=none;html=0;container=1;collapsible=1;"
    "recursiveResize=0;"
)
_PAGE = "1"
_HALF = CHIP_LARGE / 2


def write(graph: Graph, color: Color = str) -> bytes:
    """One page; a node's place is the middle of its shape. `color` gives the value of a token of the theme."""
    file = ET.Element("mxfile", host="nocscape")
    page = ET.SubElement(file, "diagram", name="map")
    root = ET.SubElement(ET.SubElement(page, "mxGraphModel"), "root")
    _top(root, graph)
    parts = graph.drawn.parts
    pictures = {part.id: part for part in parts if isinstance(part, Picture)}
    for shape in sorted((part for part in parts if isinstance(part, Shape)), key=lambda shape: shape.z):
        _drawing(root, shape, pictures.get(shape.picture), color)
    boxes = _frames(graph)
    _links(root, graph, color)
    groups = {group.id: group for group in graph.drawn.groups}
    for key in sorted(boxes, key=lambda key: len(around(key, groups))):
        _frame(root, key, groups.get(key), boxes)
    for node in sorted(graph.nodes, key=lambda node: node.z or 0):
        _node(root, node, boxes.get(node.group), graph.looks.get(node.key), color)
    for note in graph.drawn.notes:
        _note(root, note)
    return bytes(ET.tostring(file, encoding="utf-8", xml_declaration=True))


def _top(root: ET.Element, graph: Graph) -> None:
    """The two cells that all others hang on; the first has what draw.io has no word for."""
    kept = tuple(part for part in graph.drawn.parts if not isinstance(part, Shape | Picture))
    rest = replace(graph.drawn, parts=kept, notes=())
    if rest == NOTHING:
        ET.SubElement(root, "mxCell", id="0")
    else:
        about = {"id": "0", "label": "", "nocscape": kept_text(rest)}
        ET.SubElement(ET.SubElement(root, "object", about), "mxCell")
    ET.SubElement(root, "mxCell", {"id": _PAGE, "parent": "0"})


# -- nodes and frames -------------------------------------------------------------------------------------------------


def _node(root: ET.Element, node: GraphNode, frame: Box | None, style: Style | None, color: Color) -> None:
    symbol = style.symbol.value if style is not None and style.symbol is not None else node.kind
    look = f"{SYMBOLS.get(symbol, 'rounded=1;')}whiteSpace=wrap;html=0;{side_style(node.label_side or 'below')}"
    look += f"fillColor={color(style.color if style is not None and style.color else 'accent')};"
    look += _flags(nocscapeZ=node.z, nocscapePinned=node.is_pinned, nocscapeLocked=node.is_locked)
    x, y = node.x or 0.0, node.y or 0.0
    left, top = (frame[0], frame[1]) if frame is not None else (0.0, 0.0)
    box = (x - _HALF - left, y - _HALF - top, x + _HALF - left, y + _HALF - top)
    parent = f"{FRAME_KEY}{node.group}" if frame is not None else _PAGE
    _shape(root, f"{NODE_KEY}{node.key}", node.name, look, box, parent)


def _frame(root: ET.Element, key: str, group: Group | None, boxes: Mapping[str, Box]) -> None:
    """A container; one that is collapsed is as small as a node and keeps its size beside."""
    outer = boxes.get(group.parent or "") if group is not None else None
    left, top, right, bottom = boxes[key]
    x, y = (left - outer[0], top - outer[1]) if outer is not None else (left, top)
    is_collapsed = group is not None and group.is_collapsed
    wide, high = (SIDE, SIDE) if is_collapsed else (right - left, bottom - top)
    parent = f"{FRAME_KEY}{group.parent}" if group is not None and outer is not None else _PAGE
    title = group.title if group is not None else key
    look = _FRAME_STYLE + _flags(nocscapeZ=group.z if group is not None else 0)
    cell = _shape(root, f"{FRAME_KEY}{key}", title, look, (x, y, x + wide, y + high), parent)
    geometry = cell.find("mxGeometry")
    if is_collapsed and geometry is not None:
        cell.set("collapsed", "1")
        size = {"width": f"{right - left:g}", "height": f"{bottom - top:g}"}
        ET.SubElement(geometry, "mxRectangle", {"x": f"{x:g}", "y": f"{y:g}", **size, "as": "alternateBounds"})


def _frames(graph: Graph) -> dict[str, Box]:
    """The box of each group that has nodes, wider for each frame that is nested in it."""
    groups = {group.id: group for group in graph.drawn.groups}
    boxes: dict[str, Box] = {}
    for node in graph.nodes:
        chain = around(node.group, groups) if node.group in groups else [node.group] if node.group else []
        x, y = node.x or 0.0, node.y or 0.0
        for number, key in enumerate(chain, 1):
            own = (
                x - _HALF - number * FRAME_SIDE,
                y - _HALF - number * FRAME_TOP,
                x + _HALF + number * FRAME_SIDE,
                y + NODE_HEIGHT - _HALF + number * FRAME_BOTTOM,
            )
            old = boxes.get(key, own)
            boxes[key] = (min(own[0], old[0]), min(own[1], old[1]), max(own[2], old[2]), max(own[3], old[3]))
    return boxes


# -- links ------------------------------------------------------------------------------------------------------------


def _links(root: ET.Element, graph: Graph, color: Color) -> None:
    ways = {part.link: part for part in graph.drawn.parts if isinstance(part, LinkWay)}
    usual = usual_route(graph.drawn)
    spots = {node.key: np.array((node.x or 0.0, node.y or 0.0)) for node in graph.nodes}
    names = graph.link_ids or tuple(str(number) for number in range(len(graph.links)))
    for name, (a, b) in zip(names, graph.links, strict=True):
        way, style = ways.get(name), graph.looks.get(name)
        look = ROUTE_STYLES[way.route if way is not None else usual]
        if style is not None:
            look += f"strokeColor={color(style.color)};" if style.color else ""
            look += f"strokeWidth={style.width:g};"
        look += f"nocscapeLabel={way.label_at:g};" if way is not None else ""
        ends = {"source": f"{NODE_KEY}{a}", "target": f"{NODE_KEY}{b}"}
        about = {"id": f"{LINK_KEY}{name}", "style": look, "edge": "1", "parent": _PAGE}
        geometry = ET.SubElement(
            ET.SubElement(root, "mxCell", about | ends), "mxGeometry", {"relative": "1", "as": "geometry"}
        )
        if way is not None and way.bends and a in spots and b in spots:
            points = ET.SubElement(geometry, "Array", {"as": "points"})
            for x, y in path(spots[a], spots[b], Route.STRAIGHT, way.bends)[1:-1].tolist():
                ET.SubElement(points, "mxPoint", {"x": f"{x:.3f}", "y": f"{y:.3f}"})


# -- notes and drawings -----------------------------------------------------------------------------------------------


def _note(root: ET.Element, note: Note) -> None:
    box = (note.x, note.y, note.x + NOTE_WIDTH, note.y + NOTE_HEIGHT)
    look = NOTE_STYLE + _flags(nocscapeZ=note.z)
    _shape(root, f"{NOTE_KEY}{note.id}", plain(note.text, MAX_NOTE), look, box)


def _drawing(root: ET.Element, shape: Shape, picture: Picture | None, color: Color) -> None:
    """A drawing of ours: its tokens are kept beside the colours that they have now."""
    stroke = f"strokeColor={color(shape.line)};nocscapeLine={shape.line};nocscapeFill={shape.fill};"
    fill = f"fillColor={color(shape.fill)};opacity=40;" if shape.fill else "fillColor=none;"
    flags = _flags(nocscapeZ=shape.z, nocscapeLocked=shape.is_locked)
    look = f"{KIND_STYLES[shape.kind]}{stroke}nocscapeKind={shape.kind};{flags}"
    key, text = f"{DRAWN_KEY}{shape.id}", plain(shape.text, MAX_NOTE)
    box = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
    if shape.kind is ShapeKind.IMAGE:
        if picture is not None:
            _shape(root, key, text, f"{look}nocscapePicture={picture.id};{_image(picture)}", box)
        return
    if shape.kind not in (ShapeKind.LINE, ShapeKind.ARROW):
        _shape(root, key, text, look + fill, box)
        return
    cell = ET.SubElement(root, "mxCell", {"id": key, "value": text, "style": look, "edge": "1", "parent": _PAGE})
    geometry = ET.SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    for name, x, y in (("sourcePoint", box[0], box[1]), ("targetPoint", box[2], box[3])):
        ET.SubElement(geometry, "mxPoint", {"x": f"{x:g}", "y": f"{y:g}", "as": name})


def _image(picture: Picture) -> str:
    """The bytes as draw.io has them in a style, where a semicolon would end them; they come last."""
    kind = "png" if picture.data.startswith(b"\x89PNG") else "jpeg"
    return f"imageAspect=0;image=data:image/{kind},{base64.b64encode(picture.data).decode()};"


# -- cells ------------------------------------------------------------------------------------------------------------


def _shape(root: ET.Element, key: str, value: str, style: str, box: Box, parent: str = _PAGE) -> ET.Element:
    left, top, right, bottom = box
    about = {"id": key, "value": value, "style": style, "vertex": "1", "parent": parent}
    cell = ET.SubElement(root, "mxCell", about)
    place = {"x": f"{left:g}", "y": f"{top:g}", "width": f"{right - left:g}", "height": f"{bottom - top:g}"}
    ET.SubElement(cell, "mxGeometry", {**place, "as": "geometry"})
    return cell


def _flags(**flags: int | None) -> str:
    """What of these is not usual, as words of a style."""
    return "".join(f"{name}={int(value)};" for name, value in flags.items() if value)
