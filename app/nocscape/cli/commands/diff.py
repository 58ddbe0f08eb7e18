"""`nocscape diff T1 T2`: devices, ports, links and addresses that came, went, changed or moved between two times."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.cli import output, when
from nocscape.cli.session import add_profile, connected
from nocscape.engine.client import value
from nocscape.model.answers import Difference
from nocscape.model.commands import CompareTimes

HELP = mark("say what changed in the network between two times")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    time_help = tr("a time in ISO 8601, local where it names no zone; so long ago, such as 90min or 7d; or now")
    parser.add_argument("since", metavar="T1", help=time_help)
    parser.add_argument("until", metavar="T2", nargs="?", default="now", help=time_help)
    add_profile(parser)
    output.add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Ask and print."""
    since, until = when.parse_time(options.since), when.parse_time(options.until)
    with connected(options.profile) as client:
        found = value(client.call(CompareTimes(since=since, until=until)), tuple[Difference, ...])
    changes = [_document(d) for d in found]
    if output.write_result(options.json, {"from": when.iso(since), "to": when.iso(until), "changes": changes}):
        _print(found)
    return 0


def _document(difference: Difference) -> dict[str, object]:
    return {
        "kind": difference.kind,
        "object": difference.object,
        "id": difference.id,
        "name": difference.name,
        "field": difference.field or None,
        "before": difference.before,
        "after": difference.after,
        "at": when.iso(difference.at),
        "device": difference.device,
    }


def _print(found: Sequence[Difference]) -> None:
    if not found:
        print(tr("Nothing changed"))
        return
    headers = (tr("Time"), tr("Change"), tr("Object"), tr("Name"), tr("Field"), tr("Before"), tr("After"))
    rows = [
        (
            when.local(d.at),
            d.kind,
            d.object,
            one_line(d.name, 60),
            d.field,
            one_line(d.before or "", 40),
            one_line(d.after or "", 40),
        )
        for d in found
    ]
    print(output.table(headers, rows))
