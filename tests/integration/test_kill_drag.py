"""A program that is killed in the middle of a drag loses at most that drag."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from nocscape.engine.client import EngineClient
from nocscape.model.batches import Item, MapLoaded
from nocscape.model.commands import EditMap, Subscribe
from nocscape.model.mapdoc import MapDocument, Node, PutItems
from tests.integration.engine_process import doomed_engine

PATIENCE_S = 60


def kept(client: EngineClient) -> MapDocument:
    """The map as an engine tells it that has just begun."""
    told: list[Item] = []
    client.call(Subscribe(), on_item=told.append, timeout_s=20)
    return next(item.document for item in told if isinstance(item, MapLoaded) and item.document.id == "main")


def hold(profile: Path) -> tuple[subprocess.Popen[str], float]:
    """A console that holds `b` in the air, and where it has put `a`."""
    command = [sys.executable, "-m", "tests.integration.dragging_console", str(profile)]
    console = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert console.stdout is not None
    until, put = time.monotonic() + PATIENCE_S, 0.0
    for line in console.stdout:
        word, _, rest = line.strip().partition(" ")
        if word == "dragged":
            put = float(rest)
        if word == "held":
            assert rest == "True"
            break
        assert time.monotonic() < until
    return console, put


def test_a_kill_in_the_middle_of_a_drag_loses_that_drag_and_nothing_else(tmp_path: Path) -> None:
    nodes = (Node(device="a", x=0.0, y=0.0), Node(device="b", x=200.0, y=0.0))
    with doomed_engine(tmp_path) as client:
        client.call(EditMap(map="main", change=PutItems(nodes=nodes), edit="first"), timeout_s=20)
        console, put = hold(tmp_path)
        console.send_signal(signal.SIGKILL)
        console.wait()
        if console.stdout is not None:
            console.stdout.close()
    with doomed_engine(tmp_path) as client:
        document = kept(client)
    assert put > 0
    assert document.nodes["a"].y == put
    assert document.nodes["b"] == nodes[1]
    assert document.revision == 2
