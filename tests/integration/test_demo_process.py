"""The demo network in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from nocscape.base.errors import NocscapeError
from nocscape.cli import demo_process
from nocscape.demo.campus import Campus
from tests.integration.ports import free_udp_port


def test_a_taken_port_is_told_with_a_way_out() -> None:
    port = free_udp_port()
    with demo_process.serving(port), pytest.raises(NocscapeError, match=f"UDP port {port} is taken"):
        demo_process.start(port)


def test_the_agents_end_with_a_program_that_is_killed() -> None:
    program = f"from nocscape.cli import demo_process as d; print(d.start({free_udp_port()}).pid, flush=True); input()"
    parent = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdin is not None
    agents = psutil.Process(int(parent.stdout.readline()))
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    parent.stdin.close()
    deadline = time.monotonic() + 10
    while agents.is_running() and agents.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not agents.is_running() or agents.status() == psutil.STATUS_ZOMBIE


def test_without_a_display_the_demo_is_discovered_and_told_as_a_table(tmp_path: Path) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "LANG", "LC_ALL", "NOCSCAPE_LANG")
    options = ("--port", str(free_udp_port()), "--json", str(tmp_path / "found.json"))
    done = subprocess.run(
        [sys.executable, "-m", "nocscape.cli.main", "demo", *options],
        env={name: text for name, text in os.environ.items() if name not in hidden},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == "There is no display here: discovering the demo network without a window\n"
    names = {box.name for box in Campus().boxes}
    assert {line.split()[0] for line in done.stdout.splitlines()[1:] if line} >= names
    assert {d["name"] for d in json.loads((tmp_path / "found.json").read_text())["devices"]} >= names
