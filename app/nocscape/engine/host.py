"""An engine on a thread of its own, with its own loop: how a console, a command or a service runs one."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from pathlib import Path

from nocscape.base import collector
from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import tr
from nocscape.base.limits import permit_files
from nocscape.engine.core import Engine
from nocscape.engine.lines.transport import QueueLine

START_TIMEOUT_S = 60.0
STOP_DEADLINE_S = 5.0


class EngineThread:
    """Starts an engine for a profile (or in memory, where it is None) and stops it in order.

    A lasting one, of a console or a service, reads its network again in the background.

    Raises what the engine's start raises: BusyError where another owns the profile, NocscapeError for a bad store.
    """

    def __init__(self, profile: Path | None, *, is_lasting: bool = False) -> None:
        permit_files()
        self._engine = Engine(profile, is_lasting=is_lasting)
        self._loop = asyncio.new_event_loop()
        self._started: Future[None] = Future()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._thread.start()
        try:
            self._started.result(START_TIMEOUT_S)
        except TimeoutError as fault:
            self._loop.call_soon_threadsafe(self._stop.set)
            raise NocscapeError(tr("The engine did not start within {seconds} s", seconds=START_TIMEOUT_S)) from fault

    @property
    def is_alive(self) -> bool:
        """Whether the engine still runs."""
        return self._thread.is_alive()

    def open_line(self) -> QueueLine:
        """A new line to this engine."""
        return QueueLine(self._loop, self._engine)

    def stop(self) -> None:
        """Stop receiving, cancel, drain, flush, close, join."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(STOP_DEADLINE_S)

    def _run(self) -> None:
        collector.relax()
        try:
            self._loop.run_until_complete(self._live())
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()
            collector.unspare()

    async def _live(self) -> None:
        try:
            await self._engine.start()
        except Exception as fault:  # noqa: BLE001 - raised again in the thread that asked
            self._started.set_exception(fault)
            return
        self._started.set_result(None)
        await self._stop.wait()
        await self._engine.stop()
