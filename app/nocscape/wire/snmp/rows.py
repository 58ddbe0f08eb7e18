"""Rows that are known beforehand, asked for by name: a poll's counters in as few requests as they fit into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nocscape.wire.snmp.normal import are_plain, reader
from nocscape.wire.snmp.types import Column, ColumnTable, SnmpValue


class RowPlan:
    """Certain rows of declared columns. Made once for many reads."""

    def __init__(self, columns: Sequence[Column], indexes: Sequence[str]) -> None:
        self.columns = tuple(columns)
        self.indexes = tuple(indexes)
        self.oids = [f"{column.oid}.{index}" for column in columns for index in indexes]

    def table(self, found: Mapping[str, SnmpValue]) -> ColumnTable:
        """The values by column and index, taken as their syntax declares; what is not there is left out."""
        width = len(self.indexes)
        return {
            column.oid: self._column(column, self.oids[place * width : (place + 1) * width], found)
            for place, column in enumerate(self.columns)
        }

    def within(self, table: ColumnTable) -> ColumnTable:
        """These rows of whole columns."""
        wanted = frozenset(self.indexes)
        return {oid: {i: value for i, value in rows.items() if i in wanted} for oid, rows in table.items()}

    def _column(self, column: Column, oids: Sequence[str], found: Mapping[str, SnmpValue]) -> dict[str, SnmpValue]:
        told = {index: found[oid] for index, oid in zip(self.indexes, oids, strict=True) if oid in found}
        if are_plain(column.syntax, told.values()):
            return told
        read = reader(column.syntax)
        return {index: value for index, raw in told.items() if (value := read(raw)) is not None}
