"""The order of states: what an operator sees first, and what several become together."""

from __future__ import annotations

from nocscape.model.status import Status, worst


def test_states_rank_from_unknown_to_critical_and_an_effect_below_its_cause() -> None:
    assert sorted(Status, key=lambda status: status.rank) == [
        Status.UNKNOWN,
        Status.MAINTENANCE,
        Status.UP,
        Status.WARNING,
        Status.MINOR,
        Status.UNREACHABLE,
        Status.CRITICAL,
    ]


def test_an_operator_should_look_from_a_warning_on() -> None:
    assert {status for status in Status if status.is_bad} == {
        Status.WARNING,
        Status.MINOR,
        Status.UNREACHABLE,
        Status.CRITICAL,
    }


def test_several_states_become_the_worst_of_them_and_none_becomes_unknown() -> None:
    assert worst([Status.UP, Status.CRITICAL, Status.UNREACHABLE]) is Status.CRITICAL
    assert worst([Status.MAINTENANCE, Status.UP]) is Status.UP
    assert worst([]) is Status.UNKNOWN
