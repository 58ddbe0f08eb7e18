"""Traffic that looks alive: quiet nights, busy office hours, a little restlessness; the same for the same seed."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable

SLOT_S = 5.0
"""Width of a step in which the rate stays the same."""

MAX_STEPS = 2000


def day_shape(now: float) -> float:
    """Share of the daily peak, 0.15 at four in the morning to 1.0 in the afternoon, local time; weekends are half."""
    local = time.localtime(now)
    hour = local.tm_hour + local.tm_min / 60
    wave = 0.5 - 0.5 * math.cos((hour - 3.5) / 24 * 2 * math.pi)
    shape = 0.15 + 0.85 * math.pow(wave, 1.5)
    return shape * (0.5 if local.tm_wday >= 5 else 1.0)


class Flow:
    """Octets in one direction of one cable, counted as time goes on; both ends of the cable share it."""

    def __init__(self, peak_bps: float, seed: int, start: float, is_down: Callable[[float], bool]) -> None:
        self.peak_bps = peak_bps
        self._is_down = is_down
        self._seed = seed
        self._octets = float(random.Random(seed).randrange(10**9, 10**13))
        self._until = start

    def rate_bps(self, now: float) -> float:
        """Bits a second at a time."""
        if self._is_down(now):
            return 0.0
        return self.peak_bps * day_shape(now) * self._restless(now)

    def octets(self, now: float) -> int:
        """The counter at `now`; asking for an earlier time gives the latest value."""
        steps = 0
        while self._until < now and steps < MAX_STEPS:
            end = min(now, (math.floor(self._until / SLOT_S) + 1) * SLOT_S)
            self._octets += self.rate_bps(self._until) * (end - self._until) / 8
            self._until, steps = end, steps + 1
        self._until = max(self._until, now)
        return int(self._octets)

    def _restless(self, now: float) -> float:
        """0.6 to 1.5: a slow swell of minutes and a quick jitter of seconds."""
        slot = int(now // SLOT_S)
        swell = math.sin(now / 97 + self._seed % 628 / 100) * 0.2
        jitter = (hash((self._seed, slot)) & 0xFFFF) / 0xFFFF * 0.4 - 0.2
        return 1.0 + swell + jitter
