"""Agents that break their RFCs in the ways that real ones do, met over UDP by both back-ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from nocscape.model.credentials import SnmpVersion
from nocscape.wire.snmp import (
    Column,
    RowPlan,
    SnmpClient,
    SnmpMalformed,
    SnmpStatusError,
    SnmpTarget,
    SnmpTimeout,
    Syntax,
)
from tests.integration.fake_agent import (
    COUNTER32,
    GAUGE32,
    GET_BULK,
    GET_NEXT,
    IP_ADDRESS,
    OID,
    OPAQUE,
    Asked,
    FakeAgent,
    Mib,
    Value,
    encode_oid,
    fake_agent,
    number,
    refuse,
    reply,
    text,
)
from tests.integration.snmpd import v2c
from tests.integration.test_snmp_snmpd import BACKENDS, client

ENTRY = (1, 3, 6, 1, 2, 1, 2, 2, 1)
INDEXES = Column("1.3.6.1.2.1.2.2.1.1", Syntax.INTEGER)
NAMES = Column("1.3.6.1.2.1.2.2.1.2", Syntax.OCTETS)
SPEEDS = Column("1.3.6.1.2.1.2.2.1.5", Syntax.GAUGE32)
COLUMNS = [INDEXES, NAMES, SPEEDS]
LAST = ((1, 3, 6, 1, 9, 9), number(1))

pytestmark = pytest.mark.parametrize("prefer", BACKENDS)


def interfaces(count: int, name: str = "port {}") -> Mib:
    """An honest ifTable of `count` rows, with something behind it."""
    rows = range(1, count + 1)
    objects = {(*ENTRY, 1, i): number(i) for i in rows}
    objects |= {(*ENTRY, 2, i): text(name.format(i)) for i in rows}
    objects |= {(*ENTRY, 5, i): number(4_000_000_000, GAUGE32) for i in rows}
    return Mib(objects | dict([LAST]))


def target(agent: FakeAgent, *, timeout_s: float = 1.0, retries: int = 1, version: str = "v2c") -> SnmpTarget:
    credential = v2c("public", SnmpVersion(version))
    return SnmpTarget(address="127.0.0.1", port=agent.port, credential=credential, timeout_s=timeout_s, retries=retries)


def kinds(snmp: SnmpClient, there: SnmpTarget) -> set[str]:
    return {fault.kind for fault in snmp.faults(there)}


async def test_an_honest_table_comes_whole(prefer: str) -> None:
    async with fake_agent(interfaces(120).answer) as agent, client(prefer) as snmp:
        table = await snmp.columns(target(agent), COLUMNS)
        assert kinds(snmp, target(agent)) == set()
    assert [len(table[column.oid]) for column in COLUMNS] == [120, 120, 120]
    assert table[NAMES.oid]["120"] == b"port 120"
    assert table[SPEEDS.oid]["1"] == 4_000_000_000


async def test_too_big_is_answered_by_asking_for_less(prefer: str) -> None:
    mib = interfaces(60)

    def answer(asked: Asked) -> list[bytes]:
        honest = mib.answer(asked)
        return [reply(asked, [], status=1)] if len(honest[0]) > 400 else honest

    async with fake_agent(answer) as agent, client(prefer) as snmp:
        table = await snmp.columns(target(agent), COLUMNS)
    assert [len(table[column.oid]) for column in COLUMNS] == [60, 60, 60]


async def test_large_replies_that_get_lost_are_answered_by_asking_for_less(prefer: str) -> None:
    mib = interfaces(60)

    def answer(asked: Asked) -> list[bytes]:
        return [datagram for datagram in mib.answer(asked) if len(datagram) < 500]

    async with fake_agent(answer) as agent, client(prefer) as snmp:
        table = await snmp.columns(target(agent, timeout_s=0.15), COLUMNS)
    assert [len(table[column.oid]) for column in COLUMNS] == [60, 60, 60]


@pytest.mark.parametrize("most_octets", [500, 900])
async def test_rows_by_name_come_from_agents_that_lose_large_requests(prefer: str, most_octets: int) -> None:
    mib = interfaces(60)

    def answer(asked: Asked) -> list[bytes]:
        return [datagram for datagram in mib.answer(asked) if len(datagram) < most_octets]

    plan = RowPlan({column: [str(n) for n in range(1, 61)] for column in (INDEXES, SPEEDS)})
    async with fake_agent(answer) as agent, client(prefer) as snmp:
        there = target(agent, timeout_s=0.1)
        tables = [(await snmp.rows(there, plan)).table() for _ in range(4)]
    assert all(len(table[column.oid]) == 60 for table in tables for column in (INDEXES, SPEEDS))


async def test_long_strings_come_whole(prefer: str) -> None:
    mib = interfaces(60, name="x" * 300 + "{}")
    async with fake_agent(mib.answer) as agent, client(prefer) as snmp:
        for _ in range(2):
            table = await snmp.columns(target(agent), COLUMNS)
    assert len(table[NAMES.oid]) == 60
    assert table[NAMES.oid]["60"] == b"x" * 300 + b"60"


async def test_an_agent_that_does_not_know_getbulk_is_read_with_getnext(prefer: str) -> None:
    mib = interfaces(5)

    def answer(asked: Asked) -> list[bytes]:
        return [] if asked.verb == GET_BULK else mib.answer(asked)

    async with fake_agent(answer) as agent, client(prefer) as snmp:
        there = target(agent, timeout_s=0.1)
        assert await snmp.scalars(there, [Column("1.3.6.1.9.9", Syntax.INTEGER)]) == {"1.3.6.1.9.9": 1}
        table = await snmp.columns(there, COLUMNS)
    assert [len(table[column.oid]) for column in COLUMNS] == [5, 5, 5]


async def test_an_agent_that_repeats_itself_is_left(prefer: str) -> None:
    mib = interfaces(3)

    def answer(asked: Asked) -> list[bytes]:
        binds = mib.binds(asked._replace(oids=tuple((*oid[:10], 0) for oid in asked.oids)))
        return [reply(asked, binds[: len(asked.oids)])]

    async with fake_agent(answer) as agent, client(prefer) as snmp:
        table = await snmp.columns(target(agent), COLUMNS)
        assert "not_increasing" in kinds(snmp, target(agent))
        walked = [v async for chunk in snmp.walk(target(agent), "1.3.6.1.2.1.2.2.1.1") for v in chunk]
    assert [len(table[column.oid]) for column in COLUMNS] == [1, 1, 1]
    assert len(walked) == 1


async def test_a_table_without_end_is_cut(prefer: str) -> None:
    def answer(asked: Asked) -> list[bytes]:
        binds = []
        for step in range(asked.second if asked.verb == GET_BULK else 1):
            for oid in asked.oids:
                at = oid[10] if len(oid) > 10 else 0
                binds.append(((*oid[:10], at + step + 1), number(1)))
        return [reply(asked, binds)]

    async with fake_agent(answer) as agent, client(prefer) as snmp:
        table = await snmp.columns(target(agent), [INDEXES], most_rows=333)
        assert kinds(snmp, target(agent)) == {"too_many_rows"}
        walked = [v async for chunk in snmp.walk(target(agent), INDEXES.oid, most=77) for v in chunk]
    assert len(table[INDEXES.oid]) == 333
    assert len(walked) == 77


async def test_a_general_error_in_the_middle_costs_one_row(prefer: str) -> None:
    mib = interfaces(20)

    def answer(asked: Asked) -> list[bytes]:
        binds = mib.binds(asked)
        for place, (oid, _) in enumerate(binds):
            if oid == (*ENTRY, 2, 11):
                return [refuse(asked, 5, place % len(asked.oids) + 1)]
        return [reply(asked, binds)]

    async with fake_agent(answer) as agent, client(prefer) as snmp:
        table = await snmp.columns(target(agent), COLUMNS)
        assert "general_error" in kinds(snmp, target(agent))
    assert set(map(int, table[NAMES.oid])) == set(range(1, 21)) - {11}
    assert len(table[INDEXES.oid]) == len(table[SPEEDS.oid]) == 20


async def test_values_of_wrong_types_are_left_out_alike(prefer: str) -> None:
    mib = interfaces(0)
    wrong = [text("5"), number(5), Value(IP_ADDRESS, b"\x0a\0\0\x01"), Value(OID, encode_oid((1, 3, 6))), text("")]
    mib = Mib({(*ENTRY, c, i): value for c in (1, 2, 5) for i, value in enumerate(wrong, 1)} | dict([LAST]))
    async with fake_agent(mib.answer) as agent, client(prefer) as snmp:
        table = await snmp.columns(target(agent), COLUMNS)
        assert kinds(snmp, target(agent)) == {"wrong_type"}
    assert table == {INDEXES.oid: {"2": 5}, NAMES.oid: {"1": b"5", "5": b""}, SPEEDS.oid: {"2": 5}}


async def test_numbers_in_odd_clothes_are_read_alike(prefer: str) -> None:
    odd = {1: Value(GAUGE32, b"\xff\xff\xff\xff"), 2: number(-1), 3: Value(COUNTER32, b"\x80"), 4: Value(0x02, b"")}
    float_in_opaque = Value(OPAQUE, b"\x9f\x78\x04\x3f\xc0\0\0")
    mib = Mib({(*ENTRY, 5, i): value for i, value in odd.items()} | {(*ENTRY, 6, 1): float_in_opaque} | dict([LAST]))
    load = Column("1.3.6.1.2.1.2.2.1.6", Syntax.OPAQUE)
    async with fake_agent(mib.answer) as agent, client(prefer) as snmp:
        table = await snmp.columns(target(agent), [SPEEDS, load])
    assert table[SPEEDS.oid] == {"1": 0xFFFF_FFFF, "2": 0xFFFF_FFFF, "3": 0x80, "4": 0}
    assert table[load.oid] == {"1": 1.5}


async def test_duplicate_late_and_foreign_replies_change_nothing(prefer: str) -> None:
    mib = interfaces(130)
    last: list[bytes] = []

    def answer(asked: Asked) -> list[bytes]:
        honest = mib.answer(asked)
        noise = [*last, honest[0][: len(honest[0]) // 2], reply(asked._replace(request_id=1), [LAST]), b"", b"hello"]
        last[:] = honest
        return [*noise[:1], *honest, *honest, *noise[1:]]

    async with fake_agent(answer) as agent, client("pysnmp") as snmp:
        table = await snmp.columns(target(agent), COLUMNS)
    assert [len(table[column.oid]) for column in COLUMNS] == [130, 130, 130]


async def test_an_answer_from_another_address_is_dropped_and_counted(prefer: str) -> None:
    mib = interfaces(2)
    async with fake_agent(lambda _asked: []) as agent, fake_agent(mib.answer) as stranger, client("pysnmp") as snmp:

        def answer(asked: Asked) -> list[bytes]:
            assert stranger.transport is not None
            assert agent.asker is not None
            stranger.transport.sendto(mib.answer(asked)[0], agent.asker)
            return []

        agent.answer = answer
        with pytest.raises(SnmpTimeout):
            await snmp.get(target(agent, timeout_s=0.1, retries=0), ["1.3.6.1.9.9"])
        assert snmp.counters.get("snmp.dropped.stranger") == 1


Babble = Callable[[Asked], list[bytes]]
BABBLE: dict[str, Babble] = {
    "garbage": lambda _asked: [b"\xff" * 50],
    "cut off": lambda asked: [interfaces(9).answer(asked)[0][:40]],
    "an empty sequence": lambda _asked: [b"\x30\x00"],
    "another version": lambda asked: [reply(asked._replace(version=7), [LAST])],
    "a request": lambda asked: [reply(asked, [LAST]).replace(b"\xa2", b"\xa0", 1)],
    "deep nesting": lambda _asked: [b"\x30\x80" * 500],
}


@pytest.mark.parametrize("babble", BABBLE)
async def test_babble_ends_in_an_error_within_the_time_limit(prefer: str, babble: str) -> None:
    async with fake_agent(BABBLE[babble]) as agent, client(prefer) as snmp:
        for reading in (snmp.columns, snmp.scalars):
            with pytest.raises((SnmpMalformed, SnmpTimeout)):
                async with asyncio.timeout(10):
                    await reading(target(agent, timeout_s=0.1, retries=0), COLUMNS)


async def test_v1_takes_out_what_an_agent_lacks_and_asks_again(prefer: str) -> None:
    mib = interfaces(3)
    async with fake_agent(mib.answer) as agent, client(prefer) as snmp:
        there = target(agent, version="v1")
        found = await snmp.get(there, ["1.3.6.1.8.1", "1.3.6.1.9.9", "1.3.6.1.8.2"])
        table = await snmp.columns(there, [*COLUMNS, Column("1.3.6.1.9.10", Syntax.INTEGER)])
    assert [v.value for v in found] == [None, 1, None]
    assert [v.syntax for v in found][::2] == [Syntax.NO_SUCH_OBJECT] * 2
    assert [len(rows) for rows in table.values()] == [3, 3, 3, 0]
    assert {asked.verb for asked in agent.asked} <= {0xA0, GET_NEXT}


async def test_a_get_that_is_too_big_is_split(prefer: str) -> None:
    mib = Mib({(1, 3, 6, 1, 9, i): text("y" * 50) for i in range(40)})

    def answer(asked: Asked) -> list[bytes]:
        honest = mib.answer(asked)
        return [refuse(asked, 1, 0)] if len(honest[0]) > 600 else honest

    columns = [Column(f"1.3.6.1.9.{i}", Syntax.OCTETS) for i in range(40)]
    async with fake_agent(answer) as agent, client(prefer) as snmp:
        assert len(await snmp.scalars(target(agent), columns)) == 40


async def test_many_long_scalars_come_whole(prefer: str) -> None:
    mib = Mib({(1, 3, 6, 1, 9, i): text("y" * 200) for i in range(45)})
    columns = [Column(f"1.3.6.1.9.{i}", Syntax.OCTETS) for i in range(45)]
    async with fake_agent(mib.answer) as agent, client(prefer) as snmp:
        for _ in range(4):
            assert len(await snmp.scalars(target(agent), columns)) == 45
        assert snmp.counters.total("snmp.") == 0


async def test_a_walk_goes_on_with_less_where_a_reply_is_too_big(prefer: str) -> None:
    mib = interfaces(30)

    def answer(asked: Asked) -> list[bytes]:
        return [refuse(asked, 1, 0)] if asked.verb == GET_BULK and asked.second > 7 else mib.answer(asked)

    async with fake_agent(answer) as agent, client("pysnmp") as snmp:
        walked = [v async for chunk in snmp.walk(target(agent), "1.3.6.1.2.1.2") for v in chunk]
    assert len(walked) == 90


async def test_one_device_is_asked_a_little_at_a_time(prefer: str) -> None:
    mib = interfaces(3)
    at_once: list[int] = []

    async with fake_agent(mib.answer) as agent, client(prefer) as snmp:
        turn = snmp._book.of(target(agent)).turn

        def answer(asked: Asked) -> list[bytes]:
            at_once.append(2 - turn._value)
            return mib.answer(asked)

        agent.answer = answer
        await asyncio.gather(*(snmp.columns(target(agent), COLUMNS) for _ in range(10)))
    assert max(at_once) <= 2


async def test_a_refusal_that_concerns_the_whole_request_is_told(prefer: str) -> None:
    async with fake_agent(lambda asked: [refuse(asked, 13, 1)]) as agent, client(prefer) as snmp:
        with pytest.raises(SnmpStatusError, match="resourceUnavailable"):
            await snmp.get(target(agent), ["1.3.6.1.9.9"])


async def test_a_walk_goes_on_behind_rows_that_fail(prefer: str) -> None:
    mib = interfaces(40)
    bad = {(*ENTRY, 2, n) for n in (7, 8, 20)}

    def answer(asked: Asked) -> list[bytes]:
        binds = mib.binds(asked)
        if any(oid in bad for oid, _ in binds):
            return [refuse(asked, 5, 1)]
        return [reply(asked, binds)]

    async with fake_agent(answer) as agent, client(prefer) as snmp:
        chunks = [chunk async for chunk in snmp.walk(target(agent), "1.3.6.1.2.1.2.2")]
        assert "genErr" in kinds(snmp, target(agent))
    seen = [varbind.oid for chunk in chunks for varbind in chunk]
    assert len(seen) == len(set(seen)) == 3 * 40 - len(bad)


async def test_a_walk_leaves_a_column_that_always_fails(prefer: str) -> None:
    mib = interfaces(40)

    def answer(asked: Asked) -> list[bytes]:
        binds = mib.binds(asked)
        return [refuse(asked, 5, 1)] if any(oid[:10] == (*ENTRY, 2) for oid, _ in binds) else [reply(asked, binds)]

    async with fake_agent(answer) as agent, client(prefer) as snmp:
        chunks = [chunk async for chunk in snmp.walk(target(agent), "1.3.6.1.2.1.2.2")]
        assert len(agent.asked) < 60
    seen = [varbind.oid for chunk in chunks for varbind in chunk]
    assert len(seen) == 2 * 40


async def test_one_value_of_a_walk_is_asked_for_with_one_getnext(prefer: str) -> None:
    async with fake_agent(interfaces(40).answer) as agent, client(prefer) as snmp:
        chunks = [chunk async for chunk in snmp.walk(target(agent), "1.3.6.1.2.1.2.2", most=1)]
        assert [asked.verb for asked in agent.asked] == [GET_NEXT]
        assert not snmp.faults(target(agent))
    assert [len(chunk) for chunk in chunks] == [1]
