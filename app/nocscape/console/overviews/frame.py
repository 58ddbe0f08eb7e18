"""The frame of a widget: its title, and what an editor takes hold of."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.overviews.kind import Tile, WidgetKind
from nocscape.console.parts.elided import ElidedLabel
from nocscape.console.parts.fields import IconButton
from nocscape.console.theme import GRID, Theme
from nocscape.console.thresholds.menu import offer
from nocscape.model.overview import Widget

GRIP = 18
HEAD = 28


class WidgetFrame(QFrame):
    """A card with a title over its inside. While the overview is edited, a cover lies over it that takes the pointer.

    Signals, each with the widget's id: settings_asked, removal_asked, copy_asked.
    """

    settings_asked = Signal(str)
    removal_asked = Signal(str)
    copy_asked = Signal(str)

    def __init__(self, theme: Theme, kind: WidgetKind, widget: Widget, tile: Tile, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._theme = theme
        self.kind = kind
        self.widget = widget
        self.tile = tile
        self._title = ElidedLabel()
        self._title.setProperty("role", "strong")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._copy = IconButton(theme, "copy")
        self._settings = IconButton(theme, "settings")
        self._remove = IconButton(theme, "x")
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._title, 1)
        for button in (self._copy, self._settings, self._remove):
            button.setVisible(False)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(tile, 1)
        self.cover = Cover(theme, self)
        self._copy.clicked.connect(self._tell_copy)
        self._settings.clicked.connect(self._tell_settings)
        self._remove.clicked.connect(self._tell_removal)
        tile.titled.connect(self.retitle)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.retitle()

    @Slot()
    def retitle(self) -> None:
        """Write the title anew."""
        words = one_line(self.widget.title or self.tile.title or tr(self.kind.title))
        self._title.setText(words)
        self.setAccessibleName(words)
        self.cover.setAccessibleName(words)
        self._copy.say(tr("Put a copy beside it"))
        self._settings.say(tr("Settings of this widget"))
        self._remove.say(tr("Remove this widget"))

    @Slot()
    def _restyle(self) -> None:
        """The title has the room that its text needs."""
        px = self._theme.px
        self._head.setFixedHeight(px(HEAD))
        self._head.setContentsMargins(px(3 * GRID), px(GRID // 2), px(GRID), 0)

    def set_widget(self, widget: Widget) -> None:
        """The same inside under another title."""
        self.widget = widget
        self.retitle()

    def set_editing(self, *, is_editing: bool) -> None:
        """Show what an editor takes hold of."""
        for button in (self._copy, self._settings, self._remove):
            button.setVisible(is_editing)
        self.cover.setVisible(is_editing)
        if is_editing:
            self.cover.raise_()
            self._head.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cover covers all of it."""
        super().resizeEvent(event)
        self.cover.setGeometry(self.rect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The title is taken hold of like the rest."""
        if self.cover.isVisible():
            self.cover.press(event)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """As above."""
        self.cover.mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """As above."""
        self.cover.mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the series of the widget."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        offer(menu, self.tile.context.bridge, self._theme, self.tile.series(), self)
        if menu.actions():
            menu.popup(event.globalPos())

    @Slot()
    def _tell_copy(self) -> None:
        self.copy_asked.emit(self.widget.id)

    @Slot()
    def _tell_settings(self) -> None:
        self.settings_asked.emit(self.widget.id)

    @Slot()
    def _tell_removal(self) -> None:
        self.removal_asked.emit(self.widget.id)


class Cover(QWidget):
    """Takes the pointer and the keys while an overview is edited.

    Signals: dragged(distance, is at the grip), let_go(), nudged(cells, is at the grip), and opened() by a double click.
    """

    dragged = Signal(QPoint, bool)
    let_go = Signal()
    nudged = Signal(QPoint, bool)
    opened = Signal()

    def __init__(self, theme: Theme, frame: QWidget) -> None:
        super().__init__(frame)
        self._theme = theme
        self._from: QPoint | None = None
        self._is_grip = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.setMouseTracking(True)
        self.hide()

    def _grip(self) -> QRect:
        return QRect(self.width() - GRIP, self.height() - GRIP, GRIP, GRIP)

    def press(self, event: QMouseEvent) -> None:
        """Take hold."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._from = event.globalPosition().toPoint()
            self._is_grip = self._grip().contains(event.position().toPoint())
            self.setFocus()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move or resize."""
        is_grip = self._grip().contains(event.position().toPoint())
        self.setCursor(Qt.CursorShape.SizeFDiagCursor if is_grip else Qt.CursorShape.SizeAllCursor)
        if self._from is not None:
            self.dragged.emit(event.globalPosition().toPoint() - self._from, self._is_grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Let go."""
        if self._from is not None:
            self._from = None
            self.let_go.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Open the settings."""
        self._from = None
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move by a cell, with Shift they resize; Enter opens the settings."""
        steps = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        step = steps.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        if step is None:
            super().keyPressEvent(event)
            return
        self.nudged.emit(QPoint(*step), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """A border where it has the keys, and the grip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent" if self.hasFocus() else "faint"), 1.5))
        if self.hasFocus():
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 9, 9)
        corner = self.rect().bottomRight()
        for away in (5, 9, 13):
            painter.drawLine(corner - QPoint(away, 4), corner - QPoint(4, away))
        painter.end()
