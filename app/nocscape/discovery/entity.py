"""What a device is made of: ENTITY-MIB (RFC 6933)."""

from __future__ import annotations

import msgspec

from nocscape.discovery import objects, values
from nocscape.discovery.agent import Agent, Table
from nocscape.model.net import Entity
from nocscape.wire.snmp import ColumnTable, SnmpValue

CLASSES = {
    1: "other",
    2: "unknown",
    3: "chassis",
    4: "backplane",
    5: "container",
    6: "powerSupply",
    7: "fan",
    8: "sensor",
    9: "module",
    10: "port",
    11: "stack",
    12: "cpu",
    13: "energyObject",
    14: "battery",
    15: "storageDrive",
}
"""IANAPhysicalClass."""
_TRUE = 1
_IF_INDEX = "1.3.6.1.2.1.2.2.1.1."
_ENTRY = "1.3.6.1.2.1.47.1.1.1.1"
_MOST_ENTITIES = 10_000
_TELLING = 6
"""Columns of which every agent with entities has one."""


class Chassis(msgspec.Struct, frozen=True, kw_only=True):
    """What the chassis says of itself; `serials` holds those of all members of a stack."""

    model: str | None = None
    serial: str | None = None
    maker: str | None = None
    software: str | None = None
    serials: tuple[str, ...] = ()


async def read_entities(agent: Agent) -> tuple[Entity, ...]:
    """The physical entities in the order of their index, ports with their interface."""
    table = await _table(agent)
    rows = {int(index): row for index, row in table.rows() if index.isdigit()}
    has_ports = any(CLASSES.get(_integer(row[0])) == "port" for row in rows.values())
    interfaces = await _interfaces(agent) if has_ports else {}
    return tuple(_entity(index, rows[index], interfaces.get(index)) for index in sorted(rows))


async def _table(agent: Agent) -> Table:
    """All columns, where any of the first has rows: some agents have few of them, and not the same ones."""
    first, more = objects.ENTITY_TABLE[:_TELLING], objects.ENTITY_TABLE[_TELLING:]
    found: ColumnTable = {}
    if not agent.lacks(_ENTRY):
        found = await agent.client.columns(agent.target, first, most_rows=_MOST_ENTITIES)
    rows = max(map(len, found.values()), default=0)
    if rows:
        found |= await agent.client.columns(agent.target, more, most_rows=_MOST_ENTITIES, expected_rows=rows)
    return Table(objects.ENTITY_TABLE, {c.oid: found.get(c.oid, {}) for c in objects.ENTITY_TABLE})


async def _interfaces(agent: Agent) -> dict[int, int]:
    """ifIndex by entPhysicalIndex; of several logical entities the first counts (entAliasMappingTable)."""
    table = await agent.table(objects.ENTITY_ALIAS_TABLE, most_rows=_MOST_ENTITIES)
    found: dict[int, int] = {}
    for index, (pointer,) in table.rows():
        if isinstance(pointer, str) and pointer.startswith(_IF_INDEX):
            found.setdefault(int(index.partition(".")[0]), int(pointer[len(_IF_INDEX) :].partition(".")[0]))
    return found


def _entity(index: int, row: list[SnmpValue], if_index: int | None) -> Entity:
    entity_class, contained_in, *told, position, is_fru = row
    descr, name, serial, model, hardware, firmware, software, vendor, alias, asset = map(values.text, told)
    return Entity(
        index=index,
        parent=values.integer(contained_in) or None,
        position=position if isinstance(position, int) and position >= 0 else None,
        kind=CLASSES.get(_integer(entity_class), ""),
        descr=descr,
        name=name,
        model=model,
        serial=serial,
        hardware=hardware,
        firmware=firmware,
        software=software,
        vendor=vendor,
        alias=alias,
        asset=asset,
        is_fru=is_fru == _TRUE,
        if_index=if_index,
    )


def _integer(value: SnmpValue) -> int:
    return values.integer(value) or 0


def chassis_of(entities: tuple[Entity, ...]) -> Chassis:
    """The chassis, or what stands in its place: the first entity that is contained in nothing and has a serial."""
    chassis = [e for e in entities if e.kind == "chassis"]
    chassis = chassis or [e for e in entities if not e.parent and e.kind != "stack" and e.serial]
    return Chassis(
        model=next((e.model for e in chassis if e.model), None),
        serial=next((e.serial for e in chassis if e.serial), None),
        maker=next((e.vendor for e in chassis if e.vendor), None),
        software=next((e.software for e in chassis if e.software), None),
        serials=tuple(dict.fromkeys(e.serial for e in chassis if e.serial)),
    )
