"""What of a map each format carries there and back, and what it cannot."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PIL import Image
from PySide6.QtGui import QImage

from nocscape.console.bridge import Bridge
from nocscape.console.map.exchange.files import READ, WRITERS, read, written
from nocscape.console.map.scene.scene import Scene
from nocscape.console.theme import Theme
from nocscape.model.mapdoc import DrawnLink, Group, MapDocument, Note, PutItems
from nocscape.model.mapparts import (
    Bend,
    Canvas,
    GroupRule,
    LinkWay,
    Part,
    Picture,
    Route,
    Shape,
    ShapeKind,
    StyleRule,
    way_id,
)
from nocscape.model.net import PortRef, link_id
from tests.console.fake_line import FakeLine
from tests.console.map_stage import drawn_campus

pytestmark = pytest.mark.qt

NAME = link_id(PortRef("ap-a1"), PortRef("core-2"))
ROUND = link_id(PortRef("dist-a"), PortRef("core-2"))
BOX = Shape(
    id="shape:box",
    kind=ShapeKind.RECTANGLE,
    x=-400.0,
    y=0.0,
    width=90.0,
    height=50.0,
    fill="accent",
    text="DC 1\nRack <4>",
    is_locked=True,
)
PLAN = Shape(
    id="shape:plan", kind=ShapeKind.IMAGE, x=0.0, y=0.0, width=80.0, height=60.0, z=-1, is_locked=True, picture="p"
)
PARTS = (
    BOX,
    PLAN,
    LinkWay(id=way_id(NAME), link=NAME, bends=(Bend(0.5, 0.2),), label_at=0.25),
    LinkWay(id=way_id(ROUND), link=ROUND, route=Route.ORTHOGONAL),
    StyleRule(id="style", value="80", color="crit"),
    GroupRule(id="rule"),
    Canvas(ground="world"),
)

NOTE = Note(id="n", x=1.0, y=2.0, text="rack 4 & <5>\nsecond line", z=2)

Look = Callable[[PutItems], object]


def titles(put: PutItems) -> dict[str, str]:
    known = {group.id: group.title for group in put.groups}
    return {node.device: known.get(node.group or "", "") for node in put.nodes}


def shapes(put: PutItems) -> list[tuple[object, ...]]:
    found = sorted((part for part in put.parts if isinstance(part, Shape)), key=lambda shape: shape.id)
    return [(p.kind, p.x, p.y, p.width, p.height, p.text, p.line, p.fill, p.z, p.is_locked) for p in found]


def images(put: PutItems) -> dict[str, QImage]:
    pictures = {part.id: part.data for part in put.parts if isinstance(part, Picture)}
    shown = (part for part in put.parts if isinstance(part, Shape) and part.picture)
    return {f"{shape.id} {shape.picture}": QImage.fromData(pictures[shape.picture]) for shape in shown}


def outer(put: PutItems) -> dict[str, str]:
    known = {group.id: group for group in put.groups}
    return {group.title: known[group.parent].title for group in put.groups if group.parent in known}


def parts(put: PutItems, *kinds: type[Part]) -> set[Part]:
    return {part for part in put.parts if isinstance(part, kinds)}


FEATURES: dict[str, Look] = {
    "devices": lambda put: {node.device for node in put.nodes},
    "places": lambda put: {node.device: (node.x, node.y) for node in put.nodes},
    "groups": titles,
    "groups in groups": outer,
    "groups of one name": lambda put: len([group for group in put.groups if group.title == "Building A"]),
    "collapsed": lambda put: {group.title for group in put.groups if group.is_collapsed},
    "order": lambda put: {node.device: node.z for node in put.nodes},
    "sides of names": lambda put: {node.device: node.label_side for node in put.nodes},
    "pins and locks": lambda put: {node.device: (node.is_pinned, node.is_locked) for node in put.nodes},
    "drawn links": lambda put: set(put.links),
    "notes": lambda put: set(put.notes),
    "drawings": shapes,
    "images": images,
    "ways": lambda put: parts(put, LinkWay),
    "rules": lambda put: parts(put, StyleRule, GroupRule),
    "ground": lambda put: parts(put, Canvas),
}

ALL = frozenset(FEATURES)
CARRIES = {"json": ALL, "drawio": ALL, "graphml": ALL}
"""Pictures and PDF are not read; CSV, Weathermap, NagVis and The Dude are not written."""


@pytest.fixture
def document(campus: Bridge) -> MapDocument:
    drawn = drawn_campus(campus)
    first, second, group = drawn.nodes["ap-a1"], drawn.nodes["core-1"], next(iter(drawn.groups.values()))
    raw = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(raw, "PNG")
    picture = Picture(id="p", data=raw.getvalue())
    return replace(
        drawn,
        nodes=drawn.nodes
        | {
            "ap-a1": replace(first, z=3, label_side="above left", is_pinned=True, is_locked=True, x=-50.5),
            "core-1": replace(second, group="twin"),
        },
        groups=drawn.groups
        | {
            group.id: replace(group, is_collapsed=True, parent="campus"),
            "campus": Group(id="campus", title="Campus"),
            "twin": Group(id="twin", title="Building A", z=1),
        },
        links={
            NAME: DrawnLink(id=NAME, a="ap-a1", b="core-2"),
            ROUND: DrawnLink(id=ROUND, a="dist-a", b="core-2", a_interface="7", b_interface="9"),
        },
        notes={"n": NOTE},
        parts={part.id: part for part in (*PARTS, picture)},
    )


def test_every_format_that_is_read_and_written_is_in_the_table() -> None:
    assert set(CARRIES) == set(READ) & set(WRITERS)


@pytest.mark.parametrize("suffix", CARRIES)
def test_a_format_carries_everything_there_and_back(
    campus: Bridge, line: FakeLine, document: MapDocument, suffix: str
) -> None:
    put = read(suffix, written(suffix, Scene(document, campus.live), Theme("dark")), campus.live)
    whole = PutItems(
        nodes=tuple(document.nodes.values()),
        groups=tuple(document.groups.values()),
        links=tuple(document.links.values()),
        notes=tuple(document.notes.values()),
        parts=tuple(document.parts.values()),
    )
    assert {name for name, look in FEATURES.items() if look(put) == look(whole)} == CARRIES[suffix]
