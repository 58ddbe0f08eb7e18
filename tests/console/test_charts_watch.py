"""Several panels watch through one command."""

from __future__ import annotations

from nocscape.console.watching import SeriesWatch
from nocscape.model.commands import Ask, WatchSeries
from nocscape.model.metrics import SeriesKey

A, B = SeriesKey("core-1", "cpu_percent"), SeriesKey("core-2", "cpu_percent")


def test_the_engine_is_asked_for_what_all_panels_want_together() -> None:
    sent: list[Ask] = []
    watch = SeriesWatch(sent.append)
    watch.want("chart", [A], 5)
    watch.want("ports", [A, B], 10)
    watch.want("chart", [])
    watch.want("ports", [])
    assert sent == [
        WatchSeries(keys=(A,), interval_s=5),
        WatchSeries(keys=(A, B), interval_s=5),
        WatchSeries(keys=(A, B), interval_s=10),
        WatchSeries(keys=(), interval_s=10),
    ]


def test_wanting_the_same_again_sends_nothing() -> None:
    sent: list[Ask] = []
    watch = SeriesWatch(sent.append)
    watch.want("chart", [A])
    watch.want("chart", [A])
    watch.want("other", [A])
    watch.want("none", [])
    assert len(sent) == 1
