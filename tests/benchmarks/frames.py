"""Frames of the console while 1,000 devices are discovered and polled every 30 s in the same process."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from typing import Any

from nocscape.cli import demo_process
from tests.benchmarks.result import Part, result

SCALE = 20
"""Of the demo network: a little over 1,000 devices."""
PORT = 16361
BUDGET_MS = 33.0
SHORT_S, LONG_S = 60, 600


def under_load(seconds: int) -> dict[str, Any]:
    """What a console under load measured of itself."""
    with tempfile.TemporaryDirectory() as profile, demo_process.serving(PORT, scale=SCALE):
        command = [sys.executable, "-m", "tests.benchmarks.console_child", "load"]
        command += [profile, str(PORT), str(SCALE), str(seconds)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 240, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    print(f"{found['devices']} devices, {found['frames']} frames, {found['cpu_percent']:.0f} % of a core")
    print(f"median {found['median_ms']:.1f} ms, p99 {found['p99_ms']:.1f} ms, worst {found['worst_ms']:.1f} ms")
    return found


def run(*, is_long: bool) -> dict[str, object]:
    """Push the map for a minute (ten with `is_long`)."""
    found = under_load(LONG_S if is_long else SHORT_S)
    p99 = round(found["p99_ms"], 1)
    return result(
        "frames",
        Part("frame p99 while 1,000 devices are polled", p99, "ms", BUDGET_MS, p99 < BUDGET_MS),
        [
            Part("devices", found["devices"], "devices", None, is_met=found["devices"] >= 1000),
            Part("frame median", round(found["median_ms"], 1), "ms", None, is_met=True),
            Part("worst frame", round(found["worst_ms"], 1), "ms", None, is_met=True),
            Part("late polls", found["late"], "polls", None, is_met=True),
            Part(
                "console and engine, with a map that is pushed at 60 Hz",
                round(found["cpu_percent"]),
                "% of a core",
                None,
                is_met=True,
            ),
        ],
    )
