"""Rows that are known beforehand, asked for by name: a poll's counters in as few requests as they fit into."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from itertools import accumulate, islice, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nocscape.wire.snmp.normal import is_number, largest, reader
from nocscape.wire.snmp.row_messages import RowRequest
from nocscape.wire.snmp.types import Column, ColumnTable, SnmpValue

_TOO_LARGE = 1 << 64
_INDEXES_KEPT = 4096
_PLANS_KEPT = 512
"""What is read of one kind of device takes a few plans; the longest weigh 100 kB."""
_MOST_REQUESTS = 64
"""Requests that a plan keeps: devices that share it may stand different numbers of rows at once."""


class Numbers(NamedTuple):
    """Numbers side by side, 0 where the agent gave none that is 0 or more."""

    values: NDArray[np.uint64]
    is_there: NDArray[np.bool_]

    @classmethod
    def none(cls, count: int) -> Numbers:
        """As many as were not given."""
        return cls(np.zeros(count, np.uint64), np.zeros(count, np.bool_))

    @classmethod
    def joined(cls, parts: Sequence[Numbers]) -> Numbers:
        """One after the other."""
        if len(parts) == 1:
            return parts[0]
        return cls(np.concatenate([p.values for p in parts]), np.concatenate([p.is_there for p in parts]))

    def part(self, span: slice) -> Numbers:
        """Some of them, not copied."""
        return Numbers(self.values[span], self.is_there[span])


@lru_cache(maxsize=_INDEXES_KEPT)
def shared(indexes: tuple[str, ...]) -> tuple[str, ...]:
    """The same tuple for all devices with these indexes, which costs nothing to compare and nothing to keep."""
    return indexes


class RowPlan:
    """Certain rows of declared columns, by index. Made once for many reads, and once for all devices of one making."""

    def __init__(self, rows: Mapping[Column, Sequence[str]]) -> None:
        self.rows = {column: shared(tuple(indexes)) for column, indexes in rows.items()}
        ends = [*accumulate((len(indexes) for indexes in self.rows.values()), initial=0)]
        self.spans = {column: slice(ends[n], ends[n + 1]) for n, column in enumerate(self.rows)}
        """Where each column's rows are among all of them."""
        self._count = ends[-1]
        self._ends = ends[1:]
        self._columns = [*self.rows]
        self._joint: dict[tuple[Column, ...], slice | None] = {}
        self._requests: dict[tuple[int, int], RowRequest] = {}

    def __len__(self) -> int:
        """How many instances it names."""
        return self._count

    @staticmethod
    def of(rows: Mapping[Column, Sequence[str]]) -> RowPlan:
        """The plan of these rows: the same one for everybody, since names of thousands of rows weigh megabytes."""
        return _plan(tuple((column, shared(tuple(indexes))) for column, indexes in rows.items()))

    def span(self, columns: tuple[Column, ...]) -> slice | None:
        """Where the rows of several columns are; None where they are not side by side in this order."""
        if columns not in self._joint:
            spans = [self.spans.get(column, slice(0, 0)) for column in columns]
            is_joint = all(before.stop == after.start for before, after in pairwise(spans))
            self._joint[columns] = slice(spans[0].start, spans[-1].stop) if spans and is_joint else None
        return self._joint[columns]

    def row_at(self, place: int) -> tuple[Column, str]:
        """The column and the index at a place."""
        column = self._columns[bisect_right(self._ends, place)]
        return column, self.rows[column][place - self.spans[column].start]

    @cached_property
    def oids(self) -> list[str]:
        """The names of all instances."""
        return [*self._names()]

    def request(self, first: int, count: int) -> RowRequest:
        """What asks for so many instances from the `first` one on."""
        request = self._requests.get((first, count))
        if request is None:
            if len(self._requests) >= _MOST_REQUESTS:
                self._requests.clear()
            request = self._requests[first, count] = RowRequest([*islice(self._names(), first, first + count)])
        return request

    def _names(self) -> Iterator[str]:
        return (f"{column.oid}.{index}" for column, indexes in self.rows.items() for index in indexes)

    @cached_property
    def most(self) -> NDArray[np.uint64]:
        """The largest number that each may be; its bits are all ones."""
        limits = np.array([largest(column.syntax) for column in self.rows], np.uint64)
        return limits.repeat([len(indexes) for indexes in self.rows.values()])


@lru_cache(maxsize=_PLANS_KEPT)
def _plan(rows: tuple[tuple[Column, tuple[str, ...]], ...]) -> RowPlan:
    return RowPlan(dict(rows))


class Rows:
    """What an agent said of the rows of a plan, as their syntax declares; what it did not say is left out."""

    def __init__(self, plan: RowPlan, numbers: Numbers, others: Mapping[int, SnmpValue]) -> None:
        """`others` are, by place, octets, names, addresses and negative numbers as they came."""
        self.plan = plan
        self._numbers = Numbers(numbers.values & plan.most, numbers.is_there)
        self._others: dict[Column, dict[str, SnmpValue]] = {}
        for place, value in others.items():
            self._put(place, value)

    @classmethod
    def of_values(cls, plan: RowPlan, values: Sequence[SnmpValue]) -> Rows:
        """From plain values in the order of the plan, None where there was nothing."""
        if set(map(type, values)) == {int}:
            with suppress(OverflowError):
                return cls(plan, Numbers(np.array(values, np.uint64), np.ones(len(plan), np.bool_)), {})
        return cls(plan, Numbers.none(len(plan)), dict(enumerate(values)))

    @classmethod
    def of_table(cls, plan: RowPlan, table: ColumnTable) -> Rows:
        """From whole columns."""
        found = (table.get(column.oid, {}).get(index) for column, indexes in plan.rows.items() for index in indexes)
        return cls.of_values(plan, list(found))

    def numbers(self, column: Column) -> Numbers:
        """The column's numbers, in the order of its rows; none where the plan does not name it."""
        return self._numbers.part(self.plan.spans.get(column, slice(0)))

    def numbers_of(self, columns: Sequence[Column]) -> Numbers:
        """The numbers of several columns, one column after the other."""
        span = self.plan.span(tuple(columns))
        return self._numbers.part(span) if span else Numbers.joined([self.numbers(column) for column in columns])

    def table(self, columns: Iterable[Column] | None = None) -> ColumnTable:
        """All columns, or some, by index."""
        return {c.oid: self._column(c) for c in (self.plan.rows if columns is None else columns)}

    def only(self, plan: RowPlan) -> Rows | None:
        """The rows of a smaller plan; None where this one does not hold all of them."""
        if any(self.plan.rows.get(column) != indexes for column, indexes in plan.rows.items()):
            return None
        part = object.__new__(Rows)
        part.plan = plan
        part._numbers = self.numbers_of([*plan.rows])
        part._others = self._others
        return part

    def spread(self, rows: Mapping[Column, Sequence[str]]) -> Rows:
        """Among more rows of the same columns, nothing where this plan names none."""
        plan = RowPlan.of(rows)
        return Rows.of_table(plan, self.table(self.plan.rows.keys() & rows.keys()))

    def _column(self, column: Column) -> dict[str, SnmpValue]:
        others = self._others.get(column, {})
        if not is_number(column.syntax):
            return others
        values, is_there = self.numbers(column)
        told = zip(self.plan.rows[column], values.tolist(), is_there.tolist(), strict=True)
        found: dict[str, SnmpValue] = {index: value for index, value, is_told in told if is_told}
        return found | others if others else found

    def _put(self, place: int, raw: SnmpValue) -> None:
        column, index = self.plan.row_at(place)
        value = reader(column.syntax)(raw)
        if type(value) is int and 0 <= value < _TOO_LARGE:
            self._numbers.values[place], self._numbers.is_there[place] = value, True
        elif value is not None:
            self._others.setdefault(column, {})[index] = value
