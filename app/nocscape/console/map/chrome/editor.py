"""Typing on the map: a group's title, a note's text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from nocscape.base.i18n import tr
from nocscape.console.map.edits import MAX_NOTE, MAX_TITLE


class TitleEditor(QLineEdit):
    """One line; Enter or leaving it keeps what was typed (`kept(key, text)`), Esc does not."""

    kept = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._key: str | None = None
        self.setMaxLength(MAX_TITLE)
        self.editingFinished.connect(self._keep)
        self.hide()

    def begin(self, key: str, text: str, place: QRect) -> None:
        """Edit `text`, which belongs to `key`, at that place of the parent."""
        self._key = key
        self.setAccessibleName(tr("Title of the group"))
        self.setText(text)
        self.selectAll()
        self.setGeometry(place)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _keep(self) -> None:
        key, self._key = self._key, None
        self.hide()
        if key is not None:
            self.kept.emit(key, self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves everything as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self._key = None
            self.hide()
            _give_back(self)
        else:
            super().keyPressEvent(event)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                _give_back(self)


class NoteEditor(QPlainTextEdit):
    """Several lines; leaving it or Ctrl+Enter keeps what was typed, Esc does not."""

    kept = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._key: str | None = None
        self.setTabChangesFocus(True)
        self.installEventFilter(self)
        self.hide()

    def begin(self, key: str, text: str, place: QRect) -> None:
        """Edit `text`, which belongs to `key`, at that place of the parent."""
        self._key = key
        self.setAccessibleName(tr("Text of the note"))
        self.setPlaceholderText(tr("Write a note"))
        self.setPlainText(text)
        self.selectAll()
        self.setGeometry(place)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """Keep what was typed."""
        key, self._key = self._key, None
        self.hide()
        if key is not None:
            self.kept.emit(key, self.toPlainText()[:MAX_NOTE])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the text when the focus goes elsewhere."""
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.keep()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves everything as it was."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self._key = None
            self.hide()
            _give_back(self)
        elif is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keep()
            _give_back(self)
        else:
            super().keyPressEvent(event)


def _give_back(editor: QWidget) -> None:
    """The keyboard belongs to the map again."""
    parent = editor.parentWidget()
    if parent is not None:
        parent.setFocus(Qt.FocusReason.OtherFocusReason)
