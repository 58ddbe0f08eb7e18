"""What holds for any octets, any values and any table."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nocscape.base.counters import Counters
from nocscape.wire.snmp import ber
from nocscape.wire.snmp.agents import Agent
from nocscape.wire.snmp.discovery_probe import engine_in
from nocscape.wire.snmp.pysnmp_values import Oid, Raw, dotted, from_pysnmp, numbers, to_pysnmp
from nocscape.wire.snmp.stepping import read_columns
from nocscape.wire.snmp.types import Column, Syntax, VarBind
from tests.integration.fake_agent import Asked, Mib, Value, decode_oid, encode_oid, number, parse, reply

sub_ids = st.integers(0, 0xFFFF_FFFF)
oids = st.tuples(st.integers(0, 2), st.integers(0, 39)).flatmap(
    lambda head: st.lists(sub_ids, min_size=1, max_size=20).map(lambda rest: (*head, *rest))
)
addresses = st.ip_addresses(v=4).map(str)
ranges: dict[Syntax, st.SearchStrategy[Any]] = {
    Syntax.INTEGER: st.integers(-(2**31), 2**31 - 1),
    Syntax.COUNTER32: st.integers(0, 2**32 - 1),
    Syntax.GAUGE32: st.integers(0, 2**32 - 1),
    Syntax.TIME_TICKS: st.integers(0, 2**32 - 1),
    Syntax.COUNTER64: st.integers(0, 2**64 - 1),
    Syntax.OCTETS: st.binary(max_size=300),
    Syntax.OID: oids.map(dotted),
    Syntax.IP_ADDRESS: addresses,
    Syntax.OPAQUE: st.floats(width=32, allow_nan=False),
    Syntax.NULL: st.none(),
}


def _varbinds() -> st.SearchStrategy[VarBind]:
    def of(syntax: Syntax) -> st.SearchStrategy[VarBind]:
        return st.builds(VarBind, oids.map(dotted), st.just(syntax), ranges[syntax])

    return st.sampled_from(list(ranges)).flatmap(of)


@given(_varbinds())
def test_a_value_comes_back_from_pysnmp_as_it_went_in(varbind: VarBind) -> None:
    back = from_pysnmp(numbers(varbind.oid), to_pysnmp(varbind))
    assert back == Raw(numbers(varbind.oid), varbind.syntax, varbind.value)


@given(st.integers(-(2**63), 2**63 - 1))
def test_an_integer_comes_back(value: int) -> None:
    assert ber.integer_at(ber.integer(value), 0) == value


@given(st.binary(max_size=70_000))
@settings(max_examples=50)
def test_octets_of_any_length_come_back(content: bytes) -> None:
    assert ber.octets_at(ber.tlv(ber.OCTETS, content), 0) == content


@given(oids)
def test_an_oid_comes_back_from_the_wire(oid: Oid) -> None:
    assert decode_oid(encode_oid(oid)) == oid


@given(st.binary(max_size=400))
def test_any_octets_are_a_message_or_refused(data: bytes) -> None:
    with suppress(ber.BerError):
        message = ber.message_in(data)
        assert ber.message_in(message) == message
    with suppress(ber.BerError):
        engine_in(data, 1)


@given(st.lists(st.tuples(oids, st.builds(Value, st.sampled_from([2, 4, 5, 6, 0x41, 0x46]), st.binary(max_size=9)))))
def test_a_repaired_message_needs_no_repair(binds: list[tuple[Oid, Value]]) -> None:
    asked = Asked(1, b"public", 0xA0, 1, 0, 0, (), ())
    once = ber.message_in(reply(asked, binds))
    assert ber.message_in(once) is once
    assert parse(once).oids == tuple(oid for oid, _ in binds)


COLUMNS = [Column("1.3.6.1.4.1.9.1", Syntax.INTEGER), Column("1.3.6.1.4.1.9.2", Syntax.INTEGER)]
places = st.tuples(st.integers(1, 3), st.lists(st.integers(0, 3), min_size=1, max_size=3).map(tuple))


@given(
    cells=st.sets(places, max_size=60),
    most_binds=st.integers(1, 30),
    varbinds=st.integers(1, 50),
    knows_bulk=st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_columns_are_read_in_full_however_little_an_agent_says_at_once(
    cells: set[tuple[int, Oid]], most_binds: int, varbinds: int, *, knows_bulk: bool
) -> None:
    root = (1, 3, 6, 1, 4, 1, 9)
    mib = Mib({(*root, column, *index): number(n) for n, (column, index) in enumerate(cells)}, most_binds)
    agent = Agent(1, Counters())
    agent.varbinds = varbinds

    async def ask(asked: Sequence[Oid], repetitions: int) -> list[Raw]:
        verb = 0xA5 if knows_bulk else 0xA1
        binds = mib.binds(Asked(1, b"", verb, 1, 0, repetitions, tuple(asked), ()))
        return [
            Raw(oid, Syntax.END_OF_MIB if value.tag == 0x82 else Syntax.INTEGER, int.from_bytes(value.content, "big"))
            for oid, value in binds
        ]

    table = asyncio.run(read_columns(ask, agent, COLUMNS, 1000))
    for place, column in enumerate(COLUMNS, 1):
        assert set(table[column.oid]) == {dotted(index) for at, index in cells if at == place}
    assert agent.faults() == ()
