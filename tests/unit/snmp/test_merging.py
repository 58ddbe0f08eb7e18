"""Several readers of one agent: few messages, each reader its own answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from nocscape.wire.snmp.errors import SnmpStatusError, SnmpTimeout
from nocscape.wire.snmp.merging import Merger
from nocscape.wire.snmp.types import SnmpTarget, Syntax, VarBind
from tests.integration.snmpd import v2c

HERE = SnmpTarget(address="192.0.2.1", credential=v2c())
THERE = SnmpTarget(address="192.0.2.2", credential=v2c())


class Slow:
    """An agent that answers when it is told to; OIDs that begin with 9 are refused, with 8 met by silence."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.may_answer = asyncio.Event()

    async def get(self, target: SnmpTarget, oids: Sequence[str]) -> list[VarBind]:
        self.asked.append(tuple(oids))
        await self.may_answer.wait()
        if any(oid.startswith("9") for oid in oids):
            raise SnmpStatusError(str(target), 5, 1)
        if any(oid.startswith("8") for oid in oids):
            raise SnmpTimeout(str(target), 2)
        return [VarBind(oid, Syntax.INTEGER, len(oid)) for oid in oids]


async def together(agent: Slow, *wanted: Sequence[str]) -> list[list[VarBind] | BaseException]:
    """Start a reader for each, let the agent answer once all wait, and gather what came."""
    merger = Merger(agent.get)
    readers = [asyncio.ensure_future(merger.get(HERE, oids)) for oids in wanted]
    await asyncio.sleep(0)
    agent.may_answer.set()
    return await asyncio.gather(*readers, return_exceptions=True)


async def test_who_comes_while_an_agent_is_asked_is_asked_for_together() -> None:
    agent = Slow()
    answers = await together(agent, ["1.1"], ["1.22", "1.3"], ["1.3"], ["1.444"])
    assert agent.asked == [("1.1",), ("1.22", "1.3", "1.444")]
    assert [[v.oid for v in a] for a in answers if isinstance(a, list)] == [
        ["1.1"],
        ["1.22", "1.3"],
        ["1.3"],
        ["1.444"],
    ]


async def test_other_agents_do_not_wait() -> None:
    agent = Slow()
    agent.may_answer.set()
    merger = Merger(agent.get)
    await asyncio.gather(merger.get(HERE, ["1.1"]), merger.get(THERE, ["1.2"]))
    assert sorted(agent.asked) == [("1.1",), ("1.2",)]


async def test_a_refusal_hits_only_who_asked_for_it() -> None:
    answers = await together(Slow(), ["1.1"], ["1.2"], ["9.1"])
    assert isinstance(answers[1], list)
    assert isinstance(answers[2], SnmpStatusError)


async def test_silence_is_everybodys_and_costs_one_wait() -> None:
    agent = Slow()
    answers = await together(agent, ["1.1"], ["8.1"], ["1.3"])
    assert isinstance(answers[0], list)
    assert all(isinstance(answer, SnmpTimeout) for answer in answers[1:])
    assert len(agent.asked) == 2


@pytest.mark.parametrize("cancelled", [0, 1, 2])
async def test_a_reader_that_gives_up_takes_nobody_with_it(cancelled: int) -> None:
    agent = Slow()
    merger = Merger(agent.get)
    readers = [asyncio.ensure_future(merger.get(HERE, [f"1.{n}"])) for n in range(3)]
    await asyncio.sleep(0)
    readers[cancelled].cancel()
    agent.may_answer.set()
    answers = await asyncio.gather(*readers, return_exceptions=True)
    assert [isinstance(answer, list) for answer in answers] == [n != cancelled for n in range(3)]
