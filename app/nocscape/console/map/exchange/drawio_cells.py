"""The cells of draw.io (diagrams.net) files as draw.io writes them.

Pages may be packed (base64 of raw deflate of a percent-encoded text), cells wrapped in `object` or `UserObject`
elements that hold label and id, shapes stand in containers relative to these, and labels of edges are cells, too.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree as ET

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.text import one_line, plain
from nocscape.console.map.edits import MAX_NOTE
from nocscape.console.map.exchange.graph import MOST_BYTES
from nocscape.console.map.exchange.xml import parsed

MOST_TEXT = 200
_MOST_STYLE = 2000
_MOST_NESTED = 20
_BETWEEN_PAGES = 200.0
_WRAPPERS = ("object", "UserObject")
_TAGS = re.compile(r"<[^<>]{0,200}>")
_BREAKS = re.compile(r"<br ?/?>|</(?:div|p|li)>", re.IGNORECASE)

Box = tuple[float, float, float, float]
Point = tuple[float, float]


class Cell(NamedTuple):
    """A shape or a connector of one page, in the coordinates of the page."""

    id: str
    words: str
    look: dict[str, str]
    box: Box
    element: ET.Element
    is_edge: bool
    source: str
    target: str
    parent: str
    origin: Point = (0.0, 0.0)
    """Where the coordinates in its element begin."""

    @property
    def label(self) -> str:
        """What it says, in one line."""
        return one_line(self.words, MOST_TEXT).strip()

    @property
    def ends(self) -> tuple[Point, Point] | None:
        """The two ends of a line that hangs on nothing."""
        found = {point.get("as", ""): point for point in self.element.iter("mxPoint")}
        if "sourcePoint" not in found or "targetPoint" not in found:
            return None
        return self._at(found["sourcePoint"]), self._at(found["targetPoint"])

    @property
    def bends(self) -> list[Point]:
        """The points that an edge passes."""
        array = self.element.find("mxGeometry/Array[@as='points']")
        return [self._at(point) for point in array.findall("mxPoint")] if array is not None else []

    def shifted(self, x: float, y: float) -> Cell:
        """The same that far away."""
        left, top, right, bottom = self.box
        box = left + x, top + y, right + x, bottom + y
        return self._replace(box=box, origin=(self.origin[0] + x, self.origin[1] + y))

    def _at(self, point: ET.Element) -> Point:
        return number(point.get("x")) + self.origin[0], number(point.get("y")) + self.origin[1]


def cells(root: ET.Element) -> list[Cell]:
    """All shapes and connectors; further pages stand to the right. Raises InputError where a page is damaged."""
    found: list[Cell] = []
    left = 0.0
    for page_number, model in enumerate(_models(root)):
        page = list(_page(model, f"{page_number}/" if page_number else ""))
        boxes = [cell.box for cell in page if not cell.is_edge]
        by = left - min((box[0] for box in boxes), default=0.0) if page_number else 0.0
        found += [cell.shifted(by, 0.0) for cell in page]
        left = max((box[2] for box in boxes), default=0.0) + by + _BETWEEN_PAGES
    return found


def number(text: str | None) -> float:
    """A length; 0 where there is none that can be drawn."""
    try:
        value = float(text or "0")
    except ValueError:
        return 0.0
    return value if abs(value) < 1e9 else 0.0


def _models(root: ET.Element) -> Iterator[ET.Element]:
    """The pages of a file, unpacked where they are packed."""
    if root.tag == "mxGraphModel":
        yield root
    for page in root.iter("diagram"):
        model = page.find("mxGraphModel")
        if model is not None:
            yield model
        elif page.text and page.text.strip():
            yield parsed(_unpacked(page.text.strip()))


def _unpacked(text: str) -> bytes:
    try:
        packed = base64.b64decode(text, validate=True)
        unpack = zlib.decompressobj(wbits=-15)
        raw = unquote_to_bytes(unpack.decompress(packed, MOST_BYTES))
    except (binascii.Error, zlib.error, ValueError) as error:
        raise InputError(tr("A page of the draw.io file cannot be unpacked.")) from error
    if unpack.unconsumed_tail:
        raise InputError(tr("The file is larger than {size} MB.", size=MOST_BYTES >> 20))
    return raw


def _page(model: ET.Element, prefix: str) -> Iterator[Cell]:
    labels = {id(cell): _wrapped(wrapper, cell) for wrapper in _wrappers(model) for cell in wrapper.iter("mxCell")}
    known: dict[str, Cell] = {}
    for element in model.iter("mxCell"):
        own, value = labels.get(id(element), (element.get("id", ""), element.get("value", "")))
        is_edge = element.get("edge") == "1"
        if own and (is_edge or element.get("vertex") == "1") and (is_edge or element.find("mxGeometry") is not None):
            known[own] = _cell(element, own, value, is_edge=is_edge)
    for cell in known.values():
        if not _is_label(cell, known):
            yield cell.shifted(*_origin(cell, known))._replace(
                id=_named(prefix, cell.id),
                source=_named(prefix, cell.source),
                target=_named(prefix, cell.target),
                parent=_named(prefix, cell.parent) if cell.parent in known else "",
            )


def _cell(element: ET.Element, own: str, value: str, *, is_edge: bool) -> Cell:
    style = element.get("style", "")[:_MOST_STYLE]
    look = {part.partition("=")[0]: part.partition("=")[2] for part in style.split(";") if part}
    geometry = element.find("mxGeometry")
    sizes = geometry.attrib if geometry is not None else {}
    x, y, wide, high = (number(sizes.get(name)) for name in ("x", "y", "width", "height"))
    source, target = element.get("source", ""), element.get("target", "")
    words = _words(value, is_html=look.get("html") != "0")
    return Cell(
        own, words, look, (x, y, x + wide, y + high), element, is_edge, source, target, element.get("parent", "")
    )


def _words(value: str, *, is_html: bool) -> str:
    """What a cell says as plain text: draw.io writes HTML unless it is told not to."""
    value = value[: 4 * MAX_NOTE]
    if is_html:
        value = html.unescape(_TAGS.sub(" ", _BREAKS.sub("\n", value)))
    return plain(value, MAX_NOTE).strip()


def _wrappers(model: ET.Element) -> Iterator[ET.Element]:
    for tag in _WRAPPERS:
        yield from model.iter(tag)


def _wrapped(wrapper: ET.Element, cell: ET.Element) -> tuple[str, str]:
    return wrapper.get("id", "") or cell.get("id", ""), wrapper.get("label", "")


def _is_label(cell: Cell, known: dict[str, Cell]) -> bool:
    """Whether a shape is only what an edge says."""
    above = known.get(cell.parent)
    return not cell.is_edge and ("edgeLabel" in cell.look or (above is not None and above.is_edge))


def _origin(cell: Cell, known: dict[str, Cell]) -> Point:
    """Where the coordinates of a cell begin: at the corner of the container it is in."""
    x = y = 0.0
    above = known.get(cell.parent)
    for _ in range(_MOST_NESTED):
        if above is None or above.is_edge:
            break
        x, y = x + above.box[0], y + above.box[1]
        above = known.get(above.parent)
    return x, y


def _named(prefix: str, name: str) -> str:
    return f"{prefix}{name}"[:MOST_TEXT] if name else ""
