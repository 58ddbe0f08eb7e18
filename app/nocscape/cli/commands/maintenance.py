"""`nocscape maintenance`: when devices may be silent without anybody being told."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.base.units import duration
from nocscape.cli import output, scoping, when
from nocscape.cli.session import Heard, add_profile, connected, network_of
from nocscape.engine.client import value
from nocscape.model.maintenance import MaintenanceWindow, Repeat
from nocscape.model.watching import DropMaintenance, ListMaintenance, PutMaintenance

HELP = mark("put devices into maintenance for a while: no alarms, and everybody sees why")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the verbs and their options."""
    verbs = parser.add_subparsers(dest="verb", metavar=tr("VERB"))
    scoping.verb(verbs, "list", tr("show all windows that are not over (also without a verb)"))
    child = scoping.verb(verbs, "add", tr("put the devices of a scope into maintenance"))
    scoping.add_scope(child)
    child.add_argument("--from", dest="since", default="now", metavar=tr("TIME"), help=tr("begin then; now by default"))
    child.add_argument("--for", dest="lasting", required=True, metavar=tr("TIME"), help=tr("so long: 30min, 4h, 2d"))
    child.add_argument("--repeat", default="never", choices=[str(repeat) for repeat in Repeat])
    child.add_argument("--note", default="", metavar=tr("TEXT"), help=tr("what is done, for those who see it"))
    child = scoping.verb(verbs, "end", tr("end a window, or take it back"))
    child.add_argument("window", metavar="ID")
    add_profile(parser)
    output.add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Do it, then print all windows that are not over."""
    with connected(options.profile) as client:
        heard = network_of(client)
        if options.verb == "add":
            client.call(PutMaintenance(window=_wanted(options, heard)), on_item=heard.take)
        elif options.verb == "end":
            client.call(DropMaintenance(window=options.window), on_item=heard.take)
        found = value(client.call(ListMaintenance(), on_item=heard.take), tuple[MaintenanceWindow, ...])
    if output.write_result(options.json, {"windows": found}):
        _print(found, heard)
    return 0


def _wanted(options: argparse.Namespace, heard: Heard) -> MaintenanceWindow:
    since = when.parse_time(options.since)
    until = since + when.parse_span(options.lasting)
    scope = scoping.scope_of(options.scope, heard)
    return MaintenanceWindow(scope=scope, since=since, until=until, repeat=Repeat(options.repeat), note=options.note)


def _print(found: Sequence[MaintenanceWindow], heard: Heard) -> None:
    if not found:
        print(tr("No maintenance"))
        return
    now = time.time()
    headers = (tr("Id"), tr("For"), tr("From"), tr("Lasts"), tr("Repeats"), tr("Open now"), tr("By"), tr("Note"))
    rows = [
        (
            w.id,
            scoping.shown_scope(w.scope, heard),
            when.local(w.since),
            duration(w.until - w.since),
            w.repeat,
            tr("yes") if w.is_open(now) else tr("no"),
            one_line(w.actor, 20),
            one_line(w.note, 40),
        )
        for w in found
    ]
    print(output.table(headers, rows))
