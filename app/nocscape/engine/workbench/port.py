"""Everything that a device says of one port, without reading the tables in which the port is one row of thousands."""

from __future__ import annotations

from collections.abc import Iterator

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.engine.rooms import Rooms
from nocscape.engine.targets import reach
from nocscape.engine.workbench.walk import MOST_NAMES, render_row
from nocscape.mibs import Kind, MibDictionary
from nocscape.model.batches import MibRow
from nocscape.model.commands import ReadPort

PORT_ROWS = (
    "IF-MIB::ifEntry",
    "IF-MIB::ifXEntry",
    "EtherLike-MIB::dot3StatsEntry",
    "EtherLike-MIB::dot3ControlEntry",
    "EtherLike-MIB::dot3PauseEntry",
    "EtherLike-MIB::dot3HCStatsEntry",
    "IP-MIB::ipv4InterfaceEntry",
    "IP-MIB::ipv6InterfaceEntry",
)
"""Rows that ifIndex alone is the index of."""
_READABLE = frozenset({"read-only", "read-write", "read-create"})


async def read_port(rooms: Rooms, ask: ReadPort) -> tuple[MibRow, ...]:
    """What the device has of these, in the order of their tables. Raises InputError and SnmpError."""
    inventory = rooms.state.devices.get(ask.device)
    port = next((i for i in inventory.interfaces if i.key == ask.interface), None) if inventory is not None else None
    if port is None or port.if_index is None:
        raise InputError(tr("The device does not tell the number of this port"))
    oids = [f"{column}.{port.if_index}" for column in _columns(rooms.mibs)][:MOST_NAMES]
    found = await rooms.snmp.get(await reach(rooms, ask.device), oids)
    at = rooms.clock.now()
    return tuple(render_row(rooms.mibs, one, at) for one in found if not one.syntax.is_exception)


def _columns(mibs: MibDictionary) -> Iterator[str]:
    for name in PORT_ROWS:
        if (row := mibs.by_name(name)) is not None:
            yield from (
                one.oid for one in mibs.children(row.oid) if one.kind is Kind.COLUMN and one.access in _READABLE
            )
