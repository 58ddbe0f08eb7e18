"""A decision that was answered survives the death of the engine, and so does its revocation."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nocscape.engine.client import EngineClient, value
from nocscape.engine.socket_line import SocketLine
from nocscape.model.commands import Decide, ListDecisions, Revoke
from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import Endpoint

ROUNDS = 3


@contextmanager
def engine(profile: Path) -> Iterator[EngineClient]:
    """A client of an engine in a process of its own that is killed in the end."""
    command = [sys.executable, "-m", "nocscape.cli.main", "engine", "--profile", str(profile)]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    client: EngineClient | None = None
    try:
        client = EngineClient(line_to(profile), origin="cli")
        yield client
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        if client is not None:
            client.close()
        if child.stderr is not None:
            child.stderr.close()


def line_to(profile: Path) -> SocketLine:
    deadline = time.monotonic() + 20
    while True:
        try:
            return SocketLine(profile)
        except ConnectionError:
            assert time.monotonic() < deadline, "the engine did not come up"
            time.sleep(0.1)


def merge(number: int) -> Decision:
    ends = (Endpoint(f"10.0.{number}.1"), Endpoint(f"10.0.{number}.2"))
    return Decision(id="", kind=DecisionKind.MERGE, endpoints=ends, note=f"round {number}")


def listed(client: EngineClient) -> list[Decision]:
    return list(value(client.call(ListDecisions(), timeout_s=20), tuple[Decision, ...]))


def test_every_answered_decision_is_there_after_a_kill(tmp_path: Path) -> None:
    expected: list[Decision] = []
    for number in range(ROUNDS):
        with engine(tmp_path) as client:
            assert listed(client) == expected
            kept = value(client.call(Decide(decision=merge(number)), timeout_s=20), Decision)
            gone = value(client.call(Decide(decision=merge(number + 100)), timeout_s=20), Decision)
            client.call(Revoke(decision=gone.id), timeout_s=20)
            expected = [kept, *expected]
    with engine(tmp_path) as client:
        assert listed(client) == expected
        assert [d.note for d in expected] == ["round 2", "round 1", "round 0"]
