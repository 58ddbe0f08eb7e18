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
