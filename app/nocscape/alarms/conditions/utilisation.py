"""Traffic as a share of what the port can carry."""

from __future__ import annotations

from nocscape.alarms.following import Follower, Scaled
from nocscape.base.i18n import mark
from nocscape.model.alarms import AlarmRule, Side

TITLE = mark("Share of the port's speed")
SIDES = (Side.ABOVE, Side.BELOW)
HAS_WINDOW = False
LIMITS = (80.0, 95.0)


def unit(metric_unit: str) -> str | None:
    """Percent, of metrics in bits a second."""
    return "%" if metric_unit == "bit/s" else None


def follow(rule: AlarmRule, speed_bps: int) -> Follower | None:  # noqa: ARG001 - one contract for all
    """A port whose speed is not known cannot be judged."""
    return Scaled(100.0 / speed_bps) if speed_bps > 0 else None
