"""One agent while it is being read: what was asked of it, and which parts failed."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator, Sequence
from typing import Protocol, TypeVar

from nocscape.wire.snmp import Column, ColumnTable, SnmpError, SnmpTarget, SnmpValue

T = TypeVar("T")
MOST_ROWS = 20_000
"""Rows read of one table, where its reader sets no limit of its own."""


class Client(Protocol):
    """The part of the SNMP client that reading devices needs."""

    async def scalars(self, target: SnmpTarget, columns: Sequence[Column]) -> dict[str, SnmpValue]:
        """Declared scalars by OID; what the agent lacks is left out."""
        ...

    async def columns(
        self,
        target: SnmpTarget,
        columns: Sequence[Column],
        *,
        most_rows: int = MOST_ROWS,
        expected_rows: int | None = None,
    ) -> ColumnTable:
        """Declared columns; those that the agent lacks are empty."""
        ...

    async def knock(self, target: SnmpTarget) -> None:
        """Return once the agent answers to this credential."""
        ...

    async def engine_id(self, target: SnmpTarget) -> bytes | None:
        """The agent's engine id, whatever the credential."""
        ...


class Table:
    """Declared columns of one conceptual table, by row."""

    def __init__(self, columns: Sequence[Column], found: ColumnTable) -> None:
        self._found = [found[c.oid] for c in columns]

    def __len__(self) -> int:
        return len(self._found[0])

    def rows(self) -> Iterator[tuple[str, list[SnmpValue]]]:
        """Index, and the value of each column in the order asked (None where a row lacks it); in the agent's order."""
        indices: dict[str, None] = {}
        for column in self._found:
            indices.update(dict.fromkeys(column))
        for index in indices:
            yield index, [column.get(index) for column in self._found]


class Agent:
    """Reads tables of one agent and keeps in mind what could not be read."""

    def __init__(self, client: Client, target: SnmpTarget) -> None:
        self.client = client
        self.target = target
        self.unread: list[str] = []
        self.told: dict[str, SnmpValue] = {}
        """Every scalar that was read so far, by OID."""

    async def scalars(self, columns: Sequence[Column]) -> dict[str, SnmpValue]:
        """Declared scalars by OID; they are kept in `told`."""
        found = await self.client.scalars(self.target, columns)
        self.told |= found
        return found

    async def table(
        self, columns: Sequence[Column], *, most_rows: int = MOST_ROWS, expected_rows: int | None = None
    ) -> Table:
        """Declared columns of one table. The first tells whether there is such a table; if not, no more is asked."""
        first = await self.client.columns(self.target, columns[:1], most_rows=most_rows, expected_rows=expected_rows)
        rows = len(first[columns[0].oid])
        if rows == 0 or len(columns) == 1:
            return Table(columns, {c.oid: first.get(c.oid, {}) for c in columns})
        rest = await self.client.columns(self.target, columns[1:], most_rows=most_rows, expected_rows=rows)
        return Table(columns, first | rest)

    async def or_else(self, name: str, work: Awaitable[T], fallback: T) -> T:
        """What `work` reads, or `fallback` where it fails; the part is noted then."""
        try:
            return await work
        except SnmpError:
            self.unread.append(name)
            return fallback
