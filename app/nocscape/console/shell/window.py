"""The main window: top bar, rail, docks round the map, status bar."""

from __future__ import annotations

import base64
import binascii
from functools import partial

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QIcon, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QMainWindow, QMenu, QVBoxLayout, QWidget
from PySide6QtAds import BottomDockWidgetArea, CenterDockWidgetArea, LeftDockWidgetArea, RightDockWidgetArea

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.inventory.panel import InventoryPanel
from nocscape.console.mibs.importing import FileDrops
from nocscape.console.mibs.recordings import is_recording, recordings_among
from nocscape.console.parts.language import Retranslated
from nocscape.console.selection import Selection
from nocscape.console.settings.store import Settings, SettingsKeeper
from nocscape.console.shell.actions import ActionBook
from nocscape.console.shell.alarms import AlarmCounter, Bell
from nocscape.console.shell.catalogue import MENU, MENU_LINES, PANELS, SUBMENUS
from nocscape.console.shell.centre import Centre
from nocscape.console.shell.commands import Commands
from nocscape.console.shell.docks import Docks
from nocscape.console.shell.finder import Hit, HitKind
from nocscape.console.shell.palette import CommandPalette
from nocscape.console.shell.panels import Panels
from nocscape.console.shell.rail import Rail
from nocscape.console.shell.statusbar import EngineStatusBar
from nocscape.console.shell.topbar import TopBar
from nocscape.console.shell.welcome import Welcome
from nocscape.console.theme import Theme
from nocscape.console.topology.deciding import Deciding, decision_text, forgotten_text
from nocscape.model.decisions import Decision
from nocscape.model.net import Device, DeviceId
from nocscape.model.status import Status

FIRST_SIZE = (1600, 1000)
LEAST_SIZE = (900, 560)


class MainWindow(Retranslated, QMainWindow):
    """Holds the panels together.

    Signals: closed() once, when the operator has closed it; demo_asked() where the demo network is wanted.
    """

    closed = Signal()
    demo_asked = Signal()

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        selection: Selection,
        keeper: SettingsKeeper,
        panels: Panels,
        *,
        has_demo: bool = False,
    ) -> None:
        super().__init__()
        self.bridge = bridge
        self.theme = theme
        self.selection = selection
        self.keeper = keeper
        self.panels = panels
        self._is_arranged = False
        self.book = ActionBook(self, theme, keeper.now.shortcuts)
        self.commands = Commands(self, has_demo=has_demo)
        self.inventory = InventoryPanel(bridge, theme, selection)
        self.inventory.set_grouping(keeper.now.grouping)
        self.status_bar = EngineStatusBar(bridge, theme)
        self.top_bar = TopBar(theme, self.book)
        self.rail = Rail(theme, self.book, tuple(PANELS), ("app.settings",))
        demo = self.book["network.demo"] if has_demo else None
        welcome = Welcome(theme, self.book["network.discover"], demo, self.book["view.palette"])
        self.centre = Centre(bridge, theme, panels, welcome)
        self.alarms = AlarmCounter(bridge, self)
        self.bell = Bell(bridge, QApplication.beep, self)
        self.menu = QMenu(self)
        self._lay_out()
        self.palette_box = CommandPalette(bridge, theme, self.book, self)
        self._connect()
        for panel in (self.inventory.view, panels.map, panels.events, panels.chart, panels.inspector):
            self.book.adopt(panel.actions())
        for panel in (panels.why, panels.where, panels.changes, panels.decisions, panels.mibs, panels.access):
            self.book.adopt(panel.actions())
            self._hear(panel.actions())
        self.retranslate()
        self._follow_settings(keeper.now)

    # building

    def _lay_out(self) -> None:
        self.setMinimumSize(*LEAST_SIZE)
        self.setWindowIcon(QIcon(self.theme.logo(64)))
        host = QWidget()
        host_layout = QVBoxLayout(host)
        host_layout.setContentsMargins(0, 0, 0, 0)
        self.docks = Docks(host, self.theme)
        host_layout.addWidget(self.docks.manager)
        self._fill_docks()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(host, 1)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top_bar)
        layout.addLayout(middle, 1)
        layout.addWidget(self.status_bar)
        self.setCentralWidget(whole)
        self.top_bar.menu_button.setMenu(self.menu)

    def _fill_docks(self) -> None:
        self.docks.set_centre(self.centre)
        for name, widget, side, beside in (
            ("events", self.panels.events, BottomDockWidgetArea, "centre"),
            ("chart", self.panels.chart, RightDockWidgetArea, "events"),
            ("inventory", self.inventory, LeftDockWidgetArea, ""),
            ("inspector", self.panels.inspector, RightDockWidgetArea, ""),
            ("why", self.panels.why, CenterDockWidgetArea, "inspector"),
            ("where", self.panels.where, CenterDockWidgetArea, "inspector"),
            ("changes", self.panels.changes, CenterDockWidgetArea, "events"),
            ("decisions", self.panels.decisions, CenterDockWidgetArea, "events"),
            ("mibs", self.panels.mibs, CenterDockWidgetArea, "inspector"),
            ("access", self.panels.access, CenterDockWidgetArea, "events"),
        ):
            self.docks.add(name, partial(_title, name), PANELS[name][1], widget, side, beside)

    def _connect(self) -> None:
        self.top_bar.search_asked.connect(self.open_palette)
        self.top_bar.status_asked.connect(self.show_status)
        self.palette_box.chosen.connect(self._go_to)
        self.inventory.placing_asked.connect(self.place)
        self.inventory.discovery_asked.connect(self.book["network.discover"].trigger)
        self.inventory.grouping_changed.connect(self._keep_grouping)
        self.inventory.failed.connect(self.complain)
        self.centre.map_chosen.connect(self.inventory.arrivals.set_map)
        self.inventory.arrivals.counted.connect(self.book.refresh)
        self.inventory.arrivals.set_map(self.centre.map_id)
        self.alarms.counted.connect(self.top_bar.set_counts)
        self.alarms.recount()
        self.docks.changed.connect(self.keep_arrangement)
        self.keeper.changed.connect(self._follow_settings)
        self.book.changed.connect(self._keep_shortcuts)
        self.selection.devices_selected.connect(self._selection_changed)
        self.selection.device_opened.connect(self._show_inspector)
        self.selection.event_opened.connect(self._show_events)
        self.selection.values_asked.connect(self._show_inspector)
        self.selection.port_values_asked.connect(self._show_inspector)
        self.selection.object_asked.connect(self._show_mibs)
        FileDrops(self).dropped.connect(self._import_files)
        self.bridge.devices_gone.connect(self.selection.forget)
        deciding = Deciding.of(self.bridge)
        deciding.decided.connect(self._tell_decision)
        deciding.forgotten.connect(self._tell_forgotten)
        deciding.failed.connect(self.complain)
        self.theme.changed.connect(self._redraw)
        self.menu.aboutToShow.connect(self._fill_menu)

    def _hear(self, actions: list[QAction]) -> None:
        """Hear the keys of actions whose panel stands behind another tab, where it is no child of this window."""
        everywhere = Qt.ShortcutContext.WindowShortcut
        self.addActions([action for action in actions if action.shortcutContext() is everywhere])

    # words

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.setWindowTitle("Nocscape")
        self.book.retranslate()
        self.commands.reword()
        self.docks.retranslate()
        self.palette_box.retranslate()
        self.top_bar.retranslate()
        self.rail.redraw()

    @Slot()
    def _redraw(self) -> None:
        self.setWindowIcon(QIcon(self.theme.logo(64)))
        self.commands.reword()
        self.rail.redraw()

    @Slot()
    def _fill_menu(self) -> None:
        self.book.refresh()
        self.menu.clear()
        for group in MENU:
            actions = [action for action in self.book.group(group) if action.isVisible()]
            if group in SUBMENUS:
                title, icon = SUBMENUS[group]
                self.menu.addMenu(self.theme.icon(icon), tr(title)).addActions(actions)
            else:
                self.menu.addActions(actions)
            if group in MENU_LINES:
                self.menu.addSeparator()

    # what was chosen

    @Slot()
    def open_palette(self) -> None:
        """Open the command palette."""
        self.palette_box.open()

    @Slot(object, bool)
    def _go_to(self, hit: Hit, is_inside: bool) -> None:  # noqa: FBT001 - carried by the signal
        if hit.kind is HitKind.ACTION:
            self.book[hit.target].trigger()
        elif hit.kind is HitKind.ADDRESS:
            self.docks.show("where")
            self.panels.look_for(hit.target)
        elif hit.kind is HitKind.PORT and not is_inside:
            self.selection.select_interface(hit.target, hit.interface)
        elif is_inside:
            self.selection.open_device(hit.target)
        else:
            self.selection.select_devices((hit.target,), self)
            self.panels.placer.fly_to(hit.target)

    @Slot(object)
    def show_status(self, status: Status) -> None:
        """Show which devices are in a state."""
        self.docks.show("inventory")
        self.inventory.show_only(status)

    @Slot(object)
    def place(self, devices: tuple[DeviceId, ...]) -> None:
        """Put devices on the map that is shown."""
        self.panels.placer.place_devices(devices)

    @Slot(object)
    def _selection_changed(self, _devices: tuple[DeviceId, ...]) -> None:
        self.book.refresh()

    @Slot(str)
    def _show_inspector(self, _device: DeviceId) -> None:
        self.docks.show("inspector")

    @Slot(str)
    def _show_mibs(self, _object: str) -> None:
        self.docks.show("mibs")

    @Slot(object)
    def _import_files(self, paths: list[str]) -> None:
        """Files that were dropped on the window are recorded devices, or else MIB files."""
        if recordings := recordings_among(paths):
            self.panels.recordings.open(recordings, self)
        if others := [path for path in paths if not is_recording(path)]:
            self.docks.show("mibs")
            self.panels.import_files(others)

    @Slot(str)
    def _show_events(self, _event: str) -> None:
        self.docks.show("events")

    @Slot(str)
    def complain(self, problem: str) -> None:
        """Say what went wrong, where it does not get in the way."""
        self.status_bar.notice(problem, "crit")

    @Slot(object)
    def _tell_decision(self, decision: Decision) -> None:
        self._tell_done(decision_text(self.bridge.live, decision))

    @Slot(object)
    def _tell_forgotten(self, device: Device) -> None:
        self._tell_done(forgotten_text(device))

    def _tell_done(self, words: str) -> None:
        keys = self.book.shortcut("topology.undo") if "topology.undo" in self.book else ""
        self.status_bar.notice(tr("{text} ({keys} takes it back)", text=words, keys=keys) if keys else words, "text")

    def open_discovery(self) -> None:
        """Ask what to discover."""
        self.open_dialog(self.panels.discover(self))

    def open_reports(self) -> None:
        """Ask for a report."""
        from nocscape.console.reports.dialog import ReportDialog  # noqa: PLC0415 - not needed to start

        self.open_dialog(ReportDialog(self.bridge, self))

    def ask_recordings(self) -> None:
        """Ask which recorded devices to open."""
        self.panels.recordings.ask(self)

    def open_dialog(self, dialog: QDialog) -> None:
        """Open a dialog over this window that is gone when it is closed."""
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # panels

    def toggle_panel(self, name: str) -> None:
        """Give a panel the floor; take it away where it had it already."""
        if name == "map":
            self.centre.show_maps()
            self.centre.take_floor()
        elif name == "overviews":
            self.show_overviews()
        elif self.docks.is_open(name) and self.docks.holder(QApplication.focusWidget()) == name:
            self.docks.hide(name)
        else:
            self.docks.show(name).setFocus()
            self._focus_inside(name)

    def show_overviews(self) -> None:
        """Show overviews in the middle, in the place of the map."""
        overviews = self.panels.overviews.panel()
        self.centre.show_overviews(overviews)
        self.book.adopt(overviews.actions())
        overviews.setFocus()
        self.rail.mark("overviews")

    def open_device_overview(self) -> None:
        """Show the ready-made overview of the selected device."""
        if self.selection.devices:
            self.show_overviews()
            self.panels.overviews.open_device(self.selection.devices[0])

    def _focus_inside(self, name: str) -> None:
        if name == "inventory":
            self.inventory.view.setFocus()
        elif (inside := self.docks.show(name).nextInFocusChain()) is not None and not self.docks.show(name).hasFocus():
            inside.setFocus()

    @Slot(QWidget, QWidget)
    def mark_panel(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Mark on the rail which panel has the floor."""
        if new is not None:
            holder = self.docks.holder(new)
            self.rail.mark(self.centre.page_name if holder in ("centre", "") else holder)

    # settings

    @Slot(object)
    def _follow_settings(self, settings: Settings) -> None:
        self.bell.is_on = settings.is_sound_on
        self.commands.reword()

    @Slot(str)
    def _keep_grouping(self, grouping: str) -> None:
        self.keeper.change(grouping=grouping)

    @Slot()
    def _keep_shortcuts(self) -> None:
        self.keeper.change(shortcuts=self.book.changed_shortcuts())

    @Slot()
    def keep_arrangement(self) -> None:
        """Remember where everything stands."""
        geometry = base64.b64encode(self.saveGeometry().data()).decode()
        self.keeper.change(arrangement=self.docks.save(), geometry=geometry)

    def showEvent(self, event: QShowEvent) -> None:
        """Arrange the docks once the size is known."""
        super().showEvent(event)
        if not self._is_arranged:
            self._is_arranged = True
            self.docks.arrange_first(self.docks.manager.width(), self.docks.manager.height())
            self.docks.restore(self.keeper.now.arrangement)
            self.rail.mark("map")
            self.centre.take_floor()
            if self.keeper.trouble is not None:
                self.status_bar.notice(str(self.keeper.trouble), "warn")

    def restore_place(self) -> None:
        """Stand where the window stood last time, or fill most of the screen."""
        try:
            geometry = base64.b64decode(self.keeper.now.geometry, validate=True)
        except binascii.Error:
            geometry = b""
        if not geometry or not self.restoreGeometry(QByteArray(geometry)):
            room = self.screen().availableGeometry()
            self.resize(min(FIRST_SIZE[0], room.width()), min(FIRST_SIZE[1], room.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """An open palette stays in the middle."""
        super().resizeEvent(event)
        if self.palette_box.isVisible():
            QTimer.singleShot(0, self.palette_box.place)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the arrangement, and take the torn-off docks along."""
        self.keep_arrangement()
        self.keeper.flush()
        for floating in self.docks.manager.floatingWidgets():
            floating.hide()
        super().closeEvent(event)
        self.closed.emit()


def _title(name: str) -> str:
    return tr(PANELS[name][0])
