"""Read connections of their own, in a few threads: neither the engine's loop nor the writer waits for a query."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


class Readers:
    """Up to `threads` queries at once, each on a connection that `connect` makes when it is first needed."""

    def __init__(self, name: str, connect: Callable[[], sqlite3.Connection], *, threads: int = 2) -> None:
        self._connect = connect
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=f"{name}-reader")
        self._idle: list[sqlite3.Connection] = []
        self._generation = 0
        self._lock = Lock()

    async def run(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """What `query` returns; it must not write."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._run, query)

    def renew(self) -> None:
        """Use no connection again that was made before now (the file was replaced)."""
        with self._lock:
            self._generation += 1
            stale, self._idle = self._idle, []
        for db in stale:
            db.close()

    def close(self) -> None:
        """Let go of the connections, after the queries that run."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.renew()

    def _run(self, query: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            generation = self._generation
            db = self._idle.pop() if self._idle else None
        if db is None:
            db = self._connect()
        try:
            return query(db)
        finally:
            self._give_back(db, generation)

    def _give_back(self, db: sqlite3.Connection, generation: int) -> None:
        with self._lock:
            if is_current := generation == self._generation:
                self._idle.append(db)
        if not is_current:
            db.close()
