"""Time as a thing that is handed in, so that engine logic can be tested with a clock of its own.

Wall time is POSIX seconds in UTC; only the console turns it into local time.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from typing import Protocol


class Clock(Protocol):
    """Wall time, monotonic time and sleeping, all in seconds."""

    def now(self) -> float:
        """Seconds since 1970-01-01 UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back; only differences mean anything."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Come back after that many seconds."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> float:
        """Seconds since 1970-01-01 UTC."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Come back after that many seconds."""
        await asyncio.sleep(seconds)


class FakeClock:
    """A clock that moves only when `advance` is called; sleepers wake in order."""

    def __init__(self, start: float = 1_750_000_000.0) -> None:
        self._now = start
        self._mono = 0.0
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> float:
        """Seconds since 1970-01-01 UTC, as far as `advance` has gone."""
        return self._now

    def monotonic(self) -> float:
        """Seconds that `advance` has gone through."""
        return self._mono

    async def sleep(self, seconds: float) -> None:
        """Wait until `advance` has gone that far."""
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._mono + max(0.0, seconds), next(self._order), woken))
        await woken

    async def advance(self, seconds: float) -> None:
        """Go forward, waking each sleeper at its own time and letting what it started run."""
        target = self._mono + seconds
        await _settle()
        while self._sleepers and self._sleepers[0][0] <= target:
            at, _, woken = heapq.heappop(self._sleepers)
            self._step_to(at)
            if not woken.done():
                woken.set_result(None)
            await _settle()
        self._step_to(target)
        await _settle()

    def _step_to(self, mono: float) -> None:
        self._now += mono - self._mono
        self._mono = mono


async def _settle(rounds: int = 20) -> None:
    """Give tasks that are ready several turns of the loop."""
    for _ in range(rounds):
        await asyncio.sleep(0)
