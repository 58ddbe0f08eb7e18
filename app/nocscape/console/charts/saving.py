"""Charts on the clipboard and in files, as the operator asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.console.parts.files import SaveDialog

if TYPE_CHECKING:
    from nocscape.console.charts.view import ChartView


class Saving(QObject):
    """Of the charts that `charts` names at the time. Signals: opened(QDialog); failed(str) with what is wrong."""

    opened = Signal(QDialog)
    failed = Signal(str)

    def __init__(self, charts: Callable[[], Sequence[ChartView]], parent: QWidget) -> None:
        super().__init__(parent)
        self._charts = charts
        self._widget = parent

    @Slot()
    def copy(self) -> None:
        """Put them on the clipboard, as a picture and as numbers."""
        from nocscape.console.charts.export import clip  # noqa: PLC0415 - not needed to start

        if charts := self._charts():
            QGuiApplication.clipboard().setMimeData(clip(charts))

    @Slot()
    def ask_where(self) -> None:
        """Ask for a file, and write them to it as its suffix says."""
        from nocscape.console.charts.export import NAMES  # noqa: PLC0415 - not needed to start

        dialog = SaveDialog(self._widget, tr("Export the chart"), NAMES)
        dialog.fileSelected.connect(self.write)
        self.opened.emit(dialog)
        dialog.open()

    @Slot(str)
    def write(self, name: str) -> None:
        """Write them to that file."""
        from nocscape.console.charts.export import written  # noqa: PLC0415 - not needed to start

        path = Path(name)
        try:
            written(self._charts(), path)
        except (OSError, InputError) as error:
            self.failed.emit(tr("{file} was not written: {error}", file=path.name, error=error))
