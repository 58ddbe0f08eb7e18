"""Maps written to files and read from them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QImage, QPageLayout, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgRenderer

from nocscape.console.bridge import Bridge
from nocscape.console.map.exchange.files import WRITERS, written
from nocscape.console.map.exchange.pictures import MARGIN, on_paper, orientation, print_on
from nocscape.console.theme import Theme
from nocscape.model.mapdoc import MapDocument
from tests.console.fake_line import FakeLine
from tests.console.map_stage import Stage, stage

pytestmark = pytest.mark.qt


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        yield made


def unpacked(stream: bytes) -> bytes:
    """A stream of a PDF; empty where it is packed otherwise."""
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_a_map_is_written_in_every_format(on_stage: Stage, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"campus.{suffix}"
    on_stage.view.files.write(str(path))
    raw = path.read_bytes()
    assert f"campus.{suffix}" in on_stage.view.chip.text
    match suffix:
        case "png":
            assert QImage.fromData(raw).width() > 1000
        case "svg":
            assert QSvgRenderer(raw).isValid()
        case "pdf":
            assert raw.startswith(b"%PDF-")
        case "json":
            assert msgspec.json.decode(raw, type=MapDocument) == on_stage.view.model.document
        case _:
            assert b"core-1" in raw


@pytest.mark.parametrize("suffix", ["json", "graphml", "drawio"])
def test_a_written_map_can_be_read_into_an_empty_one(on_stage: Stage, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"campus.{suffix}"
    on_stage.view.files.write(str(path))
    before = on_stage.nodes
    groups = sorted(g.title for g in on_stage.view.model.document.groups.values())
    on_stage.view.show_map("other")
    on_stage.view.files.read(str(path))
    assert on_stage.nodes.keys() == before.keys()
    for device, spot in before.items():
        assert on_stage.nodes[device] == pytest.approx(spot, abs=1.0)
    assert sorted(g.title for g in on_stage.view.model.document.groups.values()) == groups
    assert not on_stage.view.model.document.links, "discovery knows all of them"
    on_stage.view.commands.undo()
    assert not on_stage.nodes


def test_symbols_are_in_a_vector_picture_where_they_are_in_a_raster(on_stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "campus.svg"
    on_stage.view.files.write(str(path))
    renderer = QSvgRenderer(str(path))
    image = QImage(renderer.viewBox().size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    bounds = on_stage.view.scene.bounds()
    assert bounds is not None
    x, y = on_stage.nodes["core-1"]
    inside = image.pixelColor(round(x - bounds.left + MARGIN - 16), round(y - bounds.top + MARGIN + 16))
    assert inside == on_stage.canvas.theme.color("chip")


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_what_is_selected_is_not_marked_in_a_picture(on_stage: Stage, suffix: str) -> None:
    scene, theme = on_stage.view.scene, on_stage.canvas.theme
    bare = written(suffix, scene, theme)
    on_stage.selection.select_devices(("core-1", "core-2"))
    assert written(suffix, scene, theme) == bare
    assert scene.nodes.is_selected.sum() == 2
    on_stage.selection.select_link(next(iter(on_stage.bridge.live.links)))
    assert written(suffix, scene, theme) == bare
    assert scene.selected_link


def test_the_dots_of_the_grid_are_not_in_a_drawing(on_stage: Stage) -> None:
    assert b'<image width="1"' not in written("svg", on_stage.view.scene, on_stage.canvas.theme)
    assert b'width="1" height="1"' not in written("svg", on_stage.view.scene, on_stage.canvas.theme)


def test_names_are_letters_in_a_drawing(on_stage: Stage) -> None:
    drawn = written("svg", on_stage.view.scene, on_stage.canvas.theme).decode()
    for name in ("core-1", "dist-a", "Server room"):
        assert re.search(rf"<text[^>]*>{name}</text>", drawn.replace(" >", ">").replace("\n", "")), name


def test_symbols_are_as_opaque_in_pdf_as_on_the_screen(on_stage: Stage) -> None:
    raw = written("pdf", on_stage.view.scene, on_stage.canvas.theme)
    streams = [part.partition(b"endstream")[0] for part in re.split(rb"stream\r?\n", raw)]
    page = next(text for text in map(unpacked, streams) if b" Do\n" in text)
    states = [part.rpartition(b" gs\n")[0].rpartition(b"\n")[2] for part in page.split(b" Do\n")[:-1]]
    assert len(states) > len(on_stage.nodes), "each has a symbol"
    assert set(states) == {b"/GSa"}, "the state that Qt calls so is opaque"


def test_a_map_is_printed_on_white_whatever_the_theme_is(on_stage: Stage, tmp_path: Path) -> None:
    assert on_paper(Theme("dark")).color("bg").lightness() > 200
    assert on_paper(light := Theme("light")) is light
    printer = QPdfWriter(str(tmp_path / "print.pdf"))
    printer.setPageOrientation(orientation(on_stage.view.scene))
    assert printer.pageLayout().orientation() is QPageLayout.Orientation.Landscape
    print_on(printer, on_stage.view.scene, on_stage.canvas.theme)
    assert (tmp_path / "print.pdf").read_bytes().startswith(b"%PDF-")


def test_a_file_that_is_none_says_so_and_changes_nothing(on_stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "broken.graphml"
    path.write_bytes(b"<graphml")
    on_stage.view.files.read(str(path))
    assert "broken.graphml" in on_stage.view.chip.text
    on_stage.view.files.read(str(tmp_path / "missing.json"))
    assert "missing.json" in on_stage.view.chip.text
    on_stage.view.files.write(str(tmp_path / "nowhere" / "a.png"))
    assert "a.png" in on_stage.view.chip.text
    on_stage.view.files.write(str(tmp_path / "a.docx"))
    assert "a.docx" in on_stage.view.chip.text
    assert not on_stage.edits


def test_a_locked_map_imports_nothing(on_stage: Stage) -> None:
    on_stage.view.map_actions["lock"].trigger()
    on_stage.view.map_actions["import_map"].trigger()
    assert on_stage.view.files.asking is None
