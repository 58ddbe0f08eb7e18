"""Files as other programs write them: draw.io's own habits, and the XML of The Dude."""

from __future__ import annotations

import base64
import zlib
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape.base.errors import InputError
from nocscape.console.bridge import Bridge
from nocscape.console.live import LiveNetwork
from nocscape.console.map.exchange import drawio
from nocscape.console.map.exchange.files import read
from nocscape.model.mapdoc import PutItems
from nocscape.model.mapparts import Shape, ShapeKind
from tests.console.fake_line import FakeLine
from tests.console.map_stage import stage

pytestmark = pytest.mark.qt

MODEL = """<mxGraphModel dx="1422" dy="757" grid="1" pageWidth="827"><root>
<mxCell id="0"/><mxCell id="1" parent="0"/>
<mxCell id="lane" value="Seoul &lt;b&gt;DC&lt;/b&gt;" style="swimlane;startSize=30;html=1;" vertex="1" parent="1">
 <mxGeometry x="100" y="200" width="400" height="300" as="geometry"/></mxCell>
<mxCell id="core" value="core-1&lt;br&gt;10.0.0.1" style="shape=mxgraph.cisco.routers.router;html=1;" vertex="1"
 parent="lane"><mxGeometry x="40" y="60" width="78" height="53" as="geometry"/></mxCell>
<object label="edge&amp;nbsp;7" rack="R4" id="edge"><mxCell style="rounded=1;whiteSpace=wrap;html=1;" vertex="1"
 parent="1"><mxGeometry x="700" y="260" width="120" height="60" as="geometry"/></mxCell></object>
<mxCell id="wire" style="edgeStyle=orthogonalEdgeStyle;html=1;" edge="1" parent="1" source="core" target="edge">
 <mxGeometry relative="1" as="geometry"/></mxCell>
<mxCell id="said" value="10G" style="edgeLabel;html=1;align=center;" vertex="1" connectable="0" parent="wire">
 <mxGeometry x="-0.1" relative="1" as="geometry"><mxPoint as="offset"/></mxGeometry></mxCell>
<mxCell id="title" value="WAN" style="text;html=1;align=center;" vertex="1" parent="1">
 <mxGeometry x="300" y="40" width="60" height="30" as="geometry"/></mxCell>
<mxCell id="free" style="endArrow=classic;html=1;" edge="1" parent="1"><mxGeometry width="50" height="50" relative="1"
 as="geometry"><mxPoint x="10" y="20" as="sourcePoint"/><mxPoint x="60" y="90" as="targetPoint"/></mxGeometry></mxCell>
</root></mxGraphModel>"""


def packed(model: str) -> str:
    """A page as draw.io packs it."""
    deflate = zlib.compressobj(wbits=-15)
    return base64.b64encode(deflate.compress(quote(model).encode()) + deflate.flush()).decode()


def drawio_file(*pages: str) -> bytes:
    body = "".join(
        f'<diagram id="p{number}" name="Page-{number}">{page}</diagram>' for number, page in enumerate(pages)
    )
    return f'<mxfile host="app.diagrams.net" version="24.7.5">{body}</mxfile>'.encode()


@pytest.mark.parametrize("page", [MODEL, packed(MODEL)], ids=["plain", "packed"])
def test_a_page_of_drawio_is_read_with_containers_objects_and_drawings(page: str) -> None:
    graph = drawio.read(drawio_file(page))
    assert [(n.key, n.name, n.group, n.x, n.y) for n in graph.nodes] == [
        ("core", "core-1 10.0.0.1", "import:Seoul DC", 179.0, 286.5),
        ("edge", "edge 7", "", 760.0, 290.0),
    ]
    assert graph.links == (("core", "edge"),)
    kinds = {part.kind: part for part in graph.drawn.parts if isinstance(part, Shape)}
    assert kinds[ShapeKind.TEXT].text == "WAN"
    arrow = kinds[ShapeKind.ARROW]
    assert (arrow.x, arrow.y, arrow.width, arrow.height) == (10.0, 20.0, 50.0, 70.0)


def test_further_pages_stand_beside_the_first() -> None:
    graph = drawio.read(drawio_file(MODEL, packed(MODEL)))
    first, second = graph.nodes[:2], graph.nodes[2:]
    assert [n.name for n in second] == [n.name for n in first]
    assert min(n.x or 0.0 for n in second) > max(n.x or 0.0 for n in first)
    assert len({n.key for n in graph.nodes}) == 4


def test_drawings_of_drawio_come_onto_the_map() -> None:
    put = read("drawio", drawio_file(MODEL), LiveNetwork())
    assert sorted(part.kind for part in put.parts if isinstance(part, Shape)) == ["arrow", "text"]
    assert [group.title for group in put.groups] == ["Seoul DC"]


@pytest.mark.parametrize("page", ["%%%", base64.b64encode(b"no deflate").decode(), packed("<a>"), packed("x" * 50)])
def test_a_page_that_cannot_be_unpacked_is_refused(page: str) -> None:
    with pytest.raises(InputError):
        drawio.read(drawio_file(page))


def test_a_page_that_unpacks_to_far_too_much_is_refused() -> None:
    with pytest.raises(InputError):
        drawio.read(drawio_file(packed("<a/>" * 8_000_000)))


def test_what_was_imported_is_selected_and_in_view(campus: Bridge, line: FakeLine, tmp_path: Path) -> None:
    path = tmp_path / "far.drawio"
    path.write_bytes(drawio_file(MODEL.replace('x="700"', 'x="9000"')))
    with stage(campus, line) as on_stage:
        on_stage.view.files.read(str(path))
        assert len(on_stage.selection.devices) == 2
        assert len(on_stage.canvas.picks.shapes) == 2
        seen = on_stage.canvas.camera.seen()
        assert all(seen.holds(*on_stage.nodes[device]) for device in on_stage.selection.devices)
        assert len(on_stage.edits) == 1
        on_stage.view.commands.undo()
        assert not set(on_stage.selection.devices) & set(on_stage.nodes)


# -- The Dude ---------------------------------------------------------------------------------------------------------

IN_ELEMENTS = b"""<?xml version="1.0" ?>
<Export>
<ServerConfig><sys-type>2</sys-type><sys-id>1</sys-id><name>server</name></ServerConfig>
<Device><sys-type>15</sys-type><sys-id>10160</sys-id><sys-name>gw</sys-name><addresses>10.0.0.1</addresses></Device>
<Device><sys-type>15</sys-type><sys-id>10161</sys-id><sys-name>sw &#xC11C;</sys-name>
 <addresses>33554442, 10.0.0.3</addresses></Device>
<NetworkMap><sys-type>10</sys-type><sys-id>20</sys-id><sys-name>Main</sys-name></NetworkMap>
<NetworkMapElement><sys-type>74</sys-type><sys-id>30</sys-id><type>0</type><mapID>20</mapID><itemType>1</itemType>
 <itemID>10160</itemID><itemX>100</itemX><itemY>4294967256</itemY></NetworkMapElement>
<NetworkMapElement><sys-id>31</sys-id><mapID>20</mapID><itemID>10161</itemID><itemX>260</itemX><itemY>80</itemY>
</NetworkMapElement>
<NetworkMapElement><sys-id>32</sys-id><mapID>20</mapID><linkFrom>30</linkFrom><linkTo>31</linkTo></NetworkMapElement>
</Export>"""
IN_ATTRIBUTES = b"""<dude><devices>
<device sys-id="10160" name="gw" address="10.0.0.1"/><device sys-id="10161" name="sw &#xC11C;" address="10.0.0.2"/>
</devices><maps><map id="20" name="Main">
<element id="30" map-id="20" item-id="10160" item-x="100" item-y="-40"/>
<element id="31" map-id="20" item-id="10161" item-x="260" item-y="80"/>
<link id="32" map-id="20" link-from="30" link-to="31"/></map></maps></dude>"""


def placed(put: PutItems) -> list[tuple[str | None, float, float]]:
    return [(node.label, node.x, node.y) for node in put.nodes]


@pytest.mark.parametrize("raw", [IN_ELEMENTS, IN_ATTRIBUTES], ids=["elements", "attributes"])
def test_the_xml_of_the_dude_is_read_whether_it_has_elements_or_attributes(raw: bytes) -> None:
    put = read("xml", raw, LiveNetwork())
    assert placed(put) == [("gw", 100.0, -40.0), ("sw 서", 260.0, 80.0)]
    assert len(put.links) == 1


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"<x><Device><sys-id>1</sys-id><sys-name>a</sys-name></Device></x>", "no map"),
        (b"<x><e><sys-id>1</sys-id><mapID>2</mapID><itemID>3</itemID></e></x>", "no devices"),
        (b"<rss><channel/></rss>", "<rss>"),
        (b"<x", "XML"),
    ],
)
def test_what_cannot_be_read_is_said(raw: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read("xml", raw, LiveNetwork())


def test_files_of_drawio_and_graphml_are_known_by_their_first_element() -> None:
    graph = b'<graphml><graph><node id="a"/></graph></graphml>'
    assert [node.label for node in read("xml", graph, LiveNetwork()).nodes] == ["a"]
    assert len(read("xml", drawio_file(MODEL), LiveNetwork()).nodes) == 2


tags = st.sampled_from(["Device", "e", "map"])
fields = st.sampled_from(["sys-id", "mapID", "itemID", "itemX", "linkFrom", "linkTo", "sys-name", "addresses"])
values = st.one_of(st.integers(-(2**70), 2**70).map(str), st.text("a.:1 nif,e", max_size=12))


@given(st.lists(st.tuples(tags, st.dictionaries(fields, values, max_size=6)), max_size=8))
def test_whatever_the_xml_of_the_dude_says_it_is_read_or_refused(things: list[tuple[str, dict[str, str]]]) -> None:
    body = "".join(
        f"<{tag}>{''.join(f'<{key}>{value}</{key}>' for key, value in said.items())}</{tag}>" for tag, said in things
    )
    try:
        put = read("xml", f"<x>{body}</x>".encode(), LiveNetwork())
    except InputError:
        return
    assert len(put.nodes) <= len(things)
