"""What is remembered of each agent."""

from __future__ import annotations

from nocscape.base.counters import Counters
from nocscape.wire.snmp import agents
from nocscape.wire.snmp.agents import MOST_VARBINDS, START_VARBINDS, Agent, AgentBook
from nocscape.wire.snmp.types import SnmpTarget, in_vlan
from tests.integration.snmpd import v2c


def test_one_lost_large_reply_changes_nothing_and_several_do() -> None:
    agent = Agent(2, Counters())
    agent.stumbled(10)
    agent.stumbled(10)
    assert agent.varbinds == START_VARBINDS
    agent.stumbled(10)
    assert agent.varbinds == 10


def test_large_replies_in_between_clear_the_suspicion() -> None:
    agent = Agent(2, Counters())
    for _ in range(10):
        agent.stumbled(10)
        agent.went_well(START_VARBINDS)
    assert agent.varbinds == START_VARBINDS


def test_an_agent_that_never_stumbles_is_asked_for_more_at_once() -> None:
    agent = Agent(2, Counters())
    for _ in range(200):
        agent.went_well(agent.varbinds)
    assert agent.varbinds == MOST_VARBINDS


def test_an_agent_that_stumbled_is_never_asked_for_more_than_at_first() -> None:
    agent = Agent(2, Counters())
    agent.back_off(START_VARBINDS // 2)
    for _ in range(2000):
        agent.went_well(agent.varbinds)
    assert agent.varbinds == START_VARBINDS


def test_an_agent_recovers_after_many_good_replies() -> None:
    agent = Agent(2, Counters())
    agent.back_off(5)
    for _ in range(2000):
        agent.went_well(5)
    assert agent.varbinds == START_VARBINDS


def test_faults_are_counted_by_kind_with_the_last_place() -> None:
    counters = Counters()
    agent = Agent(2, counters)
    agent.fault("wrong_type", "1.3.6.1")
    agent.fault("wrong_type", "1.3.6.2")
    (fault,) = agent.faults()
    assert (fault.kind, fault.oid, fault.count) == ("wrong_type", "1.3.6.2", 2)
    assert counters.get("snmp.fault.wrong_type") == 2


def test_kinds_of_faults_are_bounded() -> None:
    agent = Agent(2, Counters())
    for n in range(1000):
        agent.fault(f"kind {n}", "1.3")
    assert len(agent.faults()) < 100


def test_the_book_knows_an_agent_by_address_and_port() -> None:
    book = AgentBook(2, Counters())
    here = SnmpTarget(address="127.0.0.1", credential=v2c())
    assert book.of(here) is book.of(SnmpTarget(address="127.0.0.1", credential=v2c("other")))
    assert book.of(here) is not book.of(SnmpTarget(address="127.0.0.1", port=1161, credential=v2c()))


def test_the_book_forgets_who_was_asked_longest_ago() -> None:
    book = AgentBook(2, Counters())
    targets = [SnmpTarget(address=f"10.{n >> 8}.{n & 255}.1", credential=v2c()) for n in range(agents.MAX_AGENTS + 5)]
    first = book.of(targets[0])
    for target in targets[1:]:
        book.of(targets[0])
        book.of(target)
    assert len(book) == agents.MAX_AGENTS
    assert book.of(targets[0]) is first


def test_an_agent_remembers_who_it_answered() -> None:
    agent = Agent(2, Counters())
    agent.prove(v2c("public"))
    assert agent.is_proven(v2c("public"))
    assert not agent.is_proven(in_vlan(v2c("public"), 20))
