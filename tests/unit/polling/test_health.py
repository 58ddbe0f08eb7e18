"""What silence means."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nocscape.model.status import Status
from nocscape.polling.health import Answers, Health, PollSettings
from nocscape.polling.vitals import Vitals


def answers(*, snmp: bool, ping: bool, has_agent: bool = True, **more: Any) -> Answers:
    return Answers(has_agent=has_agent, snmp=snmp, ping=ping, **more)


@given(st.integers(1, 4), st.lists(st.tuples(st.booleans(), st.booleans()), max_size=20), st.booleans())
def test_a_device_is_down_exactly_after_so_many_polls_without_any_answer(
    down_after: int, polls: list[tuple[bool, bool]], has_agent: bool
) -> None:
    health = Health(PollSettings(down_after=down_after))
    silent = 0
    for snmp, ping in polls:
        heard_snmp = snmp and has_agent
        silent = 0 if heard_snmp or ping else silent + 1
        verdict = health.judge(answers(snmp=heard_snmp, ping=ping, has_agent=has_agent))
        assert (verdict.status is Status.CRITICAL) == (silent >= down_after)
        assert health.is_down == (silent >= down_after)
        assert verdict.reason is None or str(verdict.reason)


def test_one_missed_poll_changes_nothing_and_is_suspect() -> None:
    health = Health(PollSettings())
    health.judge(answers(snmp=True, ping=True))
    assert health.judge(answers(snmp=False, ping=False)).status is Status.UP
    assert health.is_suspect
    assert health.judge(answers(snmp=True, ping=True)).status is Status.UP


def test_what_answers_or_is_known_to_be_down_is_not_suspect() -> None:
    health = Health(PollSettings())
    health.judge(answers(snmp=True, ping=True))
    assert not health.is_suspect
    for _ in range(2):
        health.judge(answers(snmp=False, ping=False))
    assert not health.is_suspect


def test_a_device_that_never_answered_is_not_called_down_at_once() -> None:
    health = Health(PollSettings())
    assert health.judge(answers(snmp=False, ping=False)).status is Status.UNKNOWN


def test_a_silent_agent_on_a_device_that_pings_is_a_warning() -> None:
    health = Health(PollSettings())
    for _ in range(2):
        verdict = health.judge(answers(snmp=False, ping=True))
    assert verdict.status is Status.WARNING
    assert "ping does" in str(verdict.reason)
    assert health.judge(answers(snmp=True, ping=True)).status is Status.UP


def test_a_device_that_drops_ping_and_answers_snmp_is_up() -> None:
    assert Health(PollSettings()).judge(answers(snmp=True, ping=False, loss_percent=100)).status is Status.UP


def test_each_reason_to_worry_is_named() -> None:
    def reason(**more: Any) -> str:
        verdict = Health(PollSettings()).judge(answers(snmp=True, ping=True, **more))
        assert verdict.status is Status.WARNING
        return str(verdict.reason)

    assert reason(vitals=Vitals(cpu_percent=95.4)) == "CPU 95 %"
    assert reason(vitals=Vitals(memory_percent=99)) == "Memory 99 %"
    assert reason(loss_percent=66.7) == "67 % of pings lost"
    assert reason(fault="wrong key") == "The SNMP agent refuses: wrong key"


def turns(*, has_pinged: bool, is_paused: bool, polls: int = 70) -> list[int]:
    """At which polls since a device went down its agent was asked, the first being 1."""
    settings = PollSettings(down_after=3)
    health = Health(settings)
    health.judge(answers(snmp=True, ping=has_pinged))
    asked: list[int] = []
    for poll in range(-1, polls + 1):
        health.judge(answers(snmp=False, ping=False))
        if poll >= 1 and health.is_agents_turn(is_paused=is_paused):
            asked.append(poll)
    return asked


def test_the_agent_of_a_device_that_pinged_once_is_asked_ever_more_seldom() -> None:
    assert turns(has_pinged=True, is_paused=False) == [1, 2, 4, 8, 16, 32, 48, 64]


def test_where_ping_never_came_through_the_agent_is_asked_at_every_poll() -> None:
    assert turns(has_pinged=False, is_paused=False, polls=9) == list(range(1, 10))


def test_a_pause_makes_that_seldom_and_silences_all_others() -> None:
    assert turns(has_pinged=False, is_paused=True) == [1, 2, 4, 8, 16, 32, 48, 64]
    assert turns(has_pinged=True, is_paused=True) == []


def test_an_agent_that_is_not_down_is_asked_unless_it_is_paused() -> None:
    for has_pinged in (False, True):
        health = Health(PollSettings())
        health.judge(answers(snmp=True, ping=has_pinged))
        assert health.is_agents_turn()
        assert not health.is_agents_turn(is_paused=True)


def test_a_limit_that_is_just_reached_is_a_reason_to_worry() -> None:
    settings = PollSettings(busy_cpu_percent=90, full_memory_percent=95, lossy_percent=20)

    def status(**more: Any) -> Status:
        return Health(settings).judge(answers(snmp=True, ping=True, **more)).status

    assert status(vitals=Vitals(cpu_percent=90.0)) is Status.WARNING
    assert status(vitals=Vitals(cpu_percent=89.9)) is Status.UP
    assert status(vitals=Vitals(memory_percent=95.0)) is Status.WARNING
    assert status(vitals=Vitals(memory_percent=94.9)) is Status.UP
    assert status(loss_percent=20.0) is Status.WARNING
    assert status(loss_percent=19.9) is Status.UP
