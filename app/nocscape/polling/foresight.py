"""A poll's questions asked at once, as far as the poll before tells what they will be.

Ports, vitals and metric profiles ask one after the other, each for itself, and mostly the same as last time. Packets
are what polling costs, so what is asked for by name in poll after poll goes into the first request of the next. What
turns out to be missing is asked for as ever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from nocscape.wire.snmp import MAX_ROWS, Column, ColumnTable, RowPlan, Rows, SnmpClient, SnmpTarget, SnmpValue

_SCALAR = ".0"
_SCALARS_KEPT = 1024


Wanted = dict[Column, tuple[str, ...]]


class Foresight:
    """Stands between the parts of one device's poll and the client.

    What two polls in a row ask for is foreseen, until two in a row do not ask for it: what has its turn at every fifth
    poll only is not asked for in vain, and the request stays the same for long.
    """

    def __init__(self, client: SnmpClient) -> None:
        self._client = client
        self._asked: Wanted = {}
        self._asked_before: Wanted = {}
        self._foreseen: Wanted = {}
        self._plan = RowPlan({})
        self._rows: Rows | None = None

    async def begin(self, target: SnmpTarget, rows: Mapping[Column, tuple[str, ...]]) -> Rows:
        """These rows, and on the way what will be asked for until `end`. Raises SnmpError."""
        self._foresee()
        wanted = {**self._foreseen, **rows}
        if wanted != self._plan.rows:
            self._plan = RowPlan.of(wanted)
        self._rows = await self._client.rows(target, self._plan)
        return self._rows

    def _foresee(self) -> None:
        asked, before, foreseen = self._asked, self._asked_before, self._foreseen
        kept = {c: rows for c, rows in foreseen.items() if rows in (asked.get(c), before.get(c))}
        self._foreseen = kept | {c: rows for c, rows in asked.items() if before.get(c) == rows}
        self._asked_before, self._asked = asked, {}

    def end(self) -> None:
        """The poll is over: what it brought is of yesterday."""
        self._rows = None

    async def rows(self, target: SnmpTarget, plan: RowPlan) -> Rows:
        """Known rows of declared columns. Raises SnmpError."""
        self._asked |= plan.rows
        found = self._rows.only(plan) if self._rows is not None else None
        return found if found is not None else await self._client.rows(target, plan)

    async def scalars(self, target: SnmpTarget, columns: Sequence[Column]) -> dict[str, SnmpValue]:
        """Declared scalars by OID. Raises SnmpError."""
        rows = dict.fromkeys(map(_column_of, columns), ("0",))
        self._asked |= rows
        if self._rows is None or not rows.items() <= self._rows.plan.rows.items():
            return await self._client.scalars(target, columns)
        found = self._rows.table(rows)
        return {f"{oid}{_SCALAR}": values["0"] for oid, values in found.items() if "0" in values}

    async def columns(self, target: SnmpTarget, columns: Sequence[Column], *, most_rows: int = MAX_ROWS) -> ColumnTable:
        """Whole columns. Raises SnmpError."""
        return await self._client.columns(target, columns, most_rows=most_rows)

    async def after(self, target: SnmpTarget, oids: Sequence[str]) -> dict[str, str]:
        """The instance that follows each OID. Raises SnmpError."""
        return await self._client.after(target, oids)


@lru_cache(maxsize=_SCALARS_KEPT)
def _column_of(scalar: Column) -> Column:
    """A scalar as a column with one row."""
    return Column(scalar.oid.removesuffix(_SCALAR), scalar.syntax)
