"""The program's own statistics as series, so that they can be charted like everything else."""

from __future__ import annotations

from collections.abc import Callable

import psutil

from nocscape.model.batches import EngineStats
from nocscape.model.metrics import ENGINE, Sample, SeriesKey

EVERY_S = 30


class OwnStatistics:
    """Makes a sample of each now and then, for `keep`."""

    def __init__(self, keep: Callable[[tuple[Sample, ...]], None]) -> None:
        self._keep = keep
        self._process = psutil.Process()
        self._next = 0.0

    def take(self, stats: EngineStats) -> None:
        """What the engine tells once a second."""
        if stats.at < self._next:
            return
        self._next = stats.at + EVERY_S
        values: dict[str, float] = {
            "engine_cpu_percent": stats.cpu_percent,
            "engine_memory_bytes": self._process.memory_info().rss,
            "engine_polls_per_s": stats.polls_per_s,
            "engine_on_time_percent": stats.polls_on_time_percent,
            "engine_late_polls": stats.late,
            "engine_dropped": stats.dropped,
            "engine_waiting": stats.store_queue,
        }
        at = int(stats.at)
        self._keep(tuple(Sample(SeriesKey(ENGINE, name), at, value) for name, value in values.items()))
