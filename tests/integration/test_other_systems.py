"""What a system lacks is missed by nobody. No Windows is at hand: what it lacks is taken from a process here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ACCOUNT = ("USER", "LOGNAME", "LNAME", "USERNAME")


def test_without_what_windows_lacks_everything_imports_and_a_second_client_finds_the_engine(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name not in ACCOUNT}
    command = [sys.executable, "-m", "tests.integration.as_windows", str(tmp_path)]
    done = subprocess.run(
        command, env=env | {"QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.split() == ["imported", "attached"], done.stderr[-2000:]
    assert "Traceback" not in done.stderr


def test_no_character_ends_a_command(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "NOCSCAPE_LANG": "ko"}
    command = [sys.executable, "-m", "nocscape.cli.main", "mib", "find", "interface", "--profile", str(tmp_path)]
    done = subprocess.run([*command, "--help"], env=env, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0
    assert b"?" in done.stdout
