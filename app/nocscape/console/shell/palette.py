"""The command palette: one field that reaches every action, device, port and address."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.inventory.words import kind_word
from nocscape.console.parts.hint import plain_label
from nocscape.console.shell.actions import ActionBook
from nocscape.console.shell.catalogue import SUBMENUS
from nocscape.console.shell.finder import MOST_QUERY, Best, Finder, Hit, HitKind
from nocscape.console.theme import BAR, GRID, Theme

WIDTH = 640
ROWS_SHOWN = 12
SLICE_S = 0.006
REDRAW_S = 0.08

Index = QModelIndex | QPersistentModelIndex
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class HitModel(QAbstractListModel):
    """What was found, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hits: list[Hit] = []

    def show(self, hits: list[Hit]) -> None:
        """Show these instead."""
        if hits != self.hits:
            self.beginResetModel()
            self.hits = hits
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of hits."""
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title; with its detail for a screen reader."""
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{hit.title}, {hit.detail}" if hit.detail else hit.title
        return None


class HitRows(QStyledItemDelegate):
    """A hit as icon, title, and at the right what it is."""

    def __init__(self, bridge: Bridge, theme: Theme, book: ActionBook, model: HitModel) -> None:
        super().__init__(model)
        self._bridge = bridge
        self._theme = theme
        self._book = book
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        """One height for all."""
        return QSize(100, max(8 * GRID, QFontMetrics(self._theme.font("body")).height() + 3 * GRID))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, icon, words."""
        hit = self._model.hits[index.row()]
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            painter.fillRect(option.rect, self._theme.color("accentbg" if is_chosen else "hover"))
        rect = option.rect.adjusted(3 * GRID, 0, -3 * GRID, 0)
        self._paint_icon(painter, rect.left(), rect.center().y(), hit)
        rect = rect.adjusted(8 * GRID, 0, 0, 0)
        small = self._theme.font("small")
        detail = QFontMetrics(small).elidedText(self._detail(hit), Qt.TextElideMode.ElideRight, rect.width() // 2)
        painter.setFont(small)
        painter.setPen(self._theme.color("dim"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), detail)
        body = self._theme.font("body")
        room = rect.width() - QFontMetrics(small).horizontalAdvance(detail) - 3 * GRID
        painter.setFont(body)
        painter.setPen(self._theme.color("text"))
        title = QFontMetrics(body).elidedText(hit.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), title)

    def _detail(self, hit: Hit) -> str:
        if hit.kind is HitKind.ACTION and hit.target in self._book:
            return self._book[hit.target].shortcut().toString()
        known = self._bridge.live.devices.get(hit.target)
        if hit.kind is HitKind.DEVICE and known is not None:
            return f"{kind_word(known.device.kind)} · {hit.detail}"
        return hit.detail

    def _paint_icon(self, painter: QPainter, left: int, middle: int, hit: Hit) -> None:
        size = 18
        if hit.kind is HitKind.ACTION:
            if hit.target in self._book:
                self._book[hit.target].icon().paint(painter, left, middle - size // 2, size, size)
            return
        if hit.kind is HitKind.ADDRESS:
            painter.drawPixmap(left, middle - size // 2, self._theme.pixmap("map-pin", "accent", size))
            return
        known = self._bridge.live.devices.get(hit.target)
        if hit.kind is HitKind.PORT:
            painter.drawPixmap(left, middle - size // 2, self._theme.pixmap("ethernet-port", "dim", size))
        elif known is not None:
            painter.drawPixmap(left, middle - size // 2, self._theme.symbol(known.device.kind, size))
        status = self._theme.status_icon(self._bridge.live.status(hit.target), 10)
        painter.drawPixmap(left + 13, middle - size // 2 - 2, status)


class CommandPalette(QFrame):
    """Floats over its window while it is open. `chosen` carries the hit, and whether to look inside (Ctrl+Enter)."""

    chosen = Signal(object, bool)

    def __init__(self, bridge: Bridge, theme: Theme, book: ActionBook, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._book = book
        self._finder = Finder()
        self._fresh: set[str] = set(bridge.live.devices)
        self._work: Iterator[Hit | None] = iter(())
        self._best = Best()
        self._drawn_at = 0.0
        self._field = QLineEdit()
        self._list = QListView()
        self.model = HitModel(self)
        self._hint = plain_label(role="small", tone="dim")
        self._before: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)
        self._list.setItemDelegate(HitRows(bridge, theme, book, self.model))
        self._lay_out()
        self._connect()
        self.retranslate()
        self.hide()

    def _lay_out(self) -> None:
        self.setObjectName("palette")
        self._field.setMaxLength(MOST_QUERY)
        self._list.setModel(self.model)
        self._list.setUniformItemSizes(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._hint.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(GRID)
        for widget in (self._field, self._list, self._hint):
            layout.addWidget(widget)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(36)
        shadow.setOffset(0, 10)
        self.setGraphicsEffect(shadow)

    def _connect(self) -> None:
        self._bridge.devices_changed.connect(self._note_fresh)
        self._bridge.devices_gone.connect(self._note_gone)
        self._field.textChanged.connect(self._begin)
        self._field.installEventFilter(self)
        self._list.clicked.connect(self._clicked)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._field.setPlaceholderText(tr("Search devices, ports, addresses, commands"))
        self._field.setAccessibleName(self._field.placeholderText())
        self._hint.setText(tr("↑↓ choose · Enter go there · Ctrl+Enter MIB values · > commands only"))
        self._list.setAccessibleName(tr("Results"))

    def open(self, query: str = "") -> None:
        """Show the palette with an empty field, or with this query."""
        self._finder.put_actions((a.objectName(), _full_text(a), a.shortcut().toString()) for a in self._book.offered())
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.place()
        self.show()
        self.raise_()
        self._field.setText(query)
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._begin()

    @Slot()
    def place(self) -> None:
        """Stand in the upper middle of the window."""
        window = self._window
        width = min(WIDTH, window.width() - 8 * GRID)
        rows = min(max(len(self.model.hits), 1), ROWS_SHOWN)
        height = self._list.sizeHintForRow(0) * rows if self.model.hits else 0
        height += self._field.sizeHint().height() + self._hint.sizeHint().height() + 4 * GRID
        self._list.setVisible(bool(self.model.hits))
        height = min(height, window.height() - 2 * BAR)
        self.setGeometry((window.width() - width) // 2, BAR + GRID, width, height)

    @Slot(object)
    def _note_fresh(self, devices: set[str]) -> None:
        self._fresh |= devices

    @Slot(object)
    def _note_gone(self, gone: dict[str, str | None]) -> None:
        for device in gone:
            if device not in self._bridge.live.devices:
                self._fresh.discard(device)
                self._finder.drop(device)

    @Slot()
    def _begin(self) -> None:
        if self.isVisible():
            self._best = Best()
            self._work = self._search(self._field.text())
            self._drawn_at = time.perf_counter()
            self._timer.start()
            self._step()

    def _search(self, query: str) -> Iterator[Hit | None]:
        while self._fresh:
            if (known := self._bridge.live.devices.get(self._fresh.pop())) is not None:
                self._finder.put(known)
            yield None
        yield from self._finder.search(query)

    @Slot()
    def _step(self) -> None:
        until = time.perf_counter() + SLICE_S
        found: list[Hit] = []
        for hit in self._work:
            if hit is not None:
                found.append(hit)
            elif time.perf_counter() > until:
                break
        else:
            self._timer.stop()
        self._best.add(found)
        if not self._timer.isActive() or time.perf_counter() - self._drawn_at > REDRAW_S:
            self._draw()

    def _draw(self) -> None:
        self._drawn_at = time.perf_counter()
        kept = self._list.currentIndex().row() if self.model.hits == self._best.hits else 0
        self.model.show(self._best.hits)
        if self.model.hits:
            self._list.setCurrentIndex(self.model.index(max(0, kept)))
        self.place()

    def finish_search(self) -> None:
        """Search to the end at once; for who cannot wait for the event loop."""
        while self._timer.isActive():
            self._step()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the cursor stays in the field; who goes elsewhere closes the palette."""
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        if watched is self._field and isinstance(event, QFocusEvent) and event.lostFocus():
            self._left(event.reason())
        return super().eventFilter(watched, event)

    def _left(self, reason: Qt.FocusReason) -> None:
        if reason not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.close()

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in _MOVES:
            QApplication.sendEvent(self._list, event)
        elif key == Qt.Key.Key_Escape:
            self._go_back()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish_search()
            self._choose(self._list.currentIndex(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            return False
        return True

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        self._choose(index, False)

    def _choose(self, index: QModelIndex, is_inside: bool) -> None:  # noqa: FBT001 - carried by the signal
        if index.isValid():
            hit = self.model.hits[index.row()]
            self._go_back()
            self.chosen.emit(hit, is_inside)

    def _go_back(self) -> None:
        """Close, and give the keyboard back to who had it."""
        self.close()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()


def _full_text(action: QAction) -> str:
    """What an action is called where its menu is not in sight: `Theme: Dark`."""
    title, _ = SUBMENUS.get(action.objectName().partition(".")[0], ("", ""))
    text = action.text().replace("&", "")
    return f"{tr(title)}: {text}" if title else text
