"""A Qt application without a screen, and an engine's line that the test holds in its hand."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakSet

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from nocscape.console.bridge import Bridge
from nocscape.engine.client import EngineClient
from tests.console.campus import campus_items
from tests.console.fake_line import FakeLine
from tests.console.shell_stage import Bench

OF_THE_PLATFORM = "This plugin does not support "
"""How the offscreen platform begins to say what only a real screen can do."""


@pytest.fixture(scope="session")
def qapp() -> Iterator[QApplication]:
    app = QApplication.instance() or QApplication(["nocscape-tests"])
    assert isinstance(app, QApplication)
    yield app
    app.clipboard().clear()  # what the offscreen clipboard holds would be freed after Python is gone


@pytest.fixture(autouse=True)
def no_leaked_widgets(qapp: QApplication) -> Iterator[None]:
    """Fail where a test leaves a top-level widget behind, whether it can be seen or not."""
    before = set(qapp.topLevelWidgets())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if set(qapp.topLevelWidgets()) <= before:
        return
    gc.collect()
    left = set(qapp.topLevelWidgets()) - before
    names = sorted(type(widget).__name__ for widget in left)
    for widget in left:
        widget.close()
        widget.deleteLater()
    if names:
        pytest.fail(f"windows left open: {names}")


@pytest.fixture(scope="session")
def started_timers() -> Iterator[WeakSet[QTimer]]:
    """Every QTimer that Python code has started and that is still there; Qt itself cannot list them."""
    started: WeakSet[QTimer] = WeakSet()
    start = QTimer.start

    def noted(timer: QTimer, *arguments: Any) -> None:
        started.add(timer)
        start(timer, *(a for a in arguments if isinstance(a, int)))  # what a signal carries is no interval

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QTimer, "start", noted)
        yield started


@pytest.fixture(autouse=True)
def no_leaked_timers(started_timers: WeakSet[QTimer], no_leaked_widgets: None) -> Iterator[None]:
    """Fail where a test leaves a timer running that no window of the test takes along."""
    started_timers.clear()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [timer for timer in started_timers if isValid(timer) and timer.isActive()]
    owners = sorted(type(timer.parent()).__name__ for timer in left)
    for timer in left:
        timer.stop()
    if owners:
        pytest.fail(f"timers left running, of {owners}")


@pytest.fixture(autouse=True)
def no_qt_warnings() -> Iterator[list[str]]:
    """Fail where Qt warned of something; a test that expects it empties the list."""
    said: list[str] = []

    def hear(level: QtMsgType, _: QMessageLogContext, text: str | None) -> None:
        is_trouble = level not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if is_trouble and not (text or "").startswith(OF_THE_PLATFORM):
            said.append(text or "")

    before = qInstallMessageHandler(hear)
    yield said
    qInstallMessageHandler(before)
    if said:
        pytest.fail("Qt said: " + "; ".join(said))


@pytest.fixture
def line() -> FakeLine:
    return FakeLine()


@pytest.fixture
def bridge(qapp: QApplication, line: FakeLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bridge]:
    """A bridge that heard of nothing yet; `line.tell(...)` and `bridge.tick()` bring news, all of it in one tick."""
    monkeypatch.setattr("nocscape.console.bridge.WORK_S", 10.0)
    bridge = Bridge(EngineClient(line, origin="console", actor="tester"))
    yield bridge
    bridge.close()
    bridge.deleteLater()


@pytest.fixture
def campus(bridge: Bridge, line: FakeLine) -> Bridge:
    """A bridge that knows a campus of 40 devices with links, states, loads and events."""
    line.tell(*campus_items())
    for _ in range(50):
        bridge.tick()
    return bridge


@pytest.fixture
def bench(qapp: QApplication, tmp_path: Path) -> Iterator[Bench]:
    """A main window with plain panels, opened and closed by the test."""
    bench = Bench(qapp, tmp_path)
    yield bench
    bench.close()
