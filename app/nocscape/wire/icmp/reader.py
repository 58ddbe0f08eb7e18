"""Calls back on the loop when a socket has something to read."""

from __future__ import annotations

import asyncio
import select
import socket
import threading
from collections.abc import Callable
from typing import Protocol

Stop = Callable[[], None]


class _HasFileno(Protocol):
    def fileno(self) -> int: ...


def watch(readable: _HasFileno, callback: Callable[[], None]) -> Stop:
    """Call `callback` on the running loop while `readable` has data; the answer ends it.

    Windows' proactor loop, which subprocesses need there, has no `add_reader`: a small thread waits in its place.
    """
    loop = asyncio.get_running_loop()
    try:
        loop.add_reader(readable.fileno(), callback)
    except NotImplementedError:
        return _Waiter(readable, callback, loop).stop
    return lambda: _remove(loop, readable)


def _remove(loop: asyncio.AbstractEventLoop, readable: _HasFileno) -> None:
    loop.remove_reader(readable.fileno())


class _Waiter:
    """A thread that waits for one socket and lets the loop empty it before it waits again."""

    def __init__(self, readable: _HasFileno, callback: Callable[[], None], loop: asyncio.AbstractEventLoop) -> None:
        self._readable = readable
        self._callback = callback
        self._loop = loop
        self._is_emptied = threading.Event()
        self._is_stopped = False
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="icmp-reader", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._is_stopped:
            ready, _, _ = select.select([self._readable, self._woken], [], [])
            if self._is_stopped or self._woken in ready:
                return
            self._is_emptied.clear()
            self._loop.call_soon_threadsafe(self._empty)
            self._is_emptied.wait()

    def _empty(self) -> None:
        try:
            if not self._is_stopped:
                self._callback()
        finally:
            self._is_emptied.set()

    def stop(self) -> None:
        """End the thread; it waits for nothing that could hold it."""
        self._is_stopped = True
        self._is_emptied.set()
        self._wake.send(b"\0")
        self._thread.join()
        self._wake.close()
        self._woken.close()
