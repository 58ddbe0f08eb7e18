"""Rows that are known beforehand, asked for by name: a poll's counters in as few requests as they fit into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from weakref import WeakValueDictionary

from nocscape.wire.snmp.normal import are_plain, reader
from nocscape.wire.snmp.types import Column, ColumnTable, SnmpValue


class RowPlan:
    """Certain rows of declared columns, by index. Made once for many reads, and once for all devices of one making."""

    def __init__(self, rows: Mapping[Column, Sequence[str]]) -> None:
        self.rows = {column: tuple(indexes) for column, indexes in rows.items()}
        self._names = {column: [f"{column.oid}.{index}" for index in indexes] for column, indexes in self.rows.items()}
        self.oids = [oid for names in self._names.values() for oid in names]

    def table(self, found: Mapping[str, SnmpValue]) -> ColumnTable:
        """The values by column and index, taken as their syntax declares; what is not there is left out."""
        return {column.oid: self._column(column, names, found) for column, names in self._names.items()}

    @staticmethod
    def of(rows: Mapping[Column, Sequence[str]]) -> RowPlan:
        """The plan of these rows: the same one for everybody, since names of thousands of rows weigh megabytes."""
        key = tuple((column, tuple(indexes)) for column, indexes in rows.items())
        plan = _PLANS.get(key)
        if plan is None:
            plan = _PLANS[key] = RowPlan(rows)
        return plan

    def within(self, table: ColumnTable) -> ColumnTable:
        """These rows of whole columns."""
        return {
            column.oid: {i: table[column.oid][i] for i in indexes if i in table[column.oid]}
            for column, indexes in self.rows.items()
        }

    def _column(self, column: Column, oids: Sequence[str], found: Mapping[str, SnmpValue]) -> dict[str, SnmpValue]:
        told = {index: found[oid] for index, oid in zip(self.rows[column], oids, strict=True) if oid in found}
        if are_plain(column.syntax, told.values()):
            return told
        read = reader(column.syntax)
        return {index: value for index, raw in told.items() if (value := read(raw)) is not None}


_PLANS: WeakValueDictionary[tuple[tuple[Column, tuple[str, ...]], ...], RowPlan] = WeakValueDictionary()
