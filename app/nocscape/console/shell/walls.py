"""Puts a wall on other screens from the main window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from nocscape.base.i18n import tr
from nocscape.console.overviews.wall_pages import OverviewPages
from nocscape.console.wall import kept
from nocscape.console.wall.dialog import WallDialog
from nocscape.console.wall.pages import MapPages, offered_by
from nocscape.console.wall.show import Wall, WallPlan

if TYPE_CHECKING:
    from nocscape.console.shell.window import MainWindow


class Walls(QObject):
    """One wall at a time; it goes with the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        bridge = window.bridge
        self.wall = Wall(bridge, self, sources=(MapPages(bridge), OverviewPages(bridge)))
        window.closed.connect(self.wall.end)

    @Slot()
    def ask(self) -> None:
        """Ask where and what."""
        screens = [
            tr("{name}, {width} × {height}", name=screen.name() or "?", width=size.width(), height=size.height())
            for screen in QApplication.screens()
            for size in (screen.size(),)
        ]
        kept_now = self._window.keeper.now.walls
        dialog = WallDialog(screens, offered_by(self.wall.sources), self._window.theme.name, self._window, kept_now)
        dialog.chosen.connect(self.show)
        dialog.named.connect(self._keep)
        dialog.dropped.connect(self._drop)
        self._window.open_dialog(dialog)

    @Slot(str, object)
    def _keep(self, name: str, plan: WallPlan) -> None:
        keeper = self._window.keeper
        keeper.change(walls=kept.put(keeper.now.walls, kept.kept(name, plan)))

    @Slot(str)
    def _drop(self, name: str) -> None:
        keeper = self._window.keeper
        keeper.change(walls=tuple(wall for wall in keeper.now.walls if wall.name != name))

    @Slot(object)
    def show(self, plan: WallPlan) -> None:
        """Put it up, in place of the one before."""
        self.wall.end()
        self.wall.begin(plan, QApplication.screens())
