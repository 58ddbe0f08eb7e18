"""One live reading of a device's MIB values."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum
from uuid import uuid4

from PySide6.QtCore import QObject, Signal, Slot

from nocscape.console.bridge import Bridge, OnReply
from nocscape.engine.client import value
from nocscape.model.batches import MibRow, MibRows, Reply
from nocscape.model.commands import CancelJob, ReadPort, ReadRecording, WalkMib
from nocscape.model.mibs import Replayed
from nocscape.model.net import DeviceId


class Stage(Enum):
    """How far a reading is."""

    IDLE = "idle"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class MibWalk(QObject):
    """Starts, follows and cancels `WalkMib`; what arrives of a reading that was left is not told.

    Signals: rows_arrived(tuple of MibRow), changed() after `stage` is different.
    """

    rows_arrived = Signal(object)
    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None, now: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._now = now
        self._job = ""
        self.stage = Stage.IDLE
        self.root = ""
        self.port = ""
        """Key of the port, where one port is read and no subtree."""
        self.unread = 0
        """Lines that hold no value, where a recording was read."""
        self.problem = ""
        """What went wrong and what to try, in the operator's language."""
        self.began_at = 0.0
        self.ended_at = 0.0
        bridge.mib_rows_arrived.connect(self._take)

    @property
    def elapsed_s(self) -> float:
        """How long it took, or has taken so far."""
        end = self._now() if self.stage is Stage.RUNNING else self.ended_at
        return max(0.0, end - self.began_at)

    def start(self, device: DeviceId, root: str) -> None:
        """Read everything under `root` (dotted OID or MIB name); a reading that still runs is cancelled."""
        job = self._begin(root, "")
        self._bridge.ask(WalkMib(job=job, device=device, root=root), self._ending(job))
        self._become(Stage.RUNNING)

    def start_recording(self, path: str, root: str) -> None:
        """Read what a recorded device has under `root`; a reading that still runs is cancelled."""
        job = self._begin(root, "")
        end = self._ending(job)

        def take(reply: Reply) -> None:
            if reply.error is None and job == self._job:
                self.unread = value(reply, Replayed).unread
            end(reply)

        self._bridge.ask(ReadRecording(job=job, path=path, root=root), take)
        self._become(Stage.RUNNING)

    def start_port(self, device: DeviceId, key: str) -> None:
        """Read all that a device says of one port; a reading that still runs is cancelled."""
        job = self._begin("", key)
        end = self._ending(job)

        def take(reply: Reply) -> None:
            if reply.error is None and job == self._job and self.stage is Stage.RUNNING:
                self.rows_arrived.emit(value(reply, tuple[MibRow, ...]))
            end(reply)

        self._bridge.ask(ReadPort(device=device, interface=key), take)
        self._become(Stage.RUNNING)

    def _begin(self, root: str, port: str) -> str:
        self.cancel()
        self._job = f"walk-{uuid4().hex[:12]}"
        self.root, self.port, self.problem, self.began_at = root, port, "", self._now()
        self.unread = 0
        return self._job

    def _ending(self, job: str) -> OnReply:
        def end(reply: Reply) -> None:
            if job == self._job and self.stage is Stage.RUNNING:
                self._end(reply)

        return end

    @Slot()
    def cancel(self) -> None:
        """Stop at once; the engine hears of it, and what it still sends is dropped."""
        if self.stage is Stage.RUNNING:
            self._bridge.ask(CancelJob(job=self._job))
            self.ended_at = self._now()
            self._become(Stage.CANCELLED)

    def reset(self) -> None:
        """Cancel, and be as if nothing had been read."""
        self.cancel()
        self._job, self.port = "", ""
        self._become(Stage.IDLE)

    def _end(self, reply: Reply) -> None:
        self.ended_at = self._now()
        if reply.error is None:
            self._become(Stage.DONE)
            return
        self.problem = f"{reply.error} {reply.hint}" if reply.hint else str(reply.error)
        self._become(Stage.FAILED)

    def _become(self, stage: Stage) -> None:
        self.stage = stage
        self.changed.emit()

    @Slot(object)
    def _take(self, item: MibRows) -> None:
        if item.job == self._job and self.stage is Stage.RUNNING:
            self.rows_arrived.emit(item.rows)
