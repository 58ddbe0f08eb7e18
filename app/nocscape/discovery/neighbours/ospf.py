"""OSPF-MIB (RFC 4750): the neighbours of OSPF version 2."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from nocscape.discovery import indexes, values
from nocscape.discovery.agent import Agent
from nocscape.discovery.objects import INTEGER, column
from nocscape.model.net import Interface
from nocscape.topology.observations import Adjacency, DeviceReading
from nocscape.wire.snmp import Column, SnmpValue, Syntax

SOURCE = "ospf"
ROOTS = ("1.3.6.1.2.1.14",)
STATES = ("", "down", "attempt", "init", "twoWay", "exchangeStart", "exchange", "loading", "full")
_MOST_NEIGHBOURS = 10_000
_ENABLED = 1
_ROUTER_ID = Column("1.3.6.1.2.1.14.1.1.0", Syntax.IP_ADDRESS)
_ADMIN = Column("1.3.6.1.2.1.14.1.2.0", INTEGER)
_NEIGHBOUR, _INTERFACE = "1.3.6.1.2.1.14.10.1", "1.3.6.1.2.1.14.7.1"
_NEIGHBOURS = (
    column(_NEIGHBOUR, 3, Syntax.IP_ADDRESS),  # ospfNbrRtrId
    column(_NEIGHBOUR, 5, INTEGER),  # ospfNbrPriority
    column(_NEIGHBOUR, 6, INTEGER),  # ospfNbrState
)
_AREAS = (column(_INTERFACE, 3, Syntax.IP_ADDRESS),)  # ospfIfAreaId, by local address and ifIndex where there is none


async def read(agent: Agent, reading: DeviceReading) -> list[Adjacency] | None:
    """The rows of ospfNbrTable; None where OSPF does not run."""
    if all(map(agent.lacks, ROOTS)):
        return None
    scalars = await agent.scalars((_ROUTER_ID, _ADMIN))
    table = await agent.table(_NEIGHBOURS, most_rows=_MOST_NEIGHBOURS)
    if not len(table):
        return [] if scalars.get(_ADMIN.oid) == _ENABLED else None
    areas = dict((await agent.table(_AREAS, most_rows=_MOST_NEIGHBOURS)).rows())
    router_id = values.text(scalars.get(_ROUTER_ID.oid))
    found = (_adjacency(reading, values.numbers(i), row, areas, router_id) for i, row in table.rows())
    return [one for one in found if one is not None]


def _adjacency(
    reading: DeviceReading, index: list[int], row: list[SnmpValue], areas: dict[str, list[SnmpValue]], router_id: str
) -> Adjacency | None:
    """Index: the neighbour's address, and the ifIndex of an interface without addresses or 0."""
    address = indexes.ipv4(index[:4])
    if not address or len(index) != 5:
        return None
    peer, priority, state = row
    port, local = _facing(reading, address, index[4])
    area = areas.get(f"{local or '0.0.0.0'}.{index[4]}", [None])[0]  # noqa: S104
    raw = {"ospfRouterId": router_id, "ospfNbrPriority": values.text(priority)}
    return Adjacency(
        source=SOURCE,
        at=reading.at,
        seen_from=reading.endpoint,
        peer=values.text(peer),
        address=address,
        local_address=local,
        if_index=index[4] or (port.if_index if port else None),
        state=word(STATES, state),
        area=values.text(area),
        raw={name: value for name, value in raw.items() if value},
    )


def _facing(reading: DeviceReading, address: str, if_index: int) -> tuple[Interface | None, str]:
    """The interface in whose subnet the neighbour is, and its address there."""
    if if_index:
        return None, ""
    there = ipaddress.ip_address(address)
    best: tuple[int, Interface | None, str] = (-1, None, "")
    for port, own in _subnets(reading):
        if own.version == there.version and there in own.network and own.network.prefixlen > best[0]:
            best = own.network.prefixlen, port, str(own.ip)
    return best[1], best[2]


def _subnets(
    reading: DeviceReading,
) -> Iterator[tuple[Interface, ipaddress.IPv4Interface | ipaddress.IPv6Interface]]:
    for port in reading.inventory.interfaces:
        for address in port.addresses:
            if "/" in address:
                yield port, ipaddress.ip_interface(address)


def word(words: tuple[str, ...], value: SnmpValue) -> str:
    """The enumeration's word for a value; its number where it has none."""
    if not isinstance(value, int):
        return ""
    return words[value] if 0 < value < len(words) else str(value)
