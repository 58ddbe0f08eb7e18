"""Drags what a painted widget shows out of it, onto a chart or whatever else takes it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class DragOut(QObject):
    """Hears a widget's pointer and takes nothing away from it; `mime_at` says what is at a place, None for nothing."""

    def __init__(self, widget: QWidget, mime_at: Callable[[QPointF], QMimeData | None]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._mime_at = mime_at
        self._from: QPointF | None = None
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A drag begins where the pointer went far enough with the button held."""
        if isinstance(event, QMouseEvent):
            if event.type() is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
                self._from = event.position()
            elif event.type() is QEvent.Type.MouseButtonRelease:
                self._from = None
            elif event.type() is QEvent.Type.MouseMove and self._from is not None:
                self._move_to(event.position())
        return super().eventFilter(watched, event)

    def _move_to(self, place: QPointF) -> None:
        begun = self._from
        if begun is None or (place - begun).manhattanLength() < QApplication.startDragDistance():
            return
        self._from = None
        if (mime := self._mime_at(begun)) is not None:
            drag = QDrag(self._widget)
            drag.setMimeData(mime)
            drag.exec(Qt.DropAction.CopyAction)
