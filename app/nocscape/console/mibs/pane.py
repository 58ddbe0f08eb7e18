"""The MIB values of one device, read live."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.base.units import duration, grouped
from nocscape.console.bridge import Bridge
from nocscape.console.mibs import export
from nocscape.console.mibs.details import details_of
from nocscape.console.mibs.feed import Feed
from nocscape.console.mibs.sharing import SharedRows
from nocscape.console.mibs.value_actions import ValueActions
from nocscape.console.mibs.views import LIST, TABLE, TREE, MibViews
from nocscape.console.mibs.walk import MibWalk, Stage
from nocscape.console.parts.fields import Choice, FilterField, IconButton
from nocscape.console.parts.hint import EmptyHint, plain_label, set_tone
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.words import local_time, short_port
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme
from nocscape.model.batches import MibRow
from nocscape.model.net import DeviceId

DEFAULT_ROOT = "1.3.6.1.2.1"
EVERYTHING = "1"
"""What is read of a file: it takes no device's time."""
SCOPES: dict[str, str] = {
    DEFAULT_ROOT: mark("Standard MIBs"),
    "1.3.6.1.2.1.1": mark("System"),
    "1.3.6.1.2.1.2": mark("Interfaces"),
    "1.3.6.1.2.1.31": mark("Interfaces, 64 bit"),
    "1.3.6.1.2.1.47": mark("Parts and sensors"),
    "1.0.8802": mark("Neighbours (LLDP)"),
    "1.3.6.1.4.1": mark("Vendor's own"),
    EVERYTHING: mark("Everything"),
}
_ROOT = re.compile(r"\.?\d+(\.\d+){2,}|[A-Za-z][\w-]*::[A-Za-z][\w.-]*")
_PORT_TABLES = {"ifTable", "ifXTable", "dot3StatsTable", "dot3HCStatsTable", "ipv4InterfaceTable"}
TICK_MS = 200


class MibPane(Retranslated, QWidget):
    """Filter, tree, list and tables over one live reading. `show_device` names the device, `read` begins."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._device: DeviceId | None = None
        self._recording = ""
        self._port_names: dict[str, str] = {}
        self._chosen: MibRow | None = None
        self.walk = MibWalk(bridge, self)
        self.feed = Feed(self)
        self._shared = SharedRows(bridge, self)
        self.views = MibViews(self.feed, theme, self._row_title)
        self.actions_of_value = ValueActions(bridge, theme, selection, self, self._current_values)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._build_bar()
        self._build_body()
        self._connect()
        self.retranslate()

    def _build_bar(self) -> None:
        self._filter = FilterField(self._theme)
        self._scope = IconButton(self._theme, "folder-tree")
        self._scope.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self._scope_menu = QMenu(self._scope)
        self._scope.setMenu(self._scope_menu)
        self._scope_actions = {root: self._scope_menu.addAction("") for root in SCOPES}
        self._refresh = IconButton(self._theme, "refresh-cw")
        self._choice = Choice((TREE, LIST, TABLE))
        self._raw = IconButton(self._theme, "binary", is_toggle=True)
        self._info = IconButton(self._theme, "info", is_toggle=True)
        self._compare = IconButton(self._theme, "git-compare-arrows")
        self._record = IconButton(self._theme, "file-down")
        self._copy = IconButton(self._theme, "copy")
        self._copy.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self._copy_menu = QMenu(self._copy)
        self._copy.setMenu(self._copy_menu)
        self._copy_actions: dict[str, QAction] = {
            name: self._copy_menu.addAction("") for name in ("text", "csv", "json")
        }
        self._table = QComboBox()
        self._table.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._beside = IconButton(self._theme, "columns-2", is_toggle=True)
        for widget in (self._table, self._beside):
            widget.hide()

    def _build_body(self) -> None:
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.hide()
        self._status = plain_label(role="small", tone="dim")
        self._notice = plain_label(role="small")
        self._notice.setWordWrap(True)
        self._notice.hide()
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.hide()
        self._empty = EmptyHint(self._theme, "folder-tree")
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.addWidget(self.views)
        self._split.addWidget(self._details)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._split)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2 * GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(_row(self._filter, self._scope, self._record, self._refresh))
        layout.addLayout(_row(self._choice, None, self._raw, self._info, self._compare, self._copy))
        layout.addLayout(_row(self._table, self._beside))
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._progress)
        layout.addLayout(_row(self._notice))
        layout.addLayout(_row(self._status))
        layout.addSpacing(GRID)

    def _connect(self) -> None:
        self._filter.chosen.connect(self.feed.choose)
        self._filter.returnPressed.connect(self._read_typed)
        self._refresh.clicked.connect(self._refresh_or_cancel)
        self._choice.chosen.connect(self._choose_view)
        self._raw.toggled.connect(self._toggle_raw)
        self._info.toggled.connect(self._toggle_details)
        self._table.activated.connect(self._choose_table)
        self._beside.toggled.connect(self._choose_table)
        self._shared.changed.connect(self._offer_beside)
        self._scope_menu.triggered.connect(self._choose_scope)
        self._copy_menu.triggered.connect(self._copy_as)
        self._empty.pressed.connect(self.read)
        self.views.row_chosen.connect(self._show_details)
        self.views.menu_asked.connect(self.actions_of_value.open_menu)
        self.actions_of_value.said.connect(self._say)
        self.actions_of_value.written.connect(self.read)
        self._compare.clicked.connect(self.compare)
        self._record.clicked.connect(self.record)
        self.walk.rows_arrived.connect(self.feed.add)
        self.walk.changed.connect(self._show_stage)
        self.feed.fed.connect(self._fed)
        self._tick.timeout.connect(self._say_status)

    def show_device(self, device: DeviceId | None) -> None:
        """Be about this device; what was read of another is forgotten, nothing is read yet."""
        if device == self._device:
            return
        self._device = device
        self.views.show_device(device or "")
        self.walk.reset()
        self.feed.clear()
        self._show_stage()

    def show_recording(self, path: str, port_names: Mapping[str, str]) -> None:
        """Be about a recorded device: its file, and the names of its ports by index."""
        self._recording, self._port_names = path, dict(port_names)
        self._record.hide()
        self._show_stage()

    @Slot()
    def read(self, root: str = "") -> None:
        """Read the device now, from `root` (dotted OID or name), or again what was read last."""
        if self._recording:
            self.feed.clear()
            self.walk.start_recording(self._recording, root or self.walk.root or EVERYTHING)
        elif not root and self.walk.port:
            self.read_port(self.walk.port)
        elif self._is_ready() and self._device is not None:
            self.walk.start(self._device, root or self.walk.root or DEFAULT_ROOT)

    def read_port(self, key: str) -> None:
        """Read all that the device says of one port."""
        if self._is_ready() and self._device is not None:
            self.walk.start_port(self._device, key)

    def _is_ready(self) -> bool:
        """Forget what was read; False where the device is not known."""
        known = self._bridge.live.devices.get(self._device or "")
        if known is not None:
            self._port_names = {str(i.if_index): i.name or i.descr for i in known.interfaces}
            self._notice.hide()
            self.feed.clear()
        return known is not None

    def _current_values(self) -> tuple[DeviceId, list[MibRow]]:
        return self._device or "", self.views.selected_rows()

    @Slot()
    def compare(self) -> None:
        """Show what was read beside what another device says."""
        from nocscape.console.mibs.compare import Compared, CompareDialog  # noqa: PLC0415 - not needed to start

        if (self._device or self._recording) and self.feed.rows:
            mine = Compared(self._device or "", Path(self._recording).name, tuple(self.feed.rows), self.walk.root)
            dialog = CompareDialog(self._bridge, self._theme, mine, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    @Slot()
    def record(self) -> None:
        """Offer to record the device into a file."""
        from nocscape.console.mibs.record_dialog import RecordDialog  # noqa: PLC0415 - not needed to start

        if self._device is not None:
            RecordDialog(self._bridge, (self._device,), self).open()

    @Slot(str, str)
    def _say(self, words: str, tone: str) -> None:
        set_tone(self._notice, tone)
        self._notice.setText(words)
        self._notice.setVisible(bool(words))

    @Slot()
    def cancel(self) -> None:
        """Stop reading; what was read stays."""
        self.walk.cancel()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._filter.setPlaceholderText(tr("Filter · OID"))
        self._filter.setToolTip(tr("Words filter what was read; Enter after an OID or MODULE::name reads that instead"))
        self._scope.say(tr("What to read"))
        for root, words in SCOPES.items():
            self._scope_actions[root].setText(f"{tr(words)}  {root}")
        for key, words in ((TREE, tr("Tree")), (LIST, tr("List")), (TABLE, tr("Table"))):
            self._choice.name(key, words)
        self._raw.say(tr("Raw values, as they were on the wire"))
        self._info.say(tr("Description of the selected value"))
        self._beside.say(tr("Columns of other tables with the same rows too"))
        self._compare.say(tr("Compare with another device"))
        self._record.say(tr("Record the device into a file…"))
        self.actions_of_value.retranslate()
        self._copy.say(tr("Copy what is selected, or everything on show"))
        for name, words in (("text", tr("Copy as text")), ("csv", tr("Copy as CSV")), ("json", tr("Copy as JSON"))):
            self._copy_actions[name].setText(words)
        self._show_details(self._chosen)
        self._show_stage()

    def _row_title(self, table: str, index: str) -> str:
        name = self._port_names.get(index) if table in _PORT_TABLES else None
        return f"{index} · {one_line(short_port(name))}" if name else index

    @Slot()
    def _show_stage(self) -> None:
        is_running = self.walk.stage is Stage.RUNNING
        self._refresh.set_icon("circle-stop" if is_running else "refresh-cw")
        self._refresh.say(tr("Cancel") if is_running else tr("Read again"))
        for button in (self._refresh, self._record):
            button.setEnabled(bool(self._device or self._recording))
        self._compare.setEnabled(bool(self.walk.root))
        self._progress.setVisible(is_running)
        if is_running:
            self._tick.start()
        else:
            self._tick.stop()
        self._pages.setCurrentWidget(self._split if self.feed.rows or is_running else self._empty)
        self._say_why_empty()
        self._say_status()

    def _say_why_empty(self) -> None:
        device = self._bridge.live.devices.get(self._device or "")
        if self._recording:
            words = self.walk.problem or tr("Choose something else to read.")
            self._empty.say(tr("Nothing of it is in the recording"), words, tr("Read again"))
        elif device is None:
            self._empty.say(tr("No device selected"), tr("Double-click a device to read its MIB values."))
        elif device.device.snmp is None:
            text = tr("No credential worked on it. Add one in Discover, then read again.")
            self._empty.say(tr("{name} does not answer SNMP", name=device.device.shown_name()), text, tr("Try anyway"))
        elif self.walk.stage is Stage.FAILED:
            self._empty.say(tr("Nothing could be read"), self.walk.problem, tr("Read again"))
        elif self.walk.stage is Stage.DONE:
            self._empty.say(
                tr("The device has no values there"), tr("Choose something else to read."), tr("Read again")
            )
        else:
            text = tr("Values are read live from the device, named and with units.")
            self._empty.say(tr("MIB values of {name}", name=device.device.shown_name()), text, tr("Read now"))

    @Slot()
    def _say_status(self) -> None:
        count = tr("{count} values", count=grouped(len(self.feed.rows)))
        if self.feed.is_filtered:
            count = tr("{shown} of {count}", shown=grouped(self.feed.matched), count=count)
        took = duration(self.walk.elapsed_s) if self.walk.elapsed_s else ""
        at = local_time(self.walk.ended_at, now=time.time())
        words = {
            Stage.IDLE: "",
            Stage.RUNNING: tr("{count} · reading · {took}", count=count, took=took),
            Stage.DONE: tr("{count} · read {at} in {took}", count=count, at=at, took=took or "0 s"),
            Stage.CANCELLED: tr("{count} · cancelled after {took}", count=count, took=took or "0 s"),
            Stage.FAILED: f"{count} · {self.walk.problem}",
        }
        lost = tr("{count} lines hold no value", count=grouped(self.walk.unread)) if self.walk.unread else ""
        self._status.setText(" · ".join(filter(None, (words[self.walk.stage], lost))))
        set_tone(self._status, "crit" if self.walk.stage is Stage.FAILED else "dim")

    @Slot()
    def _fed(self) -> None:
        if self.feed.rows and self._pages.currentWidget() is self._empty:
            self._pages.setCurrentWidget(self._split)
        if self._table.count() != len(self.feed.tables):
            self._offer_tables()
        if self.walk.stage is not Stage.RUNNING:
            self._say_status()

    def _offer_tables(self) -> None:
        self._table.clear()
        for name in self.feed.tables:
            self._table.addItem(one_line(name), name)
        place = self._table.findData(self.views.grid.table)
        self._table.setCurrentIndex(max(0, place))
        if self.views.current == TABLE:
            self._shared.learn(self.feed.tables)
        if place < 0 and self._table.count():
            self._choose_table()

    @Slot()
    def _offer_beside(self) -> None:
        """Offer columns of other tables where there are tables with the same rows."""
        self.views.grid.index_names = self._shared.index_of(self.views.grid.table)
        others = self._shared.like(self._table.currentData() or "") & self.feed.tables.keys()
        self._beside.setEnabled(bool(others))
        if self._beside.isChecked():
            self._choose_table()

    @Slot()
    def _read_typed(self) -> None:
        text = self._filter.text().strip()
        if _ROOT.fullmatch(text):
            self._filter.clear()
            self._filter.tell()
            self.read(text.lstrip("."))

    @Slot()
    def _refresh_or_cancel(self) -> None:
        if self.walk.stage is Stage.RUNNING:
            self.cancel()
        else:
            self.read()

    @Slot(str)
    def _choose_view(self, name: str) -> None:
        for widget in (self._table, self._beside):
            widget.setVisible(name == TABLE)
        self.views.show_view(name)
        if name == TABLE:
            self._shared.learn(self.feed.tables)

    @Slot()
    def _choose_table(self) -> None:
        table = str(self._table.currentData() or "")
        others = frozenset(self._shared.like(table) & self.feed.tables.keys())
        self._beside.setEnabled(bool(others))
        self.views.grid.index_names = self._shared.index_of(table)
        self.views.show_table(table, others if self._beside.isChecked() else frozenset())

    @Slot(QAction)
    def _choose_scope(self, action: QAction) -> None:
        self.read(next(root for root, known in self._scope_actions.items() if known is action))

    @Slot(bool)
    def _toggle_raw(self, is_raw: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.views.set_raw(is_raw=is_raw)

    @Slot(bool)
    def _toggle_details(self, is_shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._details.setVisible(is_shown)
        self._show_details(self._chosen)

    @Slot(object)
    def _show_details(self, row: MibRow | None) -> None:
        self._chosen = row
        if self._details.isVisible() or self._info.isChecked():
            lines = [f"{title}: {text}" for title, text in details_of(row)] if row else [tr("Select a value.")]
            self._details.setPlainText("\n".join(lines))

    @Slot(QAction)
    def _copy_as(self, action: QAction) -> None:
        name = next(name for name, known in self._copy_actions.items() if known is action)
        write = {"text": export.as_text, "csv": export.as_csv, "json": export.as_json}[name]
        QGuiApplication.clipboard().setText(write(self.views.chosen_rows()))


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """Widgets side by side; None is where the room goes."""
    row = QHBoxLayout()
    row.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
    row.setSpacing(GRID)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
