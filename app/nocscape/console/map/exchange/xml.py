"""Reading XML from strangers: no entities, bounded in size, depth and number of elements."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.console.map.exchange.graph import MOST_BYTES

MOST_DEPTH = 40
MOST_ELEMENTS = 1_500_000
_PREFIX = 1 << 16
"""A text of 16-bit characters has a zero in its first bytes."""


def parsed(raw: bytes) -> ET.Element:
    """The root element, names without namespaces; UTF-8 only. Raises InputError where it is no XML or dangerous."""
    if len(raw) > MOST_BYTES:
        raise InputError(tr("The file is larger than {size} MB.", size=MOST_BYTES >> 20))
    if b"\0" in raw[:_PREFIX] or b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise InputError(tr("The file declares entities or is not UTF-8, and is not read."))
    builder = _Bounded()
    try:
        parser = ET.XMLParser(target=builder)  # noqa: S314 - entities are refused above, the rest is bounded
        parser.feed(raw)
        return parser.close()
    except ET.ParseError as error:
        raise InputError(tr("The file is not valid XML: {error}", error=error)) from error


class _Bounded(ET.TreeBuilder):
    """Builds the tree as long as it is of a reasonable size."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        """An element begins."""
        self._depth += 1
        self._count += 1
        if self._depth > MOST_DEPTH or self._count > MOST_ELEMENTS:
            raise InputError(tr("The file is nested too deeply or holds too much."))
        return super().start(tag.rpartition("}")[2], attrs)

    def end(self, tag: str, /) -> ET.Element:
        """An element ends."""
        self._depth -= 1
        return super().end(tag.rpartition("}")[2])
