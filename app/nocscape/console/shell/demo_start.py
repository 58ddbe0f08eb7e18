"""Opens the demo network out of an empty window, which goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from PySide6.QtCore import QObject, Signal, Slot

from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import tr
from nocscape.console.shell.window import MainWindow
from nocscape.model.batches import Reply
from nocscape.model.commands import StartDiscovery


class DemoStart(QObject):
    """Starts the demo network in a thread, discovers it when it answers, and says in the window what went wrong.

    `begin` starts the simulated agents and returns how they are found; it may take seconds, and raises NocscapeError.
    """

    _is_ready = Signal(object)
    _has_failed = Signal(str)

    def __init__(self, window: MainWindow, begin: Callable[[], StartDiscovery]) -> None:
        super().__init__(window)
        self._window = window
        self._begin = begin
        self._beside: Thread | None = None
        self._is_ready.connect(self._discover)
        self._has_failed.connect(self._tell_failure)
        window.demo_asked.connect(self.start)
        window.closed.connect(self.finish)

    @Slot()
    def start(self) -> None:
        """Begin, unless it is under way."""
        if self._beside is None:
            self._window.status_bar.notice(tr("Starting the demo network…"))
            self._beside = Thread(target=self._start, name="demo")
            self._beside.start()

    @Slot()
    def finish(self) -> None:
        """Wait until what is under way has ended."""
        if self._beside is not None:
            self._beside.join()
            self._beside = None

    def _start(self) -> None:
        try:
            self._is_ready.emit(self._begin())
        except NocscapeError as error:
            self._has_failed.emit(str(error))

    @Slot(object)
    def _discover(self, ask: StartDiscovery) -> None:
        self.finish()
        self._window.status_bar.notice("")
        self._window.bridge.ask(ask, self._ended)

    def _ended(self, reply: Reply) -> None:
        if reply.error is not None:
            self._window.complain(str(reply.error))

    @Slot(str)
    def _tell_failure(self, fault: str) -> None:
        self.finish()
        self._window.complain(fault)
