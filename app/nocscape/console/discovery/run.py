"""The discovery that this console runs. It outlives the dialog, which can be closed and opened again meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum
from uuid import uuid4

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from nocscape.console.bridge import Bridge
from nocscape.engine.client import value
from nocscape.model.batches import JobProgress, Reply
from nocscape.model.commands import CancelJob, ResumeJob, StartDiscovery
from nocscape.model.net import Unanswered

MOST_PROBLEMS = 5000
SILENT = "no_answer"
"""The reason of an address that simply is not there."""
MOST_SILENT = 64
"""Where more addresses than this are searched, silent ones are counted and not listed."""


class Stage(Enum):
    """How far a discovery is."""

    IDLE = "idle"
    SWEEP = "sweep"
    IDENTIFY = "identify"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_running(self) -> bool:
        """Whether the engine is at work."""
        return self in (Stage.SWEEP, Stage.IDENTIFY)


class DiscoveryRun(QObject):
    """Starts, follows, cancels and resumes one discovery at a time.

    Signals: changed() with every progress, problems_came(list of Unanswered) with those that are new.
    """

    changed = Signal()
    problems_came = Signal(object)

    def __init__(
        self, bridge: Bridge, parent: QObject | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._now = now
        self._job = ""
        self._elapsed_before_s = 0.0
        self._began_s = 0.0
        self._clear()
        bridge.job_progressed.connect(self._take)

    @classmethod
    def of(cls, bridge: Bridge) -> DiscoveryRun:
        """The one run of this connection."""
        return bridge.findChild(cls) or cls(bridge, bridge)

    def _clear(self) -> None:
        self.stage = Stage.IDLE
        self.progress = JobProgress(job="", stage="")
        self.found_before = 0
        self.searched = 0
        """Addresses that are searched; `progress` counts devices once they are looked into."""
        self.silent = 0
        self.problems: list[Unanswered] = []
        self.more_problems = 0
        """Problems over the limit, that are only counted."""
        self.error = ""
        self.hint = ""

    @property
    def found(self) -> int:
        """Devices found, those before a cancel included."""
        return self.found_before + self.progress.found

    @property
    def elapsed_s(self) -> float:
        """Time at work, pauses left out."""
        return self._elapsed_before_s + (self._now() - self._began_s if self.stage.is_running else 0.0)

    @property
    def can_resume(self) -> bool:
        """Whether a cancelled discovery can go on."""
        return self.stage is Stage.CANCELLED and bool(self._job)

    def start(self, ask: StartDiscovery) -> None:
        """Begin; one that still runs is cancelled first."""
        self.cancel()
        self._clear()
        self._job = f"discovery-{uuid4().hex[:12]}"
        self._elapsed_before_s = 0.0
        self._go(replace(ask, job=self._job))

    @Slot()
    def cancel(self) -> None:
        """Stop at once, as far as the operator is concerned; the engine hears of it and keeps what it found."""
        if self.stage.is_running:
            self._bridge.ask(CancelJob(job=self._job))
            self._end(Stage.CANCELLED)

    @Slot()
    def resume(self) -> None:
        """Go on with a cancelled discovery where it stopped."""
        if self.can_resume:
            self.found_before += self.progress.found
            self.progress = JobProgress(job=self._job, stage="")
            self._go(ResumeJob(job=self._job))

    def _go(self, ask: StartDiscovery | ResumeJob) -> None:
        self._began_s = self._now()
        self.stage = Stage.SWEEP
        job = self._job

        def end(reply: Reply) -> None:
            if job == self._job and self.stage.is_running:
                self._take_end(reply)

        self._bridge.ask(ask, end)
        self.changed.emit()

    def _take_end(self, reply: Reply) -> None:
        if reply.error is not None:
            self.error, self.hint = str(reply.error), str(reply.hint) if reply.hint else ""
            self._end(Stage.FAILED)
        else:
            how = value(reply, object)
            self._end(Stage.CANCELLED if how == Stage.CANCELLED.value else Stage.DONE)

    def _end(self, stage: Stage) -> None:
        self._elapsed_before_s = self.elapsed_s
        self.stage = stage
        self.changed.emit()

    @Slot(object)
    def _take(self, progress: JobProgress) -> None:
        if not self._job or progress.job != self._job:
            return
        self.progress = progress
        self.searched = max(self.searched, progress.total)
        self._take_problems(progress.problems)
        if self.stage.is_running:
            self.stage = Stage.SWEEP if progress.stage == Stage.SWEEP.value else self._running_stage(progress)
        self.changed.emit()

    def _running_stage(self, progress: JobProgress) -> Stage:
        """The engine's other words for work come after the sweep; its words for an end wait for the reply."""
        is_end = progress.stage in {s.value for s in Stage if not s.is_running}
        return self.stage if is_end else Stage.IDENTIFY

    def _take_problems(self, problems: tuple[Unanswered, ...]) -> None:
        fresh: list[Unanswered] = []
        for problem in problems:
            if problem.reason == SILENT:
                self.silent += 1
                if self.searched > MOST_SILENT:
                    continue
            if len(self.problems) + len(fresh) < MOST_PROBLEMS:
                fresh.append(problem)
            else:
                self.more_problems += 1
        if fresh:
            self.problems += fresh
            self.problems_came.emit(fresh)
