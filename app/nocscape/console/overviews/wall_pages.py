"""Overviews for a wall: every one that is kept is a page, and those that are there from the start."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.overviews.book import OverviewBook
from nocscape.console.overviews.grid import GAP, LEAST_ROW_PX
from nocscape.console.overviews.templates import BUILT_IN, TEMPLATES, built_in
from nocscape.console.overviews.view import OverviewView
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.console.theme.sheet import style_sheet
from nocscape.model.overview import COLUMNS, Overview

PREFIX = "overview:"
PART_MS = 10_000
LEAST_COLUMN_PX = 86
"""What a column of an overview needs where text is as large as on a desk."""


class OverviewPages:
    """One kind of pages of a wall."""

    prefix = PREFIX

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self.book = OverviewBook(bridge)
        self.book.read_list()

    def offered(self) -> Mapping[str, str]:
        """Titles of the overviews by their keys."""
        ready = {PREFIX + BUILT_IN + t.name: tr(t.title) for t in TEMPLATES if t.name != "device"}
        return ready | {PREFIX + info.id: info.title for info in self.book.infos}

    def make(self, key: str, theme: Theme, parent: QWidget) -> OverviewPage:
        """An overview on a page of a wall that wears this theme."""
        return OverviewPage(self._bridge, self.book, key.removeprefix(PREFIX), theme, parent)


class WallOverview(OverviewView):
    """Text, figures and rows grow with the screen, as far as all of the overview is seen and nothing is cut.

    One that is higher than the screen even so is shown part by part.
    """

    def __init__(self, bridge: Bridge, wall_theme: Theme, parent: QWidget) -> None:
        self._wall_theme = wall_theme
        self._theme = Theme(wall_theme.name)
        self._theme.motion = False
        super().__init__(bridge, self._theme, Selection(parent), parent)
        self._theme.setParent(self)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._turn = QTimer(self)
        self._turn.setInterval(PART_MS)
        self._turn.timeout.connect(self.next_part)
        wall_theme.changed.connect(self.fit)

    @Slot()
    def fit(self) -> None:
        """The wall is of another size or wears another theme, or another overview is shown."""
        scale = text_scale(self.grid.overview, self.size(), self._wall_theme.text_scale)
        if (self._wall_theme.name, scale) != (self._theme.name, self._theme.text_scale):
            self._theme.set(self._wall_theme.name, text_scale=scale)
            tokens, body_px = self._theme.tokens, self._theme.font("body").pixelSize()
            own = f"QWidget {{ color: {tokens.text}; font-size: {body_px}px; }}"
            self.setStyleSheet(own + style_sheet(tokens, scale))

    @Slot()
    def next_part(self) -> None:
        """Begin with what was not seen whole, after the end from the top again."""
        bar, frames = self.verticalScrollBar(), self.grid.frames.values()
        end = bar.value() + self.viewport().height()
        tops = [frame.y() - GAP for frame in frames if frame.geometry().bottom() > end]
        ahead = [top for top in tops if top > bar.value()]
        bar.setValue(min(ahead, default=end) if tops else 0)

    def showEvent(self, event: QShowEvent) -> None:
        """In sight it is turned, as long as there is more of it."""
        super().showEvent(event)
        self._turn.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """It begins at the top the next time."""
        super().hideEvent(event)
        self._turn.stop()
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit what is shown."""
        super().resizeEvent(event)
        self.fit()


def text_scale(overview: Overview, size: QSize, most: float) -> float:
    """How many times as large as on a desk the text of an overview can be on a page of that size."""
    rows = max((widget.cells.y + widget.cells.h for widget in overview.widgets), default=1)
    across = (size.width() - GAP) / (COLUMNS * LEAST_COLUMN_PX)
    down = (size.height() - GAP) / (rows * LEAST_ROW_PX)
    return max(1.0, math.floor(100 * min(most, across, down)) / 100)


class OverviewPage:
    """One overview, read anew each time that it comes into sight."""

    def __init__(self, bridge: Bridge, book: OverviewBook, overview: str, theme: Theme, parent: QWidget) -> None:
        self._book = book
        self._overview = overview
        self._title = ""
        self._view = WallOverview(bridge, theme, parent)

    @property
    def title(self) -> str:
        """The overview's own."""
        return self._title

    @property
    def widget(self) -> WallOverview:
        """The overview."""
        return self._view

    @property
    def is_gone(self) -> bool:
        """Whether the engine has told overviews, and not this one."""
        is_own = not self._overview.startswith(BUILT_IN)
        return is_own and self._book.is_read and self._overview not in {info.id for info in self._book.infos}

    def begin(self) -> None:
        """Show it as it is now."""
        ready = built_in(self._overview.removeprefix(BUILT_IN)) if self._overview.startswith(BUILT_IN) else None
        if ready is not None:
            self._show(ready)
        else:
            self._book.read(self._overview, self._show)

    def end(self) -> None:
        """Another page follows; what is hidden costs nothing."""

    def close(self) -> None:
        """The wall is taken down."""
        self._view.hide()
        self._view.grid.leave()

    def _show(self, overview: Overview) -> None:
        self._title = overview.title
        self._view.show_overview(overview)
        self._view.fit()
