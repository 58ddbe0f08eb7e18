"""The operator's own note on an object."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.base.text import plain
from nocscape.console.bridge import Bridge
from nocscape.console.parts.language import Retranslated
from nocscape.console.theme import GRID
from nocscape.model.batches import Reply
from nocscape.model.commands import SetNote

MOST_LETTERS = 4000
HEIGHT = 62


class NoteField(Retranslated, QWidget):
    """A field of some lines with a button that keeps them, there only while something is unkept.

    Signals: failed(str), kept(str object, str text).
    """

    failed = Signal(str)
    kept = Signal(str, str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._object = ""
        self._before = ""
        self.field = QPlainTextEdit()
        self.field.setFixedHeight(HEIGHT)
        self.field.setTabChangesFocus(True)
        self.save_button = QPushButton()
        self.save_button.setProperty("kind", "primary")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self.field)
        column.addLayout(row)
        self.field.textChanged.connect(self._changed)
        self.save_button.clicked.connect(self.keep)
        self.retranslate()
        self._changed()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.field.setPlaceholderText(tr("A note of your own; searching finds its words"))
        self.field.setAccessibleName(tr("Note"))
        self.save_button.setText(tr("Keep note"))

    def show_note(self, name: str, text: str) -> None:
        """Show the note on this object."""
        self._object, self._before = name, plain(text, MOST_LETTERS)
        self.field.setPlainText(self._before)
        self._changed()

    @Slot()
    def _changed(self) -> None:
        self.save_button.setVisible(bool(self._object) and self.field.toPlainText() != self._before)

    @Slot()
    def keep(self) -> None:
        """Keep what stands in the field; an empty field takes the note away."""
        name, text = self._object, self.field.toPlainText()[:MOST_LETTERS].strip()

        def take(reply: Reply) -> None:
            if reply.error is not None:
                self.failed.emit(str(reply.error))
                return
            if name == self._object:
                self._before = self.field.toPlainText()
                self._changed()
            self.kept.emit(name, text)

        self._bridge.ask(SetNote(object=name, text=text), take)
