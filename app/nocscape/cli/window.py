"""Opens the console on an engine: the one that owns the profile already, or a new one in this process."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from nocscape.base import logs, paths
from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import tr
from nocscape.cli import demo_process
from nocscape.demo.network import DEFAULT_PORT
from nocscape.engine.client import open_client
from nocscape.model.commands import StartDiscovery


def open_console(
    profile: Path, *, begin: StartDiscovery | None = None, ready: Callable[[], None] = lambda: None
) -> int:
    """Show the window until it is closed.

    `begin` is discovered at once; without it the window offers the demo. `ready` returns when what is to be discovered
    answers, or raises; it is called after everything else has been loaded.
    """
    logs.setup(folder=paths.make_private(profile) / "log")
    with ThreadPoolExecutor(1) as beside:
        opening = beside.submit(open_client, profile, origin="console")
        run = _load_console()
        client = opening.result()
    demo = DemoOnRequest()
    try:
        if begin is not None:
            ready()
            client.ask(begin)
        return run(client, profile=profile, on_demo=demo.begin if begin is None else None)
    finally:
        client.close()
        demo.end()


def _load_console() -> Callable[..., int]:
    """Qt is loaded while the engine starts beside it, and only where there is a screen."""
    try:
        from nocscape.console.main import run  # noqa: PLC0415
    except ImportError as error:
        raise NocscapeError(
            tr("Qt cannot be loaded: {reason}", reason=error), hint=tr("run the set-up again: installers/start.sh")
        ) from error
    return run


class DemoOnRequest:
    """Starts the demo network when the operator asks for it in an empty window."""

    def __init__(self) -> None:
        self._agents: subprocess.Popen[str] | None = None
        self._one_at_a_time = Lock()

    def begin(self) -> StartDiscovery:
        """Start the agents, once, and return how they are found. Takes a second or two, and may be called anywhere.

        Raises NocscapeError where they cannot be started.
        """
        with self._one_at_a_time:
            if self._agents is None:
                self._agents = demo_process.start(DEFAULT_PORT)
        return demo_process.discovery_of_demo(DEFAULT_PORT)

    def end(self) -> None:
        """Stop the agents."""
        with self._one_at_a_time:
            if self._agents is not None:
                demo_process.stop(self._agents)
