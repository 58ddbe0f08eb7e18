"""A queue that cannot grow without limit and says what it let go."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Generic, TypeVar

from nocscape.base.counters import Counters

T = TypeVar("T")


class BoundedQueue(Generic[T]):
    """For one asyncio loop: `offer` never waits; when full, the newest is dropped and counted.

    Drops stand under `<name>.dropped.full` in the counters.
    """

    def __init__(self, name: str, limit: int, counters: Counters) -> None:
        self.name = name
        self.limit = limit
        self._counters = counters
        self._items: deque[T] = deque()
        self._filled = asyncio.Event()

    def __len__(self) -> int:
        return len(self._items)

    def offer(self, item: T) -> bool:
        """Put `item` in, or count it as dropped and return False."""
        if len(self._items) >= self.limit:
            self._counters.add(f"{self.name}.dropped.full")
            return False
        self._items.append(item)
        self._filled.set()
        return True

    async def take(self, most: int = 1000) -> list[T]:
        """Wait until there is something, then return up to `most` items in order."""
        while not self._items:
            self._filled.clear()
            await self._filled.wait()
        return [self._items.popleft() for _ in range(min(most, len(self._items)))]

    def drain(self) -> list[T]:
        """Everything that is left, without waiting."""
        left = list(self._items)
        self._items.clear()
        return left
