"""Work that takes time, by name: it can be watched, cancelled, and some of it resumed."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from nocscape.base.errors import InputError, NocscapeError, RefusedError
from nocscape.base.i18n import tr
from nocscape.base.tasks import Supervisor

Work = Coroutine[Any, Any, Any]
Resume = Callable[[], Awaitable[object]]

DONE = "done"
CANCELLED = "cancelled"


class Jobs:
    """The running jobs of one engine."""

    def __init__(self, tasks: Supervisor) -> None:
        self._tasks = tasks
        self._running: dict[str, asyncio.Task[Any]] = {}
        self._cancelled: set[str] = set()
        self._resumable: dict[str, Resume] = {}
        self._numbers = itertools.count(1)

    @property
    def running(self) -> tuple[str, ...]:
        """Names of what runs now."""
        return tuple(self._running)

    def new_name(self, kind: str) -> str:
        """A name that no job of this engine had before."""
        return f"{kind}-{next(self._numbers)}"

    async def run(self, name: str, work: Work) -> str:
        """Do `work` as the job `name`: `done`, or `cancelled` where someone cancelled it. Raises what it raises."""
        if name in self._running:
            work.close()
            raise RefusedError(tr("A job called {name} runs already", name=name))
        task = self._running[name] = self._tasks.spawn(_fault_of(work), name)
        try:
            fault = await asyncio.shield(task)
        except asyncio.CancelledError:
            if name in self._cancelled and task.done():
                return CANCELLED
            raise
        finally:
            self._cancelled.discard(name)
            self._running.pop(name, None)
            if task.done():
                work.close()
        if fault is not None:
            raise fault
        return DONE

    def cancel(self, name: str) -> None:
        """Cancel a job; nothing happens where it has ended already."""
        if (task := self._running.get(name)) is not None:
            self._cancelled.add(name)
            task.cancel()

    def cancel_all(self) -> None:
        """Cancel everything that runs."""
        for name in list(self._running):
            self.cancel(name)

    def can_resume(self, name: str, resume: Resume | None) -> None:
        """Keep how a cancelled job goes on, or forget it."""
        if resume is None:
            self._resumable.pop(name, None)
        else:
            self._resumable[name] = resume

    async def resume(self, name: str) -> object:
        """Go on with a cancelled job. Raises InputError where there is none of that name."""
        resume = self._resumable.pop(name, None)
        if resume is None:
            raise InputError(tr("There is no cancelled job called {name}", name=name))
        return await resume()


async def _fault_of(work: Work) -> NocscapeError | None:
    """Do it; what an operator may see goes to whoever asked for it, and is no fault of the task."""
    try:
        await work
    except NocscapeError as error:
        return error
    return None
