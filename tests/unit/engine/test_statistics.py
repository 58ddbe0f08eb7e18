"""The program's own statistics are kept like what it measures."""

from __future__ import annotations

from nocscape.engine.watching.statistics import EVERY_S, OwnStatistics
from nocscape.model.batches import EngineStats
from nocscape.model.metrics import BUILT_IN, ENGINE, Sample


def test_a_sample_of_each_is_kept_now_and_then() -> None:
    kept: list[Sample] = []
    own = OwnStatistics(kept.extend)
    for second in range(2 * EVERY_S):
        own.take(EngineStats(at=1000.0 + second, cpu_percent=12.5))
    assert {s.at for s in kept} == {1000, 1000 + EVERY_S}
    assert {s.key.device for s in kept} == {ENGINE}
    assert {s.key.metric for s in kept} <= {metric.name for metric in BUILT_IN}
    assert next(s.value for s in kept if s.key.metric == "engine_cpu_percent") == 12.5
