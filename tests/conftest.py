"""What every test is held to: nothing left running, nothing warned about in silence."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from nocscape.base import i18n

settings.register_profile("untimed", parent=settings(), deadline=None)
settings.load_profile("untimed")
"""How long an example takes says more about the machine than about the code."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a run in several processes keeps in one: a file's tests, which share fixtures, and all labs, whose
    namespaces have names."""
    for item in items:
        group = "lab" if item.get_closest_marker("lab") else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))


def _own_threads() -> set[threading.Thread]:
    return {t for t in threading.enumerate() if not t.name.startswith(("pydevd", "asyncio_", "ThreadPoolExecutor"))}


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fail where a test leaves a thread behind; a second is given to those that are ending."""
    before = _own_threads()
    yield
    deadline = time.monotonic() + 1.0
    while (left := _own_threads() - before) and time.monotonic() < deadline:
        time.sleep(0.02)
    if left:
        pytest.fail(f"threads left running: {sorted(t.name for t in left)}")


@pytest.fixture(autouse=True)
async def no_leaked_tasks(request: pytest.FixtureRequest) -> Any:
    """Fail where an asynchronous test leaves a task or a timer of its loop behind."""
    yield
    if not request.node.get_closest_marker("asyncio"):
        return
    await asyncio.sleep(0)
    left = [t for t in asyncio.all_tasks() if t is not asyncio.current_task() and not t.done()]
    if left:
        pytest.fail(f"tasks left running: {sorted(t.get_name() for t in left)}")
    timers = [h for h in getattr(asyncio.get_running_loop(), "_scheduled", ()) if not h.cancelled()]
    if timers:
        pytest.fail(f"timers left running: {timers}")


@pytest.fixture(autouse=True)
def no_unexpected_warnings(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on a logged warning or error that the test did not take with `caplog.clear()`."""
    yield
    noticed = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING and r.name.startswith("nocscape")]
    if noticed:
        pytest.fail("logged: " + "; ".join(r.getMessage() for r in noticed))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test begins in English."""
    i18n.set_language("en")
    yield
    i18n.set_language("en")
