"""`nocscape engine`: an engine without a screen, until it is told to stop."""

from __future__ import annotations

import argparse
import signal
import threading

from nocscape.base import logs, paths
from nocscape.base.i18n import mark, tr
from nocscape.cli import output
from nocscape.cli.session import add_profile
from nocscape.engine.host import EngineThread

HELP = mark("run an engine without a screen")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_profile(parser)


def run(options: argparse.Namespace) -> int:
    """Own the profile and serve consoles until SIGINT or SIGTERM."""
    profile = options.profile or paths.default_profile()
    logs.setup(folder=paths.make_private(profile) / "log")
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    engine = EngineThread(profile, is_lasting=True)
    output.note(tr("The engine of {profile} is running; end it with Ctrl+C", profile=profile))
    while not stop.wait(0.5):
        if not engine.is_alive:
            return 1
    engine.stop()
    return 0
