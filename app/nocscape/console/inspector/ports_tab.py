"""The tab of a device's ports."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QFontMetrics, QHideEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.inspector.ports_model import PERCENT_ROLE, RATE_METRICS, TITLES, Column, PortsModel
from nocscape.console.mibs.opening import OpenValues
from nocscape.console.parts.fields import FilterField
from nocscape.console.parts.hint import EmptyHint
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.panel import Hinted
from nocscape.console.parts.rows import RowDelegate
from nocscape.console.parts.tables import dress_table
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, ROW, Theme
from nocscape.console.thresholds.menu import offer, port_series
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ReadHistory
from nocscape.model.metrics import Sample, SeriesData, SeriesKey
from nocscape.model.net import DeviceId, Layer, PortRef

OWNER = "ports"
INTERVAL_S = 10.0
RECENT_S = 300
RESORT_MS = 1000
MOST_WATCHED = 512
"""Ports of one device whose rates are watched live."""
BAR = 3


class PortsTab(Retranslated, QWidget):
    """Ports with live rates while it is on show; a row selects the port everywhere."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        selection: Selection,
        parent: QWidget | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self._now = now
        self._device: DeviceId | None = None
        self._read_for: DeviceId | None = None
        self.model = PortsModel(theme, self)
        self.view = QTableView()
        self._filter = FilterField(theme)
        self.values_action = OpenValues(bridge, theme, selection, self)
        self._empty = EmptyHint(theme, "ethernet-port")
        self._resort = QTimer(self)
        self._resort.setInterval(RESORT_MS)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        dress_table(self.view)
        self.view.setModel(self.model)
        self.view.setItemDelegate(_RateDelegate(self._theme, self.view))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setDragEnabled(True)
        self.view.setSortingEnabled(True)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder)
        self._pages = Hinted(self._empty, self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID, 0, 0)
        column.setSpacing(GRID)
        field = QVBoxLayout()
        field.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        field.addWidget(self._filter)
        column.addLayout(field)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self._filter.chosen.connect(self.model.choose)
        self._resort.timeout.connect(self.model.resort)
        self._bridge.samples_arrived.connect(self._take_samples)
        self._bridge.links_changed.connect(self._links_changed)
        self._theme.changed.connect(self._size_columns)
        self.view.selectionModel().currentRowChanged.connect(self._row_changed)
        self.view.customContextMenuRequested.connect(self._show_menu)

    def show_device(self, device: DeviceId | None) -> None:
        """Show the ports of this device, or show them anew after it changed."""
        known = self._bridge.live.devices.get(device or "")
        is_other = device != self._device
        self._device = device
        current = self._current_key()
        self.model.device = device or ""
        ports = known.interfaces if known else ()
        self.model.show_ports(ports, self._linked())
        self._pages.show_content(is_there=bool(ports))
        self._size_columns()
        if is_other:
            self._filter.clear()
            self._filter.tell()
        else:
            self._make_current(current)
        self._watch()

    def choose_port(self, key: str) -> None:
        """Bring a port that was selected elsewhere into sight."""
        self._make_current(key)

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the rates while they are seen."""
        super().showEvent(event)
        self._resort.start()
        self._watch()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rates that nobody sees are not watched."""
        super().hideEvent(event)
        self._resort.stop()
        self._read_for = None
        self._bridge.watch.want(OWNER, ())

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._filter.setPlaceholderText(tr("Filter by port, description or address"))
        self._empty.say(tr("No ports are known"), tr("They are read when the device answers SNMP."))
        self.view.setAccessibleName(tr("Ports"))
        self._size_columns()

    def _watch(self) -> None:
        if not self.isVisible() or self._device is None:
            return
        ports = [self.model.port_at(row) for row in range(self.model.rowCount())][:MOST_WATCHED]
        keys = tuple(SeriesKey(self._device, metric, port.key) for port in ports for metric in RATE_METRICS)
        self._bridge.watch.want(OWNER, keys, INTERVAL_S)
        if keys and self._read_for != self._device:
            self._read_for = self._device
            self._read_recent(self._device, keys)

    def _read_recent(self, device: DeviceId, keys: tuple[SeriesKey, ...]) -> None:
        """Latest stored rates, so that the table is not empty until the first live ones."""
        until = int(self._now())

        def take(reply: Reply) -> None:
            if reply.error is None and device == self._device:
                self.model.take(s for d in value(reply, tuple[SeriesData, ...]) if (s := _latest(d)) is not None)

        self._bridge.ask(ReadHistory(keys=keys, since=until - RECENT_S, until=until, points=RECENT_S), take)

    def _linked(self) -> list[str]:
        links = self._bridge.live.links_of(self._device or "")
        ends = (end for link in links if link.layer is Layer.PHYSICAL for end in (link.a, link.b))
        return [end.interface for end in ends if end.device == self._device and end.interface is not None]

    def _current_key(self) -> str | None:
        index = self.view.currentIndex()
        return self.model.port_at(index.row()).key if index.isValid() else None

    def _make_current(self, key: str | None) -> None:
        row = self.model.row_of(key) if key is not None else None
        if row is not None and key != self._current_key():
            self.view.setCurrentIndex(self.model.index(row, Column.NAME))

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        key = self._current_key()
        if self._device is not None and key is not None:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.values_action.offer(PortRef(self._device, key))
            menu.addAction(self.values_action)
            offer(menu, self._bridge, self._theme, port_series(self._device, key), self)
            menu.popup(self.view.viewport().mapToGlobal(at))

    @Slot(object)
    def _take_samples(self, samples: tuple[Sample, ...]) -> None:
        self.model.take(s for s in samples if s.key.device == self._device)

    @Slot(object, object)
    def _links_changed(self, _links: set[str], _gone: set[str]) -> None:
        if self.isVisible() and self._device is not None:
            self.model.show_links(self._linked())

    @Slot(QModelIndex, QModelIndex)
    def _row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and self._device is not None:
            self._selection.select_interface(self._device, self.model.port_at(current.row()).key, self)

    @Slot()
    def _size_columns(self) -> None:
        metrics = QFontMetrics(self._theme.font("body"))
        for column, words in (
            (Column.NAME, "Te1/1/12"),
            (Column.ALIAS, "m" * 16),
            (Column.SPEED, "888 Gb/s"),
            (Column.IN, "888 Mb/s"),
            (Column.OUT, "888 Mb/s"),
            (Column.ERRORS, max(tr(TITLES[Column.ERRORS]), "888 /s", key=len)),
        ):
            self.view.setColumnWidth(column, metrics.horizontalAdvance(words) + 6 * GRID)
        self.view.setColumnWidth(Column.STATE, ROW)


class _RateDelegate(RowDelegate):
    """A bar under each rate: as long as the load, in the colour of the load."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The cell, then its bar."""
        super().paint(painter, option, index)
        percent = index.data(PERCENT_ROLE)
        if percent is None:
            return
        box = QRectF(option.rect).adjusted(GRID, 0, -GRID, 0)
        ground = QRectF(box.left(), box.bottom() - BAR - 1, box.width(), BAR)
        painter.fillRect(ground, self._theme.color("line"))
        ground.setWidth(box.width() * min(1.0, percent / 100))
        painter.fillRect(ground, self._theme.utilisation_color(percent))


def _latest(data: SeriesData) -> Sample | None:
    known = ((at, v) for at, v in zip(reversed(data.times), reversed(data.values), strict=True) if v is not None)
    at, last = next(known, (0, None))
    return None if last is None else Sample(data.key, at, last)
