"""A recorded device in a window of its own, read like a live one from its file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.bridge import Bridge
from nocscape.console.mibs.pane import MibPane
from nocscape.console.mibs.walk import MibWalk, Stage
from nocscape.console.parts.language import Retranslated
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.batches import MibRow

SIZE = (900, 720)
PORT_NAMES = "IF-MIB::ifName"


class RecordingWindow(Retranslated, QDialog):
    """Begins to read at once: names of ports first, so that rows of their tables bear them."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, path: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self._path = str(Path(path).absolute())
        self._port_names: dict[str, str] = {}
        self.pane = MibPane(bridge, theme, selection)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pane)
        self._names = MibWalk(bridge, self)
        self._names.rows_arrived.connect(self._learn)
        self._names.changed.connect(self._turn)
        self.retranslate()
        self._names.start_recording(self._path, PORT_NAMES)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.setWindowTitle(tr("{file}: recorded device", file=one_line(Path(self._path).name)))

    @Slot(object)
    def _learn(self, rows: tuple[MibRow, ...]) -> None:
        self._port_names |= {row.index: row.value for row in rows if row.value}

    @Slot()
    def _turn(self) -> None:
        if self._names.stage in (Stage.DONE, Stage.FAILED):
            self.pane.show_recording(self._path, self._port_names)
            self.pane.read()

    def done(self, result: int) -> None:
        """What nobody sees is not read."""
        self._names.cancel()
        self.pane.cancel()
        super().done(result)
