"""What is selected on a map besides devices: notes and drawings. Panels elsewhere know nothing of these."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nocscape.console.map.camera import Rect
from nocscape.console.map.paint.notes import note_rect
from nocscape.console.map.scene.hit import inside
from nocscape.console.map.scene.shapes import shape_rect, shapes_of
from nocscape.console.theme import Theme
from nocscape.model.mapdoc import MapDocument, Note
from nocscape.model.mapparts import Shape


class Picks(NamedTuple):
    """Ids of notes and of drawings, in the order in which they were selected."""

    notes: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.notes or self.shapes)

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.notes) + len(self.shapes)

    def holds(self, other: Picks) -> bool:
        """Whether all of `other` are among these."""
        return set(other.notes) <= set(self.notes) and set(other.shapes) <= set(self.shapes)

    def with_(self, other: Picks) -> Picks:
        """These and the others, each once."""
        notes, shapes = dict.fromkeys((*self.notes, *other.notes)), dict.fromkeys((*self.shapes, *other.shapes))
        return Picks(tuple(notes), tuple(shapes))

    def without(self, other: Picks) -> Picks:
        """These but for the others."""
        notes = tuple(note for note in self.notes if note not in other.notes)
        return Picks(notes, tuple(shape for shape in self.shapes if shape not in other.shapes))


NO_PICKS = Picks()


def picked_notes(document: MapDocument, picks: Picks) -> list[Note]:
    """The notes that are selected and still on the map."""
    return [document.notes[note] for note in picks.notes if note in document.notes]


def picked_shapes(document: MapDocument, picks: Picks) -> list[Shape]:
    """The drawings that are selected and still on the map."""
    found = (document.parts.get(shape) for shape in picks.shapes)
    return [shape for shape in found if isinstance(shape, Shape)]


def movable(document: MapDocument, picks: Picks) -> Picks:
    """Those that are on the map and not locked in their place."""
    shapes = tuple(shape.id for shape in picked_shapes(document, picks) if not shape.is_locked)
    return Picks(tuple(note.id for note in picked_notes(document, picks)), shapes)


def everything(document: MapDocument) -> Picks:
    """All notes, and all drawings that the pointer can take hold of."""
    shapes = tuple(shape.id for shape in shapes_of(document) if not shape.is_locked)
    return Picks(tuple(document.notes), shapes)


def picks_in(document: MapDocument, theme: Theme, rect: Rect) -> Picks:
    """What lies wholly inside a rectangle of the scene, so that a large frame is not taken with what is on it."""
    return _where(document, theme, lambda box: rect.holds(box.left, box.top) and rect.holds(box.right, box.bottom))


def picks_within(document: MapDocument, theme: Theme, corners: npt.NDArray[np.float64]) -> Picks:
    """What lies with all its corners inside a polygon of the scene."""
    return _where(document, theme, lambda box: bool(inside(corners, _corners(box)).all()))


def _where(document: MapDocument, theme: Theme, is_wanted: Callable[[Rect], bool]) -> Picks:
    notes = tuple(key for key, note in document.notes.items() if is_wanted(note_rect(note, theme)))
    shapes = (shape for shape in shapes_of(document) if not shape.is_locked)
    return Picks(notes, tuple(shape.id for shape in shapes if is_wanted(shape_rect(shape))))


def _corners(box: Rect) -> npt.NDArray[np.float64]:
    left, top, right, bottom = box
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
