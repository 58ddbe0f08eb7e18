"""Ways of pinging that need a process or connections of their own for each host."""

from __future__ import annotations

import asyncio
import time
from abc import abstractmethod
from collections.abc import Iterable, Iterator

from nocscape.wire.icmp.addresses import canonical
from nocscape.wire.icmp.pacing import TokenBucket
from nocscape.wire.icmp.pinger import OnProgress, OnReply, OnSilent, Pinger
from nocscape.wire.icmp.replies import IcmpError, PingReply

_BURST = 8


class OneByOnePinger(Pinger):
    """Asks hosts through `_ask`, at most `most_at_once` at a time."""

    def __init__(self, mode: str, most_at_once: int) -> None:
        self.mode = mode
        self._most_at_once = most_at_once
        self._room = asyncio.Semaphore(most_at_once)

    @abstractmethod
    async def _ask(self, address: str, timeout_s: float) -> PingReply:
        """One attempt at one host."""

    async def ping(
        self, address: str, *, timeout_s: float = 1.0, count: int = 1, interval_s: float = 0.2
    ) -> list[PingReply]:
        """See `Pinger.ping`; the echoes go one after the other."""
        replies: list[PingReply] = []
        for number in range(count):
            if number:
                await asyncio.sleep(interval_s)
            async with self._room:
                replies.append(await self._ask_address(address, timeout_s))
        return replies

    async def sweep(
        self,
        addresses: Iterable[str],
        *,
        timeout_s: float = 1.0,
        retries: int = 1,
        rate_per_s: float | None = None,
        on_reply: OnReply,
        on_progress: OnProgress | None = None,
        on_silent: OnSilent | None = None,
    ) -> None:
        """See `Pinger.sweep`; each worker takes the next address when it is done with one."""
        line = _Line(iter(addresses), TokenBucket(rate_per_s, _BURST, time.monotonic), on_progress)

        async def work() -> None:
            while (address := await line.take()) is not None:
                reply = await self._ask_again(address, timeout_s, retries, line)
                if reply.is_alive or reply.error is not None:
                    on_reply(reply)
                elif on_silent is not None:
                    on_silent(address)

        async with asyncio.TaskGroup() as group:
            for _ in range(self._most_at_once):
                group.create_task(work(), name="sweep-worker")

    async def _ask_again(self, address: str, timeout_s: float, retries: int, line: _Line) -> PingReply:
        reply = PingReply(address)
        for attempt in range(retries + 1):
            if attempt:
                await line.wait_for_turn()
            async with self._room:
                reply = await self._ask_address(address, timeout_s)
            if reply.is_alive or reply.error is not None:
                break
        return reply

    async def _ask_address(self, address: str, timeout_s: float) -> PingReply:
        """Only an address goes further: a name would be resolved, a leading dash taken for an option."""
        if canonical(address) is None:
            return PingReply(address, error=IcmpError("no_route"))
        return await self._ask(address, timeout_s)

    async def close(self) -> None:
        """Nothing is held between calls."""


class _Line:
    """The addresses of a sweep, handed out at its rate."""

    def __init__(self, addresses: Iterator[str], bucket: TokenBucket, on_progress: OnProgress | None) -> None:
        self._addresses = addresses
        self._bucket = bucket
        self._on_progress = on_progress
        self._taken = 0
        self._turn = asyncio.Lock()

    async def take(self) -> str | None:
        """The next address when its turn has come; None at the end."""
        await self.wait_for_turn()
        address = next(self._addresses, None)
        if address is not None:
            self._taken += 1
            if self._on_progress is not None:
                self._on_progress(self._taken)
        return address

    async def wait_for_turn(self) -> None:
        """Until one more attempt may go out."""
        async with self._turn:
            if self._bucket.available() < 1:
                await asyncio.sleep(self._bucket.wait_s())
                self._bucket.available()
            self._bucket.spend(1)
