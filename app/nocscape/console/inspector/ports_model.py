"""The ports of a device as a table, with live rates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor, QFont, QPixmap

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.base.units import NO_VALUE, bps, si
from nocscape.console.dragging import PORTS_MIME, ports_mime
from nocscape.console.parts.ranges import ROOT, Index, runs
from nocscape.console.parts.words import natural, plain_tip, short_port
from nocscape.console.theme import Theme
from nocscape.model.metrics import Sample
from nocscape.model.net import DeviceId, Interface
from nocscape.model.status import Status

SIGN_SIZE = 13
PERCENT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""Load of a direction in percent of the port's speed, for the bar in a rate's cell."""
RATE_METRICS = ("if_in_bps", "if_out_bps", "if_in_errors_per_s", "if_out_errors_per_s")

Shown = str | QPixmap | QFont | QColor | Qt.AlignmentFlag | float | None


class Column(IntEnum):
    """From left to right."""

    STATE = 0
    NAME = 1
    IN = 2
    OUT = 3
    ERRORS = 4
    SPEED = 5
    ALIAS = 6


LIVE = (Column.IN, Column.OUT, Column.ERRORS)
"""Columns that change with every poll."""
TITLES: dict[Column, str] = {
    Column.STATE: "",
    Column.NAME: mark("Port"),
    Column.IN: mark("In"),
    Column.OUT: mark("Out"),
    Column.ERRORS: mark("Errors"),
    Column.SPEED: mark("Speed"),
    Column.ALIAS: mark("Description"),
}


STATE_WORDS: dict[str, str] = {
    "up": mark("up"),
    "down": mark("down"),
    "testing": mark("in test mode"),
    "dormant": mark("dormant"),
    "notPresent": mark("not present"),
    "lowerLayerDown": mark("down below"),
    "unknown": mark("unknown"),
}
"""ifAdminStatus and ifOperStatus (RFC 2863)."""


class Rates(msgspec.Struct):
    """Latest rates of one port; None where not known."""

    in_bps: float | None = None
    out_bps: float | None = None
    in_errors: float | None = None
    out_errors: float | None = None


_FIELD_OF = dict(zip(RATE_METRICS, Rates.__struct_fields__, strict=True))


class PortsModel(QAbstractTableModel):
    """A row for each port that the filter lets through.

    Live rates change cells, never the order: `resort` brings the order up to date and is called by a slow timer.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.device: DeviceId = ""
        """Whose ports these are."""
        self._ports: tuple[Interface, ...] = ()
        self._linked: frozenset[str] = frozenset()
        self._rates: dict[str, Rates] = {}
        self._rows: list[Interface] = []
        self._row_of: dict[str, int] = {}
        self._words: list[str] = []
        self._column = Column.NAME
        self._is_reverse = False

    def show_ports(self, ports: Iterable[Interface], linked: Iterable[str]) -> None:
        """Show these ports; `linked` are the keys of those that a link is known of."""
        self._ports, self._linked = tuple(ports), frozenset(linked)
        known = {p.key for p in self._ports}
        self._rates = {key: rates for key, rates in self._rates.items() if key in known}
        self._lay_out()

    def show_links(self, linked: Iterable[str]) -> None:
        """Links came or went: a port that is down is a fault only where there is one."""
        now = frozenset(linked)
        changed = [row for key in now ^ self._linked if (row := self._row_of.get(key)) is not None]
        self._linked = now
        for first, last in runs(changed):
            self.dataChanged.emit(self.index(first, Column.STATE), self.index(last, Column.STATE))

    def choose(self, text: str) -> None:
        """Let through the ports that have every word of `text` in name, description, address or MAC."""
        self._words = text.lower().split()
        self._lay_out()

    def take(self, samples: Iterable[Sample]) -> None:
        """Take in new rates; one change is told for each unbroken range of rows."""
        changed: set[int] = set()
        for sample in samples:
            field = _FIELD_OF.get(sample.key.metric)
            if field is None:
                continue
            setattr(self._rates.setdefault(sample.key.instance, Rates()), field, sample.value)
            if (row := self._row_of.get(sample.key.instance)) is not None:
                changed.add(row)
        for first, last in runs(changed):
            self.dataChanged.emit(self.index(first, Column.IN), self.index(last, Column.ERRORS))

    def resort(self) -> None:
        """Bring the order up to date, if it is by something that changes."""
        if self._column in LIVE:
            self.sort(self._column, self._order())

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column; what is selected stays so."""
        self._column, self._is_reverse = Column(column), order is Qt.SortOrder.DescendingOrder
        rows = self._sorted(self._rows)
        if rows == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [(self._rows[i.row()].key, i.column()) for i in before]
        self._set_rows(rows)
        self.changePersistentIndexList(before, [self.index(self._row_of[key], c) for key, c in keys])
        self.layoutChanged.emit()

    def port_at(self, row: int) -> Interface:
        """The port of a row."""
        return self._rows[row]

    def row_of(self, key: str) -> int | None:
        """Where a port stands, None where the filter hides it."""
        return self._row_of.get(key)

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many ports are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """State to errors."""
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Ports can be dragged onto a chart."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        """What is dragged out."""
        return [PORTS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The ports of these rows."""
        return ports_mime([(self.device, self.port_at(row).key) for row in sorted({i.row() for i in indexes})])

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        """Titles of the columns, those of numbers at the right."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (*LIVE, Column.SPEED):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return tr(TITLES[Column(section)]) if TITLES[Column(section)] else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Shown:
        """Text, sign and load of a cell."""
        if not index.isValid():
            return None
        port, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(port, column)
            case Qt.ItemDataRole.DecorationRole if column is Column.STATE:
                return self._theme.status_icon(self._sign(port), SIGN_SIZE)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole if column is Column.STATE:
                return plain_tip(self.state_words(port))
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(_tip(port))
            case _:
                return self._look(port, column, role)

    def _look(self, port: Interface, column: Column, role: int) -> Shown:
        is_number = column in (*LIVE, Column.SPEED)
        if role == PERCENT_ROLE and column in (Column.IN, Column.OUT):
            return self._percent(port, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._tint(port, column)
        return None

    def _tint(self, port: Interface, column: Column) -> QColor | None:
        if port.admin == "down":
            return self._theme.color("faint")
        if column is Column.ERRORS and self._errors(port):
            return self._theme.color("crit")
        return self._theme.color("dim") if column in (Column.ALIAS, Column.SPEED) else None

    def state_words(self, port: Interface) -> str:
        """Administrative and operational state in words."""
        if port.admin == "down":
            return tr("Switched off by its administrator")
        if port.oper == "up":
            return tr("Up")
        if port.oper == "down":
            return tr("Down") if port.key in self._linked else tr("Nothing connected")
        return tr("State: {oper}", oper=state_word(port.oper))

    def _sign(self, port: Interface) -> Status:
        if port.admin == "down":
            return Status.MAINTENANCE
        if port.oper == "up":
            return Status.UP
        return Status.CRITICAL if port.oper == "down" and port.key in self._linked else Status.UNKNOWN

    def _text(self, port: Interface, column: Column) -> str:
        rates = self._rates.get(port.key, Rates())
        match column:
            case Column.NAME:
                return name_of(port)
            case Column.ALIAS:
                return one_line(port.alias)
            case Column.SPEED:
                return bps(port.speed_bps) if port.speed_bps else NO_VALUE
            case Column.IN:
                return bps(rates.in_bps)
            case Column.OUT:
                return bps(rates.out_bps)
            case Column.ERRORS:
                return si(self._errors(port), "/s")
            case _:
                return ""

    def _errors(self, port: Interface) -> float | None:
        rates = self._rates.get(port.key)
        known = [e for e in (rates.in_errors, rates.out_errors) if e is not None] if rates else []
        return sum(known) if known else None

    def _percent(self, port: Interface, column: Column) -> float | None:
        rates = self._rates.get(port.key)
        rate = (rates.in_bps if column is Column.IN else rates.out_bps) if rates else None
        return None if rate is None or not port.speed_bps else 100 * rate / port.speed_bps

    def _order(self) -> Qt.SortOrder:
        return Qt.SortOrder.DescendingOrder if self._is_reverse else Qt.SortOrder.AscendingOrder

    def _lay_out(self) -> None:
        self.beginResetModel()
        self._set_rows(self._sorted(p for p in self._ports if all(w in _haystack(p) for w in self._words)))
        self.endResetModel()

    def _set_rows(self, rows: list[Interface]) -> None:
        self._rows = rows
        self._row_of = {port.key: row for row, port in enumerate(rows)}

    def _sorted(self, ports: Iterable[Interface]) -> list[Interface]:
        return sorted(ports, key=self._sort_key(), reverse=self._is_reverse)

    def _sort_key(self) -> Callable[[Interface], Any]:
        rates, none = self._rates, Rates()
        match self._column:
            case Column.STATE:
                return lambda p: self._sign(p).rank
            case Column.ALIAS:
                return lambda p: natural(p.alias)
            case Column.SPEED:
                return lambda p: p.speed_bps or 0
            case Column.IN:
                return lambda p: rates.get(p.key, none).in_bps or 0.0
            case Column.OUT:
                return lambda p: rates.get(p.key, none).out_bps or 0.0
            case Column.ERRORS:
                return lambda p: self._errors(p) or 0.0
            case _:
                return lambda p: natural(name_of(p))


def state_word(state: str) -> str:
    """An administrative or operational state in the operator's language."""
    return tr(STATE_WORDS[state]) if state in STATE_WORDS else state


def name_of(port: Interface) -> str:
    """The port's short name for people."""
    return one_line(short_port(port.name or port.descr or port.key))


def _haystack(port: Interface) -> str:
    return " ".join((port.name, port.descr, port.alias, port.mac, *port.addresses)).lower()


def _tip(port: Interface) -> str:
    lines = [
        (tr("Name"), port.descr or port.name),
        (tr("Description"), port.alias),
        (tr("Index"), str(port.if_index)),
        ("MAC", port.mac),
        ("MTU", str(port.mtu or "")),
        (tr("Addresses"), ", ".join(port.addresses)),
    ]
    return "\n".join(f"{title}: {one_line(text)}" for title, text in lines if text)
