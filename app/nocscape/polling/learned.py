"""Tables whose rows are learned: read whole now and then, and by name in between, many columns in one request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from nocscape.wire.snmp import Column, ColumnTable, RowPlan, Rows, SnmpTarget

LEARN_EVERY = 10
"""Reads after which a column is read whole again, since rows may have been added."""


class TableClient(Protocol):
    """The part of the SNMP client that is needed here."""

    async def columns(self, target: SnmpTarget, columns: list[Column], /, *, most_rows: int = ...) -> ColumnTable:
        """Declared columns."""
        ...

    async def rows(self, target: SnmpTarget, plan: RowPlan, /) -> Rows:
        """Known rows of declared columns."""
        ...


class LearnedTables:
    """What is known of one agent's tables."""

    def __init__(self, most_rows: int) -> None:
        self._most_rows = most_rows
        self._rows: dict[Column, tuple[str, ...]] = {}
        self._left: dict[Column, int] = {}
        self._plan = RowPlan({})

    async def read(self, client: TableClient, target: SnmpTarget, columns: Iterable[Column]) -> ColumnTable:
        """Declared columns by index. Raises SnmpError."""
        asked = list(dict.fromkeys(columns))
        new = [column for column in asked if not self._left.get(column)]
        found = await client.columns(target, new, most_rows=self._most_rows) if new else {}
        for column in new:
            self._rows[column], self._left[column] = tuple(found[column.oid]), LEARN_EVERY
        known = [column for column in asked if column.oid not in found]
        return found | await self._by_name(client, target, known)

    def forget(self, columns: Iterable[Column]) -> None:
        """Read these whole at the next read."""
        for column in columns:
            self._left.pop(column, None)

    async def _by_name(self, client: TableClient, target: SnmpTarget, columns: Sequence[Column]) -> ColumnTable:
        rows = {column: self._rows[column] for column in columns}
        if rows != self._plan.rows:
            self._plan = RowPlan.of(rows)
        found = (await client.rows(target, self._plan)).table() if len(self._plan) else {c.oid: {} for c in columns}
        for column in columns:
            is_whole = len(found[column.oid]) == len(self._rows[column])
            self._left[column] = self._left[column] - 1 if is_whole else 0
        return found
