"""Processor, memory, storage and temperature of one device, from the standard MIBs and from what its profile names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import msgspec

from nocscape.polling import objects
from nocscape.wire.snmp import Column, ColumnTable, SnmpTarget, SnmpValue

MOST_ROWS = 256
RETRY_EVERY = 60
"""After so many polls a table that was empty is asked for again."""


class Reader(Protocol):
    """The part of the SNMP client that is needed here."""

    async def scalars(self, target: SnmpTarget, columns: list[Column], /) -> dict[str, SnmpValue]:
        """Declared scalars."""
        ...

    async def columns(self, target: SnmpTarget, columns: list[Column], /, *, most_rows: int = ...) -> ColumnTable:
        """Declared columns."""
        ...


class VitalColumns(msgspec.Struct, frozen=True):
    """What a gear profile adds: columns of percentages and temperatures, and pools as (used, free or total) pairs."""

    cpu_percent: tuple[Column, ...] = ()
    temperature_c: tuple[Column, ...] = ()
    memory_used_free: tuple[tuple[Column, Column], ...] = ()
    memory_percent: tuple[Column, ...] = ()


class Vitals(msgspec.Struct, frozen=True):
    """Percent of 100, and degrees Celsius; None where the device does not tell."""

    cpu_percent: float | None = None
    memory_percent: float | None = None
    storage_percent: float | None = None
    """Of the fullest fixed disk."""
    temperature_c: float | None = None
    """Of the hottest sensor."""


class VitalReader:
    """Reads the vitals of one device, and learns which tables it has."""

    def __init__(self, extra: VitalColumns) -> None:
        self._extra = extra
        self._absent: dict[str, int] = {}

    async def read(self, client: Reader, target: SnmpTarget) -> Vitals:
        """Vitals now. Raises SnmpError."""
        ucd = await self._ucd(client, target)
        load = await self._table(client, target, [objects.HR_PROCESSOR_LOAD])
        stores = await self._table(
            client, target, [objects.HR_STORAGE_TYPE, objects.HR_STORAGE_SIZE, objects.HR_STORAGE_USED]
        )
        more = await self._profile(client, target)
        cpu = _mean([*load.get(objects.HR_PROCESSOR_LOAD.oid, {}).values(), *_of(more, self._extra.cpu_percent)])
        memory = _ucd_memory(ucd)
        return Vitals(
            cpu_percent=cpu if cpu is not None else _ucd_cpu(ucd),
            memory_percent=memory if memory is not None else self._memory(more, stores),
            storage_percent=max(_fill(stores, objects.HR_STORAGE_FIXED_DISK), default=None),
            temperature_c=max(_numbers(_of(more, self._extra.temperature_c)), default=None),
        )

    def _memory(self, more: ColumnTable, stores: ColumnTable) -> float | None:
        for used, free in self._extra.memory_used_free:
            pools = [
                (u, f) for i, u in more.get(used.oid, {}).items() if (f := more.get(free.oid, {}).get(i)) is not None
            ]
            taken, left = sum(_numbers(u for u, _ in pools)), sum(_numbers(f for _, f in pools))
            if taken + left > 0:
                return 100 * taken / (taken + left)
        direct = _mean(_of(more, self._extra.memory_percent))
        return direct if direct is not None else max(_fill(stores, objects.HR_STORAGE_RAM), default=None)

    async def _ucd(self, client: Reader, target: SnmpTarget) -> dict[str, SnmpValue]:
        if self._is_absent("ucd"):
            return {}
        found = await client.scalars(target, list(objects.UCD))
        self._note("ucd", is_there=bool(found))
        return found

    async def _profile(self, client: Reader, target: SnmpTarget) -> ColumnTable:
        wanted = [*self._extra.cpu_percent, *self._extra.temperature_c, *self._extra.memory_percent]
        wanted += [c for pair in self._extra.memory_used_free for c in pair]
        return await client.columns(target, wanted, most_rows=MOST_ROWS) if wanted else {}

    async def _table(self, client: Reader, target: SnmpTarget, columns: list[Column]) -> ColumnTable:
        name = columns[0].oid
        if self._is_absent(name):
            return {}
        found = await client.columns(target, columns, most_rows=MOST_ROWS)
        self._note(name, is_there=bool(found.get(name)))
        return found

    def _is_absent(self, name: str) -> bool:
        left = self._absent.get(name, 0)
        if left:
            self._absent[name] = left - 1
        return left > 0

    def _note(self, name: str, *, is_there: bool) -> None:
        self._absent[name] = 0 if is_there else RETRY_EVERY


def _of(table: ColumnTable, columns: Iterable[Column]) -> list[SnmpValue]:
    return [value for column in columns for value in table.get(column.oid, {}).values()]


def _numbers(values: Iterable[SnmpValue]) -> list[float]:
    return [float(v) for v in values if isinstance(v, (int, float))]


def _mean(values: Iterable[SnmpValue]) -> float | None:
    numbers = _numbers(values)
    return sum(numbers) / len(numbers) if numbers else None


def _fill(stores: ColumnTable, kind: str) -> list[float]:
    sizes, used = stores.get(objects.HR_STORAGE_SIZE.oid, {}), stores.get(objects.HR_STORAGE_USED.oid, {})
    shares = []
    for index, of_kind in stores.get(objects.HR_STORAGE_TYPE.oid, {}).items():
        size, taken = sizes.get(index), used.get(index)
        if of_kind == kind and isinstance(size, int) and isinstance(taken, int) and size > 0:
            shares.append(100 * taken / size)
    return shares


def _ucd_cpu(ucd: dict[str, SnmpValue]) -> float | None:
    idle = ucd.get(objects.UCD_CPU_IDLE.oid)
    return float(100 - idle) if isinstance(idle, int) and 0 <= idle <= 100 else None


def _ucd_memory(ucd: dict[str, SnmpValue]) -> float | None:
    total, free = ucd.get(objects.UCD_MEM_TOTAL.oid), ucd.get(objects.UCD_MEM_AVAIL.oid)
    if not isinstance(total, int) or not isinstance(free, int) or total <= 0:
        return None
    spare = sum(v for c in (objects.UCD_MEM_BUFFER, objects.UCD_MEM_CACHED) if isinstance(v := ucd.get(c.oid), int))
    return max(0.0, min(100.0, 100 * (total - free - spare) / total))
