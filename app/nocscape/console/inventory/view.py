"""The inventory tree on screen: keyboard, dragging, menu, and what stays open when it is built anew."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QInputDialog, QMenu, QTreeView, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.inventory.grouping import Path
from nocscape.console.inventory.model import InventoryModel
from nocscape.console.inventory.rows import MARK, InventoryRows
from nocscape.console.parts.ranges import Index
from nocscape.console.parts.tables import dress_tree
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme
from nocscape.console.topology.identity_actions import IdentityActions
from nocscape.model.batches import Reply
from nocscape.model.commands import SetDevice
from nocscape.model.net import DeviceId

FEW = 60
"""A tree of at most this many devices stands fully open."""
MANY = 500
"""A group of more rows than this stands open only where the operator opened it: each open row costs at every change."""
_ICONS = {
    "inventory.open": "binary",
    "inventory.rename": "pencil",
    "inventory.site": "building-2",
    "inventory.copy-address": "copy",
    "inventory.place": "map-pinned",
}
_SELECT = QItemSelectionModel.SelectionFlag


class InventoryView(QTreeView):
    """The tree. `failed` tells what the engine refused; `placing_asked` carries devices that should go on the map."""

    failed = Signal(str)
    placing_asked = Signal(object)

    def __init__(
        self, bridge: Bridge, theme: Theme, selection: Selection, model: InventoryModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self._model = model
        self._open: set[Path] = set()
        self._closed: set[Path] = set()
        self._is_following = False
        self._is_arranging = False
        self._has_lost_rows = False
        self._set_up()
        self._make_actions()
        model.modelReset.connect(self._reopen)
        model.rowsInserted.connect(self._open_fresh)
        model.counted.connect(self._find_again)
        self.expanded.connect(self._opened)
        self.collapsed.connect(self._shut)
        selection.devices_selected.connect(self.follow)
        theme.changed.connect(self.doItemsLayout)
        self._reopen()

    def _set_up(self) -> None:
        dress_tree(self)
        self.setModel(self._model)
        self.setItemDelegate(InventoryRows(self._theme, self._model, self))
        self.setHeaderHidden(True)
        self.setIndentation(4 * GRID)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setExpandsOnDoubleClick(False)
        self.customContextMenuRequested.connect(self._show_menu)
        self.doubleClicked.connect(self._activate)

    def _make_actions(self) -> None:
        self.open_action = self._action("inventory.open", self.open_current)
        self.rename_action = self._action("inventory.rename", self.rename_current, "F2")
        self.site_action = self._action("inventory.site", self.ask_site)
        self.copy_action = self._action("inventory.copy-address", self.copy_addresses, "Ctrl+C")
        self.place_action = self._action("inventory.place", self.place_selected)
        self.identity = IdentityActions(self._bridge, self._theme, self, "inventory", self.chosen)
        self._theme.changed.connect(self._retint)
        self._retint()

    @Slot()
    def _retint(self) -> None:
        for action in self.actions():
            if action.objectName() in _ICONS:
                action.setIcon(self._theme.icon(_ICONS[action.objectName()]))

    def _action(self, name: str, handler: object, keys: str = "") -> QAction:
        action = QAction(self)
        action.setObjectName(name)
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(handler)
        self.addAction(action)
        return action

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.setAccessibleName(tr("Inventory"))
        self.open_action.setText(tr("Open MIB values"))
        self.rename_action.setText(tr("Rename…"))
        self.site_action.setText(tr("Set site…"))
        self.copy_action.setText(tr("Copy address"))
        self.place_action.setText(tr("Place on the map"))
        self.identity.retranslate()

    def chosen(self) -> list[DeviceId]:
        """Devices of the selected rows; a group stands for all in it."""
        return self._model.devices_at(self.selectionModel().selectedIndexes())

    # selection, both ways

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """What the operator selects here is selected everywhere."""
        super().selectionChanged(selected, deselected)
        if self._model.is_cutting:
            self._has_lost_rows = True
        elif not self._is_following:
            self._selection.select_devices(self.chosen(), self)

    @Slot(object)
    def follow(self, devices: tuple[DeviceId, ...]) -> None:
        """Select what was selected elsewhere, and show the first of it."""
        if self._selection.source is not self:
            self._show_selected(devices)

    @Slot()
    def _find_again(self) -> None:
        """A device whose row went to another group is selected still: nobody chose otherwise."""
        if self._has_lost_rows:
            self._has_lost_rows = False
            self._show_selected(self._selection.devices)

    def _show_selected(self, devices: tuple[DeviceId, ...]) -> None:
        self._is_following = True
        try:
            self.selectionModel().select(self._model.selection_of(devices), _SELECT.ClearAndSelect)
            first = next((i for d in devices if (i := self._model.index_of(d)).isValid()), None)
            if first is not None:
                self.selectionModel().setCurrentIndex(first, _SELECT.NoUpdate)
                self.scrollTo(first)
        finally:
            self._is_following = False

    # what stands open

    @Slot()
    def _reopen(self) -> None:
        for path in self._model.branch_paths():
            index = self._model.index_of_branch(path)
            if self._should_open(path, index):
                self._fold(index, is_open=True)
        self.follow(self._selection.devices)

    @Slot(QModelIndex, int, int)
    def _open_fresh(self, above: QModelIndex, _first: int, _last: int) -> None:
        path, is_open = self._path(above), self.isExpanded(above)
        should_open = self._should_open(path, above)
        if should_open and not is_open:
            self._fold(above, is_open=True)
        elif is_open and not should_open and path not in self._closed and not self._is_inside(above):
            self._fold(above, is_open=False)

    def _is_inside(self, above: Index) -> bool:
        """Whether the current row is in that group, so that folding it would take it away under the operator."""
        return self._path(self.currentIndex().parent())[: len(self._path(above))] == self._path(above)

    def _fold(self, index: Index, *, is_open: bool) -> None:
        """Open or fold a group without taking that for the operator's wish."""
        self._is_arranging = True
        self.setExpanded(index, is_open)
        self._is_arranging = False

    def _should_open(self, path: Path, index: Index) -> bool:
        if path in self._open or not path or path in self._closed:
            return path in self._open
        if self._model.is_filtered:
            return self._model.shown <= MANY
        return self._model.shown <= FEW or (len(path) == 1 and self._model.rowCount(index) <= MANY)

    @Slot(QModelIndex)
    def _opened(self, index: QModelIndex) -> None:
        if not self._is_arranging:
            self._open.add(self._path(index))
            self._closed.discard(self._path(index))

    @Slot(QModelIndex)
    def _shut(self, index: QModelIndex) -> None:
        if not self._is_arranging:
            self._closed.add(self._path(index))
            self._open.discard(self._path(index))

    def _path(self, index: Index) -> Path:
        return self._model.path_at(index)

    # what can be done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter looks inside a device, or opens and closes a group."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._is_editing():
            self._activate(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _is_editing(self) -> bool:
        return self.state() is QAbstractItemView.State.EditingState

    @Slot(QModelIndex)
    def _activate(self, index: QModelIndex) -> None:
        if device := self._model.device_at(index):
            self._selection.open_device(device)
        elif index.isValid():
            self.setExpanded(index, not self.isExpanded(index))

    @Slot()
    def open_current(self) -> None:
        """Look inside the current device."""
        if device := self._model.device_at(self.currentIndex()):
            self._selection.open_device(device)

    @Slot()
    def rename_current(self) -> None:
        """Edit the name of the current device in its row."""
        if self._model.device_at(self.currentIndex()):
            self.edit(self.currentIndex())

    @Slot()
    def copy_addresses(self) -> None:
        """Put the addresses of the selected devices on the clipboard, one a line."""
        live = self._bridge.live.devices
        QGuiApplication.clipboard().setText(
            "\n".join(live[d].device.endpoint.address for d in self.chosen() if d in live)
        )

    @Slot()
    def place_selected(self) -> None:
        """Ask for the selected devices to be put on the map."""
        self.placing_asked.emit(tuple(self.chosen()))

    @Slot()
    def ask_site(self) -> None:
        """Ask where the selected devices stand."""
        devices = self.chosen()
        if not devices:
            return
        known = {i.device.site for i in self._bridge.live.devices.values() if i.device.site}
        first = self._bridge.live.devices.get(devices[0])
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr("Set site"))
        dialog.setLabelText(tr("Site, with a slash between its levels, such as HQ/Core:"))
        dialog.setComboBoxItems(sorted(known) or [""])
        dialog.setComboBoxEditable(True)
        dialog.setTextValue(first.device.site if first else "")
        dialog.textValueSelected.connect(partial(self._set_site, devices))
        dialog.open()

    def _set_site(self, devices: list[DeviceId], site: str) -> None:
        for device in devices:
            self._bridge.ask(SetDevice(device=device, site=site.strip()), self._answered)

    def _answered(self, reply: Reply) -> None:
        if reply.error is not None:
            self.failed.emit(reply.fault)

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        devices = self.chosen()
        if not devices:
            return
        is_one = self._model.device_at(self.currentIndex()) is not None and len(devices) == 1
        self.open_action.setEnabled(is_one)
        self.rename_action.setEnabled(is_one)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.open_action, self.copy_action, self.place_action])
        menu.addSeparator()
        menu.addActions([self.rename_action, self.site_action])
        menu.addSeparator()
        self.identity.refresh()
        menu.addActions(self.identity.actions)
        menu.popup(self.viewport().mapToGlobal(at))

    # ground left of the row

    def drawRow(self, painter: QPainter, option: object, index: Index) -> None:
        """The bar at the left edge of a selected row."""
        super().drawRow(painter, option, index)  # type: ignore[arg-type]
        if self.selectionModel().isSelected(index):
            row = self.visualRect(index)
            painter.fillRect(QRect(0, row.top(), MARK, row.height()), self._theme.color("accent"))
