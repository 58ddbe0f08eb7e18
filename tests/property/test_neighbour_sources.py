"""Whatever an agent says, every source of evidence reads it within bounds, and yields plain data or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nocscape.discovery import indexes, vlans
from nocscape.discovery.agent import MOST_ROWS, Agent
from nocscape.discovery.neighbours import NeighbourSource, roots, sources
from nocscape.discovery.neighbours.edp import port_name
from nocscape.discovery.neighbours.isis import shown_system_id
from nocscape.discovery.neighbours.ndp import segment_port
from nocscape.discovery.neighbours.ospfv3 import dotted
from nocscape.discovery.neighbours.stp import port_number
from nocscape.model.net import Interface, Vlan
from nocscape.topology.observations import DeviceReading, Observation
from nocscape.wire.snmp import Column, ColumnTable, SnmpTarget, SnmpValue, Syntax
from tests.unit.discovery.tables import agent, reading

SUFFIXES = st.lists(st.one_of(st.integers(0, 7), st.integers(0, 2**32 - 1)), min_size=1, max_size=40).map(
    lambda parts: ".".join(map(str, parts))
)
TYPICAL = st.sampled_from(
    ["1", "7.1", "0.0", "10.0.0.1", "10.0.0.1.0", "1.1.4.10.0.0.1", "1.4.10.0.0.1", "5.0.27.33.10.11.12", "3.1.2"]
)
INDEXES = st.one_of(SUFFIXES, TYPICAL)
TEXT_OR_ADDRESS = st.one_of(st.binary(max_size=40), st.sampled_from([b"\x0a\0\0\1", b"\0\x1b\x21\1\2\3", b"\0" * 16]))
NUMBERS = st.one_of(st.integers(-3, 12), st.integers(-(2**31), 2**64 - 1))
BRIDGE_PORTS = [Interface(key=f"{n}", if_index=n, name=f"{n}", type=kind) for n, kind in ((1, 6), (2, 161), (3, 54))]
PLAIN = reading(*BRIDGE_PORTS, vlans=[Vlan(1, type="ethernet"), Vlan(20, type="ethernet", state="operational")])


def _value(syntax: Syntax) -> st.SearchStrategy[SnmpValue]:
    if syntax is Syntax.OCTETS:
        return TEXT_OR_ADDRESS
    if syntax is Syntax.IP_ADDRESS:
        return st.ip_addresses(v=4).map(str)
    if syntax is Syntax.OID:
        return SUFFIXES
    return NUMBERS


class _Liar:
    """An agent with something in every table that it is asked for."""

    def __init__(self, data: st.DataObject) -> None:
        self._draw = data.draw
        self.limits: list[int] = []

    async def scalars(self, target: SnmpTarget, columns: Sequence[Column]) -> dict[str, SnmpValue]:  # noqa: ARG002
        return {c.oid: self._draw(_value(c.syntax)) for c in columns if self._draw(st.booleans())}

    async def columns(
        self,
        target: SnmpTarget,  # noqa: ARG002
        columns: Sequence[Column],
        *,
        most_rows: int = MOST_ROWS,
        expected_rows: int | None = 0,  # noqa: ARG002
    ) -> ColumnTable:
        self.limits.append(most_rows)
        rows = self._draw(st.lists(INDEXES, max_size=3, unique=True))
        return {c.oid: {i: self._draw(_value(c.syntax)) for i in rows if self._draw(st.booleans())} for c in columns}

    async def after(self, target: SnmpTarget, oids: Sequence[str]) -> dict[str, str]:  # noqa: ARG002
        return {oid: self._draw(SUFFIXES) for oid in oids}

    async def knock(self, target: SnmpTarget) -> None:  # noqa: ARG002
        return

    async def engine_id(self, target: SnmpTarget) -> bytes | None:  # noqa: ARG002
        return None


def _reader(source: NeighbourSource) -> Callable[[Agent, DeviceReading], object]:
    return lambda a, r: asyncio.run(_read(source, a, r))


async def _read(source: NeighbourSource, a: Agent, r: DeviceReading) -> Sequence[Observation] | None:
    return await source.read(a, r)


@pytest.mark.parametrize("source", sources(), ids=lambda s: s.SOURCE)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_every_source_survives_any_agent(source: NeighbourSource, data: st.DataObject) -> None:
    target = agent({})[0].target
    liar = _Liar(data)
    told = _reader(source)(Agent(liar, target), PLAIN)
    assert told is None or isinstance(told, list)
    for one in told or ():
        assert one.at == PLAIN.at
        assert one.seen_from == PLAIN.endpoint
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(one), type=Observation) == one
        with pytest.raises(AttributeError):
            one.at = 0.0
    assert all(0 < limit <= MOST_ROWS for limit in liar.limits)


@pytest.mark.parametrize("source", sources(), ids=lambda s: s.SOURCE)
def test_every_source_says_nothing_of_an_empty_agent_and_asks_nothing_once_that_is_known(
    source: NeighbourSource,
) -> None:
    async def explored() -> tuple[object, list[str]]:
        empty, client = agent({"1.3.6.1.2.1.1.1.0": b"host"})
        await empty.explore(roots())
        return await source.read(empty, PLAIN), client.asked

    assert asyncio.run(explored()) == (None, [])
    assert source.ROOTS


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_vlans_of_any_agent_are_numbered_as_vlans_are(data: st.DataObject) -> None:
    found = asyncio.run(vlans.read_vlans(Agent(_Liar(data), agent({})[0].target)))
    assert all(0 < v.id < 4096 for v in found)
    assert len({v.id for v in found}) == len(found) <= vlans.MOST_VLANS


@given(INDEXES)
def test_any_index_is_read_or_left(index: str) -> None:
    parts = [int(part) for part in index.split(".")]
    for read in (indexes.mac, indexes.ipv4, indexes.inet):
        assert isinstance(read(parts), str)
    for route in (indexes.cidr_route, indexes.old_cidr_route):
        hop = route(index)
        assert hop is None or hop.address


@given(st.binary(min_size=6, max_size=6))
def test_a_mac_address_in_an_index_is_itself(octets: bytes) -> None:
    assert indexes.mac(list(octets)) == (octets.hex(":") if any(octets) else "")


@given(
    st.ip_addresses(),
    st.integers(0, 32),
    st.lists(st.integers(0, 99), max_size=6),
    st.ip_addresses(),
)
def test_the_gateway_is_found_behind_any_policy(destination, length, policy, gateway) -> None:  # type: ignore[no-untyped-def]
    def inet(address) -> list[int]:  # type: ignore[no-untyped-def]
        return [1 if address.version == 4 else 2, len(address.packed), *address.packed]

    index = [*inet(destination), length, len(policy), *policy, *inet(gateway)]
    hop = indexes.cidr_route(".".join(map(str, index)))
    assert hop == indexes.Hop(str(gateway), length == 0)


@given(st.integers(0, 15), st.integers(0, 4095))
def test_a_port_identifier_has_its_priority_in_four_bits(priority: int, number: int) -> None:
    assert port_number((priority << 12 | number).to_bytes(2, "big")) == number


@given(st.one_of(st.none(), st.integers(-(2**40), 2**40), st.binary(max_size=12)))
def test_identifiers_of_any_shape_become_text(value: SnmpValue) -> None:
    assert isinstance(dotted(value), str)
    assert isinstance(shown_system_id(value), str)
    assert port_number(value) is None or isinstance(value, bytes)
    if isinstance(value, int):
        assert isinstance(segment_port(value), str)
        assert port_name(value, 3).endswith("3")
