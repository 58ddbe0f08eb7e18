"""Limits that an operator is offered to begin with."""

from __future__ import annotations

import pytest

from nocscape.alarms.rules import check_rule
from nocscape.alarms.suggesting import levels_for, usual
from nocscape.model.alarms import Side
from nocscape.model.metrics import BUILT_IN
from tests.unit.alarms.made import rule


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("percentile", [None, -6.8, 0.0, 0.3, 17.0, 93.0, 4e9])
def test_whatever_is_offered_makes_a_rule_that_is_taken(side: Side, percentile: float | None) -> None:
    for metric in BUILT_IN:
        if levels := levels_for(metric.unit, side, percentile, None):
            check_rule(rule(*levels, metric=metric.name, side=side), metric)


def test_limits_stand_beyond_what_is_usual() -> None:
    assert [level.limit for level in levels_for("bit/s", Side.ABOVE, 1e9, 5.0)] == [1.2e9, 1.5e9]
    assert [level.limit for level in levels_for("dBm", Side.BELOW, -6.0, None)] == [-7.2, -9.0]
    assert [level.limit for level in levels_for("%", Side.ABOVE, 85.0, None)] == [95.0, 98.0]


def test_units_of_the_field_have_the_limits_of_the_field() -> None:
    assert [level.limit for level in levels_for("%", Side.ABOVE, 12.0, None)] == [80.0, 90.0]
    assert [level.limit for level in levels_for("°C", Side.ABOVE, None, None)] == [60.0, 75.0]
    assert levels_for("bit/s", Side.ABOVE, None, None) == ()


def test_a_few_values_say_nothing_about_what_is_usual() -> None:
    assert usual([1.0, None] * 11, Side.ABOVE) is None
    assert usual([float(n) for n in range(101)], Side.ABOVE) == 95.0
    assert usual([float(n) for n in range(101)], Side.BELOW) == 5.0
