"""One contract for every file in alarms/conditions."""

from __future__ import annotations

import math

import pytest

from nocscape.alarms.conditions import conditions
from nocscape.alarms.rules import check_rule
from nocscape.alarms.suggesting import levels_at
from nocscape.base import i18n
from nocscape.model.alarms import Side
from nocscape.model.metrics import BUILT_IN
from tests.unit.alarms.made import rule

TRAFFIC = next(metric for metric in BUILT_IN if metric.name == "if_in_bps")
NAMES = sorted(conditions())


def test_the_conditions_are_found_by_listing_their_folder() -> None:
    assert NAMES == ["change", "missing", "threshold", "utilisation"]


@pytest.mark.parametrize("name", NAMES)
def test_a_condition_says_what_it_is(name: str) -> None:
    one = conditions()[name]
    assert one.TITLE in i18n.catalogue("ko")
    assert one.SIDES
    assert set(one.SIDES) <= set(Side)
    check_rule(
        rule(*levels_at(one.LIMITS or (1.0,), Side.ABOVE), condition=name, metric="if_in_bps", window_s=60.0), TRAFFIC
    )
    assert any(one.unit(metric.unit) is not None for metric in BUILT_IN)


@pytest.mark.parametrize("name", NAMES)
def test_a_condition_follows_a_series_from_nothing(name: str) -> None:
    one = conditions()[name]
    wanted = rule(condition=name, window_s=60.0 if one.HAS_WINDOW else 0.0)
    follower = one.follow(wanted, 10**9)
    assert follower is not None
    assert follower.wait(0.0) is None
    found = [follower.take(at, value) for at, value in ((0, 1.0), (30, 2.0), (60, 5.0), (90, -1.0))]
    assert all(value is None or math.isfinite(value) for value in found)
    assert found[-1] is not None
    again = one.follow(wanted, 10**9)
    assert again is not None
    assert again.wait(0.0) is None


def test_a_port_of_unknown_speed_has_no_share() -> None:
    assert conditions()["utilisation"].follow(rule(condition="utilisation"), 0) is None
