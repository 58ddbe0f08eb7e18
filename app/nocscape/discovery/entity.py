"""What a device is made of: ENTITY-MIB (RFC 6933)."""

from __future__ import annotations

import msgspec

from nocscape.discovery import objects, values
from nocscape.discovery.agent import Agent
from nocscape.wire.snmp import SnmpValue

_CHASSIS, _STACK = 3, 11
_MOST_ENTITIES = 10_000


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """One row of entPhysicalTable."""

    index: int
    entity_class: int
    contained_in: int
    descr: str = ""
    name: str = ""
    software: str = ""
    serial: str = ""
    maker: str = ""
    model: str = ""


class Chassis(msgspec.Struct, frozen=True, kw_only=True):
    """What the chassis says of itself; `serials` holds those of all members of a stack."""

    model: str | None = None
    serial: str | None = None
    maker: str | None = None
    software: str | None = None
    serials: tuple[str, ...] = ()


async def read_entities(agent: Agent) -> tuple[Entity, ...]:
    """The physical entities in the order of their index."""
    table = await agent.table(objects.ENTITY_TABLE, most_rows=_MOST_ENTITIES)
    found = [_entity(int(index), row) for index, row in table.rows() if index.isdigit()]
    return tuple(sorted(found, key=lambda e: e.index))


def _entity(index: int, row: list[SnmpValue]) -> Entity:
    entity_class, descr, contained_in, name, software, serial, maker, model = row
    return Entity(
        index=index,
        entity_class=values.integer(entity_class) or 0,
        contained_in=values.integer(contained_in) or 0,
        descr=values.text(descr),
        name=values.text(name),
        software=values.text(software),
        serial=values.text(serial),
        maker=values.text(maker),
        model=values.text(model),
    )


def chassis_of(entities: tuple[Entity, ...]) -> Chassis:
    """The chassis, or what stands in its place: the first entity that is contained in nothing and has a serial."""
    chassis = [e for e in entities if e.entity_class == _CHASSIS]
    chassis = chassis or [e for e in entities if e.contained_in == 0 and e.entity_class != _STACK and e.serial]
    if not chassis:
        return Chassis()
    return Chassis(
        model=next((e.model for e in chassis if e.model), None),
        serial=next((e.serial for e in chassis if e.serial), None),
        maker=next((e.maker for e in chassis if e.maker), None),
        software=next((e.software for e in chassis if e.software), None),
        serials=tuple(dict.fromkeys(e.serial for e in chassis if e.serial)),
    )
