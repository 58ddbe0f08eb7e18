"""The inventory dock: filter, tree, arrivals."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.base.units import grouped
from nocscape.console.bridge import Bridge
from nocscape.console.inventory.arrivals import ArrivalsBox
from nocscape.console.inventory.grouping import GROUPINGS
from nocscape.console.inventory.model import InventoryModel
from nocscape.console.inventory.view import InventoryView
from nocscape.console.parts.fields import FilterField, IconButton
from nocscape.console.parts.hint import EmptyHint, plain_label
from nocscape.console.parts.words import status_word
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme
from nocscape.model.status import Status


class InventoryPanel(QWidget):
    """Everything that is known, as a tree.

    Signals: placing_asked(tuple of DeviceId) to put devices on the map, grouping_changed(str) to be remembered,
    discovery_asked() from the empty tree, failed(str) with what the engine refused.
    """

    placing_asked = Signal(object)
    grouping_changed = Signal(str)
    discovery_asked = Signal()
    failed = Signal(str)

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.model = InventoryModel(bridge, self)
        self.view = InventoryView(bridge, theme, selection, self.model)
        self.arrivals = ArrivalsBox(bridge, theme, selection)
        self.filter = FilterField(theme)
        self._count = plain_label(role="small", tone="dim")
        self._group = IconButton(theme, "list-tree")
        self._chip = QPushButton()
        self._empty = EmptyHint(theme, "radar")
        self._menu = QMenu(self)
        self._choices: dict[str, QAction] = {}
        self._status: Status | None = None
        self._lay_out()
        self._make_menu()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self._chip.setObjectName("statusChip")
        self._chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._chip.hide()
        row = QHBoxLayout()
        row.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        row.setSpacing(GRID)
        for widget, stretch in ((self.filter, 1), (self._chip, 0), (self._count, 0), (self._group, 0)):
            row.addWidget(widget, stretch)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._empty)
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        foot.addWidget(self.arrivals)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addLayout(self._pages, 1)
        layout.addLayout(foot)

    def _make_menu(self) -> None:
        group = QActionGroup(self)
        for key in GROUPINGS:
            action = self._menu.addAction("")
            action.setCheckable(True)
            action.setChecked(key == self.model.grouping)
            action.triggered.connect(partial(self.set_grouping, key))
            group.addAction(action)
            self._choices[key] = action
        self._group.setMenu(self._menu)
        self._group.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _connect(self) -> None:
        self.filter.chosen.connect(self._refilter)
        self._chip.clicked.connect(self.show_all)
        self._empty.pressed.connect(self._empty_pressed)
        self.model.counted.connect(self._recount)
        self.view.placing_asked.connect(self.placing_asked)
        self.view.failed.connect(self.failed)
        self.arrivals.placing_asked.connect(self.placing_asked)
        self._theme.changed.connect(self._redraw_chip)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.model.rebuild()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.filter.setPlaceholderText(tr("Filter"))
        self.filter.setAccessibleName(tr("Filter devices by name, address, vendor, model or site"))
        self.filter.setToolTip(self.filter.accessibleName())
        self._group.say(tr("How the tree is cut"))
        for key, words in GROUPINGS.items():
            self._choices[key].setText(tr(words))
        self.view.retranslate()
        self._redraw_chip()
        self._recount()

    def set_grouping(self, grouping: str, _checked: bool = False) -> None:  # noqa: FBT001 - of QAction.triggered
        """Cut the tree by site, subnet, vendor or kind."""
        if grouping in GROUPINGS and grouping != self.model.grouping:
            self._choices[grouping].setChecked(True)
            self.model.set_grouping(grouping)
            self.grouping_changed.emit(grouping)

    def show_only(self, status: Status) -> None:
        """Show only devices in this state, until the chip is pressed."""
        self._status = status
        self._redraw_chip()
        self._refilter()

    @Slot()
    def show_all(self) -> None:
        """Take every filter off."""
        self._status = None
        self.filter.clear()
        self._redraw_chip()
        self._refilter()

    @Slot()
    def focus_filter(self) -> None:
        """Put the cursor into the filter field."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    @Slot()
    def _refilter(self) -> None:
        self.model.set_filter(self.filter.text(), self._status)

    @Slot()
    def _redraw_chip(self) -> None:
        self._chip.setVisible(self._status is not None)
        if self._status is not None:
            self._chip.setIcon(self._theme.icon("x", "dim", 14))
            self._chip.setText(status_word(self._status))
            self._chip.setToolTip(tr("Show every state again"))

    @Slot()
    def _empty_pressed(self) -> None:
        if self.model.is_filtered:
            self.show_all()
        else:
            self.discovery_asked.emit()

    @Slot()
    def _recount(self) -> None:
        shown, known = self.model.shown, self.model.known
        text = grouped(known) if shown == known else f"{grouped(shown)} / {grouped(known)}"
        self._count.setText(text)
        self._count.setAccessibleName(tr("Devices: {count}", count=text))
        self._pages.setCurrentIndex(0 if shown else 1)
        if self.model.is_filtered:
            self._empty.say(tr("No device fits this filter"), "", tr("Show all"))
        else:
            self._empty.say(
                tr("No devices yet"), tr("Discover a network to fill this tree."), tr("Discover a network…")
            )
