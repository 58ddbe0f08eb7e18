"""A ping sweep that can be watched, cancelled and resumed."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from nocscape.discovery.targets import Targets
from nocscape.model.net import Unanswered
from nocscape.wire.icmp import Pinger, PingReply

NO_ANSWER = "no_answer"
REMEMBERED = 70_000
"""Problems that may wait to be taken; of a larger sweep the later ones are only counted."""


class Sweep:
    """Asks all targets in order; live ones come out of `run` as they answer.

    `sent` of `total` addresses were asked so far. After a cancel, `remaining` is what a new sweep has to ask.
    """

    def __init__(
        self,
        pinger: Pinger,
        targets: Targets,
        *,
        timeout_s: float = 1.0,
        retries: int = 1,
        rate_per_s: float | None = None,
    ) -> None:
        self.total = len(targets)
        self.sent = 0
        self.silent = 0
        self._settled = bytearray(self.total)
        self._pinger = pinger
        self._targets = targets
        self._timeout_s = timeout_s
        self._retries = retries
        self._rate_per_s = rate_per_s
        self._live: deque[PingReply] = deque()
        self._news = asyncio.Event()
        self._problems: list[Unanswered] = []

    def remaining(self) -> Targets:
        """Addresses of which nothing is known yet: not asked, or still within their time to answer."""
        return self._targets.where_not(self._settled)

    def take_problems(self) -> list[Unanswered]:
        """Addresses that did not answer, or for which an error was reported, since this was last asked."""
        taken, self._problems = self._problems, []
        return taken

    async def run(self) -> AsyncIterator[PingReply]:
        """Live addresses as they answer; cancel the task, or close the iterator, to stop."""
        work = asyncio.ensure_future(self._ask())
        work.add_done_callback(lambda _: self._news.set())
        try:
            while not work.done() or self._live:
                await self._news.wait()
                self._news.clear()
                while self._live:
                    yield self._live.popleft()
                if work.done():
                    self._news.set()
            await work
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def _ask(self) -> None:
        await self._pinger.sweep(
            iter(self._targets),
            timeout_s=self._timeout_s,
            retries=self._retries,
            rate_per_s=self._rate_per_s,
            on_reply=self._heard,
            on_progress=self._sent_so_far,
            on_silent=self._heard_nothing,
        )
        self.sent = self.total

    def _sent_so_far(self, count: int) -> None:
        self.sent = min(self.total, count)

    def _heard(self, reply: PingReply) -> None:
        self._settle(reply.address)
        if reply.error is not None:
            self._note(Unanswered(reply.address, reply.error.kind, reply.error.reporter or None))
        else:
            self._live.append(reply)
            self._news.set()

    def _heard_nothing(self, address: str) -> None:
        self._settle(address)
        self.silent += 1
        self._note(Unanswered(address, NO_ANSWER))

    def _note(self, problem: Unanswered) -> None:
        if len(self._problems) < REMEMBERED:
            self._problems.append(problem)

    def _settle(self, address: str) -> None:
        place = self._targets.index(address)
        if place is not None:
            self._settled[place] = 1
