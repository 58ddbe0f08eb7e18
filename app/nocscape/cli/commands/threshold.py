"""`nocscape threshold`: at which values of which series somebody is told."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.base.units import duration, significant
from nocscape.cli import output, scoping, when
from nocscape.cli.session import Heard, add_profile, connected, network_of
from nocscape.engine.client import EngineClient, value
from nocscape.model.alarms import (
    AlarmRule,
    DropAlarmRule,
    Level,
    ListAlarmRules,
    PutAlarmRule,
    RuleInfo,
    Side,
    Suggestion,
    SuggestLevels,
)
from nocscape.model.metrics import SeriesKey
from nocscape.model.status import Severity

HELP = mark("be told when a value passes a limit")

LEVELS = ("info", "warning", "minor", "critical")
_NUMBER = re.compile(r"([-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)\s*([kMGT]?)")
_SCALES = {"": 1.0, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the verbs and their options."""
    verbs = parser.add_subparsers(dest="verb", metavar=tr("VERB"))
    scoping.verb(verbs, "list", tr("show all thresholds and what they tell now (also without a verb)"))
    _add_options(scoping.verb(verbs, "add", tr("tell when a metric of a scope passes a limit")))
    child = scoping.verb(verbs, "suggest", tr("show limits that fit what a series did so far"))
    child.add_argument("metric", metavar=tr("METRIC"))
    child.add_argument("device", metavar=tr("DEVICE"), help=tr("a device by id, name or address"))
    child.add_argument("--instance", default="", metavar=tr("NAME"), help=tr("one port, processor and the like"))
    child.add_argument("--side", default="above", choices=[str(side) for side in Side])
    for name, text in (
        ("on", tr("judge by it again")),
        ("off", tr("keep it, but do not judge by it")),
        ("remove", tr("judge by it no more")),
    ):
        scoping.verb(verbs, name, text).add_argument("rule", metavar="ID")
    add_profile(parser)
    output.add_json(parser)


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("metric", metavar=tr("METRIC"), help=tr("such as cpu_percent or if_in_bps"))
    scoping.add_scope(parser)
    parser.add_argument(
        "--instance", default=None, metavar=tr("NAME"), help=tr("one port, processor and the like; all without it")
    )
    parser.add_argument("--condition", default="threshold", metavar=tr("NAME"), help=tr("how values are judged"))
    parser.add_argument("--side", default="above", choices=[str(side) for side in Side])
    for name in LEVELS:
        parser.add_argument(
            f"--{name}", default=None, metavar=tr("LIMIT[:CLEAR]"), help=tr("such as 80, 1.5G or 90:85")
        )
    parser.add_argument("--for", dest="lasting", default="0s", metavar=tr("TIME"), help=tr("so long: 30s, 5min, 2h"))
    parser.add_argument("--window", default="0s", metavar=tr("TIME"), help=tr("time that a change is measured over"))
    parser.add_argument("--text", default="", metavar=tr("TEXT"), help=tr("what is told, with {value} and the like"))


def run(options: argparse.Namespace) -> int:
    """Do it, then print all thresholds."""
    with connected(options.profile) as client:
        heard = network_of(client)
        if options.verb == "suggest":
            return _suggest(client, options, heard)
        _change(client, options, heard)
        found = value(client.call(ListAlarmRules(), on_item=heard.take), tuple[RuleInfo, ...])
    if output.write_result(options.json, {"rules": found}):
        _print(found, heard)
    return 0


def _change(client: EngineClient, options: argparse.Namespace, heard: Heard) -> None:
    if options.verb == "add":
        client.call(PutAlarmRule(rule=_wanted(options, heard)), on_item=heard.take)
    elif options.verb == "remove":
        client.call(DropAlarmRule(rule=options.rule), on_item=heard.take)
    elif options.verb in ("on", "off"):
        known = value(client.call(ListAlarmRules(), on_item=heard.take), tuple[RuleInfo, ...])
        rule = next((info.rule for info in known if info.rule.id == options.rule), None)
        if rule is None:
            raise InputError(tr("There is no threshold {id}", id=options.rule))
        client.call(PutAlarmRule(rule=replace(rule, is_on=options.verb == "on")), on_item=heard.take)


def _wanted(options: argparse.Namespace, heard: Heard) -> AlarmRule:
    return AlarmRule(
        metric=options.metric,
        scope=scoping.scope_of(options.scope, heard),
        instance=options.instance,
        condition=options.condition,
        side=Side(options.side),
        levels=tuple(_levels(options)),
        for_s=when.parse_span(options.lasting),
        window_s=when.parse_span(options.window),
        text=options.text,
    )


def _levels(options: argparse.Namespace) -> Iterator[Level]:
    for name in LEVELS:
        if (typed := getattr(options, name)) is not None:
            limit, colon, clear = typed.partition(":")
            yield Level(severity=Severity(name), limit=_number(limit), clear=_number(clear) if colon else None)


def _number(typed: str) -> float:
    match = _NUMBER.fullmatch(typed.strip())
    if match is None:
        raise InputError(tr("{text} is no number", text=typed), hint=tr("such as 80, 1.5G or 90:85"))
    return float(match[1]) * _SCALES[match[2]]


def _suggest(client: EngineClient, options: argparse.Namespace, heard: Heard) -> int:
    device = scoping.scope_of(options.device, heard).partition(":")[2]
    key = SeriesKey(device, options.metric, options.instance)
    found = value(client.call(SuggestLevels(key=key, side=Side(options.side)), on_item=heard.take), Suggestion)
    if output.write_result(options.json, found):
        for name, number in ((tr("last"), found.latest), (tr("95th percentile"), found.percentile)):
            print(f"{name}: {_shown(number)} {found.unit}" if number is not None else f"{name}: –")
        print(_shown_levels(found.levels))
    return 0


def _print(found: Sequence[RuleInfo], heard: Heard) -> None:
    if not found:
        print(tr("No thresholds"))
        return
    headers = (tr("Id"), tr("For"), tr("Metric"), tr("Judged"), tr("Limits"), tr("Told now"), tr("By"))
    print(output.table(headers, [_row(info, heard) for info in found]))


def _row(info: RuleInfo, heard: Heard) -> tuple[object, ...]:
    rule = info.rule
    judged = [rule.condition, str(rule.side)]
    judged += [duration(rule.for_s)] if rule.for_s else []
    judged += [] if rule.is_on else [tr("off")]
    told = [
        f"{scoping.shown_device(alarm.key.device, heard)} {alarm.key.instance} {alarm.severity}".replace("  ", " ")
        for alarm in info.alarms
    ]
    return (
        rule.id,
        scoping.shown_scope(rule.scope, heard),
        f"{rule.metric} {rule.instance or ''}".strip(),
        ", ".join(judged),
        _shown_levels(rule.levels),
        one_line(", ".join(told), 60),
        one_line(rule.actor, 20),
    )


def _shown_levels(levels: Sequence[Level]) -> str:
    return ", ".join(f"{level.severity} {_shown(level.limit)}" for level in levels)


def _shown(number: float) -> str:
    return f"{'−' if number < 0 else ''}{significant(abs(number), 4)}"
