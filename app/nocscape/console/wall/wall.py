"""One screen of a wall: pages in turn, what is wrong now, the time, and how fresh all of it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.parts.kept import LEAST_PAGE_S, MOST_PAGE_S
from nocscape.console.theme import Theme
from nocscape.console.theme.sheet import style_sheet
from nocscape.console.wall.freshness import Freshness
from nocscape.console.wall.head import WallHead
from nocscape.console.wall.pages import PageSource, WallPage, make_page, offered_by
from nocscape.console.wall.problems import ProblemList
from nocscape.console.wall.sizes import TEXT_SCALE, WIDGET_TEXT
from nocscape.console.wall.stale import StaleSign

_NEXT = (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_PageDown)
_LAST = (Qt.Key.Key_Left, Qt.Key.Key_PageUp)


class WallWindow(QWidget):
    """Read-only. Esc ends it, arrow keys turn the pages, P holds the page that is shown.

    `ended()` comes once, when the operator has ended it.
    """

    ended = Signal()

    def __init__(
        self,
        bridge: Bridge,
        theme_name: str,
        sources: Sequence[PageSource],
        keys: Sequence[str],
        *,
        every_s: int,
        is_awake: bool = True,
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._sources = tuple(sources)
        self.theme = Theme(theme_name, parent=self)
        self.theme.motion = False
        self.freshness = Freshness(bridge, self)
        self.freshness.is_awake = is_awake
        self.head = WallHead(bridge.live, self.freshness, self.theme, self)
        self.problems = ProblemList(bridge.live, self.freshness, self.theme, self)
        self.stack = QStackedWidget()
        self.sign = StaleSign(self.freshness, self.theme, self)
        self.pages: list[WallPage] = []
        self.place = 0
        self._lay_out()
        self._turn = QTimer(self)
        self._turn.setInterval(min(MOST_PAGE_S, max(LEAST_PAGE_S, every_s)) * 1000)
        self._turn.timeout.connect(self.next_page)
        self._fill(keys)
        self.freshness.ticked.connect(self._retitle)
        bridge.statuses_changed.connect(self.problems.refresh)
        bridge.statuses_changed.connect(self.head.refresh)

    def _lay_out(self) -> None:
        self.setObjectName("wall")
        self.setWindowTitle(tr("Nocscape wall"))
        self.setCursor(Qt.CursorShape.BlankCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.stack, 1)
        row.addWidget(self.problems)
        column.addLayout(row, 1)

    def _fill(self, keys: Sequence[str]) -> None:
        """Make the pages; all that are offered where none was chosen."""
        for key in keys or tuple(offered_by(self._sources)):
            page = make_page(self._sources, key, self.theme, self)
            if page is not None:
                self.pages.append(page)
                self.stack.addWidget(page.widget)
        if self.pages:
            self.show_page(0)
        if len(self.pages) > 1:
            self._turn.start()

    # -- pages --------------------------------------------------------------------------------------------------------

    @property
    def is_turning(self) -> bool:
        """Whether pages follow each other by themselves."""
        return self._turn.isActive()

    @Slot()
    def next_page(self) -> None:
        """The next page, after the last one the first."""
        self._step(1)

    def last_page(self) -> None:
        """The page before."""
        self._step(-1)

    def show_page(self, place: int) -> None:
        """One page of all."""
        self.pages[self.place].end()
        self.place = place
        page = self.pages[place]
        self.stack.setCurrentWidget(page.widget)
        page.begin()
        self.head.say(page.title)

    @Slot()
    def _retitle(self) -> None:
        """Some pages know what they are called only once they have been read."""
        if self.pages:
            self.head.say(self.pages[self.place].title)

    def hold(self) -> None:
        """Stay on this page, or go on turning."""
        if self._turn.isActive():
            self._turn.stop()
        elif len(self.pages) > 1:
            self._turn.start()

    def _step(self, by: int) -> None:
        """To the next page that there still is."""
        if not self.pages:
            return
        ways = [(self.place + by * far) % len(self.pages) for far in range(1, len(self.pages) + 1)]
        self.show_page(next((place for place in ways if not self.pages[place].is_gone), ways[0]))
        if self._turn.isActive():
            self._turn.start()

    # -- events -------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything is a share of the height of the screen."""
        super().resizeEvent(event)
        width, height = event.size().width(), event.size().height()
        self.head.resize_for(height)
        self.problems.resize_for(width, height)
        self.problems.refresh()
        self.sign.setGeometry(self.rect())
        scale = max(1.0, TEXT_SCALE * height)
        if abs(scale - self.theme.text_scale) > 0.01:
            self.theme.set(self.theme.name, text_scale=scale)
            self._dress(scale)

    def _dress(self, scale: float) -> None:
        """A wall may be light beside a dark console, whose palette goes on to all that says no colour itself."""
        text = f"QWidget {{ color: {self.theme.tokens.text}; }}"
        self.setStyleSheet(text + style_sheet(self.theme.tokens, min(scale, WIDGET_TEXT)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, arrows, P."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in _NEXT:
            self.next_page()
        elif key in _LAST:
            self.last_page()
        elif key == Qt.Key.Key_P:
            self.hold()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self.pages:
            self._retitle()
            self.problems.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the pages."""
        self._turn.stop()
        self.freshness.stop()
        for page in self.pages:
            page.close()
        super().closeEvent(event)
        self.ended.emit()
