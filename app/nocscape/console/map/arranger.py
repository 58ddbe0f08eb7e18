"""Runs layouts: small ones at once, large ones in a process of their own that can be cancelled."""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Thread

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nocscape.base.i18n import tr
from nocscape.console.map.layouts.graph import Places
from nocscape.console.map.layouts.jobs import ArrangeAll, Job, serve, work
from nocscape.console.map.layouts.ways import Way

log = logging.getLogger(__name__)

INLINE_VERTICES = 300
"""Up to this many a layout is done within a frame or two; more go to a process, which takes 0.4 s to start."""

_POLL_MS = 30
_END_S = 1.0

OnPlaces = Callable[[Places], None]


class Arranger(QObject):
    """One layout at a time; a new one ends the one before.

    `busy_changed(bool)` comes when a layout in another process begins and when it ends, `failed(str)` where it broke.
    """

    busy_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._sender: Thread | None = None
        self._on_places: OnPlaces | None = None
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        """Whether a layout is being worked on."""
        return self._process is not None

    def start(self, job: Job, on_places: OnPlaces) -> None:
        """Work on `job` and call `on_places` in this thread, unless `cancel` comes first."""
        self.cancel()
        size = _weight(job)
        is_force = isinstance(job, ArrangeAll) and job.way is Way.FORCE
        if size <= INLINE_VERTICES and not is_force:
            on_places(work(job))
            return
        context = multiprocessing.get_context("spawn")
        self._pipe, other_end = context.Pipe()
        self._process = context.Process(target=serve, args=(other_end,), name="nocscape layout", daemon=True)
        self._process.start()
        other_end.close()
        self._sender = Thread(target=_send, args=(self._pipe, msgspec.msgpack.encode(job)), name="layout job")
        self._sender.start()
        self._on_places = on_places
        self._poll.start()
        self.busy_changed.emit(True)

    def cancel(self) -> None:
        """End the layout that goes on; nothing is called for it."""
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        sender, self._sender = self._sender, None
        self._on_places = None
        self._poll.stop()
        if process is not None:
            process.kill()
            process.join(_END_S)
            process.close()
        if sender is not None:
            sender.join(_END_S)
        if pipe is not None:
            pipe.close()
        if process is not None:
            self.busy_changed.emit(False)

    @Slot()
    def _look(self) -> None:
        pipe, on_places = self._pipe, self._on_places
        if pipe is None or not pipe.poll():
            return
        try:
            places = msgspec.msgpack.decode(pipe.recv_bytes(), type=Places)
        except (EOFError, OSError, msgspec.DecodeError):
            log.exception("a layout did not come to an end")
            places = {}
        self.cancel()
        if on_places is not None and places:
            on_places(places)
        elif not places:
            self.failed.emit(tr("The layout broke off; nothing was moved."))


def _send(pipe: Connection, job: bytes) -> None:
    """Hand a job over; a large one waits here until the process has started and reads it."""
    with suppress(OSError):
        pipe.send_bytes(job)


def _weight(job: Job) -> int:
    """A few devices beside many cost little more than the few alone."""
    if isinstance(job, ArrangeAll):
        return len(job.plan.vertices) + len(job.others) // 20
    return len(job.plan.vertices) - len(job.placed) + len(job.placed) // 20
