"""Waiting for what the window does by itself."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtTest import QTest

PATIENCE_S = 60.0
"""A busy machine may take long; an idle one never waits so long."""


def until(is_so: Callable[[], object]) -> None:
    """Let events be handled until it is so."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline, "did not happen in time"
        QTest.qWait(5)
