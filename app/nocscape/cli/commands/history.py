"""`nocscape history`: how long samples are kept, what they take, and files for other programs."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import msgspec

from nocscape.base.errors import InputError
from nocscape.base.i18n import mark, tr
from nocscape.base.units import octets
from nocscape.cli import output, scoping, when
from nocscape.cli.session import Heard, add_profile, connected, network_of
from nocscape.engine.client import EngineClient, value
from nocscape.model.watching import (
    ExportFormat,
    ExportHistory,
    HistoryReport,
    ReadRetention,
    RetentionPlan,
    SetRetention,
)
from nocscape.topology.naming import find_port

HELP = mark("how long samples are kept and what they take; export them as CSV or Parquet")

_DAYS = ("raw_days", "five_minute_days", "hourly_days")
_SIZES = ("raw_bytes", "five_minute_bytes", "hourly_bytes", "most_bytes")
_GIGABYTE = 1 << 30
_EXPORT_TIMEOUT_S = 3600


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the verbs and their options."""
    verbs = parser.add_subparsers(dest="verb", metavar=tr("VERB"))
    scoping.verb(verbs, "show", tr("show the plan and what each class takes (also without a verb)"))
    child = scoping.verb(verbs, "keep", tr("change the plan"))
    for name, text in (
        ("--raw-days", tr("days that samples are kept")),
        ("--five-minute-days", tr("days that averages over 5 minutes are kept")),
        ("--hourly-days", tr("days that averages over an hour are kept")),
    ):
        child.add_argument(name, type=int, metavar="N", help=text)
    for size in _SIZES:
        name = f"--{size.removesuffix('_bytes').replace('_', '-')}-gb"
        child.add_argument(name, type=float, dest=size, metavar="N", help=tr("most gigabytes that it may take; 0: any"))
    child = scoping.verb(verbs, "export", tr("write stored series to a file"))
    child.add_argument("file", metavar=tr("FILE"), help=tr("a new file; .parquet or .csv"))
    child.add_argument("--since", default="1d", metavar=tr("TIME"))
    child.add_argument("--until", default="now", metavar=tr("TIME"))
    child.add_argument("--device", action="append", default=[], metavar=tr("DEVICE"), help=tr("may repeat; else all"))
    child.add_argument("--metric", action="append", default=[], metavar=tr("NAME"), help=tr("may repeat; else all"))
    add_profile(parser)
    output.add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Do it, then show the plan."""
    with connected(options.profile) as client:
        if options.verb == "export":
            return _export(client, options)
        report = value(client.call(ReadRetention()), HistoryReport)
        if options.verb == "keep":
            client.call(SetRetention(plan=_changed(report.plan, options)))
            report = value(client.call(ReadRetention()), HistoryReport)
    if output.write_result(options.json, report):
        _print(report)
    return 0


def _changed(plan: RetentionPlan, options: argparse.Namespace) -> RetentionPlan:
    days = {name: getattr(options, name) for name in _DAYS if hasattr(options, name)}
    sizes = {name: int(getattr(options, name) * _GIGABYTE) or None for name in _SIZES if hasattr(options, name)}
    return msgspec.structs.replace(plan, **days, **sizes)


def _export(client: EngineClient, options: argparse.Namespace) -> int:
    path = Path(options.file).absolute()
    known = {f".{kind}": kind for kind in ExportFormat}
    if path.suffix not in known:
        raise InputError(tr("{file} ends neither with .csv nor with .parquet", file=path.name))
    heard = network_of(client) if options.device else Heard()
    now = time.time()
    ask = ExportHistory(
        path=str(path),
        since=int(when.parse_time(options.since, now)),
        until=int(when.parse_time(options.until, now)),
        devices=tuple(find_port(heard.devices, typed).device for typed in options.device),
        metrics=tuple(options.metric),
        format=known[path.suffix],
    )
    count = value(client.call(ask, timeout_s=_EXPORT_TIMEOUT_S), int)
    output.note(tr("{count} values in {file}", count=count, file=str(path)))
    return 0


def _print(report: HistoryReport) -> None:
    plan = report.plan
    days = dict(zip(("raw", "5min", "1h"), (plan.raw_days, plan.five_minute_days, plan.hourly_days), strict=True))
    sizes = dict(zip(("raw", "5min", "1h"), (plan.raw_bytes, plan.five_minute_bytes, plan.hourly_bytes), strict=True))
    rows: list[tuple[object, ...]] = [
        (
            c.name,
            days[c.name],
            octets(sizes[c.name]),
            c.files,
            octets(c.bytes),
            when.local(c.oldest) if c.oldest else "",
        )
        for c in report.classes
    ]
    rows.append(("", "", octets(plan.most_bytes), sum(c.files for c in report.classes), octets(_total(report)), ""))
    print(output.table((tr("Class"), tr("Days"), tr("At most"), tr("Files"), tr("Size"), tr("Oldest")), rows))


def _total(report: HistoryReport) -> int:
    return sum(usage.bytes for usage in report.classes)
