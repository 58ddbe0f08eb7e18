"""The one thread that writes to a store.

The engine's loop never touches a database: it hands jobs to this thread and awaits them, or leaves state in the sink's
own mailbox and pokes the thread. Jobs that wait together reach the sink together, so that they share one commit.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Condition, Thread
from typing import Any, Generic, Protocol, TypeVar

from nocscape.base.i18n import tr
from nocscape.store.errors import StoreClosedError

log = logging.getLogger(__name__)

R = TypeVar("R")
T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Job(Generic[R]):
    """Work on the store's resource `R`, and the future that its caller awaits."""

    run: Callable[[R], Any]
    done: Future[Any] = field(default_factory=Future)

    def succeed(self, value: object) -> None:
        """Hand `value` to whoever waits."""
        if not self.done.done():
            self.done.set_result(value)

    def fail(self, error: BaseException) -> None:
        """Raise `error` where the job is awaited."""
        if not self.done.done():
            self.done.set_exception(error)


class Sink(Protocol[R]):
    """What a writer thread drives; both methods run on that thread alone."""

    def write(self, jobs: Sequence[Job[R]]) -> float | None:
        """Put what waits in the mailbox and `jobs` on disk, and settle each job.

        Returns seconds after which it wants to be called again (a retry), or None.
        """
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class Writer(Generic[R]):
    """Runs a sink on its own thread. `limit` jobs may wait; further callers of `ask` wait for room, in order."""

    def __init__(self, name: str, sink: Sink[R], *, limit: int = 10_000, linger_s: float = 0.2) -> None:
        self._name = name
        self._sink = sink
        self._linger_s = linger_s
        self._room = asyncio.Semaphore(limit)
        self._changed = Condition()
        self._jobs: deque[Job[R]] = deque()
        self._due: float | None = None
        self._is_closing = False
        self._thread = Thread(target=self._work, name=f"{name}-writer", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Jobs not yet begun."""
        return len(self._jobs)

    async def ask(self, run: Callable[[R], T]) -> T:
        """Do `run` on the writer thread; comes back when it is on disk, or raises what went wrong."""
        async with self._room:
            job: Job[R] = Job(run)
            with self._changed:
                if self._is_closing:
                    raise StoreClosedError(tr("The store is closed."))
                self._jobs.append(job)
                self._changed.notify()
            value: T = await asyncio.wrap_future(job.done)
            return value

    def poke(self) -> None:
        """Something waits in the sink's mailbox: write it within the linger time. Safe from any thread."""
        with self._changed:
            if self._due is None:
                self._due = time.monotonic() + self._linger_s
                self._changed.notify()

    async def close(self, deadline_s: float = 2.0) -> bool:
        """Write everything that waits, close the sink and end the thread; False where that took too long."""
        with self._changed:
            self._is_closing = True
            self._changed.notify()
        await asyncio.to_thread(self._thread.join, deadline_s)
        if is_late := self._thread.is_alive():
            log.warning("%s did not close within %.1f s", self._name, deadline_s)
        return not is_late

    def _work(self) -> None:
        is_last = False
        while not is_last:
            jobs, is_last = self._next()
            again_s = self._write(jobs)
            if again_s is not None:
                with self._changed:
                    self._due = time.monotonic() + again_s
        self._sink.close()

    def _next(self) -> tuple[list[Job[R]], bool]:
        with self._changed:
            while not self._jobs and not self._is_closing:
                left_s = None if self._due is None else self._due - time.monotonic()
                if left_s is not None and left_s <= 0:
                    break
                self._changed.wait(left_s)
            self._due = None
            jobs = [job for job in self._jobs if job.done.set_running_or_notify_cancel()]
            self._jobs.clear()
            return jobs, self._is_closing

    def _write(self, jobs: list[Job[R]]) -> float | None:
        try:
            return self._sink.write(jobs)
        except Exception as error:
            log.exception("%s could not write", self._name)
            for job in jobs:
                job.fail(error)
            return self._linger_s
