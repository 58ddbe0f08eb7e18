"""The demo network in a process of its own, so that it takes no time from the console's."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from nocscape.base.clock import SystemClock
from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import tr
from nocscape.demo.campus import Campus
from nocscape.demo.network import CREDENTIALS, DemoNetwork
from nocscape.model.commands import StartDiscovery, SweepSpec

READY = "ready"
"""What the process prints once all agents answer."""


def discovery_of_demo(port: int, seed: int = 1, scale: int = 1) -> StartDiscovery:
    """How an engine finds the demo network."""
    network = DemoNetwork(Campus(seed=seed, scale=scale), SystemClock(), seed=seed)
    return StartDiscovery(
        sweep=SweepSpec(targets=network.targets),
        snmp_port=port,
        credentials=CREDENTIALS,
        job="demo",
    )


def start(port: int, seed: int = 1, scale: int = 1) -> subprocess.Popen[str]:
    """The running process, which ends with this one, however that ends.

    Raises NocscapeError with what it said where it could not start.
    """
    command = [sys.executable, "-m", "nocscape.cli.main", "demo", "--serve", "--until-eof"]
    command += ["--port", str(port), "--seed", str(seed), "--scale", str(scale)]
    pipe = subprocess.PIPE
    agents = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    said, fault = "", ""
    if agents.stdout is not None:
        said = agents.stdout.readline().strip()
    if said != READY:
        fault = agents.stderr.read() if agents.stderr is not None else ""
        stop(agents)
        raise NocscapeError(fault.strip().removeprefix("nocscape: ") or tr("The demo network did not start"))
    return agents


def stop(agents: subprocess.Popen[str]) -> None:
    """End the process and wait for it."""
    agents.terminate()
    agents.wait(5)
    for pipe in (agents.stdin, agents.stdout, agents.stderr):
        if pipe is not None:
            pipe.close()


@contextmanager
def serving(port: int, seed: int = 1, scale: int = 1) -> Iterator[None]:
    """The demo network for as long as the block runs."""
    agents = start(port, seed, scale)
    try:
        yield
    finally:
        stop(agents)
