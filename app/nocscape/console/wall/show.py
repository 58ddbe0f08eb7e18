"""Puts a wall on screens and takes it down again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QScreen

from nocscape.console.bridge import Bridge
from nocscape.console.overviews.wall_pages import OverviewPages
from nocscape.console.wall.awake import Awake
from nocscape.console.wall.pages import MapPages, PageSource, offered_by
from nocscape.console.wall.wall import WallWindow

EVERY_S = 30


class WallPlan(NamedTuple):
    """What is shown where: numbers of screens, keys of pages (all maps where there are none), seconds for each page."""

    screens: tuple[int, ...] = (0,)
    pages: tuple[str, ...] = ()
    every_s: int = EVERY_S
    theme: str = "dark"


class Wall(QObject):
    """`ended()`: the operator has ended the wall on any of its screens."""

    ended = Signal()

    def __init__(
        self,
        bridge: Bridge,
        parent: QObject | None = None,
        *,
        sources: Sequence[PageSource] | None = None,
        awake: Awake | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.sources: tuple[PageSource, ...] = (
            tuple(sources) if sources is not None else (MapPages(bridge), OverviewPages(bridge))
        )
        self.awake = awake or Awake()
        self.windows: list[WallWindow] = []

    def begin(self, plan: WallPlan, screens: Sequence[QScreen]) -> None:
        """Fill the planned screens of those that there are; each begins with another page."""
        chosen = [screens[number] for number in plan.screens if number < len(screens)] or list(screens[:1])
        keys = plan.pages or tuple(offered_by(self.sources[:1]))
        is_awake = self.awake.begin()
        for place, screen in enumerate(chosen):
            window = WallWindow(
                self._bridge, plan.theme, self.sources, _turned(keys, place), every_s=plan.every_s, is_awake=is_awake
            )
            window.ended.connect(self.end)
            self.windows.append(window)
            window.setScreen(screen)
            window.setGeometry(screen.geometry())
            window.showFullScreen()

    @Slot()
    def end(self) -> None:
        """Take it down on all screens."""
        windows, self.windows = self.windows, []
        for window in windows:
            window.ended.disconnect(self.end)
            window.close()
            window.deleteLater()
        if windows:
            self.awake.end()
            self.ended.emit()


def _turned(keys: Sequence[str], by: int) -> tuple[str, ...]:
    """The same pages, begun at another one."""
    start = by % len(keys) if keys else 0
    return (*keys[start:], *keys[:start])
