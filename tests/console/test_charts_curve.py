"""Stored and live samples become one curve."""

from __future__ import annotations

from itertools import pairwise
from math import isnan

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nocscape.console.charts.curve import Curve, GapSpan, gap_at, statistics, value_at
from nocscape.model.metrics import Gap, Sample, SeriesData, SeriesKey

KEY = SeriesKey("core-1", "if_in_bps", "Te1/1/1")


def history(times: list[int], step_s: int = 0, **more: object) -> SeriesData:
    values = [float(t) for t in times]
    return SeriesData(key=KEY, times=times, values=values, step_s=step_s, **more)  # type: ignore[arg-type]


def live(*times: int) -> list[Sample]:
    return [Sample(KEY, t, float(t)) for t in times]


@given(
    st.lists(st.integers(0, 400), max_size=60),
    st.lists(st.lists(st.integers(0, 500), max_size=20), max_size=5),
    st.sampled_from([0, 10, 60]),
    st.integers(0, 500),
    st.integers(0, 5),
)
def test_history_and_live_never_repeat_or_go_back_in_time(
    stored: list[int], batches: list[list[int]], step_s: int, until: int, history_comes_after: int
) -> None:
    curve = Curve(KEY)
    for number, batch in enumerate([*batches, []]):
        if number == min(history_comes_after, len(batches)):
            curve.take_history(history(stored, step_s), until)
        curve.take_live(live(*batch))
    times = curve.joined().times.tolist()
    assert all(a < b for a, b in pairwise(times))
    assert set(stored) <= set(times)
    assert max([t for batch in batches for t in batch if t > until and t > max(stored, default=0)], default=0) <= max(
        times, default=0
    )


@given(st.lists(st.integers(0, 300), min_size=1, unique=True), st.integers(0, 300))
def test_it_does_not_matter_where_history_ends_and_live_begins(times: list[int], cut: int) -> None:
    times.sort()
    whole, split = Curve(KEY), Curve(KEY)
    whole.take_history(history(times), times[-1])
    split.take_live(live(*[t for t in times if t >= cut - 20]))
    split.take_history(history([t for t in times if t < cut]), cut)
    joined = split.joined()
    known = [(t, v) for t, v in zip(joined.times.tolist(), joined.values.tolist(), strict=True) if not isnan(v)]
    assert known == [(t, float(t)) for t in times]
    assert np.isnan(whole.joined().values).sum() == len([g for g in whole.joined().gaps if g.reason is Gap.NOT_POLLED])


def test_a_live_sample_that_an_average_already_holds_is_not_drawn_again() -> None:
    curve = Curve(KEY)
    curve.take_live(live(295, 305, 310, 315))
    curve.take_history(history([0, 60, 120, 180, 240, 300], 60), until=310)
    assert curve.joined().times.tolist() == [0, 60, 120, 180, 240, 300, 315]


def test_samples_of_other_series_are_left_alone() -> None:
    curve = Curve(KEY)
    curve.take_live([Sample(SeriesKey("core-2", "if_in_bps", "Te1/1/1"), 5, 1.0)])
    assert curve.joined().times.tolist() == []
    assert curve.last_at is None


def test_a_device_that_did_not_answer_leaves_a_gap_with_that_reason() -> None:
    curve = Curve(KEY)
    curve.take_live([*live(10, 15), Sample(KEY, 20, None, Gap.NO_ANSWER), Sample(KEY, 25, None), *live(30, 35)])
    assert curve.joined().gaps == (GapSpan(15, 30, Gap.NO_ANSWER),)
    assert gap_at(curve.joined(), 22.0) == GapSpan(15, 30, Gap.NO_ANSWER)
    assert gap_at(curve.joined(), 31.0) is None


def test_a_gap_whose_reason_becomes_another_is_told_in_two_parts() -> None:
    curve = Curve(KEY)
    silent = [Sample(KEY, 20, None, Gap.NO_ANSWER), Sample(KEY, 25, None), Sample(KEY, 30, None, Gap.BEHIND)]
    curve.take_live([*live(10, 15), *silent, *live(35, 40)])
    assert curve.joined().gaps == (GapSpan(15, 30, Gap.NO_ANSWER), GapSpan(30, 35, Gap.BEHIND))


def test_a_stretch_in_which_nobody_asked_is_a_hole_in_the_line() -> None:
    curve = Curve(KEY)
    curve.take_history(history([0, 30, 60, 600, 630]), 630)
    assert curve.joined().gaps == (GapSpan(60, 600, Gap.NOT_POLLED),)
    assert isnan(curve.joined().values[3])


def test_a_series_that_was_looked_at_for_a_while_has_no_holes_before_and_after() -> None:
    curve = Curve(KEY)
    often = [*range(0, 3600, 30), *range(3600, 4500, 5), *range(4500, 5000, 30)]
    curve.take_history(history(often), 5000)
    assert curve.joined().gaps == ()
    curve.take_history(history([t for t in often if not 1000 < t < 1500]), 5000)
    assert curve.joined().gaps == (GapSpan(990, 1500, Gap.NOT_POLLED),)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=40), st.sampled_from([0, 30, 300]))
def test_what_is_polled_as_often_as_ever_has_no_holes(steps: list[int], every_s: int) -> None:
    curve = Curve(KEY, every_s)
    times = np.cumsum([0, *(every_s or 60 for _ in steps)]).tolist()
    curve.take_history(history(times), times[-1])
    assert curve.joined().gaps == ()


def test_the_time_since_the_last_sample_is_marked_when_it_has_become_long() -> None:
    curve = Curve(KEY)
    curve.take_live(live(0, 30, 60))
    assert curve.joined_until(100) is curve.joined()
    silent = curve.joined_until(605)
    assert silent.gaps == (GapSpan(60, 600, Gap.NOT_POLLED),)
    assert curve.joined_until(609) is silent
    curve.take_live(live(600))
    assert curve.joined_until(605).gaps == (GapSpan(60, 600, Gap.NOT_POLLED),)
    assert Curve(KEY).joined_until(1e9).times.size == 0


def test_history_that_was_not_read_up_to_the_live_samples_is_no_gap() -> None:
    curve = Curve(KEY)
    curve.take_live(live(1000, 1005))
    curve.take_history(history([0, 30, 60]), 80)
    assert curve.joined().times.tolist() == [0, 30, 60, 61, 1000, 1005]
    assert curve.joined().gaps == ()


def test_the_reason_of_a_stored_gap_comes_from_the_store() -> None:
    curve = Curve(KEY)
    data = SeriesData(key=KEY, times=[0, 30, 60], values=[1.0, None, 2.0], gaps={30: Gap.RESET})
    curve.take_history(data, 60)
    assert curve.joined().gaps == (GapSpan(0, 60, Gap.RESET),)


def test_a_gap_that_has_not_ended_reaches_to_the_last_attempt() -> None:
    curve = Curve(KEY)
    curve.take_live([Sample(KEY, 5, None, Gap.NO_ANSWER), Sample(KEY, 10, None, Gap.NO_ANSWER)])
    assert curve.joined().gaps == (GapSpan(5, 10, Gap.NO_ANSWER),)


def test_statistics_weigh_averages_and_samples_by_the_time_they_stand_for() -> None:
    curve = Curve(KEY)
    data = SeriesData(
        key=KEY, times=[0, 60, 120], values=[10.0, 10.0, 10.0], minimum=[1.0] * 3, maximum=[50.0] * 3, step_s=60
    )
    curve.take_history(data, 179)
    curve.take_live([Sample(KEY, 180 + i, 100.0) for i in range(2)])
    seen = statistics(curve.joined(), 0, 200)
    assert seen is not None
    assert (seen.last, seen.minimum, seen.maximum) == (100.0, 1.0, 100.0)
    assert 10 < seen.average < 50


def test_statistics_of_nothing_are_none() -> None:
    assert statistics(Curve(KEY).joined(), 0, 100) is None


def test_the_crosshair_reads_the_nearest_sample() -> None:
    curve = Curve(KEY)
    curve.take_live(live(10, 20, 30))
    assert value_at(curve.joined(), 24.0) == (20, 20.0)
    assert value_at(curve.joined(), 99.0) == (30, 30.0)
    assert value_at(Curve(KEY).joined(), 1.0) is None
