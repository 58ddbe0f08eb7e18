"""The bar at the top: menu, search, alarm counters, sound, language, theme."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from nocscape.base.i18n import tr
from nocscape.base.units import grouped
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.words import status_word
from nocscape.console.shell.actions import ActionBook
from nocscape.console.theme import BAR, FIELD, GRID, Theme
from nocscape.model.status import Status

SEARCH_WIDTH = 460
COUNTED = {Status.CRITICAL: "crit", Status.MINOR: "minor", Status.UNREACHABLE: "unreach", Status.WARNING: "warn"}
"""States with a counter, worst for the operator first, with the tone of each."""
_BUTTONS = ("view.sound", "view.language", "view.theme")


class TopBar(Retranslated, QWidget):
    """Signals: search_asked(), status_asked(Status) when a counter is pressed."""

    search_asked = Signal()
    status_asked = Signal(object)

    def __init__(self, theme: Theme, book: ActionBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._book = book
        self.menu_button = QToolButton()
        self._search = QPushButton()
        self._search_text = plain_label(tone="dim")
        self._search_key = plain_label(kind="key")
        self._search_icon = plain_label()
        self._counters = {status: QPushButton() for status in COUNTED}
        self._counts: dict[Status, int] = {}
        self._lay_out()
        theme.changed.connect(self.redraw)
        book.changed.connect(self.retranslate)
        self.retranslate()
        self.redraw()

    def _lay_out(self) -> None:
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(BAR)
        self.menu_button.setObjectName("mainMenu")
        self.menu_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setIconSize(QSize(22, 22))
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 0, 3 * GRID, 0)
        layout.setSpacing(2 * GRID)
        left, right = QWidget(), QWidget()
        for side in (left, right):
            side.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._fill_left(left)
        self._fill_search()
        self._fill_right(right)
        layout.addWidget(left, 1)
        layout.addWidget(self._search, 2)
        layout.addWidget(right, 1)

    def _fill_left(self, side: QWidget) -> None:
        row = QHBoxLayout(side)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.menu_button)
        row.addStretch(1)

    def _fill_search(self) -> None:
        self._search.setObjectName("searchField")
        self._search.setMaximumWidth(SEARCH_WIDTH)
        self._search.setMinimumHeight(FIELD)
        self._search.setCursor(Qt.CursorShape.IBeamCursor)
        self._search.clicked.connect(self.search_asked)
        row = QHBoxLayout(self._search)
        row.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        row.setSpacing(2 * GRID)
        for widget, stretch in ((self._search_icon, 0), (self._search_text, 1), (self._search_key, 0)):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignVCenter)

    def _fill_right(self, side: QWidget) -> None:
        row = QHBoxLayout(side)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addStretch(1)
        for status, button in self._counters.items():
            button.setProperty("kind", "counter")
            button.setProperty("tone", COUNTED[status])
            button.setMinimumHeight(6 * GRID)
            button.clicked.connect(partial(self._pressed, status))
            row.addWidget(button)
        row.addSpacing(2 * GRID)
        for name in _BUTTONS:
            row.addWidget(action_button(self._book[name]))

    def _pressed(self, status: Status, _checked: bool = False) -> None:  # noqa: FBT001 - of QToolButton.clicked
        self.status_asked.emit(status)

    def set_counts(self, counts: dict[Status, int]) -> None:
        """Show how many devices are in each state; what nobody is in takes no room."""
        if counts != self._counts:
            self._counts = counts
            self._recount()

    def _recount(self) -> None:
        for status, button in self._counters.items():
            count = self._counts.get(status, 0)
            button.setVisible(bool(count))
            button.setText(grouped(count))
            words = tr("{status}: {count}", status=status_word(status), count=grouped(count))
            button.setToolTip(words)
            button.setAccessibleName(words)

    @Slot()
    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.menu_button.setText("Nocscape")
        self.menu_button.setAccessibleName(tr("Main menu"))
        self.menu_button.setToolTip(tr("Main menu"))
        self._search_text.setText(tr("Search devices, ports, addresses, commands"))
        self._search.setAccessibleName(self._search_text.text())
        keys = self._book["view.palette"].shortcut().toString().replace("+", " ")
        self._search_key.setText(keys)
        self._search_key.setVisible(bool(keys))
        self._recount()

    @Slot()
    def redraw(self) -> None:
        """Colours are different."""
        self.menu_button.setIcon(QIcon(self._theme.logo(22)))
        self._search_icon.setPixmap(self._theme.pixmap("search", "dim", 16))
        for status, button in self._counters.items():
            button.setIcon(QIcon(self._theme.status_icon(status, 14)))


def action_button(action: QAction, size: int = 20) -> QToolButton:
    """A flat button for an action, with its words as tool tip and name."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setIconSize(QSize(size, size))
    return button
