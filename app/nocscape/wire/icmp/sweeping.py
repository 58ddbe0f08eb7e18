"""One sweep: sends in bursts, lets answers in between them, asks the silent again."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterable, Iterator

from nocscape.wire.icmp.exchange import EchoExchange, Sending
from nocscape.wire.icmp.pacing import TokenBucket
from nocscape.wire.icmp.pinger import OnProgress, OnReply, OnSilent
from nocscape.wire.icmp.probes import Probe
from nocscape.wire.icmp.replies import IcmpError, PingReply

BURST = 64
"""Packets between two looks at what came back: 64 answers fit any receive buffer, and 64 sends take under 1 ms."""
_KEPT_FREE = 8192
"""Sequence numbers that a sweep leaves to the polls beside it."""
_FULL_PAUSE_S = 0.002
_FULL_TRIES = 5000
"""After 10 s without room for a single packet an address is given up; a full table of neighbours clears in 5 s."""
_LONGEST_SLEEP_S = 0.05


class SweepRun:
    """The state of one sweep. All attempts have the same timeout, so what waits stands in order of its deadline."""

    def __init__(
        self,
        exchange: EchoExchange,
        addresses: Iterable[str],
        *,
        timeout_s: float,
        attempts: int,
        bucket: TokenBucket,
        on_reply: OnReply,
        on_silent: OnSilent | None,
    ) -> None:
        self._exchange = exchange
        self._addresses: Iterator[str] = iter(addresses)
        self._timeout_s = timeout_s
        self._attempts = attempts
        self._bucket = bucket
        self._on_reply = on_reply
        self._on_silent = on_silent
        self._waiting: deque[Probe] = deque()
        self._again: deque[Probe] = deque()
        self._is_exhausted = False
        self._full_tries = 0
        self._sent = 0

    async def run(self, on_progress: OnProgress | None) -> None:
        """Go on until every address is settled; cancelling the task gives all sequence numbers back."""
        try:
            while not self._is_done():
                self._expire()
                pause_s = self._send_burst()
                if on_progress is not None:
                    on_progress(self._sent)
                await asyncio.sleep(pause_s)
        finally:
            for probe in (*self._waiting, *self._again):
                self._exchange.give_back(probe)

    def _is_done(self) -> bool:
        return self._is_exhausted and not self._waiting and not self._again

    def _expire(self) -> None:
        """Take from the front of the line whose time is up; answered ones simply leave it."""
        now = time.monotonic()
        while self._waiting:
            probe = self._waiting[0]
            if not probe.is_settled:
                if probe.sent[-1][1] + self._timeout_s > now:
                    return
                self._give_up_or_repeat(probe)
            self._waiting.popleft()

    def _give_up_or_repeat(self, probe: Probe) -> None:
        if probe.error is None and len(probe.sent) < self._attempts:
            self._again.append(probe)
            return
        self._exchange.give_back(probe)
        self._conclude(probe.address, probe.error)

    def _conclude(self, address: str, error: IcmpError | None) -> None:
        if error is not None:
            self._on_reply(PingReply(address, error=error))
        elif self._on_silent is not None:
            self._on_silent(address)

    def _send_burst(self) -> float:
        """Send what may go now; the answer is how many seconds to pause."""
        allowed = self._bucket.available()
        gone = 0
        while gone < allowed:
            probe = self._next_probe()
            if probe is None:
                break
            sending = self._exchange.transmit(probe)
            if sending is Sending.FULL and self._may_wait_for_room(probe):
                self._bucket.spend(gone)
                return _FULL_PAUSE_S
            self._after_sending(probe, sending)
            gone += 1
        self._bucket.spend(gone)
        return self._pause_s(is_idle=gone < allowed)

    def _next_probe(self) -> Probe | None:
        while self._again:
            probe = self._again.popleft()
            if not probe.is_settled:
                return probe
        while not self._is_exhausted and self._exchange.free > _KEPT_FREE:
            address = next(self._addresses, None)
            if address is None:
                self._is_exhausted = True
                break
            self._sent += 1
            lent = self._exchange.lend(address, self._answered)
            if isinstance(lent, Probe):
                return lent
            self._conclude(address, lent)
        return None

    def _may_wait_for_room(self, probe: Probe) -> bool:
        """Put `probe` back in front, unless the system has had no room for too long."""
        self._full_tries += 1
        if self._full_tries > _FULL_TRIES:
            probe.error = IcmpError("send_failed")
            return False
        self._again.appendleft(probe)
        return True

    def _after_sending(self, probe: Probe, sending: Sending) -> None:
        if sending is Sending.SENT:
            self._full_tries = 0
            self._waiting.append(probe)
            return
        self._exchange.give_back(probe)
        self._conclude(probe.address, probe.error)

    def _answered(self, probe: Probe, rtt_ms: float) -> None:
        self._on_reply(PingReply(probe.address, rtt_ms))

    def _pause_s(self, *, is_idle: bool) -> float:
        """Nothing while there is more to send; else until the first deadline, but soon enough to end early."""
        if not is_idle:
            return self._bucket.wait_s()
        if not self._waiting:
            return 0.0
        left = self._waiting[0].sent[-1][1] + self._timeout_s - time.monotonic()
        return min(max(left, 0.0), _LONGEST_SLEEP_S)
