"""Alarm rules: when a measured value is told, how badly, and what may be asked about them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from nocscape.model.metrics import SeriesKey
from nocscape.model.status import Severity


class Side(StrEnum):
    """On which side of its limit a value is bad."""

    ABOVE = "above"
    BELOW = "below"


class Level(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One limit: at it or beyond it a value is told with that severity."""

    severity: Severity
    limit: float
    clear: float | None = None
    """What the value must come back past until it is well again; None: the limit itself."""

    @property
    def clear_limit(self) -> float:
        """Where the level ends."""
        return self.limit if self.clear is None else self.clear


class AlarmRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Judges every series of a metric in its scope.

    Of several rules that judge a series by the same condition on the same side, the narrowest counts: one for a single
    port or processor before one for all of them, then device, site, kind, vendor, all.
    """

    metric: str
    scope: str
    """`device:ID`, `site:NAME`, `kind:KIND`, `vendor:NAME` or `all`."""
    instance: str | None = None
    """Interface key, processor number and the like; None judges each."""
    condition: str = "threshold"
    """Name of a file in `alarms/conditions`."""
    side: Side = Side.ABOVE
    levels: tuple[Level, ...]
    """The mildest first."""
    for_s: float = 0.0
    """How long a value must be beyond a limit until it is told."""
    window_s: float = 0.0
    """The time that a change is measured over; for conditions that need one."""
    text: str = ""
    """What is told, with `{name}`, `{metric}`, `{instance}`, `{value}` and `{limit}`; empty: the usual words."""
    is_on: bool = True
    id: str = ""
    """Set by the engine, as is who put it there."""
    actor: str = ""


def rivals(rule: AlarmRule) -> tuple[str, str, Side]:
    """Rules that are alike in this stand for each other: of those that judge a series, only the narrowest counts."""
    return rule.metric, rule.condition, rule.side


def counting(rules: Iterable[AlarmRule], instance: str) -> list[AlarmRule]:
    """Of the rules for a metric of a device, the narrowest scope first: those that judge one of its series."""
    found: dict[tuple[str, str, Side], AlarmRule] = {}
    fitting = [rule for rule in rules if rule.instance is None or rule.instance == instance]
    for rule in sorted(fitting, key=lambda rule: rule.instance is None):
        found.setdefault(rivals(rule), rule)
    return list(found.values())


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """A series that is beyond a limit of a rule."""

    rule: str
    key: SeriesKey
    severity: Severity
    since: float
    """UTC seconds: when the value went beyond the mildest limit."""
    at: float
    """When that severity was told."""
    value: float
    limit: float


class RuleInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A rule, and what it tells now."""

    rule: AlarmRule
    alarms: tuple[Alarm, ...] = ()
    title: str = ""
    """Of the metric."""
    condition: str = ""
    """What the condition is called."""
    unit: str = ""
    """Of the limits."""


class ConditionInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One way to judge a series."""

    name: str
    title: str
    sides: tuple[Side, ...]
    has_window: bool
    unit: str
    """Of its limits, for the metric that was asked about."""
    levels: tuple[Level, ...] = ()
    """To begin with, where they do not depend on the series."""


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a series when somebody wants a threshold for it."""

    unit: str
    title: str
    """Of the metric."""
    latest: float | None = None
    percentile: float | None = None
    """The 95th of the last days, where history has enough of it."""
    levels: tuple[Level, ...] = ()
    conditions: tuple[ConditionInfo, ...] = ()
    """Those that can judge it."""


class PutAlarmRule(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Keep a rule, or another version of the one that has its id. Reply: the `AlarmRule` with its id."""

    rule: AlarmRule


class DropAlarmRule(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Judge by this rule no more; what it told as bad is told as well again."""

    rule: str


class ListAlarmRules(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Reply: `tuple[RuleInfo, ...]`."""


class SuggestLevels(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What limits would fit a series, by what it did so far. Reply: `Suggestion`."""

    key: SeriesKey
    side: Side = Side.ABOVE


AlarmAsk = PutAlarmRule | DropAlarmRule | ListAlarmRules | SuggestLevels
CHANGING: tuple[type, ...] = (PutAlarmRule, DropAlarmRule)
"""What changes the profile."""
