"""Asks which series to put into a chart: any that history knows of a device, or a formula over some of them."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.charts.metric_book import MetricBook
from nocscape.console.charts.subject import Formula, instance_name
from nocscape.console.dragging import series_mime
from nocscape.console.parts.alive import while_alive
from nocscape.console.parts.fields import FilterField
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.naming import device_name
from nocscape.console.parts.words import natural
from nocscape.console.theme import GRID, Theme
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ListSeries
from nocscape.model.metrics import ENGINE, SeriesKey
from nocscape.model.net import DeviceId

SIZE = (560, 520)
MOST_UNIT = 40


class SeriesPicker(QDialog):
    """Signal: chosen(list of SeriesKey or Formula) each time that something is to be added. It stays open."""

    chosen = Signal(object)

    def __init__(
        self, bridge: Bridge, theme: Theme, book: MetricBook, device: DeviceId | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._book = book
        self._device = device or ""
        self._devices = QComboBox()
        self._filter = FilterField(theme)
        self._list = _SeriesList()
        self._names = plain_label(role="small", tone="dim")
        self._formula = QLineEdit()
        self._unit = QLineEdit()
        self._buttons = QDialogButtonBox()
        self._add = self._buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self._close = self._buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        self._lay_out()
        self._word()
        self._fill_devices()
        self._devices.currentIndexChanged.connect(self._device_changed)
        self._filter.chosen.connect(self._narrow)
        self._list.itemSelectionChanged.connect(self._selected)
        self._list.itemDoubleClicked.connect(self._apply)
        self._formula.textChanged.connect(self._selected)
        self._add.clicked.connect(self._apply)
        self._buttons.rejected.connect(self.reject)
        book.changed.connect(self._device_changed)
        book.read()
        self._device_changed()

    def _lay_out(self) -> None:
        self.resize(*SIZE)
        self._add.setProperty("kind", "primary")
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.setDragEnabled(True)
        self._names.setWordWrap(True)
        self._formula.setMaxLength(500)
        self._unit.setMaxLength(MOST_UNIT)
        self._unit.setMaximumWidth(30 * GRID)
        row = QHBoxLayout()
        row.addWidget(self._formula, 1)
        row.addWidget(self._unit)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(2 * GRID)
        for widget in (self._devices, self._filter, self._list, self._names):
            column.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self._buttons)

    def _word(self) -> None:
        self.setWindowTitle(tr("Add series to the chart"))
        self._filter.setPlaceholderText(tr("Filter series"))
        self._formula.setPlaceholderText(tr("Formula over what is selected, such as a + b"))
        self._formula.setToolTip(tr("Leave it empty to add the series themselves."))
        self._unit.setPlaceholderText(tr("Unit"))
        self._formula.setAccessibleName(tr("Formula"))
        self._unit.setAccessibleName(tr("Unit"))
        self._list.setAccessibleName(tr("Series"))
        self._unit.setToolTip(tr("Unit of what the formula gives, such as bit/s"))
        self._add.setText(tr("Add"))
        self._close.setText(tr("Close"))

    def _fill_devices(self) -> None:
        live = self._bridge.live
        for device in sorted(live.devices, key=lambda d: natural(device_name(live, d))):
            self._devices.addItem(device_name(live, device), device)
        self._devices.addItem(device_name(live, ENGINE), ENGINE)
        self._devices.setCurrentIndex(max(0, self._devices.findData(self._device)))

    @Slot()
    def _device_changed(self) -> None:
        self._device = str(self._devices.currentData() or "")
        asked = self._device

        def take(reply: Reply) -> None:
            if reply.error is None and asked == self._device:
                self._show(value(reply, tuple[SeriesKey, ...]))

        if asked:
            self._bridge.ask(ListSeries(device=asked), while_alive(self, take))

    def _show(self, keys: Sequence[SeriesKey]) -> None:
        self._list.clear()
        named = sorted(((self.name_of(key), key) for key in keys), key=lambda pair: natural(pair[0]))
        for name, key in named:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, key)
            self._list.addItem(item)
        self._narrow()

    def name_of(self, key: SeriesKey) -> str:
        """A series of the device that is chosen, in words."""
        unit = self._book.unit(key.metric)
        title = self._book.title(key.metric) + (f" [{unit}]" if unit not in ("", "1") else "")
        return " · ".join(part for part in (instance_name(self._bridge.live, key), title) if part)

    @Slot()
    def _narrow(self) -> None:
        words = self._filter.text().casefold().split()
        for place in range(self._list.count()):
            item = self._list.item(place)
            item.setHidden(not all(word in item.text().casefold() for word in words))

    def _selected_keys(self) -> list[SeriesKey]:
        return [item.data(Qt.ItemDataRole.UserRole) for item in self._list.selectedItems() if not item.isHidden()]

    def _lettered(self) -> dict[str, SeriesKey]:
        return dict(zip(ascii_lowercase, self._selected_keys(), strict=False))

    @Slot()
    def _selected(self) -> None:
        lettered = self._lettered()
        has_formula = bool(self._formula.text().strip())
        self._names.setText(
            "\n".join(f"{a} = {self.name_of(key)}" for a, key in lettered.items()) if has_formula else ""
        )
        self._add.setEnabled(bool(lettered))

    @Slot()
    def _apply(self) -> None:
        text = self._formula.text().strip()
        if text:
            self.chosen.emit([Formula(text, self._lettered(), self._unit.text().strip() or "1")])
        elif keys := self._selected_keys():
            self.chosen.emit(keys)


class _SeriesList(QListWidget):
    """Its rows can be dragged onto any chart."""

    def mimeTypes(self) -> list[str]:
        return [*series_mime([]).formats()]

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        return series_mime([item.data(Qt.ItemDataRole.UserRole) for item in items])
