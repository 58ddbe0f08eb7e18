"""A Qt application without a screen, and an engine's line that the test holds in its hand."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from nocscape.console.bridge import Bridge
from nocscape.engine.client import EngineClient
from tests.console.campus import campus_items
from tests.console.fake_line import FakeLine


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    app = QApplication.instance() or QApplication(["nocscape-tests"])
    assert isinstance(app, QApplication)
    return app


@pytest.fixture(autouse=True)
def no_leaked_widgets(qapp: QApplication) -> Iterator[None]:
    """Fail where a test leaves a visible top-level widget behind."""
    before = set(qapp.topLevelWidgets())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [w for w in qapp.topLevelWidgets() if w not in before and w.isVisible()]
    for widget in left:
        widget.close()
        widget.deleteLater()
    if left:
        pytest.fail(f"windows left open: {[type(w).__name__ for w in left]}")


@pytest.fixture
def line() -> FakeLine:
    return FakeLine()


@pytest.fixture
def bridge(qapp: QApplication, line: FakeLine) -> Iterator[Bridge]:
    """A bridge that heard of nothing yet; `line.tell(...)` and `bridge.tick()` bring news."""
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
