"""Maps written for other programs and read again; files of strangers."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nocscape.base.errors import InputError
from nocscape.console.live import LiveNetwork
from nocscape.console.map.exchange import drawio, drawio_write, graphml
from nocscape.console.map.exchange.files import read
from nocscape.console.map.exchange.graph import Graph, GraphNode, put_of
from nocscape.console.map.exchange.xml import MOST_DEPTH, parsed

words = st.text("abcäöü한글<>&\"' 123", min_size=1, max_size=12).map(str.strip).filter(bool)
places = st.floats(-1e5, 1e5).map(lambda v: round(v, 1))


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    keys = draw(st.lists(st.text("abcdef0123", min_size=1, max_size=6), min_size=1, max_size=8, unique=True))
    nodes = tuple(GraphNode(key=key, name=draw(words), x=draw(places), y=draw(places)) for key in keys)
    ends = st.tuples(st.sampled_from(keys), st.sampled_from(keys))
    return Graph(nodes, tuple(draw(st.lists(ends, max_size=8))))


@given(graphs())
def test_a_graph_survives_graphml(graph: Graph) -> None:
    back = graphml.read(graphml.write(graph))
    assert [n.key for n in back.nodes] == [n.key for n in graph.nodes]
    assert [n.name.split() for n in back.nodes] == [n.name.split() for n in graph.nodes]
    assert [(n.x, n.y) for n in back.nodes] == [(n.x, n.y) for n in graph.nodes]
    assert back.links == graph.links


@given(graphs())
def test_a_graph_survives_drawio(graph: Graph) -> None:
    back = drawio.read(drawio_write.write(graph))
    assert [n.key for n in back.nodes] == [n.key for n in graph.nodes]
    for read_, written in zip(back.nodes, graph.nodes, strict=True):
        assert (read_.x, read_.y) == pytest.approx((written.x, written.y), rel=1e-4, abs=1.0)
    assert back.links == graph.links


@given(st.binary(max_size=300), st.sampled_from(["graphml", "drawio", "csv", "json", "conf", "cfg", "db"]))
@settings(max_examples=200)
def test_whatever_a_file_holds_it_is_read_or_refused(raw: bytes, suffix: str) -> None:
    try:
        put = read(suffix, raw, LiveNetwork())
    except InputError:
        return
    assert len(put.nodes) <= len(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<graphml>",
        b'<!DOCTYPE a [<!ENTITY b "cc">]><graphml>&b;</graphml>',
        '<?xml version="1.0" encoding="UTF-16"?><graphml/>'.encode("utf-16"),
        b"<a>" * (MOST_DEPTH + 1) + b"</a>" * (MOST_DEPTH + 1),
    ],
)
def test_dangerous_or_damaged_xml_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError):
        parsed(raw)


def test_places_beyond_reason_are_bounded() -> None:
    graph = Graph((GraphNode(key="a", x=1e300, y=float("nan")),), ())
    (node,) = put_of(graph, LiveNetwork()).nodes
    assert (node.x, node.y) == (1e7, 0.0)


def test_a_topology_zoo_file_is_placed_by_longitude_and_latitude() -> None:
    raw = b"""<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key attr.name="Longitude" attr.type="double" for="node" id="d32" />
  <key attr.name="Latitude" attr.type="double" for="node" id="d29" />
  <key attr.name="label" attr.type="string" for="node" id="d33" />
  <graph edgedefault="undirected">
    <node id="0"><data key="d29">50.85</data><data key="d32">4.35</data><data key="d33">Brussels</data></node>
    <node id="1"><data key="d29">52.37</data><data key="d32">4.89</data><data key="d33">Amsterdam</data></node>
    <node id="2"><data key="d33">None</data></node>
    <edge source="0" target="1"/><edge source="1" target="2"/><edge source="1" target="0"/>
  </graph>
</graphml>"""
    put = put_of(graphml.read(raw), LiveNetwork())
    brussels, amsterdam, nowhere = put.nodes
    assert amsterdam.y < brussels.y < nowhere.y
    assert amsterdam.x > brussels.x
    assert [node.label for node in put.nodes] == ["Brussels", "Amsterdam", "None"]
    assert len(put.links) == 2, "a link and the same the other way round are one"


def test_a_table_of_links_makes_nodes_and_links() -> None:
    put = read("csv", b"a,b\ncore,leaf-1\ncore,leaf-2\ncore,leaf-1\n", LiveNetwork())
    assert sorted(node.label or "" for node in put.nodes) == ["core", "leaf-1", "leaf-2"]
    assert len(put.links) == 2


def test_a_table_of_devices_keeps_their_places_and_groups() -> None:
    put = read("csv", b"name,group,x,y\nr1,Seoul,10,20\nr2,,,\n", LiveNetwork())
    assert [(n.label, n.x, n.y) for n in put.nodes if n.label == "r1"] == [("r1", 10.0, 20.0)]
    assert [group.title for group in put.groups] == ["Seoul"]


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        ("csv", "Hostname;IP;Site\nr1;10.0.0.1;Seoul\nr2;10.0.0.2;Seoul\n"),
        ("csv", "name\taddress\tgroup\nr1\t10.0.0.1\tSeoul\nr2\t10.0.0.2\tSeoul\n"),
        ("json", '[{"name": "r1", "ip": "10.0.0.1", "site": "Seoul"}, {"name": "r2", "site": "Seoul"}]'),
        ("json", '{"devices": [{"hostname": "r1", "group": "Seoul"}, {"hostname": "r2", "group": "Seoul"}]}'),
    ],
)
def test_lists_of_devices_are_read_as_programs_write_them(suffix: str, text: str) -> None:
    put = read(suffix, text.encode(), LiveNetwork())
    assert [node.label for node in put.nodes] == ["r1", "r2"]
    assert [group.title for group in put.groups] == ["Seoul"]


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        ("csv", "Source,Target\ncore,leaf\n"),
        ("json", '[{"from": "core", "to": "leaf"}]'),
        ("json", '{"nodes": [{"id": "core"}, {"id": "leaf"}], "links": [{"source": "core", "target": "leaf"}]}'),
    ],
)
def test_lists_of_links_are_read_as_programs_write_them(suffix: str, text: str) -> None:
    put = read(suffix, text.encode(), LiveNetwork())
    assert sorted(node.label or "" for node in put.nodes) == ["core", "leaf"]
    assert len(put.links) == 1


@pytest.mark.parametrize("text", ["[]", "[1, 2]", "{}", "7", "[" * 5000, '{"nodes": [[]]}'])
def test_json_that_is_no_list_of_devices_and_no_map_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read("json", text.encode(), LiveNetwork())


def test_labels_of_drawio_are_read_as_plain_text() -> None:
    cell = (
        '<mxCell id="n" vertex="1" value="&lt;b&gt;core&lt;/b&gt; 1"><mxGeometry x="0" y="0" width="40" height="40"/>'
    )
    raw = f"<mxfile><diagram><mxGraphModel><root>{cell}</mxCell></root></mxGraphModel></diagram></mxfile>".encode()
    assert ET.fromstring(raw) is not None  # noqa: S314 - our own text
    (node,) = drawio.read(raw).nodes
    assert node.name.split() == ["core", "1"]
    assert (node.x, node.y) == (20.0, 20.0)
