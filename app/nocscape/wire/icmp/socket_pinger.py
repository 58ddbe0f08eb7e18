"""The fast way: all hosts over one ICMP socket a family."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable

from nocscape.wire.icmp.exchange import EchoExchange, Sending
from nocscape.wire.icmp.pacing import TokenBucket
from nocscape.wire.icmp.pinger import OnProgress, OnReply, OnSilent, Pinger
from nocscape.wire.icmp.probes import MAX_ATTEMPTS, Probe
from nocscape.wire.icmp.replies import IcmpError, PingReply
from nocscape.wire.icmp.sweeping import BURST, SweepRun

_FULL_PAUSE_S = 0.002


class SocketPinger(Pinger):
    """Pings over sockets that are shared by everything that goes on."""

    def __init__(self, exchange: EchoExchange, mode: str) -> None:
        self.mode = mode
        self._exchange = exchange

    async def ping(
        self, address: str, *, timeout_s: float = 1.0, count: int = 1, interval_s: float = 0.2
    ) -> list[PingReply]:
        """See `Pinger.ping`; an answer after `timeout_s` counts as lost."""
        echoes: list[_Echo] = []
        try:
            for number in range(count):
                if number:
                    await asyncio.sleep(interval_s)
                echoes.append(_Echo(address, self._exchange))
                await echoes[-1].send(timeout_s)
            if waiting := [echo.done for echo in echoes if not echo.done.done()]:
                await asyncio.wait(waiting, timeout=timeout_s)
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
        self._exchange.close()


class _Echo:
    """One request of a `ping` call. An error does not end the wait: anyone could forge it, and an answer beats it."""

    def __init__(self, address: str, exchange: EchoExchange) -> None:
        self._address = address
        self._exchange = exchange
        self._probe: Probe | None = None
        self._error: IcmpError | None = None
        self.done: asyncio.Future[float | None] = asyncio.get_running_loop().create_future()

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
        if not self.done.done():
            self.done.set_result(rtt_ms)

    def _refuse(self, error: IcmpError) -> None:
        self._error = error
        if not self.done.done():
            self.done.set_result(None)

    def result(self, timeout_s: float) -> PingReply:
        """What is known now."""
        rtt_ms = self.done.result() if self.done.done() else None
        if rtt_ms is not None and rtt_ms <= timeout_s * 1000:
            return PingReply(self._address, rtt_ms)
        reported = self._probe.error if self._probe else None
        return PingReply(self._address, error=self._error or reported)

    def release(self) -> None:
        """Wait no longer."""
        if self._probe is not None:
            self._exchange.give_back(self._probe)
