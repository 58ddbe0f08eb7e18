"""What a device tells by its vendor's own objects, as its gear profile names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from nocscape.discovery import ups, values
from nocscape.discovery.agent import Agent
from nocscape.discovery.interfaces import Names, keys_of
from nocscape.discovery.resources import Resources
from nocscape.discovery.sensors import read_sensors
from nocscape.model.net import Entity, Interface, Memory, Processor, Sensor
from nocscape.profiles import (
    Gauge,
    Number,
    Pool,
    Ports,
    Readings,
    Word,
    amounts,
    as_number,
    as_word,
    column_of,
    number,
    word,
)
from nocscape.wire.snmp import Column, SnmpValue, Syntax

_MOST_ROWS = 512
_BY_ENTITY = "entity"
_COLDEST_C, _HOTTEST_C = -60.0, 200.0
"""Agents report a missing sensor as a number beyond these."""


class Insides(NamedTuple):
    """What the standard MIBs told already."""

    interfaces: tuple[Interface, ...] = ()
    resources: Resources = Resources()
    entities: tuple[Entity, ...] = ()


class VendorReading(msgspec.Struct, frozen=True, kw_only=True):
    """What a device told in full; parts that its profile does not name are empty, or as the standard MIBs had them."""

    serial: str = ""
    version: str = ""
    model: str = ""
    revision: str = ""
    is_entity_first: bool = False
    processors: tuple[Processor, ...] = ()
    memory: tuple[Memory, ...] = ()
    sensors: tuple[Sensor, ...] = ()
    interfaces: tuple[Interface, ...] = ()


def columns_of(readings: Readings) -> frozenset[str]:
    """OIDs of the columns that the profile names."""
    named = {c.oid for c in _columns(readings) if not c.oid.endswith(".0")}
    return frozenset(named | {table.first for table in readings.parts})


async def read_vendor(agent: Agent, readings: Readings, insides: Insides) -> VendorReading:
    """Ask for all that the profile names. What fails is noted as `vendor` and left out."""
    sensors = await agent.or_else("sensors", read_sensors(agent, readings.entity_sensors, insides.entities), ())
    if not agent.lacks(ups.ROOT):
        sensors += await agent.or_else("ups", _read_gauges(VendorReader(agent, ups.READINGS), insides), ())
    plain = VendorReading(sensors=sensors, interfaces=insides.interfaces)
    if readings == Readings():
        return plain
    return await agent.or_else("vendor", _read_all(VendorReader(agent, readings), insides, plain), plain)


async def _read_gauges(reader: VendorReader, insides: Insides) -> tuple[Sensor, ...]:
    await reader.prepare()
    return await reader.sensors(insides.entities)


async def _read_all(reader: VendorReader, insides: Insides, plain: VendorReading) -> VendorReading:
    await reader.prepare()
    readings, entities = reader.readings, insides.entities
    return VendorReading(
        serial=await reader.word(readings.serial),
        version=await reader.word(readings.version),
        model=await reader.word(readings.model),
        revision=await reader.word(readings.revision),
        is_entity_first=readings.is_entity_first,
        processors=await reader.processors(entities),
        memory=await reader.memory(entities),
        sensors=(*plain.sensors, *await reader.sensors(entities)),
        interfaces=(*plain.interfaces, *await reader.ports(insides.interfaces)),
    )


Values = Mapping[str, SnmpValue]
"""By index; a scalar has the index 0."""
Numbers = dict[str, float]


class VendorReader:
    """Asks one agent for what its profile names: scalars in one request, columns when they are needed."""

    def __init__(self, agent: Agent, readings: Readings) -> None:
        self._agent = agent
        self.readings = readings
        self._scalars: dict[str, SnmpValue] = {}

    async def prepare(self) -> None:
        """Read all scalars. Raises SnmpError."""
        named = list(dict.fromkeys(c for c in _columns(self.readings) if c.oid.endswith(".0")))
        self._scalars = await self._agent.scalars(named) if named else {}

    async def word(self, named: Iterable[str | Word]) -> str:
        """The first text that is told."""
        for asked in map(as_word, named):
            for index, value in (await self._values(column_of(asked))).items():
                if _ends(index, asked.ends) and (found := word(asked, value)):
                    return found
        return ""

    async def processors(self, entities: Iterable[Entity]) -> tuple[Processor, ...]:
        """Of the first object that the agent has."""
        for asked in map(as_number, self.readings.cpu_percent):
            if loads := _within(await self._numbers(asked), 0, 100):
                names = await self._names(asked.descr, entities, loads, "CPU")
                return tuple(Processor(names[i], load) for i, load in loads.items() if not _skips(asked, names[i]))
        return ()

    async def memory(self, entities: Iterable[Entity]) -> tuple[Memory, ...]:
        """Of the first pool that the agent has, else of the first share in percent."""
        for pool in self.readings.memory:
            if found := await self._pools(pool, entities):
                return found
        for asked in map(as_number, self.readings.memory_percent):
            if shares := _within(await self._numbers(asked), 0, 100):
                names = await self._names(asked.descr, entities, shares, "Memory")
                return tuple(Memory(names[i], used_percent=round(share, 2)) for i, share in shares.items())
        return ()

    async def sensors(self, entities: Iterable[Entity]) -> tuple[Sensor, ...]:
        """Everything that the profile calls a sensor, and its temperatures."""
        found: list[Sensor] = []
        for gauge in self.readings.sensors:
            found += await self._gauge(gauge, entities, await self._numbers(gauge.value))
        for oid in self.readings.temperature_c:
            asked = Number(oid, times=1 / self.readings.temperature_parts)
            if measured := _measured(_within(await self._numbers(asked), _COLDEST_C, _HOTTEST_C)):
                return (
                    *found,
                    *await self._gauge(Gauge(kind="temperature", value=asked, units="C"), entities, measured),
                )
        return tuple(found)

    async def ports(self, known: tuple[Interface, ...]) -> tuple[Interface, ...]:
        """Ports of the vendor's own tables that are not `known` by their ifIndex."""
        taken = {i.if_index for i in known}
        found = [
            port for table in self.readings.ports for port in await self._ports(table) if port.if_index not in taken
        ]
        keys = keys_of([Names(p.if_index, p.name, p.descr, "", "") for p in (*known, *found)])[len(known) :]
        return tuple(replace(port, key=key) for port, key in zip(found, keys, strict=True))

    async def _ports(self, table: Ports) -> list[Interface]:
        rows = await self._values(Column(table.name, Syntax.INTEGER if table.label else Syntax.OCTETS))
        if not rows:
            return []
        descrs = await self._values(Column(table.descr, Syntax.OCTETS)) if table.descr else {}
        admin = await self._values(Column(table.admin, Syntax.INTEGER)) if table.admin else {}
        oper = await self._values(Column(table.oper, Syntax.INTEGER)) if table.oper else {}
        speeds = await self._numbers(as_number(table.speed)) if table.speed else {}
        names = {i: table.label.format(*i.split(".")) if table.label else values.text(v) for i, v in rows.items()}
        return [
            Interface(
                key="",
                if_index=_port_index(table, index),
                name=name,
                descr=values.text(descrs.get(index)) or name,
                speed_bps=int(speeds[index]) if index in speeds else table.speed_bps or None,
                admin=_state(admin.get(index), table.up),
                oper=_state(oper.get(index), table.up),
            )
            for index, name in names.items()
        ]

    async def _gauge(self, gauge: Gauge, entities: Iterable[Entity], measured: Numbers) -> list[Sensor]:
        names = await self._names(gauge.value.descr, entities, measured, gauge.kind) if measured else {}
        key = gauge.value.oid
        return [
            Sensor(key=f"{key}.{i}", kind=gauge.kind, descr=names[i], value=round(value, 6), units=gauge.units)
            for i, value in measured.items()
            if not _skips(gauge.value, names[i])
        ]

    async def _pools(self, pool: Pool, entities: Iterable[Entity]) -> tuple[Memory, ...]:
        used, free, total = [
            await self._values(column_of(Number(oid, pool.find))) if oid else {}
            for oid in (pool.used, pool.free, pool.total)
        ]
        rows = {i: amounts(pool, used.get(i), free.get(i), total.get(i)) for i in dict.fromkeys([*used, *total])}
        pools = {i: row for i, row in rows.items() if row is not None}
        names = await self._names(pool.descr, entities, pools, "Memory") if pools else {}
        return tuple(Memory(names[i], m.used_bytes, m.total_bytes, round(m.percent, 2)) for i, m in pools.items())

    async def _numbers(self, asked: Number) -> Numbers:
        """In the unit of the profile, without rows that `where` calls empty."""
        found = await self._values(column_of(asked))
        if found and asked.where:
            filled = await self._values(Column(asked.where, Syntax.INTEGER))
            found = {i: value for i, value in found.items() if filled.get(i)}
        read = {i: number(asked, value) for i, value in found.items() if _ends(i, asked.ends)}
        return {i: n for i, n in read.items() if n is not None}

    async def _names(
        self, descr: str, entities: Iterable[Entity], rows: Iterable[str], fallback: str
    ) -> dict[str, str]:
        """A name for each row; `fallback`, numbered where there are several, for those that have none."""
        if descr == _BY_ENTITY:
            named = {str(e.index): e.name or e.descr for e in entities}
            found = {i: named.get(i.partition(".")[0], "") for i in rows}
        else:
            texts = await self._values(Column(descr, Syntax.OCTETS)) if descr else {}
            found = {i: values.text(texts.get(i)) for i in rows}
        is_alone = len(found) == 1
        return {i: n or (fallback if is_alone else f"{fallback} {k}") for k, (i, n) in enumerate(found.items(), 1)}

    async def _values(self, column: Column) -> Values:
        if column.oid.endswith(".0"):
            value = self._scalars.get(column.oid)
            return {} if value is None else {"0": value}
        table = await self._agent.table((column,), most_rows=_MOST_ROWS)
        return {index: value for index, (value,) in table.rows() if value is not None}


def _ends(index: str, ends: str) -> bool:
    return not ends or f".{index}".endswith(f".{ends}")


def _skips(asked: Number, name: str) -> bool:
    return bool(asked.skip) and re.search(asked.skip, name, re.IGNORECASE) is not None


def _port_index(table: Ports, index: str) -> int:
    """The number that stands for ifIndex."""
    counted = 0
    for part in values.numbers(index):
        counted = counted * table.index_base + part
    return table.first_index + counted


def _state(value: SnmpValue, up: tuple[int, ...]) -> str:
    if value is None:
        return "unknown"
    return "up" if value in up else "down"


def _within(numbers: Numbers, least: float, most: float) -> Numbers:
    return {i: value for i, value in numbers.items() if least <= value <= most}


def _measured(numbers: Numbers) -> Numbers:
    """Where some rows measure, 0 stands for parts without a sensor."""
    return {i: value for i, value in numbers.items() if value} or numbers


def _columns(readings: Readings) -> Iterator[Column]:
    """Every object that the profile names, as it is to be asked for."""
    yield from (
        column_of(as_word(w)) for w in (*readings.serial, *readings.version, *readings.model, *readings.revision)
    )
    shares = (*readings.cpu_percent, *readings.memory_percent, *(g.value for g in readings.sensors))
    yield from (column_of(as_number(n)) for n in shares)
    yield from (Column(oid, Syntax.INTEGER) for oid in readings.temperature_c)
    for pool in readings.memory:
        yield from (column_of(Number(oid, pool.find)) for oid in (pool.used, pool.free, pool.total) if oid)
