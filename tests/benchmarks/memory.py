"""Memory of console and engine in one process while 1,000 devices are polled every 30 s."""

from __future__ import annotations

import statistics

from tests.benchmarks.frames import LONG_S, SHORT_S, under_load
from tests.benchmarks.result import Part, result

BUDGET_MB = 700.0
GROWTH_MB_PER_MIN = 0.5
"""What counts as flat: less than this, from the first third of the run to its last."""


def run(*, is_long: bool) -> dict[str, object]:
    """Weigh the process every second for a minute (ten with `is_long`)."""
    seconds = LONG_S if is_long else SHORT_S
    weights = under_load(seconds)["memory_mb"]
    third = max(1, len(weights) // 3)
    first, last = statistics.median(weights[:third]), statistics.median(weights[-third:])
    growth = round((last - first) / (seconds * 2 / 3 / 60), 2)
    most = round(max(weights))
    print(f"{first:.0f} MB in the first third, {last:.0f} MB in the last")
    parts = [
        Part(
            "growth",
            growth,
            "MB/min",
            GROWTH_MB_PER_MIN if is_long else None,
            is_met=not is_long or growth < GROWTH_MB_PER_MIN,
        )
    ]
    return result("memory", Part("console + engine", most, "MB", BUDGET_MB, most < BUDGET_MB), parts)
