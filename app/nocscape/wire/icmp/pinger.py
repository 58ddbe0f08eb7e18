"""What every way of pinging can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable

from nocscape.wire.icmp.replies import PingReply

OnReply = Callable[[PingReply], None]
OnSilent = Callable[[str], None]
OnProgress = Callable[[int], None]


class Pinger(ABC):
    """Asks addresses whether they are there."""

    mode: str
    """`icmp socket`, `raw socket`, `system ping` or `tcp/snmp probes`, for the status bar."""

    @abstractmethod
    async def ping(
        self, address: str, *, timeout_s: float = 1.0, count: int = 1, interval_s: float = 0.2
    ) -> list[PingReply]:
        """`count` echoes, `interval_s` apart; each is given `timeout_s`. Thousands of calls may run side by side."""

    @abstractmethod
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
        """Ask every address once, and the silent ones again, up to `retries` times.

        Each address ends in one call: `on_reply` with an answer or with the error that was reported for it, else
        `on_silent`. `on_progress` gets the number of addresses that were sent to so far. `addresses` is read as it
        is needed and never held. Cancel the task to stop.
        """

    @abstractmethod
    async def close(self) -> None:
        """Give back sockets and processes; what still waits is silent."""
