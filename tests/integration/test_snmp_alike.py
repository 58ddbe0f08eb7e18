"""Both back-ends read generated tables alike: odd indexes, all types, wrong ones, gaps, long strings, short replies."""

from __future__ import annotations

import random

import pytest

from nocscape.wire.snmp import Column, ColumnTable, RowPlan, SnmpTarget, Syntax
from tests.integration.fake_agent import (
    COUNTER32,
    COUNTER64,
    GAUGE32,
    IP_ADDRESS,
    OID,
    OPAQUE,
    TIME_TICKS,
    Mib,
    Oid,
    Value,
    encode_oid,
    fake_agent,
    number,
    text,
)
from tests.integration.snmpd import v2c
from tests.integration.test_snmp_snmpd import BACKENDS, client

ENTRY = (1, 3, 6, 1, 4, 1, 99999, 1, 1)
SYNTAXES = [syntax for syntax in Syntax if not syntax.is_exception and syntax is not Syntax.NULL]
TABLES = 24


def some_value(chance: random.Random, syntax: Syntax) -> Value:
    """A value of that type as agents send them, the edges more often than not."""
    match syntax:
        case Syntax.INTEGER:
            return number(chance.choice((0, 1, -1, 2**31 - 1, -(2**31), chance.randrange(1000))))
        case Syntax.COUNTER32 | Syntax.GAUGE32 | Syntax.TIME_TICKS:
            tag = {Syntax.COUNTER32: COUNTER32, Syntax.GAUGE32: GAUGE32}.get(syntax, TIME_TICKS)
            return number(chance.choice((0, 2**32 - 1, 2**31, chance.randrange(2**32))), tag)
        case Syntax.COUNTER64:
            return number(chance.choice((0, 2**64 - 1, 2**63, chance.randrange(2**64))), COUNTER64)
        case Syntax.OCTETS:
            return text(chance.randbytes(chance.choice((0, 1, 6, 40, 250))))
        case Syntax.OID:
            return Value(OID, encode_oid((1, 3, *(chance.randrange(2**28) for _ in range(chance.randrange(1, 12))))))
        case Syntax.IP_ADDRESS:
            return Value(IP_ADDRESS, chance.randbytes(4))
        case _:
            return Value(OPAQUE, chance.choice((b"\x9f\x78\x04\x42\x28\x00\x00", chance.randbytes(9))))


def some_index(chance: random.Random) -> Oid:
    """One to nine numbers: a row number, an address, a string with its length."""
    shape = chance.randrange(4)
    if shape == 0:
        return (chance.randrange(1, 10_000),)
    if shape == 1:
        return tuple(chance.randbytes(4))
    name = chance.randbytes(chance.randrange(1, 8))
    return (len(name), *name) if shape == 2 else (chance.randrange(2**32), chance.randrange(2**32))


def some_table(seed: int) -> tuple[Mib, list[Column]]:
    """A table with holes, and a wrong type here and there."""
    chance = random.Random(seed)
    kinds = [chance.choice(SYNTAXES) for _ in range(chance.randrange(1, 13))]
    indexes = {some_index(chance) for _ in range(chance.choice((0, 1, 7, 49, 50, 51, 120)))}
    objects = {
        (*ENTRY, place, *index): some_value(chance, kind if chance.random() > 0.02 else chance.choice(SYNTAXES))
        for place, kind in enumerate(kinds, 1)
        for index in indexes
        if chance.random() > 0.05
    }
    if chance.random() < 0.5:
        objects[*ENTRY[:-1], 2, 0] = number(1)
    columns = [Column(".".join(map(str, (*ENTRY, place))), kind) for place, kind in enumerate(kinds, 1)]
    return Mib(objects, chance.choice((3, 20, 100)), chance.choice((1_400, 60_000))), columns


@pytest.mark.parametrize("seed", range(TABLES))
async def test_both_backends_read_a_generated_table_alike(seed: int) -> None:
    mib, columns = some_table(seed)
    tables: list[ColumnTable] = []
    async with fake_agent(mib.answer) as agent:
        for prefer in BACKENDS:
            target = SnmpTarget(address="127.0.0.1", port=agent.port, credential=v2c(), timeout_s=1.0, retries=1)
            async with client(prefer) as snmp:
                tables.append(await snmp.columns(target, columns))
    assert tables[0] == tables[1]


@pytest.mark.parametrize("seed", range(0, TABLES, 3))
async def test_rows_asked_for_by_name_are_those_of_the_whole_columns(seed: int) -> None:
    mib, columns = some_table(seed)
    async with fake_agent(mib.answer) as agent:
        for prefer in BACKENDS:
            target = SnmpTarget(address="127.0.0.1", port=agent.port, credential=v2c(), timeout_s=1.0, retries=1)
            async with client(prefer) as snmp:
                whole = await snmp.columns(target, columns)
                plan = RowPlan({column: [*list(whole[column.oid])[::2], "9.9.9"] for column in columns})
                rows = (await snmp.rows(target, plan)).table()
                assert rows == {
                    c.oid: {i: whole[c.oid][i] for i in indexes if i in whole[c.oid]}
                    for c, indexes in plan.rows.items()
                }
