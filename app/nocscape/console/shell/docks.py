"""The docks round the map: can be torn off, put elsewhere, closed; their arrangement is kept and can be reset."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QIcon
from PySide6.QtWidgets import QLabel, QWidget
from PySide6QtAds import (
    CDockAreaWidget,
    CDockManager,
    CDockWidget,
    CenterDockWidgetArea,
    DockAreaCloseIcon,
    DockAreaMenuIcon,
    DockAreaUndockIcon,
    DockWidgetArea,
    TabCloseIcon,
    TitleBarButtonClose,
    TitleBarButtonTabsMenu,
    TitleBarButtonUndock,
)

from nocscape.base.i18n import tr
from nocscape.console.theme import Theme

ARRANGEMENT = 3
"""Number of the present set of docks; an arrangement of another set is not restored."""
MOST_BYTES = 200_000
SETTLE_MS = 600
TITLE = "dockWidgetTabLabel"
"""What the docking system calls the label of a tab."""
TAB_FRAME, TITLE_BUTTONS = 24, 88
"""Pixels of a tab round its title, and of the buttons at the end of a title bar."""

_Flag = CDockManager.eConfigFlag
_Feature = CDockWidget.DockWidgetFeature
_ICONS = {
    TabCloseIcon: "x",
    DockAreaCloseIcon: "x",
    DockAreaUndockIcon: "picture-in-picture-2",
    DockAreaMenuIcon: "chevron-down",
}
_BUTTONS = {
    TitleBarButtonTabsMenu: "chevron-down",
    TitleBarButtonUndock: "picture-in-picture-2",
    TitleBarButtonClose: "x",
}
LEFT_SHARE, RIGHT_SHARE, BOTTOM_SHARE = 240, 344, 264
"""Widths and height of the docks at their first start, in pixels."""


class Docks(QObject):
    """The dock manager with our panels in it, by name. `changed` comes a moment after the arrangement did."""

    changed = Signal()

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host)
        self._theme = theme
        CDockManager.setConfigFlags(
            _Flag.OpaqueSplitterResize
            | _Flag.XmlCompressionEnabled
            | _Flag.DockAreaHasCloseButton
            | _Flag.DockAreaHasUndockButton
            | _Flag.DockAreaHasTabsMenuButton
            | _Flag.DockAreaHideDisabledButtons
            | _Flag.DockAreaDynamicTabsMenuButtonVisibility
            | _Flag.DockAreaCloseButtonClosesTab
            | _Flag.FloatingContainerHasWidgetTitle
            | _Flag.HideSingleCentralWidgetTitleBar
            | _Flag.DragPreviewShowsContentPixmap
            | _Flag.DisableStylesheet
        )
        self.manager = CDockManager(host)
        self._docks: dict[str, CDockWidget] = {}
        self._titles: dict[str, Callable[[], str]] = {}
        self._icon_names: dict[str, str] = {}
        self._first = b""
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self.changed)
        self._fit = QTimer(self)
        self._fit.setSingleShot(True)
        self._fit.timeout.connect(self._fit_tabs)
        self.manager.dockAreaCreated.connect(self._dress_area)
        theme.changed.connect(self.redraw)
        self._register_icons()

    def set_centre(self, widget: QWidget) -> None:
        """What the docks stand around; it cannot be closed."""
        dock = self._make("centre", widget)
        dock.setFeatures(_Feature.NoTab)
        area = self.manager.setCentralWidget(dock)
        area.setDockAreaFlag(CDockAreaWidget.eDockAreaFlag.HideSingleWidgetTitleBar, True)

    def add(
        self, name: str, title: Callable[[], str], icon: str, widget: QWidget, side: DockWidgetArea, beside: str = ""
    ) -> None:
        """Put a panel at a side of the centre, or of the panel `beside` which it stands; in its middle, as a tab.

        Its icon stands for the title on a tab behind others where not all titles have room.
        """
        dock = self._make(name, widget)
        dock.setFeatures(
            _Feature.DockWidgetClosable
            | _Feature.DockWidgetMovable
            | _Feature.DockWidgetFloatable
            | _Feature.DockWidgetFocusable
        )
        self._titles[name] = title
        self._icon_names[name] = icon
        for moved in (dock.viewToggled, dock.topLevelChanged):
            moved.connect(self._soon)
            moved.connect(self._fit_soon)
        dock.tabWidget().activeTabChanged.connect(self._fit_soon)
        area = self._docks[beside].dockAreaWidget() if beside else None
        self.manager.addDockWidget(side, dock, area) if area else self.manager.addDockWidget(side, dock)
        if side == CenterDockWidgetArea:
            self._docks[beside].setAsCurrentTab()

    def _make(self, name: str, widget: QWidget) -> CDockWidget:
        dock = CDockWidget(self.manager, name)
        dock.setObjectName(name)
        dock.setWidget(widget, CDockWidget.eInsertMode.ForceNoScrollArea)
        dock.setMinimumSizeHintMode(CDockWidget.eMinimumSizeHintMode.MinimumSizeHintFromContentMinimumSize)
        self._docks[name] = dock
        return dock

    def names(self) -> list[str]:
        """Every panel but the centre."""
        return list(self._titles)

    def is_open(self, name: str) -> bool:
        """Whether a panel can be seen at all."""
        return not self._docks[name].isClosed()

    def show(self, name: str) -> QWidget:
        """Open a panel, bring it to the front and return it."""
        dock = self._docks[name]
        if dock.isClosed():
            dock.toggleView(True)
        dock.setAsCurrentTab()
        if (floating := dock.floatingDockContainer()) is not None:
            floating.raise_()
            floating.activateWindow()
        return dock.widget()

    def hide(self, name: str) -> None:
        """Close a panel."""
        self._docks[name].toggleView(False)

    def holder(self, widget: QWidget | None) -> str:
        """Name of the panel in which a widget is; empty where in none."""
        while widget is not None:
            if isinstance(widget, CDockWidget):
                return widget.objectName()
            widget = widget.parentWidget()
        return ""

    # the arrangement

    def arrange_first(self, width: int, height: int) -> None:
        """Give the docks their first sizes in a window of that size, and remember this arrangement for `reset`."""
        scale = self._theme.text_scale
        left, right = min(round(LEFT_SHARE * scale), width // 5), min(round(RIGHT_SHARE * scale), width // 4)
        self._size("inventory", [left, width - left - right, right])
        bottom = min(round(BOTTOM_SHARE * scale), height * 2 // 5)
        centre = self._docks["centre"].dockAreaWidget()
        if centre is not None:
            self.manager.setSplitterSizes(centre, [height - bottom, bottom])
        middle = width - left - right
        self._size("events", [middle * 53 // 100, middle * 47 // 100])
        self._first = bytes(self.manager.saveState(ARRANGEMENT).data())
        self.redraw()

    def _size(self, name: str, sizes: list[int]) -> None:
        area = self._docks[name].dockAreaWidget()
        if area is not None:
            self.manager.setSplitterSizes(area, sizes)

    @Slot()
    def reset(self) -> None:
        """Back to the first arrangement."""
        self.manager.restoreState(self._first, ARRANGEMENT)
        self.redraw()
        self._soon()

    def save(self) -> str:
        """The arrangement as text for the settings."""
        return base64.b64encode(self.manager.saveState(ARRANGEMENT).data()).decode()

    def restore(self, text: str) -> bool:
        """Bring back an arrangement; False where it cannot be understood, and then nothing has changed."""
        if not text or len(text) > MOST_BYTES:
            return False
        try:
            state = base64.b64decode(text, validate=True)
        except binascii.Error:
            return False
        is_restored = self.manager.restoreState(state, ARRANGEMENT)
        self.redraw()
        return is_restored

    @Slot()
    def _soon(self) -> None:
        self._settled.start()

    # words and colours

    def retranslate(self) -> None:
        """Title every dock in the language in force."""
        for name, title in self._titles.items():
            self._docks[name].setWindowTitle(title())
            self._docks[name].setAccessibleName(title())
            self._docks[name].setTabToolTip(title())
        self.redraw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A title bar of another width has room for other titles."""
        if event.type() == QEvent.Type.Resize:
            self._fit_soon()
        return super().eventFilter(watched, event)

    @Slot()
    def _fit_soon(self) -> None:
        """Once, however many tabs moved."""
        self._fit.start()

    @Slot()
    def _fit_tabs(self) -> None:
        """Where not all titles of a place have room, the panel that is shown keeps its title and the others an icon."""
        areas: dict[CDockAreaWidget, list[str]] = {}
        for name in self._titles:
            area = self._docks[name].dockAreaWidget()
            if area is not None and self.is_open(name):
                areas.setdefault(area, []).append(name)
        for area, names in areas.items():
            wanted = sum(TAB_FRAME + _title_width(self._label(name), self._titles[name]()) for name in names)
            self._title_tabs(names, is_tight=wanted > area.width() - TITLE_BUTTONS)

    def _title_tabs(self, names: list[str], *, is_tight: bool) -> None:
        for name in names:
            tab, label = self._docks[name].tabWidget(), self._label(name)
            has_title = tab.isActiveTab() or not is_tight
            label.setVisible(has_title)
            label.setMinimumWidth(_title_width(label, self._titles[name]()) if has_title else 0)
            tab.setIcon(QIcon() if has_title else QIcon(self._theme.icon(self._icon_names[name], "dim", 16)))

    def _label(self, name: str) -> QLabel:
        return next(one for one in self._docks[name].tabWidget().findChildren(QLabel) if one.objectName() == TITLE)

    @Slot()
    def redraw(self) -> None:
        """Colours or words of the title bars are different."""
        self._register_icons()
        self._fit_soon()
        for dock in self._docks.values():
            if (area := dock.dockAreaWidget()) is not None:
                self._dress_area(area)

    def _register_icons(self) -> None:
        """A copy of each icon: the binding takes the object that it is given, and deletes it."""
        provider = CDockManager.iconProvider()
        for icon, name in _ICONS.items():
            provider.registerCustomIcon(icon, QIcon(self._theme.icon(name, "dim", 14)))

    @Slot(CDockAreaWidget)
    def _dress_area(self, area: CDockAreaWidget) -> None:
        area.removeEventFilter(self)
        area.installEventFilter(self)
        words = {
            TitleBarButtonTabsMenu: tr("Panels in this place"),
            TitleBarButtonUndock: tr("Tear off into a window of its own"),
            TitleBarButtonClose: tr("Close this panel"),
        }
        for which, icon in _BUTTONS.items():
            button = area.titleBarButton(which)
            if button is not None:
                button.setIcon(self._theme.icon(icon, "dim", 14))
                button.setToolTip(words[which])
                button.setAccessibleName(words[which])


def _title_width(label: QLabel, title: str) -> int:
    """In px, as heavy as the style sheet writes the title of the panel that is shown."""
    font = QFont(label.font())
    font.setWeight(QFont.Weight.DemiBold)
    return QFontMetrics(font).horizontalAdvance(title) + 2
