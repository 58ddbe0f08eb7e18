"""Several devices at once: how many do how, the worst figures, and a list of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Slot
from PySide6.QtGui import QColor, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.base.units import grouped, percent
from nocscape.console.bridge import Bridge
from nocscape.console.charts.axes import value_text
from nocscape.console.inspector.chips import StatusChip
from nocscape.console.inspector.tiles import MetricTile
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.fields import IconButton
from nocscape.console.parts.flow import FlowLayout
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.ranges import ROOT, Index
from nocscape.console.parts.rows import RowDelegate
from nocscape.console.parts.tables import dress_table
from nocscape.console.parts.words import natural, status_word
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, ROW, Theme
from nocscape.console.topology.identity_actions import IdentityActions, attach_menu
from nocscape.model.net import DeviceId, DeviceStatus
from nocscape.model.status import Status

SIGN_SIZE = 13
Shown = str | QPixmap | QColor | Qt.AlignmentFlag | None


class Column(IntEnum):
    """From left to right."""

    SIGN = 0
    NAME = 1
    ADDRESS = 2
    CPU = 3
    RTT = 4


TITLES: dict[Column, str] = {
    Column.NAME: mark("Device"),
    Column.ADDRESS: mark("Address"),
    Column.CPU: mark("CPU"),
    Column.RTT: mark("RTT"),
}
_WORST: tuple[tuple[str, str, str], ...] = (
    (mark("Highest CPU"), "cpu_percent", "%"),
    (mark("Fullest memory"), "memory_percent", "%"),
    (mark("Slowest answer"), "rtt_ms", "ms"),
    (mark("Most loss"), "loss_percent", "%"),
)


class DevicesModel(QAbstractTableModel):
    """Devices, worst first; the order is made when they are chosen and stays while one looks."""

    def __init__(self, live: LiveNetwork, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._theme = theme
        self._devices: list[DeviceId] = []

    def show_devices(self, devices: Iterable[DeviceId]) -> None:
        """Show these."""
        self.beginResetModel()
        known = (d for d in devices if d in self._live.devices)
        self._devices = sorted(known, key=lambda d: (-self._live.status(d).rank, natural(self.name_of(d))))
        self.endResetModel()

    def redraw(self) -> None:
        """Their states are different."""
        if self._devices:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._devices) - 1, Column.RTT))

    def device_at(self, row: int) -> DeviceId:
        """The device of a row."""
        return self._devices[row]

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._devices)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Sign to round-trip time."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        """Titles of the columns, those of numbers at the right."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (Column.CPU, Column.RTT):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        title = TITLES.get(Column(section))
        return tr(title) if title else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Shown:
        """Text and sign of a cell."""
        if not index.isValid():
            return None
        device, column = self._devices[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(device, column)
            case Qt.ItemDataRole.DecorationRole if column is Column.SIGN:
                return self._theme.status_icon(self._live.status(device), SIGN_SIZE)
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.SIGN:
                return status_word(self._live.status(device))
            case Qt.ItemDataRole.TextAlignmentRole if column >= Column.CPU:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole if column is Column.ADDRESS:
                return self._theme.color("dim")
            case _:
                return None

    def _text(self, device: DeviceId, column: Column) -> str:
        status = self._live.statuses.get(device, DeviceStatus(device=device))
        match column:
            case Column.NAME:
                return self.name_of(device)
            case Column.ADDRESS if device in self._live.devices:
                return self._live.devices[device].device.endpoint.address
            case Column.CPU:
                return percent(status.cpu_percent)
            case Column.RTT:
                return value_text(status.rtt_ms, "ms")
            case _:
                return ""

    def name_of(self, device: DeviceId) -> str:
        """The name of a device for people."""
        known = self._live.devices.get(device)
        return one_line(known.device.shown_name()) if known else device


class DevicesPage(Retranslated, QWidget):
    """Filled by `show_devices`; Enter or a double click looks at one of them."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self._devices: tuple[DeviceId, ...] = ()
        self._title = plain_label(role="title")
        self.more = IconButton(theme, "ellipsis-vertical")
        self.identity = IdentityActions(bridge, theme, self, "inspector", self._chosen)
        self.menu = attach_menu(self.more, self.identity)
        self.chips = {status: StatusChip(theme) for status in reversed(Status)}
        self.tiles = {field: MetricTile(theme, "u1") for _, field, _ in _WORST}
        self.model = DevicesModel(bridge.live, theme, self)
        self.view = QTableView()
        self._lay_out()
        self.view.activated.connect(self._look_at)
        self.retranslate()

    def _lay_out(self) -> None:
        chips, tiles = FlowLayout(spacing=GRID + 2), QGridLayout()
        for chip in self.chips.values():
            chips.addWidget(chip)
        tiles.setSpacing(2 * GRID)
        for place, tile in enumerate(self.tiles.values()):
            tiles.addWidget(tile, place // 2, place % 2)
            tiles.setColumnStretch(place % 2, 1)
        top = QVBoxLayout()
        top.setContentsMargins(3 * GRID + 2, 3 * GRID + 2, 3 * GRID + 2, 2 * GRID)
        top.setSpacing(3 * GRID)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.more)
        top.addLayout(head)
        top.addLayout(chips)
        top.addLayout(tiles)
        dress_table(self.view)
        self.view.setModel(self.model)
        self.view.setItemDelegate(RowDelegate(self._theme, self.view))
        self.view.horizontalHeader().setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.view, 1)

    @property
    def title(self) -> str:
        """How many devices, in words."""
        return self._title.text()

    def show_devices(self, devices: tuple[DeviceId, ...]) -> None:
        """Show other devices."""
        self._devices = tuple(d for d in devices if d in self._bridge.live.devices)
        self.model.show_devices(self._devices)
        self.refresh()

    def refresh(self) -> None:
        """Show how they do now."""
        live = self._bridge.live
        self._title.setText(tr("{count} devices", count=grouped(len(self._devices))))
        counts = Counter(live.status(d) for d in self._devices)
        for status, chip in self.chips.items():
            chip.say(status, f"{status_word(status)} {grouped(counts[status])}")
            chip.setVisible(counts[status] > 0)
        known = [live.statuses[d] for d in self._devices if d in live.statuses]
        for title, field, unit in _WORST:
            figure, device = self._worst(known, field, unit)
            self.tiles[field].name(tr(title))
            self.tiles[field].say_whose(device)
            self.tiles[field].show_figure(figure)
        self.model.redraw()
        self._size_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Addresses are shown where the names have room beside them."""
        super().resizeEvent(event)
        self._size_columns()

    def _size_columns(self) -> None:
        wanted = {column: self._width_of(column) for column in Column}
        self.view.setColumnHidden(Column.ADDRESS, sum(wanted.values()) > self.width())
        for column, width in wanted.items():
            if column is not Column.NAME:
                self.view.setColumnWidth(column, width)

    def _width_of(self, column: Column) -> int:
        if column is Column.SIGN:
            return ROW
        return max(self.view.sizeHintForColumn(column), self.view.horizontalHeader().sectionSizeHint(column))

    def _chosen(self) -> tuple[DeviceId, ...]:
        return self._devices

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.more.say(tr("What can be done with these devices"))
        self.identity.retranslate()
        self.view.setAccessibleName(tr("Devices"))
        self.refresh()

    def _worst(self, known: list[DeviceStatus], field: str, unit: str) -> tuple[str, str]:
        """The greatest value and the name of its device; no name where none was measured."""
        measured = [(figure, s.device) for s in known if (figure := getattr(s, field)) is not None]
        if not measured:
            return value_text(None, unit), ""
        most, device = max(measured)
        return value_text(most, unit), self.model.name_of(device)

    @Slot(QModelIndex)
    def _look_at(self, index: QModelIndex) -> None:
        self._selection.select_devices((self.model.device_at(index.row()),), self)
