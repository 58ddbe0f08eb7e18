"""How far a value rose or fell within a time: a disk that fills up, a temperature that climbs."""

from __future__ import annotations

from collections import deque

from nocscape.alarms.following import Follower
from nocscape.base.i18n import mark
from nocscape.model.alarms import AlarmRule, Side

TITLE = mark("Change within a time")
SIDES = (Side.ABOVE, Side.BELOW)
HAS_WINDOW = True
LIMITS = ()
MOST_KEPT = 2048
"""Values of one series; where there are more in the window, every second one is forgotten."""


class Change:
    """The difference to the latest value that is at least `window_s` old."""

    def __init__(self, window_s: float) -> None:
        self._window_s = window_s
        self._kept: deque[tuple[int, float]] = deque()

    def take(self, at: int, value: float) -> float | None:
        """None until the window is full."""
        kept = self._kept
        kept.append((at, value))
        while len(kept) > 1 and kept[1][0] <= at - self._window_s:
            kept.popleft()
        if len(kept) > MOST_KEPT:
            self._kept = deque(tuple(kept)[::2])
        first_at, first = kept[0]
        return value - first if first_at <= at - self._window_s else None

    def wait(self, now: float) -> float | None:  # noqa: ARG002 - time alone changes nothing
        """Time alone says nothing."""
        return None


def unit(metric_unit: str) -> str | None:
    """That of the metric."""
    return metric_unit


def follow(rule: AlarmRule, speed_bps: int) -> Follower | None:  # noqa: ARG001 - one contract for all
    """A follower with an empty window."""
    return Change(rule.window_s)
