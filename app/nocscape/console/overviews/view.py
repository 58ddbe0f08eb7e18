"""An overview to look at: in the panel, on a wall, in a window of its own."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from nocscape.console.bridge import Bridge
from nocscape.console.charts.crosshair import Crosshair
from nocscape.console.charts.metric_book import MetricBook
from nocscape.console.overviews.grid import GridView
from nocscape.console.overviews.kind import Context
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.overview import Overview, Scope

_numbers = itertools.count(1)


class OverviewView(QScrollArea):
    """Shows one overview. Nothing in it is watched or asked for while it is hidden. `now` gives UTC seconds."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        selection: Selection,
        parent: QWidget | None = None,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        book = MetricBook(bridge, self)
        owner = f"overview-{next(_numbers)}"
        self.context = Context(bridge, theme, selection, book, Crosshair(self), owner, now)
        self.grid = GridView(self.context)
        self.setWidget(self.grid)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_overview(self, overview: Overview, scope: Scope | None = None) -> None:
        """Show this overview, about what it says itself or about `scope`."""
        self.context.book.read()
        self.grid.show_overview(overview, scope or overview.scope)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """An overview fills what it is seen through, as far as its widgets bear it."""
        super().resizeEvent(event)
        self.grid.set_room(self.viewport().height())
