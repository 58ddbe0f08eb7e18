"""Actions on drawings: new ones, images and floor plans, what lies above what, colours, locks, the ground."""

from __future__ import annotations

import uuid
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from nocscape.base.errors import InputError
from nocscape.base.i18n import msg, tr
from nocscape.console.map import item_edits, shape_edits
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.writing import Writing
from nocscape.console.map.edits import Edit
from nocscape.console.map.exchange.images import IMAGE_SUFFIXES, MOST_FILE_BYTES, picture_of
from nocscape.console.map.scene.shapes import shapes_of
from nocscape.console.map.tools.pointer import Tool
from nocscape.console.parts.files import OpenDialog
from nocscape.model.mapdoc import PutItems
from nocscape.model.mapparts import CANVAS, Canvas, Picture, Shape, ShapeKind


class DrawCommands(QObject):
    """Acts on the drawings of the map that a canvas shows."""

    def __init__(self, canvas: MapCanvas, writing: Writing) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._writing = writing
        self.asking: QFileDialog | None = None
        """What was opened last."""
        self.draw_rectangle = partial(self._draw, ShapeKind.RECTANGLE)
        self.draw_ellipse = partial(self._draw, ShapeKind.ELLIPSE)
        self.draw_line = partial(self._draw, ShapeKind.LINE)
        self.draw_arrow = partial(self._draw, ShapeKind.ARROW)
        self.draw_text = partial(self._draw, ShapeKind.TEXT)
        self.shape_blue = partial(self._paint, "accent")
        self.shape_green = partial(self._paint, "ok")
        self.shape_amber = partial(self._paint, "warn")
        self.shape_red = partial(self._paint, "crit")
        self.shape_violet = partial(self._paint, "unreach")
        self.shape_plain = partial(self._paint, "")
        self.ground_dots = partial(self._turn_ground, "dots")
        self.ground_world = partial(self._turn_ground, "world")
        self.ground_plain = partial(self._turn_ground, "plain")
        writing.words.kept.connect(self.keep_text)

    # -- new ones -----------------------------------------------------------------------------------------------------

    def _draw(self, kind: ShapeKind) -> None:
        if not self._canvas.refuses():
            self._canvas.drawing = kind
            self._canvas.set_tool(Tool.DRAW)

    def insert_image(self) -> None:
        """Ask for an image, such as a floor plan, to be put below everything in the middle of the view."""
        if self._canvas.refuses():
            return
        names = f"{tr('Images')} ({' '.join(f'*.{suffix}' for suffix in IMAGE_SUFFIXES)})"
        dialog = OpenDialog(self._canvas, tr("Put an image on the map"), names)
        dialog.fileSelected.connect(self.put_image)
        self.asking = dialog
        dialog.open()

    @Slot(str, float, float)
    def drop_image(self, name: str, x: float, y: float) -> None:
        """Put an image where it was dropped."""
        self.put_image(name, (x, y))

    @Slot(str)
    def put_image(self, name: str, at: tuple[float, float] | None = None) -> None:
        """Put an image with its middle there (scene units), or in the middle of the view."""
        camera, path = self._canvas.camera, Path(name)
        try:
            with path.open("rb") as file:
                made = picture_of(file.read(MOST_FILE_BYTES + 1))
        except (OSError, InputError) as error:
            self._canvas.model.tell_refused(tr("{file} was not read: {error}", file=path.name, error=error))
            return
        x, y = at or (camera.x, camera.y)
        picture = Picture(id=f"picture:{uuid.uuid4().hex}", data=made.data)
        wide, high = float(made.width), float(made.height)
        lowest = min((shape.z for shape in shapes_of(self._canvas.model.document)), default=1)
        shape = Shape(
            id=shape_edits.new_id(),
            kind=ShapeKind.IMAGE,
            x=round(x - wide / 2),
            y=round(y - high / 2),
            width=wide,
            height=high,
            z=lowest - 1,
            picture=picture.id,
        )
        if self._do(Edit(msg("Put an image on the map"), PutItems(parts=(picture, shape)))):
            self._canvas.select_shape(shape.id)

    # -- text ---------------------------------------------------------------------------------------------------------

    @Slot(str, str)
    def keep_text(self, shape: str, text: str) -> None:
        """Words were typed; a text without words is no shape."""
        drawn, self._writing.drawn = self._writing.drawn, None
        if drawn is not None and drawn.id == shape:
            if text.strip() and self._do(shape_edits.written(drawn, text)):
                self._canvas.select_shape(drawn.id)
            return
        self._do(shape_edits.worded(self._canvas.model.document, shape, text))

    # -- the chosen one -----------------------------------------------------------------------------------------------

    def lock_items(self) -> None:
        """Keep the pointer from taking hold of what is selected, as of a floor plan in its place."""
        canvas = self._canvas
        if self._do(item_edits.locked(canvas.model.document, canvas.selection.devices, canvas.picks)):
            canvas.select(canvas.selection.devices)

    def unlock_all(self) -> None:
        """Let the pointer take hold of every drawing and node again."""
        self._do(shape_edits.unlocked(self._canvas.model.document))

    def _paint(self, token: str) -> None:
        def painted(shape: Shape) -> Shape:
            return replace(shape, line=token or "dim", fill=token if shape.kind not in _OPEN else "")

        canvas = self._canvas
        self._do(shape_edits.all_changed(canvas.model.document, canvas.picks, painted))

    # -- the ground ---------------------------------------------------------------------------------------------------

    def _turn_ground(self, ground: str) -> None:
        known = self._canvas.model.document.parts.get(CANVAS)
        canvas = known if isinstance(known, Canvas) else Canvas()
        if canvas.ground != ground:
            put = PutItems(parts=(replace(canvas, ground=ground),))
            self._do(Edit(msg("Changed the ground of the map"), put))

    # -- helpers ------------------------------------------------------------------------------------------------------

    def _do(self, edit: Edit | None) -> bool:
        return edit is not None and not self._canvas.refuses() and self._canvas.model.do(edit)


_OPEN = (ShapeKind.LINE, ShapeKind.ARROW, ShapeKind.TEXT)
