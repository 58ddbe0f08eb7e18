"""The small interface between an engine and whoever commands it, and its first form: two threads of one process.

Both ends speak plain data. `Line` is the commanding end, `Session` the engine's end of the same connection.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol

from nocscape.model.batches import Batch
from nocscape.model.commands import Command

MAX_WAITING = 64
"""Batches that may wait for a slow reader before the engine holds back and merges instead."""


class Line(Protocol):
    """The end of a console, a command line or a script."""

    def send(self, command: Command) -> None:
        """Hand a command over; never waits. Raises ConnectionError once the engine is gone."""
        ...

    def receive(self, timeout_s: float = 0.0) -> list[Batch]:
        """Batches that arrived, in order; waits at most `timeout_s` seconds for the first one."""
        ...

    def close(self) -> None:
        """Hang up; safe to call twice."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether the engine is still there."""
        ...


class Session(Protocol):
    """The engine's end, used on the engine's loop only."""

    @property
    def can_take(self) -> bool:
        """False while the other side is behind; the engine then merges what it would send."""
        ...

    def deliver(self, batch: Batch) -> None:
        """Send a batch; never waits."""
        ...

    def hang_up(self) -> None:
        """Close from the engine's side."""
        ...


class Door(Protocol):
    """Where an engine takes sessions and their commands in, on its loop."""

    def enter(self, session: Session) -> None:
        """A new session."""
        ...

    def submit(self, session: Session, command: Command) -> None:
        """A command of an entered session."""
        ...

    def leave(self, session: Session) -> None:
        """A session that hung up."""
        ...


class QueueLine:
    """Both ends in one process: commands go through the loop's thread-safe call, batches through a deque."""

    def __init__(self, loop: asyncio.AbstractEventLoop, door: Door) -> None:
        self._loop = loop
        self._door = door
        self._arrived: deque[Batch] = deque()
        self._news = threading.Condition()
        self._is_open = True
        self._session = _QueueSession(self._put, self._waiting, self._engine_hung_up)
        loop.call_soon_threadsafe(door.enter, self._session)

    @property
    def is_open(self) -> bool:
        """Whether the engine is still there."""
        return self._is_open and not self._loop.is_closed()

    def send(self, command: Command) -> None:
        """Hand a command to the engine's loop."""
        if not self.is_open:
            raise ConnectionError("the engine has stopped")
        self._loop.call_soon_threadsafe(self._door.submit, self._session, command)

    def receive(self, timeout_s: float = 0.0) -> list[Batch]:
        """Batches that arrived; waits at most `timeout_s` seconds for the first one."""
        with self._news:
            if not self._arrived and timeout_s > 0 and self._is_open:
                self._news.wait(timeout_s)
            got = list(self._arrived)
            self._arrived.clear()
        return got

    def close(self) -> None:
        """Hang up."""
        if self._is_open:
            self._is_open = False
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._door.leave, self._session)

    def _put(self, batch: Batch) -> None:
        with self._news:
            self._arrived.append(batch)
            self._news.notify()

    def _waiting(self) -> int:
        return len(self._arrived)

    def _engine_hung_up(self) -> None:
        self._is_open = False
        with self._news:
            self._news.notify_all()


class _QueueSession:
    def __init__(self, put: Callable[[Batch], None], waiting: Callable[[], int], hung_up: Callable[[], None]) -> None:
        self._put = put
        self._waiting = waiting
        self._hung_up = hung_up

    @property
    def can_take(self) -> bool:
        return self._waiting() < MAX_WAITING

    def deliver(self, batch: Batch) -> None:
        self._put(batch)

    def hang_up(self) -> None:
        self._hung_up()
