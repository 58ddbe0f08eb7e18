"""The settings dialog: every change is in force at once, so that it can be seen and taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import mark, tr
from nocscape.console.bridge import Bridge
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.settings.credentials_page import CredentialsPage
from nocscape.console.settings.general_page import GeneralPage
from nocscape.console.settings.history_page import HistoryPage
from nocscape.console.settings.shortcuts_page import ShortcutsPage
from nocscape.console.settings.store import SettingsKeeper
from nocscape.console.settings.watching_page import WatchingPage
from nocscape.console.shell.actions import ActionBook
from nocscape.console.theme import GRID, Theme
from nocscape.console.thresholds.page import ThresholdsPage

PAGES: dict[str, tuple[str, str]] = {
    "general": (mark("General"), "sliders-horizontal"),
    "watching": (mark("Watching"), "activity"),
    "thresholds": (mark("Thresholds"), "bell-ring"),
    "history": (mark("Kept values"), "history"),
    "shortcuts": (mark("Shortcuts"), "keyboard"),
    "credentials": (mark("Credentials"), "key-round"),
}
SIZE = (900, 580)
LIST_WIDTH = 170


class SettingsDialog(Retranslated, QDialog):
    """Pages beside a list of their names."""

    def __init__(
        self, bridge: Bridge, theme: Theme, keeper: SettingsKeeper, book: ActionBook, page: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list = QListWidget()
        self._title = plain_label(role="title")
        self._stack = QStackedWidget()
        self._buttons = QDialogButtonBox()
        self._close = self._buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        self.general = GeneralPage(theme, keeper)
        self.watching = WatchingPage(bridge)
        self.thresholds = ThresholdsPage(bridge, theme)
        self.history = HistoryPage(bridge)
        self.shortcuts = ShortcutsPage(theme, book)
        self.credentials = CredentialsPage(bridge, theme)
        for widget in (
            self.general,
            self.watching,
            self.thresholds,
            self.history,
            self.shortcuts,
            self.credentials,
        ):
            self._stack.addWidget(widget)
        for name in PAGES:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, name)
            self._list.addItem(item)
        self._lay_out()
        self._list.currentRowChanged.connect(self._turn_to)
        self._buttons.rejected.connect(self.reject)
        theme.changed.connect(self._redraw)
        self._list.setCurrentRow(list(PAGES).index(page))
        self.retranslate()

    def _lay_out(self) -> None:
        self.resize(*SIZE)
        self._list.setFixedWidth(LIST_WIDTH)
        self._list.setObjectName("pageList")
        self._list.setSpacing(1)
        top = QHBoxLayout()
        top.setSpacing(4 * GRID)
        top.addWidget(self._list)
        page = QVBoxLayout()
        page.setSpacing(4 * GRID)
        page.addWidget(self._title)
        page.addWidget(self._stack, 1)
        top.addLayout(page, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        layout.setSpacing(3 * GRID)
        layout.addLayout(top, 1)
        layout.addWidget(self._buttons)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.setWindowTitle(tr("Settings"))
        self._list.setAccessibleName(tr("Pages of the settings"))
        self._close.setText(tr("Close"))
        for row, (title, _icon) in enumerate(PAGES.values()):
            self._list.item(row).setText(tr(title))
        self._turn_to(max(0, self._list.currentRow()))
        self._redraw()

    @Slot(int)
    def _turn_to(self, row: int) -> None:
        self._stack.setCurrentIndex(row)
        self._title.setText(self._list.item(row).text())

    @Slot()
    def _redraw(self) -> None:
        for row, (_title, icon) in enumerate(PAGES.values()):
            self._list.item(row).setIcon(self._theme.icon(icon, "dim", 18))
