"""One rule at one series: when it is told, eased and taken back."""

from __future__ import annotations

from nocscape.model.alarms import Level
from nocscape.model.status import Severity
from tests.unit.alarms.made import BELOW, KEY, WARNING, below, judge, rule, told


def test_a_value_at_its_limit_is_told_once_and_taken_back_once() -> None:
    assert told(judge(rule()), 79.9, 80, 85, 90, 79.9, 50) == ["", "warning", "", "", "clear", ""]


def test_a_worse_value_is_told_as_worse_and_as_eased_when_it_comes_back_half_the_way() -> None:
    assert told(judge(rule()), 85, 96, 90, 96, 10) == ["warning", "critical", "warning", "critical", "clear"]


def test_a_value_that_jumps_over_the_mild_level_is_told_once_as_the_worst() -> None:
    assert told(judge(rule()), 10, 99, 10) == ["", "critical", "clear"]


def test_a_value_must_stay_beyond_the_limit_for_the_rules_time() -> None:
    assert told(judge(rule(for_s=60.0)), 85, 85, 70, 85, 85, 85) == ["", "", "", "", "", "warning"]


def test_an_alarm_says_since_when_the_value_was_beyond_the_limit() -> None:
    one = judge(rule(for_s=60.0))
    told(one, 70, 85, 85, 97)
    assert one.alarm is not None
    assert (one.alarm.since, one.alarm.at, one.alarm.value, one.alarm.limit) == (1030, 1090, 97, 80)


def test_a_level_that_was_raised_stays_raised_until_the_value_is_past_its_clear_limit() -> None:
    level = Level(severity=Severity.MINOR, limit=90, clear=70)
    assert told(judge(rule(level)), 91, 89, 91, 70, 69.9, 89) == ["minor", "", "", "", "clear", ""]


def test_a_gap_neither_raises_nor_clears_and_its_time_does_not_count() -> None:
    assert told(judge(rule()), 85, None, None, 85, 10) == ["warning", "", "", "", "clear"]
    assert told(judge(rule(for_s=60.0)), 85, None, None, 85, 85, 85) == ["", "", "", "", "", "warning"]
    assert told(judge(rule()), 85, float("nan"), 85) == ["warning", "", ""]


def test_a_limit_may_be_one_that_a_value_must_not_fall_below() -> None:
    assert told(judge(rule(*below(20, 5), side=BELOW)), 30, 20, 4, 10, 21) == [
        "",
        "warning",
        "critical",
        "warning",
        "clear",
    ]


def test_a_value_from_before_the_last_one_is_not_heard() -> None:
    one = judge(rule())
    assert one.take(1000, 50.0) is None
    assert one.take(970, 99.0) is None
    assert one.take(1000, 99.0) is None
    assert one.alarm is None


def test_an_alarm_of_a_severity_that_the_rule_has_no_longer_ends_with_the_next_value_that_is_well() -> None:
    one = judge(rule())
    told(one, 99)
    again = judge(rule(WARNING))
    again.alarm = one.alarm
    assert again.is_busy
    turn = again.take(2000, 10.0)
    assert turn is not None
    assert (turn.alarm, turn.before, turn.key) == (None, one.alarm, KEY)


def test_one_that_is_well_has_nothing_to_remember() -> None:
    one = judge(rule())
    was_busy = []
    for place, value in enumerate((10, 85, 85, 10)):
        one.take(1000 + place, value)
        was_busy.append(one.is_busy)
    assert was_busy == [False, True, True, False]


def test_a_share_of_the_speed_is_judged_in_percent() -> None:
    one = judge(rule(condition="utilisation"), speed_bps=1_000_000)
    assert told(one, 500_000, 850_000) == ["", "warning"]
    assert one.alarm is not None
    assert one.alarm.value == 85.0


def test_a_change_is_judged_over_its_window_and_not_before_the_window_is_full() -> None:
    one = judge(rule(*below(10, 20), condition="change", window_s=60.0))
    assert told(one, 0, 15, 15, 15, 15, 40) == ["", "", "warning", "clear", "", "critical"]


def test_a_change_keeps_no_more_values_than_it_may() -> None:
    one = judge(rule(WARNING, condition="change", window_s=86_400.0))
    assert told(one, *([1.0] * 5000), every_s=1) == [""] * 5000
    assert one.take(1000 + 90_000, 90.0) is not None


def test_a_series_without_a_value_for_a_while_is_told_until_there_is_one() -> None:
    one = judge(rule(Level(severity=Severity.MINOR, limit=300), condition="missing"))
    assert one.wait(5000) is None
    told(one, 1.0, None)
    assert one.wait(1299) is None
    turn = one.wait(1300)
    assert turn is not None
    assert turn.value == 300
    assert one.wait(1400) is None
    back = one.take(1500, 0.0)
    assert back is not None
    assert back.alarm is None
