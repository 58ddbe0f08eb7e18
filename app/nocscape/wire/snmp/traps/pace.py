"""How often each sender is listened to."""

from __future__ import annotations

from collections import OrderedDict

MOST_SENDERS = 16_384


class Pace:
    """A bucket of tokens for each sender: `burst` at once, `per_s` in the long run."""

    def __init__(self, per_s: float, burst: int) -> None:
        self._per_s = per_s
        self._burst = burst
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, sender: str, now: float) -> bool:
        """Whether one more is listened to at `now`, in monotonic seconds; if so, it is counted."""
        left, at = self._left.pop(sender, (float(self._burst), now))
        left = min(float(self._burst), left + (now - at) * self._per_s)
        is_allowed = left >= 1.0
        self._left[sender] = (left - 1.0 if is_allowed else left, now)
        if len(self._left) > MOST_SENDERS:
            self._left.popitem(last=False)
        return is_allowed
