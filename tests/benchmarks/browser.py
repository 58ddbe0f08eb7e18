"""The MIB browser on a table of 100,000 rows: first rows, stalls while it is read, scrolled and filtered, cancel."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.benchmarks.result import Part, result
from tests.integration.recorded import replayed

ROWS = 100_000
CONNECTION = "1.3.6.1.2.1.6.19.1"
"""tcpConnectionTable (RFC 4022): two columns, and an index of six parts that is to be decoded."""
BUDGET_FIRST_MS = 200.0
BUDGET_WORK_MS = 33.0
BUDGET_CANCEL_MS = 200.0
TIMEOUT_S = 300
STALLS = {
    "reading": "it is read",
    "scrolling": "it is scrolled",
    "table": "the table is filled",
    "filtering": "it is filtered",
}


def write_table(path: Path, rows: int) -> Path:
    """A recording of a router with so many TCP connections."""
    indexes = [f"1.4.10.0.0.1.22.1.4.10.{n >> 16}.{n >> 8 & 255}.{n & 255}.{1024 + n % 60_000}" for n in range(rows)]
    with path.open("w", encoding="utf-8") as out:
        out.write("1.3.6.1.2.1.1.1.0|4|A router with many connections\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.8072.3.2.10\n")
        out.write("1.3.6.1.2.1.1.5.0|4|large\n")
        for column, syntax in ((7, 2), (8, 66)):
            out.writelines(f"{CONNECTION}.{column}.{index}|{syntax}|5\n" for index in indexes)
    return path


def measure(rows: int) -> dict[str, Any]:
    """What a console in a process of its own measured of itself."""
    with (
        tempfile.TemporaryDirectory() as folder,
        replayed(write_table(Path(folder) / "large.snmprec", rows)) as port,
    ):
        command = [sys.executable, "-m", "tests.benchmarks.browser_child", str(port)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[:2000])
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def run(*, is_long: bool) -> dict[str, object]:
    """Read, scroll, fill, filter and cancel (200,000 rows with `is_long`)."""
    rows = ROWS * (2 if is_long else 1)
    found = measure(rows)
    print(f"{found['values']:.0f} values of {rows} rows in {found['read_s']:.1f} s")
    first, cancel = round(found["first_ms"], 1), round(found["cancel_ms"], 1)
    return result(
        "browser",
        Part("first rows, best of several", first, "ms", BUDGET_FIRST_MS, first <= BUDGET_FIRST_MS),
        [
            *(part for name, words in STALLS.items() for part in _stall(words, name, found)),
            Part("first rows, median", round(found["first_median_ms"], 1), "ms", None, is_met=True),
            Part("cancelled", cancel, "ms", BUDGET_CANCEL_MS, cancel <= BUDGET_CANCEL_MS),
            Part("values", found["values"], "values", None, is_met=found["values"] >= rows),
        ],
    )


def _stall(words: str, name: str, found: dict[str, Any]) -> tuple[Part, Part]:
    """The window's own work without a break, which is judged; and how long it stood still on this machine."""
    work, still = round(found[f"{name}_work_ms"], 1), round(found[f"{name}_ms"], 1)
    return (
        Part(f"longest piece of work while {words}", work, "ms", BUDGET_WORK_MS, work <= BUDGET_WORK_MS),
        Part(f"longest stall while {words}", still, "ms", None, is_met=True),
    )
