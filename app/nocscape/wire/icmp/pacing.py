"""How fast to send."""

from __future__ import annotations

from collections.abc import Callable


class TokenBucket:
    """Lets `rate_per_s` packets a second pass, at most `burst` of them at once; None lets all pass."""

    def __init__(self, rate_per_s: float | None, burst: int, monotonic: Callable[[], float]) -> None:
        if rate_per_s is not None and rate_per_s <= 0:
            raise ValueError("a rate must be above 0")
        self._rate = rate_per_s
        self._burst = max(1, burst)
        self._monotonic = monotonic
        self._tokens = 1.0
        self._filled_at = monotonic()

    def available(self) -> int:
        """How many packets may go now, `burst` at most."""
        if self._rate is None:
            return self._burst
        now = self._monotonic()
        self._tokens = min(float(self._burst), self._tokens + (now - self._filled_at) * self._rate)
        self._filled_at = now
        return int(self._tokens)

    def spend(self, count: int) -> None:
        """That many went out."""
        if self._rate is not None:
            self._tokens -= count

    def wait_s(self) -> float:
        """Seconds until the next packet may go."""
        if self._rate is None or self._tokens >= 1:
            return 0.0
        return (1 - self._tokens) / self._rate
