"""Overviews for a wall: every one that is kept is a page, and those that are there from the start."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.overviews.book import OverviewBook
from nocscape.console.overviews.templates import BUILT_IN, TEMPLATES, built_in
from nocscape.console.overviews.view import OverviewView
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.console.wall.sizes import WIDGET_TEXT
from nocscape.model.overview import Overview

PREFIX = "overview:"


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


class OverviewPage:
    """One overview, read anew each time that it comes into sight."""

    def __init__(self, bridge: Bridge, book: OverviewBook, overview: str, theme: Theme, parent: QWidget) -> None:
        self._book = book
        self._overview = overview
        self._title = ""
        self._wall_theme, self._theme = theme, Theme(theme.name, parent=parent)
        self._theme.motion = False
        self._view = OverviewView(bridge, self._theme, Selection(parent), parent)
        theme.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        """The wall is of another size, or wears another theme."""
        self._theme.set(self._wall_theme.name, text_scale=min(self._wall_theme.text_scale, WIDGET_TEXT))

    @property
    def title(self) -> str:
        """The overview's own."""
        return self._title

    @property
    def widget(self) -> OverviewView:
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
        self._wall_theme.changed.disconnect(self._follow)
        self._view.hide()
        self._view.grid.leave()

    def _show(self, overview: Overview) -> None:
        self._title = overview.title
        self._view.show_overview(overview)
