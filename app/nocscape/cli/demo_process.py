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
    """The running process, all of whose agents answer. Raises NocscapeError as `await_ready` does."""
    agents = launch(port, seed, scale)
    await_ready(agents)
    return agents


def launch(port: int, seed: int = 1, scale: int = 1) -> subprocess.Popen[str]:
    """The process, which is still getting ready. It ends with this one, however that ends."""
    command = [sys.executable, "-m", "nocscape.cli.main", "demo", "--serve", "--until-eof"]
    command += ["--port", str(port), "--seed", str(seed), "--scale", str(scale)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8", errors="replace")


def await_ready(agents: subprocess.Popen[str]) -> None:
    """Return when all agents answer. Raises NocscapeError with what the process said where it could not start."""
    said, fault = "", ""
    if agents.stdout is not None:
        said = agents.stdout.readline().strip()
    if said != READY:
        fault = agents.stderr.read() if agents.stderr is not None else ""
        stop(agents)
        raise NocscapeError(fault.strip().removeprefix("nocscape: ") or tr("The demo network did not start"))


def stop(agents: subprocess.Popen[str]) -> None:
    """End the process and wait for it."""
    agents.terminate()
    agents.wait(5)
    for pipe in (agents.stdin, agents.stdout, agents.stderr):
        if pipe is not None:
            pipe.close()


@contextmanager
def launched(port: int, seed: int = 1, scale: int = 1) -> Iterator[subprocess.Popen[str]]:
    """The process for as long as the block runs; it gets ready beside what the block does."""
    agents = launch(port, seed, scale)
    try:
        yield agents
    finally:
        stop(agents)


@contextmanager
def serving(port: int, seed: int = 1, scale: int = 1) -> Iterator[None]:
    """The demo network, all of it, for as long as the block runs."""
    with launched(port, seed, scale) as agents:
        await_ready(agents)
        yield
