"""The demo network out of an empty window: it starts beside the window, and a fault is said there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from nocscape.base.errors import NocscapeError
from nocscape.console.bridge import Bridge
from nocscape.console.main import build
from nocscape.console.shell.window import MainWindow
from nocscape.model.commands import StartDiscovery, SweepSpec
from tests.console.fake_line import FakeLine
from tests.console.waiting import until

pytestmark = pytest.mark.qt

ASK = StartDiscovery(sweep=SweepSpec(targets=("127.60.0.1",)))


class Agents:
    """Stand in for the simulated agents, which need a while to get ready."""

    def __init__(self) -> None:
        self.begun = 0
        self.may_go_on = threading.Event()
        self.fault = ""

    def begin(self) -> StartDiscovery:
        self.begun += 1
        self.may_go_on.wait(10)
        if self.fault:
            raise NocscapeError(self.fault)
        return ASK


@pytest.fixture
def agents() -> Agents:
    return Agents()


@pytest.fixture
def window(qapp: QApplication, bridge: Bridge, tmp_path: Path, agents: Agents) -> Iterator[MainWindow]:
    window = build(qapp, bridge, tmp_path, on_demo=agents.begin)
    window.show()
    yield window
    agents.may_go_on.set()
    window.close()
    window.deleteLater()


def test_the_window_goes_on_while_the_agents_start_and_discovers_them_then(
    window: MainWindow, agents: Agents, line: FakeLine
) -> None:
    window.demo_asked.emit()
    window.demo_asked.emit()
    assert "Starting the demo network…" in window.status_bar.text()
    assert ASK not in line.asks
    agents.may_go_on.set()
    until(lambda: ASK in line.asks)
    assert agents.begun == 1
    assert "Starting" not in window.status_bar.text()


def test_agents_that_cannot_start_are_said_in_the_window(window: MainWindow, agents: Agents, line: FakeLine) -> None:
    agents.fault = "UDP port 16161 is taken"
    agents.may_go_on.set()
    window.demo_asked.emit()
    until(lambda: agents.fault in window.status_bar.text())
    assert ASK not in line.asks


def test_closing_the_window_waits_for_agents_that_are_starting(window: MainWindow, agents: Agents) -> None:
    window.demo_asked.emit()
    threading.Timer(0.05, agents.may_go_on.set).start()
    window.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "demo"]
