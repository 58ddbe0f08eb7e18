"""draw.io (diagrams.net) files read as maps, whoever wrote them; `drawio_write` writes them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import numpy as np
from msgspec.structs import replace

from nocscape.base.text import one_line
from nocscape.console.map.edits import MAX_TITLE
from nocscape.console.map.exchange.drawio_cells import Cell, Point, cells, number
from nocscape.console.map.exchange.drawio_words import (
    DRAWN_KEY,
    FRAME_KEY,
    KIND_STYLES,
    LINK_KEY,
    NODE_KEY,
    NOTE_KEY,
    side_of,
    usual_route,
)
from nocscape.console.map.exchange.graph import NOTHING, Graph, GraphNode, check_size
from nocscape.console.map.exchange.kept import kept_of
from nocscape.console.map.exchange.xml import parsed
from nocscape.console.map.scene.ways import bend_at
from nocscape.console.map.way_edits import MOST_BENDS
from nocscape.model.mapdoc import Group, Note, PutItems
from nocscape.model.mapparts import LinkWay, Part, Picture, Route, Shape, ShapeKind, way_id

_CONTAINERS = ("swimlane", "container", "group")
_IMAGE = "image=data:image/"


def read(raw: bytes) -> Graph:
    """Shapes are nodes, those around others groups, words and lines that stand alone drawings. Raises InputError."""
    root = parsed(raw)
    found = cells(root)
    edges = [cell for cell in found if cell.is_edge and not cell.id.startswith(DRAWN_KEY)]
    linked = {end for edge in edges for end in (edge.source, edge.target)}
    containers = _containers(found)
    drawings = [cell for cell in found if _is_drawing(cell, linked)]
    notes = [cell for cell in found if _is_note(cell, linked)]
    others = {cell.id for cell in (*drawings, *notes)} | containers.keys()
    shapes = [cell for cell in found if not cell.is_edge and cell.id not in others]
    check_size(len(shapes), len(edges))
    wires = [edge for edge in edges if edge.source and edge.target and edge.id not in others]
    groups = _groups(containers, kept := _kept(root))
    drawn = PutItems(
        groups=tuple(groups.values()),
        links=kept.links,
        notes=tuple(_note(cell) for cell in notes),
        parts=(*_parts(drawings), *_ways(wires, shapes, kept)),
    )
    return Graph(
        tuple(_node(cell, groups, containers) for cell in shapes),
        tuple((edge.source.removeprefix(NODE_KEY), edge.target.removeprefix(NODE_KEY)) for edge in wires),
        tuple(edge.id.removeprefix(LINK_KEY) for edge in wires),
        drawn,
    )


def _kept(root: ET.Element) -> PutItems:
    """What we wrote beside the cells."""
    texts = (one.get("nocscape") for one in root.iter("object"))
    text = next((text for text in texts if text), None)
    return kept_of(text) if text is not None else NOTHING


# -- nodes and groups -------------------------------------------------------------------------------------------------


def _containers(found: list[Cell]) -> dict[str, Cell]:
    """What has others in it, by what draw.io says of a cell."""
    known = {cell.id: cell for cell in found if not cell.is_edge}
    inside = {cell.parent for cell in known.values()}
    return {key: cell for key, cell in known.items() if key in inside or any(word in cell.look for word in _CONTAINERS)}


def _groups(containers: Mapping[str, Cell], kept: PutItems) -> dict[str, Group]:
    """Containers that say what they are, by their ids in the file."""
    own = {group.id: group for group in kept.groups}
    titled = {key: cell for key, cell in containers.items() if cell.label}
    names: dict[str, str] = {}
    for key, cell in titled.items():
        wanted = key.removeprefix(FRAME_KEY) if key.startswith(FRAME_KEY) else f"import:{cell.label}"
        names[key] = wanted if wanted not in names.values() else f"{wanted} ({key})"
    return {
        key: replace(
            own.get(names[key], Group(id=names[key], title="")),
            title=one_line(cell.label, MAX_TITLE),
            parent=names.get(_around(cell, titled, containers)),
            is_collapsed=cell.element.get("collapsed") == "1",
        )
        for key, cell in titled.items()
    }


def _around(cell: Cell, titled: Mapping[str, object], containers: Mapping[str, Cell]) -> str:
    """The nearest container around a cell that has a title; empty for none."""
    seen = {cell.id}
    above = containers.get(cell.parent)
    while above is not None and above.id not in seen:
        if above.id in titled:
            return above.id
        seen.add(above.id)
        above = containers.get(above.parent)
    return ""


def _node(cell: Cell, groups: Mapping[str, Group], containers: Mapping[str, Cell]) -> GraphNode:
    left, top, right, bottom = cell.box
    group = groups.get(_around(cell, groups, containers))
    return GraphNode(
        key=cell.id.removeprefix(NODE_KEY),
        name=cell.label,
        group=group.id if group is not None else "",
        x=(left + right) / 2,
        y=(top + bottom) / 2,
        z=round(number(cell.look.get("nocscapeZ"))),
        label_side=side_of(cell.look),
        is_pinned=cell.look.get("nocscapePinned") == "1",
        is_locked=cell.look.get("nocscapeLocked") == "1",
    )


# -- links ------------------------------------------------------------------------------------------------------------


def _ways(wires: list[Cell], shapes: list[Cell], kept: PutItems) -> list[Part]:
    """How connectors go; of those that are not in the file as they were kept, with the rules and the ground."""
    spots = {cell.id: ((cell.box[0] + cell.box[2]) / 2, (cell.box[1] + cell.box[3]) / 2) for cell in shapes}
    usual = usual_route(kept)
    ways = [way for wire in wires if (way := _way(wire, spots, usual)) is not None]
    told = {wire.id.removeprefix(LINK_KEY) for wire in wires}
    rest = (part for part in kept.parts if not isinstance(part, LinkWay) or part.link not in told)
    return [*(part for part in rest if not isinstance(part, Shape | Picture)), *ways]


def _way(wire: Cell, spots: Mapping[str, Point], usual: Route) -> LinkWay | None:
    """A connector that does not simply go straight; draw.io makes most of them go round corners by itself."""
    is_ours = wire.id.startswith(LINK_KEY)
    route = Route.CURVED if wire.look.get("curved") == "1" else Route.STRAIGHT
    if "orthogonalEdgeStyle" in wire.look.get("edgeStyle", "") and is_ours:
        route = Route.ORTHOGONAL
    if wire.source not in spots or wire.target not in spots:
        return None
    start, end = np.array(spots[wire.source]), np.array(spots[wire.target])
    bends = tuple(bend_at(start, end, np.array(point)) for point in wire.bends[:MOST_BENDS])
    share = wire.look.get("nocscapeLabel")
    if route is usual and not bends and share is None:
        return None
    link = wire.id.removeprefix(LINK_KEY)
    return LinkWay(
        id=way_id(link), link=link, route=route, bends=bends, label_at=0.5 if share is None else number(share)
    )


# -- notes and drawings -----------------------------------------------------------------------------------------------


def _is_note(cell: Cell, linked: set[str]) -> bool:
    is_one = cell.id.startswith(NOTE_KEY) or cell.look.get("shape") == "note"
    return is_one and not cell.is_edge and cell.id not in linked


def _note(cell: Cell) -> Note:
    name = cell.id.removeprefix(NOTE_KEY) if cell.id.startswith(NOTE_KEY) else f"note:drawio-{cell.id}"
    return Note(id=name, x=cell.box[0], y=cell.box[1], text=cell.words, z=round(number(cell.look.get("nocscapeZ"))))


def _is_drawing(cell: Cell, linked: set[str]) -> bool:
    """What we drew; words that no link leads to, and lines between places rather than shapes."""
    if cell.id.startswith(DRAWN_KEY):
        return True
    if cell.is_edge:
        return not cell.source and not cell.target and cell.ends is not None
    return "text" in cell.look and cell.id not in linked


def _parts(drawings: list[Cell]) -> list[Part]:
    parts: list[Part] = []
    for cell in drawings:
        if not cell.id.startswith(DRAWN_KEY):
            parts.append(_foreign(cell))
        elif cell.look.get("nocscapeKind") != ShapeKind.IMAGE:
            parts.append(_drawn(cell))
        elif data := _picture(cell):
            picture = Picture(id=cell.look.get("nocscapePicture") or f"picture:{cell.id}", data=data)
            parts += [picture, replace(_drawn(cell), picture=picture.id)]
    return parts


def _foreign(cell: Cell) -> Shape:
    """A drawing as draw.io has it, in the colours of the theme."""
    left, top, right, bottom = cell.box
    kind = ShapeKind.TEXT
    if cell.ends is not None:
        (left, top), (right, bottom) = cell.ends
        kind = ShapeKind.LINE if cell.look.get("endArrow") == "none" else ShapeKind.ARROW
    name, wide, high = f"shape:drawio-{cell.id}", right - left, bottom - top
    return Shape(id=name, kind=kind, x=left, y=top, width=wide, height=high, text=cell.words)


def _drawn(cell: Cell) -> Shape:
    """A drawing of ours, as somebody may have changed it since."""
    left, top, right, bottom = cell.box
    if cell.ends is not None:
        (left, top), (right, bottom) = cell.ends
    kind = cell.look.get("nocscapeKind", "")
    return Shape(
        id=cell.id[len(DRAWN_KEY) :],
        kind=ShapeKind(kind) if kind in KIND_STYLES else ShapeKind.RECTANGLE,
        x=left,
        y=top,
        width=right - left,
        height=bottom - top,
        text=cell.words,
        line=cell.look.get("nocscapeLine", ""),
        fill=cell.look.get("nocscapeFill", ""),
        z=round(number(cell.look.get("nocscapeZ"))),
        is_locked=cell.look.get("nocscapeLocked") == "1",
    )


def _picture(cell: Cell) -> bytes:
    """The bytes of an image in a style; empty where there are none."""
    text = cell.element.get("style", "").partition(_IMAGE)[2].partition(",")[2].partition(";")[0]
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
