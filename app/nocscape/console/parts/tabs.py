"""Tabs of which each is either seen whole or stands in a menu: none is cut, and nothing has to be scrolled."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QTabBar, QTabWidget, QToolButton, QWidget

from nocscape.console.parts.fields import IconButton
from nocscape.console.theme import Theme


class FittedTabs(QTabWidget):
    """As many tabs from the left as have room, the one in front always among them; a menu at the end names all."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = _Bar()
        self.setTabBar(self._bar)
        self.setDocumentMode(True)
        self._bar.setDrawBase(False)
        self.more = IconButton(theme, "chevron-down")
        self._menu = QMenu(self)
        self.more.setMenu(self._menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setCornerWidget(self.more, Qt.Corner.TopRightCorner)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.currentChanged.connect(self.fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other tabs."""
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another size of text needs other room."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.fit()

    def setTabText(self, index: int, text: str) -> None:  # noqa: N802 - Qt's name
        """Word a tab, and see again which ones have room."""
        if text != self.tabText(index):
            super().setTabText(index, text)
            self.fit()

    @Slot()
    def fit(self) -> None:
        """Show the tabs that have room."""
        shown = set(self._fitting())
        self.more.setVisible(len(shown) < self.count())
        for place in range(self.count()):
            if self.isTabVisible(place) != (place in shown):
                self.setTabVisible(place, place in shown)
        if shown:
            self._bar.rewind(min(shown))

    def _fitting(self) -> list[int]:
        widths = [self._bar.wanted(place) for place in range(self.count())]
        if sum(widths) <= self.width() or not widths:
            return list(range(self.count()))
        current = max(0, self.currentIndex())
        left = self.width() - self.more.sizeHint().width() - widths[current]
        fitting = [current]
        for place in (p for p in range(self.count()) if p != current):
            if widths[place] > left:
                break
            fitting.append(place)
            left -= widths[place]
        return fitting

    @Slot()
    def _fill_menu(self) -> None:
        self._menu.clear()
        for place in range(self.count()):
            action = self._menu.addAction(self.tabText(place))
            action.setCheckable(True)
            action.setChecked(place == self.currentIndex())
            action.triggered.connect(partial(self.setCurrentIndex, place))


class _Bar(QTabBar):
    """Tells how wide a tab wants to be, whether it is shown or not."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "small")
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)

    def rewind(self, first: int) -> None:
        """Qt keeps how far tabs were pushed to the left, also where all of them have room by now."""
        if self.tabRect(first).left() >= 0:
            return
        current = self.currentIndex()
        self.blockSignals(True)
        self.setCurrentIndex(first)
        self.setCurrentIndex(current)
        self.blockSignals(False)

    def wanted(self, place: int) -> int:
        """In px."""
        return self.tabSizeHint(place).width()
