"""Maps of other tools, files dropped on the map, and real topologies written and read again."""

from __future__ import annotations

import gzip
import io
import ipaddress
import os
import sqlite3
import struct
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QUrl
from PySide6.QtGui import QImage

from nocscape.base.errors import InputError
from nocscape.console.bridge import Bridge
from nocscape.console.live import LiveNetwork
from nocscape.console.map.exchange import conf, drawio, drawio_write, dude, graphml
from nocscape.console.map.exchange.files import read
from nocscape.console.map.exchange.graph import Graph, GraphNode
from nocscape.model.mapdoc import DropItems, MapDocument, PutItems
from nocscape.model.mapparts import Bend, Comparison, LinkWay, Shape, ShapeKind, StyleRule
from tests.console.fake_line import FakeLine
from tests.console.map_stage import Stage, stage
from tests.console.test_map_gestures import drop

pytestmark = pytest.mark.qt

DATA = Path(os.environ.get("NOCSCAPE_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))

WEATHERMAP = b"""# a comment
WIDTH 800
NODE DEFAULT
    MAXVALUE 100
NODE core
    LABEL Core 1
    POSITION 200 100
NODE edge
    LABEL {node:this:name}
    POSITION core 50 -20
NODE lost
LINK DEFAULT
    WIDTH 4
LINK core-edge
    NODES core:E edge:10:-5 200 150
    BANDWIDTH 10G
"""

NAGVIS = b"""define global {
iconset=std_medium
}
define host {
object_id=a1
host_name=core-1
x=100
y=50
}
define host {
object_id=b2
host_name=edge-7
label_text=Edge [x]
x=300
y=80
}
define service {
host_name=core-1
service_description=PING
x=120
y=60
}
define line {
view_type=10
x=a1%+10,b2%-4
y=50,80
}
"""


def test_a_weathermap_is_read_with_places_beside_other_nodes() -> None:
    graph = conf.read(WEATHERMAP)
    assert graph.nodes == (
        GraphNode(key="core", name="Core 1", x=200.0, y=100.0),
        GraphNode(key="edge", name="edge", x=250.0, y=80.0),
        GraphNode(key="lost", name="lost"),
    )
    assert graph.links == (("core", "edge"),)


def test_nodes_that_stand_beside_each_other_in_a_circle_have_no_place() -> None:
    graph = conf.read(b"NODE a\nPOSITION b 1 1\nNODE b\nPOSITION a 1 1\n")
    assert [(node.x, node.y) for node in graph.nodes] == [(None, None), (None, None)]


def test_a_nagvis_map_is_read_with_hosts_and_lines_between_them() -> None:
    graph = conf.read(NAGVIS)
    assert [(n.key, n.name, n.x, n.y) for n in graph.nodes] == [
        ("core-1", "core-1", 100.0, 50.0),
        ("edge-7", "edge-7", 300.0, 80.0),
    ]
    assert graph.links == (("core-1", "edge-7"),)


# -- The Dude ---------------------------------------------------------------------------------------------------------


def test_blocks_that_nothing_closes_are_passed_over_without_a_look_at_all_the_rest_for_each() -> None:
    """Looked at to the end for each, this file of 3 MB would take an hour."""
    graph = conf.read(b"define host {\nhost_name=open\n" * 100_000 + NAGVIS)
    assert {node.key for node in conf.read(NAGVIS).nodes} <= {node.key for node in graph.nodes}


def number(field: int, value: int) -> bytes:
    return struct.pack("<II", field | 0x08 << 24, value & 0xFFFFFFFF)


def numbers(field: int, *values: int) -> bytes:
    return struct.pack(f"<IH{len(values)}I", field | 0x88 << 24, len(values), *values)


def name(text: str) -> bytes:
    return struct.pack("<IB", 0xFE0010 | 0x21 << 24, len(text.encode())) + text.encode()


def device(text: str, address: str) -> bytes:
    packed = struct.unpack("<I", ipaddress.IPv4Address(address).packed)[0]
    return b"M2" + numbers(0xFF0001, 0x0F) + numbers(0x101F40, packed) + name(text)


def element(shown_on: int, item: int, x: int, y: int) -> bytes:
    place = number(0x105DC4, item) + number(0x105DC5, x) + number(0x105DC6, y)
    return b"M2" + numbers(0xFF0001, 0x4A) + number(0x105DC0, shown_on) + place


def line(shown_on: int, one: int, other: int) -> bytes:
    ends = number(0x105DD0, one) + number(0x105DD1, other)
    return b"M2" + numbers(0xFF0001, 0x4A) + number(0x105DC0, shown_on) + number(0x105DC4, 0xFFFFFFFF) + ends


def dude_database(*more: bytes) -> bytes:
    blobs = {
        10: device("gw", "10.0.0.1"),
        11: device("sw-서울", "10.0.0.2"),
        20: b"M2" + numbers(0xFF0001, 0x50) + name("Main"),
        30: element(20, 10, 100, -40),
        31: element(20, 11, 260, 80),
        32: line(20, 30, 31),
    }
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE objs (id INTEGER PRIMARY KEY, obj BLOB)")
        db.executemany("INSERT INTO objs VALUES (?, ?)", blobs.items())
        db.executemany("INSERT INTO objs (obj) VALUES (?)", [(blob,) for blob in more])
        db.commit()
        return bytes(db.serialize())


def exported(database: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        info = tarfile.TarInfo("dude.db")
        info.size = len(database)
        tar.addfile(info, io.BytesIO(database))
    return gzip.compress(packed.getvalue())


@pytest.mark.parametrize("pack", [bytes, exported])
def test_the_dudes_database_and_its_export_are_read(pack: type[bytes]) -> None:
    graph = dude.read(pack(dude_database()))
    assert graph.nodes == (
        GraphNode(key="dude-10", name="gw", address="10.0.0.1", x=100.0, y=-40.0),
        GraphNode(key="dude-11", name="sw-서울", address="10.0.0.2", x=260.0, y=80.0),
    )
    assert graph.links == (("dude-10", "dude-11"),)


def test_objects_that_are_cut_short_or_of_no_known_kind_are_passed_over() -> None:
    torn = (b"M2\x01", b"M2" + struct.pack("<I", 0x77 << 24), b"XX", device("x", "10.0.0.9")[:20])
    assert len(dude.read(dude_database(*torn)).nodes) == 2


def test_objects_that_promise_more_texts_than_they_have_are_passed_over_at_once() -> None:
    """Counted to their end, these would take minutes."""
    promise = b"M2" + struct.pack("<IH", 0x1234 | 0xA0 << 24, 0xFFFF)
    assert len(dude.read(dude_database(*[promise] * 20_000)).nodes) == 2


@pytest.mark.parametrize("raw", [b"", b"SQLite format 3\0", b"\x1f\x8b\x00", gzip.compress(b"x" * 600, mtime=0), b"PK"])
def test_what_is_no_export_of_the_dude_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError):
        dude.read(raw)


def test_a_database_that_never_ends_is_refused() -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS id, 1 AS obj FROM n"
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(f"CREATE VIEW objs AS {endless}")
        db.commit()
        database = bytes(db.serialize())
    with pytest.raises(InputError):
        dude.read(database)


# -- files dropped on the map -----------------------------------------------------------------------------------------


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        yield made


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


AT = QPoint(120, 240)


def test_a_list_of_devices_dropped_on_the_map_stands_where_it_was_dropped(on_stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "rack.csv"
    path.write_text("name,address\nlab-1,192.0.2.1\nlab-2,192.0.2.2\n")
    before = on_stage.nodes
    assert drop(on_stage, files(path), AT)
    new = {device: spot for device, spot in on_stage.nodes.items() if device not in before}
    assert len(new) == 2
    x, y = on_stage.canvas.camera.to_scene(AT.x(), AT.y())
    assert sum(spot[0] for spot in new.values()) / 2 == pytest.approx(x, abs=1)
    assert sum(spot[1] for spot in new.values()) / 2 == pytest.approx(y, abs=1)
    on_stage.view.commands.undo()
    assert on_stage.nodes == before


def test_a_list_of_links_dropped_on_the_map_moves_nothing_that_is_placed(on_stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "wan.csv"
    path.write_text("a,b\ncore-1,isp-1\nisp-1,isp-2\n")
    before = on_stage.view.model.document.nodes
    assert drop(on_stage, files(path), AT)
    after = on_stage.view.model.document.nodes
    assert {device: after[device] for device in before} == before
    assert sorted(node.label or "" for device, node in after.items() if device not in before) == ["isp-1", "isp-2"]
    assert len(on_stage.view.model.document.links) == 2


def test_new_nodes_without_a_place_stand_below_the_map(on_stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "wan.csv"
    path.write_text("a,b\ncore-1,isp-1\n")
    before = on_stage.nodes
    on_stage.view.files.read(str(path))
    (new,) = on_stage.nodes.keys() - before.keys()
    assert on_stage.nodes[new][1] > max(y for _, y in before.values())
    assert on_stage.selection.devices == (new,)


def test_a_file_that_says_nothing_of_pins_and_names_leaves_them(on_stage: Stage, tmp_path: Path) -> None:
    known = on_stage.view.model.document.nodes["core-1"]
    set_up = replace(known, is_pinned=True, label_side="left", z=4)
    on_stage.view.model.edit_quietly(PutItems(nodes=(set_up,)))
    path = tmp_path / "places.csv"
    path.write_text("name,x,y\ncore-1,10,20\n")
    on_stage.view.files.read(str(path))
    assert on_stage.view.model.document.nodes["core-1"] == replace(set_up, x=10.0, y=20.0)


def test_a_file_that_holds_nothing_new_says_so(on_stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "known.csv"
    path.write_text("name\ncore-1\n")
    on_stage.view.files.read(str(path))
    assert "already" in on_stage.view.chip.text
    assert not on_stage.edits


def test_an_image_dropped_on_the_map_becomes_a_floor_plan(on_stage: Stage, tmp_path: Path) -> None:
    image = QImage(80, 60, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(tmp_path / "plan.png"))
    assert drop(on_stage, files(tmp_path / "plan.png"), AT)
    shape = next(part for part in on_stage.view.model.document.parts.values() if isinstance(part, Shape))
    x, y = on_stage.canvas.camera.to_scene(AT.x(), AT.y())
    assert shape.kind is ShapeKind.IMAGE
    assert (shape.x + shape.width / 2, shape.y + shape.height / 2) == pytest.approx((x, y), abs=1)


@pytest.mark.parametrize("file_name", ["virus.exe", "notes.txt"])
def test_files_that_a_map_cannot_take_are_not_taken(on_stage: Stage, tmp_path: Path, file_name: str) -> None:
    (tmp_path / file_name).write_bytes(b"x")
    assert not drop(on_stage, files(tmp_path / file_name), AT)
    assert not on_stage.edits


def test_a_broken_file_says_so_and_nothing_is_dropped_on_a_locked_map(on_stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "x.graphml").write_bytes(b"<graphml")
    drop(on_stage, files(tmp_path / "x.graphml"), AT)
    assert "x.graphml was not read" in on_stage.view.chip.text
    on_stage.view.map_actions["lock"].trigger()
    assert not drop(on_stage, files(tmp_path / "x.graphml"), AT)
    assert not on_stage.edits


# -- real files -------------------------------------------------------------------------------------------------------


def real_graphs() -> Iterator[tuple[str, Graph]]:
    archive = DATA / "topologies_caida.tar.xz"
    if not archive.exists():
        pytest.skip("no folder with real topologies (NOCSCAPE_TEST_DATA)")
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            raw = tar.extractfile(member)
            if raw is None:
                continue
            if member.name.endswith(".graphml"):
                yield member.name, graphml.read(raw.read())
            elif member.name.endswith("01000.edges"):
                ends = [tuple(row.split()) for row in raw.read().decode().splitlines()]
                keys = dict.fromkeys(end for pair in ends for end in pair)
                links = tuple((pair[0], pair[1]) for pair in ends)
                yield member.name, Graph(tuple(GraphNode(key=key, name=key) for key in keys), links)


def shape_of(graph: Graph) -> tuple[list[str], list[frozenset[str]]]:
    return [node.key for node in graph.nodes], [frozenset(pair) for pair in graph.links]


def test_real_topologies_survive_graphml_and_drawio() -> None:
    sizes = {}
    for file_name, graph in real_graphs():
        sizes[file_name] = len(graph.nodes)
        assert shape_of(graphml.read(graphml.write(graph))) == shape_of(graph)
        assert shape_of(drawio.read(drawio_write.write(graph))) == shape_of(graph)
        put = read("graphml", graphml.write(graph), LiveNetwork())
        assert len(put.nodes) == len(graph.nodes)
        pairs = {frozenset(pair) for pair in graph.links if pair[0] != pair[1]}
        assert len(put.links) == len(pairs)
    assert len(sizes) >= 5


def test_places_of_topology_zoo_are_those_of_the_earth() -> None:
    placed = {name: graph for name, graph in real_graphs() if name.endswith(".graphml")}
    abilene = next(graph for name, graph in placed.items() if "Abilene" in name)
    by_name = {node.name: node for node in abilene.nodes}
    west, east = by_name["Seattle"], by_name["New York"]
    assert west.x is not None
    assert east.x is not None
    assert west.x < east.x


def test_a_map_with_everything_on_it_survives_json(on_stage: Stage, tmp_path: Path) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(7)
    assert image.save(str(tmp_path / "plan.png"))
    on_stage.view.editing.drawings.put_image(str(tmp_path / "plan.png"))
    on_stage.view.editing.rules.keep((StyleRule(id="r", value="80", color="crit"),))
    on_stage.view.map_actions["way_curved"].trigger()
    before = on_stage.view.model.document
    on_stage.view.files.write(str(tmp_path / "map.json"))
    on_stage.view.model.edit_quietly(
        DropItems(nodes=tuple(before.nodes), groups=tuple(before.groups), parts=tuple(before.parts))
    )
    on_stage.view.files.read(str(tmp_path / "map.json"))
    after = on_stage.view.model.document
    assert (after.nodes, after.groups, after.parts) == (before.nodes, before.groups, before.parts)
    on_stage.canvas.settle()


def test_drawings_survive_drawio(on_stage: Stage, tmp_path: Path) -> None:
    drawn = tuple(
        Shape(
            id=f"shape:{kind}",
            kind=kind,
            x=-10.0,
            y=5.0,
            width=120.0,
            height=-40.0 if kind is ShapeKind.ARROW else 40.0,
        )
        for kind in ShapeKind
        if kind is not ShapeKind.IMAGE
    )
    drawn = (replace(drawn[0], text="Rack 1 & 2", line="crit", fill="crit", z=3), *drawn[1:])
    on_stage.view.model.edit_quietly(PutItems(parts=drawn))
    on_stage.view.files.write(str(tmp_path / "map.drawio"))
    raw = (tmp_path / "map.drawio").read_bytes()
    put = read("drawio", raw, on_stage.bridge.live)
    assert {part.id: part for part in put.parts} == {shape.id: shape for shape in drawn}
    assert {node.device for node in put.nodes} == set(on_stage.nodes)


def test_colours_and_places_that_there_are_not_are_not_taken_from_a_file(on_stage: Stage, tmp_path: Path) -> None:
    odd = Shape(id="s", kind=ShapeKind.ELLIPSE, x=0, y=0, width=9, height=9, line="#f00", fill="__class__")
    rule = StyleRule(id="r", attribute="state", test=Comparison.IS, value="up", color="bogus")
    way = LinkWay(id="w", link="w", bends=(Bend(1e300, -1e300),) * 99, label_at=7.0)
    document = MapDocument(id="x", title="", parts={"s": odd, "r": rule, "w": way})
    (tmp_path / "x.json").write_bytes(msgspec.json.encode(document))
    on_stage.view.files.read(str(tmp_path / "x.json"))
    parts = on_stage.view.model.document.parts
    assert parts["s"] == replace(odd, line="dim", fill="")
    assert parts["r"] == replace(rule, color="")
    assert parts["w"] == replace(way, bends=(Bend(10.0, -10.0),) * 40, label_at=1.0)
    on_stage.canvas.settle()
