"""A wall without a main window: `nocscape wall`. It lives for weeks, and comes back when its engine does."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from nocscape.base.errors import NocscapeError
from nocscape.console import guard
from nocscape.console.bridge import Bridge
from nocscape.console.main import SWITCH_INTERVAL_S, make_application
from nocscape.console.theme import Theme
from nocscape.console.wall.awake import Awake
from nocscape.console.wall.show import Wall, WallPlan
from nocscape.engine.client import EngineClient

log = logging.getLogger(__name__)

AGAIN_MS = 5000
"""How long after the engine has gone it is looked for again."""
FIRST_MAP_MS = 10_000
"""A map that has not arrived by then is not waited for."""
SETTLE_MS = 300
"""Maps are told one by one: the wall is put up when none has come for so long."""

Open = Callable[[], EngineClient]


class LastingWall(QObject):
    """`ended()`: the operator has ended it."""

    ended = Signal()

    def __init__(self, open_line: Open, plan: WallPlan, app: QApplication, awake: Awake | None = None) -> None:
        super().__init__(app)
        self._open_line, self._plan, self._app = open_line, plan, app
        self._awake = awake or Awake()
        self._bridge: Bridge | None = None
        self.wall: Wall | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.connect_again)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(FIRST_MAP_MS)
        self._patience.timeout.connect(self.show)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.show)

    def begin(self, client: EngineClient) -> None:
        """Show what this engine says, once it has told its maps."""
        self._bridge = Bridge(client, self)
        self._bridge.map_loaded.connect(self._settle.start)
        self._bridge.connection_lost.connect(self._again.start)
        self._bridge.start()
        self._patience.start()

    @Slot()
    def show(self) -> None:
        """Put the wall up for an engine that is new; the one before is covered by it before it goes."""
        if self._bridge is None or (not self._patience.isActive() and self.wall is not None):
            return
        self._patience.stop()
        self._settle.stop()
        last, self.wall = self.wall, Wall(self._bridge, self, awake=self._awake)
        self.wall.ended.connect(self.end)
        self.wall.begin(self._plan, self._app.screens())
        if last is not None:
            last.ended.disconnect(self.end)
            last.end()

    @Slot()
    def connect_again(self) -> None:
        """Look for the engine, or start one; the old picture stays, marked as stale, until there is a new one."""
        try:
            client = self._open_line()
        except NocscapeError as error:
            log.warning("the engine is not there: %s", error)
            self._again.start()
            return
        last = self._bridge
        self.begin(client)
        if last is not None:
            last.close()

    @Slot()
    def end(self) -> None:
        """Take everything down."""
        for timer in (self._again, self._patience, self._settle):
            timer.stop()
        if self.wall is not None:
            self.wall.end()
        if self._bridge is not None:
            self._bridge.close()
            self._bridge = None
        self.ended.emit()


def run(open_line: Open, plan: WallPlan) -> int:
    """Show the wall until it is ended, and return the exit status. Raises NocscapeError where there is no engine."""
    guard.check()
    client = open_line()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    app = make_application(sys.argv[:1])
    theme = Theme(plan.theme, parent=app)
    theme.apply(app)
    lasting = LastingWall(open_line, plan, app)
    lasting.ended.connect(app.quit)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: lasting.end())
    lasting.begin(client)
    status: int = app.exec()
    return status
