"""One condition a file: a way to judge a series.

A file is found by being here; its name is the condition's. It declares `TITLE` (marked), `SIDES` on which a value may
be bad, `HAS_WINDOW`, whether a rule says over what time, and `LIMITS` to begin with, milder and worse, where they do
not depend on the series; `unit(metric_unit) -> str | None`, the unit of its limits, or
None where it cannot judge such a metric; and `follow(rule, speed_bps) -> Follower | None`, what it makes of one series,
or None where this one cannot be judged. `speed_bps` is the speed of the port that the series is of, 0 where there is
none.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Protocol, cast

from nocscape.alarms.following import Follower
from nocscape.model.alarms import AlarmRule, Side


class Condition(Protocol):
    """What each file here provides."""

    TITLE: str
    SIDES: tuple[Side, ...]
    HAS_WINDOW: bool
    LIMITS: tuple[float, ...]

    def unit(self, metric_unit: str) -> str | None:
        """The unit of its limits; None where it cannot judge a metric of that unit."""
        ...

    def follow(self, rule: AlarmRule, speed_bps: int) -> Follower | None:
        """What it makes of one series; None where this one cannot be judged."""
        ...


@cache
def conditions() -> Mapping[str, Condition]:
    """All files of this folder by name."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__))
    return {name: cast("Condition", importlib.import_module(f"{__name__}.{name}")) for name in names}
