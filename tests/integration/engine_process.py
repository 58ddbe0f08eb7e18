"""A real engine in a process of its own, to be killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nocscape.engine.client import EngineClient
from nocscape.engine.lines.socket_line import SocketLine


@contextmanager
def doomed_engine(profile: Path, *, origin: str = "cli") -> Iterator[EngineClient]:
    """A client of `nocscape engine` on the profile; the engine is killed in the end."""
    command = [sys.executable, "-m", "nocscape.cli.main", "engine", "--profile", str(profile)]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    client: EngineClient | None = None
    try:
        client = EngineClient(_line_to(profile), origin=origin)
        yield client
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        if client is not None:
            client.close()
        if child.stderr is not None:
            child.stderr.close()


def _line_to(profile: Path) -> SocketLine:
    deadline = time.monotonic() + 60
    while True:
        try:
            return SocketLine(profile)
        except ConnectionError:
            assert time.monotonic() < deadline, "the engine did not come up"
            time.sleep(0.1)
