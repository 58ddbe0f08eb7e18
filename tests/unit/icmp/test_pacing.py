"""The rate at which packets go out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape.wire.icmp.pacing import TokenBucket


@given(st.floats(0.5, 1e5), st.integers(1, 100), st.lists(st.floats(0, 3), max_size=50))
def test_never_more_goes_out_than_rate_and_burst_allow(rate: float, burst: int, steps: list[float]) -> None:
    now = [0.0]
    bucket = TokenBucket(rate, burst, lambda: now[0])
    spent = 0
    for step in steps:
        now[0] += step
        count = bucket.available()
        bucket.spend(count)
        spent += count
        assert count <= burst
        assert spent <= burst + rate * now[0] + 1e-6


@given(st.floats(0.5, 1e5), st.integers(1, 100))
def test_after_the_wait_that_it_names_a_packet_may_go(rate: float, burst: int) -> None:
    now = [0.0]
    bucket = TokenBucket(rate, burst, lambda: now[0])
    bucket.spend(bucket.available())
    now[0] += bucket.wait_s() * 1.000001
    assert bucket.available() >= 1


def test_without_a_rate_a_whole_burst_may_go_at_any_time() -> None:
    bucket = TokenBucket(None, 64, lambda: 0.0)
    bucket.spend(64)
    assert (bucket.available(), bucket.wait_s()) == (64, 0.0)


def test_a_rate_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        TokenBucket(0, 1, lambda: 0.0)


def test_it_begins_with_one_packet_and_names_the_wait_for_the_next() -> None:
    now = [0.0]
    bucket = TokenBucket(4.0, 10, lambda: now[0])
    assert (bucket.available(), bucket.wait_s()) == (1, 0.0)
    bucket.spend(1)
    assert (bucket.available(), bucket.wait_s()) == (0, 0.25)
    now[0] = 0.125
    assert (bucket.available(), bucket.wait_s()) == (0, 0.125)
    now[0] = 100.0
    assert bucket.available() == 10


def test_a_burst_below_one_is_one() -> None:
    now = [0.0]
    bucket = TokenBucket(1.0, 0, lambda: now[0])
    now[0] = 10.0
    assert bucket.available() == 1
