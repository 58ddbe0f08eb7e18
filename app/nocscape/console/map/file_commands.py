"""Maps to files and from files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog, QFileDialog

from nocscape.base.errors import InputError
from nocscape.base.i18n import msg, tr
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.exchange.files import NAMES, READ, WRITERS, read, written
from nocscape.console.map.exchange.graph import MOST_BYTES
from nocscape.console.map.exchange.pictures import print_on


class FileCommands(QObject):
    """Asks for a file and writes or reads it. `told(str)` says how it went."""

    told = Signal(str)

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.asking: QDialog | None = None
        """What was opened last."""

    def export_map(self) -> None:
        """Ask where to, and write the map as the suffix says."""
        dialog = QFileDialog(self._canvas, tr("Export the map"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{NAMES[suffix]} (*.{suffix})" for suffix in WRITERS])
        dialog.setDefaultSuffix("png")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(chosen.rpartition("*.")[2].rstrip(")")))
        dialog.fileSelected.connect(self.write)
        self._open(dialog)

    def import_map(self) -> None:
        """Ask which file, and put on this map what it holds."""
        if self._canvas.model.is_locked:
            self._canvas.tell_locked()
            return
        dialog = QFileDialog(self._canvas, tr("Import into the map"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"{', '.join(NAMES[s] for s in READ)} ({' '.join(f'*.{s}' for s in READ)})")
        dialog.fileSelected.connect(self.read)
        self._open(dialog)

    def print_map(self) -> None:
        """Ask for a printer."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - not needed to start

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
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
        """Put what that file holds on the map, as one edit."""
        path = Path(name)
        try:
            with path.open("rb") as file:
                put = read(path.suffix[1:], file.read(MOST_BYTES + 1), self._canvas.scene.live)
        except (OSError, InputError) as error:
            self.told.emit(tr("{file} was not read: {error}", file=path.name, error=error))
            return
        self._canvas.model.edit(msg("Imported {count} nodes", count=len(put.nodes)), put)

    def _open(self, dialog: QFileDialog) -> None:
        self.asking = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
