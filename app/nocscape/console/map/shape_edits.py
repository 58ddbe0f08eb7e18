"""What an operator can do to a drawing, as a title for the history and a Change."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from msgspec.structs import replace

from nocscape.base.i18n import Text, msg
from nocscape.console.map.edits import MAX_NOTE, Edit
from nocscape.console.map.picks import Picks, picked_shapes
from nocscape.console.map.scene.shapes import shapes_of
from nocscape.model.mapdoc import DropItems, MapDocument, PutItems
from nocscape.model.mapparts import Shape, ShapeKind


def new_id() -> str:
    """For a shape that is new."""
    return f"shape:{uuid.uuid4().hex}"


def known(document: MapDocument, shape: str | None) -> Shape | None:
    """The shape of that id."""
    found = document.parts.get(shape or "")
    return found if isinstance(found, Shape) else None


def changed(document: MapDocument, shape: str | None, change: Callable[[Shape], Shape], title: Text) -> Edit | None:
    """A shape that is different in some way."""
    before = known(document, shape)
    if before is None or (after := change(before)) == before:
        return None
    return Edit(title, PutItems(parts=(after,)))


def removed(document: MapDocument, shape: str | None) -> Edit | None:
    """A shape taken off the map, and its picture where no other shows it."""
    gone = known(document, shape)
    if gone is None:
        return None
    is_shared = any(other.picture == gone.picture for other in shapes_of(document) if other.id != gone.id)
    ids = (gone.id,) if is_shared or not gone.picture else (gone.id, gone.picture)
    return Edit(msg("Removed a drawing"), DropItems(parts=ids))


def all_changed(document: MapDocument, picks: Picks, change: Callable[[Shape], Shape]) -> Edit | None:
    """All selected drawings different in some way."""
    shapes = tuple(after for shape in picked_shapes(document, picks) if (after := change(shape)) != shape)
    title = msg("Changed a drawing") if len(shapes) == 1 else msg("Changed {count} drawings", count=len(shapes))
    return Edit(title, PutItems(parts=shapes)) if shapes else None


def written(drawn: Shape, text: str) -> Edit:
    """A text that was drawn and has its words now."""
    text = text.strip()[:MAX_NOTE]
    return Edit(msg("Wrote a text"), PutItems(parts=(replace(drawn, text=text),)))


def worded(document: MapDocument, shape: str, text: str) -> Edit | None:
    """A shape with other words in it; a text without words goes."""
    before = known(document, shape)
    if before is not None and before.kind is ShapeKind.TEXT and not text.strip():
        return removed(document, shape)
    return changed(document, shape, lambda one: replace(one, text=text[:MAX_NOTE]), msg("Changed a drawing"))


def unlocked(document: MapDocument) -> Edit | None:
    """Every drawing and node can be taken hold of again."""
    shapes = tuple(replace(shape, is_locked=False) for shape in shapes_of(document) if shape.is_locked)
    nodes = tuple(replace(node, is_locked=False) for node in document.nodes.values() if node.is_locked)
    return Edit(msg("Unlocked everything"), PutItems(parts=shapes, nodes=nodes)) if shapes or nodes else None
