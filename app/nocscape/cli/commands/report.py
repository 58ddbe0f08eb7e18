"""`nocscape report KIND`: what a stretch of time was like, as HTML or PDF."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from nocscape.base.errors import InputError
from nocscape.base.i18n import LANGUAGES, mark, tr
from nocscape.base.i18n import language as current_language
from nocscape.cli import output, when
from nocscape.cli.session import connected
from nocscape.engine.client import EngineClient, value
from nocscape.model.reports import (
    Every,
    ListReports,
    ListReportSchedules,
    MakeReport,
    ReportFormat,
    ReportInfo,
    ReportSchedule,
    SetReportSchedules,
)

HELP = mark("write a report on availability, capacity, top talkers or the inventory")
USUAL_DAYS = 7
NEVER = "never"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("kind", metavar=tr("KIND"), nargs="?", help=tr("which report; without it they are listed"))
    parser.add_argument("--profile", type=Path, required=True, metavar=tr("DIR"), help=tr("whose network"))
    parser.add_argument("--html", metavar=tr("FILE"), help=tr("write it as HTML"))
    parser.add_argument("--pdf", metavar=tr("FILE"), help=tr("write it as PDF"))
    parser.add_argument("--since", default=f"{USUAL_DAYS}d", metavar=tr("TIME"), help=tr("begin, such as 30d (ago)"))
    parser.add_argument("--until", default="now", metavar=tr("TIME"), help=tr("end"))
    parser.add_argument("--site", default="", metavar=tr("SITE"), help=tr("only devices of this site"))
    parser.add_argument("--language", choices=list(LANGUAGES), default=None, help=tr("in which language"))
    parser.add_argument(
        "--every",
        choices=[*Every, NEVER],
        help=tr("write it by itself into the folder reports of the profile from now on, or never again"),
    )
    parser.add_argument("--hour", type=int, default=6, metavar="N", help=tr("at which hour, with --every"))


def run(options: argparse.Namespace) -> int:
    """Make it, schedule it, or list what there is."""
    with connected(options.profile) as client:
        if options.kind is None:
            _list(client)
        elif options.every is not None:
            _schedule(client, options)
        else:
            _write(client, options)
    return 0


def _write(client: EngineClient, options: argparse.Namespace) -> None:
    now = time.time()
    asked = [(ReportFormat.HTML, options.html), (ReportFormat.PDF, options.pdf)]
    files = [(form, Path(name)) for form, name in asked if name]
    if not files:
        raise InputError(tr("Say where to write it"), hint="--html FILE, --pdf FILE")
    for form, path in files:
        ask = MakeReport(
            kind=options.kind,
            since=when.parse_time(options.since, now),
            until=when.parse_time(options.until, now),
            site=options.site,
            language=options.language or current_language(),
            format=form,
        )
        content = value(client.call(ask), bytes)
        try:
            path.write_bytes(content)
        except OSError as error:
            raise InputError(tr("Cannot write {file}: {reason}", file=path, reason=error.strerror)) from error
        output.note(tr("Written: {file}", file=path))


def _schedule(client: EngineClient, options: argparse.Namespace) -> None:
    kept = value(client.call(ListReportSchedules()), tuple[ReportSchedule, ...])
    others = tuple(s for s in kept if (s.kind, s.site) != (options.kind, options.site))
    if options.every == NEVER:
        client.call(SetReportSchedules(schedules=others))
        return
    schedule = ReportSchedule(
        kind=options.kind,
        every=Every(options.every),
        hour=options.hour,
        language=options.language or current_language(),
        formats=(ReportFormat.PDF, ReportFormat.HTML),
        site=options.site,
    )
    client.call(SetReportSchedules(schedules=(*others, schedule)))


def _list(client: EngineClient) -> None:
    infos = value(client.call(ListReports()), tuple[ReportInfo, ...])
    kept = value(client.call(ListReportSchedules()), tuple[ReportSchedule, ...])
    rows = [
        (
            info.kind,
            tr(info.title),
            ", ".join(f"{s.every} {s.hour:02}:00 {s.language} {s.site}".strip() for s in kept if s.kind == info.kind),
        )
        for info in infos
    ]
    print(output.table((tr("Report"), tr("Title"), tr("By itself")), rows))
