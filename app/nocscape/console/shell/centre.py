"""The middle of the window: a tab for each map, or what to do while there is no network."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QTabBar, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.shell.panels import Panels
from nocscape.console.theme import DOCK_HEADER, Theme
from nocscape.console.topology.layer_switch import LayerSwitch


class Centre(QWidget):
    """Shows the welcome page until a device or a map with something on it is known. `map_chosen` carries a map id."""

    map_chosen = Signal(str)

    def __init__(self, bridge: Bridge, theme: Theme, panels: Panels, welcome: QWidget) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self._panels = panels
        self._tabs = QTabBar()
        self.layer_switch = LayerSwitch(bridge, panels.layers, self)
        self._pages = QStackedLayout()
        self._shown = ""
        self._wanted = ""
        self._overviews: QWidget | None = None
        self._has_overviews = False
        self._welcome = welcome
        self._lay_out(welcome)
        self._tabs.currentChanged.connect(self._tab_changed)
        bridge.map_loaded.connect(self.refresh)
        bridge.map_changed.connect(self.refresh)
        bridge.devices_changed.connect(self.refresh)
        bridge.devices_gone.connect(self.refresh)
        theme.changed.connect(self._redraw)
        self.refresh()

    def _lay_out(self, welcome: QWidget) -> None:
        self._tabs.setObjectName("mapTabs")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setIconSize(QSize(16, 16))
        self._tabs.setFixedHeight(DOCK_HEADER)
        self._tabs.setElideMode(Qt.TextElideMode.ElideNone)
        bar = QWidget()
        bar.setObjectName("panelHeader")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._tabs, 1)
        row.addWidget(self.layer_switch)
        map_page = QWidget()
        inner = QVBoxLayout(map_page)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(bar)
        inner.addWidget(self._panels.map, 1)
        self._pages.addWidget(welcome)
        self._pages.addWidget(map_page)
        self.setLayout(self._pages)

    @property
    def map_id(self) -> str:
        """The map that is shown; empty where none is known."""
        return self._shown

    @property
    def is_welcome(self) -> bool:
        """Whether there is nothing to show yet."""
        return self._pages.currentIndex() == 0

    @property
    def page_name(self) -> str:
        """The panel that is in the middle: `map` or `overviews`."""
        return "overviews" if self._has_overviews else "map"

    def show_overviews(self, overviews: QWidget) -> None:
        """Turn to the overviews."""
        if self._overviews is None:
            self._overviews = overviews
            self._pages.addWidget(overviews)
        self._has_overviews = True
        self.refresh()

    def show_maps(self) -> None:
        """Turn to the maps, or to the welcome page while there is none."""
        self._has_overviews = False
        self.refresh()

    @Slot(str)
    def show_map(self, map_id: str) -> None:
        """Turn to the tab of a map; one that is not known yet is turned to as soon as it is."""
        self._wanted = map_id
        self._has_overviews = False
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The layers have the room that the tabs leave."""
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        self.layer_switch.set_room(self.width() - self._tabs.sizeHint().width())

    @Slot()
    def refresh(self) -> None:
        """Bring the tabs in line with the maps that there are."""
        self._tabs.blockSignals(True)
        self._retab()
        self._turn_to_wanted()
        self._tabs.blockSignals(False)
        self._tab_changed(self._tabs.currentIndex())
        self._give_room()
        maps = self._bridge.live.maps.values()
        has_network = bool(self._bridge.live.devices) or any(document.nodes for document in maps)
        self._turn_to(2 if self._has_overviews else 1 if has_network else 0)

    def _turn_to(self, page: int) -> None:
        if page != self._pages.currentIndex():
            had_focus = self.isAncestorOf(QApplication.focusWidget() or self.window())
            self._pages.setCurrentIndex(page)
            if had_focus:
                self.take_floor()

    def take_floor(self) -> None:
        """Give the keyboard to the map, or to the first button while there is none."""
        if self._has_overviews and self._overviews is not None:
            self._overviews.setFocus()
        elif self.is_welcome:
            self._welcome.setFocus()
        else:
            self._panels.map.setFocus()

    def _turn_to_wanted(self) -> None:
        for place in range(self._tabs.count()):
            if self._wanted and self._tabs.tabData(place) == self._wanted:
                self._wanted = ""
                self._tabs.setCurrentIndex(place)

    def _retab(self) -> None:
        maps = self._bridge.live.maps
        for place in reversed(range(self._tabs.count())):
            if self._tabs.tabData(place) not in maps:
                self._tabs.removeTab(place)
        present = {self._tabs.tabData(place): place for place in range(self._tabs.count())}
        for map_id, document in maps.items():
            title = document.title or tr("Network map")
            if map_id not in present:
                present[map_id] = self._tabs.addTab(self._theme.icon("network", "dim", 16), title)
                self._tabs.setTabData(present[map_id], map_id)
            elif self._tabs.tabText(present[map_id]) != title:
                self._tabs.setTabText(present[map_id], title)
        self._tabs.setAccessibleName(tr("Maps"))

    @Slot(int)
    def _tab_changed(self, place: int) -> None:
        map_id = str(self._tabs.tabData(place) or "") if place >= 0 else ""
        if map_id and map_id != self._shown:
            self._shown = map_id
            self._panels.placer.show_map(map_id)
            self.map_chosen.emit(map_id)

    @Slot()
    def _redraw(self) -> None:
        for place in range(self._tabs.count()):
            self._tabs.setTabIcon(place, self._theme.icon("network", "dim", 16))
