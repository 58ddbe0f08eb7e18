"""No value for a while, though there was one: a sensor that was pulled, a check that runs no more."""

from __future__ import annotations

from nocscape.alarms.following import Follower
from nocscape.base.i18n import mark
from nocscape.model.alarms import AlarmRule, Side

TITLE = mark("No value for a time")
SIDES = (Side.ABOVE,)
HAS_WINDOW = False
LIMITS = (300.0, 3600.0)


class Silence:
    """Seconds since the last value; begins with the first one."""

    def __init__(self) -> None:
        self._last: float | None = None

    def take(self, at: int, value: float) -> float | None:  # noqa: ARG002 - whatever it is
        """A value ends the silence."""
        self._last = at
        return 0.0

    def wait(self, now: float) -> float | None:
        """How long it lasts."""
        return None if self._last is None else max(0.0, now - self._last)


def unit(metric_unit: str) -> str | None:  # noqa: ARG001 - one contract for all
    """Seconds."""
    return "s"


def follow(rule: AlarmRule, speed_bps: int) -> Follower | None:  # noqa: ARG001 - one contract for all
    """A follower that has seen nothing."""
    return Silence()
