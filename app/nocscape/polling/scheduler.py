"""When what is polled: spread over the interval, never twice at once, skipped and counted when late."""

from __future__ import annotations

import heapq
import itertools
import zlib
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from nocscape.base.clock import Clock
from nocscape.base.counters import Counters
from nocscape.base.tasks import Supervisor

Work = Callable[[], Awaitable[bool]]
"""Does one poll; False where the device was silent."""

LATE_AFTER = 0.5
"""A poll that begins later than this share of its interval is late."""
MAX_BACK_OFF = 4
"""A silent device is asked every fourth time at the least."""
TICK_S = 0.2
_WINDOW = 512


@dataclass(slots=True)
class Job:
    """One thing to poll again and again."""

    key: str
    interval_s: float
    work: Work
    due: float
    is_running: bool = False
    is_dropped: bool = False
    silent: int = 0
    to_skip: int = 0


@dataclass(slots=True)
class Punctuality:
    """How polling goes."""

    polls_per_s: float = 0.0
    on_time_percent: float = 100.0
    late: int = 0
    jobs: int = 0


@dataclass(slots=True)
class _Log:
    begun: deque[float] = field(default_factory=lambda: deque(maxlen=_WINDOW))
    on_time: deque[bool] = field(default_factory=lambda: deque(maxlen=_WINDOW))


class Scheduler:
    """Runs jobs on the engine's loop, at most `at_once` side by side.

    A job that still runs when its time comes is skipped, not stacked; so is one that finds no free place for a whole
    interval. Both count under `poll.late`. A silent device is asked less often, and at its usual pace from its first
    answer on.
    """

    def __init__(self, clock: Clock, counters: Counters, tasks: Supervisor, *, at_once: int = 128) -> None:
        self._clock = clock
        self._counters = counters
        self._tasks = tasks
        self._at_once = at_once
        self._jobs: dict[str, Job] = {}
        self._heap: list[tuple[float, int, Job]] = []
        self._order = itertools.count()
        self._running = 0
        self._log = _Log()

    def put(self, key: str, interval_s: float, work: Work, *, is_soon: bool = False) -> None:
        """Begin to poll, or go on with another interval. The first poll comes at the key's own place in the interval,
        or at once where `is_soon`."""
        self.drop(key)
        wait = 0.0 if is_soon else phase(key) * interval_s
        self._push(Job(key, interval_s, work, self._clock.monotonic() + wait))

    def drop(self, key: str) -> None:
        """Stop polling; a poll that runs is not interrupted."""
        if (job := self._jobs.pop(key, None)) is not None:
            job.is_dropped = True

    def __contains__(self, key: str) -> bool:
        return key in self._jobs

    async def run(self) -> None:
        """Start what is due, for ever."""
        while True:
            self.start_due()
            now = self._clock.monotonic()
            wait = self._heap[0][0] - now if self._heap else TICK_S
            await self._clock.sleep(min(max(wait, 0.005), TICK_S))

    def start_due(self) -> None:
        """Start every job whose time has come."""
        now = self._clock.monotonic()
        while self._heap and self._heap[0][0] <= now:
            _, _, job = heapq.heappop(self._heap)
            if job.is_dropped:
                continue
            if not job.is_running and self._running >= self._at_once and now - job.due < job.interval_s:
                heapq.heappush(self._heap, (now + TICK_S, next(self._order), job))
                continue
            self._begin(job, now)

    def punctuality(self) -> Punctuality:
        """Figures over the last 512 polls."""
        now, log = self._clock.monotonic(), self._log
        span = now - log.begun[0] if log.begun else 0.0
        return Punctuality(
            polls_per_s=len(log.begun) / span if span > 0 else 0.0,
            on_time_percent=100 * sum(log.on_time) / len(log.on_time) if log.on_time else 100.0,
            late=self._counters.get("poll.late"),
            jobs=len(self._jobs),
        )

    def _begin(self, job: Job, now: float) -> None:
        lateness = now - job.due
        is_skipped = job.is_running or self._running >= self._at_once
        is_late = is_skipped or lateness > LATE_AFTER * job.interval_s
        job.due += job.interval_s * (1 + int(lateness // job.interval_s))
        heapq.heappush(self._heap, (job.due, next(self._order), job))
        self._jobs[job.key] = job
        if job.to_skip and not job.is_running:
            job.to_skip -= 1
            return
        self._log.on_time.append(not is_late)
        if is_late:
            self._counters.add("poll.late")
        if not is_skipped:
            self._log.begun.append(now)
            job.is_running = True
            self._running += 1
            self._tasks.spawn(self._poll(job), f"poll/{job.key}")

    async def _poll(self, job: Job) -> None:
        try:
            has_answered = await job.work()
        finally:
            job.is_running = False
            self._running -= 1
        if has_answered:
            job.silent = job.to_skip = 0
        else:
            job.silent += 1
            job.to_skip = min(max(0, job.silent - 3), MAX_BACK_OFF - 1)

    def _push(self, job: Job) -> None:
        self._jobs[job.key] = job
        heapq.heappush(self._heap, (job.due, next(self._order), job))


def phase(key: str) -> float:
    """A job's own place in its interval, 0 to 1, the same in every run."""
    return zlib.crc32(key.encode()) / 2**32
