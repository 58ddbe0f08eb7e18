"""What a poll asks is foreseen by the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pytest

from nocscape.polling.foresight import Foresight
from nocscape.wire.snmp import Column, ColumnTable, RowPlan, Rows, SnmpClient, SnmpTarget, SnmpValue, Syntax
from tests.unit.polling.agents import TARGET

PORTS = {Column("1.1", Syntax.COUNTER64): ("1", "2")}
SENSORS = RowPlan.of({Column("2.1", Syntax.INTEGER): ("7",)})
LOAD = Column("3.1.0", Syntax.INTEGER)


class Agent:
    """Answers every row with 1, and counts what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def rows(self, _: SnmpTarget, plan: RowPlan) -> Rows:
        self.asked.append("rows")
        return Rows.of_values(plan, [1] * len(plan))

    async def scalars(self, _: SnmpTarget, columns: Sequence[Column]) -> dict[str, SnmpValue]:
        self.asked.append("scalars")
        return {column.oid: 1 for column in columns}

    async def columns(self, _: SnmpTarget, columns: Sequence[Column], *, most_rows: int) -> ColumnTable:
        self.asked.append(f"columns {most_rows}")
        return {column.oid: {"1": 1} for column in columns}


@pytest.fixture
def agent() -> Agent:
    return Agent()


async def poll(foresight: Foresight) -> None:
    ports = await foresight.begin(TARGET, PORTS)
    assert ports.table(PORTS) == {"1.1": {"1": 1, "2": 1}}
    assert await foresight.scalars(TARGET, [LOAD]) == {"3.1.0": 1}
    assert (await foresight.rows(TARGET, SENSORS)).table() == {"2.1": {"7": 1}}
    foresight.end()


async def test_what_two_polls_asked_in_three_requests_the_next_asks_in_one(agent: Agent) -> None:
    foresight = Foresight(cast("SnmpClient", agent))
    for _ in range(2):
        await poll(foresight)
    assert agent.asked == ["rows", "scalars", "rows"] * 2
    agent.asked.clear()
    for _ in range(5):
        await poll(foresight)
    assert agent.asked == ["rows"] * 5


async def test_what_is_asked_for_now_and_then_is_not_foreseen(agent: Agent) -> None:
    foresight = Foresight(cast("SnmpClient", agent))
    for number in range(10):
        rows = await foresight.begin(TARGET, PORTS)
        assert rows.plan.rows == PORTS
        if number % 2:
            await foresight.scalars(TARGET, [LOAD])


async def test_one_poll_without_changes_nothing_and_two_do(agent: Agent) -> None:
    foresight = Foresight(cast("SnmpClient", agent))
    for _ in range(3):
        await poll(foresight)
    sizes = [len((await foresight.begin(TARGET, PORTS)).plan) for _ in range(3)]
    assert sizes == [4, 4, 2]
    assert agent.asked[-3:] == ["rows"] * 3


async def test_nothing_is_served_from_a_poll_that_is_over(agent: Agent) -> None:
    foresight = Foresight(cast("SnmpClient", agent))
    for _ in range(3):
        await poll(foresight)
    agent.asked.clear()
    await foresight.rows(TARGET, SENSORS)
    assert agent.asked == ["rows"]


async def test_ports_keep_their_rows_whatever_others_ask_of_the_same_column(agent: Agent) -> None:
    foresight = Foresight(cast("SnmpClient", agent))
    (column,) = PORTS
    for _ in range(3):
        await foresight.begin(TARGET, PORTS)
        await foresight.rows(TARGET, RowPlan.of({column: ("9",)}))
    assert (await foresight.begin(TARGET, PORTS)).plan.rows == PORTS


async def test_whole_columns_are_asked_of_the_agent(agent: Agent) -> None:
    foresight = Foresight(cast("SnmpClient", agent))
    assert await foresight.columns(TARGET, [LOAD], most_rows=5) == {LOAD.oid: {"1": 1}}
    assert agent.asked == ["columns 5"]
