"""`nocscape demo`: a simulated campus, and the console on it."""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
from pathlib import Path

from nocscape.base import paths
from nocscape.base.clock import SystemClock
from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import mark, tr
from nocscape.cli import output
from nocscape.cli.commands.discover import discover, print_found
from nocscape.cli.display import has_display
from nocscape.cli.session import connected
from nocscape.demo.campus import Campus
from nocscape.demo.network import COMMUNITY, DEFAULT_PORT, DemoNetwork
from nocscape.model.commands import StartDiscovery, SweepSpec
from nocscape.model.credentials import SnmpCredential, SnmpVersion

HELP = mark("open the console on a simulated network")
READY = "ready"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, metavar="N", help=tr("UDP port of the simulated agents")
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=tr("another number is another network"))
    parser.add_argument("--scale", type=int, default=1, metavar="N", help=tr("N times about 60 devices"))
    parser.add_argument("--serve", action="store_true", help=tr("only answer SNMP, until Ctrl+C"))
    parser.add_argument("--profile", type=Path, metavar=tr("DIR"), help=tr("where the console keeps its data"))


def run(options: argparse.Namespace) -> int:
    """Start the network in a process of its own, then the console, or a discovery where there is no display."""
    if options.serve:
        return asyncio.run(_serve(options))
    network = DemoNetwork(Campus(seed=options.seed, scale=options.scale), SystemClock(), seed=options.seed)
    ask = StartDiscovery(
        sweep=SweepSpec(targets=network.targets),
        snmp_port=options.port,
        credentials=(SnmpCredential(name="demo", version=SnmpVersion.V2C, community=COMMUNITY),),
        job="demo",
    )
    agents = _start_agents(options)
    try:
        if not has_display():
            output.note(tr("There is no display here: discovering the demo network without a window"))
            with connected(None) as client:
                print_found(discover(client, ask))
            return 0
        from nocscape.console.main import run_console  # noqa: PLC0415 - Qt only where there is a screen

        return run_console(options.profile or paths.default_profile().parent / "demo", begin=ask)
    finally:
        agents.terminate()
        agents.wait(5)


async def _serve(options: argparse.Namespace) -> int:
    network = DemoNetwork(Campus(seed=options.seed, scale=options.scale), SystemClock(), seed=options.seed)
    await network.start(options.port)
    print(READY, flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        network.close()
    return 0


def _start_agents(options: argparse.Namespace) -> subprocess.Popen[str]:
    """The agents in a process of their own, so that they take no time from the console's."""
    command = [sys.executable, "-m", "nocscape.cli.main", "demo", "--serve"]
    command += ["--port", str(options.port), "--seed", str(options.seed), "--scale", str(options.scale)]
    agents = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if agents.stdout is None or agents.stdout.readline().strip() != READY:
        said = agents.stderr.read() if agents.stderr else ""
        agents.wait(5)
        raise NocscapeError(said.strip().removeprefix("nocscape: ") or tr("The demo network did not start"))
    return agents
