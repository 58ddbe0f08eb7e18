"""Tables whose rows are learned: read whole now and then, and by name in between, many columns in one request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from nocscape.wire.snmp import Column, ColumnTable, RowPlan, Rows, SnmpTarget, shared

LEARN_EVERY = 20
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

    async def read(
        self,
        client: TableClient,
        target: SnmpTarget,
        columns: Iterable[Column],
        named: Mapping[Column, Sequence[str]] | None = None,
    ) -> ColumnTable:
        """Declared columns by index; of those that are `named` only these rows, never the whole. Raises SnmpError."""
        named = named or {}
        self.forget(named)
        asked = list(dict.fromkeys(columns))
        new = [column for column in asked if column not in named and not self._left.get(column)]
        found = await client.columns(target, new, most_rows=self._most_rows) if new else {}
        for column in new:
            self._rows[column], self._left[column] = shared(tuple(found[column.oid])), LEARN_EVERY
        known = {c: tuple(named[c]) if c in named else self._rows[c] for c in asked if c.oid not in found}
        return found | await self._by_name(client, target, known)

    def forget(self, columns: Iterable[Column]) -> None:
        """Read these whole at the next read."""
        for column in columns:
            self._left.pop(column, None)

    async def _by_name(
        self, client: TableClient, target: SnmpTarget, rows: dict[Column, tuple[str, ...]]
    ) -> ColumnTable:
        if rows != self._plan.rows:
            self._plan = RowPlan.of(rows)
        found = (await client.rows(target, self._plan)).table() if len(self._plan) else {c.oid: {} for c in rows}
        for column in rows.keys() & self._left.keys():
            is_whole = len(found[column.oid]) == len(rows[column])
            self._left[column] = self._left[column] - 1 if is_whole else 0
        return found
