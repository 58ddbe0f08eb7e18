"""What a map has that another program's format has no word for: kept in its files as JSON of our own."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.text import one_line, plain
from nocscape.console.map.edits import MAX_NOTE, MAX_TITLE
from nocscape.console.map.exchange.graph import bounded
from nocscape.console.map.exchange.images import checked
from nocscape.model.mapdoc import PutItems


def kept_text(put: PutItems) -> str:
    """Items of a map as JSON."""
    return msgspec.json.encode(put).decode()


def kept_of(text: str) -> PutItems:
    """Such items, as they were written; `sound` has to follow. Raises InputError where they are damaged."""
    try:
        return msgspec.json.decode(text, type=PutItems)
    except msgspec.DecodeError as error:
        raise InputError(tr("The file is not a map: {error}", error=error)) from error


def sound(put: PutItems) -> PutItems:
    """Items from a stranger: places that can be drawn, texts and images of a size that a map can carry.

    Raises InputError where an image is none.
    """
    return replace(
        put,
        nodes=tuple(replace(n, x=bounded(n.x), y=bounded(n.y)) for n in put.nodes),
        groups=tuple(replace(g, title=one_line(g.title, MAX_TITLE)) for g in put.groups),
        notes=tuple(replace(n, x=bounded(n.x), y=bounded(n.y), text=plain(n.text, MAX_NOTE)) for n in put.notes),
        parts=tuple(checked(part) for part in put.parts),
    )
