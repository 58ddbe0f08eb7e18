"""Rules: which make sense, which judge a series, and which of several counts."""

from __future__ import annotations

import math
import string
from collections.abc import Sequence
from itertools import pairwise

from nocscape.alarms.conditions import conditions
from nocscape.alarms.suggesting import levels_at
from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.model.alarms import AlarmRule, ConditionInfo, Level, Side
from nocscape.model.metrics import Metric
from nocscape.model.status import Severity

SEVERITIES = (Severity.INFO, Severity.WARNING, Severity.MINOR, Severity.CRITICAL)
"""That a level may have, the mildest first."""
LONGEST_S = 7 * 86_400.0
MOST_TEXT = 200
WORDS = frozenset({"name", "metric", "instance", "value", "limit"})
"""What may stand in braces in a rule's own text."""


def conditions_for(metric: Metric) -> tuple[ConditionInfo, ...]:
    """The conditions that can judge a metric; the value itself first."""
    found = [
        ConditionInfo(
            name=name,
            title=one.TITLE,
            sides=one.SIDES,
            has_window=one.HAS_WINDOW,
            unit=unit,
            levels=levels_at(one.LIMITS, Side.ABOVE),
        )
        for name, one in conditions().items()
        if (unit := one.unit(metric.unit)) is not None
    ]
    return tuple(sorted(found, key=lambda info: info.name != "threshold"))


def check_rule(rule: AlarmRule, metric: Metric) -> None:
    """Raises InputError for a rule that makes no sense for its metric."""
    info = next((info for info in conditions_for(metric) if info.name == rule.condition), None)
    if info is None:
        text = tr("{metric} cannot be judged by {condition}", metric=metric.name, condition=rule.condition)
        raise InputError(text, hint=", ".join(info.name for info in conditions_for(metric)))
    if rule.side not in info.sides:
        raise InputError(tr("{condition} is only bad above its limit", condition=rule.condition))
    _check_times(rule, info)
    _check_levels(rule.levels, rule.side)
    _check_text(rule.text)


def _check_times(rule: AlarmRule, info: ConditionInfo) -> None:
    if not 0 <= rule.for_s <= LONGEST_S:
        raise InputError(tr("A value can be waited for from 0 s to {days} days", days=int(LONGEST_S / 86_400)))
    if info.has_window and not 0 < rule.window_s <= LONGEST_S:
        raise InputError(tr("A change needs the time that it is measured over, {days} days at most", days=7))


def _check_levels(levels: Sequence[Level], side: Side) -> None:
    sign = 1.0 if side is Side.ABOVE else -1.0
    ranks = [SEVERITIES.index(level.severity) if level.severity in SEVERITIES else -1 for level in levels]
    if not ranks or min(ranks) < 0 or any(first >= second for first, second in pairwise(ranks)):
        raise InputError(tr("A rule needs levels from mild to severe, each severity once"))
    numbers = [number for level in levels for number in (level.limit, level.clear_limit)]
    if not all(map(math.isfinite, numbers)):
        raise InputError(tr("A limit must be a number"))
    if any((level.limit - level.clear_limit) * sign < 0 for level in levels):
        raise InputError(tr("A value cannot be well again while it is still beyond the limit"))
    for limits in ([level.limit * sign for level in levels], [level.clear_limit * sign for level in levels]):
        if limits != sorted(limits):
            raise InputError(tr("The worse a level, the further out its limits must be"))


def _check_text(text: str) -> None:
    if len(text) > MOST_TEXT or not (text.isprintable() or not text):
        raise InputError(tr("{text} is too long or cannot be printed", text=text[:40]))
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise InputError(tr("The text has a brace without its other half")) from error
    is_plain = all(name is None or (name in WORDS and not spec and not turn) for _, name, spec, turn in parts)
    if not is_plain:
        known = ", ".join(f"{{{word}}}" for word in sorted(WORDS))
        raise InputError(tr("The text names something that a rule does not know"), hint=known)
