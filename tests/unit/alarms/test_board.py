"""Every rule at every series of a device, ports as columns."""

from __future__ import annotations

import numpy as np
import pytest

from nocscape.alarms import Board, Turn
from nocscape.model.alarms import AlarmRule, Level
from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.model.status import Severity
from tests.unit.alarms.made import BELOW, Ports, below, rule

PORTS = Ports(("if_in_bps", "if_out_bps"), ("1", "2", "3"))
TRAFFIC = rule(metric="if_in_bps")
SPEEDS = {"1": 1000, "2": 1000}


def board(*rules: AlarmRule) -> Board:
    made = Board()
    made.assign("d1", rules, SPEEDS)
    return made


def polled(made: Board, at: int, *values: float, covered: bool = False, ports: Ports = PORTS) -> list[tuple[str, str]]:
    turns = made.take_ports("d1", ports, at, np.array(values, np.float64), is_covered=covered)
    return [(turn.key.instance, word(turn)) for turn in turns]


def word(turn: Turn) -> str:
    return str(turn.alarm.severity) if turn.alarm is not None else "clear"


def sampled(made: Board, at: int, value: float | None, metric: str = "cpu_percent") -> list[str]:
    gap = Gap.NO_ANSWER if value is None else None
    return [word(t) for t in made.take_samples("d1", [Sample(SeriesKey("d1", metric), at, value, gap)])]


def test_each_port_is_judged_by_its_own_values() -> None:
    made = board(TRAFFIC)
    assert polled(made, 10, 85, 10, 99, 99, 99, 99) == [("1", "warning"), ("3", "critical")]
    assert polled(made, 20, 85, 10, 10, 99, 99, 99) == [("3", "clear")]
    assert [alarm.key.instance for alarm in made.alarms()] == ["1"]


def test_gaps_of_ports_neither_raise_nor_clear() -> None:
    made = board(TRAFFIC)
    polled(made, 10, 85, 10, 10, 0, 0, 0)
    assert polled(made, 20, *[np.nan] * 6) == []
    assert polled(made, 30, 10, 10, 10, 0, 0, 0) == [("1", "clear")]


def test_in_maintenance_nothing_is_raised_and_nothing_cleared() -> None:
    made = board(TRAFFIC)
    polled(made, 10, 85, 10, 10, 0, 0, 0)
    assert polled(made, 20, 10, 99, 10, 0, 0, 0, covered=True) == []
    assert polled(made, 30, 10, 99, 10, 0, 0, 0) == [("1", "clear"), ("2", "critical")]


def test_a_share_of_the_speed_is_judged_where_the_speed_is_known() -> None:
    made = board(rule(metric="if_in_bps", condition="utilisation"))
    assert polled(made, 10, 850, 10, 10**9, 0, 0, 0) == [("1", "warning")]


def test_a_port_that_must_carry_something_is_told_when_it_carries_less() -> None:
    made = board(rule(*below(20, 5), metric="if_out_bps", side=BELOW, instance="2"))
    assert polled(made, 10, 0, 0, 0, 0, 10, 0) == [("2", "warning")]


def test_other_ports_after_a_change_of_hardware_are_judged_by_the_same_rules() -> None:
    made = board(TRAFFIC)
    polled(made, 10, 85, 10, 10, 0, 0, 0)
    others = Ports(("if_in_bps",), ("1", "9"))
    assert polled(made, 20, 85, 85, ports=others) == [("9", "warning")]
    assert polled(made, 30, 10, 10, ports=others) == [("1", "clear"), ("9", "clear")]


def test_readings_of_the_device_are_judged_too() -> None:
    made = board(rule())
    assert sampled(made, 10, 50.0) == []
    assert sampled(made, 20, 85.0) == ["warning"]
    assert sampled(made, 30, None) == []
    assert sampled(made, 40, 10.0) == ["clear"]
    assert sampled(made, 50, 99.0, "memory_percent") == []


def test_a_device_that_names_its_series_otherwise_in_every_poll_takes_no_more_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nocscape.alarms.board.MOST_SEATED", 5)
    made = board(rule())
    for poll in range(20):
        key = SeriesKey("d1", "cpu_percent", str(poll))
        turns = made.take_samples("d1", [Sample(key, 100 + poll, 99.0)])
        assert [turn.key for turn in turns] == [key]
    assert len(made._devices["d1"]._by_key) <= 5


def test_a_device_without_rules_is_not_looked_at() -> None:
    made = Board()
    assert not made.is_judged("d1")
    assert polled(made, 10, *[1e9] * 6) == []
    assert sampled(made, 10, 100.0) == []


def test_another_version_of_a_rule_goes_on_with_what_was_told() -> None:
    made = board(rule())
    sampled(made, 10, 85.0)
    assert made.assign("d1", [rule(text="{name}")], SPEEDS) == []
    assert sampled(made, 20, 85.0) == []
    assert sampled(made, 30, 10.0) == ["clear"]


def test_what_is_pending_goes_on_when_another_rule_comes() -> None:
    made = board(rule(for_s=60.0))
    assert sampled(made, 10, 85.0) == []
    made.assign("d1", [rule(for_s=60.0), TRAFFIC], SPEEDS)
    assert sampled(made, 70, 85.0) == ["warning"]


def test_what_a_rule_told_is_given_back_when_the_rule_goes_or_another_counts() -> None:
    made = board(rule())
    sampled(made, 10, 85.0)
    narrower = rule(Level(severity=Severity.MINOR, limit=99), id="r2")
    (ended,) = made.assign("d1", [narrower, rule()], SPEEDS)
    assert ended.rule == "r1"
    sampled(made, 20, 99.0)
    assert [alarm.rule for alarm in made.forget("d1")] == ["r2"]
    assert list(made.alarms()) == []


def test_after_a_start_what_was_told_is_not_told_again_and_can_be_taken_back() -> None:
    before = board(rule())
    sampled(before, 10, 85.0)
    after = Board()
    after.restore(before.alarms())
    assert [alarm.rule for alarm in after.alarms_of("d1")] == ["r1"]
    after.assign("d1", [rule()], SPEEDS)
    assert sampled(after, 20, 85.0) == []
    assert sampled(after, 30, 10.0) == ["clear"]


def test_silence_is_told_by_time_alone_but_not_in_maintenance() -> None:
    made = board(rule(Level(severity=Severity.MINOR, limit=300), condition="missing"))
    sampled(made, 1000, 5.0)
    assert made.waiting() == ["d1"]
    assert made.wait(2000, {"d1"}) == []
    assert [word(turn) for turn in made.wait(2000, set())] == ["minor"]


@pytest.mark.parametrize("is_first", [True, False])
def test_series_that_are_well_cost_no_judge(is_first: bool) -> None:
    made = board(TRAFFIC, rule())
    if not is_first:
        polled(made, 10, 99, 99, 99, 0, 0, 0)
    polled(made, 20, 1, 2, 3, 0, 0, 0)
    sampled(made, 20, 5.0)
    assert made.judges == 0
