"""The table of events itself, used by the events panel and by the inspector's tab of one device."""

from __future__ import annotations

import time

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFontMetrics, QGuiApplication, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QStackedLayout, QTableView, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.events.book import EventFilter
from nocscape.console.events.model import Column, EventsModel
from nocscape.console.mibs.opening import OpenValues
from nocscape.console.parts.hint import EmptyHint
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.rows import RowDelegate
from nocscape.console.parts.tables import dress_table
from nocscape.console.parts.words import full_time, is_today
from nocscape.console.selection import Selection
from nocscape.console.theme import EVENT_ROW, GRID, Theme
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import AcknowledgeEvent, ReadEvents
from nocscape.model.events import Event
from nocscape.model.net import DeviceId, PortRef

FIRST_READ = 500
READ_GROWTH = 4
MOST_READ = 100_000
MOST_AT_ONCE = 200
"""Events acknowledged with one press."""
NEWEST = 200
LEAST_NAME, MOST_NAME, NAME_SHARE = 10, 18, 0.22
"""Letters of a device's name that have room, and its part of the table in between."""


class EventsTable(Retranslated, QWidget):
    """Newest first; Space acknowledges, a click selects the device, the end of the list reads older ones.

    Signals: counted() after the number of rows changed, failed(str) with what went wrong, empty where all is well.
    """

    counted = Signal()
    failed = Signal(str)

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self._device: DeviceId | None = None
        self._asked = 0
        self._is_reading = False
        self._is_all_read = False
        self._shape = (False, False)
        self.model = EventsModel(bridge.live, theme, self)
        self.view = QTableView()
        self.acknowledge_action = QAction(self)
        self.values_action = OpenValues(bridge, theme, selection, self)
        self._copy_action = QAction(self)
        self._empty = EmptyHint(theme, "bell")
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.view)
        self._set_up_view()
        self._connect()
        self.retranslate()

    def _set_up_view(self) -> None:
        dress_table(self.view, EVENT_ROW)
        self.view.setModel(self.model)
        self.view.setDragEnabled(True)
        self.view.horizontalHeader().hide()
        self.view.setItemDelegate(RowDelegate(self._theme, self.view))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.acknowledge_action.setShortcut(QKeySequence(Qt.Key.Key_Space))
        self._copy_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        for action in (self.acknowledge_action, self._copy_action):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.view.addAction(action)
        self._retint()
        self._size_columns()

    @Slot()
    def _retint(self) -> None:
        self.acknowledge_action.setIcon(self._theme.icon("check"))
        self._copy_action.setIcon(self._theme.icon("copy"))

    def _connect(self) -> None:
        self._bridge.events_raised.connect(self._take)
        self._theme.changed.connect(self._size_columns)
        self._theme.changed.connect(self._retint)
        self.acknowledge_action.triggered.connect(self.acknowledge_selected)
        self._copy_action.triggered.connect(self.copy_selected)
        self.view.clicked.connect(self._go_to)
        self.view.activated.connect(self._go_to)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.view.verticalScrollBar().valueChanged.connect(self._scrolled)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            signal.connect(self._recount)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._size_columns()

    def show_device(self, device: DeviceId | None) -> None:
        """Keep to the events of one device, with what the store holds of them; None shows all."""
        if device == self._device:
            return
        self._device = device
        self._asked, self._is_reading, self._is_all_read = 0, False, False
        self.model.choose(EventFilter(device=device))
        self.view.setColumnHidden(Column.DEVICE, device is not None)
        self._size_columns()
        if self.isVisible():
            self.read_older()

    def choose(self, chosen: EventFilter) -> None:
        """Show what this filter lets through, and stay on the event that was current."""
        current = self._current_event()
        self.model.choose(chosen)
        row = self.model.row_of(current.id) if current else None
        if row is not None:
            self.view.setCurrentIndex(self.model.index(row, Column.TEXT))

    def selected(self) -> list[Event]:
        """The events of the selected rows, newest first."""
        rows = sorted(i.row() for i in self.view.selectionModel().selectedRows())
        return [self.model.event_at(row) for row in rows]

    @Slot()
    def acknowledge_selected(self) -> None:
        """Mark what is selected as seen; the engine tells everybody."""
        for event in [e for e in self.selected() if not e.acknowledged_by][:MOST_AT_ONCE]:
            self._bridge.ask(AcknowledgeEvent(event=event.id), self._acknowledged)

    @Slot()
    def copy_selected(self) -> None:
        """Put the selected events on the clipboard as lines of text."""
        lines = [
            "\t".join((full_time(e.at), e.severity, self.model.name_of(e.device) if e.device else "", str(e.text)))
            for e in self.selected()
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    @Slot()
    def read_older(self) -> None:
        """Ask the store for events before those that are here, more each time."""
        if self._is_reading or self._is_all_read:
            return
        self._asked = min(MOST_READ, self._asked * READ_GROWTH or FIRST_READ)
        self._is_reading = True
        device, asked = self._device, self._asked

        def take(reply: Reply) -> None:
            if device == self._device:
                self._take_older(reply, asked)

        self._bridge.ask(ReadEvents(most=asked, device=device), take)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what came before this console, when somebody looks for the first time."""
        super().showEvent(event)
        if self._asked == 0:
            self.read_older()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.acknowledge_action.setText(tr("Acknowledge"))
        self._copy_action.setText(tr("Copy"))
        self.view.setAccessibleName(tr("Events"))
        self.model.redraw()
        self._recount()

    def _take_older(self, reply: Reply, asked: int) -> None:
        self._is_reading = False
        if reply.error is not None:
            self._is_all_read = True
            self.failed.emit(str(reply.error))
            return
        events = value(reply, tuple[Event, ...])
        self._is_all_read = len(events) < asked or asked >= MOST_READ
        self.model.take(events)

    def _acknowledged(self, reply: Reply) -> None:
        self.failed.emit(str(reply.error) if reply.error else "")

    def _current_event(self) -> Event | None:
        index = self.view.currentIndex()
        return self.model.event_at(index.row()) if index.isValid() else None

    @Slot(object)
    def _take(self, events: tuple[Event, ...]) -> None:
        self.model.take(events)

    @Slot()
    def _recount(self) -> None:
        if (shape := self._shape_now()) != self._shape:
            self._shape = shape
            self._size_columns()
        if self.model.rowCount():
            self._pages.setCurrentWidget(self.view)
        else:
            self._pages.setCurrentWidget(self._empty)
            self._say_why_empty()
        self.counted.emit()

    def _say_why_empty(self) -> None:
        if len(self.model.book) and self._device is None:
            self._empty.say(tr("No event fits this filter"), tr("Clear the filter to see all of them."))
        elif self._device is not None:
            self._empty.say(tr("No events of this device"), tr("Changes of its state will appear here."))
        else:
            self._empty.say(
                tr("Nothing has happened yet"),
                tr("Changes of state will appear here as soon as devices are watched. Discover a network to begin."),
            )

    @Slot(QModelIndex)
    def _go_to(self, index: QModelIndex) -> None:
        event = self.model.event_at(index.row())
        if index.column() == Column.NOTE and event.cause and self.go_to_event(event.cause):
            return
        if event.device is None or event.device not in self._bridge.live.devices:
            return
        if event.interface and self._bridge.live.interface(event.device, event.interface):
            self._selection.select_interface(event.device, event.interface, self)
        else:
            self._selection.select_devices((event.device,), self)

    def go_to_event(self, event_id: str) -> bool:
        """Select an event and bring it into sight; False where it is not shown."""
        row = self.model.row_of(event_id)
        if row is not None:
            index = self.model.index(row, Column.TEXT)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.view.selectionModel().setCurrentIndex(index, flags)
            self.view.scrollTo(index)
        return row is not None

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        event = self._current_event()
        if event is not None and event.device in self._bridge.live.devices:
            self.values_action.offer(PortRef(event.device, event.interface))
            menu.addAction(self.values_action)
        menu.addAction(self.acknowledge_action)
        menu.addAction(self._copy_action)
        menu.popup(self.view.viewport().mapToGlobal(at))

    @Slot(int)
    def _scrolled(self, place: int) -> None:
        if place > 0 and place == self.view.verticalScrollBar().maximum():
            self.read_older()

    @Slot()
    def _size_columns(self) -> None:
        """Give the text what the others do not need; dates and causes take room only where there are any."""
        row_px = self._theme.px(EVENT_ROW)
        self.view.verticalHeader().setMinimumSectionSize(row_px)
        self.view.verticalHeader().setDefaultSectionSize(row_px)
        header = self.view.horizontalHeader()
        mono, body = QFontMetrics(self._theme.font("mono")), QFontMetrics(self._theme.font("body"))
        has_dates, has_causes = self._shape
        cause = tr("← cause {name}", name="n" * (8 if self._device is None else 4))
        for column, width in (
            (Column.SIGN, row_px),
            (Column.TIME, mono.horizontalAdvance("00-00 00:00" if has_dates else "00:00:00") + 5 * GRID),
            (Column.DEVICE, self._device_px(body.horizontalAdvance("n"))),
            (Column.NOTE, body.horizontalAdvance(cause if has_causes else "✓") + 4 * GRID),
        ):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, width)
        header.setSectionResizeMode(Column.TEXT, QHeaderView.ResizeMode.Stretch)

    def _device_px(self, letter_px: int) -> int:
        """Names of devices get more of a wider table."""
        least, most = LEAST_NAME * letter_px, MOST_NAME * letter_px
        return max(least, min(most, round(NAME_SHARE * self.width())))

    def _shape_now(self) -> tuple[bool, bool]:
        """Whether any event is not of today, and whether any of the newest names its cause."""
        shown = self.model.book.shown
        has_dates = bool(shown) and not is_today(shown[0].at, time.time())
        return has_dates, any(e.cause is not None for e in shown[-NEWEST:])
