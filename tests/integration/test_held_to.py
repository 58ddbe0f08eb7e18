"""What every test is held to: one that leaves something running or is warned of something fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

LEAKS = """
import asyncio, logging, threading
import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QWidget

kept = []

def test_thread():
    done = threading.Event()
    threading.Thread(target=done.wait, args=(3,), name="forgotten").start()

async def test_task():
    kept.append(asyncio.create_task(asyncio.sleep(60), name="endless"))

async def test_timer_of_the_loop():
    asyncio.get_running_loop().call_later(60, print)

def test_timer():
    timer = QTimer()
    timer.start(60_000)
    kept.append(timer)

def test_hidden_window():
    kept.append(QWidget())

def test_logged():
    logging.getLogger("nocscape.somewhere").warning("not expected")

def test_said_by_qt():
    qWarning("QPainter: not active")

def test_warned():
    import warnings
    warnings.warn("old", DeprecationWarning)

def test_clean():
    pass
"""


@pytest.mark.qt
def test_every_leak_and_every_unexpected_warning_fails_its_test(tmp_path: Path) -> None:
    module = tmp_path / "test_leaks.py"
    module.write_text(LEAKS)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)]
    command += ["-p", "tests.conftest", "-p", "tests.console.conftest", "-p", "no:cacheprovider", "-rEfp", str(module)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    ends = {
        line.split()[1].rpartition("::test_")[2]: line.partition(" - ")[2]
        for line in done.stdout.splitlines()
        if line.startswith(("ERROR ", "FAILED "))
    }
    assert ends.pop("timer_of_the_loop", "").startswith("Failed: timers left running: [<TimerHandle")
    assert ends == {
        "thread": "Failed: threads left running: ['forgotten']",
        "task": "Failed: tasks left running: ['endless']",
        "timer": "Failed: timers left running, of ['NoneType']",
        "hidden_window": "Failed: windows left open: ['QWidget']",
        "logged": "Failed: logged: not expected",
        "said_by_qt": "Failed: Qt said: QPainter: not active",
        "warned": "DeprecationWarning: old",
    }
    assert "test_clean" in done.stdout
