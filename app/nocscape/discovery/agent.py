"""One agent while it is being read: what was asked of it, and which parts failed."""

from __future__ import annotations

import asyncio
from bisect import bisect_right, insort
from collections.abc import Awaitable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

from nocscape.wire.snmp import Column, ColumnTable, SnmpError, SnmpTarget, SnmpTimeout, SnmpValue

T = TypeVar("T")
Oid = tuple[int, ...]
Gap = tuple[Oid, Oid]
"""An OID, and the first one after it that exists: between them there is nothing."""
MOST_ROWS = 20_000
"""Rows read of one table, where its reader sets no limit of its own."""
_ROOTS_AT_ONCE = 16
"""OIDs in one request; an agent that stumbles over it is asked for each table."""
_BEYOND: Oid = (3,)
"""After every OID (X.660 has the arcs 0, 1 and 2)."""


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

    async def after(self, target: SnmpTarget, oids: Sequence[str]) -> dict[str, str]:
        """The instance that follows each OID, empty at the end of the MIB; left out where the agent does not say."""
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
        self.is_cut_short = False
        """Whether it fell silent over any of these."""
        self.answers: dict[str, SnmpValue] = {}
        """Every scalar that was read so far, by OID."""
        self._gaps: list[Gap] = []
        self._found: set[Oid] = set()
        self._shared: dict[str, Table] = {}
        self._reading: dict[str, asyncio.Lock] = {}

    async def explore(self, roots: Iterable[str]) -> None:
        """Learn below which of these OIDs there is nothing, in a few requests; tables there cost no more.

        What follows one absent root tells of the roots between, so the rest is asked for what is still open. An agent
        that does not answer the question is not asked it again.
        """
        waiting = sorted({_numbers(root) for root in roots})
        while waiting := [root for root in waiting if not self._is_gap(root)]:
            asked, waiting = waiting[:_ROOTS_AT_ONCE], waiting[_ROOTS_AT_ONCE:]
            try:
                found = await self.client.after(self.target, [_dotted(root) for root in asked])
            except SnmpError:
                return
            for root, next_one in found.items():
                self._note(_numbers(root), _numbers(next_one) or _BEYOND)

    def _note(self, root: Oid, next_one: Oid) -> None:
        insort(self._gaps, (root, next_one))
        if next_one[: len(root)] == root:
            self._found.add(root)

    def has(self, oid: str) -> bool:
        """Whether `explore` was asked for this OID and found something below it."""
        return _numbers(oid) in self._found

    def lacks(self, oid: str) -> bool:
        """Whether `explore` found that the agent has nothing below this OID."""
        return self._is_gap(_numbers(oid))

    def _is_gap(self, root: Oid) -> bool:
        end = (*root[:-1], root[-1] + 1)
        at = bisect_right(self._gaps, (root, _BEYOND)) - 1
        return at >= 0 and end <= self._gaps[at][1]

    async def scalars(self, columns: Sequence[Column]) -> dict[str, SnmpValue]:
        """Declared scalars by OID; they are kept in `answers`."""
        found = await self.client.scalars(self.target, columns)
        self.answers |= found
        return found

    async def table(
        self, columns: Sequence[Column], *, most_rows: int = MOST_ROWS, expected_rows: int | None = None
    ) -> Table:
        """Declared columns of one table. The first tells whether there is such a table; if not, no more is asked."""
        if self.lacks(columns[0].oid):
            return Table(columns, {c.oid: {} for c in columns})
        first = await self.client.columns(self.target, columns[:1], most_rows=most_rows, expected_rows=expected_rows)
        rows = len(first[columns[0].oid])
        if rows == 0 or len(columns) == 1:
            return Table(columns, {c.oid: first.get(c.oid, {}) for c in columns})
        rest = await self.client.columns(self.target, columns[1:], most_rows=most_rows, expected_rows=rows)
        return Table(columns, first | rest)

    async def shared_table(self, columns: Sequence[Column], *, most_rows: int = MOST_ROWS) -> Table:
        """As `table`, read once however many readers want it; they agree on the columns."""
        first = columns[0].oid
        async with self._reading.setdefault(first, asyncio.Lock()):
            if first not in self._shared:
                self._shared[first] = await self.table(columns, most_rows=most_rows)
        return self._shared[first]

    async def or_else(self, name: str, work: Awaitable[T], fallback: T) -> T:
        """What `work` reads, or `fallback` where it fails; the part is noted then."""
        try:
            return await work
        except SnmpError as fault:
            self.unread.append(name)
            self.is_cut_short |= isinstance(fault, SnmpTimeout)
            return fallback


@lru_cache(maxsize=4096)
def _numbers(oid: str) -> Oid:
    return tuple(map(int, oid.split("."))) if oid else ()


def _dotted(oid: Oid) -> str:
    return ".".join(map(str, oid))
