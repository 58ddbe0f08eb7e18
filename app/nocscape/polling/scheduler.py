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

Work = Callable[[], Awaitable[object]]
"""Does one poll."""

LATE_AFTER = 0.5
"""A poll that begins later than this share of its interval is late."""
TICK_S, LEAST_PAUSE_S = 0.2, 0.01
TOGETHER_S = 0.2
"""What is due within so many seconds begins together: what a poll brought into the processor's cache serves the next
(of 34 polls a second each costs a tenth less than alone)."""
MOST_EARLY = 0.01
"""Of its interval: how much earlier a poll may begin for that."""
_WINDOW = 512
_DROPPED = -1


@dataclass(slots=True)
class Job:
    """One thing to poll again and again. Of its places in the queues only the one with its `ticket` counts."""

    key: str
    interval_s: float
    work: Work
    due: float
    ticket: int = _DROPPED
    is_running: bool = False


@dataclass(slots=True)
class Punctuality:
    """How polling goes."""

    polls_per_s: float = 0.0
    on_time_percent: float = 100.0
    late: int = 0
    jobs: int = 0
    late_by_p95_s: float = 0.0
    """95 of 100 polls began at most this long after their time."""


@dataclass(slots=True)
class _Log:
    begun: deque[float] = field(default_factory=lambda: deque(maxlen=_WINDOW))
    lateness_s: deque[float] = field(default_factory=lambda: deque(maxlen=_WINDOW))
    on_time: deque[bool] = field(default_factory=lambda: deque(maxlen=_WINDOW))


class Scheduler:
    """Runs jobs on the engine's loop, at most `at_once` side by side; more wait in line.

    A job that still runs when its time comes is skipped, not stacked; one that waited through whole intervals has
    skipped those. Both count under `poll.late`.
    """

    def __init__(self, clock: Clock, counters: Counters, tasks: Supervisor, *, at_once: int = 256) -> None:
        self._clock = clock
        self._counters = counters
        self._tasks = tasks
        self._at_once = at_once
        self._jobs: dict[str, Job] = {}
        self._heap: list[tuple[float, int, Job]] = []
        self._in_line: deque[tuple[int, Job]] = deque()
        self._tickets = itertools.count()
        self._running = 0
        self._log = _Log()

    def put(self, key: str, interval_s: float, work: Work, *, is_soon: bool = False) -> None:
        """Begin to poll, or go on with another interval.

        The first poll comes at the key's own place in the interval, or at once where `is_soon`; a job that just runs
        has no other right after that.
        """
        due = now = self._clock.monotonic()
        due += 0.0 if is_soon else phase(key) * interval_s
        job = self._jobs.setdefault(key, Job(key, interval_s, work, due))
        job.interval_s, job.work = interval_s, work
        if job.is_running and due - now < interval_s / 2:
            due += interval_s
        self._plan(job, due)

    def drop(self, key: str) -> None:
        """Stop polling; a poll that runs is not interrupted."""
        if (job := self._jobs.pop(key, None)) is not None:
            job.ticket = _DROPPED

    def hasten(self, key: str, wait_s: float) -> None:
        """Let the next poll come in so many seconds, if it is not to come sooner; the others follow from there."""
        job = self._jobs.get(key)
        due = self._clock.monotonic() + wait_s
        if job is not None and due < job.due:
            self._plan(job, due)

    def __contains__(self, key: str) -> bool:
        return key in self._jobs

    async def run(self) -> None:
        """Start what is due, for ever."""
        while True:
            self.start_due()
            wait = self._heap[0][0] - self._clock.monotonic() if self._heap else TICK_S
            await self._clock.sleep(min(max(wait, LEAST_PAUSE_S), TICK_S))

    def start_due(self) -> None:
        """Start every job whose time has come, and what may go with them, or put it in line."""
        self._let_next_begin()
        now = self._clock.monotonic()
        if not self._heap or self._heap[0][0] > now:
            return
        for ticket, job in self._due(now):
            if job.is_running:
                self._skip(job, now)
            elif self._running < self._at_once:
                self._begin(job, now)
            else:
                self._in_line.append((ticket, job))

    def _due(self, now: float) -> list[tuple[int, Job]]:
        """Take the jobs that are to begin out of the heap, in the order of their times."""
        begin: list[tuple[int, Job]] = []
        leave: list[tuple[float, int, Job]] = []
        while self._heap and self._heap[0][0] <= now + TOGETHER_S:
            due, ticket, job = heapq.heappop(self._heap)
            early_s = due - now
            if job.ticket != ticket:
                continue
            if early_s > 0 and (job.is_running or early_s > MOST_EARLY * job.interval_s):
                leave.append((due, ticket, job))
            else:
                begin.append((ticket, job))
        for entry in leave:
            heapq.heappush(self._heap, entry)
        return begin

    def punctuality(self) -> Punctuality:
        """Figures over the last 512 polls."""
        now, log = self._clock.monotonic(), self._log
        span = now - log.begun[0] if log.begun else 0.0
        lateness = sorted(log.lateness_s)
        return Punctuality(
            polls_per_s=len(log.begun) / span if span > 0 else 0.0,
            on_time_percent=100 * sum(log.on_time) / len(log.on_time) if log.on_time else 100.0,
            late=self._counters.get("poll.late"),
            jobs=len(self._jobs),
            late_by_p95_s=lateness[int(0.95 * (len(lateness) - 1))] if lateness else 0.0,
        )

    def _plan(self, job: Job, due: float) -> None:
        job.due, job.ticket = due, next(self._tickets)
        heapq.heappush(self._heap, (due, job.ticket, job))

    def _skip(self, job: Job, now: float) -> None:
        missed = 1 + int((now - job.due) // job.interval_s)
        self._count_late(missed)
        self._plan(job, job.due + missed * job.interval_s)

    def _count_late(self, polls: int) -> None:
        self._log.on_time.append(False)
        self._counters.add("poll.late", polls)

    def _begin(self, job: Job, now: float) -> None:
        lateness_s = max(0.0, now - job.due)
        missed = int(lateness_s // job.interval_s)
        if lateness_s > LATE_AFTER * job.interval_s:
            self._count_late(1 + missed)
        else:
            self._log.on_time.append(True)
        self._log.lateness_s.append(lateness_s)
        self._log.begun.append(now)
        self._plan(job, job.due + (1 + missed) * job.interval_s)
        job.is_running = True
        self._running += 1
        self._tasks.spawn(self._poll(job), f"poll/{job.key}")

    async def _poll(self, job: Job) -> None:
        try:
            await job.work()
        finally:
            job.is_running = False
            self._running -= 1
        self._let_next_begin()

    def _let_next_begin(self) -> None:
        while self._in_line and self._running < self._at_once:
            ticket, job = self._in_line.popleft()
            if job.ticket == ticket:
                self._begin(job, self._clock.monotonic())


def phase(key: str) -> float:
    """A job's own place in its interval, 0 to 1, the same in every run."""
    return zlib.crc32(key.encode()) / 2**32
