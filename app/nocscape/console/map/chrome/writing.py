"""Where titles of groups, notes and words in drawings are typed: over the thing itself, inside the view."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, Slot
from PySide6.QtWidgets import QWidget

from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.editor import NoteEditor, TitleEditor
from nocscape.console.map.free_place import free_place
from nocscape.console.map.geometry import FRAME_HEADER, NOTE_WIDTH
from nocscape.console.map.scene.shapes import shape_rect
from nocscape.model.mapparts import Shape, ShapeKind

_TITLE_WIDTH = 220
_NOTE_SIZE = (round(NOTE_WIDTH) + 40, 120)
_LEAST = (160, 60)
_EDGE = 8


class Writing(QObject):
    """Opens an editor where the canvas asks for one; each tells by itself what was typed."""

    def __init__(self, canvas: MapCanvas, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._parent = parent
        self.title = TitleEditor(parent)
        self.note = NoteEditor(parent)
        self.words = NoteEditor(parent)
        canvas.rename_wanted.connect(self._type_title)
        canvas.note_wanted.connect(self._type_note)
        self.drawn: Shape | None = None
        """A text that was drawn and becomes part of the map with its words."""
        canvas.shape_text_wanted.connect(self._type_words)
        canvas.text_drawn.connect(self._type_text)

    @Slot(str)
    def _type_title(self, group: str) -> None:
        scene = self._canvas.scene
        known, row = scene.document.groups.get(group), scene.groups.row.get(group)
        if known is None or row is None or self._canvas.model.is_locked:
            return
        frame = self._canvas.camera.rect(scene.groups.rect(row))
        place = QRect(round(frame.left) + 8, round(frame.top) + 4, _TITLE_WIDTH, round(FRAME_HEADER) - 4)
        self.title.begin(group, known.title, self._kept_inside(place))

    @Slot(str)
    def _type_note(self, note: str) -> None:
        camera = self._canvas.camera
        known = self._canvas.scene.document.notes.get(note)
        x, y = (known.x, known.y) if known is not None else free_place(self._canvas.scene, camera).tolist()
        left, top = camera.point(x, y)
        place = QRect(round(left), round(top), *_NOTE_SIZE)
        self.note.begin(note, known.text if known is not None else "", self._kept_inside(place))

    @Slot(str)
    def _type_words(self, shape: str) -> None:
        known = self._canvas.scene.document.parts.get(shape)
        if isinstance(known, Shape) and known.kind is not ShapeKind.IMAGE and not self._canvas.refuses():
            self._type_in(known)

    def _type_in(self, shape: Shape) -> None:
        box = self._canvas.camera.rect(shape_rect(shape))
        size = max(_LEAST[0], round(box.width)), max(_LEAST[1], round(box.height))
        self.words.begin(shape.id, shape.text, self._kept_inside(QRect(round(box.left), round(box.top), *size)))

    @Slot(object)
    def _type_text(self, shape: Shape) -> None:
        self.drawn = shape
        self._type_in(shape)

    def _kept_inside(self, place: QRect) -> QRect:
        left = max(_EDGE, min(place.left(), self._parent.width() - place.width() - _EDGE))
        top = max(_EDGE, min(place.top(), self._parent.height() - place.height() - _EDGE))
        return QRect(left, top, place.width(), place.height())
