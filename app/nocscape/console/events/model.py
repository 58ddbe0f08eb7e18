"""Events as a table: newest first, and few signals however many arrive."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPixmap

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.dragging import PORTS_MIME, places_mime
from nocscape.console.events.book import EventBook, EventFilter
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.ranges import ROOT, Index, runs
from nocscape.console.parts.words import SEVERITY_WORDS, event_sign, full_time, local_time, plain_tip
from nocscape.console.selection import DEVICES_MIME
from nocscape.console.theme import Theme
from nocscape.model.events import Event
from nocscape.model.net import DeviceId, PortRef
from nocscape.model.status import Severity

SIGN_SIZE = 14
TEXT_LIMIT = 400


class Column(IntEnum):
    """From left to right."""

    SIGN = 0
    TIME = 1
    DEVICE = 2
    TEXT = 3
    NOTE = 4


Shown = str | QPixmap | QFont | QColor | Qt.AlignmentFlag | None


class EventsModel(QAbstractTableModel):
    """Rows of an `EventBook`; row 0 is the newest event that is shown."""

    def __init__(self, live: LiveNetwork, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book = EventBook(self.name_of)
        self._live = live
        self._theme = theme
        theme.changed.connect(self.redraw)

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many events the filter lets through."""
        return 0 if parent.isValid() else len(self.book.shown)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Sign, time, device, text, note."""
        return 0 if parent.isValid() else len(Column)

    def event_at(self, row: int) -> Event:
        """The event of a row."""
        return self.book.shown[len(self.book.shown) - 1 - row]

    def row_of(self, event_id: str) -> int | None:
        """Where an event stands, None where it is not shown."""
        place = self.book.place_of(event_id)
        return None if place is None else len(self.book.shown) - 1 - place

    def name_of(self, device: DeviceId) -> str:
        """Name for people; the id of a device that is no more."""
        known = self._live.devices.get(device)
        return one_line(known.device.shown_name()) if known else device

    def take(self, events: Iterable[Event]) -> None:
        """Take in new and changed events of one batch."""
        news = self.book.compare(events)
        if not news.is_in_order:
            self.beginResetModel()
            self.book.merge(news)
            self.endResetModel()
            return
        last = len(self.book.shown) - 1
        self._tell_changed(last - place for place in self.book.replace(news.changed))
        self._add(news.fresh)
        self._drop(self.book.surplus())

    def choose(self, chosen: EventFilter) -> None:
        """Show what this filter lets through."""
        if chosen != self.book.filter:
            self.beginResetModel()
            self.book.choose(chosen)
            self.endResetModel()

    @Slot()
    def redraw(self) -> None:
        """Colours, language or names are different, the rows are not."""
        self.book.forget_words()
        if self.book.shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.book.shown) - 1, Column.NOTE))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What an event is about can be dragged onto a chart."""
        flags = super().flags(index)
        has_device = index.isValid() and self.event_at(index.row()).device is not None
        return flags | Qt.ItemFlag.ItemIsDragEnabled if has_device else flags

    def mimeTypes(self) -> list[str]:
        """What is dragged out."""
        return [PORTS_MIME, DEVICES_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The ports of these events, and the devices of those that are of no port."""
        events = [self.event_at(row) for row in sorted({index.row() for index in indexes})]
        places = dict.fromkeys(PortRef(e.device, e.interface) for e in events if e.device is not None)
        return places_mime(places, self.name_of)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return ("", tr("Time"), tr("Device"), tr("Event"), "")[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Shown:
        """Text, sign and colours of a cell."""
        if not index.isValid():
            return None
        event, column = self.event_at(index.row()), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(event, column)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._tip(event))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{tr(SEVERITY_WORDS[event.severity])} {self._text(event, column)}"
            case _:
                return self._look(event, column, role)

    def _look(self, event: Event, column: int, role: int) -> Shown:
        match role:
            case Qt.ItemDataRole.DecorationRole if column == Column.SIGN:
                return self._theme.status_icon(event_sign(event), self._theme.px(SIGN_SIZE))
            case Qt.ItemDataRole.FontRole if column == Column.TIME:
                return self._theme.font("mono")
            case Qt.ItemDataRole.ForegroundRole if event.acknowledged_by or column == Column.NOTE:
                return self._theme.color("dim")
            case Qt.ItemDataRole.BackgroundRole if event.severity is Severity.CRITICAL and not event.acknowledged_by:
                return self._theme.color("critbg")
            case _:
                return None

    def _text(self, event: Event, column: int) -> str:
        match column:
            case Column.TIME:
                return local_time(event.at, now=time.time())
            case Column.DEVICE:
                return self.name_of(event.device) if event.device else ""
            case Column.TEXT:
                return self._words(event)
            case Column.NOTE:
                return self._note(event)
            case _:
                return ""

    def _words(self, event: Event) -> str:
        """Without the name that the column before it gives already."""
        words = one_line(str(event.text), TEXT_LIMIT)
        bare = words.removeprefix(f"{self.name_of(event.device)}: ") if event.device else words
        return bare if bare == words else bare[:1].upper() + bare[1:]

    def _note(self, event: Event) -> str:
        if event.acknowledged_by:
            return "✓"
        cause = self.book.get(event.cause) if event.cause else None
        if cause is None:
            return ""
        return tr("← cause {name}", name=self.name_of(cause.device) if cause.device else str(cause.text))

    def _tip(self, event: Event) -> str:
        lines = [str(event.text), f"{tr(SEVERITY_WORDS[event.severity])} · {full_time(event.at)}"]
        if event.interface:
            lines.append(tr("Interface {name}", name=event.interface))
        if event.acknowledged_by:
            lines.append(tr("Acknowledged by {name}", name=event.acknowledged_by))
        return "\n".join(lines)

    def _add(self, fresh: list[Event]) -> None:
        shown = self.book.that_show(fresh)
        if shown:
            self.beginInsertRows(ROOT, 0, len(shown) - 1)
        self.book.append(fresh, shown)
        if shown:
            self.endInsertRows()

    def _drop(self, surplus: int) -> None:
        count = len(self.book.shown)
        if surplus:
            self.beginRemoveRows(ROOT, count - surplus, count - 1)
        self.book.trim()
        if surplus:
            self.endRemoveRows()

    def _tell_changed(self, rows: Iterable[int]) -> None:
        for first, last in runs(rows):
            self.dataChanged.emit(self.index(first, 0), self.index(last, Column.NOTE))
