"""Background tasks that are named, watched and ended together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from nocscape.base.clock import Clock

log = logging.getLogger(__name__)


class Supervisor:
    """Owns the tasks it spawns: a failed one is logged with its name, `close` ends all within a deadline."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether nothing more can be spawned."""
        return self._is_closed

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run `work` in the background under `name`."""
        if self._is_closed:
            work.close()
            raise RuntimeError(f"{self.name} is closed")
        task = asyncio.get_running_loop().create_task(work, name=f"{self.name}/{name}")
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("task %s failed", task.get_name(), exc_info=error)

    async def settle(self, deadline_s: float) -> None:
        """Let what runs come to its own end, at most `deadline_s` seconds; cancels nothing."""
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=deadline_s)

    async def close(self, deadline_s: float = 2.0) -> None:
        """Cancel what still runs and wait for it, at most `deadline_s` seconds."""
        self._is_closed = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=deadline_s)
            for task in late:
                log.warning("task %s did not end in %.1f s", task.get_name(), deadline_s)


async def repeat(clock: Clock, every_s: float, step: Callable[[], Awaitable[object]], name: str) -> None:
    """Do `step` every so often, for ever.

    What goes wrong in one round does not end it, and is logged once for all rounds in a row.
    """
    is_well = True
    while True:
        await clock.sleep(every_s)
        try:
            await step()
        except Exception:
            if is_well:
                log.exception("%s failed", name)
            is_well = False
        else:
            is_well = True
