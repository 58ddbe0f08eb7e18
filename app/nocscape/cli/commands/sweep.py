"""`nocscape sweep`: which addresses answer."""

from __future__ import annotations

import argparse

from nocscape.base.i18n import mark, tr
from nocscape.cli import output, sweeping
from nocscape.cli.session import Heard, connected
from nocscape.engine.client import value
from nocscape.model.commands import StartSweep
from nocscape.model.net import Alive

HELP = mark("ask which addresses answer")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    sweeping.add_options(parser)
    output.add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Sweep and print."""
    heard = Heard(is_loud=True)
    with connected(None) as client:
        reply = client.call(StartSweep(sweep=sweeping.from_options(options)), on_item=heard.take)
    alive = value(reply, tuple[Alive, ...])
    silent = tuple(heard.unanswered.values())
    if output.write_result(options.json, {"alive": alive, "unanswered": silent}):
        rows = [(a.address, "" if a.rtt_ms is None else f"{a.rtt_ms:.2f} ms") for a in alive]
        print(output.table((tr("Address"), tr("Round trip")), rows))
        for problem in silent:
            if problem.reported_by:
                print(f"{problem.address}: {problem.reason} ({problem.reported_by})")
        print(tr("{count} addresses answered", count=len(alive)))
    return 0
