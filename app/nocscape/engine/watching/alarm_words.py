"""What is told of alarms, in words for the operator."""

from __future__ import annotations

from nocscape.alarms.conditions import conditions
from nocscape.base.i18n import Text, msg
from nocscape.base.units import duration_text, measured
from nocscape.model.alarms import Alarm, AlarmRule
from nocscape.model.metrics import Metric, SeriesKey
from nocscape.model.net import Inventory

PLAIN = "threshold"
SILENCE = "missing"


def raised_text(known: Inventory, rule: AlarmRule, metric: Metric, alarm: Alarm) -> Text:
    """That a series is beyond a limit: in the rule's own words where it has any."""
    name = known.device.shown_name()
    if rule.text:
        words: dict[str, str | int | float | Text] = {
            "name": name,
            "metric": Text(metric.title),
            "instance": instance_name(known, alarm.key),
            "value": value_text(rule, metric, alarm.value),
            "limit": value_text(rule, metric, alarm.limit),
        }
        return Text(rule.text, words)
    return msg("{name}: {reason}", name=name, reason=reason_text(known, rule, metric, alarm))


def reason_text(known: Inventory, rule: AlarmRule, metric: Metric, alarm: Alarm) -> Text:
    """The same without the device's name."""
    what, lasting_s = subject_text(known, rule, metric, alarm.key), alarm.at - alarm.since
    value, limit = value_text(rule, metric, alarm.value), value_text(rule, metric, alarm.limit)
    if lasting_s < 1 or rule.condition == SILENCE:
        return msg("{what} {value} (limit {limit})", what=what, value=value, limit=limit)
    lasting = duration_text(lasting_s)
    return msg("{what} {value} for {time} (limit {limit})", what=what, value=value, time=lasting, limit=limit)


def cleared_text(known: Inventory, rule: AlarmRule, metric: Metric, before: Alarm, at: float, value: float) -> Text:
    """That it is well again, and how long it was not."""
    return msg(
        "{name}: {what} is well again at {value} after {time}",
        name=known.device.shown_name(),
        what=subject_text(known, rule, metric, before.key),
        value=value_text(rule, metric, value),
        time=duration_text(max(0.0, at - before.since)),
    )


def ended_text(known: Inventory, metric: Metric, before: Alarm) -> Text:
    """That nobody judges it any more."""
    what = _metric_text(known, metric, before.key)
    return msg("{name}: {what} is judged by that threshold no more", name=known.device.shown_name(), what=what)


def subject_text(known: Inventory, rule: AlarmRule, metric: Metric, key: SeriesKey) -> Text:
    """What is judged: the metric, at which port, by which condition."""
    what = _metric_text(known, metric, key)
    if rule.condition == PLAIN:
        return what
    return msg("{what} · {condition}", what=what, condition=Text(conditions()[rule.condition].TITLE))


def value_text(rule: AlarmRule, metric: Metric, value: float) -> Text | str:
    """A value or a limit in the unit of the rule's condition."""
    if rule.condition == SILENCE:
        return duration_text(value)
    unit = conditions()[rule.condition].unit(metric.unit)
    return measured(value, unit or "")


def instance_name(known: Inventory, key: SeriesKey) -> str:
    """The port's name, or what else tells one of several from the others."""
    port = next((i for i in known.interfaces if i.key == key.instance), None)
    return (port.name or port.descr or key.instance) if port is not None else key.instance


def _metric_text(known: Inventory, metric: Metric, key: SeriesKey) -> Text:
    title = Text(metric.title)
    if not key.instance:
        return title
    return msg("{metric} at {instance}", metric=title, instance=instance_name(known, key))
