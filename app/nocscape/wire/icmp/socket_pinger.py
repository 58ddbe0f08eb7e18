"""The fast way: all hosts over one ICMP socket a family."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Iterable

from nocscape.wire.icmp.exchange import EchoExchange, Sending
from nocscape.wire.icmp.pacing import TokenBucket
from nocscape.wire.icmp.pinger import OnProgress, OnReply, OnSilent, Pinger
from nocscape.wire.icmp.probes import MAX_ATTEMPTS, Probe
from nocscape.wire.icmp.replies import IcmpError, PingReply
from nocscape.wire.icmp.sweeping import BURST, SweepRun

_FULL_PAUSE_S = 0.002
_STEP_S = 0.05


class SocketPinger(Pinger):
    """Pings over sockets that are shared by everything that goes on."""

    def __init__(self, exchange: EchoExchange, mode: str) -> None:
        self.mode = mode
        self._exchange = exchange
        self._steps = _Steps()

    async def ping(
        self, address: str, *, timeout_s: float = 1.0, count: int = 1, interval_s: float = 0.2
    ) -> list[PingReply]:
        """See `Pinger.ping`; an answer after `timeout_s` counts as lost."""
        echoes: list[_Echo] = []
        call = _Call(count)
        try:
            for number in range(count):
                if number:
                    await self._steps.next(interval_s)
                echoes.append(_Echo(address, self._exchange, call))
                await echoes[-1].send(timeout_s)
            await call.wait(timeout_s)
            return [echo.result(timeout_s) for echo in echoes]
        finally:
            for echo in echoes:
                echo.release()

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
        """See `Pinger.sweep`. The silent are asked again as their time ends, so that no list of them grows."""
        run = SweepRun(
            self._exchange,
            addresses,
            timeout_s=timeout_s,
            attempts=min(retries + 1, MAX_ATTEMPTS),
            bucket=TokenBucket(rate_per_s, BURST, time.monotonic),
            on_reply=on_reply,
            on_silent=on_silent,
        )
        await run.run(on_progress)

    async def close(self) -> None:
        """Close the sockets."""
        self._steps.end()
        self._exchange.close()


class _Steps:
    """Lets the echoes to many hosts go out together: one timer, and one awakening of the loop, for all of them."""

    def __init__(self) -> None:
        self._coming: dict[int, tuple[asyncio.Event, asyncio.TimerHandle]] = {}

    async def next(self, after_s: float) -> None:
        """Wait so many seconds, or a little longer."""
        loop = asyncio.get_running_loop()
        number = math.ceil((loop.time() + after_s) / _STEP_S)
        if number not in self._coming:
            self._coming[number] = asyncio.Event(), loop.call_at(number * _STEP_S, self._take, number)
        step, _ = self._coming[number]
        await step.wait()

    def end(self) -> None:
        """Wake everybody who waits."""
        for number in [*self._coming]:
            self._coming[number][1].cancel()
            self._take(number)

    def _take(self, number: int) -> None:
        step, _ = self._coming.pop(number)
        step.set()


class _Call:
    """What the echoes of one `ping` call wait for together."""

    def __init__(self, count: int) -> None:
        self._waiting = count
        self._over: asyncio.Future[None] | None = None

    def settled(self) -> None:
        """One of the echoes needs no more waiting."""
        self._waiting -= 1
        if self._waiting <= 0:
            self._end()

    async def wait(self, timeout_s: float) -> None:
        """Until all are settled, `timeout_s` seconds at most."""
        if self._waiting > 0:
            loop = asyncio.get_running_loop()
            self._over = loop.create_future()
            timer = loop.call_later(timeout_s, self._end)
            try:
                await self._over
            finally:
                timer.cancel()

    def _end(self) -> None:
        if self._over is not None and not self._over.done():
            self._over.set_result(None)


class _Echo:
    """One request of a `ping` call. An error does not end the wait: anyone could forge it, and an answer beats it."""

    def __init__(self, address: str, exchange: EchoExchange, call: _Call) -> None:
        self._address = address
        self._exchange = exchange
        self._call = call
        self._probe: Probe | None = None
        self._error: IcmpError | None = None
        self._rtt_ms: float | None = None

    async def send(self, timeout_s: float) -> None:
        """Send, waiting for room in the system at most `timeout_s`."""
        deadline = time.monotonic() + timeout_s
        while not self._try_to_send():
            if time.monotonic() >= deadline:
                self._refuse(IcmpError("send_failed"))
                return
            await asyncio.sleep(_FULL_PAUSE_S)

    def _try_to_send(self) -> bool:
        if self._probe is None:
            lent = self._exchange.lend(self._address, self._answered)
            if isinstance(lent, IcmpError):
                self._refuse(lent)
                return True
            self._probe = lent
        if self._probe is None:
            return False
        sending = self._exchange.transmit(self._probe)
        if sending is Sending.REFUSED and self._probe.error is not None:
            self._refuse(self._probe.error)
        return sending is not Sending.FULL

    def _answered(self, _probe: Probe, rtt_ms: float) -> None:
        self._rtt_ms = rtt_ms
        self._call.settled()

    def _refuse(self, error: IcmpError) -> None:
        self._error = error
        self._call.settled()

    def result(self, timeout_s: float) -> PingReply:
        """What is known now."""
        if self._rtt_ms is not None and self._rtt_ms <= timeout_s * 1000:
            return PingReply(self._address, self._rtt_ms)
        reported = self._probe.error if self._probe else None
        return PingReply(self._address, error=self._error or reported)

    def release(self) -> None:
        """Wait no longer."""
        if self._probe is not None:
            self._exchange.give_back(self._probe)
