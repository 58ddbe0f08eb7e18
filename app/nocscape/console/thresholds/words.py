"""How rules are said to people."""

from __future__ import annotations

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.base.units import duration
from nocscape.console.inventory.words import kind_word
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.naming import device_name, port_name
from nocscape.console.parts.words import SEVERITY_WORDS
from nocscape.console.thresholds.numbers import shown
from nocscape.model.alarms import AlarmRule, RuleInfo, Side
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import Kind, PortRef
from nocscape.model.scopes import ALL

SIDE_WORDS: dict[Side, str] = {Side.ABOVE: mark("at or above"), Side.BELOW: mark("at or below")}


def instance_words(live: LiveNetwork, key: SeriesKey) -> str:
    """The port, or which of several a series is of; empty where there is only one."""
    if not key.instance:
        return ""
    if live.interface(key.device, key.instance) is not None:
        return port_name(live, PortRef(key.device, key.instance))
    return one_line(key.instance, 60)


def scope_words(live: LiveNetwork, rule: AlarmRule) -> str:
    """Whom a rule is about."""
    kind, _, name = rule.scope.partition(":")
    if rule.scope == ALL:
        words = tr("all devices")
    elif kind == "device":
        words = device_name(live, name)
    elif kind == "kind":
        words = tr("all of kind {kind}", kind=kind_word(Kind(name)) if name in set(Kind) else name)
    elif kind == "vendor":
        words = tr("all of {vendor}", vendor=one_line(name, 60))
    else:
        words = tr("all at {site}", site=one_line(name, 60))
    if rule.instance is None:
        return words
    instance = instance_words(live, SeriesKey(name if kind == "device" else "", rule.metric, rule.instance))
    return f"{words} · {instance or one_line(rule.instance, 60)}" if rule.instance else words


def judged_words(info: RuleInfo) -> str:
    """By what and for how long."""
    rule = info.rule
    parts = [tr(info.condition), tr(SIDE_WORDS[rule.side])]
    parts += [tr("within {time}", time=duration(rule.window_s))] if rule.window_s else []
    parts += [tr("for {time}", time=duration(rule.for_s))] if rule.for_s else []
    return ", ".join(parts)


def levels_words(info: RuleInfo) -> str:
    """The limits in one line."""
    severities = ((tr(SEVERITY_WORDS[level.severity]), level.limit) for level in info.rule.levels)
    return " · ".join(f"{word} {shown(limit, info.unit)}" for word, limit in severities)
