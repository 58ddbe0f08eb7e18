"""Reading draw.io (diagrams.net) files as draw.io writes them.

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
from nocscape.base.text import one_line
from nocscape.console.map.exchange.graph import MOST_BYTES
from nocscape.console.map.exchange.xml import parsed

MOST_TEXT = 200
_MOST_STYLE = 2000
_MOST_NESTED = 20
_BETWEEN_PAGES = 200.0
_WRAPPERS = ("object", "UserObject")
_TAGS = re.compile(r"<[^<>]{0,200}>")

Box = tuple[float, float, float, float]


class Cell(NamedTuple):
    """A shape or a connector of one page, its box in the coordinates of the page."""

    id: str
    label: str
    look: dict[str, str]
    box: Box
    element: ET.Element
    is_edge: bool
    source: str
    target: str
    parent: str


def cells(raw: bytes) -> list[Cell]:
    """All shapes and connectors; further pages stand to the right. Raises InputError where it is no draw.io file."""
    found: list[Cell] = []
    left = 0.0
    for number, model in enumerate(_models(parsed(raw))):
        page = list(_page(model, f"{number}/" if number else ""))
        boxes = [cell.box for cell in page if not cell.is_edge]
        by = left - min((box[0] for box in boxes), default=0.0) if number else 0.0
        found += [cell._replace(box=_shifted(cell.box, by, 0.0)) for cell in page]
        left = max((box[2] for box in boxes), default=0.0) + by + _BETWEEN_PAGES
    return found


def plain(value: str) -> str:
    """draw.io writes labels as HTML."""
    return one_line(html.unescape(_TAGS.sub(" ", value[: 4 * MOST_TEXT])), MOST_TEXT).strip()


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
        own, label = labels.get(id(element), (element.get("id", ""), element.get("value", "")))
        is_edge = element.get("edge") == "1"
        if own and (is_edge or element.get("vertex") == "1") and (is_edge or element.find("mxGeometry") is not None):
            known[own] = _cell(element, own, label, is_edge=is_edge)
    for cell in known.values():
        if not _is_label(cell, known):
            x, y = _origin(cell, known)
            yield cell._replace(
                id=_named(prefix, cell.id),
                source=_named(prefix, cell.source),
                target=_named(prefix, cell.target),
                parent=_named(prefix, cell.parent) if cell.parent in known else "",
                box=_shifted(cell.box, x, y),
            )


def _cell(element: ET.Element, own: str, label: str, *, is_edge: bool) -> Cell:
    style = element.get("style", "")[:_MOST_STYLE]
    look = {part.partition("=")[0]: part.partition("=")[2] for part in style.split(";") if part}
    geometry = element.find("mxGeometry")
    sizes = geometry.attrib if geometry is not None else {}
    x, y, wide, high = (number(sizes.get(name)) for name in ("x", "y", "width", "height"))
    source, target = element.get("source", ""), element.get("target", "")
    parent = element.get("parent", "")
    return Cell(own, plain(label), look, (x, y, x + wide, y + high), element, is_edge, source, target, parent)


def _wrappers(model: ET.Element) -> Iterator[ET.Element]:
    for tag in _WRAPPERS:
        yield from model.iter(tag)


def _wrapped(wrapper: ET.Element, cell: ET.Element) -> tuple[str, str]:
    return wrapper.get("id", "") or cell.get("id", ""), wrapper.get("label", "")


def _is_label(cell: Cell, known: dict[str, Cell]) -> bool:
    """Whether a shape is only what an edge says."""
    above = known.get(cell.parent)
    return not cell.is_edge and ("edgeLabel" in cell.look or (above is not None and above.is_edge))


def _origin(cell: Cell, known: dict[str, Cell]) -> tuple[float, float]:
    """Where the coordinates of a cell begin: at the corner of the container it is in."""
    x = y = 0.0
    above = known.get(cell.parent)
    for _ in range(_MOST_NESTED):
        if above is None or above.is_edge:
            break
        x, y = x + above.box[0], y + above.box[1]
        above = known.get(above.parent)
    return x, y


def _shifted(box: Box, x: float, y: float) -> Box:
    return box[0] + x, box[1] + y, box[2] + x, box[3] + y


def _named(prefix: str, name: str) -> str:
    return f"{prefix}{name}"[:MOST_TEXT] if name else ""
