"""Columns read in step over agents that misbehave, without a network."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from nocscape.base.counters import Counters
from nocscape.wire.snmp.agents import START_VARBINDS, Agent
from nocscape.wire.snmp.errors import ERROR_STATUS, SnmpStatusError
from nocscape.wire.snmp.pysnmp_values import Oid, Raw
from nocscape.wire.snmp.stepping import MAX_SKIPS, past, read_columns
from nocscape.wire.snmp.types import Column, Syntax

ENTRY = (1, 3, 6, 1, 2, 1, 2, 2, 1)
NAMES = Column("1.3.6.1.2.1.2.2.1.2", Syntax.OCTETS)
TYPES = Column("1.3.6.1.2.1.2.2.1.3", Syntax.INTEGER)
Spoil = Callable[[Sequence[Oid], int, list[Raw]], list[Raw]]


class Table:
    """An agent with two columns of `rows` rows; `spoil` may change or refuse what it would say."""

    def __init__(self, rows: int, spoil: Spoil | None = None, *, knows_bulk: bool = True) -> None:
        self._knows_bulk = knows_bulk
        self.agent = Agent(2, Counters())
        self.requests: list[tuple[int, int]] = []
        self._spoil = spoil
        self._all = [Raw((*ENTRY, 2, i), Syntax.OCTETS, b"port %d" % i) for i in range(1, rows + 1)]
        self._all += [Raw((*ENTRY, 3, i), Syntax.INTEGER, 6) for i in range(1, rows + 1)]

    def _after(self, oid: Oid) -> Raw:
        return next((raw for raw in self._all if raw.oid > oid), Raw(oid, Syntax.END_OF_MIB, None))

    async def ask(self, oids: Sequence[Oid], repetitions: int) -> list[Raw]:
        self.requests.append((len(oids), repetitions))
        reply, row = [], list(oids)
        for _ in range(repetitions if self._knows_bulk else 1):
            step = [self._after(oid) for oid in row]
            reply += step
            row = [raw.oid for raw in step]
        return self._spoil(oids, repetitions, reply) if self._spoil else reply

    async def read(self, most_rows: int = 1000) -> tuple[dict[str, object], dict[str, object]]:
        table = await read_columns(self.ask, self.agent, [NAMES, TYPES], most_rows)
        return dict(table[NAMES.oid]), dict(table[TYPES.oid])

    def faults(self) -> set[str]:
        return {fault.kind for fault in self.agent.faults()}


def refuse(status: str, index: int = 1) -> SnmpStatusError:
    return SnmpStatusError("agent", ERROR_STATUS.index(status), index)


async def test_a_small_table_takes_one_request() -> None:
    table = Table(4)
    names, types = await table.read()
    assert names == {str(i): b"port %d" % i for i in range(1, 5)}
    assert types == dict.fromkeys(names, 6)
    assert table.requests == [(2, START_VARBINDS // 2)]
    assert table.faults() == set()


async def test_a_large_table_is_read_in_step() -> None:
    table = Table(100)
    names, types = await table.read()
    assert len(names) == len(types) == 100
    assert len(table.requests) == 5


async def test_a_table_without_end_stops_at_the_limit() -> None:
    table = Table(100)
    names, types = await table.read(most_rows=30)
    assert len(names) == len(types) == 30
    assert table.faults() == {"too_many_rows"}


async def test_an_agent_that_goes_in_circles_is_left_with_a_reason() -> None:
    first = Raw((*ENTRY, 2, 1), Syntax.OCTETS, b"port 1")
    table = Table(3, lambda _oids, _n, _reply: [first, first._replace(oid=(*ENTRY, 3, 1), value=6)])
    names, _ = await table.read()
    assert names == {"1": b"port 1"}
    assert table.faults() == {"not_increasing"}


async def test_an_agent_that_goes_back_before_the_column_is_left_with_a_reason() -> None:
    back = Raw((1, 3, 6, 1, 2, 1, 1, 1, 0), Syntax.OCTETS, b"sysDescr")
    table = Table(3, lambda _oids, _n, _reply: [back, back])
    assert await table.read() == ({}, {})
    assert table.faults() == {"not_increasing"}


async def test_too_big_makes_all_later_requests_smaller() -> None:
    def spoil(oids: Sequence[Oid], repetitions: int, reply: list[Raw]) -> list[Raw]:
        if len(oids) * repetitions > 12:
            raise refuse("tooBig", 0)
        return reply

    table = Table(40, spoil)
    names, types = await table.read()
    assert len(names) == len(types) == 40
    assert table.agent.varbinds == 12
    assert table.faults() == {"too_big"}


async def test_a_row_that_fails_with_general_error_costs_that_row_only() -> None:
    def spoil(oids: Sequence[Oid], repetitions: int, reply: list[Raw]) -> list[Raw]:
        for place, raw in enumerate(reply):
            if raw.oid == (*ENTRY, 2, 17):
                raise refuse("genErr", place % len(oids) + 1)
        return reply

    table = Table(30, spoil)
    names, types = await table.read()
    assert set(map(int, names)) == set(range(1, 31)) - {17}
    assert len(types) == 30
    assert "general_error" in table.faults()


async def test_a_column_that_always_fails_is_given_up() -> None:
    def spoil(oids: Sequence[Oid], repetitions: int, reply: list[Raw]) -> list[Raw]:
        if any(oid[: len(ENTRY) + 1] == (*ENTRY, 3) for oid in oids):
            raise refuse("genErr")
        return reply

    table = Table(5, spoil)
    names, types = await table.read()
    assert len(names) == 5
    assert types == {}
    assert len(table.requests) < 30


async def test_empty_replies_end_the_reading() -> None:
    table = Table(5, lambda _oids, _n, _reply: [])
    assert await table.read() == ({}, {})
    assert table.faults() == {"empty_reply"}


async def test_a_reply_cut_in_the_middle_of_a_row_is_continued() -> None:
    table = Table(20, lambda _oids, _n, reply: reply[:7])
    names, types = await table.read()
    assert len(names) == len(types) == 20


async def test_v1_names_the_column_that_has_no_successor() -> None:
    def spoil(oids: Sequence[Oid], repetitions: int, reply: list[Raw]) -> list[Raw]:
        for place, raw in enumerate(reply):
            if raw.syntax is Syntax.END_OF_MIB:
                raise refuse("noSuchName", place % len(oids) + 1)
        return reply

    table = Table(3, spoil, knows_bulk=False)
    names, types = await table.read()
    assert len(names) == len(types) == 3


async def test_a_value_of_the_wrong_type_is_left_out_and_recorded() -> None:
    def spoil(oids: Sequence[Oid], repetitions: int, reply: list[Raw]) -> list[Raw]:
        return [raw._replace(value="not octets") if raw.oid == (*ENTRY, 2, 2) else raw for raw in reply]

    table = Table(3, spoil)
    names, _ = await table.read()
    assert set(names) == {"1", "3"}
    assert table.faults() == {"wrong_type"}


@pytest.mark.parametrize("status", ["noAccess", "resourceUnavailable", "authorizationError"])
async def test_another_refusal_ends_the_column_with_its_name(status: str) -> None:
    def spoil(oids: Sequence[Oid], repetitions: int, reply: list[Raw]) -> list[Raw]:
        raise refuse(status)

    table = Table(3, spoil)
    assert await table.read() == ({}, {})
    assert table.faults() == {status}


async def test_after_some_failing_rows_the_whole_column_behind_them_is_left() -> None:
    assert past((1, 3), (1, 3), 0) == (1, 3, 0)
    assert past((1, 3), (1, 3, 2, 7), 0) == (1, 3, 2, 8)
    assert past((1, 3), (1, 3, 2, 7), 2) == (1, 3, 2, 8)
    assert past((1, 3), (1, 3, 2, 7), 3) == (1, 3, 3)
    assert past((1, 3), (1, 3, 7), 3) == (1, 3, 8), "a column of its own is not left for the one above"


async def test_a_column_is_given_up_at_the_ninth_failing_row_in_a_row() -> None:
    def spoil(oids: Sequence[Oid], repetitions: int, reply: list[Raw]) -> list[Raw]:
        if any(raw.oid[:-1] == (*ENTRY, 2) and 3 <= raw.oid[-1] <= broken for raw in reply):
            raise refuse("genErr")
        return reply

    broken = 2 + MAX_SKIPS
    names, _ = await Table(20, spoil).read()
    assert len(names) == 20 - MAX_SKIPS
    broken += 1
    names, _ = await Table(20, spoil).read()
    assert set(names) == {"1", "2"}


@pytest.mark.parametrize("index", [0, 3])
async def test_v1_that_names_no_column_of_ours_ends_them_all(index: int) -> None:
    def spoil(oids: Sequence[Oid], repetitions: int, reply: list[Raw]) -> list[Raw]:
        raise refuse("noSuchName", index)

    table = Table(3, spoil, knows_bulk=False)
    assert await table.read() == ({}, {})
    assert len(table.requests) == 1
