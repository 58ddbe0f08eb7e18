"""The docks round the map: can be torn off, put elsewhere, closed; their arrangement is kept and can be reset."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
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
        self._first = b""
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self.changed)
        self.manager.dockAreaCreated.connect(self._dress_area)
        theme.changed.connect(self.redraw)
        self._register_icons()

    def set_centre(self, widget: QWidget) -> None:
        """What the docks stand around; it cannot be closed."""
        dock = self._make("centre", widget)
        dock.setFeatures(_Feature.NoTab)
        area = self.manager.setCentralWidget(dock)
        area.setDockAreaFlag(CDockAreaWidget.eDockAreaFlag.HideSingleWidgetTitleBar, True)

    def add(self, name: str, title: Callable[[], str], widget: QWidget, side: DockWidgetArea, beside: str = "") -> None:
        """Put a panel at a side of the centre, or of the panel `beside` which it stands; in its middle, as a tab."""
        dock = self._make(name, widget)
        dock.setFeatures(
            _Feature.DockWidgetClosable
            | _Feature.DockWidgetMovable
            | _Feature.DockWidgetFloatable
            | _Feature.DockWidgetFocusable
        )
        self._titles[name] = title
        dock.viewToggled.connect(self._soon)
        dock.topLevelChanged.connect(self._soon)
        dock.tabWidget().activeTabChanged.connect(self._fit_tabs)
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
        self._fit_tabs()
        self.redraw()

    @Slot()
    def _fit_tabs(self) -> None:
        """The panel that is shown has its whole title on its tab; only the others are cut where room is short."""
        for name, title in self._titles.items():
            tab = self._docks[name].tabWidget()
            label = tab.findChild(QLabel)
            if label is not None:
                label.setMinimumWidth(_title_width(label, title()) if tab.isActiveTab() else 0)

    @Slot()
    def redraw(self) -> None:
        """Colours or words of the title bars are different."""
        self._register_icons()
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
