"""One question and its answer over UDP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
MOST_OCTETS = 4096
TRIES = 2
"""A single lost datagram is no outage."""


async def exchange(
    address: str, port: int, question: bytes, understand: Callable[[bytes], T | None], *, timeout_s: float
) -> T:
    """What `understand` makes of the answer; datagrams that it makes None of are not ours. Raises OSError."""
    loop = asyncio.get_running_loop()
    waiter: asyncio.Future[T] = loop.create_future()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: _Listener(waiter, understand), remote_addr=(address, port)
    )
    try:
        for _ in range(TRIES - 1):
            transport.sendto(question)
            done, _ = await asyncio.wait([waiter], timeout=timeout_s / TRIES)
            if done:
                return await waiter
        transport.sendto(question)
        return await waiter
    finally:
        waiter.cancel()
        transport.close()


class _Listener(asyncio.DatagramProtocol):
    def __init__(self, waiter: asyncio.Future[T], understand: Callable[[bytes], T | None]) -> None:
        self._waiter = waiter
        self._understand = understand

    def datagram_received(self, data: bytes, _: object) -> None:
        if not self._waiter.done() and (found := self._understand(data[:MOST_OCTETS])) is not None:
            self._waiter.set_result(found)

    def error_received(self, exc: Exception) -> None:
        if not self._waiter.done():
            self._waiter.set_exception(exc)
