"""The utilisation of ports is exactly what their traffic and their speeds make of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape.engine.watching.measured import live_shares, share_of
from nocscape.model.metrics import Gap, Sample, SeriesData, SeriesKey
from nocscape.model.net import Device, Endpoint, Interface, Inventory
from nocscape.model.utilisation import TRAFFIC, UTILISATION, fullest, speeds_of, traffic_of

KEY = SeriesKey("sw", UTILISATION, "1")
SPEED_BPS = 1000
ways = st.dictionaries(st.integers(0, 30), st.none() | st.floats(0, 2000), max_size=20)


def series(metric: str, told: dict[int, float | None]) -> SeriesData:
    times = sorted(told)
    gaps = {at: Gap.NO_ANSWER for at in times if told[at] is None}
    return SeriesData(key=SeriesKey("sw", metric, "1"), times=times, values=[told[at] for at in times], gaps=gaps)


def switch(*speeds: int | None) -> Inventory:
    ports = tuple(Interface(key=str(n), if_index=n, speed_bps=speed) for n, speed in enumerate(speeds, 1))
    return Inventory(device=Device(id="sw", name="sw", endpoint=Endpoint("10.0.0.1")), interfaces=ports)


def percent(rates: Sequence[float | None]) -> float | None:
    known = [rate for rate in rates if rate is not None]
    return 100 * max(known) / SPEED_BPS if known else None


@given(ways, ways)
def test_at_each_time_the_direction_with_more_counts_and_a_gap_is_where_neither_is_known(
    incoming: dict[int, float | None], outgoing: dict[int, float | None]
) -> None:
    made = share_of(KEY, [series(m, told) for m, told in zip(TRAFFIC, (incoming, outgoing), strict=True)], SPEED_BPS)
    wanted = {at: percent([incoming.get(at), outgoing.get(at)]) for at in sorted({*incoming, *outgoing})}
    assert made.times == list(wanted)
    for found, right in zip(made.values, wanted.values(), strict=True):
        assert found == pytest.approx(right) if right is not None else found is None
    assert set(made.gaps) == {at for at, value in wanted.items() if value is None}


def test_the_range_of_averages_is_that_of_the_direction_with_more() -> None:
    into = SeriesData(
        key=KEY, times=[0, 300], values=[100.0, 10.0], minimum=[50.0, 0.0], maximum=[200.0, 20.0], step_s=300
    )
    out = SeriesData(
        key=KEY, times=[0, 300], values=[10.0, 400.0], minimum=[0.0, 300.0], maximum=[900.0, 500.0], step_s=300
    )
    made = share_of(KEY, [into, out], SPEED_BPS)
    assert (made.values, made.minimum, made.maximum, made.step_s) == ([10.0, 40.0], [5.0, 30.0], [90.0, 50.0], 300)


def test_ports_are_ranked_by_their_share_and_those_without_a_speed_are_counted_once() -> None:
    speeds = speeds_of([switch(1000, 100, None, 0)])
    into = [(SeriesKey("sw", TRAFFIC[0], port), rate) for port, rate in (("1", 500.0), ("2", 20.0), ("3", 9e9))]
    out = [
        (SeriesKey("sw", TRAFFIC[1], port), rate) for port, rate in (("1", 10.0), ("2", 90.0), ("3", 1.0), ("4", 1.0))
    ]
    ranking = fullest([into, out], speeds, 5)
    assert [(key.instance, share) for key, share in ranking.rows] == [("2", 90.0), ("1", 50.0)]
    assert ranking.without_speed == 2
    assert len(fullest([into, out], speeds, 1).rows) == 1


def test_samples_of_traffic_make_live_ones_of_ports_that_have_a_speed() -> None:
    def sample(metric: str, port: str, value: float | None) -> Sample:
        return Sample(SeriesKey("sw", metric, port), 60, value, None if value is not None else Gap.RESET)

    told = [sample(TRAFFIC[0], "1", 100.0), sample(TRAFFIC[1], "1", 250.0), sample(TRAFFIC[0], "2", None)]
    told += [sample(TRAFFIC[0], "3", 1.0), sample("if_in_errors_per_s", "1", 1e9)]
    wanted = [SeriesKey("sw", UTILISATION, port) for port in "1239"]
    made = {s.key.instance: (s.at, s.value, s.gap) for s in live_shares(wanted, told, switch(1000, 1000, None))}
    assert made == {"1": (60, 25.0, None), "2": (60, None, Gap.RESET)}


def test_other_metrics_are_made_of_themselves() -> None:
    plain = SeriesKey("sw", "cpu_percent")
    assert traffic_of(plain) == (plain,)
    assert {key.metric for key in traffic_of(KEY)} == set(TRAFFIC)
