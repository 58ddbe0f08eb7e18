"""What a device without ENTITY-MIB is made of, by its vendor's own tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nocscape.discovery import values
from nocscape.discovery.agent import Agent
from nocscape.model.net import Entity
from nocscape.profiles import Parts
from nocscape.wire.snmp import Column, SnmpValue, Syntax

_MOST_ROWS = 4000
_MOST_NUMBER = 2**31 - 1
"""PhysicalIndex (RFC 6933)."""
_LABEL = re.compile(r"^(?:S/N|P/N)\s+", re.IGNORECASE)
"""What some agents put before a serial number."""


async def read_parts(agent: Agent, tables: Iterable[Parts]) -> tuple[Entity, ...]:
    """The modules in the order of their numbers. Raises SnmpError."""
    found: dict[int, Entity] = {}
    for table in tables:
        for part in await _read_table(agent, table):
            found.setdefault(part.index, part)
    return tuple(found[number] for number in sorted(found))


async def _read_table(agent: Agent, table: Parts) -> list[Entity]:
    texts = [oid for oid in (table.descr, table.name, table.model, table.serial) if oid]
    columns = [Column(oid, Syntax.OCTETS) for oid in texts]
    columns += [Column(oid, Syntax.INTEGER) for oid in (table.kind, table.parent) if oid]
    read = await agent.table(columns, most_rows=_MOST_ROWS)
    oids = [column.oid for column in columns]
    parts = (_part(table, index, dict(zip(oids, row, strict=True))) for index, row in read.rows())
    return [part for part in parts if part is not None]


def _part(table: Parts, index: str, row: dict[str, SnmpValue]) -> Entity | None:
    """None where the index makes no number that a part can have."""
    place = values.numbers(index)
    number = _weighed(place, table.weights)
    if not 0 < number <= _MOST_NUMBER:
        return None
    descr, name = values.text(row.get(table.descr)), values.text(row.get(table.name))
    parent = values.integer(row.get(table.parent)) if table.parent else _weighed(place, table.parent_weights)
    return Entity(
        index=number,
        parent=parent or None,
        kind=_kind(table, row.get(table.kind), f"{descr} {name}"),
        descr=descr,
        name=name,
        model=values.text(row.get(table.model)).strip(),
        serial=_LABEL.sub("", values.text(row.get(table.serial)).strip()),
    )


def _weighed(place: list[int], weights: tuple[int, ...]) -> int:
    return sum(part * weight for part, weight in zip(place, weights, strict=False))


def _kind(table: Parts, number: SnmpValue, words: str) -> str:
    if isinstance(number, int) and number in table.kinds:
        return table.kinds[number]
    said = (kind for text, kind in table.words.items() if re.search(text, words, re.IGNORECASE))
    return next(said, "")
