"""Maps to files and from files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFileDialog

from nocscape.base.errors import InputError
from nocscape.base.i18n import counted, mark, tr
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.exchange.files import NAMES, READ, WRITERS, most_bytes, read, written
from nocscape.console.map.exchange.graph import NOTHING
from nocscape.console.map.exchange.images import IMAGE_SUFFIXES
from nocscape.console.map.exchange.pictures import orientation, print_on
from nocscape.console.map.picks import Picks
from nocscape.console.parts.files import OpenDialog, SaveDialog
from nocscape.model.mapdoc import MapDocument, Node, PutItems
from nocscape.model.mapparts import Shape

_ROOM_PX = 120.0


class FileCommands(QObject):
    """Asks for a file and writes or reads it. `told(str)` says how it went.

    `image_wanted(str name, float x, float y)`: an image was dropped at that point of the scene.
    """

    told = Signal(str)
    image_wanted = Signal(str, float, float)

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.asking: QDialog | None = None
        """What was opened last."""
        canvas.files_dropped.connect(self.take_dropped)

    def export_map(self) -> None:
        """Ask where to, and write the map as the suffix says."""
        dialog = SaveDialog(self._canvas, tr("Export the map"), {suffix: NAMES[suffix] for suffix in WRITERS})
        dialog.fileSelected.connect(self.write)
        self._open(dialog)

    def import_map(self) -> None:
        """Ask which file, and put on this map what it holds."""
        if self._canvas.model.is_locked:
            self._canvas.tell_locked()
            return
        names = f"{', '.join(NAMES[s] for s in READ)} ({' '.join(f'*.{s}' for s in READ)})"
        dialog = OpenDialog(self._canvas, tr("Import into the map"), names)
        dialog.fileSelected.connect(self.read)
        self._open(dialog)

    def print_map(self) -> None:
        """Ask for a printer."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - not needed to start

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._canvas.model.document.title)
        printer.setPageOrientation(orientation(self._canvas.scene))
        dialog = QPrintDialog(printer, self._canvas)
        dialog.accepted.connect(lambda: print_on(printer, self._canvas.scene, self._canvas.theme))
        dialog.finished.connect(dialog.deleteLater)
        self.asking = dialog
        dialog.setModal(True)
        dialog.show()

    @Slot(str)
    def write(self, name: str) -> None:
        """Write the map to that file."""
        path = Path(name)
        try:
            path.write_bytes(written(path.suffix[1:], self._canvas.scene, self._canvas.theme))
        except (OSError, InputError) as error:
            self.told.emit(tr("{file} was not written: {error}", file=path.name, error=error))
        else:
            self.told.emit(tr("Written: {file}", file=path.name))

    @Slot(str)
    def read(self, name: str) -> None:
        """Put what that file holds on the map, as one edit; it is selected, and the view goes there."""
        put = self._put_of(Path(name))
        if put is None or not self._put(put):
            return
        canvas = self._canvas
        rows = np.array([canvas.scene.nodes.row[node.device] for node in put.nodes], dtype=np.intp)
        bounds = canvas.scene.bounds(rows) if len(rows) else None
        if bounds is not None:
            canvas.fly(canvas.camera.fitted(bounds, _ROOM_PX))

    @Slot(object, float, float)
    def take_dropped(self, paths: tuple[Path, ...], x: float, y: float) -> None:
        """Files were dropped at a point of the scene: images are put there, of other files the middle is put there."""
        if self._canvas.refuses():
            return
        for path in paths:
            if path.suffix[1:].casefold() in IMAGE_SUFFIXES:
                self.image_wanted.emit(str(path), x, y)
            elif (put := self._put_of(path)) is not None:
                self._put(shifted(put, self._canvas.model.document, x, y))

    def _put(self, put: PutItems) -> bool:
        """Put it there and select it; whether the map took it."""
        if put == NOTHING:
            self.told.emit(tr("All that the file holds is on the map already."))
            return False
        title = counted(mark("Imported 1 node"), mark("Imported {count} nodes"), len(put.nodes))
        if not self._canvas.model.edit(title, put):
            return False
        shapes = tuple(part.id for part in put.parts if isinstance(part, Shape))
        picks = Picks(tuple(note.id for note in put.notes), shapes)
        self._canvas.select((node.device for node in put.nodes), picks)
        return True

    def _put_of(self, path: Path) -> PutItems | None:
        suffix, canvas = path.suffix[1:], self._canvas
        try:
            with path.open("rb") as file:
                return read(suffix, file.read(most_bytes(suffix) + 1), canvas.scene.live, canvas.model.document)
        except (OSError, InputError) as error:
            self.told.emit(tr("{file} was not read: {error}", file=path.name, error=error))
            return None

    def _open(self, dialog: QFileDialog) -> None:
        self.asking = dialog
        dialog.finished.connect(self._take_keys_back)
        dialog.open()

    @Slot()
    def _take_keys_back(self) -> None:
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)


def shifted(put: PutItems, document: MapDocument, x: float, y: float) -> PutItems:
    """The same with the middle of its nodes at a point, but for nodes that stay where they are; an empty map is filled
    as the file has it."""
    moved = [node for node in put.nodes if not _is_there(node, document.nodes.get(node.device))]
    if not moved or not document.nodes:
        return put
    xs, ys = [node.x for node in moved], [node.y for node in moved]
    dx, dy = round(x - (min(xs) + max(xs)) / 2), round(y - (min(ys) + max(ys)) / 2)
    still = tuple(node for node in put.nodes if _is_there(node, document.nodes.get(node.device)))
    return replace(
        put,
        nodes=(*(replace(node, x=node.x + dx, y=node.y + dy) for node in moved), *still),
        notes=tuple(replace(note, x=note.x + dx, y=note.y + dy) for note in put.notes),
        parts=tuple(replace(p, x=p.x + dx, y=p.y + dy) if isinstance(p, Shape) else p for p in put.parts),
    )


def _is_there(node: Node, placed: Node | None) -> bool:
    return placed is not None and (node.x, node.y) == (placed.x, placed.y)
