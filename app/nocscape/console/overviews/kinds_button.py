"""The button that offers every kind of widget."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from nocscape.base.i18n import tr
from nocscape.console.overviews.grid import WIDGET_MIME
from nocscape.console.overviews.widgets import kinds
from nocscape.console.parts.fields import IconButton
from nocscape.console.theme import Theme


class KindsButton(IconButton):
    """Offers every kind of widget: a click puts it where there is room, a drag where one lets go."""

    def __init__(self, theme: Theme, add: Callable[[str], None]) -> None:
        super().__init__(theme, "plus")
        self._theme = theme
        self._add = add
        self._offer = _KindsMenu(self)
        self.setMenu(self._offer)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.say(tr("Add a widget: click it, or drag it to its place"))
        self._offer.clear()
        for kind in kinds().values():
            action = self._offer.addAction(self._theme.icon(kind.icon, "dim", 16), tr(kind.title))
            action.setData(kind.name)
            action.triggered.connect(partial(self._add, kind.name))


class _KindsMenu(QMenu):
    """A menu whose entries can be dragged out."""

    _pressed: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        is_drag = (
            self._pressed is not None and (place - self._pressed).manhattanLength() > QApplication.startDragDistance()
        )
        action = self.actionAt(self._pressed) if is_drag and self._pressed is not None else None
        if action is None:
            super().mouseMoveEvent(event)
            return
        self._pressed = None
        mime = QMimeData()
        mime.setData(WIDGET_MIME, str(action.data()).encode())
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.setPixmap(action.icon().pixmap(24, 24))
        self.hide()
        drag.exec(Qt.DropAction.CopyAction)
