"""The value itself."""

from __future__ import annotations

from nocscape.alarms.following import Follower, Scaled
from nocscape.base.i18n import mark
from nocscape.model.alarms import AlarmRule, Side

TITLE = mark("Value")
SIDES = (Side.ABOVE, Side.BELOW)
HAS_WINDOW = False
LIMITS = ()


def unit(metric_unit: str) -> str | None:
    """That of the metric."""
    return metric_unit


def follow(rule: AlarmRule, speed_bps: int) -> Follower | None:  # noqa: ARG001 - one contract for all
    """Nothing is made of it."""
    return Scaled()
