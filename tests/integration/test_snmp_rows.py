"""Many named rows in one request, of agents that stand it and of agents that do not."""

from __future__ import annotations

import pytest

pytest.importorskip("gufo.snmp")

from nocscape.wire.snmp import ColumnTable, RowPlan, SnmpTimeout
from nocscape.wire.snmp.agents import START_VARBINDS
from nocscape.wire.snmp.client import FAST
from tests.integration.fake_agent import Asked, fake_agent, refuse
from tests.integration.test_snmp_faults import COLUMNS, INDEXES, NAMES, SPEEDS, interfaces, target
from tests.integration.test_snmp_snmpd import client

PORTS = 100
PLAN = RowPlan.of(dict.fromkeys(COLUMNS, tuple(map(str, range(1, PORTS + 1)))))
WHOLE: ColumnTable = {
    INDEXES.oid: {str(n): n for n in range(1, PORTS + 1)},
    NAMES.oid: {str(n): f"port {n}".encode() for n in range(1, PORTS + 1)},
    SPEEDS.oid: {str(n): 4_000_000_000 for n in range(1, PORTS + 1)},
}
TOO_BIG = 1


async def test_an_agent_that_stands_it_is_soon_asked_for_everything_at_once() -> None:
    mib, sizes = interfaces(PORTS), []

    def answer(asked: Asked) -> list[bytes]:
        sizes.append(len(asked.oids))
        return mib.answer(asked)

    async with fake_agent(answer) as agent, client(FAST) as snmp:
        for _ in range(3):
            assert (await snmp.rows(target(agent), PLAN)).table() == WHOLE
    assert sizes[0] == START_VARBINDS
    assert sizes[-1] == len(PLAN)


@pytest.mark.parametrize(("says_so", "tries", "size"), [(True, 1, 100), (False, 4, 150)], ids=["too big", "silence"])
async def test_an_agent_that_does_not_is_asked_for_as_much_as_it_stands(
    *, says_so: bool, tries: int, size: int
) -> None:
    mib, sizes = interfaces(PORTS), []

    def answer(asked: Asked) -> list[bytes]:
        sizes.append(len(asked.oids))
        if len(asked.oids) <= 150:
            return mib.answer(asked)
        return [refuse(asked, TOO_BIG, 0)] if says_so else []

    async with fake_agent(answer) as agent, client(FAST) as snmp:
        there = target(agent, timeout_s=0.2)
        for _ in range(8):
            assert (await snmp.rows(there, PLAN)).table() == WHOLE
        assert not snmp.counters.get("snmp.fast.rows_left_to_columns")
    assert sum(asked > 150 for asked in sizes) == tries
    assert sizes[-2:] == [size] * 2


async def test_rows_that_went_away_are_left_out_and_others_stay_in_their_places() -> None:
    mib = interfaces(PORTS // 2)
    async with fake_agent(mib.answer) as agent, client(FAST) as snmp:
        table = (await snmp.rows(target(agent), PLAN)).table()
    for oid, rows in WHOLE.items():
        assert table[oid] == dict([*rows.items()][: PORTS // 2])


async def test_an_agent_that_answers_in_its_own_order_is_read_by_columns() -> None:
    mib = interfaces(PORTS)

    def answer(asked: Asked) -> list[bytes]:
        return mib.answer(asked._replace(oids=asked.oids[::-1]))

    async with fake_agent(answer) as agent, client(FAST) as snmp:
        assert (await snmp.rows(target(agent), PLAN)).table() == WHOLE
        assert snmp.counters.get("snmp.fast.rows_left_to_columns") == 1


async def test_every_request_has_its_own_retries() -> None:
    mib, asked_at = interfaces(PORTS), []

    def answer(asked: Asked) -> list[bytes]:
        asked_at.append(asked.oids[0])
        return mib.answer(asked) if asked_at.count(asked.oids[0]) > 1 else []

    async with fake_agent(answer) as agent, client(FAST) as snmp:
        assert (await snmp.rows(target(agent, timeout_s=0.1), PLAN)).table() == WHOLE
        assert not snmp.counters.get("snmp.fast.rows_left_to_columns")


async def test_an_agent_that_falls_silent_costs_no_more_than_its_retries() -> None:
    mib, sizes = interfaces(PORTS), []
    is_silent = False

    def answer(asked: Asked) -> list[bytes]:
        sizes.append(len(asked.oids))
        return [] if is_silent else mib.answer(asked)

    async with fake_agent(answer) as agent, client(FAST) as snmp:
        there = target(agent, timeout_s=0.1)
        for _ in range(3):
            await snmp.rows(there, PLAN)
        sizes.clear()
        is_silent = True
        with pytest.raises(SnmpTimeout):
            await snmp.rows(there, PLAN)
    assert sizes == [len(PLAN), START_VARBINDS]
