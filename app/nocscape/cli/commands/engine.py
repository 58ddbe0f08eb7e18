"""`nocscape engine`: an engine without a screen, until it is told to stop."""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path

from nocscape.base import logs, paths
from nocscape.base.i18n import mark, tr
from nocscape.cli import output
from nocscape.cli.session import add_profile, connected
from nocscape.engine.host import EngineThread
from nocscape.model.commands import SetTrapPort

HELP = mark("run an engine without a screen")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_profile(parser)
    parser.add_argument(
        "--trap-port", type=int, metavar=tr("PORT"), help=tr("receive SNMP traps there from now on, 0 for none")
    )


def run(options: argparse.Namespace) -> int:
    """Own the profile and serve consoles until SIGINT or SIGTERM."""
    profile = options.profile or paths.default_profile()
    logs.setup(folder=paths.make_private(profile) / "log")
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    engine = EngineThread(profile, is_lasting=True)
    try:
        if options.trap_port is not None:
            with connected(profile) as client:
                client.call(SetTrapPort(port=options.trap_port))
        return _serve(engine, stop, profile)
    finally:
        engine.stop()


def _serve(engine: EngineThread, stop: threading.Event, profile: Path) -> int:
    output.note(tr("The engine of {profile} is running; end it with Ctrl+C", profile=profile))
    while not stop.wait(0.5):
        if not engine.is_alive:
            return 1
    return 0
