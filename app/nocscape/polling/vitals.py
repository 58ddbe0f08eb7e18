"""Processor, memory, storage and temperature of one device, from what its profile names and from the standard MIBs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import msgspec

from nocscape.polling import objects
from nocscape.polling.learned import LearnedTables, TableClient
from nocscape.profiles import Number, Pool, Readings, amounts, as_number, column_of, number
from nocscape.wire.snmp import Column, ColumnTable, SnmpTarget, SnmpValue

MOST_ROWS = 256
RETRY_EVERY = 60
"""After so many polls an object that was absent is asked for again."""
STORAGE_EVERY = 5
"""Disks fill slowly, and their table is the longest of these."""
COLDEST_C, HOTTEST_C = -60.0, 200.0
"""Agents report a missing sensor as a number beyond these."""


class Reader(TableClient, Protocol):
    """The part of the SNMP client that is needed here."""

    async def scalars(self, target: SnmpTarget, columns: list[Column], /) -> dict[str, SnmpValue]:
        """Declared scalars."""
        ...


class Vitals(msgspec.Struct, frozen=True):
    """Percent of 100, and degrees Celsius; None where the device does not tell."""

    cpu_percent: float | None = None
    memory_percent: float | None = None
    storage_percent: float | None = None
    """Of the fullest fixed disk."""
    temperature_c: float | None = None
    """Of the hottest sensor."""


class VitalReader:
    """Reads the vitals of one device, and learns which objects it has. The profile's word comes first."""

    def __init__(self, readings: Readings) -> None:
        self.readings = readings
        self._absent: dict[str, int] = {}
        self._tables = LearnedTables(MOST_ROWS)
        self._stores: ColumnTable = {}
        self._reads = 0
        self._is_memory_of_stores = False

    async def read(self, client: Reader, target: SnmpTarget) -> Vitals:
        """Vitals now. Raises SnmpError."""
        agent = _Agent(client, target, self._absent, self._tables)
        ucd = await agent.scalars(objects.UCD)
        is_time = self._reads % STORAGE_EVERY == 0
        self._reads += 1
        if is_time or self._is_memory_of_stores:
            self._stores = await agent.table(objects.HR_STORAGE)
        parts = self.readings.temperature_parts
        temperatures = await self._first(agent, self.readings.temperature_c, COLDEST_C * parts, HOTTEST_C * parts)
        return Vitals(
            cpu_percent=await self._cpu(agent, ucd),
            memory_percent=await self._memory(agent, ucd),
            storage_percent=max(_fill(self._stores, objects.HR_STORAGE_FIXED_DISK), default=None) if is_time else None,
            temperature_c=max(temperatures) / parts if temperatures else None,
        )

    def hasten(self) -> None:
        """Read the disks too at the next read."""
        self._reads = 0

    async def _cpu(self, agent: _Agent, ucd: dict[str, SnmpValue]) -> float | None:
        """The busiest of what the profile names (cards without a processor report 0), else the mean of the cores."""
        if named := await self._first(agent, self.readings.cpu_percent):
            return max(named)
        table = await agent.table([objects.HR_PROCESSOR_LOAD])
        cores = _within(table.get(objects.HR_PROCESSOR_LOAD.oid, {}).values(), 0, 100)
        return sum(cores) / len(cores) if cores else _ucd_cpu(ucd)

    async def _memory(self, agent: _Agent, ucd: dict[str, SnmpValue]) -> float | None:
        for pool in self.readings.memory:
            known = [await agent.values(Number(oid, pool.find)) if oid else {} for oid in _two_of(pool)]
            if (percent := _pool_percent(pool, *known)) is not None:
                return percent
        if named := await self._first(agent, self.readings.memory_percent):
            return max(named)
        by_ucd = _ucd_memory(ucd)
        self._is_memory_of_stores = by_ucd is None
        return by_ucd if by_ucd is not None else max(_fill(self._stores, objects.HR_STORAGE_RAM), default=None)

    async def _first(
        self, agent: _Agent, named: Iterable[str | Number], least: float = 0, most: float = 100
    ) -> list[float]:
        """Numbers of the first of `named` that the device has."""
        for asked in map(as_number, named):
            ends = f".{asked.ends}" if asked.ends else ""
            found = await agent.values(asked)
            told = [number(asked, value) for index, value in found.items() if f".{index}".endswith(ends)]
            if fitting := _within(told, least, most):
                return fitting
        return []


class _Agent:
    """Reads from one device, leaving out what was absent lately."""

    def __init__(self, client: Reader, target: SnmpTarget, absent: dict[str, int], tables: LearnedTables) -> None:
        self._client = client
        self._target = target
        self._absent = absent
        self._tables = tables

    async def values(self, named: Number) -> dict[str, SnmpValue]:
        """A column by index, or a scalar (an OID with its `.0`, which is its index)."""
        column = column_of(named)
        if named.oid.endswith(".0"):
            found = await self.scalars([column])
            return {"0": found[named.oid]} if named.oid in found else {}
        return (await self.table([column])).get(named.oid, {})

    async def scalars(self, columns: Sequence[Column]) -> dict[str, SnmpValue]:
        name = columns[0].oid
        if self._is_absent(name):
            return {}
        found = await self._client.scalars(self._target, list(columns))
        self._note(name, is_there=bool(found))
        return found

    async def table(self, columns: Sequence[Column]) -> ColumnTable:
        name = columns[0].oid
        if self._is_absent(name):
            return {}
        found = await self._tables.read(self._client, self._target, columns)
        if not found[name]:
            self._tables.forget(columns)
        self._note(name, is_there=bool(found[name]))
        return found

    def _is_absent(self, name: str) -> bool:
        left = self._absent.get(name, 0)
        if left:
            self._absent[name] = left - 1
        return left > 0

    def _note(self, name: str, *, is_there: bool) -> None:
        self._absent[name] = 0 if is_there else RETRY_EVERY


def _within(values: Iterable[SnmpValue], least: float, most: float) -> list[float]:
    return [float(v) for v in values if isinstance(v, (int, float)) and least <= v <= most]


def _two_of(pool: Pool) -> tuple[str, str, str]:
    """Used, free and total, but not the third where two tell it."""
    return (pool.used, pool.free, "" if pool.used and pool.free else pool.total)


def _pool_percent(
    pool: Pool, used: dict[str, SnmpValue], free: dict[str, SnmpValue], total: dict[str, SnmpValue]
) -> float | None:
    """Over all pools of which at least two of the three are told."""
    rows = (amounts(pool, used.get(i), free.get(i), total.get(i)) for i in used.keys() | total.keys())
    known = [row for row in rows if row is not None]
    whole = sum(row.total_bytes for row in known)
    return 100 * sum(row.used_bytes for row in known) / whole if whole > 0 else None


def _fill(stores: ColumnTable, kind: str) -> list[float]:
    sizes, used = stores.get(objects.HR_STORAGE_SIZE.oid, {}), stores.get(objects.HR_STORAGE_USED.oid, {})
    shares = []
    for index, of_kind in stores.get(objects.HR_STORAGE_TYPE.oid, {}).items():
        size, taken = _units(sizes.get(index)), _units(used.get(index))
        if of_kind == kind and size and taken is not None:
            shares.append(min(100.0, 100 * taken / size))
    return shares


def _units(value: SnmpValue) -> int | None:
    """hrStorageSize and hrStorageUsed are 32-bit integers that large disks let run over into the negative."""
    if not isinstance(value, int):
        return None
    return value + (1 << 32) if value < 0 else value


def _ucd_cpu(ucd: dict[str, SnmpValue]) -> float | None:
    idle = ucd.get(objects.UCD_CPU_IDLE.oid)
    return float(100 - idle) if isinstance(idle, int) and 0 <= idle <= 100 else None


def _ucd_memory(ucd: dict[str, SnmpValue]) -> float | None:
    total, free = ucd.get(objects.UCD_MEM_TOTAL.oid), ucd.get(objects.UCD_MEM_AVAIL.oid)
    if not isinstance(total, int) or not isinstance(free, int) or total <= 0:
        return None
    spare = sum(v for c in (objects.UCD_MEM_BUFFER, objects.UCD_MEM_CACHED) if isinstance(v := ucd.get(c.oid), int))
    return max(0.0, min(100.0, 100 * (total - free - spare) / total))
