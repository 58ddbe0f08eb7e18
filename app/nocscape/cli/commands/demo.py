"""`nocscape demo`: a simulated campus, and the console on it."""

from __future__ import annotations

import argparse
import asyncio
import sys
from functools import partial
from pathlib import Path

from nocscape.base import paths
from nocscape.base.clock import SystemClock
from nocscape.base.i18n import mark, tr
from nocscape.cli import numbers, output
from nocscape.cli.commands.discover import discover_and_tell
from nocscape.cli.demo_process import READY, await_ready, discovery_of_demo, launched
from nocscape.cli.display import has_display
from nocscape.cli.session import connected
from nocscape.cli.window import open_console
from nocscape.demo.campus import Campus
from nocscape.demo.network import DEFAULT_PORT, DemoNetwork

HELP = mark("open the console on a simulated network")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--port", type=numbers.port, default=DEFAULT_PORT, metavar="N", help=tr("UDP port of the simulated agents")
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=tr("another number is another network"))
    parser.add_argument("--scale", type=numbers.count, default=1, metavar="N", help=tr("N times about 60 devices"))
    parser.add_argument("--serve", action="store_true", help=tr("only answer SNMP, until Ctrl+C"))
    parser.add_argument("--until-eof", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--profile", type=Path, metavar=tr("DIR"), help=tr("where the console keeps its data"))
    parser.add_argument(
        "--json",
        metavar=tr("FILE"),
        help=tr("no window: discover the network and write it as JSON to FILE, or to stdout for -"),
    )


def run(options: argparse.Namespace) -> int:
    """Start the network in a process of its own, then the console, or a discovery where there is no display."""
    if options.serve:
        return asyncio.run(_serve(options))
    with launched(options.port, options.seed, options.scale) as agents:
        ask = discovery_of_demo(options.port, options.seed, options.scale)
        if options.json is None and has_display():
            profile = options.profile or paths.default_profile().parent / "demo"
            return open_console(profile, begin=ask, ready=partial(await_ready, agents))
        if not has_display():
            output.note(tr("There is no display here: discovering the demo network without a window"))
        await_ready(agents)
        with connected(options.profile) as client:
            discover_and_tell(client, ask, options.json)
    return 0


async def _serve(options: argparse.Namespace) -> int:
    network = DemoNetwork(Campus(seed=options.seed, scale=options.scale), SystemClock(), seed=options.seed)
    await network.start(options.port)
    print(READY, flush=True)
    try:
        await (asyncio.to_thread(sys.stdin.read) if options.until_eof else asyncio.Event().wait())
    finally:
        network.close()
    return 0
